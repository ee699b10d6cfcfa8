"""The formats a directory may come in. A further format is one more file in this folder with a `FORMAT`; nothing else changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from directory.entries import Reading, Surroundings
from directory.refusals import ImportRefused


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write a directory down.

    `recognises` looks at the file's name and first bytes only. `read` gives the whole reading or raises ImportRefused; it writes nothing.
    """

    name: str
    recognises: Callable[[str, bytes], bool]
    read: Callable[[str, bytes, Surroundings], Reading]


@cache
def formats() -> tuple[Format, ...]:
    """Every format of this folder, by the name of its file."""
    modules = [import_module(f"{__name__}.{found.name}") for found in sorted(iter_modules(__path__), key=lambda found: found.name)]
    return tuple(module.FORMAT for module in modules if hasattr(module, "FORMAT"))


def read(file: str, raw: bytes, around: Surroundings) -> Reading:
    """The entries and doubts of a file in any known format; all of it or ImportRefused."""
    for known in formats():
        if known.recognises(file, raw[:512]):
            return known.read(file, raw, around)
    names = ", ".join(known.name for known in formats())
    raise ImportRefused(file, 0, "", f"no known format; known are: {names}")
