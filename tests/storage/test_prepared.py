"""A statement that is spelled out once does on both databases what it would do each time anew."""

from __future__ import annotations

import pytest
from sqlalchemy import bindparam, select, update
from sqlalchemy.exc import StatementError

from storage.gap_tables import gap_salts
from storage.once import insert_into
from storage.prepared import Prepared
from storage.unit import Keeper, Unit

ADD = Prepared(
    lambda dialect: insert_into(dialect, gap_salts).on_conflict_do_nothing().returning(gap_salts.c.week), "district", "week", "salt"
)
FIND = Prepared(select(gap_salts.c.salt).where(gap_salts.c.week == bindparam("week"), gap_salts.c.district != "nowhere"))
CHANGE = Prepared(update(gap_salts).where(gap_salts.c.week == bindparam("old")).values(salt=bindparam("new")))


def test_rows_are_added_once_found_and_changed(keeper: Keeper) -> None:
    def work(unit: Unit) -> None:
        row = {"district": unit.district, "week": "2026-W48", "salt": b"one"}
        assert ADD.first(unit.connection, row)[0] == "2026-W48"
        assert ADD.first(unit.connection, row) is None
        assert CHANGE.changed(unit.connection, {"old": "2026-W48", "new": b"two"}) == 1
        assert CHANGE.changed(unit.connection, {"old": "2026-W49", "new": b"two"}) == 0
        assert [bytes(salt) for (salt,) in FIND.rows(unit.connection, {"week": "2026-W48"})] == [b"two"]

    keeper.keep(work).result()


def test_a_value_that_is_missing_is_never_nothing(keeper: Keeper) -> None:
    with pytest.raises((KeyError, StatementError)):
        keeper.keep(lambda unit: CHANGE.changed(unit.connection, {"old": "2026-W48"})).result()
