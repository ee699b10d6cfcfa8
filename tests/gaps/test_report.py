"""The report to the steering group: nine parts and an annex, honest also when there is nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from gaps.report import PARTS, Asked, Facts, Measure, most_important, overdue, share, write
from gaps.report_blocks import Block, Columns, Heading, NewPage, Points, Shares, Text, Trend
from gaps.report_text import FINDINGS, MOST_FINDINGS, blocks, ministry_blocks, unseen
from tests.gaps.report_facts import FULL, NOTHING, theme


def words_of(made: list[Block]) -> str:
    """Everything a block says, one after the other."""
    said: list[str] = []
    for block in made:
        match block:
            case Heading(words) | Text(words):
                said.append(words)
            case Points(words):
                said += words
            case Columns(caption, header, lines):
                said += [caption, *header, *(word for line in lines for word in line)]
            case NewPage():
                pass
            case chart:
                said += [chart.caption, chart.alt]
    return "\n".join(said)


def headings(facts: Facts) -> list[str]:
    return [block.words for block in blocks(write(facts)) if isinstance(block, Heading) and block.level == 1]


def test_nine_parts_and_an_annex_stand_in_their_order_in_every_report() -> None:
    wanted = [f"{number} {name}" for number, name in enumerate(PARTS, 1)] + ["Anhang: Tabellen"]
    assert len(PARTS) == 9
    assert headings(FULL) == wanted
    assert headings(NOTHING) == wanted


def test_a_report_with_no_data_says_so_in_every_part_and_proposes_nothing() -> None:
    report = write(NOTHING)
    said = words_of(list(blocks(report)))
    assert report.empty and not report.proposals
    assert "liegt nichts vor, was gezeigt werden darf. Das heißt nicht, dass nichts fehlt" in said
    assert "nimmt den Bericht zur Kenntnis" in said
    assert "Ohne veröffentlichte Zahlen: 1. Quartal 2026 und 2. Quartal 2026." in said
    assert "kein Thema in Arbeit" in said and "noch keinen Beschluss" in said and "nichts an das Land" in said
    assert "ab " not in said.replace("„ab 10“", "").replace("gab", "")
    assert not [block for block in blocks(report) if isinstance(block, (Columns, Trend, Shares))]


def test_what_may_not_be_shown_stays_a_gap_and_never_becomes_a_number() -> None:
    places = next(block for block in blocks(write(FULL)) if isinstance(block, Columns) and block.caption.startswith("Hinweise je"))
    shown = {word for line in places.lines for word in line[1:]}
    assert "k. A." in shown
    assert all(word == "k. A." or word.removeprefix("ab ").isdigit() for word in shown)
    trend = next(block for block in blocks(write(FULL)) if isinstance(block, Trend))
    assert dict(trend.lines)["4"] == (10, 15, None, 60)  # the quarter in which the fourth theme could not be shown
    assert "0" not in {word for block in blocks(write(FULL)) if isinstance(block, Columns) for line in block.lines for word in line}


def test_what_asks_for_a_decision_comes_first_then_what_is_missed_most() -> None:
    quiet, loud = theme(3, title="Still", unmet=None, draft=True), theme(4, title="Laut", unmet=400)
    found = most_important((*FULL.themes, loud, quiet))
    assert [one.title for one in found[:3]] == [FULL.themes[0].title, FULL.themes[1].title, "Still"]
    assert found[3].title == "Laut" and len(found) == 5
    report = write(replace(FULL, themes=(*FULL.themes, loud, quiet)))
    assert report.more_themes == 2
    assert "Weitere Themen in Arbeit: 2." in words_of(list(blocks(report)))


def test_shares_are_given_in_steps_of_ten_and_only_of_what_is_published() -> None:
    assert share(15, 85) == 20 and share(5, 5) == 50 and share(0, 0) is None
    assert Asked("Büren", 60, 40).per_hundred == 60
    assert Asked("Büren", None, 40).per_hundred is None and Asked("Büren", 40, None).per_hundred is None
    assert theme(0, met=None).served is None
    assert theme(0, unmet=None, met=20).requests is None


def test_the_follow_up_says_what_is_done_what_is_late_and_what_it_did() -> None:
    said = words_of(list(blocks(write(FULL))))
    assert "Beschlossen am 20.11.2025: Der Kreis bezahlt einen Pool" in said
    assert "20.03.2026" in said and "überfällig" in said
    assert "Hinweise je Quartal vorher ab 35, nachher ab 15." in said
    late = Measure("Pool steht", "Kreis", date(2026, 6, 30))
    assert overdue(late, date(2026, 7, 1)) and not overdue(late, date(2026, 6, 30))
    assert not overdue(replace(late, done=date(2026, 7, 2)), date(2026, 7, 3))
    gone = replace(FULL.decisions[0], after=None, since="2026-Q2")
    assert "im 2. Quartal 2026 zu wenige" in words_of(list(blocks(write(replace(FULL, decisions=(gone,))))))
    untold = replace(FULL.decisions[0], after=None)
    assert "noch nicht mit veröffentlichten Zahlen zu belegen" in words_of(list(blocks(write(replace(FULL, decisions=(untold,))))))


def test_the_list_for_the_ministry_stands_alone() -> None:
    said = words_of(list(ministry_blocks(write(FULL))))
    assert "Anliegen an das Land, erstes Halbjahr 2026" in said
    assert "geschrieben am 03.02.2026, ohne Antwort" in said and "noch nicht geschrieben" in said
    assert "Büren" not in said
    assert "nichts an das Land" in words_of(list(ministry_blocks(write(NOTHING))))


def test_findings_stand_in_the_annex_without_a_number_and_not_without_end() -> None:
    said = [block for block in blocks(write(FULL)) if isinstance(block, Columns) and block.caption == FINDINGS]
    assert [block.lines[0] for block in said] == [("Kinderbetreuung", "Warteliste", "Büren, Lichtenau")]
    many = replace(FULL, findings=tuple(replace(FULL.findings[0], need=f"Anliegen {number}") for number in range(MOST_FINDINGS + 3)))
    whole = words_of(list(blocks(write(many))))
    assert f"Anliegen {MOST_FINDINGS - 1}" in whole and f"Anliegen {MOST_FINDINGS}" not in whole and "Weitere 3 stehen" in whole
    assert "liegen für dieses Halbjahr nicht vor" in words_of(list(blocks(write(NOTHING))))
    assert not write(replace(NOTHING, findings=FULL.findings)).empty


def test_the_report_says_what_it_cannot_see() -> None:
    said = " ".join(unseen(write(FULL)))
    assert "Stille heißt nicht, dass nichts fehlt" in said
    assert "Keine Zahl aus Borchen und Bad Wünnenberg" in said


def test_a_long_vignette_is_cut_at_a_word() -> None:
    long = theme(0, vignette="Wartet " * 300)
    said = words_of(list(blocks(write(replace(FULL, themes=(long,))))))
    assert "Wartet […]" in said and len(said) < 6000
