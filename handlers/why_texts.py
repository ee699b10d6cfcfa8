"""Why there is nothing, in whole sentences that are true; and the questions that would change an answer."""

from __future__ import annotations

from directory.eligibility import Ages, Group
from directory.found import Service
from gaps.why_not import NOT_SHOWN, Step, Why
from handlers.saying import isolate
from locales.speech import _, in_german, language_name


def why_lines(why: Why) -> list[str]:
    """What stands in the way, a sentence each; none when nothing is listed at all, which the card says already."""
    return [line for step in why.steps if (line := _line(step, why))]


def worth_showing(why: Why) -> Service | None:
    """The offer the sentences speak of, when the person may use it in spite of what stands in the way."""
    return None if NOT_SHOWN & set(why.steps) else why.service


def _line(step: Step, why: Why) -> str:
    service = why.service
    if service is None:
        return ""
    if step is Step.PLACE:
        return _place_line(why)
    if step is Step.INTERPRETER:
        return _("There is one. To talk in your language, please ask them for an interpreter first.")
    if step is Step.WAIT:
        return _("There is one, but with a waiting list. Weeks to wait: {weeks}.").format(weeks=service.waiting_weeks)
    if step is Step.HOURS:
        return _("There is one, but it is only open at these times: {hours}.").format(hours=in_german(service.hours_text))
    if step is Step.LANGUAGE:
        languages = ", ".join(language_name(code) for code in service.languages or ("de",))
        return _("There is one, but they speak only: {languages}.").format(languages=languages)
    if step is Step.COSTS:
        return _("There is one, but it costs money.")
    if step is Step.OUTDATED:
        day = isolate(service.assured_date or "")
        return _(
            "There is an entry, but nobody has confirmed it since {day}, so I do not show it. A person at KIM can ask there for you."
        ).format(day=day)
    if step is Step.AGE:
        return _("There is one, but only for this age: {ages}.").format(ages=ages_label(service.who.ages))
    if step is Step.GROUP:
        groups = ", ".join(group_label(group) for group in Group if group in service.who.groups)
        return _("There is one, but only for: {groups}.").format(groups=groups)
    return _("Nobody has checked these entries yet. Please phone before you go.")


def _place_line(why: Why) -> str:
    place, town = isolate(why.place or ""), isolate(why.wanted.municipality or "")
    if why.km is None:  # nobody knows where the person lives; the card says that it depends on that
        return ""
    if why.none_here:
        return _("There is one in {place}, about {km} km away, not in {town}.").format(place=place, km=why.km, town=town)
    return _("There is one in {place}, about {km} km away.").format(place=place, km=why.km)


def question_text(asked: str) -> str:
    """The question for papers or age, each with its reason."""
    if asked == "age":
        return _("Some help is only for a certain age. How old is the person who needs help? You do not have to say it.")
    return _(
        "Some help is only for people with certain papers. Which do you have? I only use it to show what fits. You do not have to say it."
    )


def ages_label(ages: Ages) -> str:
    """An age without words: 14-20, 0-17, 65+."""
    return isolate(f"{ages.first or 0}-{ages.last}" if ages.last is not None else f"{ages.first or 0}+")


def group_label(group: Group) -> str:
    """A target group in the language spoken now."""
    return {
        Group.IN_PROCEDURE: _("In the asylum procedure"),
        Group.TOLERATED: _("Duldung (toleration)"),
        Group.RECOGNISED: _("Asylum or protection granted"),
        Group.TEMPORARY_PROTECTION: _("Temporary protection (§ 24, Ukraine)"),
        Group.EU_CITIZEN: _("EU citizen"),
        Group.RESETTLER: _("Resettler (Spätaussiedler)"),
        Group.OTHER_THIRD_COUNTRY: _("Another residence permit"),
        Group.UNACCOMPANIED_MINOR: _("Under 18, here without parents"),
        Group.LONG_SETTLED: _("Here for many years"),
    }[group]
