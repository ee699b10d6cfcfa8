"""Where anybody can ask when nothing is recorded: the own town hall, and KIM."""

from __future__ import annotations

from directory.find import Directory
from directory.found import Service

TOWN_HALL = "residence.registration"  # whoever registers addresses is the town hall
KIM = "community.migration_advice"
KIM_NAME = "Kommunales Integrationsmanagement"


def town_hall_and_kim(directory: Directory, municipality: str | None) -> tuple[Service, ...]:
    """The town hall of the municipality when it is recorded, and the KIM contact of the district. May be empty."""
    halls = [one for one in directory.find(TOWN_HALL, municipality) if one.nearness(municipality) == 0][:1] if municipality else []
    kim = [one for one in directory.find(KIM, municipality) if KIM_NAME in one.name][:1]
    return (*halls, *kim)
