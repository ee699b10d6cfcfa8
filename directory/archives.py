"""Archives looked at before they are opened: what they declare, where their files would go, what hides in them."""

from __future__ import annotations

import io
import lzma
import stat
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from directory.refusals import ImportRefused

MAX_FILES = 200  # a package of HSDS has 23 files, a workbook some twenty
MAX_UNPACKED = 200_000_000  # 20,000 services as HSDS JSON are about half of it
MAX_RATIO = 200  # honest text shrinks to a tenth or a thirtieth
_SMALL = 1_000_000  # so little may shrink as much as it likes
_ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ")
# Zipfile lets the errors of every decompressor through.
_DAMAGED = (zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, RuntimeError)


def is_archive(start: bytes) -> bool:
    """True for what `unpacked` takes: a ZIP file, also an empty one."""
    return start.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def checked(file: str, raw: bytes) -> zipfile.ZipFile:
    """The archive, after all that it says of itself was found bearable; nothing was unpacked. Else ImportRefused."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(raw))
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise ImportRefused(file, 0, "", "not a readable archive") from None
    infos = archive.infolist()
    if len(infos) > MAX_FILES:
        raise ImportRefused(file, 0, "", f"{len(infos)} files in the archive; at most {MAX_FILES} are read")
    if sum(info.file_size for info in infos) > MAX_UNPACKED:
        raise ImportRefused(file, 0, "", f"unpacked larger than {MAX_UNPACKED // 1_000_000} MB")
    if len({info.filename for info in infos}) < len(infos):
        raise ImportRefused(file, 0, "", "a name stands twice in the archive")
    for info in infos:
        if reason := _unbearable(info):
            raise ImportRefused(file, 0, "", f"{info.filename[:80]}: {reason}")
    return archive


def unpacked(file: str, raw: bytes) -> dict[str, bytes]:
    """The files of an archive by their path in it, all of them or ImportRefused."""
    with checked(file, raw) as archive:
        files = {info.filename: part(file, archive, info.filename) for info in archive.infolist() if not info.is_dir()}
    for name, inside in files.items():
        if inside.startswith(_ARCHIVES):
            raise ImportRefused(file, 0, "", f"{name[:80]}: an archive inside an archive")
    return files


def part(file: str, archive: zipfile.ZipFile, name: str) -> bytes:
    """One file of a checked archive. Never more than it declared: zipfile stops there, and the checksum is wrong then."""
    try:
        return archive.read(name)
    except (zipfile.BadZipFile, *_DAMAGED) as broken:
        raise ImportRefused(file, 0, "", f"{name[:80]}: damaged ({type(broken).__name__})") from None


def refuse_entities(file: str, name: str, xml: bytes) -> None:
    """Raises ImportRefused when an XML part declares entities or a document type, or is no XML; nothing is resolved."""
    try:
        for _, element in iterparse(io.BytesIO(xml), forbid_dtd=True):
            element.clear()
    except DefusedXmlException:
        raise ImportRefused(file, 0, "", f"{name[:80]}: declares entities; no honest workbook does") from None
    except (ParseError, ValueError, LookupError):
        raise ImportRefused(file, 0, "", f"{name[:80]}: not readable as XML") from None


def folder(path: Path) -> Mapping[str, bytes]:
    """The files directly in a folder, or ImportRefused; links lead elsewhere and are not followed."""
    found = sorted(one for one in path.iterdir() if not one.name.startswith("."))
    if any(one.is_symlink() for one in found):
        raise ImportRefused(path.name, 0, "", "the folder holds a link to elsewhere")
    files = [one for one in found if one.is_file()]
    if len(files) > MAX_FILES:
        raise ImportRefused(path.name, 0, "", f"{len(files)} files in the folder; at most {MAX_FILES} are read")
    if sum(one.stat().st_size for one in files) > MAX_UNPACKED:
        raise ImportRefused(path.name, 0, "", f"larger than {MAX_UNPACKED // 1_000_000} MB")
    return {one.name: one.read_bytes() for one in files}


def _unbearable(info: zipfile.ZipInfo) -> str:
    name = info.filename
    if name.startswith("/") or "\\" in name or ":" in name or "\x00" in info.orig_filename or ".." in PurePosixPath(name).parts:
        return "leads out of the archive"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "a link to elsewhere"
    if info.flag_bits & 1:
        return "encrypted"
    if name.lower().endswith((".zip", ".gz", ".7z", ".rar", ".bz2", ".xz", ".tar", ".xlsx")):
        return "an archive inside an archive"
    if info.file_size > _SMALL and info.file_size > MAX_RATIO * info.compress_size:
        return f"would grow more than {MAX_RATIO} times"
    return ""
