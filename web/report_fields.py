"""The form by which a gap is reported: what can be chosen, and what was sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TypeVar

from cases.access import access_case
from cases.refusals import NotUnderstood
from cases.reporting import NOTE_AT_MOST, Finding
from directory.find import load_directory
from directory.needs import taxonomy
from gaps.fields import AgeBand, Break, CameOf, Cause, TargetGroup, Tried, Urgency
from gaps.spheres import Transition, spheres
from storage.staff import StaffRow
from storage.unit import Unit
from web.bodies import clean
from web.desk_door import Fields
from web.desk_words import CAUSES, FOR_MANAGERS, area_label
from web.gap_words import AGE_BANDS, CAME_OF, TARGET_GROUPS, URGENCIES, break_label

Choice = tuple[str, str]  # what is sent, and what is read
E = TypeVar("E", bound=StrEnum)
SERVICES_AT_MOST = 6
SENT_FIELDS = ("need", "municipality", "cause", "group", "age", "urgency", "break", "note")
TRIED = "tried "  # before the id of a service, in the name of its field
APART = "|"  # no code of the model has it


@dataclass(frozen=True)
class ReportForm:
    """What can be chosen. `sent`: what was chosen already, when something was in the way; `names`: the note looks like a name."""

    services: tuple[Choice, ...] = ()
    likely: tuple[Choice, ...] = ()  # breaks that the need makes likely
    need: str = ""
    sent: Mapping[str, str] = field(default_factory=dict)
    names: bool = False
    note_at_most: int = NOTE_AT_MOST

    def chosen(self, name: str) -> str:
        """What was chosen in a field; "" before anything was."""
        return self.sent.get(name, "")

    @property
    def needs(self) -> list[tuple[str, list[Choice]]]:
        """All needs that can be a gap, by area. A danger is none."""
        return [(area_label(area.code), _needs(area.code)) for area in taxonomy().areas if _needs(area.code)]

    @property
    def causes(self) -> list[Choice]:
        return [(cause.value, CAUSES[cause]) for cause in FOR_MANAGERS]

    @property
    def groups(self) -> list[Choice]:
        return _choices(TARGET_GROUPS)

    @property
    def ages(self) -> list[Choice]:
        return _choices(AGE_BANDS)

    @property
    def urgencies(self) -> list[Choice]:
        return _choices(URGENCIES)

    @property
    def outcomes(self) -> list[Choice]:
        return _choices(CAME_OF)

    @property
    def breaks(self) -> list[tuple[str, list[Choice]]]:
        """All breaks the model knows, by event."""
        return [(event.label_de, break_choices(spheres().of_event(code))) for code, event in spheres().events.items()]


def _choices(labels: Mapping[E, str]) -> list[Choice]:
    return [(one.value, label) for one, label in labels.items()]


def _needs(area: str) -> list[Choice]:
    return [(need.code, need.label_de) for need in taxonomy().of_area(area) if not need.crisis]


def break_choices(transitions: Iterable[Transition]) -> list[Choice]:
    """Each break once, as a form sends it and as it is read."""
    broken = dict.fromkeys(one.broken for one in transitions)
    return [(APART.join((one.trigger, one.sphere_from, one.sphere_to)), break_label(one)) for one in broken]


def form_of_case(unit: Unit, staff: StaffRow, case_id: int) -> ReportForm:
    """What can be reported from this case: with the services that were or could be proposed, and the breaks its need makes likely."""
    case = access_case(unit, staff, case_id)
    need = case.need
    if need is None or need not in taxonomy() or taxonomy()[need].crisis:
        return ReportForm()
    directory = load_directory(unit)
    proposed = [] if case.person_id is None else [row for row in unit.referrals.of_person(case.person_id) if row.need == need]
    ids = [service for row in proposed for service in row.services]
    ids += [service.source_id for service in directory.find(need, case.municipality)]
    known = [service for one in dict.fromkeys(ids) if (service := directory.named(one)) is not None]
    return ReportForm(
        services=tuple((service.source_id, service.name) for service in known[:SERVICES_AT_MOST]),
        likely=tuple(break_choices(spheres().of_need(need))),
        need=need,
    )


def finding_of(one: Callable[[str, int], str], services: Iterable[str] = (), causes: Iterable[Cause] = FOR_MANAGERS) -> Finding:
    """The finding of a form that was sent; `one` gives a field, cut to a length. Raises NotUnderstood without a cause.

    What was not chosen, or is no value of ours, is not recorded.
    """
    cause = _value(Cause, one("cause", 40))
    if cause is None or cause not in causes:
        raise NotUnderstood("cause")
    tried = [(service, _value(CameOf, one(TRIED + service, 20))) for service in services]
    return Finding(
        cause,
        target_group=_value(TargetGroup, one("group", 30)),
        age_band=_value(AgeBand, one("age", 15)),
        urgency=_value(Urgency, one("urgency", 20)),
        tried=tuple(Tried(service, came) for service, came in tried if came is not None),
        broken=_broken(one("break", 120)),
        note=clean(one("note", 10 * NOTE_AT_MOST)).strip(),
        names_nobody=one("names_nobody", 1) == "1",
    )


def _value(kind: type[E], said: str) -> E | None:
    return kind(said) if said in {one.value for one in kind} else None


def _broken(said: str) -> Break | None:
    parts = said.split(APART)
    broken = Break(parts[1], parts[2], parts[0]) if len(parts) == 3 else None
    return broken if any(one.broken == broken for one in spheres().transitions.values()) else None


def again(form: ReportForm, sent: Fields, *, names: bool = False) -> ReportForm:
    """The form as it was filled in."""
    kept = (*SENT_FIELDS, *(TRIED + service for service, _ in form.services))
    return replace(form, sent={name: clean(sent.one(name, 10 * NOTE_AT_MOST)) for name in kept}, names=names)
