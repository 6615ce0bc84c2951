"""Erasing the machine code that differentiates.

The walls in `removal` keep a program from reaching the derivative of an operation. This one is for whoever reads
and writes all memory of the child and calls any address: nothing that differentiates is there to be called. The
formula of every gradient, the engine that walks a graph, the place where a forward-mode tangent is stored and the
differentiation of TorchScript are overwritten with traps, once, before the first child. A child can neither make
memory executable nor open the library's file, so what is gone stays gone.

Functions are found by their exported names, and their sizes in the library's own table of symbols, so a page that
they share with honest code keeps that code.
"""

import ctypes
import re
import struct
from pathlib import Path
from typing import Any

import numpy as np
import torch

from harness.sandbox import native_code
from harness.sandbox.native_code import Unexpected

#: Fewer formulas than this, and the library does not name them as expected. Torch has several hundred.
_ENOUGH = 300
#: torch::autograd::generated::XBackward::apply, the formula of each operator's gradient.
_FORMULA = re.compile(rb"_ZN5torch8autograd9generated\w+5applyEOSt6vector\w+")
#: The engine's step from node to node, where gradients arrive and pass through views, where the tangents of
#: forward mode are stored, and the differentiation of TorchScript. There is none without them, so all must be found.
_OTHERS = (
    b"_ZN5torch8autograd6Engine17evaluate_functionERSt10shared_ptrINS0_9GraphTaskEEPNS0_4NodeERNS0_11InputBufferERKS2_INS0_10ReadyQueueEE",
    b"_ZN5torch8autograd14AccumulateGrad5applyEOSt6vectorIN2at6TensorESaIS4_EE",
    b"_ZN5torch8autograd10CopySlices5applyEOSt6vectorIN2at6TensorESaIS4_EE",
    b"_ZN5torch8autograd13CopyBackwards5applyEOSt6vectorIN2at6TensorESaIS4_EE",
    b"_ZN5torch8autograd12AutogradMeta11set_fw_gradERKN2at10TensorBaseES5_mb",
    b"_ZN5torch3jit13differentiateERSt10shared_ptrINS0_5GraphEE",
)
#: Of an ELF file for 64 bits: where its header tells of the sections, one row of that table, one symbol.
_HEADER = struct.Struct("<40xQ10xHH")
_SECTION = struct.Struct("<4xI16xQQI12x8x")
_DYNAMIC_SYMBOLS = 11
_SYMBOL = np.dtype([("name", "<u4"), ("kind", "<u4"), ("address", "<u8"), ("size", "<u8")])


def erase() -> int:
    """Overwrite all derivative code of torch in this process; give how many functions that were.

    Raises Unexpected where the library does not have them under the names it should, OSError where the kernel
    refuses.
    """
    mapped = native_code.regions()
    path = Path(torch.__file__).parent / "lib" / "libtorch_cpu.so"
    symbols, names = _exports(path)
    formulas = [found.start() for found in _FORMULA.finditer(names)]
    if len(formulas) < _ENOUGH:
        raise Unexpected(f"only {len(formulas)} gradient formulas were found in {path.name}")
    others = [names.find(b"\0" + name + b"\0") + 1 for name in _OTHERS]
    wanted = {*formulas, *others}
    mine = [symbols[row] for row, name in enumerate(symbols["name"].tolist()) if name in wanted]
    if 0 in others or len(mine) != len(wanted) or any(row["size"] == 0 for row in mine):
        raise Unexpected(f"{path.name} does not export all functions that differentiate, with their sizes")
    # What the loader hands out points to its record of the library, which begins with where it was loaded.
    base = native_code.pointer(ctypes.CDLL(str(path))._handle)  # noqa: SLF001 - the only way to it
    edits = [native_code.traps(base + int(row["address"]), int(row["size"])) for row in mine]
    native_code.overwrite(edits, mapped)
    return len(edits)


def _exports(path: Path) -> tuple[np.ndarray[Any, Any], bytes]:
    """Give the table of what a library exports, and the names that its rows point into."""
    with path.open("rb") as file:
        start, width, count = _HEADER.unpack(file.read(_HEADER.size))
        file.seek(start)
        rows = [_SECTION.unpack(file.read(width)) for _ in range(count)]

        def section(row: tuple[int, ...]) -> bytes:
            file.seek(row[1])
            return file.read(row[2])

        for row in rows:
            if row[0] == _DYNAMIC_SYMBOLS:
                return np.frombuffer(section(row), _SYMBOL), section(rows[row[3]])
    raise Unexpected(f"{path.name} has no table of what it exports")
