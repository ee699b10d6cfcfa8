"""A replica died with a message in its hand: another one says it, long before the lease would have ended."""

from __future__ import annotations

import pytest

from storage.outbox import LEASE_MS
from storage.unit import Unit
from tests.journeys.stage import PATIENCE, Stage


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_what_a_dead_replica_was_about_to_say_is_said_by_another(stage_on_each_database: Stage) -> None:
    stage = stage_on_each_database
    newcomer = stage.telegram()
    chat_hash = stage.house.keeper.ring.lookup("telegram", str(newcomer.chat))

    def dies_with_it_in_hand(unit: Unit) -> None:
        words = {"method": "sendMessage", "chat_id": newcomer.chat, "text": "KIM antwortet morgen."}
        unit.outbox.say(channel="telegram", chat_hash=chat_hash, contact_id=None, kind="method", payload=words)
        unit.outbox.claim("a dead replica", 1)

    await stage.house.keep(dies_with_it_in_hand)
    assert PATIENCE < LEASE_MS / 1000, "else waiting for the lease would pass too"
    await newcomer.hears("KIM antwortet morgen.")
    assert [line.text for line in await newcomer.heard()] == ["KIM antwortet morgen."]
