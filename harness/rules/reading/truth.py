"""Which tests are known: what a branch that is never taken holds is not held against anyone."""

import ast
from collections.abc import Callable
from typing import Any

from harness.rules.reading.core import Core
from harness.rules.reading.scope import Env
from harness.rules.reading.values import UNKNOWN, Const, Lib, Map, Seq, Value, const, text_of


def plain(value: Value) -> object:
    """Turn constants and sequences of constants into Python values.

    Raises:
        ValueError: something in it is not constant.
    """
    if isinstance(value, Const):
        return value.value
    if isinstance(value, Seq):
        return tuple(plain(item) for item in value.items)
    raise ValueError


def spread(value: Value) -> Value:
    """Turn a string constant into the sequence of its characters."""
    text = text_of(value)
    if text is not None and len(text) <= 1000:
        return Seq(tuple(const(c) for c in text))
    if isinstance(value, Const) and isinstance(value.value, bytes) and len(value.value) <= 1000:
        return Seq(tuple(const(c) for c in value.value))
    if isinstance(value, Map):
        return Seq(tuple(const(key) for key, _ in value.items))
    return value


class Truth(Core):
    """Evaluates tests."""

    def truth(self, node: ast.expr, env: Env) -> tuple[bool, bool] | None:
        """Say whether a test is known, and whether it is plain: a literal, `__name__`, TYPE_CHECKING.

        A flag such as `DEBUG = False` is known but not plain: what it guards is softened, not skipped.
        """
        if isinstance(node, ast.Constant):
            return bool(node.value), True
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            inner = self.truth(node.operand, env)
            return None if inner is None else (not inner[0], inner[1])
        if isinstance(node, ast.BoolOp):
            stop = isinstance(node.op, ast.Or)
            parts = [self.truth(part, env) for part in node.values]
            for part in parts:
                if part is not None and part[0] == stop:
                    return part
            if all(part is not None for part in parts):
                return (not stop), all(part is not None and part[1] for part in parts)
            return None
        if isinstance(node, ast.Name):
            return self._flag(node, env)
        if isinstance(node, ast.Attribute) and node.attr == "TYPE_CHECKING":
            return (False, True) if self._peek(node, env) == Lib("typing.TYPE_CHECKING") else None
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            return self._comparison(node, env)
        return None

    def _flag(self, node: ast.Name, env: Env) -> tuple[bool, bool] | None:
        value = self.resolve(node.id, env)
        if value == Lib("typing.TYPE_CHECKING"):
            return False, True
        if not isinstance(value, Const) or self.opened:
            return None
        owner: Env | None = env
        while owner is not None and node.id not in owner.vars:
            owner = owner.parent
        settled = owner is not None and (owner.kind == "function" or self.facts.stores.get(node.id, 0) == 1)
        return (bool(value.value), False) if settled else None

    def _comparison(self, node: ast.Compare, env: Env) -> tuple[bool, bool] | None:
        op = node.ops[0]
        sides = [self._peek(side, env) for side in (node.left, node.comparators[0])]
        if Lib("__name__") in sides and const("__main__") in sides and isinstance(op, (ast.Eq, ast.NotEq)):
            return isinstance(op, ast.NotEq), True
        left, right = sides
        if not isinstance(left, Const) or not isinstance(right, (Const, Seq)):
            return None
        test = _COMPARE.get(type(op))
        if test is None:
            return None
        if not all(
            isinstance(s, ast.Constant) or self._settled(s, env) for s in (node.left, node.comparators[0])
        ):
            return None
        try:
            return bool(test(left.value, plain(right))), False
        except Exception:  # noqa: BLE001 - not comparable: the program would raise it too
            return None

    def _settled(self, node: ast.expr, env: Env) -> bool:
        if isinstance(node, (ast.Tuple, ast.List, ast.Set)):
            return all(isinstance(part, ast.Constant) for part in node.elts)
        return isinstance(node, ast.Name) and self._flag(node, env) is not None

    def _peek(self, node: ast.expr, env: Env) -> Value:
        """Evaluate something simple without telling anything."""
        if isinstance(node, (ast.Constant, ast.Name, ast.Attribute, ast.Tuple, ast.List, ast.Set)):
            self.quiet += 1
            try:
                return self.eval(node, env)
            finally:
                self.quiet -= 1
        return UNKNOWN


_COMPARE: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: lambda a, b: a == b,
    ast.NotEq: lambda a, b: a != b,
    ast.Is: lambda a, b: a is b,
    ast.IsNot: lambda a, b: a is not b,
    ast.In: lambda a, b: a in b,
    ast.NotIn: lambda a, b: a not in b,
    ast.Lt: lambda a, b: a < b,
    ast.Gt: lambda a, b: a > b,
    ast.LtE: lambda a, b: a <= b,
    ast.GtE: lambda a, b: a >= b,
}
