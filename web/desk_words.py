"""The words of the desk. German only: it is read in the town halls of one district."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime, format_timedelta

from cases.coming_back import PURPOSE as MAIL
from cases.conversation import Outcome
from cases.handover import ASKED_FOR
from cases.handover import PURPOSE as TALK
from cases.interpreting import PURPOSE as INTERPRETER
from cases.refusals import (
    AlreadyAsked,
    CaseAlreadyAccepted,
    CaseClosed,
    CaseNotAccepted,
    CaseNotFound,
    CaseStillOpen,
    EmptyWords,
    ExportNotReady,
    LeadsToSomebody,
    LinkUsedUp,
    NotAllowed,
    NotUnderstood,
    NotYourCase,
    NoYes,
    SentBefore,
    SignInRefused,
    TooLate,
)
from cases.responsibility import Reason, Why
from directory.needs import taxonomy
from directory.refusals import Refusal
from gaps.fields import Cause
from locales import speech
from locales.speech import FALLBACK
from storage.moments import from_ms
from web import theme_words

LOCAL = ZoneInfo("Europe/Berlin")
GERMAN = Locale.parse("de")

OUTCOMES = {
    Outcome.SOLVED: "Gelöst",
    Outcome.PARTLY: "Teilweise gelöst",
    Outcome.REFERRED: "Weitervermittelt",
    Outcome.NOT_SOLVED: "Nicht gelöst",
    Outcome.NO_CONTACT: "Kein Kontakt",
    Outcome.NOT_ELIGIBLE: "Gehört nicht zu den vereinbarten Zielgruppen",
}
OTHER_ENDS = {
    "ended_by_person": "Von der Person beendet",
    "erased": "Gelöscht",
    "withdrawn": "Einwilligung zurückgenommen",
    "forgotten": "180 Tage ohne Nachricht, gelöscht",
}
CAUSES = {
    Cause.NOTHING_LISTED: "Nichts eingetragen, noch nicht geprüft",
    Cause.NOT_IN_THIS_MUNICIPALITY: "Gibt es im Kreis, aber nicht in dieser Kommune",
    Cause.NONE_EXISTS: "Gibt es nicht",
    Cause.FULL: "Voll oder Warteliste",
    Cause.NOT_ELIGIBLE: "Nicht berechtigt (Status, Alter, Frist)",
    Cause.LANGUAGE: "Sprache oder Dolmetschen fehlt",
    Cause.NOT_REACHABLE: "Nicht erreichbar (Weg, Zeiten, Kinderbetreuung, Barrieren)",
    Cause.STUCK: "Papiere oder Verfahren hängen",
    Cause.UNCLEAR: "Zuständigkeit unklar",
    Cause.NO_REPLY: "Keine Antwort",
    Cause.COSTS: "Kosten",
}
FOR_MANAGERS = tuple(cause for cause in CAUSES if cause is not Cause.NOTHING_LISTED)  # what only somebody who asked around can say
GROUPS = {
    "for_you": "Wartet auf Sie",
    "waiting": "Wartet auf jemanden",
    "yours": "Ihre Fälle",
    "team": "Fälle der anderen",
    "closed": "Abgeschlossen",
}
RUNGS = {
    "own": "Kommune",
    "substitute": "Vertretung",
    "team": "Regionalteam",
    "coordinator": "Koordination",
    "nobody": "niemand",
}
TARGET_GROUPS = {
    "unaccompanied_minor": "Unbegleitete Minderjährige",
    "tolerated": "Geduldete",
    "in_asylum_procedure": "Menschen im Asylverfahren",
    "recognised": "Anerkannte",
    "temporary_protection": "Vorübergehender Schutz (§ 24)",
    "eu_citizen": "Menschen aus der EU",
    "resettler": "Spätaussiedler",
    "other_third_country": "Andere Drittstaaten",
    "long_settled": "Menschen, die schon lange hier sind",
}
ROLES = {
    "case_manager": "Fallmanagement",
    "coordinator": "Koordination",
    "admin": "Verwaltung der Zugänge",
    "auditor": "Prüfung (nur Protokoll)",
    "office_contact": "Kontakt in Ausländer- oder Einbürgerungsbehörde (nur Verfahrensfragen)",
    "interpreter": "Dolmetschen (nur gebuchte Fälle)",
    "steering": "Lenkungsgruppe (nur Tagesordnung)",
}
CHANNELS = {"telegram": "Telegram", "web": "Web-Chat", "email": "E-Mail"}
KINDS = {
    "independent_advice": "Unabhängige Beratung",
    "deciding_authority": "Behörde, die entscheidet",
    "practical_offer": "Praktisches Angebot",
}
BROKEN = "Die Zusage wurde nicht gehalten"
NO_PROMISE = "Nichts zugesagt: Niemand war da"
UNREAD = "Eine Nachricht ist seit einem Tag ungelesen"
GOES_SOON = "Seit fast 180 Tagen geschieht nichts: In einer Woche wird gelöscht"
UNDELIVERED = "Die letzte Antwort wurde nicht zugestellt"
UNREACHABLE = "Die Person ist nicht erreichbar"
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


_FIELDS = {
    "hours": "Diese Dienstzeiten wurden nicht verstanden. Schreiben Sie zum Beispiel: Mo-Do 8-16 Uhr, Fr 8-12 Uhr",
    "days": "Diese Tage ergeben keinen Sinn. Das Ende darf nicht vor dem Anfang oder vor heute liegen.",
    "substitute": "Als Vertretung geht nur jemand anderes aus Fallmanagement oder Koordination.",
    "login": "Dieser Anmeldename geht nicht. Vielleicht hat ihn schon jemand.",
    "password": "Bitte ein Passwort mit mindestens 12 Zeichen, das nicht aus Ihrem Namen besteht.",
    "code": "Der Code stimmt nicht. Nehmen Sie den, den die App gerade zeigt; geht die Uhr des Telefons richtig?",
    "capacity": "Bitte eine Zahl von 0 bis 500, oder nichts.",
    "email": "Das ist keine Adresse, an die wir schreiben können. Sie sieht so aus: vorname.nachname@stadt.de",
    "emails": "An neue Adressen gehen höchstens drei E-Mails in der Stunde. Bitte versuchen Sie es später noch einmal.",
    "template": "Ein Titel hat höchstens 60 Zeichen, ein Text 3000.",
    "templates": "Mehr als 100 Vorlagen findet niemand wieder. Bitte löschen Sie zuerst eine.",
    "service": "Bitte wählen Sie ein Angebot, das es noch gibt.",
    "municipality": "Bitte wählen Sie eine andere Kommune des Kreises.",
    "interpreter": "Bitte wählen Sie jemanden aus der Liste: Sprache und Wunsch müssen passen.",
    "community": "Bitte bestätigen Sie, dass die Person nicht aus der Community der ratsuchenden Person kommt.",
    "booking": "Bitte eine Dauer von 1 bis 30 Tagen.",
    "need": "Bitte wählen Sie, worum es ging. Notlagen werden nie gezählt.",
    "cause": "Bitte wählen Sie, woran es lag.",
    "partner": "Ein Name hat höchstens 80 Zeichen, und es gibt höchstens 200 Partner.",
    "state": "Bitte wählen Sie, was dabei herauskam.",
    "note": "Eine Notiz hat höchstens 500 Zeichen.",
    "briefing": "Die Einweisung darf höchstens 500 Zeichen haben.",
    **theme_words.FIELDS,
}
_NO: dict[type[Refusal], No] = {
    CaseNotFound: No(404, "Nicht gefunden", "Diesen Fall gibt es nicht, oder Sie sind nicht für ihn zuständig."),
    CaseAlreadyAccepted: No(409, "Schon angenommen", "Jemand anderes war schneller. Sie müssen nichts tun."),
    CaseClosed: No(409, "Schon abgeschlossen", "Der Fall ist abgeschlossen. Es kann nichts mehr geschrieben oder geändert werden."),
    CaseNotAccepted: No(409, "Noch nicht angenommen", "Nehmen Sie den Fall zuerst an. Die Person soll wissen, wer ihr antwortet."),
    CaseStillOpen: No(409, "Noch offen", "Schließen Sie den Fall zuerst ab. Es wurde nichts geändert."),
    ExportNotReady: No(
        409,
        "Das geht gerade nicht",
        "Der Export ist nicht freigegeben, schon geholt oder zu alt, oder es kam etwas dazu. Bitte neu anfragen. Es wurde nichts geändert.",
    ),
    NotYourCase: No(409, "Nicht Ihr Fall", "Nur wer den Fall angenommen hat, kann jemanden zum Dolmetschen holen."),
    AlreadyAsked: No(409, "Schon gefragt", "Die Person hat Ja gesagt oder wurde in den letzten sieben Tagen gefragt."),
    NoYes: No(409, "Kein Ja", "Die Person hat dazu nicht oder nicht mehr Ja gesagt, oder es ist schon vorbei."),
    LinkUsedUp: No(410, "Dieser Link gilt nicht mehr", "Er wurde schon benutzt oder ist abgelaufen. Lassen Sie sich einen neuen geben."),
    NotAllowed: No(403, "Nicht für Ihre Rolle", "Diese Seite gehört zu einer anderen Aufgabe."),
    TooLate: No(409, "Zu spät", "Die Nachricht ist schon unterwegs und lässt sich nicht mehr zurücknehmen."),
    SentBefore: No(
        409,
        "Schon gesendet",
        "Von dieser Seite ging schon ein anderer Text an die Person; er steht im Verlauf. "
        "Dieser Text wurde noch nicht gesendet. Bitte prüfen Sie ihn, dann senden Sie noch einmal.",
    ),
    EmptyWords: No(400, "Kein Text", "Bitte schreiben Sie etwas, bevor Sie senden."),
    LeadsToSomebody: No(400, "Ohne Nummern", theme_words.WITHOUT_PEOPLE),
    **{kind: No(*words) for kind, words in theme_words.NO.items()},
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
    if isinstance(refusal, SignInRefused):
        wait = f"Bitte warten Sie {refusal.minutes} Minuten und versuchen Sie es dann noch einmal." if refusal.minutes else ""
        return No(429 if wait else 403, "Nicht angemeldet", wait or "Das hat nicht geklappt. Bitte versuchen Sie es noch einmal.")
    if isinstance(refusal, NotUnderstood):
        return No(400, "Nicht verstanden", f"{_FIELDS[refusal.field]} Es wurde nichts geändert.")
    return _NO.get(type(refusal)) or No(409, "Das ging nicht", "Es wurde nichts geändert.")


def in_words(labels: Mapping[Any, str], code: str) -> str:
    """What a code of one of these lists means to people; one that no list knows any more stays as it is."""
    return labels.get(code, code)


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


def ago(at: int, now: datetime) -> str:
    """How long ago, roughly."""
    passed = max(now - from_ms(at), timedelta(seconds=1))
    return format_timedelta(-passed, granularity="minute", add_direction=True, locale=GERMAN)


def consent_line(purpose: str, version: str, language: str, given_at: int, withdrawn_at: int | None) -> str:
    """What somebody agreed to, when, and in which wording."""
    about = {
        TALK: "Weitergabe an einen Menschen bei KIM",
        ASKED_FOR: "Jemand anderes darf für die Person fragen",
        INTERPRETER: "Jemand dolmetscht und liest mit",
        MAIL: "E-Mail ohne Inhalt, wenn eine Nachricht wartet",
    }.get(purpose, purpose)
    told = f"{about}: ja am {moment(given_at)}, Fassung {version}, auf {language_name(language)}"
    return told if withdrawn_at is None else f"{told}; zurückgenommen am {moment(withdrawn_at)}"


def day(when: date) -> str:
    """A day on a German calendar."""
    return str(format_date(when, "EEE d.M.y", locale=GERMAN))


def explained(reasons: tuple[Reason, ...], names: dict[int, tuple[str, bool]]) -> list[str]:
    """Why somebody is responsible, one sentence for each step."""
    return [_EXPLAINED[reason.why](reason, names.get(reason.staff or 0, ("jemand", False))[0]) for reason in reasons]


_EXPLAINED: dict[Why, Callable[[Reason, str], str]] = {
    Why.NO_PLACE: lambda _reason, _who: "Der Ort wurde nicht genannt.",
    Why.NO_POST: lambda reason, _who: f"In {reason.name} ist keine Stelle besetzt.",
    Why.ABSENT: lambda reason, who: f"{who} ist bis {day(reason.until)} nicht da." if reason.until else f"{who} ist nicht da.",
    Why.FULL: lambda _reason, who: f"{who} kann gerade niemanden mehr aufnehmen.",
    Why.IN_TOWN: lambda reason, who: f"{who} ist für {reason.name} da.",
    Why.SPEAKS: lambda reason, who: f"{who} spricht {language_name(reason.name or '')}.",
    Why.KNOWS: lambda reason, who: f"{who} kennt sich mit {area_label(reason.name or '')} aus.",
    Why.SUBSTITUTE: lambda _reason, who: f"{who} vertritt.",
    Why.TEAM: lambda reason, who: f"{who} springt aus {reason.name} ein.",
    Why.COORDINATOR: lambda _reason, who: f"{who} aus der Koordination übernimmt, weil sonst niemand da ist.",
    Why.NOBODY: lambda _reason, _who: "Niemand ist da, den man fragen könnte.",
}
