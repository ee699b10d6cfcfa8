"""What is measured: labelled messages in, figures per language out."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt
from pathlib import Path
from typing import Any

# name -> what it says; of each the higher the better, but of "alarm", "asked" and "besides".
FIGURES: Mapping[str, str] = {
    "hit@1": "one need: a right one comes first",
    "hit@3": "one need: a right one is among the first three",
    "multi": "several needs: share of them among the first five",
    "answered": "several needs: share of them that get a line at once",
    "besides": "one need, decided without asking: another gets a line, too",
    "crisis": "danger: heard",
    "crisis_code": "danger: with the right name first",
    "alarm": "no danger, and taken for one",
    "quiet": "small talk: left alone",
    "human": "wants a person: understood so",
    "sure": "one need, decided without asking: the first is right",
    "asked": "one need: asked back",
    "near": "harmless words that sound alarming: a right need comes first",
    "lang": "language told right, all but small talk",
}
DOWN = frozenset({"alarm", "asked", "besides"})


@dataclass(frozen=True, slots=True)
class Message:
    """A labelled message: what it needs, what else an adviser would accept, and of which kind it is."""

    id: str
    language: str
    text: str
    needs: tuple[str, ...]
    also_ok: tuple[str, ...]
    kind: str
    style: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a matcher made of a message."""

    decision: str
    needs: Sequence[str]
    crisis: Sequence[str] = ()
    language: str | None = None
    answered: Sequence[str] = ()


@dataclass(slots=True)
class Tally:
    """How many were right, of how many."""

    right: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    of: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, name: str, good: float, of: int = 1) -> None:
        """Counts one more."""
        self.right[name] += good
        self.of[name] += of

    def share(self, name: str) -> float | None:
        """The share, None when nothing was counted."""
        return self.right[name] / self.of[name] if self.of.get(name) else None

    def interval(self, name: str) -> tuple[float, float]:
        """Wilson's 95 % interval of the share."""
        n, z = self.of[name], 1.96
        share = self.right[name] / n
        middle = (share + z * z / (2 * n)) / (1 + z * z / n)
        half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
        return max(0.0, middle - half), min(1.0, middle + half)


def read(file: Path) -> list[Message]:
    """The messages of a file of JSON lines."""
    rows: Iterable[dict[str, Any]] = (json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip())
    return [
        Message(row["id"], row["lang"], row["text"], tuple(row["needs"]), tuple(row.get("also_ok", ())), row["kind"], row.get("style", ""))
        for row in rows
    ]


def count(messages: Iterable[tuple[Message, Answer]]) -> Tally:
    """All figures of these answers."""
    tally = Tally()
    for message, answer in messages:
        right, first = {*message.needs, *message.also_ok}, set(answer.needs[:1])
        if message.kind != "chitchat":
            tally.add("lang", answer.language == message.language)
        if message.kind == "need":
            tally.add("hit@1", bool(first & right))
            tally.add("hit@3", bool(set(answer.needs[:3]) & right))
            tally.add("asked", answer.decision != "match")
            if answer.decision == "match":
                tally.add("sure", bool(first & right))
                tally.add("besides", bool(set(answer.answered) - right))
        elif message.kind == "multi":
            tally.add("multi", len(set(answer.needs[:5]) & set(message.needs)), len(message.needs))
            tally.add("answered", len(set(answer.answered) & set(message.needs)), len(message.needs))
        elif message.kind == "crisis":
            tally.add("crisis", bool(answer.crisis))
            tally.add("crisis_code", bool(set(answer.crisis[:1]) & right))
        elif message.kind == "near_crisis" and message.needs:
            tally.add("near", bool(first & right))
        elif message.kind == "chitchat":
            tally.add("quiet", answer.decision == "none")
        elif message.kind == "human":
            tally.add("human", answer.decision == "human")
        if message.kind != "crisis" and not any(code.startswith("safety.") for code in right):
            tally.add("alarm", bool(answer.crisis))
    return tally
