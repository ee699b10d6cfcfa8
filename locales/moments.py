"""A moment as people read it: weekday, date and clock in German time, the same digits in every language."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from locales.speech import _, isolate

HERE = ZoneInfo("Europe/Berlin")


def spoken_moment(at: int) -> str:
    """A moment, milliseconds since 1970, in the language that is spoken now."""
    there = datetime.fromtimestamp(at / 1000, UTC).astimezone(HERE)
    days = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
    return f"{days[there.weekday()]}, {isolate(there.strftime('%d.%m.%Y, %H:%M'))}"
