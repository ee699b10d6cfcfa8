"""The words of the gap log: German labels for the fields of a signal."""

from __future__ import annotations

import json

from gaps.fields import AgeBand, Break, CameOf, Evidence, Kind, Source, TargetGroup, Urgency
from gaps.spheres import spheres
from storage.gap_rows import SignalRow

SOURCES = {
    Source.NO_OFFER: "KIM-Lotse: kein Angebot gefunden",
    Source.NO_REPLY: "Keine Antwort bekommen",
    Source.FULL_TOWN: "Fallmanagement voll",
    Source.CASE_MANAGER: "Fallmanagement",
    Source.DID_NOT_HELP: "Hat nicht geholfen",
    Source.REFERRAL_FAILED: "Vermittlung gescheitert",
    Source.PARTNER: "Partner",
    Source.WHITE_SPOT: "Verzeichnis (weißer Fleck)",
}
KINDS = {
    Kind.MISSING_OFFER: "Fehlendes Angebot",
    Kind.OUT_OF_REACH: "Lücke im System",
    Kind.BREAK: "Bruch am Übergang",
    Kind.DIRECTORY_ERROR: "Verzeichnisfehler",
}
TARGET_GROUPS = {
    TargetGroup.UNACCOMPANIED_MINOR: "Unbegleitete Minderjährige",
    TargetGroup.TOLERATED: "Geduldete",
    TargetGroup.IN_PROCEDURE: "Menschen im Asylverfahren",
    TargetGroup.RECOGNISED: "Anerkannte",
    TargetGroup.TEMPORARY_PROTECTION: "Vorübergehender Schutz (§ 24)",
    TargetGroup.EU_CITIZEN: "Menschen aus der EU",
    TargetGroup.RESETTLER: "Spätaussiedler",
    TargetGroup.OTHER_THIRD_COUNTRY: "Andere Drittstaaten",
    TargetGroup.LONG_SETTLED: "Menschen, die schon lange hier sind",
}
AGE_BANDS = {
    AgeBand.CHILD: "unter 18",
    AgeBand.YOUNG: "18 bis 26",
    AgeBand.ADULT: "27 bis 64",
    AgeBand.OLD: "65 und älter",
}
URGENCIES = {
    Urgency.BENEFIT_GAP: "Kein Geld zum Leben",
    Urgency.LOSS_OF_HOME: "Wohnung geht verloren",
    Urgency.DEADLINE: "Eine Frist läuft",
    Urgency.CHILD_WELFARE: "Kindeswohl",
    Urgency.HEALTH: "Gesundheit",
    Urgency.DELAY: "Es verzögert sich",
}
CAME_OF = {
    CameOf.NOT_REACHED: "nicht erreicht",
    CameOf.FULL: "voll",
    CameOf.REFUSED: "abgelehnt",
    CameOf.DID_NOT_HELP: "half nicht",
    CameOf.WRONG_HOURS: "Zeiten passen nicht",
}
EVIDENCE = {
    Evidence.SINGLE: "Einzelner Hinweis",
    Evidence.REPEATED: "Mehrfach",
    Evidence.CONFIRMED: "Vom Fallmanagement bestätigt",
    Evidence.STRUCTURAL: "Strukturell bestätigt",
}


def sphere_label(code: str) -> str:
    """A legal sphere by name; its code when the model does not know it any more."""
    return spheres().spheres[code].label_de if code in spheres().spheres else code


def event_label(code: str) -> str:
    """An event by name."""
    return spheres().events[code].label_de if code in spheres().events else code


def break_label(one: Break) -> str:
    """A break on one line."""
    return f"{event_label(one.trigger)}: {sphere_label(one.sphere_from)} → {sphere_label(one.sphere_to)}"


def more_of(row: SignalRow) -> list[tuple[str, str]]:
    """What else a signal says, as label and text; what was not recorded is left out. Services by the id of their source."""
    labels: dict[str, str] = {
        one.value: label for words in (KINDS, EVIDENCE, TARGET_GROUPS, AGE_BANDS, URGENCIES, CAME_OF) for one, label in words.items()
    }
    broken = Break(row.sphere_from, row.sphere_to, row.trigger) if row.sphere_from and row.sphere_to and row.trigger else None
    tried = ", ".join(f"{service}: {labels.get(came, came)}" for service, came in json.loads(row.tried))
    said = (
        ("Art", labels.get(row.kind, row.kind)),
        ("Belegstufe", labels.get(row.evidence, row.evidence)),
        ("Übergang", "" if broken is None else break_label(broken)),
        ("Zielgruppe", labels.get(row.target_group or "", "")),
        ("Alter", labels.get(row.age_band or "", "")),
        ("Folge", labels.get(row.urgency or "", "")),
        ("Versucht", tried),
    )
    return [(label, text) for label, text in said if text]
