"""Where these stories happen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.cases.district import District


@pytest.fixture
def district(engine: Engine, tmp_path: Path) -> Iterator[District]:
    here = District(engine, tmp_path / "district.key")
    yield here
    here.keeper.close()
