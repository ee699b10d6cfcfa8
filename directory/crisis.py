"""Is someone in danger? All languages are screened at once, recall first: better one answer too many than one too few.

Two ways of hearing, and either is enough. Listed phrases: found when all their words stand near each other, inflected or with a slip of
the finger, in any order, or run together into one long word; only whole idioms (not_crisis) are masked out before. And what was learned
from many messages of people in danger and of people who only sound so (directory/heard.py): it hears circumstances nobody listed.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from directory.calm import danger_beside_calm, without_calm
from directory.cries import AS_WRITTEN, OR, cries, screened_words, standing_for
from directory.folding import fold
from directory.function_words import CONTRASTS, SPEAKERS
from directory.heard import danger_heard, is_told_of_else
from directory.lexicon import ONLY_LEARNED_FROM, Words, each_language
from directory.read_once import read_once
from directory.threats import is_threat
from directory.vocabulary import CLOSE, EXACT, INFLECTED, Vocabulary

# When two dangers are equally likely, the one where minutes count is named first.
_ORDER = ("medical_emergency", "suicide", "child_protection", "domestic_violence", "sexual_violence", "threat", "trafficking")
_WINDOW, _OVERLAP = 20_000, 400
_SLACK = (0, 0, 1, 2, 3)  # Words that may stand between those of a phrase, by how many it has.
_IDIOM_SLACK = 2
_FAR = 6
_SURE_ALONE = 7  # A phrase of one word needs as many letters before a slip in it is believed.
_LOOKS_AT_MOST = 20_000  # Places looked at in one window; beyond it a phrase counts as found: recall first.
_NODES_AT_MOST = 100_000
_WORDS_REMEMBERED, _LONGEST_REMEMBERED = 8_192, 40  # letters; a flood of endless words must not fill the memory
_BESIDE_IDIOM = 10  # words beside an idiom, or beside what is harmless and was taken out, before they can speak against a phrase
_THREAT = 6  # words; whoever quotes a threat says more
_WITH_CALM = 15  # words of the whole message, with those that were taken out
_BESIDE_PHRASE = 1  # word; in a message of hardly more than the phrase nothing else can speak against it
_SITUATION = 4  # A phrase of so many telling words tells a whole situation; a shorter one may be part of a saying or of the past.
_NOT_AS_TYPED = frozenset("=/*")
_BY_MACHINES = frozenset(("file_id", "file_unique_id"))  # of an update: letters at random, which nobody wrote
_FILE_NAME, _FILE_ENDING = "file_name", re.compile(r"\.\w{2,4}$")  # "help.pdf": the ending is no word of anybody
SOS = "🆘"
_DANGER_SIGNS = frozenset(SOS + "🔪🗡🔫🪓")
_WORDS_BESIDE_SOS = 2  # more of them say what is needed: that is answered, too


@dataclass(frozen=True, slots=True)
class _Phrase:
    code: str  # empty: an idiom
    words: tuple[int, ...]
    needed: frozenset[int]
    letters: int
    reach: int  # how far from each other its words may stand
    telling: int  # how many of its words are no small words


def _windows(text: str) -> Iterator[str]:
    for start in range(0, max(1, len(text)), _WINDOW):
        yield text[max(0, start - _OVERLAP) : start + _WINDOW]


class Screener:
    """The crisis words of some languages, ready to be found."""

    def __init__(self, languages: Iterable[Words]) -> None:
        told = cries(languages)
        groups = standing_for(tokens for tokens, _, _ in told)
        self._vocabulary = Vocabulary(token for tokens in (*(tokens for tokens, _, _ in told), groups) for token in tokens)
        number = self._vocabulary.number
        self._groups = {number[word]: tuple(number[group] for group in of if group in number) for word, of in groups.items()}
        self._remembered = lru_cache(_WORDS_REMEMBERED)(self._find)  # most words are said again and again
        self._starting: defaultdict[int, list[_Phrase]] = defaultdict(list)
        self._joined: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        used: defaultdict[int, int] = defaultdict(int)
        known: list[_Phrase] = []
        for tokens, code, far in told:
            numbers = tuple(number[token] for token in tokens)
            letters = sum(min(map(len, token.split(OR))) for token in tokens)
            slack = _FAR if far else _SLACK[min(len(tokens), len(_SLACK) - 1)] if code else _IDIOM_SLACK
            telling = sum(token not in SPEAKERS for token in tokens)
            known.append(_Phrase(code, numbers, frozenset(numbers), letters, len(tokens) - 1 + slack, telling))
            for each in known[-1].needed:
                used[each] += 1
            joined = "".join(tokens)
            if code and len(joined) >= 8 and not _NOT_AS_TYPED & set(joined):
                self._joined[joined[:6]].append((joined, code))
        for one in known:
            self._starting[min(one.needed, key=lambda each: used[each])].append(one)

    def scores(self, text: str, fewest_telling: int = 0) -> dict[str, float]:
        """Each danger that is named by a phrase of so many telling words, with how much speaks for it; beside an idiom by any."""
        scores: dict[str, float] = {}
        for window in _windows(text):
            for code, score in self._scores(screened_words(window), fewest_telling).items():
                scores[code] = max(score, scores.get(code, 0.0))
        return scores

    def _scores(self, tokens: Sequence[str], fewest_telling: int) -> dict[str, float]:
        sure: dict[int, float] = {}
        scores: defaultdict[str, float] = defaultdict(float)
        meant: dict[str, dict[int, float]] = {}
        for token in dict.fromkeys(tokens):
            found = meant[token] = self._remembered(token) if len(token) <= _LONGEST_REMEMBERED else self._find(token)
            if len(token) >= 8 and (not fewest_telling or len(tokens) <= 1 + _BESIDE_PHRASE):
                self._note_joined(token, scores)
            for number, how_sure in found.items():
                if how_sure > sure.get(number, 0.0):
                    sure[number] = how_sure
        present = sure.keys()
        candidates = [p for number in present for p in self._starting.get(number, ()) if p.needed <= present]
        if not candidates:
            return scores
        places: defaultdict[int, list[int]] = defaultdict(list)
        for place, token in enumerate(tokens):
            for number in meant[token]:
                places[number].append(place)
        masked = _masked([one for one in candidates if not one.code], tokens, meant)
        if masked and len(tokens) - len(masked) < _BESIDE_IDIOM:  # What was learned heard little but the idiom.
            fewest_telling = 0
        looks = 0
        for phrase in candidates:
            if not phrase.code or (phrase.telling < fewest_telling and len(phrase.words) + _BESIDE_PHRASE < len(tokens)):
                continue
            how_sure = min(sure[number] for number in phrase.needed)
            if len(phrase.words) == 1 and how_sure < EXACT and (how_sure == INFLECTED or phrase.letters < _SURE_ALONE):
                continue
            looks += min(len(places[number]) for number in phrase.needed)
            if looks > _LOOKS_AT_MOST or any(self._stands(phrase, span, masked) for span in _spans(phrase, places)):
                scores[phrase.code] += phrase.letters * how_sure
        return scores

    def _find(self, token: str) -> dict[int, float]:
        """The numbers of the words that a word may mean, and of those that they stand for, each with how sure that is."""
        found = self._vocabulary.find(token)
        if token in AS_WRITTEN:
            found = {number: how_sure for number, how_sure in found.items() if how_sure == EXACT}
        for each in self._groups.keys() & found.keys():
            found.update((group, found[each]) for group in self._groups[each] if found[each] > found.get(group, 0.0))
        return found

    def _note_joined(self, token: str, scores: defaultdict[str, float]) -> None:
        for start in range(len(token) - 7):
            for joined, code in self._joined.get(token[start : start + 6], ()):
                if len(joined) < len(token) and token.startswith(joined, start):
                    scores[code] += len(joined)

    def _stands(self, phrase: _Phrase, span: tuple[int, ...], masked: set[int]) -> bool:
        """False when an idiom has all the telling words of the phrase."""
        if not masked:
            return True
        telling = [place for place, number in zip(span, phrase.words, strict=True) if self._vocabulary.words[number] not in SPEAKERS]
        return not masked.issuperset(telling or span)


def _masked(idioms: list[_Phrase], tokens: Sequence[str], meant: Mapping[str, Mapping[int, float]]) -> set[int]:
    """The places of idioms. Their words stand in order and hardly inflected, with no "but" among them."""
    masked: set[int] = set()
    if not idioms:
        return masked
    places: defaultdict[int, list[int]] = defaultdict(list)
    for place, token in enumerate(tokens):
        for number, how_sure in meant[token].items():
            if how_sure >= CLOSE:
                places[number].append(place)
    turns = [place for place, token in enumerate(tokens) if token in CONTRASTS]
    for idiom in idioms:
        for span in _spans(idiom, places) if idiom.needed <= places.keys() else ():
            if sorted(span) == list(span) and not any(span[0] < turn < span[-1] for turn in turns):
                masked.update(span)
    return masked


def _spans(phrase: _Phrase, places: Mapping[int, list[int]]) -> Iterator[tuple[int, ...]]:
    """Where the words of a phrase stand near each other: a place for each word."""
    if len(phrase.words) == 1:
        yield from ((place,) for place in places[phrase.words[0]])
        return
    anchor = min(range(len(phrase.words)), key=lambda index: len(places[phrase.words[index]]))
    reach = phrase.reach
    for start in places[phrase.words[anchor]]:
        taken = [start]
        span = []
        for index, number in enumerate(phrase.words):
            if index == anchor:
                span.append(start)
                continue
            wanted = start + index - anchor
            at = places[number]
            free = [place for place in at[bisect_left(at, start - reach) : bisect_right(at, start + reach)] if place not in taken]
            if not free:
                break
            taken.append(min(free, key=lambda place: abs(place - wanted)))
            span.append(taken[-1])
        else:
            if max(taken) - min(taken) <= reach:
                yield tuple(span)


def _first(scores: Mapping[str, float]) -> tuple[str, ...]:
    order = {f"safety.{name}": rank for rank, name in enumerate(_ORDER)}
    return tuple(sorted(scores, key=lambda code: (-scores[code], order.get(code, len(order)), code)))


@read_once
def _screener() -> Screener:
    return Screener(each_language(without=ONLY_LEARNED_FROM))


def listed(text: str) -> dict[str, float]:
    """Each danger that a text names in listed phrases. A short phrase is not believed where all else speaks of something harmless."""
    rest = without_calm(text)
    scores = _screener().scores(rest)
    if not scores or is_threat(text):
        return scores
    doubted = is_told_of_else(text) if rest == text else is_told_of_else(rest, _BESIDE_IDIOM) or is_told_of_else(text, _WITH_CALM)
    return _screener().scores(rest, _SITUATION) if doubted else scores


def _scores(text: str) -> dict[str, float]:
    by_lists, by_learning = heard(text)
    return {code: by_lists.get(code, 0.0) + by_learning.get(code, 0.0) for code in {**by_lists, **by_learning}}


def heard(text: str) -> tuple[dict[str, float], dict[str, float]]:
    """The dangers of a text by the lists, and those by what was learned, each with how much speaks for it."""
    by_learning = danger_heard(text) if without_calm(text) == text else danger_beside_calm(text)
    if by_learning and len(text.split()) <= _THREAT and is_threat(text):  # whoever threatens us speaks like somebody in danger
        by_learning = {}
    return listed(text), by_learning


def screen(text: str) -> tuple[str, ...]:
    """The dangers a text speaks of, most likely first; empty when none is seen. Never raises."""
    return _first(_scores(text))


def screen_all_strings(parsed: object) -> tuple[str, ...]:
    """The dangers in any string of something parsed from JSON, however deep and however odd it is."""
    scores: dict[str, float] = {}
    waiting = [parsed]
    for _ in range(_NODES_AT_MOST):
        if not waiting:
            break
        part = waiting.pop()
        if isinstance(part, str):
            for code, score in _scores(part).items():
                scores[code] = max(score, scores.get(code, 0.0))
        elif isinstance(part, Mapping):
            named = ((key, value) for key, value in part.items() if key not in _BY_MACHINES)
            waiting.extend(_FILE_ENDING.sub("", value) if key == _FILE_NAME and isinstance(value, str) else value for key, value in named)
        elif isinstance(part, list | tuple):
            waiting.extend(part)
    return _first(scores)


def asks_if_in_danger(text: str) -> bool:
    """True for a message of signs only, one of them 🆘 or a weapon, and for 🆘 with a word or two.

    Not enough to alarm, too much to pass over: whoever wrote it is asked.
    """
    if _DANGER_SIGNS.isdisjoint(text):
        return False
    return len(fold(text).split()) <= (_WORDS_BESIDE_SOS if SOS in text else 0)
