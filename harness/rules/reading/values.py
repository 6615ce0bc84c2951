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
"""

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from harness.rules.reading.scope import Env


class Value:
    """Any of the values below."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Unknown(Value):
    """Anything at all: nothing is ever reported about it."""


@dataclass(frozen=True, slots=True)
class Lib(Value):
    """A library's thing by qualified name. `told`: a finding about it was already made where it was reached."""

    name: str
    told: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Const(Value):
    """A constant. `type` keeps 1, 1.0 and True apart."""

    value: object
    type: type

    def __repr__(self) -> str:
        """Show the constant alone."""
        return f"Const({self.value!r})"


@dataclass(frozen=True, slots=True)
class Data(Value):
    """Tensors, arrays and numbers: things whose methods are the library's, not the submission's."""


@dataclass(frozen=True, slots=True)
class Seq(Value):
    """A list, tuple or other sequence whose items are all known."""

    items: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Each(Value):
    """Something to iterate over, each of whose items is `item`."""

    item: Value


@dataclass(frozen=True, slots=True)
class Map(Value):
    """A dictionary with constant keys."""

    items: tuple[tuple[object, Value], ...]

    def get(self, key: object) -> Value | None:
        """Return the value last stored under a key."""
        for known, value in reversed(self.items):
            if type(known) is type(key) and known == key:
                return value
        return None


@dataclass(frozen=True, slots=True)
class Names(Value):
    """The namespace of a value as a mapping; of the module itself when `of` is None."""

    of: Value | None


@dataclass(frozen=True, slots=True)
class Bound(Value):
    """A method of a constant, container or namespace."""

    receiver: Value
    method: str


@dataclass(frozen=True, slots=True)
class Partial(Value):
    """A callable with some of its arguments."""

    func: Value
    args: tuple[Value, ...] = ()
    kwargs: tuple[tuple[str, Value], ...] = ()


@dataclass(frozen=True, slots=True)
class Getter(Value):
    """operator.attrgetter, itemgetter or methodcaller with what it will fetch."""

    kind: str
    args: tuple[Value, ...]
    kwargs: tuple[tuple[str, Value], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Code(Value):
    """Text compiled by the submission, already parsed."""

    tree: ast.Module | ast.Expression


@dataclass(slots=True, eq=False)
class Func(Value):
    """A function of the submission, with the scope that it closes over."""

    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
    env: "Env"
    defaults: dict[str, Value]
    kind: str = "plain"
    owner: "Class | None" = None


@dataclass(slots=True, eq=False)
class Class(Value):
    """A class of the submission: what its body bound, and what its instances were given."""

    node: ast.ClassDef
    bases: tuple[Value, ...]
    attrs: dict[str, Value] = field(default_factory=dict)
    fields: dict[str, Value] = field(default_factory=dict)
    shaken: bool = False  # a decorator or metaclass may have replaced what the body says


@dataclass(frozen=True, slots=True)
class Object(Value):
    """An instance of a class of the submission."""

    cls: Class


@dataclass(frozen=True, slots=True)
class Method(Value):
    """A function of the submission bound to its first argument."""

    func: Func
    first: Value


@dataclass(frozen=True, slots=True)
class Super(Value):
    """`super()` inside a method."""

    cls: Class
    first: Value


@dataclass(frozen=True, slots=True)
class Either(Value):
    """One of several values, depending on the path taken."""

    options: frozenset[Value]


UNKNOWN = Unknown()
DATA = Data()
#: More possibilities than this are as good as unknown.
WIDEST = 6


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
        for option in options(value):
            found[option] = None
    if not found or UNKNOWN in found or len(found) > WIDEST:
        return UNKNOWN
    if len(found) == 1:
        return next(iter(found))
    return Either(frozenset(found))


def text_of(value: Value) -> str | None:
    """Return the string of a string constant."""
    return value.value if isinstance(value, Const) and isinstance(value.value, str) else None
