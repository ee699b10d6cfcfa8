"""The emergency numbers as plain text. Needs no database and no aiogram: it is said even when nothing else works."""

from __future__ import annotations

from directory.crisis_numbers import fitting
from locales.direction import read_rightly
from locales.speech import _, isolate, speaking


def numbers_to_call(crisis: tuple[str, ...]) -> list[str]:
    """112 and 110 first, then two or three fitting numbers; a line each. The same numbers in every language."""
    lines = [_("Danger to life now? Call 112 (ambulance, fire) or 110 (police). Free."), _("Say: where, what, how many people.")]
    for number in fitting(crisis):
        reach = number.dial or number.url.removeprefix("https://")
        hours = f" ({number.hours})" if number.hours else ""
        lines.append("☎ " + isolate(f"{reach} {number.name}{hours}"))
    return lines


def static_card(crisis: tuple[str, ...], language: str) -> str:
    """The emergency answer for the moment when nothing can be kept. It says so: nobody may wait for an answer here."""
    with speaking(language):
        nobody_reads = _("Something is broken here right now. Nobody can read your message at the moment.")
        return read_rightly("🆘 " + "\n".join([*numbers_to_call(crisis), "⚠️ " + nobody_reads]))
