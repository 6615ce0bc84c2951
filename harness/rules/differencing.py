"""HG012: what looks like a difference quotient."""

import ast
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from harness.rules.rule import Call, Complaint, Rule

if TYPE_CHECKING:
    from harness.problem.policy import Policy

_HELP = "A derivative has a formula: derive it. Differences per parameter cannot finish on the large case."
_SMALL = 0.1
#: Differences of samples, and derivatives of a polynomial laid through them.
_OF_SAMPLES = ("torch.gradient", "numpy.gradient", "numpy.polyder")
_DIVIDE = frozenset({"div", "div_", "divide", "divide_", "true_divide", "true_divide_"})
_SUBTRACT = frozenset({"sub", "sub_", "subtract", "subtract_"})
_LIBRARIES = frozenset({"torch", "np", "numpy", "operator"})
#: Beyond this nobody writes a formula by hand, and looking at pairs would take long.
_MOST_TERMS = 12


class Differencing(Rule):
    """Points out `(f(a + h) - f(a - h)) / h`, however it is spread over names and methods. Warnings alone."""

    code = "HG012"
    name = "differencing"
    title = "What looks like numerical differentiation"

    def __init__(self, policy: "Policy") -> None:
        super().__init__(policy)
        self.wanted = (policy.differencing, policy.layer_differencing) != ("allow", "allow")

    def calls(self, call: Call) -> Complaint | None:
        """Point out library functions that difference samples."""
        if not self.wanted or call.name not in _OF_SAMPLES:
            return None
        return Complaint(f"`{call.name}` differences samples of a function.", _HELP, "warning")

    def tree(self, tree: ast.Module) -> Iterable[tuple[ast.AST, Complaint]]:
        """Find difference quotients by their shape."""
        return self._quotients(tree) if self.wanted else ()

    def _quotients(self, tree: ast.Module) -> Iterator[tuple[ast.AST, Complaint]]:
        names = _Names(tree)
        for node in ast.walk(tree):
            for top, divisor in _divisions(node):
                function = _differenced(top, divisor, names)
                if function is not None:
                    what = f" of `{function}`" if function else ""
                    yield node, Complaint(f"This looks like a difference quotient{what}.", _HELP, "warning")
                    break


class _Names:
    """What is assigned to simple names anywhere in a program, which of them are functions, which small numbers."""

    def __init__(self, tree: ast.Module) -> None:
        self.values: dict[str, list[ast.expr]] = {}
        self.own: set[str] = set()
        self.small: set[str] = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                self.own.add(node.name)
            elif isinstance(node, ast.Assign):
                for target in node.targets:
                    self._bind(target, node.value)
            elif isinstance(node, (ast.NamedExpr, ast.AnnAssign)) and node.value is not None:
                self._bind(node.target, node.value)
            elif isinstance(node, ast.arguments):
                positional = [*node.posonlyargs, *node.args]
                pairs = zip(reversed(positional), reversed(node.defaults), strict=False)
                self.small.update(arg.arg for arg, default in pairs if _is_small(default))

    def _bind(self, target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, (ast.Tuple, ast.List)) and isinstance(value, (ast.Tuple, ast.List)):
            for one, part in zip(target.elts, value.elts, strict=False):
                self._bind(one, part)
        if not isinstance(target, ast.Name):
            return
        self.values.setdefault(target.id, []).append(value)
        if isinstance(value, ast.Lambda):
            self.own.add(target.id)
        if _is_small(value):
            self.small.add(target.id)

    def calls(self, node: ast.expr) -> Iterator[ast.Call]:
        """Give the calls that an expression is, directly or through a name."""
        found = self.values.get(node.id, []) if isinstance(node, ast.Name) else [node]
        for value in found[:_MOST_TERMS]:
            if isinstance(value, ast.Call):
                yield value


def _divisions(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Give (dividend, divisor) of `a / b`, `a * (1 / b)`, `a.div(b)` and `torch.div(a, b)`."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
        yield node.left, node.right
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        for one, other in ((node.left, node.right), (node.right, node.left)):
            if isinstance(other, ast.BinOp) and isinstance(other.op, ast.Div):
                yield one, other.right
    elif isinstance(node, ast.Call):
        yield from _operands(node, _DIVIDE)


def _operands(node: ast.Call, wanted: frozenset[str]) -> Iterator[tuple[ast.expr, ast.expr]]:
    if not isinstance(node.func, ast.Attribute) or node.func.attr not in wanted or not node.args:
        return
    home = node.func.value
    if not (isinstance(home, ast.Name) and home.id in _LIBRARIES):
        yield home, node.args[0]
    elif len(node.args) > 1:
        yield node.args[0], node.args[1]


def _factors(divisor: ast.expr) -> Iterator[ast.expr]:
    """Give the factors of a step such as `2 * h` or `h + h`; what is added for safety, as in `n + 1e-8`, is none."""
    waiting = [divisor]
    for _ in range(_MOST_TERMS):
        if not waiting:
            return
        part = waiting.pop()
        if isinstance(part, ast.BinOp) and isinstance(part.op, (ast.Mult, ast.Div, ast.Pow)):
            waiting += [part.left, part.right]
        elif (
            isinstance(part, ast.BinOp)
            and isinstance(part.op, (ast.Add, ast.Sub))
            and None is not _spelled(part.left) == _spelled(part.right)
        ):
            waiting.append(part.left)
        else:
            yield part


def _terms(node: ast.expr) -> tuple[list[ast.expr], bool]:
    """Give the terms of a sum, without their factors, and whether any of them is subtracted."""
    terms: list[ast.expr] = []
    subtracted = False
    waiting = [node]
    while waiting and len(terms) < _MOST_TERMS:
        part = waiting.pop()
        if isinstance(part, ast.BinOp) and isinstance(part.op, (ast.Add, ast.Sub)):
            subtracted |= isinstance(part.op, ast.Sub)
            waiting += [part.right, part.left]
        elif isinstance(part, ast.BinOp) and isinstance(part.op, ast.Mult):
            waiting.append(part.left if isinstance(part.right, ast.Constant) else part.right)
        elif isinstance(part, ast.UnaryOp):
            subtracted |= isinstance(part.op, ast.USub)
            waiting.append(part.operand)
        elif isinstance(part, ast.Call) and (pair := next(_operands(part, _SUBTRACT), None)):
            subtracted = True
            waiting += [pair[1], pair[0]]
        else:
            terms.append(part)
    return terms, subtracted


def _differenced(top: ast.expr, divisor: ast.expr, names: _Names) -> str | None:
    """Name the function whose difference is divided: "" when it has no name, None when there is no such thing."""
    terms, subtracted = _terms(top)
    if not subtracted:
        return None
    factors = list(_factors(divisor))
    words = {n.id for n in factors if isinstance(n, ast.Name)}
    small = bool(words & names.small) or any(map(_is_small, factors))
    calls = [call for term in terms for call in names.calls(term)][:_MOST_TERMS]
    for first, second in combinations(calls, 2):
        function = _spelled(first.func)
        if function is None or function != _spelled(second.func):
            continue
        name = first.func.id if isinstance(first.func, ast.Name) else ""
        if small and name in names.own:
            return name
        steps = [s for a, b in zip(first.args, second.args, strict=False) for s in _step(a, b)]
        if any(small or words & {n.id for n in ast.walk(s) if isinstance(n, ast.Name)} for s in steps):
            return name
    return None


def _step(one: ast.expr, other: ast.expr) -> Iterator[ast.expr]:
    """Give h where one argument is `a + h` (or `a - h`) and the other `a`, or `a - h` (or `a + h`)."""
    sides = []
    for node in (one, other):
        shifted = isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub))
        sides.append((_spelled(node.left), node.right) if shifted else (_spelled(node), None))  # type: ignore[attr-defined]
    (base, first), (origin, second) = sides
    if base is not None and base == origin:
        yield from (step for step in (first, second) if step is not None)


def _spelled(node: ast.expr, depth: int = 6) -> tuple[object, ...] | None:
    """Give a short expression in a form that can be compared; None for a long one."""
    if depth == 0:
        return None
    if isinstance(node, ast.Name):
        return ("name", node.id)
    if isinstance(node, ast.Constant):
        return ("constant", repr(node.value)[:40])
    parts: list[ast.expr]
    if isinstance(node, ast.Attribute):
        parts, label = [node.value], f".{node.attr}"
    elif isinstance(node, ast.Subscript):
        parts, label = [node.value, node.slice], "[]"
    elif isinstance(node, ast.Call) and not node.keywords:
        parts, label = [node.func, *node.args], "()"
    else:
        return None
    spelled = [_spelled(part, depth - 1) for part in parts[:4]]
    return None if None in spelled or len(parts) > 4 else (label, *spelled)


def _is_small(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, float) and 0 < node.value < _SMALL
