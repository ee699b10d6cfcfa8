"""Where a request comes from: our own page, or somebody else's."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from web.doors import Doors

A_MONTH = 30 * 24 * 3600


class CrossSite(Exception):
    """Another page wanted to act in the name of whoever sits here."""


def own_origin(doors: Doors) -> str:
    """Scheme and host people know us by. Only the settings say it, never a header."""
    parts = urlsplit(doors.public_url)
    return f"{parts.scheme}://{parts.netloc}"


def came_from(request: Request, doors: Doors) -> bool | None:
    """True: our own page. False: another one. None: the browser does not say (old ones, and forms where no referrer is sent)."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:  # no page can write this header; browsers since 2020 and 2023 send it
        return site == "same-origin"
    origin = request.headers.get("origin", "null")
    return None if origin == "null" else origin == own_origin(doors)


def require_own_page(request: Request, doors: Doors) -> None:
    """For what a cookie alone allows. Raises CrossSite unless our own page is known to ask."""
    if came_from(request, doors) is not True:
        raise CrossSite


def refuse_other_pages(request: Request, doors: Doors) -> None:
    """For what carries a secret besides the cookie. Raises CrossSite when another page is known to ask."""
    if came_from(request, doors) is False:
        raise CrossSite


def cookie_name(doors: Doors, name: str) -> str:
    """With https the name itself promises: this host only, the whole host, never in the clear."""
    return f"__Host-{name}" if doors.public_url.startswith("https://") else name


def set_cookie(response: Response, doors: Doors, name: str, value: str, seconds: int | None = None) -> None:
    """A cookie that scripts cannot read and other pages cannot send."""
    secure = doors.public_url.startswith("https://")
    response.set_cookie(cookie_name(doors, name), value, max_age=seconds, path="/", secure=secure, httponly=True, samesite="strict")


def drop_cookie(response: Response, doors: Doors, name: str) -> None:
    """Takes the cookie back."""
    secure = doors.public_url.startswith("https://")
    response.delete_cookie(cookie_name(doors, name), path="/", secure=secure, httponly=True, samesite="strict")
