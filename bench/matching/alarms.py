"""The second figure: false alarms among harmless messages that sound alarming, and danger told indirectly (bench/matching/alarms).

    python -m bench.matching.alarms [--show]

Half of the messages, `look`, may be read when a rule is changed (`--show` names its mistakes); the other, `measure`, is only counted. Those
of `hard` were written to be what the words of locales/ do not tell yet: danger by circumstances, calm in the words of danger. The last line
is readable by a script.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import yaml

from directory.crisis import heard

FOLDERS = (Path(__file__).parent / "alarms", Path(__file__).parent / "hard")
LOOK, MEASURE, HARD = "look", "measure", "hard"


@dataclass(frozen=True, slots=True)
class Told:
    """A message, whether it is of `look`, `measure` or `hard`, and the danger it tells of; empty: none."""

    language: str
    half: str
    code: str
    text: str


def read(file: Path) -> list[Told]:
    """The messages of one language."""
    halves = yaml.safe_load(file.read_text(encoding="utf-8"))
    of_each = [(half, told) for half, told in halves.items()]
    calm = [Told(file.stem, half, "", text) for half, told in of_each for text in _calm(told["calm"])]
    return calm + [Told(file.stem, half, code, text) for half, told in of_each for code, texts in told["danger"].items() for text in texts]


def _calm(texts: list[str] | dict[str, list[str]]) -> list[str]:
    """Harmless messages; some stand by the need they are about."""
    return texts if isinstance(texts, list) else [text for of_need in texts.values() for text in of_need]


def read_all() -> list[Told]:
    """The messages of all languages."""
    return [message for folder in FOLDERS for file in sorted(folder.glob("*.yaml")) for message in read(file)]


def count(messages: list[Told]) -> Counter[tuple[str, str]]:
    """By language, and for ALL: how many are calm or in danger, and which of them were heard, by the lists or by what was learned only."""
    counted: Counter[tuple[str, str]] = Counter()
    for message in messages:
        kind = "danger" if message.code else "calm"
        by = _heard_by(message.text)
        for language in (message.language, "ALL"):
            counted[language, kind] += 1
            counted[language, f"{kind} {by}"] += bool(by)
    return counted


def _heard_by(text: str) -> str:
    by_lists, by_learning = heard(text)
    return "lists" if by_lists else "learned" if by_learning else ""


def table(counted: Counter[tuple[str, str]]) -> str:
    """The figures for people, in Markdown."""
    lines = ["| language | alarm by lists | alarm by what was learned | of | danger heard | of |", "|---|---|---|---|---|---|"]
    for language in [*sorted({language for language, _ in counted} - {"ALL"}), "ALL"]:
        of = {name: counted[language, name] for name in ("calm lists", "calm learned", "calm", "danger lists", "danger learned", "danger")}
        in_danger = of["danger lists"] + of["danger learned"]
        lines.append(f"| {language} | {of['calm lists']} | {of['calm learned']} | {of['calm']} | {in_danger} | {of['danger']} |")
    return "\n".join(lines)


def shares(counted: Counter[tuple[str, str]]) -> tuple[float, float]:
    """Over all: harmless messages that alarm, danger that is heard."""
    alarms, dangers = (sum(counted["ALL", f"{kind} {by}"] for by in ("lists", "learned")) for kind in ("calm", "danger"))
    return alarms / counted["ALL", "calm"], dangers / counted["ALL", "danger"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true", help=f"name the mistakes among `{LOOK}`")
    options = parser.parse_args()
    messages = read_all()
    said = []
    for half in (LOOK, MEASURE, HARD):
        counted = count([message for message in messages if message.half == half])
        print(f"{half}\n{table(counted)}\n")
        alarm, danger = shares(counted)
        said += [f"{half}_alarm={alarm:.3f}", f"{half}_danger={danger:.3f}"]
    for message in messages if options.show else ():
        by = _heard_by(message.text)
        if message.half == LOOK and bool(by) != bool(message.code):
            print(f"{message.language} {'missed' if message.code else 'alarm by ' + by}: {message.text}")
    print(" ".join(said))
    return 0


if __name__ == "__main__":
    sys.exit(main())
