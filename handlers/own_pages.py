"""Where the district's own pages are, while an update is answered: set at the doors, like the language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from urllib.parse import urlsplit

from directory.slips import has_slip, slip_path
from locales.speech import spoken

_address: ContextVar[str] = ContextVar("own pages", default="")


@contextmanager
def pages_at(address: str) -> Iterator[None]:
    """Inside, buttons lead to pages below this address."""
    token = _address.set(address)
    try:
        yield
    finally:
        _address.reset(token)


def slip_link(need: str, municipality: str | None, channel: str, named: Sequence[str] = ()) -> str:
    """The address of a card to show; empty where there is none, or where the channel would refuse a message with such a link."""
    address = _address.get()
    host = urlsplit(address).hostname or ""
    opens = address.startswith("https://") and "." in host if channel == "telegram" else bool(address)
    return address + slip_path(need, municipality, spoken(), named) if opens and has_slip(need) else ""


def come_back_link(channel: str) -> str:
    """The address of the page with the code to come back; empty in a channel that stays open by itself."""
    address = _address.get()
    return f"{address}/return/later?lang={spoken()}" if channel == "web" and address else ""
