"""How many answers a chat gets (A11)."""

from __future__ import annotations

from bot.patience import ANSWERS, SECONDS, TOLD_AGAIN, Patience


class Hands:
    """A clock that is turned."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_twenty_answers_a_minute_then_one_sentence_then_silence() -> None:
    hands = Hands()
    patience = Patience(hands)
    assert {patience.for_one_more("a") for _ in range(ANSWERS)} == {"answer"}
    assert [patience.for_one_more("a") for _ in range(3)] == ["tell", "wait", "wait"]
    assert patience.for_one_more("b") == "answer"
    hands.now = SECONDS + 1
    assert patience.for_one_more("a") == "answer"


def test_a_flood_that_goes_on_is_told_again_after_ten_minutes() -> None:
    hands = Hands()
    patience = Patience(hands)
    told = []
    while hands.now < 2 * TOLD_AGAIN:
        told.append(patience.for_one_more("a"))
        hands.now += 1
    assert told.count("tell") == 2
    assert told.count("answer") <= ANSWERS * (2 * TOLD_AGAIN / SECONDS + 1)
