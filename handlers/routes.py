"""The table of contents of the conversation: what is asked first, and what last."""

from __future__ import annotations

from aiogram import Router

from handlers import ask, human, odd, own_data, place, sos, staff_chat, start


def routes() -> Router:
    """A fresh tree of all conversations, so that tests can build the bot twice."""
    router = Router(name=__name__)
    router.include_routers(
        sos.routes(),
        odd.groups(),
        staff_chat.routes(),
        start.routes(),
        own_data.routes(),
        human.routes(),
        place.routes(),
        ask.routes(),
        odd.routes(),
    )
    return router
