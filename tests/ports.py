"""A port for a test."""

from __future__ import annotations

import os
import socket
from itertools import count

# Below what the kernel gives to connections of its own (32768 and up), and for each of the test processes a range of its own:
# between our look and the server's start, nobody else takes the port.
_RANGE = 4_000
_worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
_first = 12_000 + _worker % 5 * _RANGE
_next = count(os.getpid())


def free_port() -> int:
    """A port nobody uses now."""
    for _ in range(_RANGE):
        port = _first + next(_next) % _RANGE
        with socket.socket() as free:
            try:
                free.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
    raise RuntimeError("no port is free")
