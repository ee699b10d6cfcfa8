"""The columns of the database: which canary may stand where, and opening every one of them with the keys there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import LargeBinary, select

from bench.canary.words import Canaries, Canary, Kind
from storage.seal import KeyProblem, Sealed
from storage.tables import cases, data_keys, metadata, persons
from storage.unit import Unit

# What people type before anybody at KIM has their case.
TYPED = frozenset((Kind.NAME, Kind.STREET, Kind.PASSPORT, Kind.SECRET, Kind.CALL_BACK, Kind.SHARED, Kind.LEARNT))
NUMBERS = frozenset((Kind.CALL_BACK, Kind.SHARED))
CAME_IN = TYPED | {Kind.PROFILE, Kind.PLACE, Kind.IN_CASE, Kind.EDITED, Kind.UNREADABLE, Kind.CHAT}
THREAD = TYPED | {Kind.IN_CASE, Kind.EDITED, Kind.REPLY}

# The only columns with canaries. Each is sealed; whatever stands in another one, or is of another kind, is a miss.
ALLOWED: Mapping[str, frozenset[Kind]] = {
    "inbox.raw": CAME_IN,  # the update as it came, until it is answered; seven days when nobody can read it
    "persons.draft": TYPED,  # what the conversation still needs: words for the question of the place, the package that waits for a yes
    "outbox.payload": THREAD
    | {Kind.CHAT, Kind.TOKEN, Kind.OWN_MAIL},  # what is on its way to the person; the link of a sealed answer, never its words
    "web_lines.line": THREAD | {Kind.OWN_MAIL},  # what the page of the web chat shows again, own data among it
    "messages.words": (THREAD - NUMBERS) | {Kind.SEALED},  # the thread, with the case's own key
    "return_mails.sealed": frozenset({Kind.OWN_MAIL}),  # where a person hears that a message waits, with their own key
    "cases.call_back": NUMBERS,  # the number to call, with the case's own key
    "sealed_messages.words": frozenset({Kind.SEALED, Kind.REPLY}),  # with a key that is in the link and nowhere else
    "interpretings.briefing": frozenset({Kind.BRIEFING}),  # for whoever interprets, with the case's own key
    "procedure_questions.words": frozenset({Kind.QUESTION}),
    "procedure_questions.answer": frozenset({Kind.QUESTION}),
    "notes.words": frozenset({Kind.NOTE}),  # staff only, with the case's own key
    "own_words.phrase": frozenset({Kind.LEARNT}),  # kept with a yes; it does not say who wrote it
    "contacts.chat_sealed": frozenset({Kind.CHAT, Kind.MAIL}),  # the address an answer goes to, or a notice to staff
    "web_sessions.chat_sealed": frozenset({Kind.CHAT}),  # the same, for the page
}
# What outlives an erasure for a while: a sentence that does not say who wrote it, and the way back to a page that then says "deleted".
OUTLIVES = frozenset({"own_words.phrase", "web_sessions.chat_sealed"})
# What holds no words and opens with none of these keys.
NO_WORDS = frozenset({"data_keys.wrapped", "gap_salts.salt", "passkeys.public_key", "report_files.raw", "report_templates.raw"})
BY_LINK = "sealed_messages.words"  # opens with no key of the house; while nobody has the link yet, with none at all


@dataclass
class Seen:
    """What was found in the columns: by column and kind; and the sealed bytes that hold something of a person."""

    where: dict[tuple[str, Kind], set[Canary]] = field(default_factory=dict)
    blobs: dict[int, set[bytes]] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)  # columns with bytes that no key opened, though they should open

    def add(self, column: str, found: Iterable[Canary], blob: bytes | None = None) -> None:
        for one in found:
            self.where.setdefault((column, one.kind), set()).add(one)
            if blob is not None and column not in OUTLIVES:
                self.blobs.setdefault(one.person, set()).add(blob)

    def join(self, other: Seen) -> None:
        """Takes in what was seen at another moment. The bytes are of one moment only."""
        for (column, _), found in other.where.items():
            self.add(column, found)
        self.closed |= other.closed

    def misplaced(self) -> dict[tuple[str, Kind], set[Canary]]:
        """What stands where it must not."""
        return {at: found for at, found in self.where.items() if at[1] not in ALLOWED.get(at[0], ())}

    def never(self) -> set[str]:
        """The columns where something was expected and nothing found: then this looked at too little."""
        return set(ALLOWED) - {column for column, _ in self.where}

    def of(self, people: Iterable[int], but_not: Iterable[str] = ()) -> set[tuple[str, Canary]]:
        """Where something of these people stands, in other columns than `but_not` these."""
        wanted, left_out = set(people), set(but_not)
        return {(at[0], one) for at, found in self.where.items() if at[0] not in left_out for one in found if one.person in wanted}


def look(unit: Unit, canaries: Canaries, links: Iterable[Sealed] = (), only: Iterable[str] = ()) -> Seen:
    """Reads every column of every table (or of `only` these), sealed ones opened, and says which canaries stand there now."""
    seen, keys, wanted = Seen(), _Keys(unit, list(links)), set(only)
    for table in metadata.sorted_tables:
        if wanted and table.name not in wanted:
            continue
        rows = unit.connection.execute(select(table)).mappings().all()
        for column in table.columns:
            name, values = f"{table.name}.{column.name}", [(row, row[column.name]) for row in rows if row[column.name] is not None]
            if not isinstance(column.type, LargeBinary):
                plain = "\n".join(str(value) for _, value in values)
                seen.add(name, canaries.read_in(plain))
                continue
            for row, sealed in values:
                opened = keys.open(dict(row), sealed)
                if opened is None and name == BY_LINK:
                    opened = keys.by_link(sealed)
                elif opened is not None and name == BY_LINK:
                    seen.add(f"{name}, by a key of the house", {Canary("", Kind.SEALED, 0)})
                elif opened is None and name not in NO_WORDS:
                    seen.closed.add(name)
                found = {canary for _, canary in canaries.found_in(sealed if opened is None else opened)}
                seen.add(name, found, sealed)
    return seen


class _Keys:
    """All keys the installation has now, and those in the links."""

    def __init__(self, unit: Unit, links: list[Sealed]) -> None:
        self.house, self.links = unit.ring.house, links
        wrapped = unit.connection.execute(select(data_keys.c.id, data_keys.c.wrapped))
        self.own = {row.id: unit.ring.data_key(row.wrapped) for row in wrapped}
        self.of_case = {row.id: row.key_id for row in unit.connection.execute(select(cases.c.id, cases.c.key_id))}
        self.of_person = {row.id: row.key_id for row in unit.connection.execute(select(persons.c.id, persons.c.key_id))}

    def open(self, row: dict[str, Any], sealed: bytes) -> bytes | None:
        """The plain bytes by a key of the house, of the row's person or case; or None."""
        of_row = (row.get("key_id"), self.of_case.get(row.get("case_id")), self.of_person.get(row.get("person_id")))
        keys = (self.house, *(self.own.get(number) for number in of_row if number is not None))
        return next((plain for key in keys if key is not None and (plain := _try(key, sealed)) is not None), None)

    def by_link(self, sealed: bytes) -> bytes | None:
        """The plain bytes by one of the links that somebody got; or None."""
        return next((plain for key in self.links if (plain := _try(key, sealed)) is not None), None)


def _try(key: Sealed, sealed: bytes) -> bytes | None:
    try:
        return key.open(sealed)
    except (KeyProblem, ValueError):
        return None


def keys_of(unit: Unit, person_id: int) -> set[bytes]:
    """The wrapped keys of a person and of their cases, as they lie in the database."""
    numbers = [case.id for case in unit.cases.all_of_person(person_id)]
    mine = select(cases.c.key_id).where(cases.c.id.in_(numbers))
    persons = metadata.tables["persons"]
    own = select(persons.c.key_id).where(persons.c.id == person_id)
    wanted = select(data_keys.c.wrapped).where(data_keys.c.id.in_(mine) | data_keys.c.id.in_(own))
    return set(unit.connection.execute(wanted).scalars())
