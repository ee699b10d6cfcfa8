"""The barest client: for tests that want to see what really came."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import aiohttp

from tests.botapi.server import PretendBotApi

CHAT = 7


@dataclass
class Bare:
    """Calls a method with JSON and gives back what came: no classes, no retries."""

    api: PretendBotApi
    session: aiohttp.ClientSession

    async def call(self, method: str, **params: Any) -> dict[str, Any]:
        async with self.session.post(f"{self.api.base_url}/bot{self.api.token}/{method}", json=params) as response:
            return {"status": response.status, **await response.json()}

    async def bytes(self, method: str, **params: Any) -> tuple[int, str, bytes]:
        async with self.session.post(f"{self.api.base_url}/bot{self.api.token}/{method}", json=params) as response:
            return response.status, response.content_type, await response.read()

    async def send(self, text: str = "hello", chat: int = CHAT, **params: Any) -> dict[str, Any]:
        return await self.call("sendMessage", chat_id=chat, text=text, **params)

    async def poll(self, **params: Any) -> list[Any]:
        answer = await self.call("getUpdates", **params)
        assert answer["ok"], answer
        return list(answer["result"])

    async def ids(self, **params: Any) -> list[int]:
        return [update["update_id"] for update in await self.poll(**params)]
