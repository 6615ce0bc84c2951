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


def render(template: str, **names: object) -> str:
    """Render a template of this room as a whole page."""
    return _environment().get_template(template).render(**names)


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
    style = (_TEMPLATES / "style.css").read_text("utf-8")
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    environment.globals.update(
        style=Markup(style),  # noqa: S704 - our own file
        # Nothing may be loaded or run, and only this very style sheet applies.
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
    )
    return environment


def _finalize(value: Any) -> Any:
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value
