"""The words of signals, themes, groups and decisions at the desk. German only, as the rest of it."""

from __future__ import annotations

from cases.refusals import ChangedMeanwhile, DirectoryFirst, NeedsSecondPerson, NotChecked, StepNotPossible
from directory.refusals import Refusal
from gaps.fields import SignalState
from gaps.lives import Level, ThemeState

SIGNAL_STATES = {
    SignalState.RECORDED: "erfasst",
    SignalState.CHECKED: "geprüft",
    SignalState.CORRECTED: "Verzeichnis korrigiert",
    SignalState.SOLVED: "im Einzelfall gelöst",
    SignalState.DUPLICATE: "doppelt",
    SignalState.STRUCTURAL: "strukturell",
    SignalState.BUNDLED: "gebündelt",
}
DOUBTS = {  # at signals of which many came at once: did a human let them count?
    None: "Viele auf einmal: zählt nicht, bis jemand nachgesehen hat",
    True: "Viele auf einmal: angesehen, zählt",
    False: "Viele auf einmal: angesehen, zählt nicht",
}
STATES = {
    ThemeState.OBSERVED: "Beobachtet",
    ThemeState.ANALYSED: "Im Regionalteam analysiert",
    ThemeState.WORKING_GROUP: "In der Arbeitsgruppe",
    ThemeState.DRAFT: "Vorlage für die Lenkungsgruppe",
    ThemeState.DECIDED: "Beschlossen",
    ThemeState.DEFERRED: "Vertagt",
    ThemeState.REJECTED: "Abgelehnt",
    ThemeState.FORWARDED: "An das Ministerium weitergeleitet",
    ThemeState.IMPLEMENTATION: "In Umsetzung",
    ThemeState.EFFECT_CHECKED: "Wirkung geprüft",
    ThemeState.CLOSED: "Abgeschlossen",
    ThemeState.REOPENED: "Wieder geöffnet",
}
LEVELS = {Level.MUNICIPALITY: "Kommune", Level.DISTRICT: "Kreis", Level.LAND: "Land", Level.BUND: "Bund"}
TEXT_LABELS = {
    "title": "Titel",
    "office": "Koordinierende Stelle",
    "parties": "Beteiligte",
    "vignette": "Beispiel, anonym (keine Namen, keine Orte unter der Kommune)",
    "proposal": "Vorschlag",
    "decision": "Beschluss",
    "owner": "Wer setzt es um?",
    "answer": "Antwort an alle, die es gemeldet haben",
}
LINES = ("title", "office", "owner")  # one line each; the others are longer
BODIES = {"regional_team": "Regionalteam", "working_group": "Arbeitsgruppe", "steering_group": "Lenkungsgruppe"}
ITEM_STATES = {"proposed": "vorgeschlagen", "taken": "auf der Tagesordnung", "left_out": "nicht aufgenommen"}
HOUSE = "KIM-Lotse"
RETURNED = "Nach dem Abschluss kamen wieder Hinweise."

# status, title, and what is said
NO: dict[type[Refusal], tuple[int, str, str]] = {
    StepNotPossible: (
        409,
        "Dieser Schritt geht jetzt nicht",
        "Der Stand passt nicht dazu. Laden Sie die Seite neu. Es wurde nichts geändert.",
    ),
    NotChecked: (
        400,
        "Noch nicht geprüft",
        "Bevor ein Hinweis als strukturell gilt, muss jemand das Verzeichnis prüfen. Es wurde nichts geändert.",
    ),
    DirectoryFirst: (
        409,
        "Erst das Verzeichnis",
        "Vielleicht stimmt nur ein Eintrag im Verzeichnis nicht: bitte erst die Prüfaufgaben dazu erledigen. Es wurde nichts geändert.",
    ),
    NeedsSecondPerson: (
        409,
        "Zweite Person nötig",
        "Sie haben schon zugestimmt; jetzt muss es eine zweite Person. Es wurde nichts geändert.",
    ),
    ChangedMeanwhile: (409, "Inzwischen geändert", "Jemand anderes hat inzwischen gespeichert. Es wurde nichts überschrieben."),
}
FIELDS = {
    "period": "Bitte wählen Sie ein Halbjahr aus der Liste.",
    "day": "Bitte ein Datum wie 31.03.2027.",
    "hour": "Bitte eine Uhrzeit wie 14:00.",
    "level": "Bitte wählen Sie eine Ebene aus der Liste.",
    "body": "Bitte wählen Sie eine Art aus der Liste.",
    "member": "Bitte wählen Sie jemanden aus der Liste.",
    "meeting": "Bitte wählen Sie eine Sitzung aus der Liste.",
    "outcome": "Bitte wählen Sie, was beschlossen wurde.",
    "cause": "Bitte wählen Sie Anliegen und Ursache aus der Liste.",
    "gone": "Das ist nicht die Zahl dessen, was geschehen würde. Es wurde nichts geändert.",
}
WITHOUT_PEOPLE = "Bitte ohne Namen und ohne Nummern von Telefonen, Konten oder Papieren. Es wurde nichts gespeichert."
NO_REASON = "Bitte schreiben Sie, warum. Es wurde nichts geändert."


def state_label(state: str) -> str:
    """Where a theme is; what was saved beside the steps reads as such."""
    return {**{key.value: label for key, label in STATES.items()}, "text": "Texte gespeichert"}.get(state, state)


def signal_label(state: str) -> str:
    """Where a signal is."""
    return {key.value: label for key, label in SIGNAL_STATES.items()}.get(state, state)
