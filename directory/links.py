"""Whether the pages that entries point at are still there: what an answer means, and its tasks. bot/links.py does the looking."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from directory.texts import clean
from storage.services import OpenUnit, ServiceRows
from storage.verification_tasks import TaskRow, TaskRows

MOVED = "page leads to another host"
GONE = "page is not there"
SILENT = "page does not answer"
INSIDE = "address leads to no public host"
REASONS = frozenset({MOVED, GONE, SILENT, INSIDE})


class Heard(NamedTuple):
    """What a page answered. `status` 0: nothing, and `why` says how that was."""

    status: int
    location: str = ""
    why: str = ""
    inside: bool = False  # its name leads to no public host: nobody asked there


def pages_of(unit: OpenUnit) -> dict[str, tuple[str, ...]]:
    """Every page that active entries point at, and the ids of those entries."""
    found: dict[str, tuple[str, ...]] = {}
    for row in ServiceRows(unit.connection, unit.district).all():
        if row.status == "active" and row.url:
            found[row.url] = (*found.get(row.url, ()), row.source_id)
    return found


def what_is_wrong(url: str, heard: Heard) -> tuple[str, str] | None:
    """Reason and value of the task, if somebody has to look. A page that only turns programs away is there."""
    if heard.inside:
        return INSIDE, url[:300]
    if not heard.status:
        return SILENT, heard.why[:60]
    if 300 <= heard.status < 400 and heard.location:
        return None if _same_house(url, heard.location) else (MOVED, clean(heard.location, 300)[0])
    if heard.status in {404, 410}:
        return GONE, str(heard.status)
    return (SILENT, str(heard.status)) if heard.status >= 500 else None


def note_links(unit: OpenUnit, pages: Mapping[str, Iterable[str]], heard: Mapping[str, Heard]) -> tuple[TaskRow, ...]:
    """Opens a task for each entry whose page somebody has to look at, and ends those that are right again. What nobody asked for stays."""
    tasks = TaskRows(unit.connection, unit.district)
    coming, looked = [], set()
    for url, answer in heard.items():
        wrong = what_is_wrong(url, answer)
        for source_id in pages[url]:
            looked.add(source_id)
            if wrong:
                coming.append(TaskRow(source_id, "url", *wrong))
    still = {task[:3] for task in coming}
    with_page = {source_id for ids in pages.values() for source_id in ids}
    for task in tasks.open():
        if task.reason in REASONS and task[:3] not in still and (task.source_id in looked or task.source_id not in with_page):
            tasks.done(task)
    tasks.note(coming)
    return tuple(coming)


def host_of(url: str) -> str:
    """The host, with or without www the same one. Raises ValueError."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _same_house(url: str, location: str) -> bool:
    """Whether it leads on within the same host, with or without www."""
    try:
        there = urljoin(url, location)
        return urlsplit(there).scheme in {"http", "https"} and host_of(there) == host_of(url)
    except ValueError:
        return False
