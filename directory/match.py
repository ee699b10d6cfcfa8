"""What does a message mean? Its language, the needs it names, whether someone is in danger. Pure, and never raises."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Literal

from directory.clauses import Tokens, clauses
from directory.crisis import screen
from directory.folding import is_blank
from directory.function_words import SPEAKERS
from directory.language import SURE, guess_language
from directory.lexicon import lexicon
from directory.need_index import CHAT, HUMAN, Meant, need_index
from directory.needs import taxonomy

Decision = Literal["crisis", "human", "none", "match", "ask"]

_NAMED = 0.50  # A part with such a score names the need: of 5,270 phrases left out of the index, 85 in 100 were right.
_OFFERED = 0.24  # Below it the guess is worse than asking what is needed.
_DANGER = 0.65  # A need that is a danger must be named more clearly: the screen for danger has heard nothing.
_AHEAD = 0.06  # Two needs nearer than this are both possible, so we ask.
_STORY = 2  # Needs clearly named. Then a part counts that fits one need less well, if no other comes near: this finds a fifth more.
_LIKELY, _FAR_AHEAD = 0.38, 0.12
# What nearly every story says besides; answered only where a line is left over.
_SAID_BESIDES = ("community.migration_advice", "daily.letters_forms", "community.volunteering")
# What is told as the reason for the other: the asylum claim of somebody tolerated, the shelter of somebody who looks for a home.
_BEHIND = {"residence.toleration": "residence.asylum", "housing.find_home": "housing.shared_accommodation"}
_OTHER_LANGUAGE = 0.92  # German words in a message of another language count a little less than its own.
_ANSWERED_AT_ONCE = 6
_KEPT = 8
_AGAIN = 0.3  # What other parts of the message say for a need is added, so that a story counts as a whole.


@dataclass(frozen=True, slots=True)
class Scored:
    """A need and how well the words fit it, 0 to 1."""

    code: str
    score: float


@dataclass(frozen=True, slots=True)
class Understood:
    """What we made of a message. `several` are the needs that are clearly named, six at most: one of each area first, the surest first."""

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


def _languages_to_read(guessed: str | None, hint: str | None) -> tuple[str, ...]:
    """The languages whose words are tried: the one told, the one the person chose, German; all when nothing is known."""
    known = tuple(words.language for words in lexicon())
    wanted = [language for language in (guessed, hint) if language in known]
    if not wanted:
        return tuple(dict.fromkeys((*known, "de", "en")))
    return tuple(dict.fromkeys((*wanted, "de")))


def _scores(tokens: Tokens, meant: dict[str, Meant]) -> dict[str, float]:
    scores: dict[str, float] = {}
    for rank, (language, known) in enumerate(meant.items()):
        for code, score in need_index(language).scores(tokens, known).items():
            counts = score if rank == 0 else score * _OTHER_LANGUAGE
            if counts > scores.get(code, 0.0):
                scores[code] = counts
    return scores


@dataclass(slots=True)
class _Heard:
    """What the parts of a message said, gathered."""

    totals: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    again: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    named: dict[str, float] = field(default_factory=dict)
    likely: dict[str, float] = field(default_factory=dict)
    human: float = 0.0

    def note(self, tokens: Tokens, scores: dict[str, float]) -> None:
        """Adds what one part says."""
        chat, human = scores.pop(CHAT, 0.0), scores.pop(HUMAN, 0.0)
        ranked = sorted(scores, key=lambda code: (-scores[code], code))[:_KEPT]
        best = scores[ranked[0]] if ranked else 0.0
        if human >= best:
            self.human = max(self.human, human)
        if chat >= best or all(token in SPEAKERS for token in tokens):
            return
        for code in ranked:
            self.again[code] += scores[code]
            self.totals[code] = max(self.totals[code], scores[code])
        second = scores[ranked[1]] if len(ranked) > 1 else 0.0
        if best < _DANGER and ranked and ranked[0] in taxonomy() and taxonomy()[ranked[0]].crisis:
            return
        if best >= _NAMED and best - second >= _AHEAD:
            self.named[ranked[0]] = max(best, self.named.get(ranked[0], 0.0))
        elif best >= _LIKELY and best - second >= _FAR_AHEAD:
            self.likely[ranked[0]] = max(best, self.likely.get(ranked[0], 0.0))

    def several(self) -> tuple[str, ...]:
        """The needs to answer at once. Someone who tells of six things shall not be answered with three of one kind."""
        named = {**self.likely, **self.named} if len(self.named) >= _STORY else self.named
        told = [code for code in named if not any(_BEHIND.get(other) == code for other in named)]
        told.sort(key=lambda code: (code in _SAID_BESIDES, -named[code], code))
        of_area: Counter[str] = Counter()
        rounds: dict[str, tuple[bool, int]] = {}
        for code in told:
            area = code.partition(".")[0]
            rounds[code] = (code in _SAID_BESIDES, of_area[area])
            of_area[area] += 1
        return tuple(sorted(told, key=lambda code: rounds[code])[:_ANSWERED_AT_ONCE])

    def needs(self, first: Collection[str]) -> tuple[Scored, ...]:
        """The needs worth offering, those to come first before the others."""
        totals = {
            code: best + _AGAIN * (1.0 - best) * min(1.0, self.again[code] - best)
            for code, best in self.totals.items()
            if code in taxonomy()
        }
        ranked = sorted(totals, key=lambda code: (code not in first, -totals[code], code))
        return tuple(Scored(code, round(min(1.0, totals[code]), 3)) for code in ranked if totals[code] >= _OFFERED)[:_KEPT]


def understand(text: str, language_hint: str | None = None, *, known: Known | None = None) -> Understood:
    """Language, danger and needs of a message. The hint is the language the person chose, if any; `known` what was found out before."""
    if is_blank(text):
        return Understood(None, False, "none", reason="empty")
    language, how_sure = known.language if known else guess_language(text)
    crisis = screen(text) if known is None or not known.screened else ()
    meant: dict[str, Meant] = {each: {} for each in _languages_to_read(language, language_hint)}
    heard = _Heard()
    for tokens in clauses(text):
        heard.note(tokens, _scores(tokens, meant))
    named = heard.several()
    needs = heard.needs(heard.named if len(heard.named) > 1 else ())
    decision: Decision
    if crisis:
        decision = "crisis"
        needs = (*(Scored(code, 1.0) for code in crisis), *(need for need in needs if need.code not in crisis))[:_KEPT]
    elif heard.human >= max(_NAMED, *heard.named.values(), 0.0):
        decision = "human"
    elif named:
        decision = "match"
    else:
        decision = "ask" if needs else "none"
    return Understood(language, how_sure >= SURE, decision, needs, crisis, named)
