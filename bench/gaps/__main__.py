"""Two years of a simulated district: are planted gaps suggested as themes, soon, without false alarms, and is silence heard?

Ten municipalities, 18 languages, seasons, every tenth request unmet by chance; three gaps of each cause and six outages of reach are
planted (bench/gaps/district.py). Each week goes through the real storage and the real functions: noted, closed, counted, looked at.
Held against a peer in the same run: a fixed threshold, so many signals of one need, cause and municipality in a month.
The causes of 500 planted cases are told, too (bench/gaps/causes.py).

    python -m bench.gaps [--seed N] [--weeks N] [--short]

The last line is readable by a script; exit status 1 when a figure is missed.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.gaps import causes
from bench.gaps.district import BEGIN, LASTS, OUTAGE_LASTS, WEEKS, District, PlantedGap, PlantedOutage
from gaps.early_warning import Silence, SuggestedBundle
from gaps.periods import later, monday, month_of
from gaps.signals import close_weeks, note, note_met
from gaps.warnings import look_out, warnings
from storage import database
from storage.municipalities import MunicipalityRows
from storage.unit import Keeper, Unit

PRECISION, RECALL, DELAY, ALARMS, SILENCE = 0.9, 0.9, 3.0, 1.0, 6
SHORT = 40  # weeks
PEER_A_MONTH = 3  # signals; the lowest number that does not report every second pair
AFTER = 4  # weeks after its end in which a gap may still be found


@dataclass
class Found:
    """When what was found, and what was nothing."""

    gaps: dict[PlantedGap, int] = field(default_factory=dict)
    outages: dict[PlantedOutage, int] = field(default_factory=dict)
    right: int = 0
    false: Counter[str] = field(default_factory=Counter)

    def suggested(self, district: District, number: int, need: str, cause: str, places: tuple[str, ...]) -> None:
        for gap in district.truth.gaps:
            if (gap.need, gap.cause) == (need, cause) and set(places) & set(gap.places) and gap.first <= number < gap.first + LASTS + AFTER:
                self.right += 1
                self.gaps.setdefault(gap, number)
                return
        self.false["theme"] += 1

    def silent(self, district: District, number: int, one: Silence) -> None:
        """A silence is right when it lies in a planted one, or spans it: a town in which the largest language fell silent."""
        hit = False
        for outage in district.truth.outages:
            if outage.first <= number < outage.first + OUTAGE_LASTS + AFTER:
                same_place = not (one.municipality and outage.place) or one.municipality == outage.place
                same_language = not (one.language and outage.language) or one.language == outage.language
                if same_place and same_language:
                    self.outages.setdefault(outage, number)
                    hit = True
        self.false["silence"] += not hit


class Clock:
    """The clock of the simulation."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.now


@contextmanager
def house(folder: Path, clock: Clock) -> Iterator[Keeper]:
    """An empty house on SQLite."""
    engine = database.open_engine(f"sqlite:///{folder / 'gaps.db'}")
    database.migrate(engine)
    keeper = database.open_keeper(engine, database.unlock(engine, folder / "gaps.key", clock()), "paderborn", clock)
    try:
        yield keeper
    finally:
        keeper.close()
        engine.dispose()


def lived_through(district: District, weeks: int, folder: Path) -> tuple[Found, Found]:
    """What early warning found week after week, and what the peer would have reported."""
    clock, ours, peer = Clock(), Found(), Found()
    month: Counter[tuple[str, str, str]] = Counter()
    with house(folder, clock) as keeper:
        keeper.keep(lambda unit: MunicipalityRows(unit.connection, unit.district).replace(district.rows)).result()
        for number in range(weeks):
            week = later(BEGIN, number)
            clock.now = datetime.combine(monday(week), datetime.min.time(), UTC) + timedelta(days=2, hours=9)
            asked = list(district.week(number))
            month.update((gap.need, gap.cause, gap.municipality or "") for _, gap, *_ in asked if gap)

            def write(unit: Unit, asked: list = asked) -> None:  # type: ignore[type-arg]
                for person, gap, need, place, language in asked:
                    if gap is None:
                        note_met(unit, person, [need], place, language)
                    else:
                        note(unit, person, gap)

            keeper.keep(write).result()
            clock.now += timedelta(days=6)

            def look(unit: Unit) -> tuple[list[SuggestedBundle], list[Silence]]:
                close_weeks(unit)
                return warnings(unit, 1) if look_out(unit) else ([], [])

            bundles, silent = keeper.keep(look).result()
            for one in bundles:
                ours.suggested(district, number, one.need, one.cause, one.municipalities)
            for one_silent in silent:
                ours.silent(district, number, one_silent)
            if month_of(later(week, 1)) != month_of(week):
                for (need, cause, place), signals in month.items():
                    if signals >= PEER_A_MONTH:
                        peer.suggested(district, number, need, cause, (place,))
                month.clear()
    return ours, peer


def figures(district: District, found: Found, weeks: int) -> dict[str, float]:
    """What is measured, of what was planted in these weeks."""
    planted = [gap for gap in district.truth.gaps if gap.first + LASTS <= weeks and gap in district.truth.first_signal]
    outages = [outage for outage in district.truth.outages if outage.first + OUTAGE_LASTS <= weeks]
    delays = [found.gaps[gap] - district.truth.first_signal[gap] + 1 for gap in planted if gap in found.gaps]
    heard = [found.outages[outage] - outage.first + 1 for outage in outages if outage in found.outages]
    return {
        "gaps": len(planted),
        "precision": found.right / max(found.right + found.false["theme"], 1),
        "recall": len(delays) / max(len(planted), 1),
        "median_weeks": statistics.median(delays) if delays else 99.0,
        "false_alarms_a_month": found.false.total() / (weeks / 4.345),
        "outages": len(outages),
        "silence_weeks": max(heard) if len(heard) == len(outages) else 99.0,
    }


def reached(said: dict[str, float]) -> bool:
    """Whether every figure is."""
    return (
        said["precision"] >= PRECISION
        and said["recall"] >= RECALL
        and said["median_weeks"] <= DELAY
        and said["false_alarms_a_month"] <= ALARMS
        and said["silence_weeks"] <= SILENCE
    )


def line(said: dict[str, float], before: str = "") -> str:
    return " ".join(f"{before}{name}={value:.2f}".removesuffix(".00") for name, value in said.items())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--weeks", type=int, default=WEEKS)
    parser.add_argument("--short", action="store_true", help=f"{SHORT} weeks, for make test")
    options = parser.parse_args()
    weeks = SHORT if options.short else options.weeks
    print(f"seed {options.seed}", flush=True)
    district = District(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        ours, peer = lived_through(district, weeks, Path(folder))
    for gap in district.truth.gaps:
        if gap.first + LASTS <= weeks and gap not in ours.gaps:
            print(f"not found: {gap.need}, {gap.cause}, {len(gap.places)} places, {gap.a_week:.1f} a week")
    said, theirs = figures(district, ours, weeks), figures(district, peer, weeks)
    print(f"weeks {weeks}, requests {district.person}, false: {dict(ours.false)}; peer: {PEER_A_MONTH} of one kind in a month")
    peers = {name: theirs[name] for name in ("precision", "recall", "median_weeks", "false_alarms_a_month")}
    if options.short:  # tests/house/test_causes.py has its own short form
        print(line(said), line(peers, "peer_"))
        return 0 if reached(said) else 1
    right, untrue = causes.right_and_untrue(causes.run(causes.CASES, causes.SEED))
    print(f"causes_right={right:.3f} causes_untrue={untrue}", line(said), line(peers, "peer_"))
    return 0 if reached(said) and right >= causes.RIGHT_AT_LEAST and untrue == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
