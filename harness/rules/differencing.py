"""HG012: what looks like a difference quotient."""

import ast
from collections.abc import Iterable, Iterator
from itertools import combinations, islice
from typing import TYPE_CHECKING

from harness.rules.entry import running
from harness.rules.reading.walk import walk
from harness.rules.rule import Call, Complaint, Rule

if TYPE_CHECKING:
    from harness.problem.policy import Policy

_HELP = "A derivative has a formula: derive it. Differences per parameter cannot finish on the large case."
_SMALL = 0.1
#: Differences of samples, and derivatives of a polynomial laid through them.
_OF_SAMPLES = ("torch.gradient", "numpy.gradient", "numpy.polyder")
_DIVIDE = frozenset({"div", "div_", "divide", "divide_", "true_divide", "true_divide_"})
_MULTIPLY = frozenset({"mul", "mul_", "multiply", "multiply_"})
_SUBTRACT = frozenset({"sub", "sub_", "subtract", "subtract_"})
_LIBRARIES = frozenset({"torch", "np", "numpy", "operator"})
#: Beyond this nobody writes a formula by hand, and looking at pairs would take long.
_MOST_TERMS = 8
_MOST_QUOTIENTS = 400


#: A place as `_spelled` gives it, and a step from there.
_Point = tuple[tuple[object, ...] | None, ast.expr | None]


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
        unused = _unused(tree)
        quotients = ((node, *parts) for node in walk(tree) for parts in _divisions(node))
        for node, top, divisor in islice(quotients, _MOST_QUOTIENTS):
            function = _differenced(top, divisor, names)
            if function is not None:
                what = f" of `{function}`" if function else ""
                aside = " (nothing calls this code)" if id(node) in unused else ""
                said = f"This looks like a difference quotient{what}.{aside}"
                yield node, Complaint(said, _HELP, "warning")


def _unused(tree: ast.Module) -> set[int]:
    """Give the nodes of what no running code names: a check that its author runs at home."""
    used = {id(top) for top in running(tree)}
    return {id(node) for top in tree.body if id(top) not in used for node in walk(top)}


class _Names:
    """What is assigned to simple names anywhere in a program, which of them are functions, which small numbers."""

    def __init__(self, tree: ast.Module) -> None:
        self.values: dict[str, list[ast.expr]] = {}
        self.own: set[str] = set()
        self.small: set[str] = set()
        for node in walk(tree):
            if isinstance(node, ast.FunctionDef):
                self.own.add(node.name)
            elif isinstance(node, ast.Assign):
                for target in node.targets:
                    self._bind(target, node.value)
            elif isinstance(node, (ast.NamedExpr, ast.AnnAssign)) and node.value is not None:
                self._bind(node.target, node.value)
            elif isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Sub):
                for before in self.meant(node.target)[-1:]:
                    self._bind(node.target, ast.BinOp(before, ast.Sub(), node.value))
            elif isinstance(node, ast.arguments):
                positional = [*node.posonlyargs, *node.args]
                # A function that is handed over is as good as one's own: nobody passes `torch.exp` to be divided.
                self.own.update(arg.arg for arg in (*positional, *node.kwonlyargs))
                pairs = zip(reversed(positional), reversed(node.defaults), strict=False)
                self.small.update(arg.arg for arg, default in pairs if _is_small(default))

    def _bind(self, target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, (ast.Tuple, ast.List)):
            parts = value.elts if isinstance(value, (ast.Tuple, ast.List)) else [value] * len(target.elts)
            for one, part in zip(target.elts, parts, strict=False):
                self._bind(one, part)
        if not isinstance(target, ast.Name):
            return
        self.values.setdefault(target.id, []).append(value)
        if isinstance(value, ast.Lambda):
            self.own.add(target.id)
        if _is_small(value):
            self.small.add(target.id)

    def calls(self, node: ast.expr) -> Iterator[ast.Call]:
        """Give the calls that an expression is: itself, through a name, or as a member of a row of calls."""
        while isinstance(node, ast.Subscript):
            node = node.value
        for value in self.meant(node):
            row = value.elt if isinstance(value, (ast.ListComp, ast.GeneratorExp)) else value
            if (
                isinstance(row, ast.Call)
                and isinstance(row.func, ast.Name)
                and row.func.id == "map"
                and row.args
            ):
                yield ast.Call(row.args[0], [], [])
            elif isinstance(row, ast.Call):
                yield row

    def meant(self, node: ast.expr) -> list[ast.expr]:
        """Give an expression, or what is assigned to the name that it is."""
        return self.values.get(node.id, [])[:_MOST_TERMS] if isinstance(node, ast.Name) else [node]

    def is_step(self, node: ast.expr) -> bool:
        """Say whether a factor is a small number, by itself or by its name."""
        name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
        return name in self.small or _is_small(node)


def _divisions(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Give (dividend, divisor) of `a / b`, `a * (1 / b)`, `a /= b`, `a.div(b)`, `torch.div(a, b)` and their kin."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
        yield node.left, node.right
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        for one, other in ((node.left, node.right), (node.right, node.left)):
            if isinstance(other, ast.BinOp) and isinstance(other.op, ast.Div):
                yield one, other.right
    elif isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Div):
        yield node.target, node.value
    elif isinstance(node, ast.Call):
        yield from _operands(node, _DIVIDE)
        for one, other in _operands(node, _MULTIPLY):
            if isinstance(other, ast.BinOp) and isinstance(other.op, ast.Div):
                yield one, other.right


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
    factors = list(_factors(divisor))
    small = any(map(names.is_step, factors))
    steps = {_spelled(factor) for factor in factors if not isinstance(factor, ast.Constant)} - {None}
    for sum_ in names.meant(top):
        terms, subtracted = _terms(sum_)
        calls = [call for term in terms for call in names.calls(term)][:_MOST_TERMS]
        if small and any(isinstance(c.func, ast.Attribute) and c.func.attr == "diff" for c in calls):
            return ""
        read = [
            (call, _spelled(call.func), [_point(arg) for arg in call.args[:4]])
            for call in calls
            if subtracted
        ]
        for (first, function, here), (second, other, there) in combinations(read, 2):
            if function is None or function != other:
                continue
            name = first.func.id if isinstance(first.func, ast.Name) else ""
            own = name in names.own or ("name", "self") in function
            if own and (small or _secant(divisor, first, second)):
                return name
            moved = [step for a, b in zip(here, there, strict=False) for step in _step(a, b)]
            if any(small or steps & set(map(_spelled, _inner(step))) for step in moved):
                return name
    return None


def _secant(divisor: ast.expr, first: ast.Call, second: ast.Call) -> bool:
    """Say whether `(f(p) - f(q))` is divided by `(p - q)`."""
    if (
        not isinstance(divisor, ast.BinOp)
        or not isinstance(divisor.op, ast.Sub)
        or not first.args
        or not second.args
    ):
        return False
    points = {_spelled(first.args[0]), _spelled(second.args[0])}
    return len(points) == 2 and points == {_spelled(divisor.left), _spelled(divisor.right)}


def _inner(node: ast.expr) -> list[ast.expr]:
    few = islice(walk(node), 8 * _MOST_TERMS)
    return [n for n in few if isinstance(n, (ast.Name, ast.Attribute, ast.Subscript))]


def _point(node: ast.expr) -> _Point:
    """Take an argument apart: `a + h` and `a - h` are (a, h), anything else is itself without a step."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub)):
        return _spelled(node.left), node.right
    return _spelled(node), None


def _step(one: _Point, other: _Point) -> list[ast.expr]:
    """Give the steps that two points lie from the same place."""
    if one[0] is None or one[0] != other[0]:
        return []
    return [step for step in (one[1], other[1]) if step is not None]


def _spelled(node: ast.expr, depth: int = 4) -> tuple[object, ...] | None:
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
    value = _number(node)
    return value is not None and 0 < value < _SMALL


def _number(node: ast.AST) -> float | None:
    """Work out a step that is written as `1e-4`, `1 / 1024`, `10 ** -4` or `2.0**-13`; None for anything else."""
    if isinstance(node, ast.Constant):
        return float(node.value) if isinstance(node.value, float) else None
    if not isinstance(node, ast.BinOp) or not isinstance(node.left, ast.Constant):
        return None
    negative = isinstance(node.right, ast.UnaryOp) and isinstance(node.right.op, ast.USub)
    right = node.right.operand if isinstance(node.right, ast.UnaryOp) else node.right
    if not isinstance(right, ast.Constant):
        return None
    one, other = _positive(node.left.value), _positive(right.value)
    if one is None or other is None:
        return None
    if isinstance(node.op, ast.Div) and not negative:
        return one / other
    if isinstance(node.op, ast.Pow) and negative:
        return float(one ** -min(other, 50.0))
    return None


def _positive(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and 0 < value < 1e6 else None
