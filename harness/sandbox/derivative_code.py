"""Erasing the machine code that differentiates.

The walls in `removal` keep a program from reaching the derivative of an operation. This one is for whoever reads
and writes all memory of the child and calls any address: nothing that differentiates is there to be called. The
formula of every gradient, the engine that walks a graph, the place where a forward-mode tangent is stored and the
differentiation of TorchScript are overwritten with traps, once, before the first child. A child can neither make
memory executable nor open the library's file, so what is gone stays gone.

Functions are found by their exported names, and their sizes in the library's own table of symbols, so a page that
they share with honest code keeps that code.
"""

import contextlib
import ctypes
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch

from harness.sandbox import native_code
from harness.sandbox.native_code import Unexpected

#: Fewer formulas than this, and the library does not name them as expected. Torch has several hundred.
_ENOUGH = 300
_APPLY = "applyEOSt6vectorIN2at6TensorESaIS{}_EE"
_AUTOGRAD = "_ZN5torch8autograd"
#: Without these there is no differentiation in any direction, so each must be found.
_REQUIRED = (
    f"{_AUTOGRAD}6Engine17evaluate_functionERSt10shared_ptrINS0_9GraphTaskEEPNS0_4NodeERNS0_11InputBufferERKS2_INS0_10ReadyQueueEE",
    f"{_AUTOGRAD}12AutogradMeta11set_fw_gradERKN2at10TensorBaseES5_mb",
    f"{_AUTOGRAD}14AccumulateGrad5{_APPLY.format(4)}",
    f"{_AUTOGRAD}10CopySlices5{_APPLY.format(4)}",
    "_ZN5torch3jit13differentiateERSt10shared_ptrINS0_5GraphEE",
)
#: Of an ELF file for 64 bits: where its header tells of the sections, and one row of that table.
_SECTIONS = struct.Struct("<40xQ10xHH")
_SECTION = struct.Struct("<4xI16xQQ")
_DYNAMIC_SYMBOLS = 11
_SYMBOL = np.dtype("u4,u1,u1,u2,u8,u8", align=True)


def erase() -> int:
    """Overwrite all derivative code of torch in this process; give how many functions that were.

    Raises Unexpected where the library does not have them under the names it should, OSError where the kernel
    refuses.
    """
    path = Path(torch.__file__).parent / "lib" / "libtorch_cpu.so"
    library = ctypes.CDLL(str(path))
    found = [native_code.of_export(library, name) for name in _REQUIRED]
    for name in _formulas():
        with contextlib.suppress(Unexpected):
            found.append(native_code.of_export(library, name))
    if len(found) < _ENOUGH:
        raise Unexpected(f"only {len(found)} functions that differentiate were found in {path.name}")
    # What the loader hands out points to its record of the library, which begins with where it was loaded.
    loaded_at = native_code.pointer(library._handle)
    sizes = _sizes(path)
    if any(not sizes.get(address - loaded_at) for address in found):
        raise Unexpected(f"{path.name} does not tell the size of its functions")
    edits = [native_code.traps(address, sizes[address - loaded_at]) for address in found]
    native_code.overwrite(edits, native_code.regions())
    return len(found)


def _sizes(path: Path) -> dict[int, int]:
    """Give the size in bytes of every exported function of a library, by its address in the file's own count."""
    with path.open("rb") as file:
        start, width, count = _SECTIONS.unpack(file.read(_SECTIONS.size))
        for number in range(count):
            file.seek(start + number * width)
            kind, offset, size = _SECTION.unpack(file.read(_SECTION.size))
            if kind == _DYNAMIC_SYMBOLS:
                file.seek(offset)
                table = np.frombuffer(file.read(size), _SYMBOL)
                return dict(zip(table["f4"].tolist(), table["f5"].tolist(), strict=True))
    raise Unexpected(f"{path.name} has no table of what it exports")


def _formulas() -> Iterator[str]:
    """Give the exported name of each formula: every kind of graph node has a type in Python."""
    nodes: Any = torch._C._functions
    for name in vars(nodes):
        if not name.startswith("_"):
            yield f"{_AUTOGRAD}9generated{len(name)}{name}5{_APPLY.format(5)}"
