"""`lotse words check`: are the words of every language there, in its own script, is none claimed by two needs, and were they learned?

What must not be is named and ends with exit status 1; what is only thin is listed.
"""

from __future__ import annotations

import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TextIO

from directory.folding import fold
from directory.learned import learned
from directory.lexicon import Phrases, Words, WordsUnreadable, is_spoken, lexicon, words_digest
from directory.needs import taxonomy

FEWEST = 12  # phrases of one need: with 12 the probe for one language found 93 of 100 needs, with 6 it found 79
FEWEST_OF_DANGER, FEWEST_HARMLESS = 40, 120
COMMANDS = frozenset({"sos", "help", "topics", "language", "place", "delete", "mydata", "stop"})
# The scripts people of a language type in besides Latin, which all use. Names as Unicode has them.
_SCRIPTS = {
    **dict.fromkeys(("ar", "ckb", "fa", "ku", "ps"), "ARABIC"),
    **dict.fromkeys(("bg", "ru", "sr", "uk"), "CYRILLIC"),
    "ti": "ETHIOPIC",
}
NONE = "none"  # a harmless phrase that names no need


def _groups(words: Words) -> Iterator[tuple[str, Mapping[str, Phrases]]]:
    yield from (("needs", words.needs), ("danger", words.danger), ("harmless", words.harmless), ("crisis", words.crisis))
    yield (
        "",
        {
            "chat": words.chat,
            "human": words.human,
            "rude": words.rude,
            "thanks": words.thanks,
            "threat": words.threat,
            "not_threat": words.not_threat,
            "calm": words.calm,
            "someone_else": words.someone_else,
        },
    )


def _foreign(language: str, phrase: str) -> bool:
    own = _SCRIPTS.get(language)
    return any(letter.isalpha() and unicodedata.name(letter, "").partition(" ")[0] not in ("LATIN", "MODIFIER", own) for letter in phrase)


def wrong(words: Words) -> Iterator[str]:
    """What must not be: an unknown code, a need or danger without words, a phrase of two needs, a letter of another script."""
    known = taxonomy().by_code
    for name, group in _groups(words):
        yield from (f"{name} {code}: no such need" for code in group if name and code not in known and (name, code) != ("harmless", NONE))
        for code, phrases in group.items():
            yield from (f"{code}: {phrase!r} is not written in this language" for phrase in phrases if _foreign(words.language, phrase))
    for code, need in known.items():
        if need.crisis and not words.crisis.get(code) and not words.danger.get(code):
            yield f"{code}: a danger without words"
        elif not need.crisis and not words.needs.get(code):
            yield f"{code}: no words"
    yield from (f"{code}: stands among the harmless" for code in words.harmless if code in known and known[code].crisis)
    yield from (f"{name}: no words" for name in ("rude", "thanks", "threat", "not_threat", "calm") if not getattr(words, name))
    if is_spoken(words.language):
        yield from (f"command {name}: no words" for name in sorted(COMMANDS - words.commands.keys()))
    claimed: defaultdict[str, list[str]] = defaultdict(list)
    for code, phrases in words.needs.items():
        for phrase in {fold(phrase) for phrase in phrases}:
            claimed[phrase].append(code)
    yield from (f"{phrase!r} stands under {' and '.join(codes)}" for phrase, codes in claimed.items() if len(codes) > 1)


def thin(words: Words) -> list[str]:
    """Needs and dangers with so few phrases that they will often not be recognised."""
    few = [code for code, need in taxonomy().by_code.items() if not need.crisis and 0 < len(words.needs.get(code, ())) < FEWEST]
    few += [
        f"danger {code}" for code, need in taxonomy().by_code.items() if need.crisis and len(words.danger.get(code, ())) < FEWEST_OF_DANGER
    ]
    return few + (["harmless"] if sum(map(len, words.harmless.values())) < FEWEST_HARMLESS else [])


def main(out: TextIO) -> int:
    """Checks all languages. 0 when nothing is wrong, 1 when something is."""
    try:
        languages = lexicon()
    except WordsUnreadable as problem:
        out.write(f"{problem}\n")
        return 1
    bad = 0
    for words in languages:
        problems = list(wrong(words))
        bad += len(problems)
        phrases, danger, harmless = (sum(map(len, group.values())) for group in (words.needs, words.danger, words.harmless))
        out.write(f"{words.language}: {phrases} phrases for {len(words.needs)} needs, {danger} told in danger, {harmless} harmless\n")
        out.writelines(f"  wrong: {problem}\n" for problem in problems)
        few = thin(words)
        if few:
            out.write(f"  thin: {', '.join(few)}\n")
    if learned().digest != words_digest(languages):
        bad += 1
        out.write("learned from other words than these: run make teach\n")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.stdout))
