"""What came back from `solve`, as a child describes it and as the judge understands it.

A child flattens the returned object into a tree of nodes, each a small JSON object, and a body of raw bytes
that the leaves fill in order. Nothing in the tree is trusted: the judge checks every field against the bytes
that really came. This file is the judge's half; `child.describe` is the other.
"""

import math
from dataclasses import dataclass
from typing import Any, Literal, cast

import numpy as np

from harness.sandbox.wire import WireError

#: The numbers that cross the wire, by the names the child uses. Everything else comes without data.
DTYPES: dict[str, np.dtype[Any]] = {
    "float32": np.dtype("<f4"),
    "float64": np.dtype("<f8"),
    "int64": np.dtype("<i8"),
    "int32": np.dtype("<i4"),
    "int16": np.dtype("<i2"),
    "int8": np.dtype("<i1"),
    "uint8": np.dtype("<u1"),
    "bool": np.dtype("?"),
}
MAX_DIMS = 32
MAX_NODES = 4096

Kind = Literal["tensor", "array", "number", "tuple", "dict", "list", "none", "other"]


@dataclass(frozen=True, slots=True)
class Returned:
    """One node of what `solve` returned.

    `kind` says what it was: a `torch.Tensor`, a `numpy.ndarray`, a Python or NumPy number, a container, or
    something else named in `type_name`. `data` is None when the child sent no bytes (`fault` says why in a
    word: too-large, sparse, quantized, meta, dtype) and a read-only copy otherwise.
    """

    kind: Kind
    type_name: str
    dtype: str = ""
    shape: tuple[int, ...] = ()
    fault: str = ""
    data: np.ndarray[Any, Any] | None = None
    items: tuple["Returned", ...] = ()
    keys: tuple[str, ...] = ()


_KINDS = {"tensor", "array", "number", "tuple", "dict", "list", "none", "other"}


class _Cursor:
    def __init__(self, body: memoryview) -> None:
        self.body = body
        self.at = 0
        self.nodes = 0

    def take(self, count: int) -> memoryview:
        if count < 0 or self.at + count > len(self.body):
            raise WireError("a value names more bytes than came with it")
        chunk = self.body[self.at : self.at + count]
        self.at += count
        return chunk


def parse(tree: object, body: memoryview) -> Returned:
    """Rebuild the tree from a child's description. Raises WireError for anything inconsistent."""
    cursor = _Cursor(body)
    value = _node(tree, cursor, depth=0)
    if cursor.at != len(body):
        raise WireError("bytes came that no value names")
    return value


def _node(tree: object, cursor: _Cursor, depth: int) -> Returned:
    cursor.nodes += 1
    if depth > 3 or cursor.nodes > MAX_NODES or not isinstance(tree, dict):
        raise WireError("a returned value is described in a form that is not known")
    said: Any = tree.get("kind")
    type_name = tree.get("type", "")
    if not isinstance(said, str) or said not in _KINDS or not isinstance(type_name, str):
        raise WireError("a returned value is of no known kind")
    kind = cast("Kind", said)
    if kind in {"tuple", "dict"}:
        items, keys = tree.get("items", []), tree.get("keys", [])
        if not isinstance(items, list) or not isinstance(keys, list):
            raise WireError("a container is described in a form that is not known")
        if kind == "dict" and (len(keys) != len(items) or not all(isinstance(key, str) for key in keys)):
            raise WireError("a dict's keys do not fit its values")
        nodes = tuple(_node(item, cursor, depth + 1) for item in items)
        return Returned(kind, type_name, items=nodes, keys=tuple(keys))
    if kind not in {"tensor", "array", "number"}:
        return Returned(kind, type_name)
    return _leaf(kind, type_name, tree, cursor)


def _leaf(kind: Kind, type_name: str, tree: dict[str, Any], cursor: _Cursor) -> Returned:
    dtype, shape, fault = tree.get("dtype", ""), tree.get("shape", []), tree.get("fault", "")
    if not (
        isinstance(dtype, str)
        and isinstance(fault, str)
        and isinstance(shape, list)
        and len(shape) <= MAX_DIMS
    ):
        raise WireError("an array is described in a form that is not known")
    # bool is an int to isinstance; a size is not.
    if not all(type(size) is int and 0 <= size < 2**63 for size in shape):
        raise WireError("an array's shape is not a list of sizes")
    sizes = tuple(shape)
    if fault:
        return Returned(kind, type_name, dtype, sizes, fault)
    if dtype not in DTYPES:
        raise WireError("an array came in a dtype that is never sent")
    raw = cursor.take(math.prod(sizes) * DTYPES[dtype].itemsize)
    try:
        # A copy of its own, unless it lies where nobody writes: a reader gives each frame's bytes away for good.
        data = np.frombuffer(raw if raw.readonly else bytes(raw), dtype=DTYPES[dtype]).reshape(sizes)
    except ValueError:
        # No bytes are needed for (0, 2**62, 2**62), and yet no array has that shape.
        raise WireError("an array's shape is one that no array has") from None
    return Returned(kind, type_name, dtype, sizes, data=data)
