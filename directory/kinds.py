"""What kind of help an offer is. Advice that depends on nobody comes before the authority that decides."""

from __future__ import annotations

import re

_DECIDES = re.compile(
    r"\b(?:ausländer(?:behörde|amt)|jobcenter|sozialamt|standesamt|jugendamt|familienkasse|bürger(?:büro|amt)|rathaus|gemeindeverwaltung"
    r"|stadtverwaltung|einwohner(?:amt|meldeamt)|finanzamt|schulamt|gesundheitsamt|wohngeldstelle|elterngeldkasse|unterhaltsvorschuss\w*"
    r"|einbürgerung\w*|staatsangehörigkeits\w*|führerscheinstelle|agentur für arbeit|polizei\w*|bundesamt für migration\w*|krankenkasse)\b",
    re.IGNORECASE,
)
_ADVISES = re.compile(r"berat|hilfetelefon|seelsorge|notruftelefon|frauenhaus|jugendmigrationsdienst|flüchtlingsrat", re.IGNORECASE)


def likely_kind(organization: str, name: str) -> str:
    """A guess for a source that does not say; whoever uses it opens a task, so that a human decides."""
    if _DECIDES.search(name) or (_DECIDES.search(organization) and not _ADVISES.search(name)):
        return "deciding_authority"
    return "independent_advice" if _ADVISES.search(name) else "practical_offer"
