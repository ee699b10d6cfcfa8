"""What is kept of a person, shown to them: in a chat that is not ours, nothing that was to be read on our own page."""

from __future__ import annotations

from tests.journeys.stage import Newcomer, Stage


async def test_a_sealed_answer_is_not_said_in_telegram_by_asking_what_is_kept(newcomer: Newcomer, channel: str, stage: Stage) -> None:
    manager = await stage.staff("case_manager", "Büren")
    await newcomer.says("Ich wohne in Büren. Ich suche eine Wohnung")
    await newcomer.presses("Mit einem Menschen")
    await newcomer.presses("Ja, weitergeben")
    await manager.accepts(1)
    await manager.send("/desk/cases/1", "/desk/cases/1/reply", words="Der Bescheid ist negativ", sealed="1")

    shown = await newcomer.says("/mydata")
    assert "→ \u2068Ich wohne in Büren. Ich suche eine Wohnung" in shown
    assert ("Bescheid" in shown) == (channel == "web")
    assert ("← \u2068Sie haben eine Nachricht." in shown) == (channel == "telegram")
