"""How well messages are understood, per language, against peers over the same phrases in the same run.

    python -m bench.matching [--messages FILE ...] [--by kind|style|area ...] [--peers] [--errors N]

Without files it takes the project's own messages in bench/matching/messages, written apart from the words and never learned from.
The last line is readable by a script. Exit status 1 when a floor of floors.json is missed: over all, or in one language when even the
upper end of its 95 % interval lies below.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

from bench.matching.figures import DOWN, FIGURES, Answer, Message, Tally, count, read
from bench.matching.peers import PEERS
from directory.folding import fold
from directory.lexicon import lexicon
from directory.match import understand

HERE = Path(__file__).parent
MEANT_FOR_ALL, MEANT_FOR_EACH = "all", "each"


def ours(text: str) -> Answer:
    """What the house understands."""
    understood = understand(text)
    answered = understood.several if understood.decision == "match" else ()
    return Answer(understood.decision, [need.code for need in understood.needs], understood.crisis, understood.language, answered)


GROUPS: dict[str, Callable[[Message], str]] = {
    "language": lambda message: message.language,
    "kind": lambda message: message.kind,
    "style": lambda message: message.style or "-",
    "area": lambda message: message.needs[0].partition(".")[0] if message.needs else "-",
}


def grouped(answered: list[tuple[Message, Answer]], by: str = "language") -> dict[str, Tally]:
    """The figures of each group of messages, and of ALL."""
    groups: defaultdict[str, list[tuple[Message, Answer]]] = defaultdict(list)
    for message, answer in answered:
        groups[GROUPS[by](message)].append((message, answer))
    return {group: count(rows) for group, rows in sorted(groups.items())} | {"ALL": count(answered)}


def timed(ask: Callable[[str], object], messages: list[Message]) -> list[float]:
    """Milliseconds each message takes, sorted."""
    took = []
    for message in messages:
        started = perf_counter()
        ask(message.text)
        took.append((perf_counter() - started) * 1e3)
    return sorted(took)


def table(tallies: dict[str, Tally], by: str = "language") -> str:
    """The figures as a table for people, in Markdown."""
    lines = [f"| {by} | " + " | ".join(FIGURES) + " |", "|---|" + "---|" * len(FIGURES)]
    for language, tally in tallies.items():
        shares = (tally.share(name) for name in FIGURES)
        lines.append(f"| {language} | " + " | ".join("-" if share is None else f"{share:.3f}" for share in shares) + " |")
    return "\n".join(lines)


def missed(tallies: dict[str, Tally], floors: dict[str, dict[str, float]]) -> list[str]:
    """Which floors are missed, in words."""
    problems = []
    for language, tally in tallies.items():
        for name, floor in floors[MEANT_FOR_ALL if language == "ALL" else MEANT_FOR_EACH].items():
            share = tally.share(name)
            if share is None:
                continue
            low, high = (share, share) if language == "ALL" else tally.interval(name)
            if (low > floor) if name in DOWN else (high < floor):
                problems.append(f"{language}: {name} {share:.3f}, floor {floor}")
    return problems


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=Path, nargs="*", default=sorted((HERE / "messages").glob("*.jsonl")))
    parser.add_argument("--peers", action="store_true", help="measure the peers, too")
    parser.add_argument("--by", nargs="*", choices=sorted(GROUPS), default=[], help="further tables")
    parser.add_argument("--errors", type=int, default=0, help="show so many mistakes")
    options = parser.parse_args()
    messages = [message for file in options.messages for message in read(file)]
    answered = [(message, ours(message.text)) for message in messages]
    tallies = grouped(answered)
    print(table(tallies))
    for by in options.by:
        print("\n" + table(grouped(answered, by), by))
    wrong = [(m, a) for m, a in answered if m.kind == "need" and not {*m.needs, *m.also_ok} & set(a.needs[:1])]
    for message, answer in wrong[: options.errors]:
        print(f"{message.id} {message.text}\n    {', '.join(message.needs)}; was {answer.decision} {', '.join(answer.needs[:3])}")
    took = timed(understand, messages)
    figures = {name: share for name in FIGURES if (share := tallies["ALL"].share(name)) is not None}
    figures |= {"match_ms": median(took), "match_p99_ms": took[int(len(took) * 0.99)]}
    if options.peers:
        phrases = [(code, fold(text)) for words in lexicon() for code, texts in words.needs.items() for text in texts]
        for name, build in PEERS.items():
            ask = build(phrases)
            peer = count((message, Answer("match", ask(message.text))) for message in messages if message.kind in ("need", "multi"))
            slow = timed(ask, messages[:: max(1, len(messages) // 100)])
            figures |= {f"{name}_hit@1": peer.share("hit@1") or 0, f"{name}_hit@3": peer.share("hit@3") or 0, f"{name}_ms": median(slow)}
    floors = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))
    problems = missed(tallies, floors)
    for problem in problems:
        print(f"missed: {problem}")
    print(" ".join(f"{name}={value:.3f}" for name, value in figures.items()))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
