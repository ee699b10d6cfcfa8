"""The "no" of this house: understood, and the answer is no. Words for it are found at the edges."""

from __future__ import annotations


class Refusal(Exception):
    """A fact, not a bug: what was asked is understood and is not done."""


class ImportRefused(Refusal):
    """Nothing of the file is taken over. Says where it hurts, as a spreadsheet counts; row 0 and column "" mean the whole file."""

    def __init__(self, file: str, row: int, column: str, reason: str) -> None:
        where = [file, *([f"row {row}"] if row else []), *([f"column {column}"] if column else [])]
        super().__init__(f"{', '.join(where)}: {reason}")
        self.file = file
        self.row = row
        self.column = column
        self.reason = reason


class GoneNotAccepted(Refusal):
    """The import would take services away, and nobody has accepted that many."""

    def __init__(self, gone: int, accepted: int) -> None:
        super().__init__(f"{gone} services would disappear, {accepted} were accepted")
        self.gone = gone
        self.accepted = accepted
