"""Danger as it is heard from circumstances: by what was learned from people in danger, and from people who only sound so."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from directory.citations import without_citations
from directory.clauses import Span, parts
from directory.learned import ALARM, AT_MOST_BY_NETS, DANGER, NEED, Scores, Weighed, learned
from directory.needs import taxonomy

# From here on what was learned speaks for danger: in a message, in a long one (who tells much has much to tell), in one part of a message.
_HEARD, _HEARD_IN_LONG, _HEARD_IN_PART = -0.1, 0.4, 3.4
_HEARD_IN_SHORT = 0.2  # Few words are soon like those of somebody in danger.
_SHORT = 9  # words; a shorter message is short
# In few words, what those say that were never met whole ("lake", "church", a village) is mostly chance: of 1,224 small facts about oneself
# 107 alarmed, with this 30, and no more of 396 messages of danger were missed.
_FEW, _STRANGE = 11, 0.6
_LONG = 30  # words; a shorter message is heard as a whole
_PART = 7  # words at least: in four messages strung together three words or more alarmed in 24 of 100 without danger, seven or more in 7
# Below it what was learned speaks against danger, and a listed phrase of less than four telling words is not believed. Between -1.5 and
# -1.3 lay four of 5,358 harmless messages that alarmed by such a phrase, and none in danger (bench/matching/everyday).
_AGAINST, _AGAINST_IN_SHORT = -1.3, -3.5
_FEWEST_AGAINST, _ENOUGH_AGAINST = 5, 8  # words: in less nothing speaks against danger; in so many little has to
_FEWEST_WORDS = 2  # of more than one letter; one word alone is left to the lists
_STRETCH, _ON = 2_000, 1_950  # Letters of a text that are weighed at a time; the next stretch begins so many on.
_LETTERS_EACH = 12  # what a point of a learned score counts beside the letters of a listed phrase


@cache
def _dangers_among_needs() -> NDArray[np.bool_]:
    return np.array([code in taxonomy() and taxonomy()[code].crisis for code in learned().classes[NEED]])


def _danger(alarm: Scores, need: Scores) -> Scores:
    """How much speaks for danger, a row for each text: the alarm itself, and by how much a danger is likelier than any other need."""
    dangers = _dangers_among_needs()
    danger: Scores = alarm[:, 0] + need[:, dangers].max(axis=1) - need[:, ~dangers].max(axis=1)
    return danger


def _in_whole(weighed: Weighed, words: int, least: float = -np.inf) -> float:
    """How much speaks for danger in a whole message. The nets are not asked where the rest leaves it below `least` whatever they say."""
    strange = _STRANGE if words < _FEW else 1.0
    alarm, need = weighed.scores(ALARM, strange)[None], weighed.scores(NEED, strange)[None]
    heard = float(_danger(alarm, need)[0])
    if heard + AT_MOST_BY_NETS < least:
        return heard
    return float(_danger(alarm, need + weighed.said_by_nets(strange))[0])


def _in_parts(weighed: Weighed, spans: Sequence[Span]) -> Scores:
    return _danger(weighed.each(ALARM, spans), weighed.each(NEED, spans) + weighed.said_by_nets_of_each(spans))


def _least(words: int) -> float:
    """What has to speak for danger in a message of so many words."""
    if words < _SHORT:
        return _HEARD_IN_SHORT
    return _HEARD if words <= _LONG else _HEARD_IN_LONG


def danger_heard(text: str) -> dict[str, float]:
    """Each danger that a text speaks of as people in danger do, with how much speaks for it; most texts have none or one. Never raises."""
    scores: dict[str, float] = {}
    dangers = learned().classes[DANGER]
    text = without_citations(text)
    for start in range(0, max(1, len(text) - _STRETCH + _ON), _ON):
        told = parts(text[start : start + _STRETCH])
        tokens = told.tokens
        if sum(len(token) > 1 for token in tokens) < _FEWEST_WORDS:
            continue
        weighed = learned().weigh(tokens)
        least = _least(len(tokens))
        heard = _in_whole(weighed, len(tokens), least)
        of_danger = weighed.scores(DANGER)
        if heard < least:
            looked_at = [span for span in told.spans if _PART <= span[1] - span[0] <= _LONG] if len(tokens) > _LONG else []
            if not looked_at:
                continue
            in_parts = _in_parts(weighed, looked_at)
            heard = float(in_parts.max())
            if heard < _HEARD_IN_PART:
                continue
            of_danger = weighed.each(DANGER, [looked_at[int(in_parts.argmax())]])[0]
        code = dangers[int(of_danger.argmax())]
        scores[code] = max(_LETTERS_EACH * (1.0 + heard), scores.get(code, 0.0))
    return scores


def is_told_of_else(text: str, fewest: int = _FEWEST_AGAINST) -> bool:
    """Whether what was learned hears something else than danger, in every sentence of a message that is not very short."""
    told = parts(without_citations(text))
    words = len(told.tokens)
    if len(text) > _STRETCH or words < fewest:
        return False
    if words > _LONG:
        looked_at = [span for span in told.spans if _PART <= span[1] - span[0] <= _LONG]
        return not looked_at or float(_in_parts(learned().weigh(told.tokens), looked_at).max()) < _AGAINST
    sentences = [told.tokens[first:after] for first, after in told.sentences if after - first >= _PART]
    against = _AGAINST if words >= _ENOUGH_AGAINST else _AGAINST_IN_SHORT
    return all(_in_whole(learned().weigh(tokens), len(tokens)) < against for tokens in (told.tokens, *sentences))
