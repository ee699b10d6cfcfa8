"""The schemas and examples the standard publishes; they are read from a folder and are no part of this project."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

# What answers a path, by the first part of it: the definition in the standard's compiled schema.
_OF_PATH = {
    "services": "service",
    "organizations": "organization",
    "service_at_locations": "service_at_location",
    "taxonomies": "taxonomy",
    "taxonomy_terms": "taxonomy_term",
}


def standard() -> Path | None:
    """The folder of schemas and examples: LOTSE_HSDS, or None when it is not given or not there."""
    given = os.environ.get("LOTSE_HSDS", "")
    folder = Path(given)
    return folder if given and (folder / "schema" / "compiled").is_dir() and (folder / "examples").is_dir() else None


class Schemas:
    """Holds an answer of the interface against the published schemas."""

    def __init__(self, folder: Path) -> None:
        compiled = json.loads((folder / "schema" / "compiled" / "service_with_definitions.json").read_text(encoding="utf-8"))
        described = json.loads((folder / "schema" / "openapi.json").read_text(encoding="utf-8"))
        definitions = compiled["definitions"]
        service = {key: compiled[key] for key in ("type", "properties", "required")}
        page = described["components"]["schemas"]["Page"]
        about = described["paths"]["/"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        self._one = {name: self._validator(service if name == "service" else definitions[name], definitions) for name in _OF_PATH.values()}
        self._page = Draft202012Validator({**page, "required": list(page["properties"])})
        self._about = Draft202012Validator({**about, "required": list(about["properties"])})

    def faults(self, path: str, answer: Any) -> list[str]:
        """What is wrong with the answer to a path; empty: it is valid."""
        kind = path.strip("/").split("/")[0].partition("?")[0]
        if not kind:
            return [error.message for error in self._about.iter_errors(answer)]
        validator = self._one[_OF_PATH[kind]]
        if "contents" not in answer:
            return [f"{error.json_path}: {error.message}"[:200] for error in validator.iter_errors(answer)]
        found = [error.message for error in self._page.iter_errors(answer)]
        return found + [f"{error.json_path}: {error.message}"[:200] for one in answer["contents"] for error in validator.iter_errors(one)]

    @staticmethod
    def _validator(schema: Any, definitions: Any) -> Draft202012Validator:
        whole = {**schema, "definitions": definitions}
        return Draft202012Validator(whole, format_checker=Draft202012Validator.FORMAT_CHECKER)
