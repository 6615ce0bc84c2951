"""Stand-ins for honest ways to memory whose own code trusts too much, with the same meaning and checked bounds.

Each is built on a constructor that checks: `numpy.ndarray` with a buffer and strides, `numpy.frombuffer`, which
holds what it borrows, and `Tensor.numpy`, which forbids the tensor to move its memory.
"""

import ctypes
import gc
import sys
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
    torch.to_dlpack = torch.utils.dlpack.to_dlpack = tensor.__dlpack__
    _replace(np.ndarray, strides=property(vars(np.ndarray)["strides"].__get__, _no_strides))
    # An element type never changes, so a copy is the thing itself; its own way to copy restores a pickled state.
    _replace(np.dtype, __copy__=lambda self: self, __deepcopy__=lambda self, _memo: self)


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
    subok: bool = False,  # noqa: FBT001, FBT002 - the signature is NumPy's
    writeable: bool = True,  # noqa: FBT001, FBT002
) -> Array:
    """Give a view of `x` with this shape and these strides (bytes), as `numpy.lib.stride_tricks.as_strided` does.

    Where NumPy cannot name the memory around `x` in one piece, the view is one of a copy, and read-only.
    Raises ValueError where the view would leave the memory that `x` is a part of.
    """
    array: Array = np.asanyarray(x) if subok else np.asarray(x)
    root = array
    while isinstance(root.base, np.ndarray):
        root = root.base
    if not (root.flags.c_contiguous or root.flags.f_contiguous):
        root, array = _spread_copy(array)
        writeable = False
    flat: Any = np.ndarray(root.nbytes, np.uint8, buffer=root if root.flags.c_contiguous else root.T)
    view: Array = np.ndarray(
        array.shape if shape is None else tuple(shape),
        array.dtype,
        buffer=flat,
        offset=_address(array) - _address(root),
        strides=array.strides if strides is None else tuple(strides),
    )
    if subok and type(array) is not np.ndarray:
        view = view.view(type(array))
        view.__array_finalize__(array)
    if not (writeable and array.flags.writeable):
        view.flags.writeable = False
    return view


def _spread_copy(array: Array) -> tuple[Array, Array]:
    """Copy an array with its strides; give the memory of the copy, in bytes, and the copy in it."""
    steps = [(size - 1) * stride for size, stride in zip(array.shape, array.strides, strict=True)]
    before = -sum(step for step in steps if step < 0)
    memory = np.zeros(before + sum(step for step in steps if step > 0) + array.itemsize, np.uint8)
    copy: Array = np.ndarray(array.shape, array.dtype, buffer=memory, offset=before, strides=array.strides)
    copy[...] = array
    return memory, copy


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
