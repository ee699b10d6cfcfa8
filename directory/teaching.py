"""`lotse words teach`: learns from the words in locales/ and writes the weights that directory/learned.py reads.

Only this module needs scikit-learn; the running house does not. The same words give the same weights.
Linear support vector machines over pieces of words, rare ones weighing more: measured against logistic and ridge regression, naive Bayes,
nearest neighbours and mixtures of them on phrases left out, none found more (docs/decisions/0008).
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray
from sklearn.svm import LinearSVC

from directory.clauses import telling_words
from directory.cries import typed
from directory.learned import ALARM, CHAT, DANGER, FILE, HUMAN, IDIOM, LANGUAGE, NEED, NOUGHT, TASKS
from directory.lexicon import Words, lexicon, words_digest
from directory.needs import taxonomy
from directory.nets import train
from directory.pieces import found_in, pairs, pieces
from directory.romanised import in_other_script

_TWICE = 2  # A piece met once in all phrases teaches nothing.
_KEPT = 760_000  # pieces, the most telling first
_LENGTHS, _STORIES_IN = (2, 3, 5, 8), 8  # phrases of a story; one story of each length for so many phrases
_STEPS = 127  # a weight is one byte
_TOO_FEW_STEPS = 2  # weights of so few steps are left out: measured, nothing is understood worse
_HALF_STEPS = 7  # a weight of the nets is half a byte
_WITHIN = 99.7  # so many in a hundred are told apart, those beyond count as the largest: measured, nothing is understood worse
_NETS = 2  # one from each of so many beginnings: together they err less than one (docs/decisions/0009)
_FULL = 12  # words; a longer phrase counts less, the longer it is: the more of its words tell the setting


@dataclass(frozen=True, slots=True)
class Example:
    """A phrase and what it is: a need (None: it teaches nothing about needs), the danger it tells of (None: none), its language."""

    text: str
    need: str | None
    danger: str | None
    language: str


def _labels(language: str) -> Iterable[tuple[str, str]]:
    """The names of the needs in German or English, and the key words of their scope notes."""
    for need in taxonomy().needs if language in ("de", "en") else ():
        if need.crisis:
            continue
        yield need.code, need.label_de if language == "de" else need.label_en
        notes = need.note.partition(";")[0].replace("(", ",").replace(")", ",").split(",")
        yield from ((need.code, note) for note in notes if note.strip())


def examples(words: Words) -> Iterable[Example]:
    """What the words of one language teach."""
    language = words.language
    for code, phrases in words.needs.items():
        yield from (Example(phrase, code, code if taxonomy()[code].crisis else None, language) for phrase in phrases)
    for code, phrases in words.danger.items():
        yield from (Example(phrase, code, code, language) for phrase in phrases)
    yield from (Example(typed(phrase), IDIOM, None, language) for phrase in words.not_crisis)
    for code, phrases in words.harmless.items():
        yield from (Example(phrase, code if code in taxonomy() else CHAT, None, language) for phrase in phrases)
    yield from (Example(phrase, CHAT, None, language) for phrase in words.chat)
    yield from (Example(phrase, HUMAN, None, language) for phrase in words.human)
    yield from (Example(label, code, None, language) for code, label in _labels(language))
    # Whoever asks for somebody else, or says a command, names no need; that they are in no danger is to be learned all the same.
    asides = (words.someone_else, *(phrases for command, phrases in words.commands.items() if command != "sos"))
    yield from (Example(phrase, None, None, language) for phrases in asides for phrase in phrases)


def in_both_scripts(told: Sequence[Example]) -> Iterable[Example]:
    """The examples once more, those that people also type in another script."""
    for example in told:
        typed = in_other_script(example.language, example.text)
        if typed:
            yield replace(example, text=typed)


def stories(told: Sequence[Example]) -> Iterable[Example]:
    """Phrases of one language strung together. They teach only this: whoever tells much is not in danger for that."""
    chance = random.Random(0)  # noqa: S311 - the same words have to give the same stories
    for language in sorted({example.language for example in told}):
        safe = [example.text for example in told if example.language == language and not example.danger]
        for length in _LENGTHS:
            yield from (Example(" ".join(chance.sample(safe, length)), None, None, language) for _ in range(len(safe) // _STORIES_IN))


class Phrases:
    """Phrases by pieces, each phrase of length one."""

    def __init__(self, texts: Sequence[str]) -> None:
        told = [telling_words(text) for text in texts]
        rows = [np.unique(np.concatenate([pieces(words)[0], np.array(pairs(words), np.uint32)])) for words in told]
        every = np.concatenate(rows)
        numbers, counts = np.unique(every, return_counts=True)
        self.numbers = numbers[counts >= _TWICE]
        self.rarity = np.log(len(rows) / counts[counts >= _TWICE]).astype(np.float16).astype(np.float32)
        at, known = found_in(self.numbers, every)
        row = np.repeat(np.arange(len(rows)), [len(one) for one in rows])
        matrix = sparse.csr_matrix((self.rarity[at[known]], (row[known], at[known])), shape=(len(rows), len(self.numbers)))
        self.rows = _of_length_one(matrix)

    def only(self, pieces: NDArray[np.intp]) -> sparse.csr_matrix:
        """The phrases as whoever knows only these pieces sees them."""
        return _of_length_one(self.rows[:, pieces])


def _of_length_one(rows: sparse.csr_matrix) -> sparse.csr_matrix:
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    lengths[lengths == 0] = 1
    return (sparse.diags(1 / lengths) @ rows).tocsr().astype(np.float32)


def _answers(task: str, example: Example) -> str | None:
    return {
        NEED: example.need,
        ALARM: "danger" if example.danger else "",
        DANGER: example.danger,
        LANGUAGE: example.language if example.need or example.danger else None,
    }[task]


def teach(languages: Sequence[Words]) -> dict[str, Any]:
    """Learns all tasks from these words: the parts of the file that `learned.read` reads."""
    told = [example for words in languages for example in examples(words) if telling_words(example.text)]
    told += [*in_both_scripts(told), *stories(told)]
    phrases = Phrases([example.text for example in told])
    counting = np.minimum(1.0, _FULL / np.array([len(telling_words(example.text)) for example in told]))
    machines: dict[str, LinearSVC] = {}
    for task in TASKS:
        answers = [_answers(task, example) for example in told]
        taught = np.array([answer is not None for answer in answers])
        machines[task] = LinearSVC(C=1.0, random_state=0).fit(
            phrases.rows[taught], np.array([answer for answer in answers if answer is not None]), sample_weight=counting[taught]
        )
    strongest = np.max([np.abs(machine.coef_).max(axis=0) for machine in machines.values()], axis=0)
    telling = np.sort(np.argsort(-strongest * phrases.rarity, kind="stable")[:_KEPT])
    parts: dict[str, Any] = {
        "digest": np.array(words_digest(languages)),
        "numbers": phrases.numbers[telling],
        "rarity": phrases.rarity[telling].astype(np.float16),
    }
    parts |= _nets(phrases.only(telling), told, machines[NEED].classes_)
    steps = []
    for task, machine in machines.items():
        weights, scale = _in_bytes(machine.coef_.T[telling])
        steps.append(weights)
        # Two classes have one column of weights, which speaks for the second.
        parts[f"{task}_classes"] = np.array(machine.classes_ if weights.shape[1] > 1 else machine.classes_[1:], dtype=str)
        parts[f"{task}_scale"] = scale
        parts[f"{task}_bias"] = machine.intercept_.astype(np.float32)
    every = np.hstack(steps)
    few = sparse.csr_matrix(np.where(np.abs(every) > _TOO_FEW_STEPS, every, np.int8(0)))
    parts["weights_starts"] = few.indptr.astype(np.uint32)
    parts["weights_columns"] = few.indices.astype(np.uint8)
    parts["weights_values"] = few.data
    return parts


def _nets(rows: sparse.csr_matrix, told: Sequence[Example], meanings: Sequence[str]) -> dict[str, Any]:
    numbers = {meaning: number for number, meaning in enumerate(meanings)}
    answers = np.array([numbers.get(_answers(NEED, example) or "", -1) for example in told], np.intp)
    safe = np.array([meaning not in taxonomy() or not taxonomy()[meaning].crisis for meaning in meanings])
    nets = [train(rows, answers, safe, seed) for seed in range(_NETS)]
    into, scale = _in_half_bytes(np.hstack([net.into for net in nets]))
    return {
        "nets_into": into,
        "nets_scale": scale,
        "nets_out": np.stack([net.out for net in nets]),
        "nets_bias": np.stack([net.bias for net in nets]),
    }


def _in_bytes(weights: NDArray[Any]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Weights of one byte each, and what a step of each column is worth."""
    scale = np.abs(weights).max(axis=0) / _STEPS
    return np.rint(weights / scale).astype(np.int8), scale.astype(np.float32)


def _in_half_bytes(weights: NDArray[Any]) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """Weights of half a byte each, around NOUGHT, the second half of the columns in the upper bits, and what a step of each is worth."""
    scale = np.percentile(np.abs(weights), _WITHIN, axis=0) / _HALF_STEPS
    halves = np.clip(np.rint(weights / scale), -_HALF_STEPS, _HALF_STEPS).astype(np.int8) + NOUGHT
    lower, upper = np.hsplit(halves.astype(np.uint8), 2)
    return lower | upper << 4, scale.astype(np.float32)


def main(file: Path = FILE) -> int:
    """Learns from the words the house has, and writes the weights."""
    np.savez_compressed(file, **teach(lexicon()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
