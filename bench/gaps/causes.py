"""Causes on planted cases: is the cause right, and is every sentence true? Beside two rules others use.

The planted directory goes through the real import; the sentences are read back from the catalogues of all languages.
Peers, on the same cases: "no result = gap" (what is empty is a missing offer, everything else is none), and "nearest municipality" (empty
here but something elsewhere: not in this municipality; empty everywhere: a missing offer).
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection, create_engine

from bench.gaps.planted_causes import EVENINGS, TODAY, Case, Planter
from bench.gaps.sentences import untrue
from directory.eligibility import Group
from directory.entries import Surroundings
from directory.find import Directory, load_directory
from directory.formats import read
from directory.hours_text import parse
from directory.importing import load
from directory.municipalities import load_municipalities, paderborn
from directory.needs import taxonomy
from gaps.fields import AgeBand
from gaps.why_not import BANDS, Wanted, Why, why_not
from handlers.why_texts import why_lines
from locales.speech import languages, speaking
from storage.tables import metadata

CASES, SEED = 500, 20261127
RIGHT_AT_LEAST = 0.95
Told = tuple[str, str] | None  # cause and kind of the signal there would be


class Outcome(NamedTuple):
    """What one case came to."""

    right: bool
    untrue: list[str]
    peer: bool
    nearest: bool


@dataclass
class _Unit:
    connection: Connection
    district: str
    now_ms: int = 0


def _found(case: Case, directory: Directory) -> Why | None:
    wanted = Wanted(
        need=case.need,
        municipality=case.town,
        language=case.language,
        today=TODAY,
        group=Group(case.group) if case.group else None,
        ages=BANDS[AgeBand(case.band)] if case.band else None,
        can_come=parse(EVENINGS) if case.evenings_only else None,
    )
    return why_not(wanted, directory.of_need(case.need), directory.centres)


def judged(case: Case, directory: Directory) -> Outcome:
    """Engine and peers on one case."""
    why = _found(case, directory)
    told: Told = None if why is None else (why.cause.value, why.kind.value)
    wrong: list[str] = []
    for code in languages() if why is not None else ():
        with speaking(code):
            wrong += [f"{code}: {line}" for line in untrue(case, why_lines(why), code)]
    empty = not directory.find(case.need, case.town)
    missing = ("nothing listed, unchecked", "missing offer") if empty else None
    elsewhere = ("not in this municipality", "gap in the system") if empty and directory.elsewhere(case.need, case.town) else missing
    return Outcome(told == case.cause, wrong, missing == case.cause, elsewhere == case.cause)


def run(cases: int, seed: int) -> list[tuple[Case, Outcome]]:
    """Plants and judges so many cases."""
    towns = {row.name: (row.latitude, row.longitude) for row in paderborn()}
    needs = [need.code for need in taxonomy().needs if not need.crisis]
    spoken = [code for code in languages() if code not in ("de", "de-x-ls")]
    planter = Planter(seed, needs, towns, spoken)
    around = Surroundings(frozenset(towns))
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    done = []
    with engine.connect() as connection:
        load_municipalities(_Unit(connection, "paderborn"), paderborn())
        connection.commit()
        for number in range(cases):
            case = planter.case(number)
            file = case.file() if case.rows else b""
            reading = read("planted.csv", file, around) if file else None
            if reading is not None:
                load(_Unit(connection, "paderborn"), reading.entries, reading.doubts)
            done.append((case, judged(case, load_directory(_Unit(connection, "paderborn")))))
            connection.rollback()
    engine.dispose()
    return done


def right_and_untrue(done: Sequence[tuple[Case, Outcome]]) -> tuple[float, int]:
    """The share of cases whose cause was found, and how many were answered with something untrue."""
    return sum(outcome.right for _, outcome in done) / len(done), sum(bool(outcome.untrue) for _, outcome in done)


def main(arguments: list[str] | None = None) -> int:
    """Prints causes right and wrong; the last line is for scripts. 1 when a figure is missed."""
    parser = argparse.ArgumentParser(prog="bench.gaps.causes")
    parser.add_argument("--cases", type=int, default=CASES)
    parser.add_argument("--seed", type=int, default=SEED)
    asked = parser.parse_args(arguments)
    done = run(asked.cases, asked.seed)
    print(f"seed {asked.seed}")
    by_truth = Counter(" + ".join(case.truth) for case, _ in done)
    right = Counter(" + ".join(case.truth) for case, outcome in done if outcome.right)
    for truth, number in sorted(by_truth.items()):
        print(f"{truth:28} {right[truth]:4} of {number}")
    for case, outcome in done:
        if not outcome.right or outcome.untrue:
            print(f"case {case.number}: planted {case.truth}, right={outcome.right}, {outcome.untrue[:3]}")
    share, lies = right_and_untrue(done)
    peer, nearest = (sum(getattr(outcome, name) for _, outcome in done) / len(done) for name in ("peer", "nearest"))
    print(f"cases={len(done)} right={share:.3f} untrue={lies} peer_right={peer:.3f} nearest_right={nearest:.3f}")
    return 0 if share >= RIGHT_AT_LEAST and lies == 0 and share > max(peer, nearest) else 1


if __name__ == "__main__":
    sys.exit(main())
