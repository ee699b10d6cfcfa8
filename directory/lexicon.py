"""What people say: locales/<language>/words.yaml, read once. No file means no words of that language, never an error."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from directory.read_once import read_once

_FOLDER = Path(__file__).parent.parent / "locales"
# Everything stays a string: "no" is a word people say, not a truth value. The C loader reads ten times faster.
_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

_SECTION = re.compile(r"^(?=\w+:)", re.MULTILINE)  # what belongs to a section stands further in: YAML wants it so
ONLY_LEARNED_FROM = ("danger", "harmless")  # sections that nobody looks phrases up in

GREETING = 2  # words of a greeting at most

Phrases = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """What people of one language say, by what they mean."""

    language: str
    needs: Mapping[str, Phrases] = field(default_factory=dict)
    chat: Phrases = ()
    human: Phrases = ()
    rude: Phrases = ()
    thanks: Phrases = ()
    threat: Phrases = ()
    not_threat: Phrases = ()
    calm: Phrases = ()
    someone_else: Phrases = ()
    commands: Mapping[str, Phrases] = field(default_factory=dict)
    danger: Mapping[str, Phrases] = field(default_factory=dict)
    harmless: Mapping[str, Phrases] = field(default_factory=dict)
    crisis: Mapping[str, Phrases] = field(default_factory=dict)
    not_crisis: Phrases = ()


class WordsUnreadable(ValueError):
    """A words.yaml that is not what it should be. The house must not start half deaf."""


def _phrases(raw: object) -> Phrases:
    if isinstance(raw, str):
        return (raw,) if raw.strip() else ()
    return tuple(dict.fromkeys(phrase for phrase in raw if isinstance(phrase, str) and phrase.strip())) if isinstance(raw, list) else ()


def _groups(raw: object) -> dict[str, Phrases]:
    return {str(name): _phrases(phrases) for name, phrases in raw.items()} if isinstance(raw, dict) else {}


def words_from(language: str, text: str) -> Words:
    """The words of one file's text. Raises WordsUnreadable with the reason."""
    try:
        raw = yaml.load(text, Loader=_Loader) or {}  # noqa: S506 - a base loader builds only strings, lists and mappings
    except yaml.YAMLError as error:
        raise WordsUnreadable(f"locales/{language}/words.yaml: {error}") from error
    if not isinstance(raw, dict):
        raise WordsUnreadable(f"locales/{language}/words.yaml: not a mapping")
    return Words(
        language=language,
        needs=_groups(raw.get("needs")),
        chat=_phrases(raw.get("chat")),
        human=_phrases(raw.get("human")),
        rude=_phrases(raw.get("rude")),
        thanks=_phrases(raw.get("thanks")),
        threat=_phrases(raw.get("threat")),
        not_threat=_phrases(raw.get("not_threat")),
        calm=_phrases(raw.get("calm")),
        someone_else=_phrases(raw.get("someone_else")),
        commands=_groups(raw.get("commands")),
        danger=_groups(raw.get("danger")),
        harmless=_groups(raw.get("harmless")),
        crisis=_groups(raw.get("crisis")),
        not_crisis=_phrases(raw.get("not_crisis")),
    )


def is_spoken(language: str) -> bool:
    """Whether the house answers in this language, not only understands it."""
    return (_FOLDER / language / "bot.po").exists()


def each_language(folder: Path = _FOLDER, without: Collection[str] = ()) -> Iterator[Words]:
    """The words of every language that has a file in this folder, in the order of their codes; read as they are asked for, not kept.

    Sections somebody can do `without` are not read: most of a file is there to be learned from.
    """
    for file in sorted(folder.glob("*/words.yaml")):
        sections = _SECTION.split(file.read_text(encoding="utf-8"))
        yield words_from(file.parent.name, "".join(section for section in sections if section.partition(":")[0] not in without))


@read_once
def asides() -> tuple[Words, ...]:
    """What is said in all languages beside needs and danger: greetings and other small talk of a word or two, commands, asking for a
    person or for somebody else, insults, thanks, threats, what only sounds like danger."""
    return tuple(
        Words(
            words.language,
            human=words.human,
            chat=tuple(said for said in words.chat if len(said.split()) <= GREETING),
            rude=words.rude,
            thanks=words.thanks,
            threat=words.threat,
            not_threat=words.not_threat,
            calm=words.calm,
            someone_else=words.someone_else,
            commands=words.commands,
        )
        for words in each_language(without=("needs", *ONLY_LEARNED_FROM))
    )


def words_digest(languages: Iterable[Words]) -> str:
    """Changes when a word does: whether what was learned is learned from these words."""
    told = hashlib.sha256()
    for words in languages:
        without_danger = (words.not_crisis, words.chat, words.human, words.someone_else, words.commands)
        told.update(repr((words.language, words.needs, words.danger, words.harmless, *without_danger)).encode())
    return told.hexdigest()[:16]


@cache
def lexicon() -> tuple[Words, ...]:
    """The words of all languages of the house, read once per process and kept: for teaching and measuring, too much for a house at work."""
    return tuple(each_language())
