"""What is answered in one go (M10, M27, K3)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.corridor import Piece, doing, pieces
from storage.inbox import InboxRow

CHAT = {"id": 7, "type": "private"}


def rows(*updates: dict[str, Any]) -> list[InboxRow]:
    """Updates of one chat that waited together."""
    return [
        InboxRow(number, "telegram", "b", number, "hash", json.dumps(update).encode(), update.get("danger", ""), 1, 0)
        for number, update in enumerate(updates)
    ]


def only(found: tuple[list[Piece], list[InboxRow]]) -> Piece:
    [piece], unreadable = found
    assert unreadable == []
    return piece


def test_an_album_is_one_message_with_the_words_of_any_picture() -> None:
    album = [{"message": {"chat": CHAT, "media_group_id": "9", "photo": [], "danger": ""}} for _ in range(10)]
    album[6]["message"]["caption"] = "mein Brief"
    piece = only(pieces(rows(*album)))
    assert len(piece.rows) == 10
    assert piece.update["message"]["caption"] == "mein Brief"


def test_two_albums_are_two() -> None:
    found, _ = pieces(rows(*({"message": {"chat": CHAT, "media_group_id": which}} for which in ("1", "2", "2"))))
    assert [len(piece.rows) for piece in found] == [1, 2]


def test_texts_that_waited_together_are_one_in_their_order_and_keep_every_danger() -> None:
    said = [{"message": {"chat": CHAT, "text": text}, "danger": danger} for text, danger in (("a", ""), ("b", "x y"), ("c", "y z"))]
    piece = only(pieces(rows(*said)))
    assert (piece.update["message"]["text"], piece.danger) == ("a\nb\nc", ("x", "y", "z"))


def test_halves_of_characters_are_replaced_before_anybody_reads_them() -> None:
    piece = only(pieces(rows({"message": {"chat": CHAT, "text": "\ud83d a\0"}})))
    assert piece.update["message"]["text"] == "\ufffd a\ufffd"


def test_the_same_tap_with_something_odd_beside_it_is_one_tap() -> None:
    odd = {"callback_query": {"data": "m:sos"}, "message": "a word"}
    assert len(only(pieces(rows(odd, odd))).rows) == 2


@pytest.mark.parametrize(
    ("update", "once"),
    [
        ({"callback_query": {"data": "m:topics"}}, "m:topics"),
        ({"message": {"text": "/start"}}, "/start"),
        ({"message": {"media_group_id": "9", "photo": []}}, "9"),
        ({"message": {"text": "/start staff_abc"}}, ""),
        ({"message": {"text": "Ich suche Arbeit"}}, ""),
        ({"message": None}, ""),
        ({"edited_message": {"text": "/start"}}, ""),
    ],
    ids=["a tap", "a command", "an album", "a link with a token", "words", "nothing", "an edit"],
)
def test_what_nobody_means_twice_within_a_second(update: dict[str, Any], once: str) -> None:
    assert doing(update) == once
