"""Which step follows which in the life of a signal and of a theme, as a table; and when a theme reopens."""

from __future__ import annotations

import pytest

from directory.needs import SENSITIVE
from gaps.fields import SignalState as S
from gaps.lives import SIGNAL_STEPS, THEME_STEPS, reopens, signal_may, theme_may, way_to
from gaps.lives import ThemeState as T
from gaps.releases import Release
from gaps.themes import Quarter, effect_of

SIGNAL = """
recorded > checked
checked > directory corrected, solved in the single case, duplicate, structural
structural > bundled
directory corrected >
solved in the single case >
duplicate >
bundled >
"""
THEME = """
observed > analysed
analysed > working group
working group > draft
draft > decided, deferred, rejected, forwarded
decided > implementation
deferred > draft
rejected > closed
forwarded > implementation, draft
implementation > effect checked
effect checked > closed, reopened
closed > reopened
reopened > analysed
"""


def rows(table: str) -> dict[str, list[str]]:
    lines = (line.partition(">") for line in table.strip().splitlines())
    return {now.strip(): [one.strip() for one in then.split(",") if one.strip()] for now, _, then in lines}


def test_every_pair_of_states_of_a_signal() -> None:
    expected = rows(SIGNAL)
    assert set(expected) == {state.value for state in S}
    for now in S:
        assert [then.value for then in S if signal_may(now, then)] == sorted(expected[now], key=[s.value for s in S].index)


def test_every_pair_of_states_of_a_theme() -> None:
    expected = rows(THEME)
    assert set(expected) == {state.value for state in T} == {state.value for state in THEME_STEPS}
    for now in T:
        assert {then.value for then in T if theme_may(now, then)} == set(expected[now])


def test_no_step_is_left_out_on_the_way_to_a_bundle() -> None:
    assert way_to(S.RECORDED, S.BUNDLED) == (S.CHECKED, S.STRUCTURAL, S.BUNDLED)
    assert way_to(S.STRUCTURAL, S.BUNDLED) == (S.BUNDLED,)
    assert way_to(S.DUPLICATE, S.BUNDLED) == () and S.BUNDLED not in SIGNAL_STEPS


@pytest.mark.parametrize(
    ("closed", "weeks", "again"),
    [
        ("2026-W10", ["2026-W08", "2026-W09", "2026-W10"], False),
        ("2026-W10", ["2026-W11", "2026-W12"], False),
        ("2026-W10", ["2026-W11", "2026-W11", "2026-W20"], True),
        ("2026-W52", ["2027-W01", "2027-W01", "2027-W02"], True),
        ("", ["2026-W11"] * 9, False),
    ],
)
def test_a_theme_reopens_with_the_third_signal_after_the_week_it_was_closed_in(closed: str, weeks: list[str], again: bool) -> None:
    assert reopens(closed, weeks) is again


def test_the_effect_is_what_is_published_of_the_needs_and_nothing_finer() -> None:
    need, other = "housing.find_home", "housing.rent"
    published = [
        Release("2026-Q1", parts={"gap": {"housing": {need: 35, other: 10, "~": 5}}}),
        Release("2026-H1"),
        Release("2026-Q2", parts={"gap": {"housing": {other: 20}}}),
    ]
    assert effect_of(published, [need]) == (Quarter("2026-Q1", 35), Quarter("2026-Q2", None))
    assert effect_of(published, [need, other]) == (Quarter("2026-Q1", 45), Quarter("2026-Q2", 20))
    assert effect_of(published, [need, next(iter(SENSITIVE))]) == ()
