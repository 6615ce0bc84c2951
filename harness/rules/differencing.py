"""HG012: what looks like a difference quotient."""

import ast
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from harness.rules.reading.walk import walk
from harness.rules.rule import Complaint, Rule

if TYPE_CHECKING:
    from harness.problem.policy import Policy

_HELP = "A derivative has a formula: derive it. Differences per parameter cannot finish on the large case."
_SMALL = 0.1


class Differencing(Rule):
    """Points out `(f(a) - f(b)) / h` with a small h, where f is a function of the submission. Warnings alone."""

    code = "HG012"
    name = "differencing"
    title = "What looks like numerical differentiation"

    def __init__(self, policy: "Policy") -> None:
        super().__init__(policy)
        self.wanted = (policy.differencing, policy.layer_differencing) != ("allow", "allow")

    def tree(self, tree: ast.Module) -> Iterable[tuple[ast.AST, Complaint]]:
        """Find difference quotients by their shape."""
        return self._quotients(tree) if self.wanted else ()

    def _quotients(self, tree: ast.Module) -> Iterator[tuple[ast.AST, Complaint]]:
        own: set[str] = set()
        small: set[str] = set()
        called: dict[str, str] = {}
        quotients: list[ast.BinOp] = []
        for node in walk(tree):
            if isinstance(node, ast.FunctionDef):
                own.add(node.name)
            elif (
                isinstance(node, ast.Assign)
                and len(node.targets) == 1
                and isinstance(node.targets[0], ast.Name)
            ):
                name = node.targets[0].id
                if isinstance(node.value, ast.Lambda):
                    own.add(name)
                elif isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Name):
                    called[name] = node.value.func.id
                elif _is_small(node.value):
                    small.add(name)
            elif isinstance(node, ast.arguments):
                positional = [*node.posonlyargs, *node.args]
                pairs = zip(reversed(positional), reversed(node.defaults), strict=False)
                small.update(arg.arg for arg, default in pairs if _is_small(default))
            elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
                quotients.append(node)
        for node in quotients:
            top = node.left
            if not (isinstance(top, ast.BinOp) and isinstance(top.op, ast.Sub)):
                continue
            first, second = _function(top.left, called), _function(top.right, called)
            if first is not None and first == second and first in own and _has_small(node.right, small):
                yield (
                    node,
                    Complaint(f"This looks like a difference quotient of `{first}`.", _HELP, "warning"),
                )


def _is_small(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, float) and 0 < node.value < _SMALL


def _has_small(node: ast.expr, small: set[str]) -> bool:
    return any(
        _is_small(inner) or (isinstance(inner, ast.Name) and inner.id in small)
        for inner in walk(node)
        if isinstance(inner, ast.expr)
    )


def _function(node: ast.expr, called: dict[str, str]) -> str | None:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return node.func.id
    return called.get(node.id) if isinstance(node, ast.Name) else None
