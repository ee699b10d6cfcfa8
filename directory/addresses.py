"""Web and mail addresses that may be put before people."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}")
_INNER = ("localhost", ".local", ".internal", ".lan", ".home", ".test", ".invalid", ".onion", ".localdomain")
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@((?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,24})")
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|mc_[ce]id", re.IGNORECASE)


def read_url(text: str) -> tuple[str, str]:
    """(address, reason). An address without reason is an ordinary public page; no address: it was not fit to show."""
    text = text.strip()
    if not text:
        return "", ""
    if len(text) > 2000 or re.search(r"[\s\x00-\x1f\\]", text):
        return "", "not a web address"
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return "", "not a web address"
    host = (parts.hostname or "").lower()
    if parts.scheme not in {"http", "https"}:
        return "", "not an http address"
    if parts.username is not None or port not in {None, 80, 443}:
        return "", "unusual web address"
    if host.startswith("xn--") or ".xn--" in host or not host.isascii():
        return "", "host name may imitate another"
    if host.endswith(_INNER) or not _HOST.fullmatch(host):
        return "", "not a public host"
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(name)]
    if len(kept) < len(parse_qsl(parts.query, keep_blank_values=True)):
        return urlunsplit(parts._replace(query=urlencode(kept))), "tracking removed"
    return text, ""


def read_email(text: str) -> tuple[str, str]:
    """(address, "") or ("", reason)."""
    text = text.strip()
    if not text:
        return "", ""
    found = _EMAIL.fullmatch(text)
    if not found or ".." in text or len(text) > 200:
        return "", "not an e-mail address"
    return text, ""
