"""The mails staff get, in German. Nothing in them says what or who it is about: mailboxes are read by others, too."""

from __future__ import annotations

SUBJECT = "KIM-Lotse: Es wartet etwas auf Sie"
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
