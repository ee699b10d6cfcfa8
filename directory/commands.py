"""Words that people use as commands: a whole short message that means "help", "stop" or "delete everything", in any language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache

from rapidfuzz.distance import OSA

from directory.folding import fold
from directory.lexicon import asides

_AT_MOST = 60  # Letters. A longer message is told, not commanded.
_NO_SLIP = 5  # Shorter words must be exact: "stop" and "shop" are two words.
_ORDER = ("sos", "human", "someone_else", "delete", "mydata", "stop", "place", "language", "topics", "help")


@cache
def _commands() -> Mapping[str, str]:
    """Folded phrase -> command. A phrase that two commands have belongs to the more urgent one."""
    said: defaultdict[str, list[str]] = defaultdict(list)
    for words in asides():
        for command, phrases in {**words.commands, "human": words.human, "someone_else": words.someone_else}.items():
            said[command] += phrases
    told: dict[str, str] = {"sos": "sos"}
    for command in _ORDER:
        for phrase in said[command]:
            told.setdefault(fold(phrase), command)
    told.pop("", None)
    return told


@cache
def _phrases(letters: int) -> Mapping[str, Sequence[str]]:
    """The phrases that are about so long, by how they begin and by how they end: one slip leaves one of the two as it is."""
    by_end: defaultdict[str, list[str]] = defaultdict(list)
    for phrase in _commands():
        if abs(len(phrase) - letters) <= 1:
            for end in _ends(phrase, letters):
                by_end[end].append(phrase)
    return by_end


def _ends(said: str, letters: int) -> tuple[str, str]:
    """What stands before and behind a slip in its middle, marked apart. A slip changes two letters at most: those that changed places."""
    half = (letters - 2) // 2
    return "<" + said[:half], ">" + said[-half:]


def command_of(text: str) -> str | None:
    """The command a short message is, else None: sos, help, topics, language, place, delete, mydata, stop, someone_else, human."""
    said = fold(text[: 4 * _AT_MOST])
    if not said or len(said) > _AT_MOST:
        return None
    commands = _commands()
    if said in commands:
        return commands[said]
    if len(said) < _NO_SLIP:
        return None
    alike = _phrases(len(said))
    near = [
        commands[phrase]
        for end in _ends(said, len(said))
        for phrase in alike.get(end, ())
        if OSA.distance(said, phrase, score_cutoff=1) <= 1
    ]
    return min(near, key=_ORDER.index, default=None)
