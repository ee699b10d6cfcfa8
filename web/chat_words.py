"""What the chat API says when it says no: a code for programs and a sentence for the person."""

from __future__ import annotations

from typing import Any

from fastapi.responses import JSONResponse
from starlette.requests import Request

from locales.speech import _, speaking
from web.reading import language_of


class ChatProblem(Exception):
    """The chat API answers no. `code` is for programs; the sentence is found in `sentences`. A card stands instead of the sentence."""

    def __init__(self, status: int, code: str, wait: int = 0, card: str = "") -> None:
        super().__init__(code)
        self.status, self.code, self.wait, self.card = status, code, wait, card


def sentences() -> dict[str, str]:
    """Code to sentence, in the language that is spoken now."""
    return {
        "not_understood": _("This did not work. Please try again."),
        "empty": _("Please write something first."),
        "no_session": _("This chat has ended. Please reload the page to start a new one."),
        "cross_site": _("For your safety this only works on our own page. Please reload the page."),
        "not_found": _("This page does not exist."),
        "unknown_button": _("This button is from an older message. Please write what you need."),
        "too_large": _("This text is too long. Please send it in smaller parts."),
        "too_slow": _("The connection was too slow. Please try again."),
        "too_fast": _("Those were many messages. Please wait a moment. In danger call 112."),
        "not_kept": _("Your message was not sent: something is broken here. Please try again in a moment. In danger call 112."),
        "not_now": _("Something is broken here right now. In danger call 112."),
        "broken": _("Something broke here, not at your side. Please try again in a moment."),
    }


def sentence(code: str) -> str:
    """The sentence of a code."""
    return sentences()[code]


def problem(request: Request, status: int, code: str, wait: int = 0, card: str = "") -> JSONResponse:
    """The reply to a program, with a sentence in the person's language; in danger the emergency card, which is also a line of the bot."""
    spoken: str | None = getattr(request.state, "spoken", None)
    with speaking(spoken or language_of(request).code):
        said: dict[str, Any] = {"error": code, "say": card or sentence(code)}
    if card:
        said["lines"] = [{"from": "bot", "text": card, "buttons": []}]
    reply = JSONResponse(said, status)
    if wait:
        reply.headers["Retry-After"] = str(wait)
    if status == 401:
        reply.headers["WWW-Authenticate"] = "Bearer"
    return reply
