"""aiogram without the readers and writers of all its 440 types, of which a bot that reads updates and sends JSON needs a few dozen.

aiogram has each of its types compiled by pydantic as soon as it is imported: 2 s and 100 MB (aiogram 3.31, pydantic 2.13). Its types are
marked to be compiled when they are first met (`defer_build`), only the names they mention are missing by then, since those are imported for
type checkers alone. Here the names are put where they are missing, and the compiling is left for later. Nothing else of aiogram is changed;
tests/bot/test_lean_aiogram.py compiles every type and compares.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from pydantic import BaseModel

from directory.read_once import read_once

_OF_TYPES = ("aiogram.types.", "aiogram.methods.")


@read_once
def load_aiogram() -> None:
    """Imports aiogram. Whoever imports it before has all of it compiled, and nothing is left to do here."""
    if "aiogram" in sys.modules:
        return
    names: dict[str, Any] = {}
    with _compiled_later(names):
        import_module("aiogram")
    for module in [module for name, module in sys.modules.items() if name.startswith(_OF_TYPES)]:
        for name, meaning in names.items():
            vars(module).setdefault(name, meaning)


@contextmanager
def _compiled_later(names: dict[str, Any]) -> Iterator[None]:
    """While aiogram's types ask to be compiled: only their names are taken down. Any other model of any thread is compiled as ever."""
    at_once = vars(BaseModel)["model_rebuild"]

    def take_down(model: type[BaseModel], /, **how: Any) -> bool | None:
        if model.__module__.startswith(_OF_TYPES):
            names.update(how.get("_types_namespace") or {})
            return None
        how["_parent_namespace_depth"] = how.get("_parent_namespace_depth", 2) + 1  # this function stands between
        rebuilt: bool | None = at_once.__func__(model, **how)
        return rebuilt

    setattr(BaseModel, "model_rebuild", classmethod(take_down))  # noqa: B010  # mypy: cannot assign to a method
    try:
        yield
    finally:
        setattr(BaseModel, "model_rebuild", at_once)  # noqa: B010
