"""What is answered in one go (M10, M27, K3)."""

from __future__ import annotations

import json
from typing import Any

from bot.corridor import Piece, pieces
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
