"""The table of contents of the conversation: what is asked first, and what last."""

from __future__ import annotations

from aiogram import Router

from handlers import (
    ask,
    call_back,
    changes,
    consent,
    for_whom,
    human,
    interpreting,
    learning,
    odd,
    own_data,
    place,
    referral,
    sos,
    staff_chat,
    start,
    threats,
    wishes,
)


def routes() -> Router:
    """A fresh tree of all conversations, so that tests can build the bot twice.

    The handlers of all rooms stand on one router, in this order: aiogram walks into every included router for each message, which took
    a sixth of an answer's time (bench/throughput.py).
    """
    router = Router(name=__name__)
    for conversation in (
        odd.elsewhere(),
        sos.routes(),
        threats.routes(),
        changes.routes(),
        ask.first(),
        staff_chat.routes(),
        start.routes(),
        own_data.routes(),
        call_back.routes(),
        learning.routes(),
        consent.routes(),
        interpreting.routes(),
        human.routes(),
        referral.routes(),
        wishes.routes(),
        place.routes(),
        for_whom.routes(),
        ask.routes(),
        place.alone(),
        odd.routes(),
    ):
        for event, observer in conversation.observers.items():
            router.observers[event].handlers.extend(observer.handlers)
    return router
