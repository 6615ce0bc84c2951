"""Scopes: which names belong to which block, and what they hold as reading goes along."""

import ast
from collections.abc import Iterable, Iterator

from harness.rules.reading.values import UNKNOWN, Value, fit, join
from harness.rules.reading.walk import children, walk

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


class Env:
    """One scope. `local` lists the names a function owns; None means every name, as in a module or a class."""

    __slots__ = ("elsewhere", "kind", "local", "parent", "vars")

    def __init__(self, kind: str, parent: "Env | None" = None, local: set[str] | None = None) -> None:
        self.kind = kind
        self.parent = parent
        self.local = local
        self.vars: dict[str, Value] = {}
        self.elsewhere: dict[str, Env] = {}  # names declared global or nonlocal here

    @property
    def module(self) -> "Env":
        """The scope at the top."""
        env = self
        while env.parent is not None:
            env = env.parent
        return env

    def lookup(self, name: str) -> Value | None:
        """Find a name as Python would; None when no scope binds it."""
        env: Env | None = self
        while env is not None:
            if env.kind != "class" or env is self:
                if name in env.vars:
                    return env.vars[name]
                if name in env.elsewhere:
                    return env.elsewhere[name].vars.get(name)
                if env.local is not None and name in env.local:
                    return UNKNOWN
            env = env.parent
        return None

    def bind(self, name: str, value: Value) -> None:
        """Bind a name where Python would bind it."""
        value = fit(value)
        if name in self.elsewhere:
            target = self.elsewhere[name]
            before = target.vars.get(name)
            # Another function may run before or after this one: both values are possible.
            target.vars[name] = value if before is None else join((before, value))
        else:
            self.vars[name] = value

    def bind_walrus(self, name: str, value: Value) -> None:
        """Bind a name from `:=`, which passes through comprehensions."""
        env = self
        while env.kind == "comprehension" and env.parent is not None:
            env = env.parent
        env.bind(name, value)

    def declare(self, names: Iterable[str], *, nonlocal_: bool) -> None:
        """Note names that a `global` or `nonlocal` statement sends elsewhere."""
        for name in names:
            target: Env | None = self.module
            if nonlocal_:
                target = self.parent
                while target is not None and not (target.local is not None and name in target.local):
                    target = target.parent
            if target is not None and target is not self:
                self.elsewhere[name] = target


def merge(first: dict[str, Value], second: dict[str, Value]) -> dict[str, Value]:
    """Join two ways a block may have gone. A name bound on one path only keeps that meaning."""
    merged = dict(first)
    for name, value in second.items():
        before = merged.get(name)
        if before is None:
            merged[name] = value
        elif before is not value:
            merged[name] = join((before, value))
    return merged


#: Every kind of node that `bound_names` may find a name in.
BINDERS = (
    ast.Name, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom, ast.ExceptHandler,
    ast.MatchAs, ast.MatchStar, ast.MatchMapping,
)  # fmt: skip


def bound_names(node: ast.AST) -> Iterator[str]:
    """Yield the names that one node binds in its own scope."""
    if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
        yield node.id
    elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield node.name
    elif isinstance(node, (ast.Import, ast.ImportFrom)):
        for alias in node.names:
            yield alias.asname or alias.name.split(".")[0]
    elif isinstance(node, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)) and node.name:
        yield node.name
    elif isinstance(node, ast.MatchMapping) and node.rest:
        yield node.rest


def block_nodes(body: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """Yield every node of a block without entering the functions and classes it defines."""
    stack = list(body)
    while stack:
        node = stack.pop()
        yield node
        if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
            continue
        if isinstance(node, COMPREHENSIONS):
            # A comprehension owns its targets, but `:=` inside it binds outside.
            stack.extend(inner.target for inner in walk(node) if isinstance(inner, ast.NamedExpr))
            continue
        stack.extend(children(node))


def local_names(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> set[str]:
    """Return the names that a function owns."""
    arguments = node.args
    names = {a.arg for a in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)}
    names |= {a.arg for a in (arguments.vararg, arguments.kwarg) if a is not None}
    body: list[ast.AST] = [node.body] if isinstance(node, ast.Lambda) else list(node.body)
    away: set[str] = set()
    for inner in block_nodes(body):
        if isinstance(inner, BINDERS):
            names.update(bound_names(inner))
        if isinstance(inner, (ast.Global, ast.Nonlocal)):
            away.update(inner.names)
    return names - away
