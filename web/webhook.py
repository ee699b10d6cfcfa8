"""Where Telegram brings updates, when the settings ask for a webhook."""

from __future__ import annotations

import hmac

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse
from starlette.exceptions import HTTPException
from starlette.requests import Request

from web.bodies import WEBHOOK_BYTES, body_of
from web.pages import House

PATH = "/telegram/webhook"
SECRET = b"x-telegram-bot-api-secret-token"


async def on_webhook(request: Request, doors: House) -> PlainTextResponse:
    """Keeps what came, readable or not (else it would come for a day), then says so. Without the secret nothing of the body is read."""
    if not knows_the_secret(request, doors.webhook_secret):
        raise HTTPException(401)
    await doors.ears.webhook(await body_of(request, WEBHOOK_BYTES))
    return PlainTextResponse("ok")


def knows_the_secret(request: Request, secret: str) -> bool:
    """Exactly one secret header, equal byte by byte; comparing takes the same time whatever it holds."""
    told = [value for name, value in request.scope["headers"] if name == SECRET]
    return secret != "" and len(told) == 1 and hmac.compare_digest(told[0], secret.encode())


def routes() -> APIRouter:
    """The webhook. Whoever includes it has made sure that a secret is set."""
    router = APIRouter(include_in_schema=False)
    router.add_api_route(PATH, on_webhook, methods=["POST"])
    return router
