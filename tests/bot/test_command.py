"""The `lotse` command as somebody runs it in a shell."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_it_ends_quietly_when_nobody_reads_on():
    ours, theirs = os.pipe()
    os.close(ours)  # as `head` does when it has seen enough
    command = [sys.executable, "-m", "bot", "words", "check"]
    ran = subprocess.run(command, cwd=ROOT, stdout=theirs, stderr=subprocess.PIPE, check=False)
    os.close(theirs)
    assert (ran.returncode, ran.stderr) == (1, b"")
