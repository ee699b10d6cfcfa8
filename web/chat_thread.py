"""The threads of a person's cases as lines of their web chat, for whoever came back into it."""

from __future__ import annotations

from cases.coming_back import Back
from locales.speech import _, isolate
from storage.threads import MessageRow
from storage.unit import Unit


def show_threads(unit: Unit, back: Back) -> None:
    """What was written stands in the chat again, in the language that is spoken now. What is still carried comes by itself."""
    names = {number: name for number, (name, _there) in unit.staff.names().items()}
    for case in back.cases:
        for message in unit.threads.messages(case.id):
            if message.carried != "queued":
                line = {"text": _text(message, names.get(message.staff_id or 0, "KIM")), "buttons": []}
                sender = "me" if message.sender == "person" else "person"
                unit.lines.add(chat_hash=back.contact.chat_hash, sender=sender, line=line, outbox_id=message.outbox_id)


def _text(message: MessageRow, name: str) -> str:
    if message.sender == "person":
        return message.words
    who = _("{name} (interpreter)").format(name=isolate(name)) if message.sender == "interpreter" else f"{isolate(name)} (KIM)"
    return f"{who}:\n{message.words}"
