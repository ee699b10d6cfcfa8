"""The words of the desk. German only: it is read in the town halls of one district."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_datetime, format_timedelta

from cases.conversation import Outcome
from cases.refusals import CaseAlreadyAccepted, CaseClosed, CaseNotAccepted, CaseNotFound, EmptyWords, LinkUsedUp, NotAllowed
from directory.needs import taxonomy
from directory.refusals import Refusal
from gaps.signals import Cause
from locales import speech
from locales.speech import FALLBACK
from storage.moments import from_ms

LOCAL = ZoneInfo("Europe/Berlin")
GERMAN = Locale.parse("de")

STATES = {"waiting": "wartet", "accepted": "angenommen", "closed": "abgeschlossen"}
OUTCOMES = {
    Outcome.SOLVED: "Gelöst",
    Outcome.PARTLY: "Teilweise gelöst",
    Outcome.REFERRED: "Weitervermittelt",
    Outcome.NOT_SOLVED: "Nicht gelöst",
    Outcome.NO_CONTACT: "Kein Kontakt",
}
OTHER_ENDS = {"ended_by_person": "Von der Person beendet", "erased": "Gelöscht"}
CAUSES = {
    Cause.NOTHING_LISTED: "Nichts eingetragen, noch nicht geprüft",
    Cause.NOT_IN_THIS_MUNICIPALITY: "Gibt es im Kreis, aber nicht in dieser Kommune",
}
ROLES = {"case_manager": "Fallmanagement", "coordinator": "Koordination", "admin": "Verwaltung der Zugänge"}
CHANNELS = {"telegram": "Telegram", "web": "Web-Chat"}
KINDS = {
    "independent_advice": "Unabhängige Beratung",
    "deciding_authority": "Behörde, die entscheidet",
    "practical_offer": "Praktisches Angebot",
}
UNDELIVERED = "Die letzte Antwort wurde nicht zugestellt"
UNREACHABLE = "Die Person ist nicht erreichbar"
ACTIONS = {"opened": "geöffnet", "refused": "abgewiesen"}
CARRIED = {"queued": "wird zugestellt", "sent": "zugestellt", "dead": "nicht zugestellt"}
IN_THE_CHAT = "liegt im Web-Chat bereit"  # whether somebody looks there again, nobody knows


@dataclass(frozen=True)
class No:
    """A refusal in words."""

    status: int
    title: str
    say: str

    @classmethod
    def of_status(cls, status: int, code: str) -> No:
        """The words for what the web itself refuses."""
        return _BY_CODE.get(code) or cls(status, "Das ging nicht", "Die Anfrage wurde nicht verstanden. Es wurde nichts geändert.")


_NO: dict[type[Refusal], No] = {
    CaseNotFound: No(404, "Nicht gefunden", "Diesen Fall gibt es nicht, oder Sie sind nicht für ihn zuständig."),
    CaseAlreadyAccepted: No(409, "Schon angenommen", "Jemand anderes war schneller. Sie müssen nichts tun."),
    CaseClosed: No(409, "Schon abgeschlossen", "Der Fall ist abgeschlossen. Es kann nichts mehr geschrieben oder geändert werden."),
    CaseNotAccepted: No(409, "Noch nicht angenommen", "Nehmen Sie den Fall zuerst an. Die Person soll wissen, wer ihr antwortet."),
    LinkUsedUp: No(410, "Dieser Link gilt nicht mehr", "Er wurde schon benutzt oder ist abgelaufen. Lassen Sie sich einen neuen geben."),
    NotAllowed: No(403, "Nicht für Ihre Rolle", "Diese Seite gehört zu einer anderen Aufgabe."),
    EmptyWords: No(400, "Kein Text", "Bitte schreiben Sie etwas, bevor Sie senden."),
}
_BY_CODE = {
    "not_found": No(404, "Nicht gefunden", "Diese Seite gibt es nicht."),
    "cross_site": No(403, "Nicht ausgeführt", "Das Formular kam nicht von dieser Seite oder ist veraltet. Bitte laden Sie die Seite neu."),
    "too_large": No(413, "Zu groß", "Der Text ist zu lang. Bitte kürzen Sie ihn."),
    "too_slow": No(408, "Zu langsam", "Die Verbindung war zu langsam. Bitte versuchen Sie es noch einmal."),
    "not_now": No(
        503, "Gerade nicht möglich", "Die Datenbank ist gestört. Es wurde nichts geändert. Bitte versuchen Sie es gleich noch einmal."
    ),
    "broken": No(500, "Etwas ist kaputt", "Der Fehler liegt bei uns. Es wurde nichts geändert. Bitte versuchen Sie es gleich noch einmal."),
}


def no_of(refusal: Refusal) -> No:
    """The words for a refusal of a use case."""
    return _NO.get(type(refusal)) or No(409, "Das ging nicht", "Es wurde nichts geändert.")


def need_label(code: str | None) -> str:
    """What it is about."""
    if code is None:
        return "Thema nicht genannt"
    return taxonomy()[code].label_de if code in taxonomy() else code


def area_label(code: str) -> str:
    """A focus topic by name."""
    return next((area.label_de for area in taxonomy().areas if area.code == code), code)


def language_name(code: str) -> str:
    """A language by its German name."""
    return speech.language_name(code, FALLBACK)


def place_name(municipality: str | None) -> str:
    """Where."""
    return municipality or "Ort nicht genannt"


def outcome_label(outcome: str | None) -> str:
    """How it ended."""
    return {**{key.value: label for key, label in OUTCOMES.items()}, **OTHER_ENDS}.get(outcome or "", outcome or "")


def moment(at: int) -> str:
    """When, on a German clock."""
    return format_datetime(from_ms(at).astimezone(LOCAL), "EEE d.M.y, HH:mm", locale=GERMAN) + " Uhr"


def carried_label(carried: str | None, channel: str) -> str:
    """What became of an answer."""
    return IN_THE_CHAT if (carried, channel) == ("sent", "web") else CARRIED.get(carried or "", "")


def clock_time(at: int) -> str:
    """The time of day on a German clock."""
    return format_datetime(from_ms(at).astimezone(LOCAL), "HH:mm", locale=GERMAN) + " Uhr"


def ago(at: int, now: datetime) -> str:
    """How long ago, roughly."""
    passed = max(now - from_ms(at), timedelta(seconds=1))
    return format_timedelta(-passed, granularity="minute", add_direction=True, locale=GERMAN)
