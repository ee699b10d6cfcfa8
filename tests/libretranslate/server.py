"""A server that speaks LibreTranslate's API over real HTTP: /languages and /translate, and what it does on bad days."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Any

from aiohttp import web

LIST: list[dict[str, Any]] = [
    {"code": code, "name": code, "targets": ["de", "en"]} for code in ("ar", "de", "en", "fa", "fr", "kmr", "ru", "tr", "uk")
]
LIST.append({"code": "ja", "name": "Japanese", "targets": ["en"]})


class PretendLibreTranslate:
    """`fault`: what /translate does instead: hang, redirect, html, empty, huge, 500, 403, drop."""

    def __init__(self, key: str = "") -> None:
        self.key, self.fault, self.down = key, "", False
        self.asked: list[dict[str, Any]] = []
        self.visits: list[str] = []
        self._ends = asyncio.Event()

    async def __aenter__(self) -> PretendLibreTranslate:
        app = web.Application()
        app.router.add_get("/languages", self._languages)
        app.router.add_post("/translate", self._translate)
        app.router.add_route("*", "/elsewhere", self._elsewhere)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{self.port}"
        return self

    async def __aexit__(self, _kind: type[BaseException] | None, _failure: BaseException | None, _where: TracebackType | None) -> None:
        self._ends.set()
        await self._runner.cleanup()

    async def _languages(self, _request: web.Request) -> web.Response:
        self.visits.append("/languages")
        return web.Response(status=502, text="<html>down</html>") if self.down else web.json_response(LIST)

    async def _elsewhere(self, request: web.Request) -> web.Response:
        self.visits.append("/elsewhere")
        return web.json_response({"translatedText": "von woanders"})

    async def _translate(self, request: web.Request) -> web.StreamResponse:
        self.visits.append("/translate")
        asked = await request.json()
        self.asked.append(asked)
        if self.key and asked.get("api_key") != self.key:
            return web.json_response({"error": "Invalid API key"}, status=403)
        pairs = {row["code"]: row["targets"] for row in LIST}
        if asked["target"] not in pairs.get(asked["source"], ()) or asked["format"] != "text":
            return web.json_response({"error": f"{asked['source']} is not supported"}, status=400)
        if self.fault == "hang":
            await self._ends.wait()
        bad: dict[str, web.Response] = {
            "redirect": web.Response(status=307, headers={"Location": "/elsewhere"}),
            "html": web.Response(text="<html>login</html>", content_type="text/html"),
            "empty": web.json_response({"translatedText": " "}),
            "other": web.json_response(["translatedText"]),
            "huge": web.json_response({"translatedText": "x" * 400_000}),
            "deep": web.Response(text="[" * 200_000, content_type="application/json"),
            "500": web.json_response({"error": "cannot translate"}, status=500),
            "429": web.json_response({"error": "Slowdown"}, status=429),
        }
        if self.fault == "drop" and request.transport is not None:
            request.transport.close()
        return bad.get(self.fault) or web.json_response({"translatedText": f"[{asked['source']}] {asked['q']}"})
