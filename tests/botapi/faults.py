"""Scripted trouble: what goes wrong once a call has come in, for which calls, and how often."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from aiohttp import web

from tests.botapi.answers import Reply, dump, no

ABSENT = "absent"  # for too_many: 429 without the seconds

Ending = Literal["reply", "cut", "hang", "drop", "slow"]


@dataclass(frozen=True)
class Fault:
    """How a call ends. `accepted`: it is carried out and in the ledger before it goes wrong. `reply` None: the real answer."""

    name: str
    ending: Ending = "reply"
    reply: Reply | None = None
    accepted: bool = False
    cut_at: int | None = None
    bytes_per_s: float = 1.0
    wait_s: float = 0.0


def too_many(retry_after: Any = 5) -> Fault:
    """429. The seconds can be anything JSON can say, or ABSENT."""
    if retry_after == ABSENT:
        return Fault("too_many", reply=no(429, "Too Many Requests: retry later"))
    wait = float(retry_after) if isinstance(retry_after, int | float) else 0.0
    return Fault("too_many", reply=no(429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after), wait_s=wait)


def gateway(status: int = 502) -> Fault:
    """A gateway in front of Telegram speaks: HTML with an error status."""
    page = b"<html><head><title>%d</title></head><body>nginx</body></html>" % status
    return Fault("gateway", reply=Reply(status, page, "text/html"))


def internal(status: int = 500) -> Fault:
    return Fault("internal", reply=no(status, "Internal Server Error"))


def html(accepted: bool = False) -> Fault:
    """HTML with 200, as a hotel network or a broken proxy answers."""
    return Fault("html", reply=Reply(200, b"<html><body>Please sign in</body></html>", "text/html"), accepted=accepted)


def empty(accepted: bool = False) -> Fault:
    return Fault("empty", reply=Reply(200, b""), accepted=accepted)


def cut(at: int | None = None) -> Fault:
    """The call is carried out, but only the first bytes of the answer arrive: half of them unless told."""
    return Fault("cut", "cut", cut_at=at, accepted=True)


def codeless() -> Fault:
    return Fault("codeless", reply=Reply(200, dump({"ok": False})))


def hang(accepted: bool = True) -> Fault:
    """Takes the call and never answers."""
    return Fault("hang", "hang", accepted=accepted)


def drop(accepted: bool = True) -> Fault:
    """Resets the connection: after the message was accepted, or before."""
    return Fault("drop", "drop", accepted=accepted)


def slow(bytes_per_s: float = 1.0) -> Fault:
    return Fault("slow", "slow", accepted=True, bytes_per_s=bytes_per_s)


def conflict() -> Fault:
    return Fault(
        "conflict",
        reply=no(409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"),
    )


def unauthorized() -> Fault:
    return Fault("unauthorized", reply=no(401, "Unauthorized"))


def forbidden(why: str = "bot was blocked by the user") -> Fault:
    return Fault("forbidden", reply=no(403, f"Forbidden: {why}"))


def answer(code: int, description: str, **parameters: Any) -> Fault:
    """Any other refusal in Telegram's own envelope."""
    return Fault(f"answer {code}", reply=no(code, description, **parameters))


def raw(status: int, body: bytes | str, content_type: str = "application/json", accepted: bool = False, **headers: str) -> Fault:
    """Any bytes at all. Header names are written with underscores."""
    said = body.encode() if isinstance(body, str) else body
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Fault("raw", reply=Reply(status, said, content_type, named), accepted=accepted)


FAULTS: dict[str, Callable[..., Fault]] = {
    maker.__name__: maker
    for maker in (
        too_many, gateway, internal, html, empty, cut, codeless, hang, drop, slow, conflict, unauthorized, forbidden, answer, raw,
    )
}  # fmt: skip


@dataclass(eq=False)
class Rule:
    """Which calls meet a fault: `skip` calls pass first, then `times` are hit, or all until it is removed."""

    fault: Fault
    method: str
    chat: int | None
    times: int | None
    skip: int
    number: int


class FaultBook:
    def __init__(self) -> None:
        self._rules: list[Rule] = []
        self._numbers = 0

    def __bool__(self) -> bool:
        return bool(self._rules)

    def add(self, fault: Fault, method: str, chat: int | None, times: int | None, skip: int) -> int:
        self._numbers += 1
        self._rules.append(Rule(fault, method.lower(), chat, times, skip, self._numbers))
        return self._numbers

    def remove(self, number: int | None = None) -> None:
        """Removes one rule, or all of them."""
        self._rules = [rule for rule in self._rules if number is not None and rule.number != number]

    def next(self, method: str, chat: int | None) -> Rule | None:
        """The rule whose fault this call meets, oldest first."""
        for rule in self._rules:
            if rule.method not in ("*", method.lower()) or rule.chat not in (None, chat):
                continue
            if rule.skip:
                rule.skip -= 1
                continue
            if rule.times is not None:
                rule.times -= 1
                if not rule.times:
                    self._rules.remove(rule)
            return rule
        return None


async def play(fault: Fault, request: web.BaseRequest, real: Reply | None) -> web.StreamResponse:
    """Ends the call the way the fault says."""
    reply = fault.reply or real or Reply(200, b"")
    if fault.ending == "cut":
        reply = Reply(reply.status, reply.body[: len(reply.body) // 2 if fault.cut_at is None else fault.cut_at])
    if fault.ending == "drop":
        reset(request)
    if fault.ending in ("drop", "hang"):
        await asyncio.Event().wait()  # ends when the connection is lost: the server cancels the handler then
    if fault.ending == "slow":
        return await _trickle(fault, request, reply)
    return web.Response(status=reply.status, body=reply.body, headers={"Content-Type": reply.content_type, **reply.headers})


async def _trickle(fault: Fault, request: web.BaseRequest, reply: Reply) -> web.StreamResponse:
    response = web.StreamResponse(status=reply.status, headers={"Content-Type": reply.content_type})
    response.content_length = len(reply.body)
    await response.prepare(request)
    for byte in reply.body:
        await response.write(bytes((byte,)))
        await asyncio.sleep(1 / fault.bytes_per_s)
    await response.write_eof()
    return response


def reset(request: web.BaseRequest) -> None:
    """Lets the client see a reset, not a tidy end: lingering for zero seconds makes the kernel send RST."""
    transport = request.transport
    if transport is None:
        return
    connection: socket.socket | None = transport.get_extra_info("socket")
    if connection is not None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
