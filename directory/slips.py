"""The slip: a card to hold up at a counter. It tells a need and up to three services, and nothing of the person who holds it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from directory.fallback import town_hall_and_kim
from directory.find import Directory
from directory.found import Service
from directory.needs import taxonomy

SERVICES_AT_MOST = 3  # more does not fit on one page


@dataclass(frozen=True)
class Slip:
    """What stands on it. `recorded` is False when nothing fits the need: then the services are the town hall and KIM."""

    need: str
    municipality: str | None
    services: tuple[Service, ...]
    recorded: bool


def has_slip(need: str) -> bool:
    """Whether there is a slip of this need. There is none of a danger: nobody in danger shall stand in a queue with a page about it."""
    return need in taxonomy() and not taxonomy()[need].crisis


def slip_of(directory: Directory, need: str, municipality: str | None, named: Sequence[str] = ()) -> Slip | None:
    """The slip of a need in a municipality, with the services of these source ids or the best ones. None: there is no such slip.

    A service that was offered when the slip was printed and is gone now is left out.
    """
    known = municipality is None or municipality in directory.keys
    chosen = [directory.named(source_id) for source_id in dict.fromkeys(named)]
    if not has_slip(need) or not known or len(named) > SERVICES_AT_MOST or None in chosen:
        return None
    services = tuple(one for one in chosen if one is not None and one.usable and need in one.needs)
    services = services or directory.find(need, municipality)[:SERVICES_AT_MOST]
    return Slip(need, municipality, services or town_hall_and_kim(directory, municipality), bool(services))


def slip_path(need: str, municipality: str | None, language: str, named: Sequence[str] = ()) -> str:
    """Where the slip is on the district's own pages."""
    asked = [("town", municipality)] if municipality is not None else []
    return f"/slip/{need}?{urlencode([*asked, ('lang', language), *(('service', source_id) for source_id in named)])}"
