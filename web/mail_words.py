"""The mails staff get, in German, and people who wished for one, in theirs: nothing in them says what or who it is about.

And the one providers get, about their own public entry.
"""

from __future__ import annotations

from cases.directory_care import LINK_LASTS
from locales.speech import _, speaking

SUBJECT = "KIM-Lotse: Es wartet etwas auf Sie"
PROVIDER_SUBJECT = "Bitte prüfen Sie Ihren Eintrag im Angebotsverzeichnis"
CONFIRM_SUBJECT = "KIM-Lotse: Bitte bestätigen Sie Ihre Adresse"


def waiting_mail(public_url: str, cases: set[int]) -> tuple[str, str]:
    """Subject and text of a notice about these cases: a link to the case, or to the list when there are several."""
    link = f"{public_url}/desk/cases/{next(iter(cases))}" if len(cases) == 1 else f"{public_url}/desk"
    return SUBJECT, f"Am Schreibtisch von KIM-Lotse wartet etwas auf Sie:\n{link}\n"


def confirming_mail(public_url: str, token: str) -> tuple[str, str]:
    """Subject and text of the mail that asks whether an address is theirs."""
    text = (
        "Jemand möchte an diese Adresse Hinweise von KIM-Lotse bekommen. Waren Sie das? Dann melden Sie sich am Schreibtisch an und "
        f"öffnen Sie innerhalb von 24 Stunden diesen Link:\n{public_url}/desk/me/told/link/{token}\n\nWenn nicht, müssen Sie nichts tun.\n"
    )
    return CONFIRM_SUBJECT, text


def provider_mail(public_url: str, name: str, organization: str, token: str) -> tuple[str, str]:
    """Subject and text for whoever offers something: please look at your entry. The same words go by mail and are copied by staff."""
    text = (
        f"Guten Tag,\n\nim Angebotsverzeichnis des Kommunalen Integrationsmanagements (KIM) steht Ihr Angebot „{name}“ ({organization}). "
        "Menschen, die neu im Kreis sind, werden damit zu Ihnen geschickt. Bitte sehen Sie nach, ob alles stimmt. Über diesen Link "
        f"bestätigen Sie den Eintrag oder schlagen Änderungen vor:\n\n{public_url}/entry/{token}\n\n"
        f"Der Link gilt einmal und {LINK_LASTS.days} Tage lang. Sie brauchen keine Anmeldung, und niemand fragt nach einem Passwort.\n\n"
        "Vielen Dank!\nKommunales Integrationsmanagement\n"
    )
    return PROVIDER_SUBJECT, text


def message_mail(public_url: str, language: str, stop: str, *, named: bool) -> tuple[str, str]:
    """Subject and text for a person: that there is a message, where to read it, how to hear nothing more. `named`: it may name KIM."""
    with speaking(language):
        subject = _("Message from KIM") if named else _("You have a message.")
        read, end = f"{public_url}/return?lang={language}", f"{public_url}/return/stop/{stop}?lang={language}"
        return subject, f"{_('You have a message.')}\n\n{_('Open the message')}:\n{read}\n\n{_('No more mails')}:\n{end}\n"
