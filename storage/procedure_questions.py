"""Questions about procedures and their answers. No person and no case."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import delete, insert, select, update

from storage.numbers import new_id
from storage.tables import procedure_questions

if TYPE_CHECKING:
    from storage.unit import Unit


class QuestionRow(NamedTuple):
    """One question, opened. `answer` is None until somebody answered."""

    id: int
    need: str
    words: str
    asked_by: int
    asked_at: int
    answer: str | None
    answered_by: int | None
    answered_at: int | None


_columns = [procedure_questions.c[name] for name in QuestionRow._fields]


class QuestionRows:
    """The questions of the unit's district."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    def _opened(self, values: tuple[object, ...]) -> QuestionRow:
        row = QuestionRow(*values)  # type: ignore[arg-type]
        house = self._unit.ring.house
        answered = None if row.answer is None else house.open(row.answer).decode()  # type: ignore[arg-type]
        return row._replace(words=house.open(row.words).decode(), answer=answered)  # type: ignore[arg-type]

    def add(self, *, need: str, words: str, asked_by: int) -> int:
        """A new question; its number."""
        unit = self._unit
        about = {"district": unit.district, "need": need, "words": unit.ring.house.seal(words.encode("utf-8", "replace"))}
        return new_id(unit.connection.execute(insert(procedure_questions), {**about, "asked_by": asked_by, "asked_at": unit.now_ms}))

    def one(self, number: int) -> QuestionRow | None:
        """A question by number."""
        mine = (procedure_questions.c.district == self._unit.district, procedure_questions.c.id == number)
        row = self._unit.connection.execute(select(*_columns).where(*mine)).first()
        return None if row is None else self._opened(tuple(row))

    def all(self, at_most: int = 200) -> list[QuestionRow]:
        """Those without an answer first, the oldest on top; then the newest answers."""
        mine = select(*_columns).where(procedure_questions.c.district == self._unit.district)
        waiting = mine.where(procedure_questions.c.answered_at.is_(None)).order_by(procedure_questions.c.id)
        answered = mine.where(procedure_questions.c.answered_at.is_not(None)).order_by(procedure_questions.c.answered_at.desc())
        rows = [tuple(row) for wanted in (waiting, answered) for row in self._unit.connection.execute(wanted.limit(at_most))]
        return [self._opened(row) for row in rows]

    def answer(self, number: int, *, words: str, by: int) -> None:
        """Somebody answered."""
        unit = self._unit
        mine = update(procedure_questions).where(procedure_questions.c.id == number, procedure_questions.c.district == unit.district)
        said = {"answer": unit.ring.house.seal(words.encode("utf-8", "replace")), "answered_by": by, "answered_at": unit.now_ms}
        unit.connection.execute(mine.values(**said))

    def forget_before(self, moment: int) -> int:
        """Questions from before `moment` go. How many went."""
        old = (procedure_questions.c.district == self._unit.district, procedure_questions.c.asked_at < moment)
        return self._unit.connection.execute(delete(procedure_questions).where(*old)).rowcount
