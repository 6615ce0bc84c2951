"""HG013: what looks like a home-made automatic differentiation."""

import ast
from collections.abc import Iterable, Iterator

from harness.rules.reading.walk import walk
from harness.rules.rule import Complaint, Rule

_ARITHMETIC = frozenset(
    {"__add__", "__mul__", "__matmul__", "__sub__", "__truediv__", "__pow__", "__radd__", "__rmul__"}
)
_HINTS = ("grad", "back", "tang", "dual", "deriv", "prev", "parent", "child", "tape", "eps", "dot")


class Tape(Rule):
    """Points out classes of numbers that carry derivatives along. No capability tells them from algebra."""

    code = "HG013"
    name = "tape"
    title = "What looks like home-made automatic differentiation"
    policy_key = "tape"

    def tree(self, tree: ast.Module) -> Iterable[tuple[ast.AST, Complaint]]:
        """Find classes that overload arithmetic and carry something derivative-like."""
        return self._classes(tree) if self.choice != "allow" else ()

    def _classes(self, tree: ast.Module) -> Iterator[tuple[ast.AST, Complaint]]:
        for node in walk(tree):
            if not isinstance(node, ast.ClassDef):
                continue
            methods = {inner.name for inner in node.body if isinstance(inner, ast.FunctionDef)}
            if len(methods & _ARITHMETIC) < 2:
                continue
            words = {inner.attr for inner in walk(node) if isinstance(inner, ast.Attribute)} | methods
            if any(hint in word.lower() for word in words for hint in _HINTS):
                yield (
                    node,
                    Complaint(
                        f"The class `{node.name}` looks like a tape or dual numbers.",
                        "The exercise is the derivation: write the gradient of this problem's loss out by hand.",
                        "warning",
                    ),
                )
