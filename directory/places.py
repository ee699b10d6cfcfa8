"""Which municipality somebody means: by name, slip, other script, part of town, postal code or coordinates."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from directory.folding import fold
from directory.words import Spellings

FAR = 15.0  # kilometres from the middle of a municipality; beyond, nobody lives in it
_FILLERS = frozenset(
    (
        *("ich", "wohne", "lebe", "bin", "komme", "aus", "in", "im", "bei", "der", "die", "das", "stadt", "gemeinde", "ort"),
        *("i", "live", "from", "the", "city", "town", "of", "am", "now", "at", "and"),
    )
)
# Endings of cases, as in Paderborn'da or в Бюрене. Longer names may take any short ending.
_ENDINGS = frozenset(["da", "de", "ta", "te", "dan", "den", "е", "і", "и", "у", "а", "ом"])
_JOINED = ("ب", "ل", "و", "ف", "بال", "وب")  # Arabic writes "in" and "and" as part of the word
_JOINED_BEHIND = ("ين", "دا")  # Sorani writes "we are" and "in" behind it; folded


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality, its parts (Ortsteile) and its middle."""

    name: str
    parts: tuple[str, ...]
    postal_codes: tuple[str, ...]
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class PlaceAnswer:
    """What we understood: one municipality, or some to choose from, or surely none of ours. All empty: not understood."""

    exact: str | None = None
    choices: tuple[str, ...] = ()
    outside: bool = False


class Atlas:
    """All names of a district, ready to be asked many times. Build it once."""

    def __init__(self, places: Iterable[Place], spellings: Spellings) -> None:
        self.places = tuple(places)
        self.neighbours = spellings.neighbours
        self._order = {place.name: at for at, place in enumerate(self.places)}
        self._codes = {code: place.name for place in self.places for code in place.postal_codes}
        self._like_words = {fold(name) for name in spellings.like_words}
        own = _own_names(self.places, spellings.places)
        self._clear = {name: of for name, of in own.items() if name not in self._like_words}
        self._unclear = {name: of for name, of in own.items() if name in self._like_words}
        self._pieces = _pieces(self.places, own)
        self._elsewhere = {fold(name) for name in spellings.elsewhere} - own.keys() - {""}

    def find_place(self, words: str) -> PlaceAnswer:
        """The answer to "where do you live?"."""
        tokens = fold(words, 200).split()
        if codes := _codes(words[:200]):
            found = {self._codes[code] for code in codes if code in self._codes}
            return self._answer(found) if found else PlaceAnswer(outside=True)
        said = " ".join(token for token in tokens if token not in _FILLERS) or " ".join(tokens)
        if said.startswith("kreis ") and said.removeprefix("kreis ") in self._clear:
            return PlaceAnswer(choices=tuple(self._order))  # the district itself is called so
        if said in self._clear:
            return self._answer(self._clear[said])
        if said in self._elsewhere:
            return PlaceAnswer(outside=True)
        if len(tokens) > 1 and (within := self._within(tokens)):
            return self._answer(within)
        if len(tokens) > 1 and any(name in self._elsewhere for name, _ in _runs(tokens)):
            return PlaceAnswer(outside=True)
        asked = self._unclear.get(said, set()) | self._pieces.get(said, set()) | self._beginning_with(said)
        return PlaceAnswer(choices=self._sorted(asked)) if asked else self._with_slips(said)

    def place_in_sentence(self, words: str) -> PlaceAnswer:
        """A municipality named on the way, only when a whole word says so. Two of them are choices; other towns say nothing here."""
        codes = {self._codes[code] for code in _codes(words[:4000]) if code in self._codes}
        return self._answer(self._within(fold(words).split()) | codes)

    def without_places(self, words: str) -> str:
        """The folded words of a text without the names of places, ours and others, and without postal codes."""
        tokens = fold(words).split()
        named = {
            covered
            for name, at in _runs(tokens)
            if name in self._clear or name in self._unclear or name in self._elsewhere or self._inflected(name)
            for covered in range(at, at + name.count(" ") + 1)
        }
        return " ".join(token for at, token in enumerate(tokens) if at not in named and not _codes(token))

    def _within(self, tokens: list[str]) -> set[str]:
        found: set[str] = set()
        covered: set[int] = set()
        for name, at in sorted(_runs(tokens), key=lambda run: -run[0].count(" ")):  # "Bad Driburg" before "Bad", long names first
            here = set(range(at, at + name.count(" ") + 1))
            if covered & here:
                continue
            if of := self._clear.get(name) or self._inflected(name):
                covered |= here
                if tokens[max(at - 1, 0)] != "kreis":  # the district is called like its largest town
                    found |= of
            elif name in self._elsewhere:
                covered |= here
        return found

    def _inflected(self, token: str) -> set[str]:
        if " " in token:
            return set()
        for cut in (1, 2, 3):
            of = self._clear.get(token[:-cut], set())
            if of and (len(token) - cut >= 7 or (len(token) - cut >= 5 and token[-cut:] in _ENDINGS)):
                return of
        rests = [token.removeprefix(joined) for joined in _JOINED if token.startswith(joined)]
        rests += [token.removesuffix(joined) for joined in _JOINED_BEHIND if token.endswith(joined)]
        return next((self._clear[rest] for rest in rests if len(rest) >= 4 and rest in self._clear), set())

    def _beginning_with(self, said: str) -> set[str]:
        if len(said) < 3:
            return set()
        return {name for own, of in (self._clear | self._unclear).items() if own.startswith(said) for name in of}

    def _with_slips(self, said: str) -> PlaceAnswer:
        """The nearest names. One long name with a small slip is taken as meant, everything else is asked back."""
        allowed = _slips(said)
        near = [(OSA.distance(said, name, score_cutoff=allowed), name, of) for name, of in self._clear.items()]
        best = min((distance for distance, _, _ in near), default=allowed + 1)
        far = self._elsewhere if len(said) >= 7 else ()  # "hallo" is not Halle
        other = min((OSA.distance(said, name, score_cutoff=allowed) for name in far), default=allowed + 1)
        if min(best, other) > allowed:
            return PlaceAnswer()
        if other < best:
            return PlaceAnswer(outside=True)
        names = [name for distance, name, _ in near if distance == best]
        of = set().union(*(of for distance, _, of in near if distance == best))
        sure = len(of) == 1 and other > best and len(said) >= 7 and best * 4 < len(said) and any(name[0] == said[0] for name in names)
        return self._answer(of) if sure else PlaceAnswer(choices=self._sorted(of))

    def _answer(self, found: set[str]) -> PlaceAnswer:
        if len(found) == 1:
            return PlaceAnswer(exact=next(iter(found)))
        return PlaceAnswer(choices=self._sorted(found))

    def _sorted(self, found: set[str]) -> tuple[str, ...]:
        return tuple(sorted(found, key=lambda name: self._order[name]))

    def by_coordinates(self, lat: float, lon: float) -> PlaceAnswer:
        """The municipality whose middle is nearest. Beyond the border, at 0,0 or with broken numbers: outside."""
        if not (math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180) or (lat, lon) == (0, 0):
            return PlaceAnswer(outside=True)
        ours = ((kilometres(lat, lon, place.lat, place.lon), place.name) for place in self.places)
        distance, name = min(ours, default=(math.inf, ""))
        beyond = min((kilometres(lat, lon, *middle) for _, *middle in self.neighbours), default=math.inf)
        return PlaceAnswer(exact=name) if distance <= min(FAR, beyond) else PlaceAnswer(outside=True)


def find_place(words: str, places: Iterable[Place], spellings: Spellings) -> PlaceAnswer:
    """The answer to "where do you live?", asked once. Who asks often keeps an Atlas."""
    return Atlas(places, spellings).find_place(words)


def _own_names(places: Iterable[Place], spellings: Mapping[str, tuple[str, ...]]) -> dict[str, set[str]]:
    own: defaultdict[str, set[str]] = defaultdict(set)
    for place in places:
        short = [word for word in place.name.split() if len(word) > 6 and word != place.name]  # "Lippspringe"
        for name in (place.name, *short, *place.parts, *spellings.get(place.name, ())):
            own[fold(name)].add(place.name)
    own.pop("", None)
    for place in places:
        own[fold(place.name)] = {place.name}  # a town's own name is not shared with a part of another
    return dict(own)


def _pieces(places: Iterable[Place], own: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """Single words of longer names: they lead to a question, never to an answer."""
    pieces: defaultdict[str, set[str]] = defaultdict(set)
    for place in places:
        for name in (place.name, *place.parts):
            words = fold(name).split()
            for word in words if len(words) > 1 else ():
                if word not in own and len(word) >= 5:
                    pieces[word].add(place.name)
    return dict(pieces)


def _runs(tokens: list[str]) -> list[tuple[str, int]]:
    """Every run of up to five words, with where it begins."""
    return [(" ".join(tokens[at : at + size]), at) for size in range(1, 6) for at in range(len(tokens) - size + 1)]


def _codes(words: str) -> list[str]:
    """The five-digit numbers in the text, whatever script their digits are of."""
    return [f"{int(digits):05}" for digits in re.findall(r"(?<!\d)\d{5}(?!\d)", words)]


def _slips(said: str) -> int:
    length = len(said)
    return 0 if length < 4 else 1 if length < 7 else 2 if length < 11 else 3


def kilometres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Near enough within a hundred kilometres."""
    east = math.radians(other_lon - lon) * math.cos(math.radians((lat + other_lat) / 2))
    return 6371 * math.hypot(math.radians(other_lat - lat), east)
