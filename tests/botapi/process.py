"""`python -m tests.botapi.server --port N`: the pretend Bot API as a process of its own."""

from __future__ import annotations

import argparse
import asyncio
import signal

from tests.botapi.server import TOKEN, PretendBotApi


def main() -> None:
    parser = argparse.ArgumentParser(description="A pretend Bot API on loopback, with control routes below /control/.")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one; the address is printed")
    parser.add_argument("--token", action="append", help=f"may be given several times (default: {TOKEN})")
    asked = parser.parse_args()
    asyncio.run(_run(asked.port, asked.token or [TOKEN]))


async def _run(port: int, tokens: list[str]) -> None:
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    api = PretendBotApi(*tokens)
    await api.start(port)
    print(f"listening {api.base_url}", flush=True)
    await stopped.wait()
    await api.stop()
