"""The wording of the data protection notice belongs to the district: its file is checked before the house opens."""

from __future__ import annotations

from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot import commands, doctor
from handlers.cards import notice_details, notice_text
from locales.notice_file import NoticeUnusable, read_notice
from locales.speech import languages, speaking

EXAMPLE = Path(__file__).parents[2] / "docs" / "notice.example.yaml"
TODAY = date(2026, 11, 25)


def wording(**changed: Any) -> dict[str, Any]:
    one = {"short": ["A program.", "No names."], "long": "All the rest."}
    return {
        "released_by": "data protection officer",
        "released_on": "2026-11-01",
        "languages": {code: dict(one) for code in languages()},
    } | changed


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "notice.yaml"


def write(file: Path, raw: object) -> Path:
    file.write_text(yaml.safe_dump(raw, allow_unicode=True), encoding="utf-8")
    return file


def test_the_example_of_the_docs_can_be_used_and_is_the_built_in_wording() -> None:
    released = read_notice(EXAMPLE, languages(), TODAY)
    for code in released.wordings:
        with speaking(code):
            assert notice_text(released).render()[0] == notice_text(None).render()[0], code
            assert notice_details("telegram", released) == notice_details("telegram", None), code


def test_a_released_wording_says_who_and_when(file: Path) -> None:
    released = read_notice(write(file, wording()), languages(), TODAY)
    assert (released.released_by, released.released_on) == ("data protection officer", date(2026, 11, 1))
    said = released.in_language("ar")
    assert said is not None
    assert said.short == ("A program.", "No names.")


def test_where_a_language_was_not_released_the_draft_is_read_and_the_doctor_says_so(
    installation: None, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    only_german = {"de": {"short": ["Ein Programm."], "long": "Der Rest."}}
    released = read_notice(write(file, wording(languages=only_german)), languages(), TODAY)
    with speaking("ar"):
        assert notice_text(released).render() == notice_text(None).render()
        assert notice_details("web", released) == notice_details("web", None)
    monkeypatch.setenv("LOTSE_NOTICE_FILE", str(file))
    out = StringIO()
    assert doctor.main(out) == 0
    assert "people read the built-in wording: ar, " in out.getvalue()


def in_all_languages(said: object) -> dict[str, Any]:
    return {"languages": dict.fromkeys(languages(), said)}


LONG = "x" * 601
REFUSED = [
    pytest.param({"languages": {"en": {"short": ["a"], "long": "b"}}}, "de is missing", id="German is missing"),
    pytest.param({"languages": wording()["languages"] | {"dee": {"short": ["a"], "long": "b"}}}, "not known: dee", id="a slip in a code"),
    pytest.param({"languages": None}, "must say", id="no languages"),
    pytest.param(in_all_languages({"short": ["a"] * 4, "long": "b"}), "at most 3", id="four sentences"),
    pytest.param(in_all_languages({"short": [], "long": "b"}), "at most 3", id="no sentence"),
    pytest.param(in_all_languages({"short": [LONG], "long": "b"}), "600", id="a first layer nobody reads"),
    pytest.param(in_all_languages({"short": ["a"], "long": "b" * 3_501}), "3500", id="too long for one message"),
    pytest.param(in_all_languages({"short": ["a"], "long": " "}), "not empty", id="nothing behind the button"),
    pytest.param(in_all_languages({"short": "a", "long": "b"}), "list of sentences", id="one text for a list"),
    pytest.param(in_all_languages("a"), "list of sentences", id="only a text"),
    pytest.param({"released_by": " "}, "released_by", id="nobody released it"),
    pytest.param({"released_by": "x" * 121}, "released_by", id="a role as long as a letter"),
    pytest.param({"released_on": "1.12.2026"}, "a day like", id="not a day"),
    pytest.param({"released_on": "2026-11-26"}, "future", id="released tomorrow"),
]


@pytest.mark.parametrize(("changed", "reason"), REFUSED)
def test_a_wording_without_its_form_is_refused_with_the_reason(file: Path, changed: dict[str, Any], reason: str) -> None:
    with pytest.raises(NoticeUnusable, match=reason):
        read_notice(write(file, wording(**changed)), languages(), TODAY)


@pytest.mark.parametrize("raw", [b"\xff\xfe", b"a: [", b"", b"- a"], ids=["not UTF-8", "not YAML", "empty", "a list"])
def test_a_broken_file_is_refused(file: Path, raw: bytes) -> None:
    file.write_bytes(raw)
    with pytest.raises(NoticeUnusable):
        read_notice(file, languages(), TODAY)


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LOTSE_DATABASE_URL", f"sqlite:///{tmp_path / 'lotse.db'}")
    monkeypatch.setenv("LOTSE_KEY_FILE", str(tmp_path / "lotse.key"))


@pytest.mark.usefixtures("installation")
def test_the_doctor_says_whose_wording_people_read(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = StringIO()
    assert doctor.main(out) == 0
    assert "please look at: people read the built-in wording" in out.getvalue()

    monkeypatch.setenv("LOTSE_NOTICE_FILE", str(write(file, wording(released_by="Datenschutzbeauftragte des Kreises"))))
    out = StringIO()
    assert doctor.main(out) == 0
    assert "released by Datenschutzbeauftragte des Kreises on 2026-11-01" in out.getvalue()
    assert "built-in wording" not in out.getvalue()


@pytest.mark.usefixtures("installation")
def test_with_an_unusable_wording_the_house_does_not_open(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LOTSE_NOTICE_FILE", str(file))
    out = StringIO()
    assert doctor.main(out) == 1
    assert "must be mended: LOTSE_NOTICE_FILE cannot be used" in out.getvalue()
    assert commands.run("") == 1
    assert "LOTSE_NOTICE_FILE cannot be used" in capsys.readouterr().err
