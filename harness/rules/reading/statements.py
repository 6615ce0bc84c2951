"""Statements: how control and names move through a block."""

import ast
from collections.abc import Callable, Sequence
from typing import Any

from harness.rules.reading.core import DEEPEST
from harness.rules.reading.definitions import Definitions
from harness.rules.reading.expressions import UNROLL
from harness.rules.reading.scope import Env, block_nodes, bound_names, merge
from harness.rules.reading.truth import spread
from harness.rules.reading.values import (
    UNKNOWN,
    Each,
    Object,
    Seq,
    Value,
    const,
)

_JUMPS = (ast.Break, ast.Continue)


class Statements(Definitions):
    """Walks statements in the order Python would run them."""

    def run(self, body: Sequence[ast.stmt], env: Env) -> bool:
        """Walk a block; True if control never leaves at its end. What follows a `return` is not read."""
        for statement in body:
            self.step()
            if self.depth > DEEPEST:
                self.cut = True
                return False
            self.depth += 1
            try:
                handler = _STATEMENTS.get(type(statement))
                if handler is not None and handler(self, statement, env):
                    return True
            finally:
                self.depth -= 1
        return False

    def _expr(self, node: ast.Expr, env: Env) -> bool:
        self.eval(node.value, env, callee=True)
        return False

    def _assign(self, node: ast.Assign, env: Env) -> bool:
        value = self.eval(node.value, env, callee=all(isinstance(t, ast.Name) for t in node.targets))
        for target in node.targets:
            self.assign(target, value, env)
        return False

    def _annotated(self, node: ast.AnnAssign, env: Env) -> bool:
        self.quietly(node.annotation, env)
        if node.value is not None:
            self.assign(node.target, self.eval(node.value, env, callee=True), env)
        return False

    def _augmented(self, node: ast.AugAssign, env: Env) -> bool:
        right = self.eval(node.value, env)
        if isinstance(node.target, ast.Name):
            left = self.resolve(node.target.id, env)
            env.bind(node.target.id, self.operate(node.op, left, right, node))
        else:
            self.assign(node.target, UNKNOWN, env)
        return False

    def _delete(self, node: ast.Delete, env: Env) -> bool:
        for target in node.targets:
            if isinstance(target, ast.Attribute):
                self.store_attr(self.eval(target.value, env), target.attr, None, target)
            elif isinstance(target, ast.Name):
                env.vars.pop(target.id, None)
            elif isinstance(target, ast.Subscript):
                self.eval(target.value, env)
                self.eval(target.slice, env)
        return False

    # Branches and loops.

    def _if(self, node: ast.If, env: Env) -> bool:
        # `elif` chains are long in honest code and nest in the tree: walk them with a loop.
        ends: list[dict[str, Value]] = []
        current: ast.If | None = node
        while current is not None:
            known = self.truth(current.test, env)
            self.eval(current.test, env)
            if known == (False, True):
                self.skip(current.body)
            else:
                before = dict(env.vars)
                self.dead += known == (False, False)
                stops = self.run(current.body, env)
                self.dead -= known == (False, False)
                if not stops and known != (False, False):
                    ends.append(env.vars)
                env.vars = before
                if known == (True, True):
                    self.skip(current.orelse)
                    return self._settle(ends, env)
            soft = known == (True, False)
            if len(current.orelse) == 1 and isinstance(current.orelse[0], ast.If) and not soft:
                current = current.orelse[0]
                continue
            self.dead += soft
            stops = self.run(current.orelse, env)
            self.dead -= soft
            if not stops and not soft:
                ends.append(env.vars)
            current = None
        return self._settle(ends, env)

    def _settle(self, ends: list[dict[str, Value]], env: Env) -> bool:
        if not ends:
            return True
        merged = ends[0]
        for other in ends[1:]:
            merged = merge(merged, other)
        env.vars = merged
        return False

    def skip(self, body: Sequence[ast.AST]) -> None:
        """Leave code unread that is never run; remember whom it calls, so that they are not accused either."""
        for node in body:
            for inner in ast.walk(node):
                if isinstance(inner, ast.Name):
                    self.skipped.add(inner.id)
                elif isinstance(inner, ast.Attribute):
                    self.skipped.add(inner.attr)

    def _for(self, node: ast.For | ast.AsyncFor, env: Env) -> bool:
        source = spread(self.eval(node.iter, env))
        if isinstance(source, Seq) and 0 < len(source.items) <= UNROLL and self.following:
            jumps = any(isinstance(n, _JUMPS) for n in block_nodes(node.body))
            for item in source.items:
                before = dict(env.vars)
                self.assign(node.target, item, env)
                stops = self.run(node.body, env)
                if jumps or stops:
                    env.vars = merge(env.vars, before)
                if stops and not jumps:
                    break
        else:
            self._loop(node.body, env, lambda: self.assign(node.target, self.element(source), env))
        return self.run(node.orelse, env) and not any(
            isinstance(n, ast.Break) for n in block_nodes(node.body)
        )

    def _while(self, node: ast.While, env: Env) -> bool:
        known = self.truth(node.test, env)
        self.eval(node.test, env)
        if known == (False, True):
            self.skip(node.body)
            return self.run(node.orelse, env)
        self._loop(node.body, env, lambda: None)
        forever = known is not None and known[0] and known[1]
        left = any(isinstance(n, ast.Break) for n in block_nodes(node.body))
        if forever and not left:
            return True
        self.run(node.orelse, env)
        return False

    def _loop(self, body: Sequence[ast.stmt], env: Env, start: Callable[[], None]) -> None:
        """Walk a body of unknown repetition: once from the start, once from what any round may leave."""
        if not self.following:
            for inner in block_nodes(body):
                for name in bound_names(inner):
                    env.bind(name, UNKNOWN)
        for _ in range(2 if self.following else 1):
            before = dict(env.vars)
            start()
            self.run(body, env)
            env.vars = merge(before, env.vars)

    def _try(self, node: ast.Try, env: Env) -> bool:
        before = dict(env.vars)
        ends: list[dict[str, Value]] = []
        stopped = self.run(node.body, env)
        reached = merge(before, env.vars)
        if not stopped and not self.run(node.orelse, env):
            ends.append(env.vars)
        for handler in node.handlers:
            env.vars = dict(reached)
            if handler.type is not None:
                self.eval(handler.type, env)
            if handler.name:
                env.bind(handler.name, UNKNOWN)
            if not self.run(handler.body, env):
                ends.append(env.vars)
        env.vars = dict(reached)
        stops = self._settle(ends, env)
        return self.run(node.finalbody, env) or stops

    def _with(self, node: ast.With | ast.AsyncWith, env: Env) -> bool:
        for part in node.items:
            value = self.eval(part.context_expr, env)
            # The value of a generator under @contextmanager is what it yields.
            entered: Value = self.element(value) if isinstance(value, Each) else value
            if isinstance(value, Object):
                enter = self.attr(value, "__enter__", part.context_expr, env)
                entered = self.call(enter, [], {}, part.context_expr, env)
            if part.optional_vars is not None:
                self.assign(part.optional_vars, entered, env)
        # A context manager may swallow what is raised inside, so control may go on after it.
        return self.run(node.body, env) and bool(node.body) and isinstance(node.body[-1], ast.Return)

    def _match(self, node: ast.Match, env: Env) -> bool:
        subject = self.eval(node.subject, env)
        ends: list[dict[str, Value]] = [dict(env.vars)]
        before = dict(env.vars)
        for case in node.cases:
            env.vars = dict(before)
            self.patterns(case.pattern, subject, env)
            if case.guard is not None:
                self.eval(case.guard, env)
            if not self.run(case.body, env):
                ends.append(env.vars)
        return self._settle(ends, env)

    def _return(self, node: ast.Return, env: Env) -> bool:
        value = self.eval(node.value, env) if node.value is not None else const(None)
        if self.frames:
            self.frames[-1].returns.append(value)
        return True

    def _raise(self, node: ast.Raise, env: Env) -> bool:
        for part in (node.exc, node.cause):
            if part is not None:
                self.eval(part, env)
        return True

    def _assert(self, node: ast.Assert, env: Env) -> bool:
        self.eval(node.test, env)
        if node.msg is not None:
            self.eval(node.msg, env)
        return False

    def _jump(self, node: ast.stmt, env: Env) -> bool:
        return False

    def _global(self, node: ast.Global | ast.Nonlocal, env: Env) -> bool:
        env.declare(node.names, nonlocal_=isinstance(node, ast.Nonlocal))
        return False


_STATEMENTS: dict[type[ast.stmt], Callable[[Any, Any, Env], bool]] = {
    ast.Expr: Statements._expr,
    ast.Assign: Statements._assign,
    ast.AnnAssign: Statements._annotated,
    ast.AugAssign: Statements._augmented,
    ast.Delete: Statements._delete,
    ast.If: Statements._if,
    ast.For: Statements._for,
    ast.AsyncFor: Statements._for,
    ast.While: Statements._while,
    ast.Try: Statements._try,
    ast.TryStar: Statements._try,
    ast.With: Statements._with,
    ast.AsyncWith: Statements._with,
    ast.Match: Statements._match,
    ast.FunctionDef: Statements._def,
    ast.AsyncFunctionDef: Statements._def,
    ast.ClassDef: Statements._class,
    ast.Return: Statements._return,
    ast.Raise: Statements._raise,
    ast.Assert: Statements._assert,
    ast.Break: Statements._jump,
    ast.Continue: Statements._jump,
    ast.Global: Statements._global,
    ast.Nonlocal: Statements._global,
    ast.Import: Statements._import,
    ast.ImportFrom: Statements._import_from,
}
