# ruff: noqa: SLF001 - it takes apart the private half of ctypes, and of our own calls through it
"""The end of ctypes: calls of any function at any address, and memory at any address.

torch and the jail's own layers need it, so it is in the process, and its types are found among the subclasses of
`object` by whoever looks. In the zygote it loses everything but the few calls that make a child; in a child, after
the last of those, `last` takes the power to call as well. What stays are numbers in boxes.
"""

import _ctypes
import ctypes
import sys
from collections.abc import Iterator
from types import BuiltinFunctionType, MethodDescriptorType
from typing import Any

from harness.sandbox import kernel, native_code, raw_memory
from harness.sandbox.native_code import TP_CALL, TP_DESCR_GET, TP_DESCR_SET, TP_INIT, TP_NEW, Edit, Region

#: What the zygote's loop and a child's set-up are made of.
_KEPT_TYPES = {ctypes.c_int, ctypes.c_uint, ctypes.c_long, ctypes.c_ulong, ctypes.c_size_t, ctypes.c_void_p}
_KEPT_FUNCTIONS = {"byref", "get_errno", "set_errno"}
#: Py_TPFLAGS_IMMUTABLETYPE (object.h).
_IMMUTABLE = 1 << 8
_DATA: Any = _ctypes._SimpleCData.__mro__[1]


def _family(base: type) -> list[type]:
    found: list[type] = [base]
    for cls in found:
        below: list[type] = type.__subclasses__(cls)
        found += [one for one in below if one not in found]
    return found


class Last:
    """What is left for a child to do: one write each into the two types whose functions could still be called."""

    def __init__(self, kinds: list[type], refusal: int) -> None:
        self._refusal = ctypes.c_void_p(refusal)
        self._source = ctypes.byref(self._refusal)
        self._size = ctypes.c_size_t(ctypes.sizeof(self._refusal))
        self._move: Any = kernel._libc.memmove
        slots = [native_code.place(kind, native_code.of_slot(kind, TP_CALL)) for kind in kinds]
        self._places = [ctypes.c_void_p(slot) for slot in slots]

    def __call__(self) -> None:
        """Take the power to call foreign functions from this process. Nothing of ctypes works afterwards."""
        for slot in self._places:
            self._move(slot, self._source, self._size)


def close(mapped: list[Region]) -> Last:
    """Take from ctypes all that the zygote does not need; give what takes the rest, for each child to call.

    Call after everything that is prepared through ctypes. Raises Unexpected where it is not laid out as it should be.
    """
    for library, name in ((kernel._libc, "prctl"), (kernel._libc, "syscall"), (kernel._pylibc, "syscall")):
        # Looked up once, a function stays with its library; looking up is about to end.
        getattr(library, name)
    calling = [type(kernel._pylibc.syscall), type(kernel._libc.syscall)]
    refusal = native_code.of_export(ctypes.pythonapi, "PyErr_BadArgument")
    # All of it is found before any of it is written: finding needs what the writing takes away.
    last = Last(calling, refusal)
    edits = list(_edits())
    writes = [(ctypes.c_void_p(at), ctypes.c_size_t(value)) for at, value in _writes(calling, refusal)]
    move, size = kernel._libc.memmove, ctypes.c_size_t(ctypes.sizeof(ctypes.c_void_p))
    native_code.overwrite(edits, mapped)
    for address, value in writes:
        move(address, ctypes.byref(value), size)
    _without_pointers()
    return last


def _writes(calling: list[type], refusal: int) -> Iterator[tuple[int, int]]:
    """Give (address, new value) of what must change in the structures of the types themselves."""
    for cls in _family(_DATA):
        # An object of a harmless type must not become one of a type that follows pointers.
        yield native_code.place(cls, cls.__flags__), cls.__flags__ | _IMMUTABLE
        if cls is not _DATA and cls not in _KEPT_TYPES:
            yield native_code.place(cls, native_code.of_slot(cls, TP_NEW)), refusal
        if issubclass(cls, _ctypes.CFuncPtr) and cls not in calling:
            yield native_code.place(cls, native_code.of_slot(cls, TP_CALL)), refusal
    yield native_code.of_wrapper(vars(_ctypes.CFuncPtr)["__call__"]), refusal


def _edits() -> Iterator[Edit]:
    """Refuse the functions of ctypes, the making of types and instances at an address, and fields of structures."""
    no_object, no_number = raw_memory.refusals()
    for name, function in vars(_ctypes).items():
        if isinstance(function, BuiltinFunctionType) and name not in _KEPT_FUNCTIONS:
            yield no_object(native_code.of_builtin(function))
    made_by_type = {native_code.of_slot(type, slot) for slot in (TP_NEW, TP_INIT)}
    kinds: set[Any] = {type(cls) for cls in _family(_DATA)}
    bases: set[type] = {base for kind in kinds for base in kind.__mro__ if base.__module__ == "_ctypes"}
    refused: dict[int, Edit] = {}
    for base in bases:
        for name, method in vars(base).items():
            # `from_param` only prepares an argument, and the calls that do this overwriting need it.
            if isinstance(method, MethodDescriptorType) and name != "from_param":
                edit = no_object(native_code.of_builtin(method))
                refused[edit.address] = edit
        # Which of the two makes a new type differs between versions of Python; the other is that of `type` itself.
        for slot, refuse in ((TP_NEW, no_object), (TP_INIT, no_number)):
            address = native_code.of_slot(base, slot)
            if address not in made_by_type:
                refused[address] = refuse(address)
    yield from refused.values()
    for name in ("__reduce__", "__setstate__"):
        yield no_object(native_code.of_builtin(vars(_DATA)[name]))
    field = type(next(v for v in vars(kernel._CapHeader).values() if type(v).__name__ == "CField"))
    yield no_object(native_code.of_slot(field, TP_DESCR_GET))
    yield no_number(native_code.of_slot(field, TP_DESCR_SET))


def _without_pointers() -> None:
    """Have NumPy's `ndarray.ctypes` work without ctypes, as it does where Python was built without."""
    for name in ("numpy._core._internal", "numpy.core._internal"):
        if name in sys.modules:
            sys.modules[name].ctypes = None  # type: ignore[attr-defined]
