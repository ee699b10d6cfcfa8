"""10,000 random interleavings of 20 windows at the desk and 200 newcomers (promises A27, R25, K7, K8, W8).

    python -m bench.relay [--steps N] [--seed N] [--database sqlite,postgresql] [--short] [--shrink]

An interleaving is one step in which somebody acts while all others stand where their last step left them: a newcomer writes or deletes
everything, a member presses a button of a page that may be hours old, Telegram does not answer, a day passes. The whole house runs, on a
real database; everything it says and keeps is held against what was written for whom (bench/relay/truth.py).

The last line is readable by a script; exit status 1 when one figure is not 0. With --shrink the shortest way to the first mistake is
looked for, and printed.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from bench.relay.claims import race
from bench.relay.machine import Beginning, Relay, WrongPerson
from bench.relay.people import NEWCOMERS
from bench.relay.truth import Truth
from tests.databases import Postgres

STEPS, RACES = 10_000, 400
SHORT, SHORT_RACES, SHORTER = 240, 20, {"in_a_run": 60, "newcomers": 30}
RUNS_OF_A_SEED = 25  # the first of each is the simplest there is
SHOWN = 5  # of each kind of mistake
IN_A_RUN = 150  # steps; with many more, hypothesis has no room for what it has to remember
FIGURES = (
    "wrong_person",
    "notes_sent",
    "cases_without_one_owner",
    "taken_back_sent",
    "said_twice",
    "never_said",
    "unread",  # a reply to what nobody at this window had read
    "words_lost",
    "broken",
)
MUST_HAPPEN = ("replies heard", "taken back", "claims at once")  # else nothing was proven


def interleaved(
    url: str, folder: Path, steps: int, first_seed: int, *, in_a_run: int = IN_A_RUN, newcomers: int = NEWCOMERS, shrink: bool = False
) -> Truth:
    """So many steps at least, in runs that each begin with a copy of the same district. With `shrink` the first mistake ends it."""
    total, beginning, number = Truth(), Beginning.made(url, folder, newcomers), first_seed
    while (left := steps - total.happened["steps"]) > 0 and not (shrink and total.found):
        options = settings(
            max_examples=min(left // in_a_run + 1, RUNS_OF_A_SEED),
            stateful_step_count=in_a_run,
            deadline=None,
            database=None,
            phases=(Phase.generate, Phase.shrink) if shrink else (Phase.generate,),
            suppress_health_check=list(HealthCheck),
        )
        kind = type("Relay", (Relay,), {"beginning": beginning, "total": total, "raises": shrink})
        try:
            run_state_machine_as_test(seed(number)(kind), settings=options)
        except WrongPerson as found:
            print(f"seed {number}: {found}", *getattr(found, "__notes__", ()), sep="\n")
        number += 1
    return total


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--races", type=int, default=RACES, help="cases that two threads claim at the same moment")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--database", default="sqlite")
    parser.add_argument("--short", action="store_true", help=f"{SHORT} steps, for make test")
    parser.add_argument("--shrink", action="store_true")
    options = parser.parse_args()
    if options.short:
        options.steps, options.races = SHORT, SHORT_RACES
    print(f"seed {options.seed}", flush=True)
    wrong: Counter[str] = Counter()
    happened: Counter[str] = Counter()
    for name in options.database.split(","):
        postgres = Postgres() if name == "postgresql" else None
        try:
            with tempfile.TemporaryDirectory() as folder:
                place = Path(folder)
                url = postgres.fresh() if postgres else f"sqlite:///{place / 'relay.db'}"
                told = interleaved(url, place, options.steps, options.seed, shrink=options.shrink, **SHORTER if options.short else {})
                race(postgres.fresh() if postgres else f"sqlite:///{place / 'race.db'}", place, options.races, told)
        finally:
            if postgres:
                postgres.stop()
        wrong += told.wrong
        happened += told.happened
        for figure in told.wrong:
            for what in [one for one in told.found if one.startswith(figure)][:SHOWN]:
                print("wrong:", what)
        print(f"{name}:", ", ".join(f"{what} {count}" for what, count in sorted(told.happened.items())), flush=True)
    missing = [what for what in MUST_HAPPEN if not happened[what] and not options.short]
    if missing:
        print("did not happen:", ", ".join(missing))
    print(f"steps={happened['steps']} races={happened['races']}", *[f"{name}={wrong[name]}" for name in FIGURES])
    return 1 if wrong.total() or missing else 0


if __name__ == "__main__":
    sys.exit(main())
