"""Sizes written as `2*d_z` or `ceil(n / B)`: integer arithmetic over named dimensions.

An expression is parsed once into Python's own syntax tree, every node of which must be one of the few
allowed here; it is then computed by walking the tree. Nothing is ever handed to `eval`.
Division alone would leave the integers, so `/` is only understood as the argument of `ceil`.
"""

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from harness.problem.errors import ProblemError, shown, suggest

MAX_LENGTH = 200
#: No dimension of ours comes near; a product of three still fits in an int64.
MAX_SIZE = 1 << 40

# Checked before the parser sees the text: what it would only warn about never reaches it.
_LETTERS = re.compile(r"(?!.*\b[0-9]+[A-Za-z_])[A-Za-z0-9_+\-*/(), ]+\Z")
_ALLOWED = "Sizes are written with whole numbers, dimension names, + - * // and ceil(a / b)"


@dataclass(frozen=True)
class Expr:
    """A parsed size.

    `text` is what the author wrote, `names` the dimensions it needs.
    Two expressions are equal if their texts are.
    """

    text: str
    names: frozenset[str] = field(compare=False)
    _tree: ast.expr = field(compare=False, repr=False)

    def evaluate(self, dims: Mapping[str, int]) -> int:
        """Return the size for given dimensions.

        Raises:
            ProblemError: a dimension is not given, a division by zero, or a result that no size can have
                (too large; a negative result is returned, for the caller knows whether it is a size).
        """
        for name in sorted(self.names):
            if name not in dims:
                raise ProblemError(
                    f"`{self.text}` needs `{name}`, which is not given", fix=suggest(name, dims)
                )
        result = _walk(self._tree, dims, self.text)
        if abs(result) > MAX_SIZE:
            raise ProblemError(
                f"`{self.text}` comes to {result:,}, more than {MAX_SIZE:,}", fix="Use smaller sizes"
            )
        return result

    def __str__(self) -> str:
        """Return the expression as it was written."""
        return self.text

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle as text: the tree is made again."""
        return (parse, (self.text,))


@lru_cache(maxsize=1024)
def _parse(text: str) -> Expr:
    if len(text) > MAX_LENGTH:
        raise ProblemError(f"a size of {len(text)} characters", fix=_ALLOWED)
    if not _LETTERS.match(text):
        raise ProblemError(f"`{text}` is not a size", fix=_ALLOWED)
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ProblemError(f"`{text}` is not a size", fix=_ALLOWED) from None
    names: set[str] = set()
    _check(tree, text, names)
    return Expr(text.strip(), frozenset(names), tree)


def parse(expr: str | int) -> Expr:
    """Parse a size.

    Raises:
        ProblemError: anything but whole numbers, names, + - * // and ceil(a / b).
    """
    if isinstance(expr, bool) or not isinstance(expr, int | str):
        raise ProblemError(f"{shown(expr)} is not a size", fix=_ALLOWED)
    return _parse(str(expr))


def _check(node: ast.expr, text: str, names: set[str]) -> None:
    """Refuse every node that is not size arithmetic, and collect names."""
    if isinstance(node, ast.Constant) and type(node.value) is int:
        return
    if isinstance(node, ast.Name):
        names.add(node.id)
        return
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        _check(node.operand, text, names)
        return
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub | ast.Mult | ast.FloorDiv):
        _check(node.left, text, names)
        _check(node.right, text, names)
        return
    if quotient := _ceil(node):
        _check(quotient.left, text, names)
        _check(quotient.right, text, names)
        return
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
        raise ProblemError(
            f"`{text}` divides with /", fix="Write // to round down or ceil(a / b) to round up"
        )
    raise ProblemError(f"`{text}` is not a size", fix=_ALLOWED)


def _ceil(node: ast.expr) -> ast.BinOp | None:
    """Return `a / b` if the node is `ceil(a / b)`."""
    match node:
        case ast.Call(func=ast.Name(id="ceil"), args=[ast.BinOp(op=ast.Div()) as quotient], keywords=[]):
            return quotient
    return None


def _walk(node: ast.expr, dims: Mapping[str, int], text: str) -> int:
    match node:
        case ast.Constant(value=int(value)):
            return value
        case ast.Name(id=name):
            return int(dims[name])
        case ast.UnaryOp(operand=operand):
            return -_walk(operand, dims, text)
        case ast.BinOp(left=left, op=op, right=right):
            a, b = _walk(left, dims, text), _walk(right, dims, text)
            if isinstance(op, ast.Add):
                return a + b
            if isinstance(op, ast.Sub):
                return a - b
            if isinstance(op, ast.Mult):
                return a * b
            return _divide(a, b, text)
    quotient = _ceil(node)
    assert quotient is not None  # noqa: S101 - `_check` lets nothing else through
    return -_divide(-_walk(quotient.left, dims, text), _walk(quotient.right, dims, text), text)


def _divide(a: int, b: int, text: str) -> int:
    if b == 0:
        raise ProblemError(f"`{text}` divides by zero", fix="Check the dimensions")
    return a // b
