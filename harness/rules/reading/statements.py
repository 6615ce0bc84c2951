"""Statements: how control and names move through a block."""

import ast
from collections.abc import Callable, Sequence
from typing import Any

from harness.rules.reading.core import DEEPEST, Core
from harness.rules.reading.expressions import UNROLL, Expressions
from harness.rules.reading.scope import Env, block_nodes, bound_names, merge
from harness.rules.reading.values import (
    DATA,
    UNKNOWN,
    Class,
    Const,
    Each,
    Func,
    Lib,
    Map,
    Names,
    Object,
    Seq,
    Value,
    const,
    join,
    options,
)

_JUMPS = (ast.Break, ast.Continue)


class Statements(Expressions):
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

    def quietly(self, node: ast.expr, env: Env) -> Value:
        """Evaluate an annotation: naming a type is not using it."""
        self.quiet += 1
        try:
            return self.eval(node, env)
        finally:
            self.quiet -= 1

    def _augmented(self, node: ast.AugAssign, env: Env) -> bool:
        right = self.eval(node.value, env)
        if isinstance(node.target, ast.Name):
            left = self.resolve(node.target.id, env)
            env.bind(node.target.id, self.operate(node.op, left, right, node))
        else:
            self.assign(node.target, UNKNOWN, env)
        return False

    def assign(self, target: ast.expr, value: Value, env: Env) -> None:
        """Store a value in a name, attribute, item or pattern of targets."""
        if isinstance(target, ast.Name):
            env.bind(target.id, value)
        elif isinstance(target, (ast.Tuple, ast.List)):
            self._unpack(target.elts, value, env)
        elif isinstance(target, ast.Starred):
            self.assign(target.value, UNKNOWN, env)
        elif isinstance(target, ast.Attribute):
            self.store_attr(self.eval(target.value, env), target.attr, value, target)
        elif isinstance(target, ast.Subscript):
            owner = self.eval(target.value, env)
            key = self.eval(target.slice, env)
            if isinstance(owner, Names) and isinstance(key, Const) and isinstance(key.value, str):
                self.store_name(owner, key.value, value, target, env)
            elif isinstance(owner, Names):
                self.opened = True
            elif isinstance(owner, Lib) and owner.name == "sys.modules":
                self.ask_store(f"sys.modules.{key.value if isinstance(key, Const) else '?'}", value, target)
            elif isinstance(target.value, ast.Name):
                self.put(target.value, owner, key, value, env)

    def put(self, name: ast.Name, owner: Value, key: Value, value: Value, env: Env) -> None:
        """Store an item in a container that a name holds."""
        if isinstance(owner, Map) and isinstance(key, Const) and len(owner.items) < 200:
            env.bind(name.id, Map((*owner.items, (key.value, value))))
        elif isinstance(owner, (Map, Seq, Each)):
            env.bind(name.id, UNKNOWN)

    def store_name(self, owner: Names, name: str, value: Value, node: ast.AST, env: Env) -> None:
        """Store into a namespace: `globals()["g"] = ...`."""
        if owner.of is None:
            env.module.bind(name, value)
        else:
            self.store_attr(owner.of, name, value, node)

    def store_attr(self, owner: Value, name: str, value: Value | None, node: ast.AST) -> None:
        """Store (or with None delete) an attribute."""
        for option in options(owner):
            if isinstance(option, Lib):
                self.ask_store(f"{option.name}.{name}", value, node)
            elif isinstance(option, Object):
                before = option.cls.fields.get(name)
                new = value if value is not None else UNKNOWN
                option.cls.fields[name] = new if before is None else join((before, new))
            elif isinstance(option, Class):
                before = option.attrs.get(name)
                new = value if value is not None else UNKNOWN
                option.attrs[name] = new if before is None else join((before, new))
            elif not isinstance(option, Const):
                self.ask_attribute(option, f"={name}", node)
                if not isinstance(option, Func):
                    self.ask_store(f"?.{name}", value, node)

    def _unpack(self, targets: Sequence[ast.expr], value: Value, env: Env) -> None:
        star = next((i for i, t in enumerate(targets) if isinstance(t, ast.Starred)), None)
        if isinstance(value, Seq) and star is None and len(value.items) == len(targets):
            for target, item in zip(targets, value.items, strict=True):
                self.assign(target, item, env)
            return
        if isinstance(value, Seq) and star is not None and len(value.items) >= len(targets) - 1:
            after = len(targets) - star - 1
            end = len(value.items) - after
            for target, item in zip(targets[:star], value.items[:star], strict=True):
                self.assign(target, item, env)
            starred = targets[star]
            if isinstance(starred, ast.Starred):
                self.assign(starred.value, Seq(value.items[star:end]), env)
            for target, item in zip(targets[star + 1 :], value.items[end:], strict=True):
                self.assign(target, item, env)
            return
        item = self.element(value)
        for target in targets:
            if isinstance(target, ast.Starred):
                self.assign(target.value, Each(item) if item is not UNKNOWN else UNKNOWN, env)
            else:
                self.assign(target, item, env)

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
        source = self.eval(node.iter, env)
        if isinstance(source, Map):
            source = Seq(tuple(const(key) for key, _ in source.items))
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
        return self.run(node.orelse, env) and not any(isinstance(n, ast.Break) for n in block_nodes(node.body))

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
            entered: Value = value
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

    # Definitions.

    def _def(self, node: ast.FunctionDef | ast.AsyncFunctionDef, env: Env) -> bool:
        func = self.function(node, env)
        for inner in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs):
            if inner.annotation is not None:
                self.quietly(inner.annotation, env)
        if node.returns is not None:
            self.quietly(node.returns, env)
        value: Value = func
        for decorator in reversed(node.decorator_list):
            value = self.decorate(self.eval(decorator, env), value, decorator, env)
        env.bind(node.name, value)
        return False

    def decorate(self, decorator: Value, value: Value, node: ast.AST, env: Env) -> Value:
        """Apply a decorator. The well-known ones keep the function what it is."""
        if isinstance(decorator, Lib) and isinstance(value, Func):
            kind = _KINDS.get(decorator.name)
            if kind is not None:
                value.kind = kind
                return value
        if isinstance(value, (Func, Class)):
            self.escape(value)
        if isinstance(value, Class) and isinstance(decorator, Lib):
            return value
        result = self.call(decorator, [value], {}, node, env)
        if result is UNKNOWN or result == DATA:
            # An unknown wrapper of our function: still most likely to call it.
            return value if isinstance(decorator, Lib) else UNKNOWN
        return result

    def _class(self, node: ast.ClassDef, env: Env) -> bool:
        bases = tuple(self.eval(base, env) for base in node.bases)
        cls = Class(node, bases)
        for keyword in node.keywords:
            self.eval(keyword.value, env)
            cls.shaken = True
        inner = Env("class", env)
        self.run(node.body, inner)
        cls.attrs.update(inner.vars)
        for value in inner.vars.values():
            if isinstance(value, Func) and value.owner is None:
                value.owner = cls
        result: Value = cls
        for decorator in reversed(node.decorator_list):
            result = self.decorate(self.eval(decorator, env), result, decorator, env)
        env.bind(node.name, result)
        return False

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

    # Imports.

    def _import(self, node: ast.Import, env: Env) -> bool:
        for alias in node.names:
            self.ask_import(alias.name, node)
            name = alias.name if alias.asname else alias.name.split(".")[0]
            env.bind(alias.asname or name, self.library(name))
        return False

    def _import_from(self, node: ast.ImportFrom, env: Env) -> bool:
        module = "." * node.level + (node.module or "")
        self.ask_import(module, node)
        if node.level:
            for alias in node.names:
                env.bind(alias.asname or alias.name, UNKNOWN)
            return False
        for alias in node.names:
            if alias.name == "*":
                self.stars.append(module)
                for name in STARS.get(module, ()):
                    env.bind(name, self.library(f"{module}.{name}"))
                continue
            value = self.library(f"{module}.{alias.name}")
            if isinstance(value, Lib):
                self.ask_member(value.name, node)
                self.imported.append((alias, value.name))
            env.bind(alias.asname or alias.name, value)
        return False

    def ask_member(self, name: str, node: ast.AST) -> None:
        """Ask about `from package import name`, where the name may be a module of its own."""
        self.ask_import(f"{name}?", node)

    def library(self, name: str) -> Value:
        """Name a library's thing by its one true name."""
        return Lib(canonical(name))


#: What `from module import *` brings, where it matters.
STARS = {
    "torch": ("enable_grad", "no_grad", "inference_mode", "set_grad_enabled", "compile", "vmap"),
    "torch.autograd": (
        "Variable", "Function", "NestedIOFunction", "backward", "grad", "grad_mode", "gradcheck", "gradgradcheck",
        "enable_grad", "no_grad", "inference_mode", "set_grad_enabled", "detect_anomaly", "set_detect_anomaly",
    ),
    "torch.func": (
        "grad", "grad_and_value", "vmap", "functionalize", "hessian", "jacfwd", "jacrev", "jvp", "linearize",
        "vjp", "functional_call", "stack_module_state", "debug_unwrap",
    ),
    "torch.autograd.functional": ("vjp", "jvp", "jacobian", "hessian", "hvp", "vhp"),
    "torch.autograd.forward_ad": ("dual_level", "make_dual", "unpack_dual", "enter_dual_level", "exit_dual_level"),
    "torch.nn.grad": (
        "conv1d_input", "conv1d_weight", "conv2d_input", "conv2d_weight", "conv3d_input", "conv3d_weight",
    ),
    "operator": ("attrgetter", "itemgetter", "methodcaller", "getitem", "call"),
    "functools": ("partial", "reduce", "wraps", "cache", "lru_cache"),
    "builtins": ("getattr", "eval", "exec", "compile", "vars", "globals", "locals", "__import__", "setattr"),
}  # fmt: skip

# Modules that other modules import and so hold as attributes: `random._os` is `os`.
_ROOTS = {
    "torch": "torch", "sys": "sys", "_sys": "sys", "os": "os", "_os": "os", "builtins": "builtins", "gc": "gc",
    "ctypes": "ctypes", "importlib": "importlib", "subprocess": "subprocess",
}  # fmt: skip
_PREFIXES = (
    ("torch.autograd.grad_mode.", "torch.autograd."),
    ("torch.autograd.variable.", "torch.autograd."),
    ("torch.autograd.function.Function", "torch.autograd.Function"),
    ("torch._tensor.Tensor", "torch.Tensor"),
    ("torch._functorch.apis.", "torch.func."),
    ("torch._functorch.eager_transforms.", "torch.func."),
    ("functorch.", "torch.func."),
    ("_operator.", "operator."),
    ("_functools.", "functools."),
    ("posix.", "os."),
    ("importlib._bootstrap.__import__", "builtins.__import__"),
    ("importlib.__import__", "builtins.__import__"),
    ("torch.functional.F.", "torch.nn.functional."),
    ("numpy.ma.core.np.", "numpy."),
)
_KINDS = {
    "builtins.staticmethod": "static",
    "builtins.classmethod": "class",
    "builtins.property": "property",
    "functools.cached_property": "property",
    "abc.abstractmethod": "plain",
    "typing.no_type_check": "plain",
    "typing.final": "plain",
    "typing.override": "plain",
    "functools.cache": "plain",
}


def canonical(name: str) -> str:
    """Give a library's thing its one true name, whichever road led to it."""
    parts = name.split(".")
    for index in range(len(parts) - 1, 0, -1):
        if parts[index] in _ROOTS:
            parts = [_ROOTS[parts[index]], *parts[index + 1 :]]
            break
    name = ".".join(parts)
    for prefix, replacement in _PREFIXES:
        if name.startswith(prefix):
            return replacement + name[len(prefix) :]
    return name


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
