"""A submission that failed because it was written for something else: another problem, another order, another framework.

Looked at only when a submission was not accepted, because nothing here is certain. Arguments are passed by position,
so a right program may call them what it likes; but a wrong one whose parameters are those of the next problem was
most likely handed in under the wrong name. What is found is one sentence, added to the verdict's own.
"""

import ast
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from harness.judging.framework import NAMES, imported
from harness.rules.text import quiet_tree

if TYPE_CHECKING:
    from harness.judging.verdict import Verdict
    from harness.problem.spec import Problem

#: Every problem's stem with the names that its `solve` takes.
Signatures = Mapping[str, tuple[str, ...]]


def written_for(
    verdict: "Verdict", problem: "Problem", signatures: Callable[[], Signatures], asked: str | None = None
) -> str:
    """Say what else a submission seems to be written for, with the right thing beside it; "" if nothing.

    Args:
        verdict: what became of it; only CE, WA, RTE and RV are asked.
        problem: the problem it was judged on.
        signatures: gives the problems of the course; called only where they could tell something.
        asked: what `--framework` said, if anything.
    """
    source = verdict.source
    if source is None or verdict.status not in ("CE", "WA", "RTE", "RV"):
        return ""
    if verdict.status == "RV":
        first = next((finding for finding in verdict.findings if finding.severity == "error"), None)
        foreign = (
            first is not None and first.rule == "import-allow-list" and "another framework" in first.message
        )
        takes = " or ".join(NAMES[name] for name in problem.frameworks)
        return f"This problem takes {takes}." if foreign else ""
    try:
        tree = quiet_tree(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""
    found = parameters(tree)
    wanted = tuple(problem.inputs)
    if found is not None and found != wanted:
        call = f"solve({', '.join(wanted)})"
        others = [stem for stem, names in signatures().items() if names == found and stem != problem.stem]
        if others:
            return f"Its solve({', '.join(found)}) is that of {listed(others)}; {problem.stem} calls {call}."
        if sorted(found) == sorted(wanted):
            return f"Its parameters stand in another order than those of {call}, and are passed by position."
    if verdict.status == "CE":
        return ""
    return by_framework(verdict.status, problem.frameworks, source, asked)


def parameters(tree: ast.Module) -> tuple[str, ...] | None:
    """The names that the last top-level `def solve` takes by position; None if there is none, or it takes `*args`."""
    for node in reversed(tree.body):
        if isinstance(node, ast.FunctionDef) and node.name == "solve":
            if node.args.vararg is not None:
                return None
            return tuple(argument.arg for argument in (*node.args.posonlyargs, *node.args.args))
    return None


def listed(stems: Sequence[str]) -> str:
    """A few stems as a sentence lists them."""
    shown = [*stems[:3], "another"] if len(stems) > 3 else list(stems)
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} or {shown[-1]}"


def by_framework(status: str, allowed: Sequence[str], source: str, asked: str | None) -> str:
    """Say which arrays a failed program was given, where its imports make one think it expected others."""
    torch, numpy = imported("torch", source), imported("numpy", source)
    if tuple(allowed) == ("pytorch",) and numpy and not torch:
        return f"It is written with NumPy, and this problem takes {NAMES['pytorch']}: its inputs are tensors."
    if "pytorch" in allowed and "numpy" in allowed and not torch and asked is None and status == "RTE":
        return "Its inputs were NumPy arrays, because it does not import torch."
    return ""
