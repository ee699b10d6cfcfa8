"""Bad directories, by the operator's command (I3-I5, I7, I8, I16): the file goes live whole or not at all, and every no has its reason."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from bot.commands import import_directory
from directory.formats import csv_directory

LIST = (Path(csv_directory.__file__).parents[1] / "data" / "paderborn" / "services.csv").read_text(encoding="utf-8-sig")
NOTHING_NEW = "0 new, 0 changed, 0 gone"


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("installation")


class Operator:
    """Types `lotse import` and reads what is printed."""

    def __init__(self, folder: Path, printed: pytest.CaptureFixture[str]) -> None:
        self.folder, self.printed = folder, printed

    def imports(self, raw: bytes, *, dry_run: bool = False, accept_gone: int = 0) -> tuple[int, str]:
        """The exit status and everything that was printed."""
        file = self.folder / "list.csv"
        file.write_bytes(raw)
        status = import_directory(file, dry_run=dry_run, accept_gone=accept_gone)
        told = self.printed.readouterr()
        return status, told.out + told.err

    def finds_all_as_before(self) -> bool:
        """Nothing of what was tried is live: the packaged list changes nothing."""
        status, told = self.imports(LIST.encode(), dry_run=True)
        return status == 0 and NOTHING_NEW in told


@pytest.fixture
def operator(installation: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Operator:
    monkeypatch.setenv("LOTSE_DATABASE_URL", f"sqlite:///{installation / 'lotse.db'}")
    monkeypatch.setenv("LOTSE_KEY_FILE", str(installation / "lotse.key"))
    return Operator(installation, capsys)


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


def test_a_file_that_would_take_nearly_everything_away_needs_the_number_typed(operator: Operator) -> None:
    """I7: how many would disappear is said; a smaller number than that accepts nothing."""
    few = io.StringIO(newline="")
    kept = list(csv.reader(io.StringIO(LIST)))
    csv.writer(few).writerows(kept[:16])
    gone = len(kept) - 16
    for accepted in (0, gone - 1):
        status, told = operator.imports(few.getvalue().encode(), accept_gone=accepted)
        assert status == 1 and f"{gone} services would disappear" in told
    assert operator.finds_all_as_before()


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
