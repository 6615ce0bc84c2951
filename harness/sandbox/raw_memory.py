# ruff: noqa: SLF001 - it takes apart the private half of NumPy and torch
"""Taking away the ways from Python to raw memory: pointers out of numbers, and code out of bytes.

With them a program could write into the tables of the dispatcher and undo the removal. `derivative_code` sees to it
that nothing would be gained; these walls see to it that the ways named here are shut all the same. Each road ends in
the machine code of the function that all its names, aliases and bound copies lead to.

- NumPy believes an address that an object states through `__array_interface__` or `__array_struct__`, asks Python
  functions (which a program may replace) whether bytes may be read as objects, and restores an element type from a
  pickled state without checking its offsets. `numpy.ndarray(buffer=...)` takes any bytes for objects, and does not
  hold the buffer.
- Code objects, made by hand or read from bytes, hold instructions that nobody checks.
- The built-in importer, the collector and `==` on the dictionary of a built-in type hand out what is hidden.
- A buffered reader and an unpickler show their raw source a buffer that dies before the view of it; a storage of
  torch can be made from a number, or shrunk under its tensors; `torch.frombuffer` does not hold what it borrows.

PyTorch checks indices, not intentions: some of its private operators still take sizes on trust. They are why the
derivative code is erased, and not only fenced.
"""

import _imp
import _io
import _pickle
import ctypes
import gc
import marshal
import os
import sys
import types
from collections.abc import Callable, Iterator
from typing import Any

from harness.sandbox import native_code, stand_ins
from harness.sandbox.native_code import NB_OR, TP_INIT, TP_NEW, TP_RICHCOMPARE, Edit, Region, Unexpected

#: Of NumPy's table of C functions (numpy/__multiarray_api.h), whose order is its binary interface.
_BUFFER_CONVERTER, _FROM_STRUCT_INTERFACE, _FROM_INTERFACE = 177, 111, 110
#: What NumPy calls by these names in Python it will never find again: no name holds an invalid byte.
_NUMPY_WORDS = ("_dtype_from_pep3118", "refcheck")
#: What makes a storage of torch from a number or a file, or moves its memory away under its tensors.
_STORAGE = (
    "_set_cdata", "_new_with_weak_ptr", "_free_weak_ref", "_expired", "_weak_ref", "_fix_weakref", "_shared_decref",
    "_shared_incref", "_set_from_file", "_new_with_file", "_new_shared_filename_cpu", "_new_shared_fd_cpu",
    "_new_shared_cuda", "_new_using_filename_cpu", "_new_using_fd_cpu", "_share_filename_cpu_", "_share_fd_cpu_",
    "_share_cuda_", "_release_ipc_counter_cuda", "_resize_with_addr_", "_swap_data_ptr_", "from_file", "resize_",
)  # fmt: skip
#: What gives out a pointer that does not follow when the tensor's memory moves.
_BORROWED = ("_to_dlpack", "_to_dlpack_versioned")


def close(mapped: list[Region]) -> None:
    """Shut every road of this file in this process and its forks. Call once, after the last import and the last use of `gc`.

    Raises Unexpected where a library is not laid out as it should be, OSError where the kernel refuses: a judge
    that cannot shut a road does not start.
    """
    # In this order: a stand-in is put into the dictionary of a type, and the collector finds that dictionary.
    edits = [*_of_python(), *_of_numpy(mapped), *_of_torch()]
    stand_ins.put_in()
    native_code.overwrite(edits, mapped)
    prove()


def refusals() -> tuple[Callable[[int], Edit], Callable[[int], Edit]]:
    """Give two ways to make a function fail with a TypeError: one that returns an object, and one a number.

    The first target takes nothing; its 0 is a number of 32 bits, and a null pointer as well on the two machines that
    are known here, where writing half a register clears the rest. The second looks at its first argument alone, which
    is an object wherever it is put. Both belong to Python's stable interface.
    """
    no_object = native_code.of_export(ctypes.pythonapi, "PyErr_BadArgument")
    no_number = native_code.of_export(ctypes.pythonapi, "PyObject_HashNotImplemented")
    return lambda at: native_code.jump(at, no_object), lambda at: native_code.jump(at, no_number)


def _of_python() -> Iterator[Edit]:
    no_object, no_number = refusals()
    yield no_object(native_code.of_slot(types.CodeType, TP_NEW))
    for function in (
        types.CodeType.replace, marshal.loads, marshal.load, _pickle.load,
        _imp.create_builtin, _imp.create_dynamic, _imp.get_frozen_object,
        gc.get_objects, gc.get_referrers, gc.get_referents, sys.settrace, sys.setprofile,
    ):  # fmt: skip
        yield no_object(native_code.of_builtin(function))
    for kind in (_io.BufferedReader, _io.BufferedRandom, _io.BufferedRWPair, _pickle.Unpickler):
        yield no_number(native_code.of_slot(kind, TP_INIT))
    # A read-only view of a dictionary hands the dictionary itself to the other side of `==` and `|`.
    by_identity = native_code.of_slot(object, TP_RICHCOMPARE)
    yield native_code.jump(native_code.of_slot(types.MappingProxyType, TP_RICHCOMPARE), by_identity)
    yield no_object(native_code.of_slot(types.MappingProxyType, NB_OR))
    yield no_number(native_code.of_setter(vars(types.FrameType)["f_lineno"]))


def _of_numpy(mapped: list[Region]) -> Iterator[Edit]:
    import numpy as np

    core = _core()
    no_object, no_number = refusals()
    get: Any = ctypes.pythonapi.PyCapsule_GetPointer
    get.restype = ctypes.c_void_p
    table = get(ctypes.py_object(core._ARRAY_API), None)
    # "I have none": what follows in NumPy is the next protocol, for every object alike.
    none = _lasting(NotImplemented)
    indices = (_FROM_STRUCT_INTERFACE, _FROM_INTERFACE)
    for index in indices:
        yield native_code.answer(native_code.pointer(table + index * ctypes.sizeof(ctypes.c_void_p)), none)
    at = table + _BUFFER_CONVERTER * ctypes.sizeof(ctypes.c_void_p)
    yield no_object(native_code.pointer(at))
    for address in native_code.strings(os.path.realpath(core.__file__), _NUMPY_WORDS, mapped):
        yield Edit(address, b"\xff")
    for kind in (np.dtype, np.ndarray):
        yield no_object(native_code.of_builtin(vars(kind)["__setstate__"]))
    for name in ("strides", "data"):
        # From NumPy 2.4 on, `data` cannot be assigned to.
        if setter := native_code.of_setter(vars(np.ndarray)[name]):
            yield no_number(setter)


def _core() -> Any:
    home = "numpy._core" if "numpy._core" in sys.modules else "numpy.core"
    return sys.modules[f"{home}._multiarray_umath"]


def _lasting(value: object) -> int:
    """Give the address of an object that may be handed out uncounted: it never reaches zero again."""
    count = ctypes.c_uint32.from_address(id(value))
    if count.value < 1 << 29:
        count.value += 1 << 30
    return id(value)


def _of_torch() -> Iterator[Edit]:
    import torch

    no_object, _no_number = refusals()
    core: Any = torch._C
    # Not every version has every one of them; what it has is shut.
    methods = [vars(core.StorageBase)[name] for name in _STORAGE if name in vars(core.StorageBase)]
    functions = [getattr(core, name) for name in _BORROWED if hasattr(core, name)]
    for found in (*methods, *functions, torch.frombuffer):
        yield no_object(native_code.of_builtin(getattr(found, "__func__", found)))


class _Claim:
    """Claims that eight bytes of its own header are an array."""

    @property
    def __array_interface__(self) -> dict[str, object]:
        return {"version": 3, "shape": (8,), "typestr": "|u1", "data": (id(self), True)}


class _Taker:
    """Takes what a read-only dictionary is compared with."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, dict)

    __hash__ = None  # type: ignore[assignment]


def prove() -> None:
    """Try the main roads; raise Unexpected if one of them is still open."""
    import numpy as np

    if np.asarray(_Claim()).shape:
        raise Unexpected("NumPy still reads memory at an address that an object states")
    if types.MappingProxyType({}) == _Taker():
        raise Unexpected("the dictionary of a type can still be had for writing")
    number = np.zeros(1, np.uint64)
    code, kind = prove.__code__, np.dtype("V8")
    restore: Any = getattr(kind, "__setstate__")  # noqa: B009 - the stubs of NumPy do not know it
    roads: dict[str, Callable[[], object]] = {
        "NumPy still takes bytes for objects": lambda: number.view(object),
        "NumPy still restores an element type unchecked": lambda: restore(
            (3, "|", None, None, None, 8, 1, 0)
        ),
        "code objects can still be changed": lambda: code.replace(co_name="other"),
        "code objects can still be read from bytes": lambda: marshal.loads(b"N"),  # noqa: S302 - that it fails is the point
        "hidden objects can still be found": gc.get_objects,
    }
    for complaint, road in roads.items():
        try:
            road()
        except (TypeError, AttributeError, UnicodeDecodeError):
            continue
        raise Unexpected(complaint)
