"""Verification tasks in German."""

from __future__ import annotations

import re
from functools import cache

from cases.directory_care import LINK_LASTS
from cases.invitations import A_DAY_AT_MOST, SAME_ENTRY, Became, Stops
from locales.speech import FALLBACK, cldr
from storage.care_rows import LinkRow
from storage.moments import from_ms, to_ms
from web.desk_words import moment

FIELDS = {
    "assured_date": "Tag der Prüfung",
    "contact": "Kontakt",
    "email": "E-Mail",
    "hours": "Öffnungszeiten",
    "kind": "Art der Hilfe",
    "needs": "Themen",
    "phones": "Telefon",
    "postal_code": "Postleitzahl",
    "url": "Internetseite",
    "areas": "Gebiet",
    "languages": "Sprachen",
    "name": "Name",
    "organization": "Träger",
    "description": "Beschreibung",
    "street": "Straße",
    "city": "Ort",
    "fees": "Kosten",
    "eligibility": "Für wen",
    "appointment": "Termin",
    "groups": "Zielgruppen",
    "age_from": "Alter ab",
    "age_to": "Alter bis",
    "residence": "Wohnort",
    "waiting_weeks": "Wartezeit in Wochen",
    "cost": "Kosten (Code)",
    "interpreter": "Dolmetschen",
}
REASONS = {
    "no way to reach it": "kein Weg, die Stelle zu erreichen; sie wird nicht angezeigt",
    "opening hours not understood": "Öffnungszeiten nicht verstanden",
    "needs mapping": "Thema unbekannt, bitte zuordnen",
    "changed, dial it": "hat sich geändert, bitte einmal anrufen",
    "guessed": "Art wurde geraten, bitte bestätigen",
    "latitude and longitude seem swapped": "Breite und Länge sind wohl vertauscht",
    "not a coordinate": "keine Koordinate",
    "coordinates outside of the district": "die Koordinaten liegen nicht im Kreis",
    "coordinates far from the town of the address": "die Koordinaten liegen weit weg vom Ort der Anschrift",
    "coordinates outside of Germany": "die Koordinaten liegen nicht in Deutschland",
    "area taken from the address": "Gebiet aus der Anschrift übernommen, bitte prüfen, wer kommen darf",
    "area not known here": "dieses Gebiet kennt der Kreis nicht, bitte zuordnen",
    "not a date": "kein Datum",
    "no need named": "kein Thema genannt",
    "formula kept as text": "sieht nach einer Tabellenformel aus und steht als Text da",
    "HTML removed": "HTML entfernt",
    "invisible characters removed": "unsichtbare Zeichen entfernt",
    "too long, shortened": "zu lang, gekürzt",
    "formula not taken over": "sah nach einer Tabellenformel aus und wurde nicht übernommen",
    "not a postal code": "keine Postleitzahl",
    "not a web address": "keine Internetadresse",
    "not an http address": "keine http-Adresse",
    "unusual web address": "ungewöhnliche Internetadresse",
    "page leads to another host": "Seite leitet auf eine andere Adresse weiter",
    "page is not there": "Seite gibt es nicht mehr",
    "page does not answer": "Seite antwortet nicht",
    "address leads to no public host": "Adresse führt zu keinem öffentlichen Rechner",
    "tracking removed": "Kennung zum Verfolgen entfernt",
    "host name may imitate another": "Adresse könnte eine andere nachahmen",
    "not a public host": "keine öffentliche Adresse",
    "not an e-mail address": "keine E-Mail-Adresse",
    "phone changed by a spreadsheet": "Nummer wurde von einer Tabelle verändert",
    "looks like a date": "sieht nach einem Datum aus",
    "not a phone number": "keine Telefonnummer",
    "leading zero lost": "führende Null verloren",
    "not confirmed for long": "seit mehr als 18 Monaten nicht bestätigt; wird nicht angezeigt",
    "asked for, never confirmed": "wurde vorgeschlagen und half nicht; noch nie bestätigt",
    "for whom not understood": "für wen es ist, wurde nicht verstanden; es wird allen gezeigt",
    "not a number that can be": "keine mögliche Zahl",
    "unknown value": "unbekannter Wert",
    "mail not taken": "unter dieser Adresse nimmt der Mailserver nichts an; bitte anrufen",
}
STOPS = {
    Stops.DANGER: (
        "Dorthin gehen Menschen in Gefahr. Solchen Stellen schreibt das Programm nicht: "
        "Bitte rufen Sie an und geben Sie den Link selbst weiter."
    ),
    Stops.ADDRESS: "Im Verzeichnis steht keine brauchbare E-Mail-Adresse. Bitte rufen Sie an oder geben Sie den Link selbst weiter.",
    Stops.CHANGED: "Die Adresse im Verzeichnis hat sich inzwischen geändert. Es wurde nichts gesendet; bitte sehen Sie sie noch einmal an.",
    Stops.LATELY: f"Diese Stelle wurde in den letzten {SAME_ENTRY.days} Tagen schon gebeten. Bitte warten Sie, oder rufen Sie an.",
    Stops.OFTEN: f"An diese Adresse gingen heute schon {A_DAY_AT_MOST} E-Mails zu anderen Einträgen. Bitte versuchen Sie es morgen.",
}
_BECAME = {
    "": "Link zum Weitergeben erstellt",
    Became.WAITS: "E-Mail wird gerade gesendet",
    Became.SENT: "E-Mail gesendet",
    Became.REFUSED: "E-Mail kam nicht an: Unter dieser Adresse nimmt der Mailserver nichts an. Bitte rufen Sie an",
    Became.FAILED: "E-Mail konnte nicht gesendet werden. Bitte geben Sie den Link selbst weiter",
}


def asked_words(link: LinkRow) -> str:
    """When a provider was asked, how, and what came of it."""
    made = moment(to_ms(from_ms(link.expires_at) - LINK_LASTS))
    return f"{made}: {_BECAME[link.mail]}{' · die Stelle hat geantwortet' if link.used_at else ''}"


@cache
def _codes() -> dict[str, str]:
    return {name.casefold(): code for code, name in cldr(FALLBACK).languages.items() if "_" not in code}


def spoken(codes: str) -> str:
    """Languages as people write them, for codes joined by semicolons; what is no code stays."""
    known = cldr(FALLBACK).languages
    return "; ".join(known.get(code.strip(), code.strip()) for code in codes.split(";") if code.strip())


def codes_of(said: str) -> str:
    """The codes of languages somebody wrote in German, however they are set apart; what is no name stays, for the check to refuse."""
    parts = [part.strip() for part in re.split(r"[;,/\n]| und ", said)]
    return "; ".join(dict.fromkeys(_codes().get(part.casefold(), part) for part in parts if part))
