"""Attributes and items: `a.b`, `a["b"]`, and what namespaces hold."""

import ast
import builtins
from collections.abc import Sequence

from harness.rules.reading import constants
from harness.rules.reading.canonical import canonical
from harness.rules.reading.expressions import wrap
from harness.rules.reading.scope import Env
from harness.rules.reading.statements import Statements
from harness.rules.reading.truth import plain, spread
from harness.rules.reading.values import (
    DATA,
    UNKNOWN,
    Bound,
    Class,
    Const,
    Data,
    Each,
    Either,
    Func,
    Lib,
    Map,
    Method,
    Names,
    Object,
    Partial,
    Seq,
    Super,
    Unknown,
    Value,
    const,
    join,
    options,
    text_of,
)

#: Methods that only a tensor has, unless the submission defines the same name somewhere.
TENSOR_ONLY = frozenset({"backward", "grad_fn"})
_BUILTINS = frozenset(dir(builtins))


class Attributes(Statements):
    """Fetches attributes, items and names."""

    def resolve(self, name: str, env: Env) -> Value:
        """Say what a bare name is: a scope's, a star import's, a builtin, or unknown."""
        value = env.lookup(name)
        if value is not None:
            return value
        if name == "__name__":
            return Lib("__name__")
        if name == "__builtins__":
            return Lib("builtins")
        if name == "__loader__":
            return Lib("__loader__")
        if name in _BUILTINS:
            return Lib(f"builtins.{name}")
        if self.stars:
            return Lib(canonical(f"{self.stars[-1]}.{name}"))
        return UNKNOWN

    def attr(self, value: Value, name: str, node: ast.AST, env: Env | None = None) -> Value:
        """Fetch an attribute of every possibility."""
        if not isinstance(value, Either):
            found = self._attr(value, name, node)
        else:
            # None and numbers have no attribute worth having: `total = 0.0` first, a tensor later.
            kept = [
                o
                for o in value.options
                if not (isinstance(o, Const) and not isinstance(o.value, (str, bytes)))
            ]
            self.maybe += len(kept) > 1
            found = join([self._attr(option, name, node) for option in kept])
            self.maybe -= len(kept) > 1
        return self.mention(node, found)

    def _attr(self, value: Value, name: str, node: ast.AST) -> Value:
        self.step()
        self.ask_attribute(value, name, node)
        common = self._common(value, name)
        if common is not None:
            return common
        if isinstance(value, Lib):
            if value.name.startswith("builtins.") and name == "__self__":
                return Lib("builtins")
            return Lib(canonical(f"{value.name}.{name}"), value.told)
        if isinstance(value, Data):
            return self._of_tensor(name)
        if isinstance(value, Unknown):
            return (
                self._of_tensor(name) if name in TENSOR_ONLY and name not in self.facts.defined else UNKNOWN
            )
        if isinstance(value, Object):
            return self._of_object(value, name, node)
        if isinstance(value, Class):
            found = self.of_class(value, name)
            if isinstance(found, Func) and found.kind == "class":
                return Method(found, value)
            return found
        if isinstance(value, Super):
            for base in value.cls.bases:
                found = self.of_class(base, name) if isinstance(base, Class) else self._base(base, name)
                if not isinstance(found, Unknown):
                    return Method(found, value.first) if isinstance(found, Func) else found
            return UNKNOWN
        if isinstance(value, (Const, Seq, Map, Names, Each)):
            return Bound(value, name)
        if isinstance(value, Method):
            return {"__func__": value.func, "__self__": value.first}.get(name, UNKNOWN)
        if isinstance(value, Partial):
            return {"func": value.func, "args": Seq(value.args)}.get(name, UNKNOWN)
        if isinstance(value, Func):
            return self._of_function(value, name)
        return UNKNOWN

    def _common(self, value: Value, name: str) -> Value | None:
        """Attributes that every value has."""
        if name in {"__getattribute__", "__getattr__"} and not isinstance(value, (Object, Class)):
            return Partial(Lib("builtins.getattr"), (value,))
        if name == "__getattribute__":
            return Partial(Lib("builtins.getattr"), (value,))
        if name == "__code__":
            return Lib("__code__")
        if name == "__builtins__":
            return Lib("builtins")
        if name == "__dict__":
            return Names(value)
        if name == "__class__":
            return self.type_of(value)
        if name == "__call__" and not isinstance(value, (Object, Class)):
            return value
        if name == "__setattr__" and not isinstance(value, (Object, Class)):
            return Partial(Lib("builtins.setattr"), (value,))
        if name == "__get__" and not isinstance(value, Object):
            return Partial(Lib("functools.partial"), (value,))
        return None

    def _of_tensor(self, name: str) -> Value:
        found = Lib(f"torch.Tensor.{name}")
        return found if name == "grad_fn" or self.answer(found.name) else DATA

    def _base(self, base: Value, name: str) -> Value:
        return (
            Lib(f"{base.name}.{name}", base.told)
            if isinstance(base, Lib) and base.name != "builtins.object"
            else UNKNOWN
        )

    def of_class(self, cls: Class, name: str) -> Value:
        """Find a name in a class of the submission, its bases, or a library's class under it."""
        seen: set[int] = set()
        waiting: list[Value] = [cls]
        while waiting:
            current = waiting.pop(0)
            if isinstance(current, Class):
                if id(current) in seen:
                    continue
                seen.add(id(current))
                if name in current.attrs:
                    return current.attrs[name]
                waiting[:0] = [option for base in current.bases for option in options(base)]
            else:
                found = self._base(current, name)
                if not isinstance(found, Unknown):
                    return found
        return UNKNOWN

    def _of_object(self, value: Object, name: str, node: ast.AST) -> Value:
        cls = value.cls
        if name in cls.fields:
            own = cls.attrs.get(name)
            return cls.fields[name] if own is None else join((cls.fields[name], own))
        found = self.of_class(cls, name)
        if isinstance(found, Func):
            if found.kind == "static":
                return found
            if found.kind == "property":
                return self.call(Method(found, value), [], {}, node, self.module_env)
            return Method(found, cls if found.kind == "class" else value)
        if isinstance(found, Unknown) and "__getattr__" not in cls.attrs and name in TENSOR_ONLY:
            return UNKNOWN
        return found

    def _of_function(self, value: Func, name: str) -> Value:
        if name == "__annotations__" and not isinstance(value.node, ast.Lambda):
            arguments = value.node.args
            pairs: list[tuple[object, Value]] = []
            pairs += [
                (arg.arg, self._annotation(arg.annotation, value.env))
                for arg in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
                if arg.annotation is not None
            ]
            if value.node.returns is not None:
                pairs.append(("return", self._annotation(value.node.returns, value.env)))
            return Map(tuple(pairs))
        if name == "__defaults__":
            return Seq(tuple(value.defaults.values()))
        if name == "__wrapped__":
            return value
        if name == "__doc__" and not isinstance(value.node, ast.Lambda):
            text = ast.get_docstring(value.node, clean=False)
            return UNKNOWN if text is None else const(text)
        if name == "__name__" and not isinstance(value.node, ast.Lambda):
            return const(value.node.name)
        return UNKNOWN

    def _annotation(self, node: ast.expr, env: Env) -> Value:
        """Evaluate an annotation that the program reads back; one in quotes is evaluated as it will be."""
        value = self.eval(node, env)
        text = text_of(value)
        return value if text is None else self.read_text(text, node, env, expression=True)

    def type_of(self, value: Value) -> Value:
        """Say what `type(value)` is."""
        if isinstance(value, Data):
            return Lib("torch.Tensor")
        if isinstance(value, Object):
            return value.cls
        if isinstance(value, Const):
            return Lib(f"builtins.{value.type.__name__}")
        return UNKNOWN

    # Items.

    def item(self, value: Value, key: Value, node: ast.AST) -> Value:
        """Fetch an item for every possible key."""
        return self.mention(node, join([self._item(value, option, node) for option in options(key)]))

    def _item(self, value: Value, key: Value, node: ast.AST) -> Value:
        if isinstance(value, Names):
            return self.name_in(value, key, node)
        if isinstance(value, Data):
            return DATA
        if isinstance(value, Lib):
            if value.name == "sys.modules":
                return self.module_named(key, node)
            if value.name == "builtins" and isinstance(key, Const):
                return Lib(f"builtins.{key.value}")
            return UNKNOWN
        if isinstance(value, Each):
            return value.item
        if isinstance(value, Object):
            return self.call(self.attr(value, "__getitem__", node), [key], {}, node, self.module_env)
        if not isinstance(key, Const):
            return self.element(value) if isinstance(value, Seq) else UNKNOWN
        if isinstance(value, Map):
            return value.get(key.value) or UNKNOWN
        if isinstance(value, Seq) and isinstance(key.value, int):
            return value.items[key.value] if -len(value.items) <= key.value < len(value.items) else UNKNOWN
        if isinstance(value, Const) and isinstance(key.value, int) and isinstance(value.value, (str, bytes)):
            text = value.value
            return const(text[key.value]) if -len(text) <= key.value < len(text) else UNKNOWN
        return UNKNOWN

    def module_named(self, key: Value, node: ast.AST) -> Value:
        """Say what `sys.modules[...]` holds."""
        name = text_of(key)
        if name is not None:
            self.mention(node, Lib(f"sys.modules[{name}"))
            return Lib(canonical(name)) if name != "__main__" else UNKNOWN
        if key == Lib("__name__"):
            self.opened = True
            return Lib("__self__")
        self.opened = True
        return UNKNOWN

    def name_in(self, names: Names, key: Value, node: ast.AST) -> Value:
        """Say what a namespace holds under a key."""
        name = text_of(key)
        if name is None:
            self.opened = self.opened or names.of is None
            return UNKNOWN
        if names.of is None:
            found = self.resolve(name, self.module_env)
            self.escape(found)
            return found
        return self.attr(names.of, name, node)

    # Methods of constants and containers.

    def method(self, value: Value, name: str, args: Sequence[Value], node: ast.AST, env: Env) -> Value:
        """Call a method of a constant, a container or a namespace."""
        if name in {"__getitem__", "get", "pop", "setdefault"} and args:
            found = UNKNOWN if isinstance(value, Const) else self.item(value, args[0], node)
            if (
                name in {"get", "pop", "setdefault"}
                and found is UNKNOWN
                and len(args) > 1
                and isinstance(value, Map)
            ):
                return args[1]
            return found
        if isinstance(value, Names):
            if name in {"update", "__setitem__", "items", "values", "copy", "keys"}:
                self.opened = self.opened or value.of is None
            return value if name in {"copy", "items"} else UNKNOWN
        if isinstance(value, Const):
            return self._text_method(value, name, args)
        if isinstance(value, Map):
            if name == "items":
                return Seq(tuple(Seq((const(k), v)) for k, v in value.items))
            if name == "values":
                return Seq(tuple(v for _, v in value.items))
            return {"keys": Seq(tuple(const(k) for k, _ in value.items)), "copy": value}.get(name, UNKNOWN)
        if isinstance(value, (Seq, Each)):
            return self._list_method(value, name, args, node, env)
        return UNKNOWN

    def _text_method(self, value: Const, name: str, args: Sequence[Value]) -> Value:
        try:
            if name == "join" and args:
                return wrap(constants.method(value.value, name, [plain(spread(args[0]))]) or None)
            result = constants.method(value.value, name, [plain(arg) for arg in args])
        except ValueError:
            return UNKNOWN
        if result is None:
            return UNKNOWN
        return wrap(result)

    def _list_method(
        self, value: Seq | Each, name: str, args: Sequence[Value], node: ast.AST, env: Env
    ) -> Value:
        """A list that grows is tracked through the name that holds it."""
        if name == "copy":
            return value
        holder = (
            node.func.value if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else None
        )
        if isinstance(holder, ast.Name) and env.lookup(holder.id) is value and isinstance(value, Seq):
            grown = self._grown(value, name, args)
            if grown is not None:
                if holder.id in env.vars:
                    env.vars[holder.id] = grown
                return self.element(value) if name == "pop" else const(None)
        return self.element(value) if name == "pop" else UNKNOWN

    def _grown(self, value: Seq, name: str, args: Sequence[Value]) -> Value | None:
        if name in {"append", "add"} and args:
            return (
                Seq((*value.items, args[0]))
                if len(value.items) < 200
                else Each(join((*value.items[:8], args[0])))
            )
        if name == "extend" and args:
            more = spread(args[0])
            return (
                Seq(value.items + more.items) if isinstance(more, Seq) and len(value.items) < 200 else UNKNOWN
            )
        if (
            name == "insert"
            and len(args) == 2
            and isinstance(args[0], Const)
            and isinstance(args[0].value, int)
        ):
            items = list(value.items)
            items.insert(args[0].value, args[1])
            return Seq(tuple(items))
        if name == "reverse":
            return Seq(value.items[::-1])
        if name in {"sort", "remove", "clear", "pop", "discard", "update"}:
            return Each(self.element(value))
        return None
