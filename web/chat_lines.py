"""The lines of a chat as pages and programs get them."""

from __future__ import annotations

from typing import Any

from storage.unit import Unit
from storage.web_lines import LineRow
from web.bodies import clean

AT_ONCE = 200
MAY_OPEN = ("https://", "http://", "tel:", "mailto:", "geo:")


def line_view(row: LineRow) -> dict[str, Any]:
    """One line: its number, who said it, plain text, buttons."""
    view: dict[str, Any] = {"id": row.id, "from": row.sender, "text": clean(str(row.line.get("text", ""))), "buttons": _buttons(row)}
    if row.replaces is not None:
        view["replaces"] = row.replaces
    return view


def _buttons(row: LineRow) -> list[list[dict[str, str]]]:
    rows = [[shown for button in buttons if (shown := _button(button))] for buttons in row.line.get("buttons") or ()]
    return [buttons for buttons in rows if buttons]


def _button(button: dict[str, Any]) -> dict[str, str] | None:
    """A button, or nothing where it would open what we do not open."""
    shown = {"id": str(button.get("id") or ""), "label": clean(str(button.get("label") or ""))}
    url = button.get("url")
    if url:
        if not str(url).lower().startswith(MAY_OPEN):
            return None
        shown["url"] = clean(str(url))
    return shown if shown["label"] else None


def lines_after(unit: Unit, chat_hash: str, number: int) -> list[dict[str, Any]]:
    """What came after line `number`, at most AT_ONCE lines, oldest first. What KIM wrote among them is read by that."""
    return _read(unit, unit.lines.after(chat_hash, number, AT_ONCE))


def _read(unit: Unit, rows: list[LineRow]) -> list[dict[str, Any]]:
    by_kim = [row.outbox_id for row in rows if row.sender == "person" and row.outbox_id is not None]
    if by_kim:
        unit.returns.read(by_kim)
    return [line_view(row) for row in rows]


def newest_lines(unit: Unit, chat_hash: str, at_most: int) -> list[dict[str, Any]]:
    """The end of the chat, without lines that a later one replaces. What KIM wrote among them is read by that."""
    kept: list[LineRow] = []
    replaced: set[int] = set()
    number = 0
    while rows := unit.lines.after(chat_hash, number, AT_ONCE):
        number = rows[-1].id
        replaced |= {row.replaces for row in rows if row.replaces is not None}
        kept = (kept + rows)[-at_most:]
        if len(rows) < AT_ONCE:
            break
    return _read(unit, [row for row in kept if row.id not in replaced])


def label_of(unit: Unit, chat_hash: str, button: str) -> str | None:
    """What stands on a button that was offered in this chat; None when nobody offered it here."""
    label = None
    number = 0
    while rows := unit.lines.after(chat_hash, number, AT_ONCE):
        number = rows[-1].id
        for row in rows:
            for offered in (one for line in _buttons(row) for one in line):
                if offered["id"] == button and "url" not in offered:
                    label = offered["label"]
        if len(rows) < AT_ONCE:
            break
    return label
