"""What library functions do that carry names around: getattr and its kin, namespaces, string builders."""

# ruff: noqa: ARG005 - the handlers in one table share a signature and a class

import ast
from collections.abc import Callable
from typing import Any

from harness.rules.reading import constants
from harness.rules.reading.expressions import wrap
from harness.rules.reading.scope import Env
from harness.rules.reading.text_as_code import TextAsCode
from harness.rules.reading.truth import plain, spread
from harness.rules.reading.values import (
    DATA,
    UNKNOWN,
    Class,
    Const,
    Data,
    Each,
    Func,
    Getter,
    Lib,
    Map,
    Names,
    Object,
    Partial,
    Seq,
    Value,
    const,
    join,
    options,
    text_of,
)
from harness.rules.rule import Call


class Library(TextAsCode):
    """Models of library functions."""

    def model(self, call: Call, env: Env) -> Value | None:
        """Say what a known library function returns; None if it is not one we know."""
        function = _MODELS.get(call.name)
        if function is not None:
            return function(self, call, env)
        if len(call.args) == 1 and isinstance(call.args[0], Const):
            return constants.transform(call.name, call.args[0].value)
        if call.name.startswith("sys.modules.") and call.args:
            return self.module_named(call.args[0], call.node)
        return None

    # Attributes by name.

    def _getattr(self, call: Call, env: Env) -> Value:
        args = list(call.args)
        if len(args) >= 3 and text_of(args[1]) is None and text_of(args[2]) is not None:
            args = args[1:]  # object.__getattribute__(torch, "autograd")
        if len(args) < 2:
            return UNKNOWN
        owner, key = args[0], args[1]
        names = [text_of(o) for o in options(key) if not isinstance(o, Data)]
        if not names or None in names:
            self._open(owner)
            return UNKNOWN
        self.maybe += len(names) > 1
        found = join([self.attr(owner, name, call.node) for name in names if name is not None])
        self.maybe -= len(names) > 1
        if found is UNKNOWN and len(args) > 2:
            return UNKNOWN
        return found

    def _open(self, owner: Value) -> None:
        if isinstance(owner, (Names, Object, Class)) or owner in {Lib("__self__"), UNKNOWN}:
            self.opened = True

    def _setattr(self, call: Call, env: Env) -> Value:
        args = call.args[1:] if len(call.args) == 4 else call.args  # object.__setattr__(self, "x", 1)
        if len(args) >= 3:
            name = text_of(args[1])
            if name is not None:
                self.store_attr(args[0], name, args[2], call.node)
            elif isinstance(args[0], Lib):
                self.ask_store(f"{args[0].name}.?", args[2], call.node)
            self.escape(args[2])
        return const(None)

    def _delattr(self, call: Call, env: Env) -> Value:
        if len(call.args) >= 2 and (name := text_of(call.args[1])) is not None:
            self.store_attr(call.args[0], name, None, call.node)
        return const(None)

    def _vars(self, call: Call, env: Env) -> Value:
        if not call.args:
            return Names(None) if env.kind == "module" else self._locals(call, env)
        return Names(call.args[0])

    def _globals(self, call: Call, env: Env) -> Value:
        return Names(None)

    def _locals(self, call: Call, env: Env) -> Value:
        if env.kind == "module":
            return Names(None)
        return Map(tuple(env.vars.items()))

    def _type(self, call: Call, env: Env) -> Value:
        if len(call.args) == 1:
            return join([self.type_of(o) for o in options(call.args[0])])
        for arg in call.args:
            self._escape_deep(arg)
        return UNKNOWN

    def _escape_deep(self, value: Value) -> None:
        self.escape(value)
        if isinstance(value, Map):
            for _, inner in value.items:
                self.escape(inner)

    def _super(self, call: Call, env: Env) -> Value:
        return self.super_here()

    def _attrgetter(self, call: Call, env: Env) -> Value:
        return Getter(call.name.rpartition(".")[2], call.args, tuple(call.kwargs.items()))

    def _getitem(self, call: Call, env: Env) -> Value:
        if len(call.args) < 2:
            return UNKNOWN
        return join([self.item(o, call.args[1], call.node) for o in options(call.args[0])])

    # Functions about functions.

    def _partial(self, call: Call, env: Env) -> Value:
        if not call.args:
            return UNKNOWN
        return Partial(call.args[0], call.args[1:], tuple(call.kwargs.items()))

    def _apply(self, call: Call, env: Env) -> Value:
        if not call.args:
            return UNKNOWN
        return join([self.call(o, call.args[1:], call.kwargs, call.node, env) for o in options(call.args[0])])

    def _reduce(self, call: Call, env: Env) -> Value:
        if len(call.args) < 2:
            return UNKNOWN
        items = spread(call.args[1])
        if not isinstance(items, Seq) or len(items.items) > 64:
            element = self.element(items)
            return self.join_call(call.args[0], [UNKNOWN, element], call.node, env)
        values = [*call.args[2:3], *items.items]
        if not values:
            return UNKNOWN
        result = values[0]
        for value in values[1:]:
            result = self.join_call(call.args[0], [result, value], call.node, env)
        return result

    def _map(self, call: Call, env: Env) -> Value:
        if len(call.args) < 2:
            return UNKNOWN
        sources = [spread(arg) for arg in call.args[1:]]
        if all(isinstance(s, Seq) and len(s.items) <= 200 for s in sources):
            rows = zip(*(s.items for s in sources if isinstance(s, Seq)), strict=False)
            return Seq(tuple(self.join_call(call.args[0], row, call.node, env) for row in rows))
        return Each(self.join_call(call.args[0], [self.element(s) for s in sources], call.node, env))

    def _filter(self, call: Call, env: Env) -> Value:
        if len(call.args) < 2:
            return UNKNOWN
        element = self.element(spread(call.args[1]))
        self.join_call(call.args[0], [element], call.node, env)
        return Each(element)

    def _wrapper(self, call: Call, env: Env) -> Value:
        """torch.vmap, torch.compile, functools.cache: a function that calls the one it was given."""
        return call.args[0] if call.args else Lib("functools.partial")

    def _wraps(self, call: Call, env: Env) -> Value:
        return Lib("copy.copy")

    def _same(self, call: Call, env: Env) -> Value:
        return call.args[0] if call.args else UNKNOWN

    def _cast(self, call: Call, env: Env) -> Value:
        return call.args[1] if len(call.args) > 1 else UNKNOWN

    def _sum(self, call: Call, env: Env) -> Value:
        if not call.args:
            return UNKNOWN
        value: Value = call.args[1] if len(call.args) > 1 else const(0)
        return self.operate(ast.Add(), value, self.element(spread(call.args[0])), call.node)

    def _extreme(self, call: Call, env: Env) -> Value:
        key = call.kwargs.get("key")
        found = self.element(spread(call.args[0])) if len(call.args) == 1 else join(call.args)
        if key is not None:
            self.join_call(key, [found], call.node, env)
        numbers = all(isinstance(o, (Data, Const)) for o in options(found))
        return DATA if numbers and DATA in options(found) else found

    def _bag(self, call: Call, env: Env) -> Value:
        """types.SimpleNamespace: an object with the fields it is given."""
        made = Object(_class("SimpleNamespace", []))
        for name, value in call.kwargs.items():
            made.cls.fields[name] = value
            self.escape(value)
        return made if not call.args else UNKNOWN

    def _named_tuple(self, call: Call, env: Env) -> Value:
        """collections.namedtuple: a class with the fields it is told, if they are constant."""
        try:
            names = plain(call.args[1])
        except (ValueError, IndexError):
            return UNKNOWN
        fields = names.replace(",", " ").split() if isinstance(names, str) else names
        if not isinstance(fields, (list, tuple)) or not all(
            isinstance(n, str) and n.isidentifier() for n in fields
        ):
            return UNKNOWN
        return _class("namedtuple", [str(name) for name in fields])

    def _members(self, call: Call, env: Env) -> Value:
        return Names(call.args[0]) if call.args else UNKNOWN

    # Sequences.

    def _sequence_of(self, call: Call, env: Env) -> Value:
        if not call.args:
            return Seq(())
        value = spread(call.args[0])
        return value if isinstance(value, (Seq, Each, Data)) else UNKNOWN

    def _reversed(self, call: Call, env: Env) -> Value:
        value = self._sequence_of(call, env)
        return Seq(value.items[::-1]) if isinstance(value, Seq) else value

    def _sorted(self, call: Call, env: Env) -> Value:
        value = self._sequence_of(call, env)
        key = call.kwargs.get("key")
        if key is not None:
            self.join_call(key, [self.element(value)], call.node, env)
        elif isinstance(value, Seq) and not call.kwargs:
            try:
                return wrap(sorted(plain(value)))  # type: ignore[call-overload]
            except Exception:  # noqa: BLE001 - not constant, or not comparable
                return Each(self.element(value))
        return Each(self.element(value))

    def _zip(self, call: Call, env: Env) -> Value:
        sources = [spread(arg) for arg in call.args]
        if sources and all(isinstance(s, Seq) for s in sources):
            rows = zip(*(s.items for s in sources if isinstance(s, Seq)), strict=False)
            return Seq(tuple(Seq(row) for row in rows))
        return Each(Seq(tuple(self.element(s) for s in sources)))

    def _enumerate(self, call: Call, env: Env) -> Value:
        value = self._sequence_of(call, env)
        if isinstance(value, Seq) and len(call.args) == 1 and not call.kwargs:
            return Seq(tuple(Seq((const(i), v)) for i, v in enumerate(value.items)))
        return Each(Seq((DATA, self.element(value))))

    def _range(self, call: Call, env: Env) -> Value:
        try:
            numbers = range(*[_whole(plain(arg)) for arg in call.args])
        except (TypeError, ValueError):
            return Each(DATA)
        return Seq(tuple(const(n) for n in numbers)) if len(numbers) <= 64 else Each(DATA)

    def _next(self, call: Call, env: Env) -> Value:
        return self.element(spread(call.args[0])) if call.args else UNKNOWN

    def _make_dict(self, call: Call, env: Env) -> Value:
        if call.args and isinstance(call.args[0], (Names, Map)):
            first = call.args[0]
            if isinstance(first, Map):
                return Map((*first.items, *call.kwargs.items()))
            return first
        if call.args:
            source = call.args[0]
            if not isinstance(source, Seq):
                return UNKNOWN
            pairs = [i.items for i in source.items if isinstance(i, Seq) and len(i.items) == 2]
            if len(pairs) != len(source.items) or not all(isinstance(k, Const) for k, _ in pairs):
                return UNKNOWN
            return Map((*((k.value, v) for k, v in pairs if isinstance(k, Const)), *call.kwargs.items()))
        return Map(tuple(call.kwargs.items()))

    def _str(self, call: Call, env: Env) -> Value:
        try:
            value = plain(call.args[0]) if call.args else ""
        except ValueError:
            return UNKNOWN
        if isinstance(value, bytes) and len(call.args) > 1:
            return wrap(constants.method(value, "decode", [plain(a) for a in call.args[1:2]]))
        if isinstance(value, bytes):
            return UNKNOWN
        return const(str(value)) if constants.small(value) else UNKNOWN

    def _bytes(self, call: Call, env: Env) -> Value:
        try:
            value = plain(call.args[0]) if call.args else b""
            if isinstance(value, tuple) and all(isinstance(v, int) for v in value):
                return const(bytes(value))
            if isinstance(value, str):
                return wrap(constants.method(value, "encode", []))
        except ValueError:
            return UNKNOWN
        return const(value) if isinstance(value, bytes) else UNKNOWN

    def _decode(self, call: Call, env: Env) -> Value | None:
        try:
            value, codec = plain(call.args[0]), plain(call.args[1])
        except (ValueError, IndexError):
            return None
        return constants.decode(value, codec)

    # Importers and text that runs as code.

    def _hints(self, call: Call, env: Env) -> Value:
        target = call.args[0] if call.args else UNKNOWN
        return self.attr(target, "__annotations__", call.node) if isinstance(target, Func) else UNKNOWN


def _class(name: str, fields: list[str]) -> Class:
    """Make a class that the program makes by calling a library."""
    body: list[ast.stmt] = [
        ast.AnnAssign(ast.Name(field, ast.Store()), ast.Constant(None), None, 1) for field in fields
    ]
    return Class(ast.ClassDef(name, [], [], body, []), ())


def _whole(value: object) -> int:
    """Return a whole number.

    Raises:
        ValueError: it is something else.
    """
    if isinstance(value, int):
        return value
    raise ValueError


_MODELS: dict[str, Callable[[Any, Call, Env], Value | None]] = {
    **dict.fromkeys(
        ("builtins.getattr", "builtins.object.__getattribute__", "builtins.type.__getattribute__",
         "inspect.getattr_static"), Library._getattr),
    **dict.fromkeys(("builtins.setattr", "builtins.object.__setattr__"), Library._setattr),
    "builtins.delattr": Library._delattr,
    "builtins.vars": Library._vars,
    "builtins.globals": Library._globals,
    "builtins.locals": Library._locals,
    "builtins.type": Library._type,
    "builtins.super": Library._super,
    **dict.fromkeys(
        ("operator.attrgetter", "operator.itemgetter", "operator.methodcaller"), Library._attrgetter),
    **dict.fromkeys(("operator.getitem", "operator.__getitem__", "builtins.dict.__getitem__",
                     "builtins.dict.get", "builtins.dict.pop"), Library._getitem),
    **dict.fromkeys(("functools.partial", "functools.partialmethod"), Library._partial),
    "operator.call": Library._apply,
    "operator.concat": lambda self, call, env: self.operate(ast.Add(), *call.args[:2], call.node)
        if len(call.args) >= 2 else UNKNOWN,
    "operator.add": lambda self, call, env: self.operate(ast.Add(), *call.args[:2], call.node)
        if len(call.args) >= 2 else UNKNOWN,
    "functools.reduce": Library._reduce,
    "builtins.map": Library._map,
    "builtins.sum": Library._sum,
    **dict.fromkeys(("builtins.max", "builtins.min"), Library._extreme),
    "types.SimpleNamespace": Library._bag,
    "collections.namedtuple": Library._named_tuple,
    "inspect.getmembers": Library._members,
    "builtins.filter": Library._filter,
    **dict.fromkeys(("torch.vmap", "torch.func.vmap", "torch.compile", "functools.cache", "functools.lru_cache",
                     "torch.jit.script", "functools.singledispatch", "numpy.vectorize",
                     "contextlib.contextmanager"), Library._wrapper),
    "functools.wraps": Library._wraps,
    **dict.fromkeys(("copy.copy", "copy.deepcopy", "contextlib.nullcontext", "contextlib.closing", "types.MappingProxyType",
                     "weakref.ref", "weakref.proxy", "inspect.unwrap"), Library._same),
    "typing.cast": Library._cast,
    **dict.fromkeys(("builtins.list", "builtins.tuple", "builtins.iter", "builtins.set", "builtins.frozenset",
                     "collections.deque"), Library._sequence_of),
    "builtins.reversed": Library._reversed,
    "builtins.sorted": Library._sorted,
    "builtins.zip": Library._zip,
    "builtins.enumerate": Library._enumerate,
    "builtins.range": Library._range,
    "builtins.next": Library._next,
    "builtins.dict": Library._make_dict,
    "builtins.str": Library._str,
    **dict.fromkeys(("builtins.bytes", "builtins.bytearray"), Library._bytes),
    "codecs.decode": Library._decode,
    **dict.fromkeys(("builtins.__import__", "importlib.import_module"), Library._import_module),
    "pkgutil.resolve_name": Library._resolve_name,
    **dict.fromkeys(("builtins.exec", "builtins.eval", "cProfile.run", "cProfile.runctx", "pdb.run", "pdb.runeval",
                     "numpy.testing.runstring", "numpy.testing.measure"), Library._run_text),
    **dict.fromkeys(("timeit.timeit", "timeit.repeat", "timeit.Timer"), Library._timed),
    "pdb.runcall": Library._apply,
    "builtins.compile": Library._compile,
    "torch.jit.CompilationUnit": Library._compilation_unit,
    **dict.fromkeys(("typing.get_type_hints", "inspect.get_annotations"), Library._hints),
}  # fmt: skip
