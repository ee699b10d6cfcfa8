"""A "no" is a fact. Each door puts it into words of its own."""

from __future__ import annotations

from collections.abc import Sequence

from directory.refusals import Refusal


class CaseNotFound(Refusal):
    """Not there, or not yours: from outside both look the same."""


class CaseAlreadyAccepted(Refusal):
    """Somebody else was faster."""

    def __init__(self, by: str) -> None:
        super().__init__(f"already accepted by {by}")
        self.by = by


class CaseClosed(Refusal):
    """The case was closed, so nothing can be written or accepted any more."""


class CaseStillOpen(Refusal):
    """The case has to be closed first."""


class NotByMail(Refusal):
    """A provider is not asked by mail, or not now. `why` says which rule stops it."""

    def __init__(self, why: str) -> None:
        super().__init__(f"not by mail: {why}")
        self.why = why


class NothingToComeBackTo(Refusal):
    """There is no case that goes on in this web chat, or the person is to be left alone."""


class ExportNotReady(Refusal):
    """It was not released, was taken already, lapsed, or something changed since."""


class CaseNotAccepted(Refusal):
    """Whoever writes or closes has to accept the case first: the person must see who answers."""


class NotYourCase(Refusal):
    """Only whoever accepted the case brings somebody else into it."""


class AlreadyAsked(Refusal):
    """The person was asked for this a short time ago, or has said yes already."""


class NoYes(Refusal):
    """The person's yes to this is not there, or not there any more."""


class NothingToPassOn(Refusal):
    """There is no package that waits for a yes: it was sent, changed or forgotten."""


class TheirYesIsMissing(Refusal):
    """It is about somebody else, and they did not say yes themselves."""


class TownFull(Refusal):
    """The town's case management takes on nobody now: there is an alternative instead of a promise nobody can keep."""

    def __init__(self, municipality: str, need: str | None) -> None:
        super().__init__("the town is full")
        self.municipality, self.need = municipality, need


class LeadsToSomebody(Refusal):
    """There is a number of a phone, an account or a paper in words that must not lead to anybody."""


class LooksLikeName(Refusal):
    """A note seems to name a person. Whoever wrote it may say that it does not."""


class TooLate(Refusal):
    """What was written is on its way and cannot be taken back."""


class NotUnderstood(Refusal):
    """What was filled in makes no sense; `field` says where."""

    def __init__(self, field: str) -> None:
        super().__init__(f"not understood: {field}")
        self.field = field


class SignInRefused(Refusal):
    """What was shown opens nothing, and nobody is told what was wrong with it. `minutes`: so long they have to wait; 0: they need not."""

    def __init__(self, minutes: int) -> None:
        super().__init__("signing in was refused")
        self.minutes = minutes


class LinkUsedUp(Refusal):
    """The one-time link was used, has expired, or never was."""


class NotAllowed(Refusal):
    """This role may not do this."""


class SentBefore(Refusal):
    """This form was sent before, with other words. Whoever means both sends them from two forms."""


class EmptyWords(Refusal):
    """Nothing was written."""


class StepNotPossible(Refusal):
    """From where it stands now, that step does not come next."""


class NotChecked(Refusal):
    """Before a signal counts as structural, somebody has to say that the directory was checked."""


class DirectoryFirst(Refusal):
    """It may be an error of the directory: somebody has to settle the verification tasks about it first."""


class NeedsSecondPerson(Refusal):
    """Two people have to agree, and this one did already."""


class NobodyCalledSo(Refusal):
    """No coordinator or admin has this name, or several have it."""

    def __init__(self, name: str) -> None:
        super().__init__(f"there is not one coordinator or admin called {name}")


class SecondPersonMissing(Refusal):
    """Many offers would disappear, or contacts of offers for people in danger change, and nobody else has agreed to exactly this.

    `things`: what there is to agree to (cases/removing.py); `offered`: how many offers there are.
    """

    def __init__(self, things: Sequence[str], changes: int, offered: int) -> None:
        numbers = ((len(things) - changes, "services would disappear"), (changes, "contacts for people in danger would change"))
        told = " and ".join(f"{number} {what}" for number, what in numbers if number)
        super().__init__(f"{told}: somebody else has to type {len(things)} at the desk (Freigaben), then run this again")
        self.things, self.offered = things, offered


class ChangedMeanwhile(Refusal):
    """Somebody else changed it since it was read. Nothing was overwritten."""
