"""Who an offer is for, and whether somebody belongs to them: yes, no, or it depends. What was not understood is never a no."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Group(StrEnum):
    """Target groups (Zielgruppen) as a source may name them, and as gap signals keep them."""

    UNACCOMPANIED_MINOR = "unaccompanied minor"
    TOLERATED = "tolerated"
    IN_PROCEDURE = "in asylum procedure"
    RECOGNISED = "recognised"
    TEMPORARY_PROTECTION = "temporary protection"
    EU_CITIZEN = "EU citizen"
    RESETTLER = "resettler"
    OTHER_THIRD_COUNTRY = "other third country"
    LONG_SETTLED = "long-settled"


EVERYBODY = frozenset(Group)
COSTS = ("free", "small", "paid")  # small: a price that holds few people back; empty: not known
INTERPRETER = ("yes", "on request", "no")  # empty: not known
OLDEST = 120  # years


class Verdict(StrEnum):
    """Whether somebody may use an offer."""

    YES = "yes"
    NO = "no"
    DEPENDS = "depends"


@dataclass(frozen=True, slots=True)
class Ages:
    """From this birthday up to and including this year of age; None: no limit on that side."""

    first: int | None = None
    last: int | None = None

    def holds(self, other: Ages) -> Verdict:
        """Whether somebody whose age lies within `other` is of this age."""
        low, high = self.first or 0, OLDEST if self.last is None else self.last
        their_low, their_high = other.first or 0, OLDEST if other.last is None else other.last
        if their_high < low or their_low > high:
            return Verdict.NO
        return Verdict.YES if low <= their_low and their_high <= high else Verdict.DEPENDS


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Who an offer is for.

    `groups` it is surely for, `perhaps` it may be for; for nobody else. `residence`: only for people who live there (empty: anywhere it
    serves). `more`: there are conditions nobody here can decide, such as a low income. `understood` False: the source says something that
    was not understood; then the rest restricts nothing.
    """

    groups: frozenset[Group] = EVERYBODY
    perhaps: frozenset[Group] = frozenset()
    ages: Ages = Ages()
    residence: tuple[str, ...] = ()
    more: bool = False
    understood: bool = True

    @property
    def for_some_groups(self) -> bool:
        """Whether it matters which group somebody belongs to."""
        return self.groups != EVERYBODY

    @property
    def for_some_ages(self) -> bool:
        """Whether it matters how old somebody is."""
        return self.ages != Ages()

    def admits_group(self, group: Group | None) -> Verdict:
        """Whether somebody of this group may come; None: they did not say."""
        if not self.for_some_groups or group in self.groups:
            return Verdict.YES
        return Verdict.DEPENDS if group is None or group in self.perhaps else Verdict.NO

    def admits_age(self, ages: Ages | None) -> Verdict:
        """Whether somebody of about this age may come; None: they did not say."""
        if not self.for_some_ages:
            return Verdict.YES
        return Verdict.DEPENDS if ages is None else self.ages.holds(ages)

    def admits(self, group: Group | None, ages: Ages | None) -> Verdict:
        """Both together, and the conditions nobody here can decide."""
        verdicts = {self.admits_group(group), self.admits_age(ages)}
        if Verdict.NO in verdicts:
            return Verdict.NO
        return Verdict.DEPENDS if Verdict.DEPENDS in verdicts or self.more or not self.understood else Verdict.YES


NOT_UNDERSTOOD = Eligibility(understood=False)
FOR_EVERYBODY = Eligibility()
