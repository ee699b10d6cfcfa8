"""What the pretend Bot API answers, as bytes: the envelope of the real one, good or bad."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Reply:
    """One HTTP answer."""

    status: int
    body: bytes
    content_type: str = JSON
    headers: dict[str, str] = field(default_factory=dict)


class Refused(Exception):
    """The Bot API understood the call and says no."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(f"{code}: {description}")
        self.code = code
        self.description = description
        self.parameters = parameters

    def reply(self) -> Reply:
        return no(self.code, self.description, **self.parameters)


class BadRequest(Refused):
    def __init__(self, description: str, **parameters: Any) -> None:
        super().__init__(400, f"Bad Request: {description}", **parameters)


class Forbidden(Refused):
    def __init__(self, description: str) -> None:
        super().__init__(403, f"Forbidden: {description}")


def dump(value: Any) -> bytes:
    """JSON in ASCII, as Telegram writes it: a lone surrogate becomes an escape instead of an error."""
    return json.dumps(value, separators=(",", ":")).encode("ascii")


def ok(result: Any) -> Reply:
    return Reply(200, b'{"ok":true,"result":' + dump(result) + b"}")


def ok_list(bodies: list[bytes]) -> Reply:
    """The bodies are not looked at: a broken update stays broken."""
    return Reply(200, b'{"ok":true,"result":[' + b",".join(bodies) + b"]}")


def no(code: int, description: str, **parameters: Any) -> Reply:
    said: dict[str, Any] = {"ok": False, "error_code": code, "description": description}
    if parameters:
        said["parameters"] = parameters
    return Reply(code, dump(said))
