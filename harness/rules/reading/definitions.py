"""Definitions: functions, classes and imports, which bind names to things."""

import ast

from harness.rules.reading.assignment import Assignment
from harness.rules.reading.canonical import STARS, canonical
from harness.rules.reading.scope import Env
from harness.rules.reading.values import DATA, UNKNOWN, Class, Func, Lib, Value


class Definitions(Assignment):
    """Walks definitions and imports."""

    def quietly(self, node: ast.expr, env: Env) -> Value:
        """Evaluate an annotation: naming a type is not using it."""
        self.quiet += 1
        try:
            return self.eval(node, env)
        finally:
            self.quiet -= 1

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
