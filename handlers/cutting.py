"""Long texts: cut between grapheme clusters, so that no letter, emoji or link breaks."""

from __future__ import annotations

import regex

AT_MOST = 4_096  # UTF-16 units of one message (Bot API)
TOO_LONG = 12_000  # characters; beyond that we ask for a summary (promises, R26)
_CLUSTER = regex.compile(r"\X")


def utf16(text: str) -> int:
    """The length as Telegram counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def parts(text: str, at_most: int = AT_MOST) -> list[str]:
    """The text in parts of at most `at_most` UTF-16 units, cut at lines or blanks where there are any. Joined they are the text."""
    if utf16(text) <= at_most:
        return [text]
    found: list[str] = []
    part: list[str] = []
    size = 0
    for cluster in _clusters(text, at_most):
        units = utf16(cluster)
        if size + units > at_most:
            keep = _best_cut(part)
            found.append("".join(part[:keep]))
            part = part[keep:]
            size = sum(utf16(one) for one in part)
        part.append(cluster)
        size += units
    if part:
        found.append("".join(part))
    return found


def _clusters(text: str, at_most: int) -> list[str]:
    """Grapheme clusters; one that alone is longer than a message (a letter under a thousand marks) is cut all the same."""
    whole: list[str] = []
    for cluster in _CLUSTER.findall(text):
        if utf16(cluster) <= at_most:
            whole.append(cluster)
        else:
            whole.extend(cluster)
    return whole


def _best_cut(part: list[str]) -> int:
    """Where to cut: after the last line end or blank in the second half, else where it is full."""
    for ends in ("\n", " "):
        for at in range(len(part) - 1, len(part) // 2, -1):
            if part[at] == ends:
                return at + 1
    return len(part)
