"""The one template environment: everything is escaped, an unknown name is an error, no text escapes cleaning."""

import hashlib
from base64 import b64encode
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from harness.reports.clean import clean

_TEMPLATES = Path(__file__).parent / "templates"


def render(template: str, *, sheet: str | None = None, **names: object) -> str:
    """Render a template of this room as a whole page; `sheet` is a style sheet of its own beside the common one."""
    return (
        _environment()
        .get_template(template)
        .render(**(_styled("style.css", sheet) if sheet else {}), **names)
    )


def _styled(*sheets: str) -> dict[str, object]:
    """The style of a page, and the policy that lets only this very style apply."""
    style = "".join((_TEMPLATES / sheet).read_text("utf-8") for sheet in sheets)
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return {
        "style": Markup(style),  # noqa: S704 - our own files
        # Nothing may be loaded or run, and only this very style sheet applies.
        "policy": f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
    }


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        # Runs on every value that a template prints, so that no field can be forgotten.
        finalize=_finalize,
    )
    environment.globals.update(_styled("style.css"))
    return environment


def _finalize(value: Any) -> Any:
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value
