"""`lotse words check`: are the words of every language there, and is none claimed by two needs?

What must not be is named and ends with exit status 1; what is only thin is listed.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from typing import TextIO

from directory.folding import fold
from directory.lexicon import Words, WordsUnreadable, lexicon
from directory.needs import taxonomy

FEWEST = 6  # phrases of one need; with fewer the probe for one language found two of three needs
COMMANDS = frozenset({"sos", "help", "topics", "language", "place", "delete", "mydata", "stop"})


def wrong(words: Words) -> Iterator[str]:
    """What must not be: a need or a command without words, an unknown code, a phrase of two needs."""
    known = taxonomy().by_code
    yield from (f"{code}: no such need" for code in words.needs if code not in known)
    yield from (f"{code}: no words" for code in known if not words.needs.get(code))
    yield from (f"{code}: a crisis without words" for code, need in known.items() if need.crisis and not words.crisis.get(code))
    yield from (f"command {name}: no words" for name in sorted(COMMANDS - words.commands.keys()))
    claimed: defaultdict[str, list[str]] = defaultdict(list)
    for code, phrases in words.needs.items():
        for phrase in {fold(phrase) for phrase in phrases}:
            claimed[phrase].append(code)
    yield from (f"{phrase!r} stands under {' and '.join(codes)}" for phrase, codes in claimed.items() if len(codes) > 1)


def thin(words: Words) -> list[str]:
    """Needs with so few phrases that they will often not be recognised."""
    return [code for code in taxonomy().by_code if 0 < len(words.needs.get(code, ())) < FEWEST]


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
        phrases = sum(len(group) for group in words.needs.values())
        crisis = sum(len(group) for group in words.crisis.values())
        out.write(f"{words.language}: {phrases} phrases for {len(words.needs)} needs, {crisis} for danger\n")
        out.writelines(f"  wrong: {problem}\n" for problem in problems)
        few = thin(words)
        if few:
            out.write(f"  thin: {', '.join(few)}\n")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.stdout))
