"""The JSON Schema of a spec, for editors: completion, and red lines before anything is run.

It says what can be said without knowing a case: keys, types, allowed words. The rest (sizes that fit,
views that tile) is checked when a spec is loaded.
"""

from typing import Any

from harness.problem.model import Spec
from harness.problem.schema_words import WORDS

#: Where the checked-in copy lies, from the root of a course.
SCHEMA_PATH = "problems/schema/problem.schema.json"


def problem_schema() -> dict[str, object]:
    """Return the schema (JSON Schema 2020-12) of `problems/<stem>.yaml`."""
    schema = Spec.model_json_schema(by_alias=True, mode="validation")
    _view_as_list(schema)
    _describe(schema)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Handgrad problem",
        **{key: value for key, value in schema.items() if key != "title"},
    }


def schema_text() -> str:
    """Return the schema as the text that is checked in."""
    import json

    return json.dumps(problem_schema(), indent=2, ensure_ascii=False) + "\n"


def _view_as_list(schema: dict[str, Any]) -> None:
    """Allow the short form of a view, a bare list of slices, which a validator expands."""
    definitions = schema["$defs"]
    view = definitions["ViewSpec"]
    definitions["ViewSpec"] = {"anyOf": [{"$ref": "#/$defs/ViewBox"}, view["properties"]["at"]]}
    definitions["ViewBox"] = view


def _describe(schema: dict[str, Any]) -> None:
    """Put a sentence on every key, in place of the titles that pydantic makes up from names."""
    for model, words in WORDS.items():
        holder = schema if model == "Spec" else schema["$defs"][model]
        for key, entry in holder["properties"].items():
            entry.pop("title", None)
            if model == "LimitsSpec" or key == "limits":
                entry.pop("default", None)  # held in seconds and bytes, which is not how they are written
            entry["description"] = words[key]
