"""What an expression may be, as far as reading can tell.

    Lib       something of a library or a builtin, by its qualified name: `torch.autograd.grad`
    Const     a literal, or what was built from literals
    Data      made by torch or NumPy operations or given to `solve`: a tensor, an array, a number
    Seq, Each, Map   sequences with known items, with unknown length, and dictionaries
    Names     a namespace: `vars(torch)`, `globals()`
    Func, Class, Object, Method   what the submission defines itself
    Bound     a method of a constant or a container, not yet called
    Partial, Getter, Code   functools.partial, the operator helpers, compiled text
    Either    one of several; Unknown: anything

Plain classes: making twenty dataclasses would cost `handgrad check` a tenth of the time it has.
"""

import ast
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from harness.rules.reading.scope import Env


class Value:
    """Any of the values below. Values of one kind with equal parts are equal."""

    __slots__: tuple[str, ...] = ()

    def parts(self) -> tuple[object, ...]:
        """Return what tells this value from others of its kind."""
        return tuple(getattr(self, name) for name in self.__slots__)

    def __eq__(self, other: object) -> bool:
        return self is other or (
            type(self) is type(other) and isinstance(other, Value) and self.parts() == other.parts()
        )

    def __hash__(self) -> int:
        return hash((type(self), self.parts()))

    def __repr__(self) -> str:
        return f"{type(self).__name__}{self.parts()}"


class Compound(Value):
    """A value made of others. Its weight counts them, so that what doubles at every step is noticed in time."""

    __slots__ = ("_hash", "depth", "weight")

    def measure(self, children: Iterable[Value]) -> None:
        """Count what this value holds, and how deep."""
        self._hash = 0
        self.weight = 1
        self.depth = 1
        for child in children:
            if isinstance(child, Compound):
                self.weight += child.weight
                self.depth = max(self.depth, child.depth + 1)
            else:
                self.weight += 1

    def __eq__(self, other: object) -> bool:
        return self is other or (
            type(self) is type(other)
            and isinstance(other, Compound)
            and hash(self) == hash(other)
            and self.parts() == other.parts()
        )

    def __hash__(self) -> int:
        if not self._hash:
            self._hash = hash((type(self), self.parts()))
        return self._hash


class Unique(Value):
    """A value that equals only itself."""

    __slots__ = ()

    def parts(self) -> tuple[object, ...]:
        """Return its identity."""
        return (id(self),)


class Unknown(Value):
    """Anything at all: nothing is ever reported about it."""

    __slots__ = ()


class Data(Value):
    """Tensors, arrays and numbers: things whose methods are the library's, not the submission's."""

    __slots__ = ()


class Lib(Value):
    """A library's thing by qualified name. `told`: a finding about it was already made where it was reached."""

    __slots__ = ("name", "told")

    def __init__(self, name: str, told: bool = False) -> None:
        self.name = name
        self.told = told

    def parts(self) -> tuple[object, ...]:
        """Return the name alone."""
        return (self.name,)


class Const(Value):
    """A constant. `type` keeps 1, 1.0 and True apart."""

    __slots__ = ("type", "value")

    def __init__(self, value: object, type: type) -> None:  # noqa: A002 - it is one
        self.value = value
        self.type = type


class Seq(Compound):
    """A list, tuple or other sequence whose items are all known."""

    __slots__ = ("items",)

    def __init__(self, items: tuple[Value, ...]) -> None:
        self.items = items
        self.measure(items)


class Each(Compound):
    """Something to iterate over, each of whose items is `item`."""

    __slots__ = ("item",)

    def __init__(self, item: Value) -> None:
        self.item = item
        self.measure((item,))


class Map(Compound):
    """A dictionary with constant keys."""

    __slots__ = ("items",)

    def __init__(self, items: tuple[tuple[object, Value], ...]) -> None:
        self.items = items
        self.measure((v for _, v in items))

    def get(self, key: object) -> Value | None:
        """Return the value last stored under a key."""
        for known, value in reversed(self.items):
            if type(known) is type(key) and known == key:
                return value
        return None


class Names(Compound):
    """The namespace of a value as a mapping; of the module itself when `of` is None."""

    __slots__ = ("of",)

    def __init__(self, of: Value | None) -> None:
        self.of = of
        self.measure(() if of is None else (of,))


class Bound(Compound):
    """A method of a constant, container or namespace."""

    __slots__ = ("method", "receiver")

    def __init__(self, receiver: Value, method: str) -> None:
        self.receiver = receiver
        self.method = method
        self.measure((receiver,))


class Partial(Compound):
    """A callable with some of its arguments."""

    __slots__ = ("args", "func", "kwargs")

    def __init__(
        self, func: Value, args: tuple[Value, ...] = (), kwargs: tuple[tuple[str, Value], ...] = ()
    ) -> None:
        self.func = func
        self.args = args
        self.kwargs = kwargs
        self.measure((func, *args, *(v for _, v in kwargs)))


class Getter(Compound):
    """operator.attrgetter, itemgetter or methodcaller with what it will fetch."""

    __slots__ = ("args", "kind", "kwargs")

    def __init__(
        self, kind: str, args: tuple[Value, ...], kwargs: tuple[tuple[str, Value], ...] = ()
    ) -> None:
        self.kind = kind
        self.args = args
        self.kwargs = kwargs
        self.measure((*args, *(v for _, v in kwargs)))


class Code(Unique):
    """Text compiled by the submission, already parsed."""

    __slots__ = ("tree",)

    def __init__(self, tree: ast.Module | ast.Expression) -> None:
        self.tree = tree


class Func(Unique):
    """A function of the submission, with the scope that it closes over."""

    __slots__ = ("anchor", "defaults", "env", "kind", "node", "owner")

    def __init__(
        self,
        node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda,
        env: "Env",
        defaults: dict[str, Value],
    ) -> None:
        self.node = node
        self.env = env
        self.defaults = defaults
        self.anchor: ast.AST | None = None  # the call that ran the text in which this is defined
        self.kind = "plain"  # or static, class, property
        self.owner: Class | None = None


class Class(Unique):
    """A class of the submission: what its body bound, and what its instances were given."""

    __slots__ = ("attrs", "bases", "fields", "node", "shaken")

    def __init__(self, node: ast.ClassDef, bases: tuple[Value, ...]) -> None:
        self.node = node
        self.bases = bases
        self.attrs: dict[str, Value] = {}
        self.fields: dict[str, Value] = {}
        self.shaken = False  # a metaclass may have replaced what the body says


class Object(Value):
    """An instance of a class of the submission."""

    __slots__ = ("cls",)

    def __init__(self, cls: Class) -> None:
        self.cls = cls


class Method(Compound):
    """A function of the submission bound to its first argument."""

    __slots__ = ("first", "func")

    def __init__(self, func: Func, first: Value) -> None:
        self.func = func
        self.first = first
        self.measure((first,))


class Super(Compound):
    """`super()` inside a method."""

    __slots__ = ("cls", "first")

    def __init__(self, cls: Class, first: Value) -> None:
        self.cls = cls
        self.first = first
        self.measure((first,))


class Either(Compound):
    """One of several values, depending on the path taken."""

    __slots__ = ("options",)

    def __init__(self, options: frozenset[Value]) -> None:
        self.options = options
        self.measure(options)


UNKNOWN = Unknown()
DATA = Data()
#: More possibilities than this are as good as unknown.
WIDEST = 6


#: Heavier or deeper values are as good as unknown: no name worth following hides in one.
HEAVIEST = 1500
DEEPEST = 24


def fit(value: Value) -> Value:
    """Return the value, or unknown if it has grown too large to carry."""
    if isinstance(value, Compound) and (value.weight > HEAVIEST or value.depth > DEEPEST):
        return UNKNOWN
    return value


def const(value: object) -> Const:
    """Wrap a Python constant."""
    return Const(value, type(value))


def options(value: Value) -> Iterable[Value]:
    """Return the possibilities of a value."""
    return value.options if isinstance(value, Either) else (value,)


def join(values: Iterable[Value]) -> Value:
    """Return what is known when any of these may be meant."""
    found: dict[Value, None] = {}
    for value in values:
        for option in options(fit(value)):
            found[option] = None
    if not found or UNKNOWN in found or len(found) > WIDEST:
        return UNKNOWN
    if len(found) == 1:
        return next(iter(found))
    return fit(Either(frozenset(found)))


def text_of(value: Value) -> str | None:
    """Return the string of a string constant."""
    return value.value if isinstance(value, Const) and isinstance(value.value, str) else None
