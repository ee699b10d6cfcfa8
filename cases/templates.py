"""Templates of answers: the whole district writes and uses them. They hold what is the same for everybody, never about one person."""

from __future__ import annotations

from cases.refusals import CaseNotFound, EmptyWords, NotUnderstood
from storage.staff import StaffRow
from storage.unit import Unit

TITLE_AT_MOST, WORDS_AT_MOST = 60, 3000  # characters
TEMPLATES_AT_MOST = 100  # of a district: more, nobody finds anything in the list


def keep_template(unit: Unit, staff: StaffRow, template_id: int | None, title: str, words: str) -> None:
    """A new template, or other words for one. Raises EmptyWords, NotUnderstood, CaseNotFound."""
    title, words = " ".join(title.split()), words.strip()
    if not title or not words:
        raise EmptyWords
    if len(title) > TITLE_AT_MOST or len(words) > WORDS_AT_MOST:
        raise NotUnderstood("template")
    if template_id is not None:
        if not unit.templates.change(template_id, title=title, words=words, by=staff.id):
            raise CaseNotFound
    elif unit.templates.number() >= TEMPLATES_AT_MOST:
        raise NotUnderstood("templates")
    else:
        unit.templates.add(title=title, words=words, by=staff.id)


def drop_template(unit: Unit, template_id: int) -> None:
    """It goes. Raises CaseNotFound."""
    if not unit.templates.drop(template_id):
        raise CaseNotFound
