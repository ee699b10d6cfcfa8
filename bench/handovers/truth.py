"""What people were told, held against what happened. Hours and holidays are worked out here again, apart from the code it judges."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays

BERLIN = ZoneInfo("Europe/Berlin")
LATE = timedelta(minutes=1)  # so long after its end a promise may be taken back; the clock looks every half minute
WHEN = re.compile(r"(\d\d)\.(\d\d)\.(\d{4}), (\d\d):(\d\d)")
DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
FEASTS = holidays.country_holidays("DE", subdiv="NW")
OPEN = {
    "Mo-Fr 08:00-16:00": dict.fromkeys(range(5), ((8, 16),)),
    "Mo-Do 8-12 Uhr und 14-16 Uhr, Fr 8-12 Uhr": {**dict.fromkeys(range(4), ((8, 12), (14, 16))), 4: ((8, 12),)},
    "Di, Do 9-13 Uhr": {1: ((9, 13),), 3: ((9, 13),)},
}


def is_open(hours: str, moment: datetime) -> bool:
    """Whether the office is open at this moment."""
    there = moment.astimezone(BERLIN)
    stretches = () if there.date() in FEASTS else OPEN[hours].get(there.weekday(), ())
    clock = there.time()
    return any(time(opens) <= clock < time(closes) for opens, closes in stretches)


def opens_next(hours: str, moment: datetime) -> datetime:
    """When the office opens next after a moment at which it is closed."""
    day: date = moment.astimezone(BERLIN).date()
    for number in range(60):
        there = day + timedelta(days=number)
        for opens, _ in () if there in FEASTS else OPEN[hours].get(there.weekday(), ()):
            start = datetime.combine(there, time(opens), BERLIN)
            if start > moment:
                return start
    raise ValueError("never open")


def moments_in(text: str) -> list[datetime]:
    """The moments a text names; their weekday has to be right."""
    found = []
    for match in WHEN.finditer(text):
        day, month, year, hour, minute = map(int, match.groups())
        moment = datetime(year, month, day, hour, minute, tzinfo=BERLIN)
        if DAY_NAMES[moment.weekday()] not in text[: match.start()].rpartition("\n")[2]:
            raise AssertionError(f"wrong weekday: {text}")
        found.append(moment)
    return found


@dataclass
class Handover:
    """One handover as the simulation saw it. `told` are promises (end, said at; None: nothing is promised any more)."""

    town: str
    hours: str
    told: list[tuple[datetime | None, datetime]] = field(default_factory=list)
    accepted: list[tuple[datetime, str]] = field(default_factory=list)
    coordinator: datetime | None = None
    said: list[tuple[datetime, str]] = field(default_factory=list)

    def hear(self, now: datetime, text: str) -> None:
        """The person is told something."""
        self.said.append((now, text))
        for line in text.splitlines():
            if "at the latest" in line:
                self.told.append((moments_in(line)[0], now))
            elif "cannot say when" in line:
                self.told.append((None, now))

    def false_statements(self, until: datetime) -> list[str]:
        """What was not true, in words. Promises that end after the simulation does are not judged."""
        wrong = []
        for number, (end, said) in enumerate(self.told):
            following = self.told[number + 1][1] if number + 1 < len(self.told) else None
            if end is None or end > until:
                continue
            kept = any(said <= moment <= end for moment, _ in self.accepted)
            taken_back = following is not None and following <= end + LATE
            if not kept and not taken_back:
                wrong.append(f"{self.town}: promised by {end}, accepted {self.accepted}, next word {following}")
            if not is_open(self.hours, end - timedelta(minutes=1)):
                wrong.append(f"{self.town}: the promise ends while nobody is there: {end}")
        told = sum("answers you here" in text for _, text in self.said)
        if told != len(self.accepted):
            wrong.append(f"{self.town}: accepted {len(self.accepted)} times, told {told} times")
        for now, text in self.said:
            closed = [line for line in text.splitlines() if "office is closed" in line]
            if bool(closed) == is_open(self.hours, now) and "Your number is" in text:
                wrong.append(f"{self.town}: at {now}: {text}")
            wrong += [
                f"{self.town}: opens at another time than {line}" for line in closed if moments_in(line)[0] != opens_next(self.hours, now)
            ]
            whose = [name for moment, name in self.accepted if moment <= now][-1:]
            if "answers you here" in text and not (whose and whose[0] in text):
                wrong.append(f"{self.town}: {text}, but it was {whose}")
        return wrong

    def in_time(self, until: datetime) -> bool:
        """Accepted within the first promise, or a coordinator was asked before it ended."""
        end = self.told[0][0] if self.told else None
        if end is None or end > until:
            return True
        return any(moment <= end for moment, _ in self.accepted) or (self.coordinator is not None and self.coordinator <= end)
