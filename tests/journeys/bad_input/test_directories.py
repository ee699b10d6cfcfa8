"""Bad directories, by the operator's command (I3-I5, I7, I8, I12, I16): live whole or not at all, and every no has its reason."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

from bot.commands import import_directory, keep, read_settings
from cases.desk_access import invite
from cases.refusals import NeedsSecondPerson
from cases.removing import decide, somebody_called, waiting_for_yes
from directory.formats import csv_directory
from storage.unit import Unit

T = TypeVar("T")

LIST = (Path(csv_directory.__file__).parents[1] / "data" / "paderborn" / "services.csv").read_text(encoding="utf-8-sig")
NOTHING_NEW = "0 new, 0 changed, 0 gone"


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("installation")


class Operator:
    """Types `lotse import` and reads what is printed."""

    def __init__(self, folder: Path, printed: pytest.CaptureFixture[str]) -> None:
        self.folder, self.printed = folder, printed

    def imports(self, raw: bytes, *, dry_run: bool = False, accept_gone: int = 0, operator: str = "") -> tuple[int, str]:
        """The exit status and everything that was printed."""
        file = self.folder / "list.csv"
        file.write_bytes(raw)
        status = import_directory(file, dry_run=dry_run, accept_gone=accept_gone, operator=operator)
        told = self.printed.readouterr()
        return status, told.out + told.err

    def finds_all_as_before(self) -> bool:
        """Nothing of what was tried is live: the packaged list changes nothing."""
        status, told = self.imports(LIST.encode(), dry_run=True)
        return status == 0 and NOTHING_NEW in told

    def does(self, work: Callable[[Unit], T]) -> T:
        """A unit of work on this installation."""
        settings = read_settings()
        assert settings is not None
        return keep(settings, work)

    def agrees(self, name: str, typed: int | None = None) -> None:
        """Somebody at the desk types how many things it is."""

        def work(unit: Unit) -> None:
            waiting, who = waiting_for_yes(unit), somebody_called(unit, name)
            assert waiting is not None and who is not None
            decide(unit, who, waiting.id, str(typed or len(waiting.source_ids)), agree=True)

        self.does(work)


@pytest.fixture
def in_folder(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[[Path], Operator]:
    def operator_in(folder: Path) -> Operator:
        monkeypatch.setenv("LOTSE_DATABASE_URL", f"sqlite:///{folder / 'lotse.db'}")
        monkeypatch.setenv("LOTSE_KEY_FILE", str(folder / "lotse.key"))
        return Operator(folder, capsys)

    return operator_in


@pytest.fixture
def operator(installation: Path, in_folder: Callable[[Path], Operator]) -> Operator:
    return in_folder(installation)


def shortened(lines: int) -> bytes:
    """The header and what is left of the list."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows(list(csv.reader(io.StringIO(LIST)))[:lines])
    return out.getvalue().encode()


def rows(delimiter: str = ",", **changes: str) -> str:
    """The list with these values in its tenth row."""
    read = list(csv.DictReader(io.StringIO(LIST)))
    read[9] = {**read[9], **changes}
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(read[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(read)
    return out.getvalue()


@pytest.mark.parametrize(
    ("encoding", "delimiter"), [("utf-8", ";"), ("utf-8-sig", ","), ("utf-16", "\t"), ("utf-16-le", ","), ("cp1252", ";")]
)
def test_the_list_as_people_really_save_it_is_the_same_list(operator: Operator, encoding: str, delimiter: str) -> None:
    """I3."""
    status, told = operator.imports(rows(delimiter).encode(encoding), dry_run=True)
    assert status == 0 and NOTHING_NEW in told


def test_a_quote_that_is_missing_far_down_is_named_and_nothing_goes_live(operator: Operator) -> None:
    """I3, I15: half of the file would have been readable."""
    broken = rows(description_de='Beratung, Hilfe und mehr: "neu", jeden Tag')
    at = broken.index('"Beratung, Hilfe')
    broken = broken[:at] + broken[at:].replace('jeden Tag"', "jeden Tag", 1)
    status, told = operator.imports(broken.encode())
    assert status == 1 and "nothing was imported" in told
    assert "row 11" in told and "description_de" in told
    assert operator.finds_all_as_before()


def test_caps_refuse_the_file(operator: Operator) -> None:
    """I4."""
    for raw, reason in (
        (rows(description_de="x" * 1_000_000), "10 KB"),
        (LIST + "x\n" * 20_000, "cells instead of"),
        ("a," * 5_000 + "b\n" + "1," * 5_000 + "2\n", "at most 60"),
    ):
        status, told = operator.imports(raw.encode())
        assert status == 1 and reason in told, told[:200]
    assert operator.finds_all_as_before()


@pytest.mark.parametrize("formula", ["=HYPERLINK(A1)", "=cmd|' /C calc'!A0", "@SUM(A1)", "＝SUM(A1)", "+cmd"])
def test_a_formula_is_text_and_a_task(operator: Operator, formula: str) -> None:
    """I5."""
    status, told = operator.imports(rows(description_de=formula).encode(), dry_run=True)
    assert status == 0 and "description: formula kept as text" in told and formula in told


@pytest.mark.parametrize("raw", [b"", b"\r\n \r\n", LIST.splitlines(keepends=True)[0].encode()], ids=["empty", "blank", "header only"])
def test_a_file_without_offers_is_refused(operator: Operator, raw: bytes) -> None:
    """I7."""
    status, told = operator.imports(raw)
    assert status == 1 and "nothing was imported" in told
    assert operator.finds_all_as_before()


def test_a_file_that_would_take_nearly_everything_away_needs_two_people(tmp_path: Path, in_folder: Callable[[Path], Operator]) -> None:
    """I7: how many would disappear is said; the number typed here, then by somebody else at the desk, for exactly these offers."""
    operator = in_folder(tmp_path)
    kept = list(csv.reader(io.StringIO(LIST)))
    gone = len(kept) - 16
    few = shortened(16)
    for accepted in (0, gone - 1):
        status, told = operator.imports(few, accept_gone=accepted)
        assert status == 1 and f"{gone} services would disappear" in told
    assert "a second person" in operator.imports(few, dry_run=True)[1]
    operator.does(lambda unit: [invite(unit, role="admin", name="Ada"), invite(unit, role="coordinator", name="Kim")])

    for _ in range(2):
        status, told = operator.imports(few, accept_gone=gone, operator="Ada")
        assert status == 1 and "nothing was imported" in told and f"somebody else has to type {gone} at the desk" in told
    assert operator.finds_all_as_before()
    with pytest.raises(NeedsSecondPerson):
        operator.agrees("Ada", gone)
    operator.agrees("Kim", gone)

    assert operator.imports(shortened(15), accept_gone=gone + 1, operator="Ada")[0] == 1  # another one went missing: not what Kim saw
    assert operator.finds_all_as_before()
    operator.imports(few, accept_gone=gone, operator="Ada")
    operator.agrees("Kim", gone)
    status, told = operator.imports(few, accept_gone=gone, operator="Ada")
    assert status == 0 and f"{gone} gone" in told
    status, told = operator.imports(shortened(1), accept_gone=gone + 16, operator="Ada")
    assert status == 1 and "only a header" in told


def test_where_nobody_else_is_there_the_typed_number_is_enough_and_written_down(
    tmp_path: Path, in_folder: Callable[[Path], Operator]
) -> None:
    """I7, with one admin and a shell."""
    operator = in_folder(tmp_path)
    gone = len(list(csv.reader(io.StringIO(LIST)))) - 16
    operator.does(lambda unit: invite(unit, role="admin", name="Ada"))
    assert operator.imports(shortened(16), accept_gone=gone, operator="Eva")[0] == 1
    assert operator.imports(shortened(16), accept_gone=gone, operator="Ada")[0] == 0
    [row] = [row for row in operator.does(lambda unit: unit.audit.newest(before=None, at_most=9)) if row.action == "offers_go"]
    assert (row.name, row.about) == ("Ada", f"{gone} alone")


def test_another_number_for_people_in_danger_goes_live_only_when_somebody_else_saw_it(
    tmp_path: Path, in_folder: Callable[[Path], Operator]
) -> None:
    """I12, A16: a directory from outside must not lead people in danger to a number of its own."""
    operator = in_folder(tmp_path)
    operator.does(lambda unit: [invite(unit, role="admin", name="Ada"), invite(unit, role="coordinator", name="Kim")])
    old = next(row["phone"] for row in csv.DictReader(io.StringIO(LIST)) if "safety.domestic_violence" in row["needs"] and row["phone"])
    scam = LIST.replace(old, "0900 1234567").encode()

    status, told = operator.imports(scam, operator="Ada")
    assert status == 1 and "contacts for people in danger would change" in told
    assert operator.finds_all_as_before()
    assert "a second person" in operator.imports(scam, dry_run=True)[1]
    with pytest.raises(NeedsSecondPerson):
        operator.agrees("Ada")
    operator.agrees("Kim")
    assert operator.imports(LIST.replace(old, "0900 7654321").encode(), operator="Ada")[0] == 1  # not the one Kim called
    operator.imports(scam, operator="Ada")
    operator.agrees("Kim")
    assert operator.imports(scam, operator="Ada")[0] == 0
    reasons = operator.does(lambda unit: {task.reason for task in unit.care.queue() if task.field == "phones"})
    assert "changed, dial it" in reasons


@pytest.mark.parametrize(
    ("phone", "reason"),
    [
        ("4,95251E+11", "phone changed by a spreadsheet"),
        ("5251 3080", "leading zero lost"),
        ("1-2", "looks like a date"),
    ],
)
def test_a_number_a_spreadsheet_spoiled_is_a_task_and_never_shown(operator: Operator, phone: str, reason: str) -> None:
    """I8."""
    status, told = operator.imports(rows(phone=phone).encode(), dry_run=True)
    assert status == 0 and f"phones: {reason}" in told
    assert f"-> {phone}" not in told


def test_a_need_nobody_knows_is_a_task_and_the_offer_stays(operator: Operator) -> None:
    """I16."""
    status, told = operator.imports(rows(needs="daily.clothing;daily.unicorns").encode(), dry_run=True)
    assert status == 0 and "needs: needs mapping" in told
    assert "0 gone" in told and "daily.clothing" in told
