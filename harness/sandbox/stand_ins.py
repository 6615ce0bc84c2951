"""Stand-ins for honest ways to memory whose own code trusts too much, with the same meaning and checked bounds.

Each is built on something that checks: `torch.as_strided`, `numpy.frombuffer`, which holds what it borrows, and
`Tensor.numpy`, which forbids the tensor to move its memory.
"""

import ctypes
import gc
import operator
import sys
import warnings
from collections.abc import Iterable
from typing import Any, NoReturn

import numpy as np
import torch

Array = np.ndarray[Any, Any]


def put_in() -> None:
    """Put every stand-in where programs and libraries find the original. Call before `gc` is taken away."""
    for name in ("numpy.lib._stride_tricks_impl", "numpy.lib.stride_tricks"):
        module = sys.modules.get(name)
        if module is not None and hasattr(module, "as_strided"):
            module.as_strided = as_strided  # type: ignore[attr-defined]
    torch.frombuffer = frombuffer
    tensor: Any = torch.Tensor
    tensor.__dlpack__ = lambda self, **options: self.detach().numpy().__dlpack__(**options)
    exchange: Any = torch.utils.dlpack
    exchange.to_dlpack = tensor.__dlpack__
    setattr(sys.modules["torch"], "to_dlpack", tensor.__dlpack__)  # noqa: B010 - torch is a module
    _replace(np.ndarray, strides=property(vars(np.ndarray)["strides"].__get__, _no_strides))
    matrix: Any = np.matrix
    matrix.__new__ = staticmethod(_matrix)
    _hide_checks()
    # An element type never changes, so a copy is the thing itself; its own way to copy restores a pickled state.
    _replace(np.dtype, __copy__=lambda self: self, __deepcopy__=lambda self, _memo: self)


def _hide_checks() -> None:
    """Have NumPy hold its checks of views on objects itself, and nobody else: what has no name cannot be replaced.

    NumPy looks them up once, at the first view that needs them.
    """
    pair = np.zeros(1, "i4,i4")
    pair.view("i8"), pair.getfield("i4", 0)
    home = sys.modules.get("numpy._core._internal") or sys.modules["numpy.core._internal"]
    for name in ("_view_is_safe", "_getfield_is_safe"):
        setattr(home, name, lambda *_dtypes: None)


def _replace(cls: type, **entries: object) -> None:
    table = next(item for item in gc.get_referents(cls.__dict__) if isinstance(item, dict))
    table.update(entries)
    ctypes.pythonapi.PyType_Modified(ctypes.py_object(cls))


def _no_strides(_array: object, _value: object) -> NoReturn:
    raise ValueError("strides cannot be assigned here: use numpy.lib.stride_tricks.as_strided")


def as_strided(
    x: object,
    shape: Iterable[int] | None = None,
    strides: Iterable[int] | None = None,
    subok: bool = False,
    writeable: bool = True,
) -> Array:
    """Give a view of `x` with this shape and these strides (bytes), as `numpy.lib.stride_tricks.as_strided` does.

    What torch has no view for (a dtype it does not know, strides below zero) becomes a copy, and read-only.
    Raises ValueError where the view would leave the memory that `x` is a part of.
    """
    array: Array = np.asanyarray(x) if subok else np.asarray(x)
    sizes = array.shape if shape is None else tuple(operator.index(size) for size in shape)
    steps = array.strides if strides is None else tuple(operator.index(step) for step in strides)
    if len(sizes) != len(steps) or any(step % array.itemsize for step in steps):
        raise ValueError("as_strided: one stride per axis, each a multiple of the element's size")
    memory, first, length = _around(array)
    steps = tuple(step // array.itemsize for step in steps)
    ends = [(size - 1) * step for size, step in zip(sizes, steps, strict=True)] if all(sizes) else []
    low, high = first + sum(end for end in ends if end < 0), first + sum(end for end in ends if end > 0)
    if low < 0 or high >= length > 0:
        raise ValueError("as_strided: this view would leave the memory of the array")
    view = _by_torch(memory, sizes, steps, first)
    if view is None:
        if not memory.flags.c_contiguous:
            raise ValueError("as_strided: the array has no memory of its own; take a copy of it first")
        places = np.full(sizes, first)
        for axis, (size, step) in enumerate(zip(sizes, steps, strict=True)):
            places += (np.arange(size) * step).reshape(-1, *[1] * (len(sizes) - axis - 1))
        view, writeable = memory[places], False
    if subok and type(array) is not np.ndarray:
        view = view.view(type(array))
        view.__array_finalize__(array)
    if not (writeable and array.flags.writeable):
        view.flags.writeable = False
    return view


def _around(array: Array) -> tuple[Array, int, int]:
    """Give the array that another is a part of, in one axis where it can be, where in it it begins, and its length.

    Both are counted in elements.
    """
    root = array
    while isinstance(root.base, np.ndarray):
        root = root.base
    if not (root.flags.c_contiguous or root.flags.f_contiguous):
        spans = ((size - 1) * step for size, step in zip(array.shape, array.strides, strict=True))
        return array, 0, sum(spans) // array.itemsize + 1
    flat = (root if root.flags.c_contiguous else root.T).reshape(-1)
    begins = _address(array) - _address(root)
    if flat.dtype == array.dtype and not begins % array.itemsize:
        return flat, begins // array.itemsize, flat.size
    lead = begins % array.itemsize
    held = flat.view(np.uint8)[lead:]
    length = held.size // array.itemsize
    return held[: length * array.itemsize].view(array.dtype), begins // array.itemsize, length


def _by_torch(memory: Array, sizes: tuple[int, ...], steps: tuple[int, ...], first: int) -> Array | None:
    """Give the view that torch makes, whose bounds it checks; None for what torch cannot hold."""
    if any(step < 0 for step in steps):
        return None
    try:
        with warnings.catch_warnings():
            # Of a read-only array torch says that it may be written to; the caller marks the view instead.
            warnings.simplefilter("ignore")
            return torch.from_numpy(memory).as_strided(sizes, steps, first).numpy()
    except TypeError:
        return None


def _matrix(kind: type[Array], data: Any, dtype: Any = None, copy: bool = True) -> Array:
    """Make a `numpy.matrix` as its own constructor does, as a view of an array and not of a buffer."""
    if isinstance(data, str):
        convert: Any = vars(np.matrixlib.defmatrix)["_convert_from_string"]
        data = convert(data)
    made = np.array(data, dtype=dtype, ndmin=2, copy=True if copy else None)
    if made.ndim > 2:
        raise ValueError("matrix must be 2-dimensional")
    return made.view(kind)


def _address(array: Array) -> int:
    address: int = array.__array_interface__["data"][0]
    return address


def frombuffer(
    buffer: object, *, dtype: torch.dtype, count: int = -1, offset: int = 0, requires_grad: bool = False
) -> torch.Tensor:
    """Give a tensor of shape (count,) over the memory of `buffer`, as `torch.frombuffer` does."""
    del requires_grad  # Nothing is recorded here.
    size = dtype.itemsize
    held = np.frombuffer(buffer, np.uint8, -1 if count < 0 else count * size, offset)  # type: ignore[call-overload]
    if not held.size or held.size % size:
        raise ValueError(f"the buffer has {held.size} bytes after its offset, not a multiple of {size}")
    return torch.from_numpy(held).view(dtype)
