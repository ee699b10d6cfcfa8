"""Finding an entry by its name: whoever sits at a desk often knows what it is called."""

from __future__ import annotations

from directory.find import Directory
from directory.folding import fold
from directory.found import Service

WORDS_AT_MOST = 8  # of a query; a longer one names nothing


def named_like(directory: Directory, words: str, municipality: str | None, at_most: int) -> tuple[Service, ...]:
    """The usable services whose name or organization holds all these words or pieces of words, in any order and with any accents.

    With a municipality only those for people there. Signs that mean something to a database mean nothing here.
    """
    wanted = fold(words, 200).split()
    if not wanted or len(wanted) > WORDS_AT_MOST or sum(map(len, wanted)) < 2:
        return ()
    found = (
        service
        for service in directory.services.values()
        if service.usable
        and (municipality is None or service.nearness(municipality) is not None)
        and all(piece in fold(f"{service.name} {service.organization}") for piece in wanted)
    )
    return tuple(sorted(found, key=lambda service: (service.name, service.id))[:at_most])
