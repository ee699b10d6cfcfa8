"""`lotse match`: messages in, what was understood out, one JSON object a line."""

from __future__ import annotations

import json
import sys
from typing import TextIO

from directory.match import understand


def _answer(line: str) -> str:
    asked = json.loads(line)
    if not isinstance(asked, dict) or not isinstance(asked.get("text"), str) or "id" not in asked:
        raise ValueError('wanted {"id": ..., "text": "..."}')
    understood = understand(asked["text"])
    answer = {
        "id": asked["id"],
        "lang": understood.language,
        "decision": understood.decision,
        "needs": [{"code": need.code, "score": need.score} for need in understood.needs],
        "crisis": list(understood.crisis),
    }
    return json.dumps(answer, ensure_ascii=False)


def main(stdin: TextIO, stdout: TextIO, stderr: TextIO) -> int:
    """Answers every line that can be read; 1 when there was one that could not, named on stderr by its number, never its words."""
    bad = 0
    for number, line in enumerate(stdin, start=1):
        if not line.strip():
            continue
        try:
            stdout.write(_answer(line) + "\n")
        except (ValueError, RecursionError) as error:
            bad += 1
            reason = (
                "not JSON" if isinstance(error, json.JSONDecodeError) else "nested too deep" if isinstance(error, RecursionError) else error
            )
            stderr.write(f"match: line {number}: {reason}\n")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.stdin, sys.stdout, sys.stderr))
