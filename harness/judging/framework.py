"""Which arrays a submission is given: PyTorch's tensors or NumPy's.

A submission says so by what it imports. One that imports torch gets tensors; any other gets NumPy arrays where the
problem allows them. `--framework` decides instead of the imports.
"""

import ast
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from harness.rules.entry import running
from harness.rules.text import quiet_tree

Framework = Literal["pytorch", "numpy"]
#: What the sandbox calls the arrays of each framework.
ARRAYS = {"pytorch": "torch", "numpy": "numpy"}
NAMES = {"pytorch": "PyTorch", "numpy": "NumPy"}


@dataclass(frozen=True, slots=True)
class Misfit:
    """Why a submission cannot be run in any framework of its problem: one sentence."""

    message: str


def choose(allowed: Sequence[str], source: str, asked: str | None = None) -> str | Misfit:
    """Choose the framework of a submission.

    Args:
        allowed: the problem's `frameworks`.
        source: the submission, which can be parsed.
        asked: what `--framework` said, one of `allowed`.

    Returns:
        "pytorch" or "numpy", or why it is neither.
    """
    if asked is not None:
        return asked
    line = imported("torch", source) if "numpy" in allowed else None
    if "pytorch" in allowed:
        return "pytorch" if line or "numpy" not in allowed else "numpy"
    if line:
        return Misfit(
            f"Line {line} imports torch, but the inputs of this problem are NumPy arrays: use NumPy."
        )
    return "numpy"


def imported(package: str, source: str) -> int | None:
    """The first line that imports a package or a part of it, by a statement or by its name in a call; else None.

    Asked of what runs when `solve` is called: code under `if __name__ == "__main__"` is not run, nor is a function
    that only such code names (the check of a NumPy gradient by torch, kept for home).
    """
    if package not in source:
        return None
    lines = [
        node.lineno
        for top in running(quiet_tree(source))
        for node in ast.walk(top)
        if isinstance(node, ast.stmt | ast.expr)
        and any(name.split(".")[0] == package for name in _imported_names(node))
    ]
    return min(lines, default=None)


def _imported_names(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        return [node.module]
    if isinstance(node, ast.Call) and "import" in _last_name(node.func):
        # import_module("torch"), __import__("torch")
        return [str(value.value) for value in node.args[:1] if isinstance(value, ast.Constant)]
    return []


def _last_name(function: ast.expr) -> str:
    """What a called function is called where it is called: the last name of `importlib.import_module`.

    No unparsing, which recurses: a stranger chose how deep the expression is.
    """
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""
