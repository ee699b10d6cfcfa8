"""`lotse doctor`: what is missing or unsafe, in plain words. Shows no secret."""

from __future__ import annotations

import asyncio
import os
import shutil
import stat
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from bot.channels.email import Mailer
from bot.channels.libretranslate import LibreTranslate
from bot.commands import read_settings
from bot.notice import notice_in_use
from bot.settings import Settings
from directory.crisis_numbers import to_be_dialled
from locales.notice_file import NoticeUnusable
from locales.speech import languages

SECRETS = {"telegram_token", "webhook_secret", "smtp_url"}
LEAST_DISK = 500_000_000  # bytes (promises, Health)


def main(out: TextIO) -> int:
    """Explains every setting and what is wrong with it. 0 when it may start, 1 when it must not."""
    settings = read_settings()
    if settings is None:
        return 2
    for name, field in Settings.model_fields.items():
        value = getattr(settings, name)
        shown = ("set" if value else "not set") if name in SECRETS else value
        if name == "database_url":
            shown = str(value).split("://", 1)[0] + "://" + str(value).rpartition("@")[2].split("://")[-1]
        out.write(f"LOTSE_{name.upper()} = {shown}\n    {field.description}\n")
    problems = list(problems_of(settings))
    out.writelines(f"{line}\n" for line in facts_of(settings))
    for serious, text in problems:
        out.write(("must be mended: " if serious else "please look at: ") + text + "\n")
    if not problems:
        out.write("all is well\n")
    return 1 if any(serious for serious, _ in problems) else 0


def facts_of(settings: Settings) -> Iterator[str]:
    """What is worth knowing, though nothing is wrong with it."""
    with suppress(NoticeUnusable):  # that is told among the problems
        released = notice_in_use(settings, datetime.now(UTC).date())
        if released is not None:
            day = released.released_on.isoformat()
            yield f"people read the notice in the wording of the district, released by {released.released_by} on {day}"


def problems_of(settings: Settings) -> Iterator[tuple[bool, str]]:
    """(must not start, sentence) for everything that is wrong."""
    yield from _about_files(settings)
    yield from _about_telegram(settings)
    if settings.public_url and not settings.public_url.startswith("https://") and "localhost" not in settings.public_url:
        yield True, "LOTSE_PUBLIC_URL is not https: what people write would cross the network readable by others"
    if settings.demo:
        yield False, "LOTSE_DEMO is on: anybody at this machine is a case manager"
    yield from _about_mails(settings)
    yield from _about_translating(settings)
    yield from _about_the_notice(settings)
    yield from _about_the_template(settings)
    undialled = to_be_dialled(datetime.now(UTC).date())
    if undialled:
        yield False, f"nobody has dialled these emergency numbers in the last 90 days: {', '.join(undialled)}"


def _about_files(settings: Settings) -> Iterator[tuple[bool, str]]:
    if not settings.embedded:
        if not settings.key_file.exists():
            yield True, f"the key file {settings.key_file} is missing; for a new database it is made at the first start"
        return
    place = settings.database_url.split(":///", 1)[-1]
    database = Path(place)
    folder = database.parent
    if database.exists() and not settings.key_file.exists():
        yield True, f"the key file {settings.key_file} is missing, and the database exists: put it back from your backup"
    if settings.key_file.exists() and stat.S_IMODE(settings.key_file.stat().st_mode) & 0o077:
        yield True, f"others on this machine may read the key file: chmod 600 {settings.key_file}"
    if folder.exists() and not os.access(folder, os.W_OK):
        yield True, f"the folder {folder} cannot be written"
    there = folder if folder.exists() else Path()
    if shutil.disk_usage(there).free < LEAST_DISK:
        yield False, "less than 500 MB are free on the disk"


def _about_the_notice(settings: Settings) -> Iterator[tuple[bool, str]]:
    try:
        released = notice_in_use(settings, datetime.now(UTC).date())
    except NoticeUnusable as reason:
        yield True, f"LOTSE_NOTICE_FILE cannot be used: {reason}"
        return
    if released is None:
        yield False, "people read the built-in wording of the data protection notice, which nobody has released (LOTSE_NOTICE_FILE)"
    elif unreleased := sorted(languages().keys() - released.wordings.keys()):
        yield (
            False,
            f"the notice is not released in these languages, people read the built-in wording: {', '.join(unreleased)}",
        )


def _about_the_template(settings: Settings) -> Iterator[tuple[bool, str]]:
    if settings.report_template is None:
        return
    from web.papers.template import TemplateUnusable
    from web.papers.word import open_template

    try:
        open_template(settings.report_template)
    except TemplateUnusable as reason:
        yield False, f"no report can be made: LOTSE_REPORT_TEMPLATE cannot be used, {reason}"


def _about_mails(settings: Settings) -> Iterator[tuple[bool, str]]:
    if settings.smtp is None:
        return
    if not settings.public_url:
        yield False, "mails to staff carry links to this machine only: LOTSE_PUBLIC_URL is not set"
    trouble = Mailer(settings.smtp, settings.smtp_from).try_out()
    if trouble:
        yield False, f"staff get no mails now: {trouble}"


def _about_translating(settings: Settings) -> Iterator[tuple[bool, str]]:
    try:
        place = settings.translate_place
    except OSError:
        yield True, f"the key file {settings.translate_key_file} cannot be read"
        return
    if place is None:
        return
    if place.anywhere:
        yield False, "what people write is translated on a host outside your own networks (LOTSE_TRANSLATE_HOST): is that agreed?"

    async def ask() -> frozenset[str]:
        machine = LibreTranslate(place)
        try:
            return await machine.languages()
        finally:
            await machine.close()

    if not asyncio.run(ask()):
        yield False, "the machine in LOTSE_TRANSLATE_URL does not answer, or turns no language into German"


def _about_telegram(settings: Settings) -> Iterator[tuple[bool, str]]:
    try:
        token = settings.token
    except OSError:
        yield True, f"the token file {settings.telegram_token_file} cannot be read"
        return
    if not token:
        yield False, "no Telegram: LOTSE_TELEGRAM_TOKEN is not set; the web chat works all the same"
        return
    number, colon, secret = token.partition(":")
    if not (number.isdigit() and colon and secret):
        yield True, "LOTSE_TELEGRAM_TOKEN does not look like a token from BotFather"
    if settings.webhook_secret and not settings.by_webhook:
        yield False, "LOTSE_WEBHOOK_SECRET is set, but LOTSE_PUBLIC_URL is not https: the bot asks Telegram instead of being called"


if __name__ == "__main__":
    sys.exit(main(sys.stdout))
