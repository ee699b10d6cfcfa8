"""How long matching takes, against plain rapidfuzz over all phrases in the same run: python -m bench.match"""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from time import perf_counter

from rapidfuzz import fuzz, process

from directory.crisis import screen
from directory.folding import fold
from directory.lexicon import lexicon
from directory.match import understand

MESSAGES = (
    "Guten Tag, ich suche dringend eine Wohnung für meine Familie",
    "hello, where can my son learn german in the evening?",
    "مرحبا، محتاج طبيب أسنان يتكلم عربي في بادربورن",
    "Доброго дня, шукаю роботу і садок для дитини в Падерборні",
    "Wir sind neu hier und brauchen einen Kitaplatz, einen Arzt und jemanden, der mit uns zum Amt geht",
    "thanks a lot!",
)
ROUNDS = 100


def milliseconds(what: Callable[[str], object]) -> tuple[float, float]:
    """Median and p99 of one call."""
    for message in MESSAGES:
        what(message)
    took = []
    for _ in range(ROUNDS):
        for message in MESSAGES:
            started = perf_counter()
            what(message)
            took.append((perf_counter() - started) * 1e3)
    took.sort()
    return median(took), took[int(len(took) * 0.99)]


def main() -> None:
    phrases = [fold(phrase) for words in lexicon() for each in words.needs.values() for phrase in each]
    plain, plain99 = milliseconds(lambda message: process.extract(fold(message), phrases, scorer=fuzz.WRatio, limit=5))
    whole, whole99 = milliseconds(understand)
    danger, danger99 = milliseconds(screen)
    long = (" ".join(MESSAGES) * 300)[:100_000]
    started = perf_counter()
    screen(long)
    long_took = (perf_counter() - started) * 1e3
    print(f"{len(lexicon())} languages, {len(phrases)} phrases of needs; milliseconds per message, median and p99")
    print(f"understand       {whole:8.3f} {whole99:8.3f}")
    print(f"screen           {danger:8.3f} {danger99:8.3f}   100,000 characters {long_took:.1f}")
    print(f"plain rapidfuzz  {plain:8.3f} {plain99:8.3f}")
    print(
        f"match_ms={whole:.3f} match_p99_ms={whole99:.3f} screen_ms={danger:.3f} screen_p99_ms={danger99:.3f}"
        f" screen_100k_ms={long_took:.1f}"
        f" plain_ms={plain:.3f}"
        f" match_to_plain={whole / plain:.3f} screen_to_plain={danger / plain:.3f}"
    )


if __name__ == "__main__":
    main()
