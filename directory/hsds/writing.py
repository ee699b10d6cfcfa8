"""Writing the directory down where somebody takes it from: a folder, or an archive."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path

from directory.refusals import Refusal


class NotEmpty(Refusal):
    """There is something already, and nothing of it is overwritten."""


def write_files(path: Path, files: Iterable[tuple[str, bytes]]) -> int:
    """Writes all files into a new or empty folder, or into a new archive when the name ends with .zip. How many. Nothing half stays."""
    if path.exists() and not (path.is_dir() and not any(path.iterdir())):
        raise NotEmpty(f"{path} exists already; choose another name")
    files = list(files)
    if path.suffix.lower() == ".zip":
        half = path.with_name(path.name + ".part")
        with zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, inside in files:
                archive.writestr(name, inside)
        half.replace(path)
    else:
        path.mkdir(exist_ok=True)
        for name, inside in files:
            (path / name).write_bytes(inside)
    return len(files)
