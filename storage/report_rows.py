"""Reports to the steering group: who asked, how far they are, their files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import delete, insert, select, update

from storage.numbers import new_id
from storage.report_tables import report_files, report_templates, reports

if TYPE_CHECKING:
    from storage.unit import Unit

RUNNING, READY, FAILED = "running", "ready", "failed"


class ReportRow(NamedTuple):
    """One report. `done` of `of` files are made."""

    id: int
    period: str
    state: str
    done: int
    of: int
    why: str
    asked_by: int
    asked_at: int


class FileRow(NamedTuple):
    """One file of a report."""

    kind: str
    name: str
    media_type: str
    raw: bytes


class TemplateRow(NamedTuple):
    """The district's own Word template, without its bytes."""

    name: str
    by_id: int
    at: int


_columns = [reports.c[name] for name in ReportRow._fields]


class ReportRows:
    """The reports of the unit's district."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    def ask(self, period: str, staff_id: int) -> int:
        """A report is to be made; its number."""
        values = {"district": self._unit.district, "period": period, "state": RUNNING, "done": 0, "of": 0, "why": ""}
        asked = {"asked_by": staff_id, "asked_at": self._unit.now_ms}
        return new_id(self._unit.connection.execute(insert(reports), {**values, **asked}))

    def one(self, report_id: int) -> ReportRow | None:
        """A report by number."""
        wanted = select(*_columns).where(reports.c.district == self._unit.district, reports.c.id == report_id)
        row = self._unit.connection.execute(wanted).first()
        return None if row is None else ReportRow(*row)

    def all(self) -> list[ReportRow]:
        """Every report, newest first."""
        wanted = select(*_columns).where(reports.c.district == self._unit.district).order_by(reports.c.id.desc())
        return [ReportRow(*row) for row in self._unit.connection.execute(wanted)]

    def is_at(self, report_id: int, done: int, of: int) -> None:
        """So many files are made."""
        self._change(report_id, done=done, of=of)

    def fail(self, report_id: int, why: str) -> None:
        """It could not be made."""
        self._change(report_id, state=FAILED, why=why[:200])

    def finish(self, report_id: int, files: Iterable[FileRow]) -> None:
        """It is ready, and these are its files."""
        place = {"district": self._unit.district, "report_id": report_id}
        self._unit.connection.execute(insert(report_files), [{**place, **file._asdict()} for file in files])
        self._change(report_id, state=READY)

    def _change(self, report_id: int, **values: int | str) -> None:
        mine = update(reports).where(reports.c.district == self._unit.district, reports.c.id == report_id)
        self._unit.connection.execute(mine.values(**values))

    def file(self, report_id: int, kind: str) -> FileRow | None:
        """One file of a report."""
        mine = (report_files.c.district == self._unit.district, report_files.c.report_id == report_id, report_files.c.kind == kind)
        row = self._unit.connection.execute(select(*(report_files.c[name] for name in FileRow._fields)).where(*mine)).first()
        return None if row is None else FileRow(*row)

    def drop(self, ids: Iterable[int]) -> None:
        """These reports go, with their files."""
        gone, district = list(ids), self._unit.district
        execute = self._unit.connection.execute
        execute(delete(report_files).where(report_files.c.district == district, report_files.c.report_id.in_(gone)))
        execute(delete(reports).where(reports.c.district == district, reports.c.id.in_(gone)))

    def template(self) -> bytes | None:
        """The district's own Word template, if one was uploaded."""
        raw = self._unit.connection.execute(select(report_templates.c.raw).filter_by(district=self._unit.district)).scalar()
        return None if raw is None else bytes(raw)

    def about_template(self) -> TemplateRow | None:
        """What it is called, who uploaded it and when."""
        columns = [report_templates.c[name] for name in TemplateRow._fields]
        row = self._unit.connection.execute(select(*columns).filter_by(district=self._unit.district)).first()
        return None if row is None else TemplateRow(*row)

    def keep_template(self, name: str, raw: bytes, by_id: int) -> None:
        """This one, and no other, from now on."""
        self.drop_template()
        values = {"district": self._unit.district, "name": name, "raw": raw, "by_id": by_id, "at": self._unit.now_ms}
        self._unit.connection.execute(insert(report_templates), values)

    def drop_template(self) -> bool:
        """It goes. False: there was none."""
        return self._unit.connection.execute(delete(report_templates).filter_by(district=self._unit.district)).rowcount > 0
