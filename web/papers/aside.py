"""A report pressed beside the house: in a process of its own, so that nobody's answer waits for it and its libraries leave with it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection

from gaps.report import Report
from web.papers.template import Template, TemplateUnusable

log = logging.getLogger(__name__)

ENDS_WITHIN = 5.0  # seconds, once its files are sent
Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class Paper:
    """A file of the report: what it is called, what it is, and its bytes."""

    name: str
    media_type: str
    raw: bytes


def to_nobody(_done: int, _of: int) -> None:
    """For whoever wants no progress."""


class PressFailed(Exception):
    """The files could not be made. The reason is in words for coordinators."""


def press_aside(report: Report, template: Template | None = None, tell: Tell = to_nobody) -> dict[str, Paper]:
    """What `press` makes, from a process of its own. Blocks until it is over. Raises PressFailed."""
    spawning = get_context("spawn")  # a fork would take the locks of this process along
    here, there = spawning.Pipe(duplex=False)
    process = spawning.Process(target=_press_for, args=(report, template, there), daemon=True)
    process.start()
    there.close()
    try:
        while True:
            said = here.recv()
            if isinstance(said, dict):
                return said
            if isinstance(said, str):
                raise PressFailed(said)
            tell(*said)
    except EOFError:
        raise PressFailed("Der Bericht konnte nicht erstellt werden. Bitte versuchen Sie es noch einmal.") from None
    finally:
        here.close()
        process.join(ENDS_WITHIN)
        if process.is_alive():
            process.kill()


def _press_for(report: Report, template: Template | None, there: Connection) -> None:
    from web.papers.press import press  # draws, and writes Word and PDF: 40 MB of libraries the house itself does without

    try:
        there.send(press(report, template, lambda done, of: there.send((done, of))))
    except TemplateUnusable:
        there.send(
            "Die Word-Vorlage des Kreises ist nicht lesbar. Die Verwaltung kann eine andere hochladen; sonst sagt lotse doctor, warum."
        )
    except Exception as failure:
        log.warning("the report was not made (%s)", type(failure).__name__)
