"""The facts of a service in words, a line each: the same on a card in the chat, on paper, and in an answer of the staff."""

from __future__ import annotations

from typing import Protocol

from locales.speech import _, in_german, isolate, language_name


class ServiceFacts(Protocol):
    """What the lines tell of a service. Texts are German, from the source."""

    @property
    def name(self) -> str: ...
    @property
    def organization(self) -> str: ...
    @property
    def address(self) -> str: ...
    @property
    def phones(self) -> tuple[str, ...]: ...
    @property
    def email(self) -> str: ...
    @property
    def appointment(self) -> str: ...
    @property
    def languages(self) -> tuple[str, ...]: ...
    @property
    def fees(self) -> str: ...
    @property
    def eligibility(self) -> str: ...
    @property
    def hours_text(self) -> str: ...
    @property
    def assured_date(self) -> str | None: ...


def service_lines(service: ServiceFacts, when: str) -> list[str]:
    """What stands below the name, in the language spoken now: as many lines in each. `when`: the hours in words.

    Free text of the source is German everywhere, and says so where another language is spoken.
    """
    lines = []
    if service.organization and service.organization != service.name:
        lines.append(isolate(service.organization))
    if service.address:
        lines.append("📍 " + isolate(service.address))
    if service.phones:
        lines.append("📞 " + isolate(", ".join(service.phones)))
    if service.email:
        lines.append("✉️ " + isolate(service.email))
    if when:
        lines.append("🕒 " + when)
    if service.appointment == "yes":
        lines.append(_("Please make an appointment first."))
    if service.languages:
        lines.append("🗣 " + ", ".join(language_name(code) for code in service.languages))
    if service.fees:
        lines.append("💶 " + in_german(service.fees))
    if service.eligibility:
        lines.append("👥 " + in_german(service.eligibility))
    return [*lines, checked_line(service)]


def checked_line(service: ServiceFacts) -> str:
    """Whether somebody checked the entry, and when."""
    if service.assured_date is None:
        return "❔ " + _("Not checked yet")
    return "✅ " + _("Checked on {day}").format(day=isolate(service.assured_date))


def lasting_lines(service: ServiceFacts) -> list[str]:
    """The same for what is read later, on paper or in a letter: no "open now", but the hours as the source gives them."""
    return service_lines(service, in_german(service.hours_text) if service.hours_text else "")
