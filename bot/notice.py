"""Which wording of the data protection notice this installation uses: the one its district released, or the built-in one."""

from __future__ import annotations

from datetime import date

from bot.settings import Settings
from locales.notice_file import ReleasedNotice, read_notice
from locales.speech import languages


def notice_in_use(settings: Settings, today: date) -> ReleasedNotice | None:
    """The released wording; None for the built-in one, which nobody released. Raises NoticeUnusable."""
    return read_notice(settings.notice_file, languages(), today) if settings.notice_file is not None else None
