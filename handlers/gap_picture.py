"""The newest published table as a picture for coordinators. It is drawn when it is carried; here it is only facts.

The words in the picture are German, as at the desk: the letters of the drawing cannot do every script.
"""

from __future__ import annotations

from collections.abc import Sequence

from aiogram.methods import SendPhoto

from directory.needs import taxonomy
from gaps.pictures import table_chart
from gaps.releases import Release
from gaps.safe_tables import OTHER
from gaps.views import Question
from handlers.saying import HERE
from locales.speech import _

REST, NOT_SAID = "Übrige", "Ort nicht genannt"
TITLE = "Nennungen ohne Angebot: Schwerpunkt und Kommune"


def gap_picture(releases: Sequence[Release]) -> SendPhoto | None:
    """Municipality by area in the newest quarter; None when nothing may be shown yet."""
    quarters = [release for release in releases if release.table("municipality") is not None]
    if not quarters:
        return None
    period = quarters[-1].period
    chart = table_chart(quarters, Question("municipality", period), f"{TITLE}, {period}", _label)
    if chart is None:
        return None
    caption = _("What was missing in {period}. Only numbers of at least 5 people are shown.").format(period=period)
    return SendPhoto(chat_id=HERE, photo=chart.packed(), caption=caption)


def _label(what: str, code: str) -> str:
    if code == OTHER:
        return REST
    if what == "row":
        return next((area.label_de for area in taxonomy().areas if area.code == code), code)
    return code or NOT_SAID
