"""The Bot API as the courier and the ears speak it: plain JSON, and what each answer means."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from dataclasses import dataclass
from typing import Any

import aiohttp

from gaps.charts import DRAWN, Chart, png

log = logging.getLogger(__name__)

GIVE_UP_POLL = 10  # seconds added to a long poll before it counts as lost
ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member", "channel_post", "edited_channel_post", "business_message")
LONGEST_WAIT = 900  # seconds; a retry_after beyond that is asked again after this time
_OK = re.compile(rb'\s*\{\s*"ok"\s*:\s*true\b')  # how Telegram begins when it has something; the rest may be broken


@dataclass(frozen=True)
class Verdict:
    """What an answer of the Bot API means for the row that was sent.

    kind: sent · wait (obey `seconds`) · again (try later, backing off) · unsure (it may have arrived) · never (permanent) ·
    token (the token is refused) · conflict (somebody else polls, or a webhook is set).
    `moved_to`: the group has this id now.
    """

    kind: str
    seconds: float = 0
    why: str = ""
    unreachable: bool = False
    result: Any = None
    moved_to: int | None = None


def verdict(status: int, body: bytes) -> Verdict:
    """Reads an answer, however broken. Never raises."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        answer = None
    if not isinstance(answer, dict):
        # A gateway or a hotel network spoke, not Telegram. Only what broke off may have been an answer to a message that arrived.
        unsure = status == 200 and not body.lstrip().startswith(b"<")
        return Verdict("unsure" if unsure else "again", why=f"http {status}, unreadable")
    if answer.get("ok") is True:
        return Verdict("sent", result=answer.get("result"))
    code = answer.get("error_code")
    code = code if isinstance(code, int) else status
    description = str(answer.get("description", "")).lower()
    if code == 429:
        return Verdict("wait", seconds=_retry_after(answer), why="429")
    if code == 401 or (code == 404 and description in ("not found", "")):
        return Verdict("token", why=str(code))
    if code == 409:
        return Verdict("conflict", why="webhook is set" if "webhook" in description else "somebody else polls")
    if code in (400, 403, 404, 413):
        return Verdict(
            "never", why=_class_of(code, description), unreachable=_is_unreachable(code, description), moved_to=_moved_to(answer)
        )
    return Verdict("again", why=f"error {code}")


def _retry_after(answer: dict[str, Any]) -> float:
    try:
        seconds = float(_parameter(answer, "retry_after"))
    except (TypeError, ValueError):
        return 1.0
    except OverflowError:
        return LONGEST_WAIT
    return min(seconds, LONGEST_WAIT) if seconds > 1 else 1.0  # also when it is no number at all


def _moved_to(answer: dict[str, Any]) -> int | None:
    number = _parameter(answer, "migrate_to_chat_id")
    return number if isinstance(number, int) and not isinstance(number, bool) else None


def _parameter(answer: dict[str, Any], name: str) -> Any:
    parameters = answer.get("parameters")
    return parameters.get(name) if isinstance(parameters, dict) else None


def _class_of(code: int, description: str) -> str:
    """A class of failure for the desk; never the text itself, which may repeat what a person wrote."""
    for known in (
        "blocked",
        "deactivated",
        "chat not found",
        "initiate",
        "too long",
        "can't parse",
        "not modified",
        "query is too old",
        "button",
    ):
        if known in description:
            return f"{code} {known}"
    return str(code)


def _is_unreachable(code: int, description: str) -> bool:
    return code == 403 or "chat not found" in description or "deactivated" in description


async def _body(parameters: dict[str, Any]) -> dict[str, Any]:
    """JSON; a picture is drawn now, beside the loop, and goes with the rest as a form."""
    photo = parameters.get("photo")
    if not (isinstance(photo, str) and photo.startswith(DRAWN)):
        return {"data": json.dumps(parameters).encode(), "headers": {"Content-Type": "application/json"}}
    form = aiohttp.FormData()
    for name, value in parameters.items():
        if name != "photo":
            form.add_field(name, value if isinstance(value, str) else json.dumps(value))
    picture = await asyncio.to_thread(png, Chart.unpacked(photo))
    form.add_field("photo", picture, filename="chart.png", content_type="image/png")
    return {"data": form}


class TelegramApi:
    """One bot at one Bot API. The token is in the address, so addresses are never logged."""

    def __init__(self, base: str, token: str) -> None:
        self._address = f"{base.rstrip('/')}/bot{token}/"
        self.bot = f"telegram:{token.partition(':')[0]}"
        self._session: aiohttp.ClientSession | None = None

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            # Plain sockets, as many as are in flight plus the poll; no cookies, no environment proxies.
            self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=32), cookie_jar=aiohttp.DummyCookieJar())
        return self._session

    async def close(self) -> None:
        """Closes the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def call(self, method: str, parameters: dict[str, Any], seconds: float = 30) -> Verdict:
        """Calls a method once. Whatever happens on the way becomes a verdict."""
        try:
            async with self._open().post(
                self._address + method,
                **await _body(parameters),
                timeout=aiohttp.ClientTimeout(total=seconds, sock_connect=10),
            ) as answer:
                return verdict(answer.status, await answer.read())
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
            return Verdict("again", why="no connection")
        except (aiohttp.ClientError, TimeoutError, OSError) as failure:
            return Verdict("unsure", why=type(failure).__name__)

    async def poll(self, offset: int | None, seconds: int) -> tuple[Verdict, bytes]:
        """Asks for updates: the verdict, and the raw bytes of the answer."""
        parameters: dict[str, Any] = {"timeout": seconds, "limit": 100, "allowed_updates": ALLOWED}
        if offset is not None:
            parameters["offset"] = offset
        try:
            async with self._open().post(
                self._address + "getUpdates",
                data=json.dumps(parameters).encode(),
                headers={"Content-Type": "application/json"},
                timeout=aiohttp.ClientTimeout(total=seconds + GIVE_UP_POLL, sock_connect=10),
            ) as answer:
                body = await answer.read()
                # Not read as a whole: one broken update in it would hide all others.
                return Verdict("sent") if answer.status == 200 and _OK.match(body) else verdict(answer.status, body), body
        except aiohttp.ClientSSLError:
            return Verdict("again", why="no safe connection; is the clock of this machine right?"), b""
        except (aiohttp.ClientError, TimeoutError, OSError) as failure:
            return Verdict("again", why=type(failure).__name__), b""
