"""`lotse match`: a line in, a line out."""

from __future__ import annotations

import io
import json
import subprocess
import sys

from directory.match_lines import main


def run(text: str) -> tuple[int, list[dict[str, object]], str]:
    out, err = io.StringIO(), io.StringIO()
    code = main(io.StringIO(text), out, err)
    return code, [json.loads(line) for line in out.getvalue().splitlines()], err.getvalue()


def test_each_message_is_answered_with_its_id():
    code, answers, err = run('{"id": "a", "text": "Ich suche eine Wohnung"}\n\n{"id": 2, "text": ""}\n')
    assert (code, err) == (0, "")
    assert [answer["id"] for answer in answers] == ["a", 2]
    assert answers[0]["lang"] == "de"
    assert answers[0]["needs"][0]["code"] == "housing.find_home"
    assert answers[1] == {"id": 2, "lang": None, "decision": "none", "needs": [], "crisis": []}


def test_a_bad_line_is_named_without_its_words_and_the_others_are_answered():
    code, answers, err = run('{"id": 1, "text": "hi"}\nsecret words\n[1]\n{"id": 3}\n{"id": 4, "text": "bye"}\n')
    assert code == 1
    assert [answer["id"] for answer in answers] == [1, 4]
    assert [line.partition(":")[2].split(":")[0] for line in err.splitlines()] == [" line 2", " line 3", " line 4"]
    assert "secret" not in err


def test_odd_characters_are_carried():
    code, answers, _ = run('{"id": "\\ud83d", "text": "\\ud83d\\u0000"}\n')
    assert code == 0
    assert len(answers) == 1


def test_it_starts_without_the_bot():
    done = subprocess.run(
        [sys.executable, "-c", "import sys, directory.match_lines; print(sorted({'aiogram', 'fastapi', 'sqlalchemy'} & set(sys.modules)))"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"
