"""What was learned says the same of a text, whatever was asked before."""

from __future__ import annotations

import numpy as np
import pytest

from directory.clauses import telling_words
from directory.learned import ALARM, FILE, LANGUAGE, NEED, Learned, Weighed, learned, read

TEXTS = ("ich suche eine wohnung und eine wohnung für meine mutter", "مرحبا اريد بيت اريد عمل", "brrz xqzt", "i need a doctor " * 30)


@pytest.fixture(scope="module")
def fresh() -> Learned:
    return read(FILE)


def by_hand(of: Learned, tokens: list[str]) -> np.ndarray:
    """The scores of a whole text for all columns, piece by piece: each counts once."""
    pieces = {int(at) for word in of.words(tokens) for at in word.at} | {int(pair.place[0]) for pair in of.pairs(tokens) if pair}
    told = np.zeros(of.weights.width)
    for at in pieces:
        _, columns, values = of.weights.of(np.array([at]))
        told[columns] += values * float(of.rarity[at])
    return told / max(sum(float(of.rarity[at]) ** 2 for at in pieces), 1e-6) ** 0.5


@pytest.mark.parametrize("text", TEXTS)
def test_a_whole_text_is_all_its_pieces_each_once(fresh, text):
    tokens = telling_words(text)
    weighed = Weighed(fresh, tokens)
    for task in (NEED, ALARM, LANGUAGE):
        of = fresh.tasks[task]
        expected = by_hand(fresh, tokens)[of.columns] * of.scale + of.bias
        assert np.allclose(weighed.scores(task), expected, atol=1e-4)


@pytest.mark.parametrize("text", TEXTS)
def test_what_was_looked_up_before_changes_nothing(fresh, text):
    for other in TEXTS:
        fresh.weigh(telling_words(other)).scores(NEED)
    tokens = telling_words(text)
    spans = [(0, len(tokens)), (len(tokens) // 2, len(tokens))]
    anew, again = Weighed(read(FILE), tokens), Weighed(learned(), tokens)
    for strange in (1.0, 0.6):
        assert np.allclose(anew.scores(NEED, strange), again.scores(NEED, strange), atol=1e-5)
        assert np.allclose(anew.said_by_nets(strange), again.said_by_nets(strange), atol=1e-5)
    assert np.allclose(anew.each(NEED, spans), again.each(NEED, spans), atol=1e-5)


def test_a_text_of_nothing_says_nothing(fresh):
    assert not Weighed(fresh, []).known
