"""The operator gives the house a small machine: aiogram comes without what is never used, and reads and writes as it always does."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

READ_AND_WRITE = r"""
import json, re, sys, zlib
from pydantic import BaseModel
if sys.argv[1] == "lean":
    from bot.lean_aiogram import load_aiogram
    load_aiogram()
import aiogram.methods, aiogram.types

def shape(model):
    model.model_rebuild(raise_errors=True)
    told = re.sub(r"(:| at 0x)[0-9a-f]{8,}", "", repr(model.__pydantic_core_schema__))  # without where it stands in memory
    words = set(re.findall(r"[^\s,:()\[\]{}]+", told)) - {"'definitions'", "'definition-ref'", "'schema_ref'"}
    return zlib.crc32(" ".join(sorted(words)).encode())  # in which order types were met, and which says the other whole, does not matter

is_compiled = {
    name: model.__pydantic_complete__
    for module in (aiogram.types, aiogram.methods)
    for name, model in vars(module).items()
    if isinstance(model, type) and issubclass(model, BaseModel)
}
update = {"update_id": 1, "message": {"message_id": 7, "date": 1, "chat": {"id": 5, "type": "private"}, "text": "Hallo"}}
read = aiogram.types.Update.model_validate(update).model_dump(mode="json", exclude_none=True)
written = aiogram.methods.SendMessage(chat_id=5, text="Hallo").model_dump(mode="json", exclude_unset=True)
shapes = {name: shape(getattr(aiogram.types, name, None) or getattr(aiogram.methods, name)) for name in is_compiled}
print(json.dumps({"compiled": sum(is_compiled.values()), "read": read, "written": written, "shapes": shapes}))
"""


def as_imported(how: str) -> dict[str, Any]:
    """What a fresh Python says about aiogram, imported `lean` or `whole`."""
    ran = subprocess.run([sys.executable, "-c", READ_AND_WRITE, how], capture_output=True, text=True, check=True)
    said: dict[str, Any] = json.loads(ran.stdout)
    return said


def test_every_type_of_aiogram_reads_and_writes_the_same_and_none_is_compiled_before_it_is_met() -> None:
    lean, whole = as_imported("lean"), as_imported("whole")

    assert len(whole["shapes"]) > 400
    assert lean["shapes"] == whole["shapes"]
    assert (lean["read"], lean["written"]) == (whole["read"], whole["written"])
    assert lean["compiled"] < whole["compiled"] / 4


def test_what_other_models_ask_for_while_aiogram_is_imported_is_done() -> None:
    import pydantic

    from bot.lean_aiogram import _compiled_later

    class Place(pydantic.BaseModel):
        within: District | None = None  # told later

    class District(pydantic.BaseModel):
        name: str

    names: dict[str, Any] = {}
    with _compiled_later(names):
        Place.model_rebuild()

    assert Place.model_validate({"within": {"name": "Elsen"}}).within == District(name="Elsen")
    assert names == {}
