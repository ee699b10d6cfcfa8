"""The rules of the house, as tests: a rule no machine keeps is only a wish."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, get_args, get_origin

import pytest
from aiogram import Router
from aiogram.filters import Filter
from aiogram.filters.callback_data import CallbackData, CallbackQueryFilter

from directory.needs import taxonomy
from handlers import buttons
from handlers.routes import routes
from storage.tables import metadata

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "handlers", "web", "cases", "gaps", "directory", "storage", "locales")
DOORS = {"storage/keepers.py", "storage/database.py", "storage/migrations/env.py"}
# Where whatever happens has to be answered: the ends of the house. Everywhere else only what can be answered is caught.
CATCH_ALL = {
    "bot/worker.py", "bot/courier.py", "bot/mailing.py", "bot/ears.py", "bot/clockwork.py", "bot/house.py", "storage/keepers.py",
    "web/desk_steering_reports.py",
    "web/papers/aside.py",
}  # fmt: skip


def sources(*rooms: str) -> Iterator[tuple[str, ast.Module]]:
    for room in rooms:
        for path in sorted((ROOT / room).rglob("*.py")):
            yield str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))


def test_nobody_below_the_doors_commits() -> None:
    found = [
        f"{name}:{node.lineno}"
        for name, tree in sources(*ROOMS)
        if name not in DOORS
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("commit", "rollback", "begin_nested")
    ]
    assert found == []


def test_everything_is_caught_only_at_the_ends_of_the_house() -> None:
    found = set()
    for name, tree in sources(*ROOMS):
        for node in ast.walk(tree):
            if isinstance(node, ast.ExceptHandler) and (node.type is None or ast.unparse(node.type) in ("Exception", "BaseException")):
                found.add(name)
    assert found <= CATCH_ALL


def test_nobody_speaks_past_the_outbox() -> None:
    """Handlers give methods back; they never send, and nobody asks the Bot API to drop what waits."""
    text = {name: (ROOT / name).read_text(encoding="utf-8") for name, _ in sources(*ROOMS)}
    assert [name for name, code in text.items() if "drop_pending" in code] == []
    assert [name for name, code in text.items() if name.startswith("handlers/") and re.search(r"bot\.send_|\.send_message\(", code)] == []


def test_nothing_is_parsed_in_what_is_said() -> None:
    assert [name for name, _ in sources("handlers", "bot") if "parse_mode=" in (ROOT / name).read_text(encoding="utf-8")] == []


def routers(router: Router) -> Iterator[Router]:
    yield router
    for below in router.sub_routers:
        yield from routers(below)


def test_filters_are_async_classes() -> None:
    """aiogram runs every plain function, and every bare F, through a thread."""
    for router in routers(routes()):
        for observer in router.observers.values():
            for handler in observer.handlers:
                for one in handler.filters or []:
                    callback = one.callback
                    assert isinstance(callback, (Filter, CallbackQueryFilter)), f"{router.name}: {callback!r}"
                    assert inspect.iscoroutinefunction(type(callback).__call__)


def test_the_conversation_can_be_built_twice() -> None:
    assert routes() is not routes()


# What these fields hold besides codes of needs and areas, at their longest.
LONGEST = {"to": "language", "ags": "05774000", "code": "uk", "area": "community"}


def longest_of(name: str, of: object, longest: str) -> object:
    if get_origin(of) is Literal:
        return max(get_args(of), key=len)
    return LONGEST.get(name, longest) if of is str else 2**53


def packed() -> Iterator[CallbackData]:
    longest = max(taxonomy().by_code, key=len)
    for kind in buttons.__dict__.values():
        if isinstance(kind, type) and issubclass(kind, CallbackData) and kind is not CallbackData:
            values: dict[str, object] = {name: longest_of(name, field.annotation, longest) for name, field in kind.model_fields.items()}
            yield kind(**values)


def test_every_button_fits_into_64_bytes() -> None:
    found = list(packed())
    assert len(found) >= 10
    for data in found:
        assert len(data.pack().encode()) <= 64, data


def test_no_prefix_of_a_button_is_used_twice() -> None:
    prefixes = [type(data).__prefix__ for data in packed()]
    assert len(prefixes) == len(set(prefixes))


# Not of a district: the installation itself.
OF_THE_HOUSE = {"installation"}


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=lambda table: table.name)
def test_every_row_carries_its_district(table: object) -> None:
    if table.name not in OF_THE_HOUSE:  # type: ignore[attr-defined]
        assert "district" in table.columns  # type: ignore[attr-defined]


def test_no_column_names_a_person() -> None:
    forbidden = {"first_name", "last_name", "username", "phone", "bio", "photo", "address", "birth", "passport"}
    about_people = {
        "persons",
        "contacts",
        "cases",
        "messages",
        "inbox",
        "outbox",
        "web_lines",
        "gap_signals",
        "gap_tokens",
        "gap_answers",
        "consents",
    }
    for table in metadata.sorted_tables:
        if table.name in about_people:
            assert not forbidden & {column.name for column in table.columns}, table.name


def test_the_gap_log_has_no_key_to_a_person() -> None:
    columns = {column.name for column in metadata.tables["gap_signals"].columns}
    of_the_need = {"need", "area", "municipality", "cause", "kind", "source", "language", "week"}
    of_the_break, coarse = {"sphere_from", "sphere_to", "trigger"}, {"target_group", "age_band", "tried", "urgency"}
    assert columns == {"id", "district", "evidence", "note", "state", "theme_id", "life"} | of_the_need | of_the_break | coarse
    assert not metadata.tables["gap_signals"].foreign_keys


def test_numbers_about_gaps_are_read_from_releases_only() -> None:
    """Whoever shows a number takes what was decided once: a count that is read anywhere else is one the attack does not know."""
    may = {
        "gaps/signals.py": {
            "first_this_week",
            "in_this_hour",
            "crowd_came",
            "salt",
            "open_before",
            "bursts",
            "tokens",
            "answers",
            "answered",
            "close",
            "shuffle",
        },
        "gaps/releases.py": {"weeks", "open_before", "released", "counts", "release", "releases"},
        "gaps/warnings.py": {"cells", "warn", "warnings"},
        "cases/forgetting.py": {"forget_before"},
        "web/desk_gaps.py": {"bursts"},
        "web/desk_numbers.py": {"decide_burst", "decide_crowd"},
    }
    used: dict[str, set[str]] = {}
    for name, tree in sources("bot", "handlers", "web", "cases", "gaps"):
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute) and node.value.attr == "gap_counts":
                used.setdefault(name, set()).add(node.attr)
    assert {name: does - may.get(name, set()) for name, does in used.items() if does - may.get(name, set())} == {}


def test_no_room_of_vague_names() -> None:
    vague = {"utils", "helpers", "common", "base", "misc", "manager"}
    assert [name for name, _ in sources(*ROOMS) if Path(name).stem in vague] == []


def test_files_have_one_reason_to_change() -> None:
    long = {name: len((ROOT / name).read_text(encoding="utf-8").splitlines()) for name, _ in sources(*ROOMS)}
    # The tables are one list, and a migration is written once.
    assert {name: lines for name, lines in long.items() if lines > 330 and name != "storage/tables.py" and "versions/" not in name} == {}


def test_logs_never_hold_words() -> None:
    """What is logged is chosen: no whole updates, texts, rows or failures with their text."""
    suspicious = re.compile(r"log\.\w+\([^)]*\b(text|words|raw|body|payload|update|failure|parameters)\b\s*[,)]")
    found = []
    for name, _ in sources(*ROOMS):
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
            if suspicious.search(line) and "type(failure)" not in line and "_where(failure)" not in line and "_kind(" not in line:
                found.append(f"{name}: {line.strip()}")
    assert found == []


def test_the_plan_names_files_that_are_there() -> None:
    plan = (ROOT / "docs" / "house.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:bot|handlers|web|cases|gaps|directory|storage|locales)/[\w/]+\.py)`", plan))
    assert named, "docs/house.md names no file"
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []
