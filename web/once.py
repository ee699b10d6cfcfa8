"""Forms that must not count twice, where the database has no key for them."""

from __future__ import annotations

import secrets
from collections import OrderedDict

REMEMBERED = 1_000


class Once:
    """Numbers of forms that were sent already."""

    def __init__(self) -> None:
        self._used: OrderedDict[str, None] = OrderedDict()

    def first_time(self, form_key: str) -> bool:
        """Whether this form comes for the first time; the next time it does not."""
        if form_key in self._used:
            return False
        self._used[form_key] = None
        if len(self._used) > REMEMBERED:
            self._used.popitem(last=False)
        return True


def new_form_key() -> str:
    """A number for a form that nobody else's form has."""
    return secrets.token_urlsafe(12)
