"""The formats a directory may come in. A further format is one more file in this folder with a `FORMAT`; nothing else changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from directory.archives import folder, is_archive, unpacked
from directory.entries import Reading, Surroundings
from directory.refusals import ImportRefused

Files = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write a directory down.

    `recognises` looks at the file's name and first bytes only. `read` gives the whole reading or raises ImportRefused; it writes nothing.
    A format of several files has `recognises_files` and `read_files` too: what a folder or an archive holds, by name.
    """

    name: str
    recognises: Callable[[str, bytes], bool]
    read: Callable[[str, bytes, Surroundings], Reading]
    recognises_files: Callable[[Files], bool] | None = None
    read_files: Callable[[str, Files, Surroundings], Reading] | None = None


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
    if is_archive(raw) and not file.lower().endswith((".csv", ".txt", ".tsv")):
        return read_files(file, _without_folder(unpacked(file, raw)), around)
    raise ImportRefused(file, 0, "", f"no known format; known are: {_names()}")


def read_files(name: str, files: Files, around: Surroundings) -> Reading:
    """The entries and doubts of a folder or an archive: a package of several files, or the one file in it that is a directory."""
    for known in formats():
        if known.recognises_files and known.read_files and known.recognises_files(files):
            return known.read_files(name, files, around)
    lists = [file for file in files if file.lower() == "services.csv"] or [
        file for file, raw in files.items() if any(known.recognises(file, raw[:512]) for known in formats())
    ]
    if len(lists) != 1:
        what = "more than one file could be the directory: " + ", ".join(lists)[:200] if lists else "no file of a known format"
        raise ImportRefused(name, 0, "", f"{what}; known are: {_names()}")
    return read(lists[0], files[lists[0]], around)


def read_path(path: Path, around: Surroundings) -> Reading:
    """The same for a file, an archive or a folder on this machine. OSError when it cannot be read."""
    return read_files(path.name, folder(path), around) if path.is_dir() else read(path.name, path.read_bytes(), around)


def _names() -> str:
    return ", ".join(known.name for known in formats())


def _without_folder(files: Files) -> Files:
    """People pack the folder, not what is in it."""
    inside = {name: raw for name, raw in files.items() if not name.startswith("__MACOSX/")}
    top = {name.partition("/")[0] for name in inside}
    return (
        {name.partition("/")[2]: raw for name, raw in inside.items()} if len(top) == 1 and all("/" in name for name in inside) else inside
    )
