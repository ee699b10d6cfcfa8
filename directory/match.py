"""What does a message mean? Its language, the needs it names, whether someone is in danger. Pure, and never raises."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from directory.calm import is_small_talk
from directory.clauses import IN_ONE_BREATH, WINDOW, Parts, Span, parts
from directory.crisis import screen
from directory.folding import fold, is_blank
from directory.function_words import SPEAKERS
from directory.language import SURE, guess_language
from directory.learned import CHAT, HUMAN, IDIOM, NEED, Scores, Weighed, learned
from directory.lexicon import GREETING, asides
from directory.needs import taxonomy

Decision = Literal["crisis", "human", "none", "match", "ask"]

# Learned scores lie between about -1.5 (nothing speaks for it) and 1 (as in a phrase that was listed).
_NAMED, _AHEAD = -0.45, 0.20  # The whole message names a need from here on, when no other comes nearer.
_OFFERED = -1.1  # Below it the guess is worse than asking what is needed.
_NAMED_BESIDES, _AHEAD_BESIDES = -0.2, 0.10  # A part of a story names a need of its own.
# In one breath a part may name it less clearly; but the whole has to speak for it nearly as much as for the first need, and words that
# named one need name no other. Chosen on the messages of bench/matching: of needs told together 0.68 were answered, 0.72 with this, and a
# line nobody asked for is seldomer by a tenth.
_NAMED_IN_BREATH, _AHEAD_IN_BREATH = -0.33, 0.05
_NEAR, _NEAREST = 2.0, 6
_SHARED = 1 / 3
_CLEAR = 0.3  # From here on a clause speaks for itself, whatever the whole speaks for.
_AHEAD_OF_SMALL_TALK = 0.8  # A part names a need in what is small talk as a whole.
_SAYS_NOTHING = 0.4  # So far ahead of all else a sentence is small talk by itself.
_BEHIND_GREETING = 2  # words at least of what is asked behind a greeting
# What is not sure to be small talk, and not sure to be a need: of 1,130 messages of small talk 11 were asked back for less than this, and
# of 5,800 needs ten, for four of them rightly. A wish for a person that is nearly small talk: 13 messages, and two of small talk.
_NEARLY_SMALL_TALK, _NEARLY_HUMAN = 0.1, 0.15
_AHEAD_OF_CHAT = 0.1  # "I live in Büren and have debts" is half small talk.
_STORY = 2  # Needs clearly named. Then a part counts that fits one need less well; one that a part names alone is asked about.
_LIKELY = -0.6
_LISTED, _LISTED_AT_MOST, _WORDS_OF_ONE = 3, 12, 3  # A bare list names so many things, each in so few words.
_WHOLE_FIRST = 2  # So many needs are ranked by the whole message, the others by the part that names them best.
# What nearly every story says besides; answered only where a line is left over.
_SAID_BESIDES = ("community.migration_advice", "daily.letters_forms", "community.volunteering")
# What is told as the reason for the other: the asylum claim of somebody tolerated, the shelter of somebody who looks for a home.
_BEHIND = {"residence.toleration": "residence.asylum", "housing.find_home": "housing.shared_accommodation"}
_BEHIND_ALL = 9.0
_ANSWERED_AT_ONCE = 6
_KEPT = 8
_QUOTED = 3
_LONG_NUMBER = re.compile(r"\+?\d[\d /()-]{6,}\d")  # a telephone or an account says nothing of what is needed


@dataclass(frozen=True, slots=True)
class Scored:
    """A need and how well the words fit it, 0 to 1."""

    code: str
    score: float


@dataclass(frozen=True, slots=True)
class Understood:
    """What we made of a message. `several` are the needs that are clearly named, six at most: one of each area first, the surest
    first; those of a bare list as they were told.

    In danger (`crisis`) the dangers come first among the needs, but for a need that the message speaks of rather than of a danger.

    `reason` is why: the words the first need was understood from, or "empty". It holds words of the person: never log or keep it.
    """

    language: str | None
    language_sure: bool
    decision: Decision
    needs: tuple[Scored, ...] = ()
    crisis: tuple[str, ...] = ()
    several: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What whoever asks found out about a text before: its language as `guess_language` tells it, and whether it was screened and safe."""

    language: tuple[str | None, float]
    screened: bool


@dataclass(frozen=True, slots=True)
class _Meanings:
    """The classes of the learned needs: which are needs, which are dangers, where small talk and asking for a person stand."""

    codes: tuple[str, ...]
    needs: NDArray[np.intp]
    unsaid: NDArray[np.float32]  # for each code, 1 when it is a danger or an idiom: the screen has heard no danger
    chat: int
    human: int


@cache
def _meanings() -> _Meanings:
    codes = learned().classes[NEED]
    needs = np.array([number for number, code in enumerate(codes) if code in taxonomy()], np.intp)
    unsaid = np.array([code == IDIOM or (code in taxonomy() and taxonomy()[code].crisis) for code in codes], np.float32)
    return _Meanings(codes, needs, unsaid, codes.index(CHAT), codes.index(HUMAN))


def _named_in_story(in_parts: Scores, least_ahead: float) -> dict[str, float]:
    """What the parts of a long message name, each need with its best score: clearly, and, when several are, likely."""
    named: dict[str, float] = {}
    likely: dict[str, float] = {}
    codes = _meanings().codes
    for number, best, ahead in _foremost(in_parts):
        if codes[number] not in taxonomy() or ahead < least_ahead:
            continue
        if best >= _NAMED_BESIDES:
            named[codes[number]] = max(best, named.get(codes[number], best))
        elif best >= _LIKELY:
            likely[codes[number]] = max(best, likely.get(codes[number], best))
    return {**likely, **named} if len(named) >= _STORY else named


def _named_in_breath(in_parts: Scores, of: Parts, surest: Scores, sure: int | None, small_talk: bool) -> dict[str, float]:
    """What the parts of a short message name beside the need it surely names, if there is one: the clearest part first."""
    meanings = _meanings()
    near = meanings.needs[np.argsort(-surest[meanings.needs], kind="stable")[:_NEAREST]]
    near = near[surest[near] >= surest.max() - _NEAR]
    told = sorted(zip(_foremost(in_parts), of.spans, strict=True), key=lambda one: -one[0][1])
    closely = {number: span for (number, _, _), span in reversed(told) if span[1] - span[0] <= WINDOW}
    taken = [closely.get(sure, (0, 0))] if sure is not None else []
    named: dict[str, float] = {}
    for (number, best, ahead), span in told:
        code = meanings.codes[number]
        if code not in taxonomy() or number == sure or code in named:
            continue
        with_whole = number in near and best >= _NAMED_IN_BREATH and ahead >= (_AHEAD_OF_SMALL_TALK if small_talk else _AHEAD_IN_BREATH)
        with_whole &= span in of.apart or code not in _SAID_BESIDES
        by_itself = span in of.apart and best >= _CLEAR and ahead >= _AHEAD_OF_SMALL_TALK
        if (with_whole or by_itself) and all(_shared(closely.get(number, span), other) <= _SHARED for other in taken):
            named[code] = best
            taken.append(closely.get(number, span))
    return named


def _foremost(in_parts: Scores) -> list[tuple[int, float, float]]:
    """For each part the number of what it speaks for most, how much, and how far ahead of the next."""
    first = in_parts.argmax(axis=1)
    best = in_parts[np.arange(len(in_parts)), first]
    ahead = best - np.partition(in_parts, -2, axis=1)[:, -2]
    return list(zip(first.tolist(), best.tolist(), ahead.tolist(), strict=True))


def _shared(one: Span, other: Span) -> float:
    """How much of the shorter of two stretches lies within the other."""
    return max(0, min(one[1], other[1]) - max(one[0], other[0])) / max(1, min(one[1] - one[0], other[1] - other[0]))


def _in_turn(named: Mapping[str, float]) -> tuple[str, ...]:
    """The needs to answer at once. Someone who tells of six things shall not be answered with three of one kind."""
    told = [code for code in named if not any(_BEHIND.get(other) == code for other in named)]
    told.sort(key=lambda code: (code in _SAID_BESIDES, -named[code], code))
    of_area: Counter[str] = Counter()
    rounds: dict[str, tuple[bool, int]] = {}
    for code in told:
        area = code.partition(".")[0]
        rounds[code] = (code in _SAID_BESIDES, of_area[area])
        of_area[area] += 1
    return tuple(sorted(told, key=lambda code: rounds[code])[:_ANSWERED_AT_ONCE])


def _ranked(surest: Scores, whole: Scores, best: Scores, named: Iterable[str]) -> tuple[Scored, ...]:
    """The needs worth offering: first those the whole message speaks for most, then those a part of it names, then the rest."""
    meanings = _meanings()
    offered = meanings.needs[whole[meanings.needs] >= _OFFERED]
    first = offered[np.argsort(-surest[offered], kind="stable")[:_WHOLE_FIRST]]
    either = np.maximum(whole, best)
    rest = offered[np.argsort(-either[offered], kind="stable")[:_KEPT]]
    besides = [meanings.codes.index(code) for code in named]
    kept = list(dict.fromkeys((*first.tolist(), *besides, *rest.tolist())))[:_KEPT]
    return tuple([Scored(meanings.codes[number], _share(score)) for number, score in zip(kept, either[kept].tolist(), strict=True)])


def _share(score: float) -> float:
    """A learned score as a number from 0 to 1."""
    return round(min(1.0, max(0.0, (score + 1.5) / 2.5)), 3)


def understand(text: str, known: Known | None = None) -> Understood:
    """Language, danger and needs of a message; `known` is what was found out about it before."""
    if is_blank(text):
        return Understood(None, False, "none", reason="empty")
    language, how_sure = known.language if known else guess_language(text)
    crisis = screen(text) if known is None or not known.screened else ()
    told = parts(_LONG_NUMBER.sub(" ", text))
    tokens = told.tokens
    decision: Decision = "none"
    needs: tuple[Scored, ...] = ()
    several: tuple[str, ...] = ()
    reason = ""
    foremost = 0  # needs that are told of rather than a danger, if there is one
    if any(token.isalpha() and token not in SPEAKERS for token in tokens) and not is_small_talk(text):
        weighed = learned().weigh(tokens)
        if len(told.sentences) > 1 and (rest := _without_small_talk(told, weighed)):
            told = parts(rest)
            tokens = told.tokens
            weighed = learned().weigh(tokens)
        # Danger is the screen's to hear; what it did not hear is no danger, and no need to offer first.
        decision, several, needs = _decide(weighed, told)
        if decision == "none" and (rest := _behind_greeting(tokens)):
            behind = parts(rest)
            again = _decide(weighed_behind := learned().weigh(behind.tokens), behind)
            if again[0] == "match":
                (decision, several, needs), tokens, weighed = again, behind.tokens, weighed_behind
        if listed := _of_a_list(told):
            decision, several = "match", tuple(listed)[:_ANSWERED_AT_ONCE]
            needs = (*listed.values(), *(need for need in needs if need.code not in listed))[:_KEPT]
        foremost = int(bool(crisis) and not _danger_foremost(weighed))
        if needs:
            told_by = weighed.told_by(NEED, _meanings().codes.index(needs[0].code))[:_QUOTED]
            reason = " ".join(tokens[at] for at in sorted(told_by))
    if crisis:
        decision = "crisis"
        others = [need for need in needs if need.code not in crisis]
        needs = (*others[:foremost], *(Scored(code, 1.0) for code in crisis), *others[foremost:])[:_KEPT]
    return Understood(language, how_sure >= SURE, decision, needs, crisis, several, reason)


def _of_a_list(told: Parts) -> dict[str, Scored]:
    """The needs of a bare list ("German course, kindergarten, flat"), each understood by itself, as they were told; empty when it is none.

    Something longer may open it ("good day, I need these things:") when it names no need.
    """
    named: dict[str, Scored] = {}
    for first, after in told.clauses if _LISTED <= len(told.clauses) <= _LISTED_AT_MOST else ():
        words = told.tokens[first:after]
        if named and len(words) > _WORDS_OF_ONE:
            return {}
        decision, several, needs = _decide(learned().weigh(words), parts(" ".join(words)))
        if decision == "match" and len(words) > _WORDS_OF_ONE:
            return {}
        if decision == "match":
            named.setdefault(several[0], next(need for need in needs if need.code == several[0]))
    return named if len(named) >= _LISTED else {}


def _without_small_talk(told: Parts, weighed: Weighed) -> str:
    """The sentences of a message that are no small talk by themselves; empty when all are, or none is, or the message as a whole.

    "I live in Büren. I look for a doctor": where somebody lives makes what they ask for no less sure.
    """
    chat = _meanings().chat
    kept, named = [], False
    for sentence, (number, best, ahead) in zip(told.said, _foremost(weighed.each(NEED, told.sentences)), strict=True):
        if number != chat or ahead < _SAYS_NOTHING:
            kept.append(sentence)
            named = named or (number != chat and best >= _NAMED_BESIDES and ahead >= _SAYS_NOTHING)
    return ". ".join(kept) if len(kept) < len(told.said) and (named or _first_of_all(weighed) != chat) else ""


@cache
def _greetings() -> frozenset[str]:
    return frozenset(fold(phrase) for words in asides() for phrase in words.chat)


def _behind_greeting(tokens: Sequence[str]) -> str:
    """What stands behind a greeting without a stop ("hello i need a german course"); empty when there is none, or too little behind it."""
    for words in range(GREETING, 0, -1):
        if len(tokens) >= words + _BEHIND_GREETING and " ".join(tokens[:words]) in _greetings():
            return " ".join(tokens[words:])
    return ""


def _first_of_all(weighed: Weighed) -> int:
    """The number of what the whole message speaks for most, dangers among it."""
    return int((weighed.scores(NEED) + weighed.said_by_nets()).argmax())


def _danger_foremost(weighed: Weighed) -> bool:
    """Whether a danger is what the whole message speaks for most."""
    return bool(_meanings().unsaid[_first_of_all(weighed)])


def _decide(weighed: Weighed, told: Parts) -> tuple[Decision, tuple[str, ...], tuple[Scored, ...]]:
    meanings = _meanings()
    spans = told.spans
    whole = weighed.scores(NEED) - meanings.unsaid * _BEHIND_ALL
    surest = whole + weighed.said_by_nets()
    first = int(surest.argmax())
    if first == meanings.human:
        return "human", (), _ranked(surest, whole, whole, ())
    small_talk = whole[first] >= _OFFERED and first == meanings.chat
    ahead_of_chat = surest[first] - surest[meanings.chat]
    others = surest.copy()
    others[[first, meanings.chat]] = -np.inf
    sure = whole[first] >= _NAMED and surest[first] - others.max() >= _AHEAD and ahead_of_chat >= _AHEAD_OF_CHAT
    in_parts = weighed.each(NEED, spans) - meanings.unsaid * _BEHIND_ALL if len(spans) > 1 else whole[None]
    named: dict[str, float] = {}
    if len(spans) > 1 and len(told.tokens) > IN_ONE_BREATH:
        named = _named_in_story(in_parts, _AHEAD_OF_SMALL_TALK if small_talk else _AHEAD_BESIDES)
    elif len(spans) > 1:
        named = _named_in_breath(in_parts, told, surest, first if sure else None, small_talk)
    if small_talk and not named:  # "I live in Büren. I have debts" is small talk first, and a need all the same.
        wants_person = surest[meanings.human] >= surest[first] - _NEARLY_HUMAN
        return ("human" if wants_person else "none"), (), _ranked(surest, whole, whole, ())
    code = meanings.codes[first]
    if sure:
        named[code] = max(float(whole[first]), named.get(code, -9.0))
    several = _in_turn(named)
    needs = _ranked(surest, whole, in_parts.max(axis=0), several)
    if sure or small_talk or len(several) >= _STORY:
        return "match", several, needs
    if ahead_of_chat <= _NEARLY_SMALL_TALK:
        return "none", (), needs
    return ("ask" if needs else "none"), (), needs
