"""What staff see of a web chat that was closed, in German: whether answers were read, and how the person can come back."""

from __future__ import annotations

from collections.abc import Sequence

from cases.coming_back import MAIL_AFTER, UNREAD
from storage.cases import CaseRow
from storage.moments import to_ms
from storage.unit import Unit

NOT_READ = "Im Web-Chat ist eine Antwort seit einem Tag ungelesen"
CODE_NOTED = "Die Person hat einen Rückkehr-Code und kann den Web-Chat damit wieder öffnen."
MAIL_WISHED = f"Wenn sie eine Antwort nicht liest, bekommt sie nach {MAIL_AFTER.seconds // 60} Minuten eine E-Mail ohne Inhalt."


def not_read(unit: Unit, case_ids: Sequence[int]) -> set[int]:
    """Those of these cases with an answer that was not read in the web chat for a day."""
    return unit.returns.unread(case_ids, to_ms(unit.now - UNREAD))


def read_label(label: str, read_at: int | None) -> str:
    """Whether the person's page fetched an answer that lies there."""
    return f"{label}, noch nicht gelesen" if read_at is None else "gelesen"


def coming_back(unit: Unit, case: CaseRow) -> tuple[str, ...]:
    """What is known before anybody types."""
    if case.person_id is None:
        return ()
    told = (
        (bool(not_read(unit, [case.id])), f"{NOT_READ}."),
        (unit.returns.has_code(case.person_id), CODE_NOTED),
        (unit.returns.mail_of(case.person_id) is not None, MAIL_WISHED),
    )
    return tuple(sentence for holds, sentence in told if holds)
