"""The pretend Bot API in a process of its own, as the kill harness and the benchmarks hold it."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Any, Self

ROOT = Path(__file__).resolve().parents[2]


class RemoteBotApi:
    """Starts the process and calls its controls. `base_url` and `token` are what the bot needs."""

    def __init__(self, *tokens: str, port: int = 0) -> None:
        self._arguments = ["--port", str(port), *(part for token in tokens for part in ("--token", token))]
        self._process: subprocess.Popen[str] | None = None
        self._no_proxy = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        self.base_url = ""
        self.token = ""

    def start(self) -> None:
        command = [sys.executable, "-m", "tests.botapi.server", *self._arguments]
        self._process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line.startswith("listening "):
            self.stop()
            raise RuntimeError("the pretend Bot API did not start")
        self.base_url = line.split()[1]
        self.token = self.call("token")

    def stop(self) -> None:
        if self._process:
            self._process.terminate()
            self._process.wait(timeout=10)
            if self._process.stdout:
                self._process.stdout.close()
            self._process = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    def call(self, name: str, body: bytes | None = None, *, within_s: float = 120.0, **arguments: Any) -> Any:
        """`call("says", chat=7, text="hello")`. Results are plain JSON. A refusal is a ValueError with its reason."""
        headers = {"Content-Type": "application/json" if body is None else "application/octet-stream"}
        data = json.dumps(arguments).encode("ascii") if body is None else body
        request = urllib.request.Request(f"{self.base_url}/control/{name}", data=data, headers=headers)
        try:
            with self._no_proxy.open(request, timeout=within_s) as response:
                return json.load(response)["result"]
        except urllib.error.HTTPError as refused:
            with refused:
                raise ValueError(json.load(refused)["error"]) from None

    async def acall(self, name: str, body: bytes | None = None, **arguments: Any) -> Any:
        """The same without holding up an event loop."""
        return await asyncio.to_thread(self.call, name, body, **arguments)
