"""Assignment: to names, attributes, items and patterns of targets."""

import ast
from collections.abc import Sequence

from harness.rules.reading.expressions import Expressions
from harness.rules.reading.scope import Env
from harness.rules.reading.values import (
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
    join,
    options,
)


class Assignment(Expressions):
    """Stores values."""

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
