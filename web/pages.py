"""Pages: templates and what every one of them may use."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Annotated, Any, TypeVar, cast

from fastapi import Depends
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request

from gaps.periods import in_german
from locales.speech import _, _n, _p
from storage.unit import Unit
from web.desk_menu import menu
from web.doors import Doors
from web.german import german
from web.visible import visible

HERE = Path(__file__).parent
STATIC = HERE / "static"
T = TypeVar("T")


def doors_of(request: Request) -> Doors:
    """The doors of this house."""
    return cast("Doors", request.app.state.doors)


House = Annotated[Doors, Depends(doors_of)]


async def keep(doors: Doors, work: Callable[[Unit], T]) -> T:
    """Runs one unit of work. What it wrote is kept when this ends, so no reply leaves before."""
    return await asyncio.wrap_future(doors.keeper.keep(work))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals.update({"_": _, "_n": _n, "_p": _p, "static": static, "menu": menu})
    environment.filters.update({"visible": visible, "written": in_german, "german": german})
    return environment


@cache
def static(name: str) -> str:
    """The address of a file in static/, with its version."""
    version = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={version}"


def page(name: str, /, status: int = 200, **facts: Any) -> HTMLResponse:
    """A page made of a template and facts. Everything in the facts is escaped."""
    return HTMLResponse(_environment().get_template(name).render(facts), status)
