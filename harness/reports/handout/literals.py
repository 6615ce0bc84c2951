"""Arrays as Python writes them, on as many lines as they need."""

import textwrap
from typing import Any

import numpy as np

WIDTH = 96


def literal(value: Any, indent: int, digits: int | None = None) -> str:
    """A number, word or nested list.

    Args:
        value: an array or a scalar.
        indent: the column of the line it begins in; further lines stand four deeper.
        digits: significant digits of floats; by default as many as tell them apart in their own type.
    """
    if not isinstance(value, np.ndarray):
        return repr(value)
    if value.ndim == 0:
        return _number(value[()], digits)
    flat = _nested(value, digits)
    if len(flat) + indent <= WIDTH:
        return flat
    inner = " " * (indent + 4)
    if value.ndim == 1:
        rows = textwrap.fill(flat[1:-1], WIDTH, initial_indent=inner, subsequent_indent=inner)
    else:
        rows = ",\n".join(inner + literal(row, indent + 4, digits) for row in value)
    return f"[\n{rows},\n{' ' * indent}]"


def _nested(value: np.ndarray[Any, Any], digits: int | None) -> str:
    inside = [
        _nested(row, digits) if row.ndim else _number(row[()], digits) for row in map(np.asarray, value)
    ]
    return f"[{', '.join(inside)}]"


def _number(value: Any, digits: int | None) -> str:
    if isinstance(value, np.floating):
        text = f"{value:.{digits}g}" if digits else str(value)
        return text if any(mark in text for mark in ".en") else f"{text}.0"
    return repr(value.item())
