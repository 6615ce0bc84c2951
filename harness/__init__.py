"""Handgrad judges code whose point is a derivation done by hand.

The names below are the public face. They are resolved when first used, so that
`import harness` costs nothing and a command that only reads source never loads NumPy.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from harness.judging.compare import Comparison, compare
    from harness.judging.judge import Judge
    from harness.judging.verdict import Verdict
    from harness.problem.spec import Problem, load_problem
    from harness.rules.inspect import inspect_source

__all__ = ["Comparison", "Judge", "Problem", "Verdict", "compare", "inspect_source", "load_problem"]

_HOME = {
    "Comparison": "harness.judging.compare",
    "Judge": "harness.judging.judge",
    "Problem": "harness.problem.spec",
    "Verdict": "harness.judging.verdict",
    "compare": "harness.judging.compare",
    "inspect_source": "harness.rules.inspect",
    "load_problem": "harness.problem.spec",
}


def __getattr__(name: str) -> object:
    """Import a public name from its room on first use (PEP 562)."""
    if name not in _HOME:
        raise AttributeError(f"module 'harness' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    """List the public names."""
    return __all__
