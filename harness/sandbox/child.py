"""The child: one submission, all its cases, from the fork to the kill.

Runs inside the jail, in the same interpreter as the program it runs, so nothing here is security: a program
may read and change all of it and gains nothing. The judge measures, bounds and compares on its own side.
What this file owes is courtesy: fresh copies of the inputs, exact words about what went wrong, and the
learner's own line number.
"""

import builtins
import contextlib
import inspect
import io
import itertools
import json
import linecache
import os
import sys
import tempfile
import types
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from harness.sandbox import wire
from harness.sandbox.removal import Removed
from harness.sandbox.warm import ImportRefused

MODULE = "submission"

_TENSOR_DTYPES = {
    torch.float32: "float32",
    torch.float64: "float64",
    torch.int64: "int64",
    torch.int32: "int32",
    torch.int16: "int16",
    torch.int8: "int8",
    torch.uint8: "uint8",
    torch.bool: "bool",
}
_ARRAY_DTYPES = {np.dtype(name): name for name in _TENSOR_DTYPES.values()}
_TEXT_LIMIT = 2000
#: More dimensions than any answer has are named up to here and sent without data.
_MAX_DIMS = 32


class Program:
    """A loaded submission: its `solve`, and how to talk about its lines."""

    def __init__(self, source: str, filename: str) -> None:
        self.source = source
        self.filename = filename
        self.solve: Callable[..., object] | None = None

    def load(self, arity: int, signature: str) -> dict[str, Any]:
        """Execute the module body and find `solve`; give the header that reports how it went."""
        # Tracebacks quote the learner's lines from here; there is no file to read them from.
        linecache.cache[self.filename] = (len(self.source), None, self.source.splitlines(True), self.filename)
        module = types.ModuleType(MODULE)
        module.__dict__["__file__"] = self.filename
        module.__dict__["__builtins__"] = builtins
        sys.modules[MODULE] = module
        try:
            code = compile(self.source, self.filename, "exec", dont_inherit=True)
        except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError) as error:
            words = getattr(error, "msg", None) or str(error)
            line = getattr(error, "lineno", None)
            return {"event": "loaded", "fault": "syntax", "message": _text(str(words)), "line": line}
        try:
            exec(code, module.__dict__)  # noqa: S102 - running the submission is what this process is for
        except BaseException as error:  # noqa: BLE001 - a program may raise anything, and all of it is its own fault
            return {"event": "loaded", **self.failure(error)}
        if "solve" not in module.__dict__:
            return {"event": "loaded", "fault": "no-solve", "message": "there is no function called solve"}
        solve = module.__dict__["solve"]
        if not callable(solve):
            message = f"solve is a {type(solve).__name__}, not a function"
            return {"event": "loaded", "fault": "no-solve", "message": _text(message)}
        if complaint := _arity_complaint(solve, arity, signature):
            line = getattr(getattr(solve, "__code__", None), "co_firstlineno", None)
            return {"event": "loaded", "fault": "signature", "message": complaint, "line": line}
        self.solve = solve
        return {"event": "loaded"}

    def failure(self, error: BaseException) -> dict[str, Any]:
        """Describe an exception by its type, its words and the learner's own lines."""
        lines = self._own_lines(error)
        line = lines[-1] if lines else None
        name = type(error).__name__
        if isinstance(error, Removed):
            return {
                "fault": "removed",
                "type": name,
                "message": _text(error.what),
                "rule": error.rule,
                "line": line,
            }
        if isinstance(error, ImportRefused) and self._raised_by_us(error):
            return {"fault": "import", "type": name, "message": _text(error.name or ""), "line": line}
        if isinstance(error, MemoryError) or _is_out_of_memory(error):
            return {"fault": "memory", "type": name, "message": "", "line": line}
        fault = "exit" if isinstance(error, SystemExit) else "exception"
        return {"fault": fault, "type": _text(name, 80), "message": _text(_words(error)), "line": line}

    def _own_lines(self, error: BaseException) -> list[int]:
        lines: list[int] = []
        trace = error.__traceback__
        while trace is not None and len(lines) < 50:
            if trace.tb_frame.f_code.co_filename == self.filename and trace.tb_lineno:
                lines.append(trace.tb_lineno)
            trace = trace.tb_next
        return lines

    def _raised_by_us(self, error: BaseException) -> bool:
        """Tell whether the import statement stands in the submission, not inside a library it called."""
        trace = error.__traceback__
        last = None
        while trace is not None:
            if (
                "importlib" not in trace.tb_frame.f_code.co_filename
                and trace.tb_frame.f_code.co_name != "find_spec"
            ):
                last = trace.tb_frame.f_code.co_filename
            trace = trace.tb_next
        return last == self.filename


def _arity_complaint(solve: Callable[..., object], arity: int, signature: str) -> str | None:
    if type(solve) is types.FunctionType and not solve.__code__.co_kwonlyargcount:
        # As nearly every `solve` is; asking in general costs a tenth of loading a small program.
        most = solve.__code__.co_argcount
        if most - len(solve.__defaults__ or ()) <= arity <= most:
            return None
    try:
        inspect.signature(solve).bind(*([None] * arity))
    except TypeError:
        wanted = f"solve({signature})"
        with contextlib.suppress(Exception):
            return f"it is called as {wanted}, with {arity} positional arguments, and cannot take them"
        return f"it is called as {wanted}"
    except Exception:  # noqa: BLE001 - a callable without a signature is judged by calling it
        return None
    return None


def _is_out_of_memory(error: BaseException) -> bool:
    words = _words(error)
    return isinstance(error, RuntimeError) and ("can't allocate memory" in words or "bad_alloc" in words)


def _words(error: BaseException) -> str:
    try:
        return str(error)
    except BaseException:  # noqa: BLE001 - __str__ is the program's own
        return ""


def _text(text: str, limit: int = _TEXT_LIMIT) -> str:
    return text.encode("utf-8", "backslashreplace").decode("utf-8")[:limit]


def describe(value: object, cap: int) -> tuple[dict[str, Any], list[bytes]]:
    """Flatten what `solve` returned into a tree and its bytes; more than `cap` bytes are left out."""
    chunks: list[bytes] = []
    room = [cap]
    return _describe(value, chunks, room, depth=0), chunks


def _describe(value: Any, chunks: list[bytes], room: list[int], depth: int) -> dict[str, Any]:
    kind = type(value)
    name = _text(f"{kind.__module__}.{kind.__qualname__}".removeprefix("builtins."), 200)
    if kind is torch.Tensor:
        return _describe_tensor(value, name, chunks, room)
    if kind is np.ndarray:
        return _describe_array(value, "array", name, chunks, room)
    if kind in (bool, int, float, complex):
        dtype = {bool: "bool", int: "int64", float: "float64", complex: "complex128"}[kind]
        if kind is complex or (kind is int and not -(2**63) <= value < 2**63):
            return {"kind": "number", "type": name, "dtype": dtype, "shape": [], "fault": "dtype"}
        return _describe_array(np.array(value, dtype=dtype), "number", name, chunks, room)
    if isinstance(value, np.generic):
        return _describe_array(np.asarray(value), "number", name, chunks, room)
    if kind is tuple and depth < 2:
        return {
            "kind": "tuple",
            "type": name,
            "items": [_describe(v, chunks, room, depth + 1) for v in value[:256]],
        }
    if kind is dict and depth < 2:
        items = list(value.items())[:1024]
        if all(type(key) is str for key, _ in items):
            nodes = [_describe(v, chunks, room, depth + 1) for _, v in items]
            return {
                "kind": "dict",
                "type": name,
                "keys": [_text(key, 200) for key, _ in items],
                "items": nodes,
            }
    if value is None:
        return {"kind": "none", "type": "None"}
    return {"kind": "list" if kind is list else "other", "type": name}


def _describe_tensor(value: torch.Tensor, name: str, chunks: list[bytes], room: list[int]) -> dict[str, Any]:
    node: dict[str, Any] = {"kind": "tensor", "type": name, "dtype": str(value.dtype).removeprefix("torch.")}
    node["shape"] = [int(size) for size in value.shape[:_MAX_DIMS]]
    dtype = _TENSOR_DTYPES.get(value.dtype)
    if value.is_meta or value.device.type != "cpu":
        return {**node, "fault": "meta"}
    if value.layout is not torch.strided:
        return {**node, "fault": "sparse"}
    if dtype is None:
        return {**node, "fault": "dtype"}
    if value.dim() > _MAX_DIMS or value.numel() * value.element_size() > room[0]:
        return {**node, "fault": "too-large"}
    plain = value.detach().resolve_conj().resolve_neg().contiguous()
    return _describe_array(plain.numpy(), "tensor", name, chunks, room)


def _describe_array(
    value: np.ndarray[Any, Any], kind: str, name: str, chunks: list[bytes], room: list[int]
) -> dict[str, Any]:
    node: dict[str, Any] = {
        "kind": kind,
        "type": name,
        "dtype": str(value.dtype)[:200],
        "shape": list(value.shape[:_MAX_DIMS]),
    }
    native = value.dtype.newbyteorder("=")
    if native not in _ARRAY_DTYPES:
        return {**node, "fault": "dtype"}
    node["dtype"] = _ARRAY_DTYPES[native]
    if value.ndim > _MAX_DIMS or value.size * value.itemsize > room[0]:
        return {**node, "fault": "too-large"}
    # A copy: a stream that is flushed or an object that dies before it is sent may still write to the array.
    data = np.ascontiguousarray(value, dtype=native).tobytes()
    room[0] -= len(data)
    chunks.append(data)
    return node


def arguments(channel: int, nodes: list[dict[str, Any]], *, tensors: bool) -> list[Any]:
    """Build the arguments of one call from their description, as tensors or as NumPy arrays.

    The numbers of each array are read into that array: every call has memory of its own, so what a program does to
    an input stays with that call.
    """

    def value(node: dict[str, Any]) -> Any:
        if "group" in node:
            return {name: value(member) for name, member in node["group"].items()}
        if "scalar" in node:
            return node["scalar"]
        if "hex" in node:
            return float.fromhex(node["hex"])
        array = np.empty(node["shape"], np.dtype(node["dtype"]))
        _fill(channel, array)
        return torch.from_numpy(array) if tensors else array

    return [value(node) for node in nodes]


def serve(channel: int, filename: str, order: dict[str, Any], answers: int | None = None) -> None:
    """Take the program, load it, then answer each `go` of the judge with one frame, until the judge ends us.

    Program and inputs come from the judge directly, each when it is needed: a fork shares its parent's memory,
    freed memory included, so what the zygote never held no child can find, and what has not come yet nobody
    can work ahead on. `channel` is a socket's descriptor, used through read and write alone: the jail has no
    other calls. `answers` is where answers go when that is not the same. Raises `wire.Closed` when nobody waits
    for an answer any more.
    """
    answers = channel if answers is None else answers
    _header, length = receive(channel)
    program = Program(_exactly(channel, length).decode("utf-8"), filename)
    send(answers, program.load(order["arity"], order["signature"]))
    if program.solve is None:
        return
    while True:
        go, _length = receive(channel)
        answer, data = _solve(program, channel, go["arguments"], order)
        with contextlib.suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        send(answers, {"event": "result", "case": go["case"], **answer}, data)


def rehearse() -> None:
    """Open the streams of every child, and go once through all that a child does, with a program of our own.

    Called once, in the zygote. What torch, the allocator and the interpreter set up on the way (buffers, free
    lists, specialised bytecode) every child then finds in place, instead of copying pages to make it.
    """
    frames = [wire.encode({"event": "source"}, [_REHEARSED.encode()])]
    for rows, columns, inner in ((4, 3, 2), (5, 7, 3)) * 12 + ((64, 784, 32),) * 2:
        arrays = [np.ones(shape, np.float32) / 8 for shape in ((rows, columns), (columns, 2 * inner))]
        nodes: list[dict[str, Any]] = [{"dtype": "<f4", "shape": list(array.shape)} for array in arrays]
        go = {"event": "go", "case": 0, "arguments": [*nodes, {"hex": (0.5).hex()}, {"scalar": 1}]}
        frames.append(wire.encode(go, [array.data for array in arrays]))
    with tempfile.TemporaryFile(buffering=0) as judge, Path(os.devnull).open("wb") as nobody:
        for part in itertools.chain(*frames):
            judge.write(part)
        judge.seek(0)
        _plain_streams()
        order = {"arity": 4, "signature": "x, w, lr, seed", "framework": "torch", "cap": 1 << 24}
        with contextlib.suppress(wire.Closed):
            serve(judge.fileno(), "rehearsal.py", order, nobody.fileno())
    del sys.modules[MODULE]
    torch.manual_seed(0)


_REHEARSED = """
import torch
from torch import cat, einsum, exp

def solve(x, w, lr, seed):
    torch.manual_seed(seed)
    n, k = x.shape[0], w.shape[1] // 2
    noise = torch.randn(n, k)
    hidden = einsum("nd,dk->nk", x, w)
    mean, spread = hidden.split(k, dim=1)
    code = mean + exp(spread / 2) * noise
    back = (code @ w[:, :k].T - x) * (2 / n)
    slope = einsum("nk,nd->kd", code, back)
    seen = torch.tanh(hidden).sum().item() + hidden.mean(dim=0).max().item()
    left = cat([w - lr * (x.T @ hidden), torch.zeros_like(w) * seen], 1)
    return cat([left.flatten(), slope.reshape(-1), hidden.clone().view(-1)])
"""


def _plain_streams() -> None:
    """Open standard output and error anew, as they will be: pipes.

    Those the interpreter made were opened on a file, remember that they can seek, and fail at
    `sys.stdout.reconfigure`. For a moment a pipe stands where a child will have its own.
    """
    read_end, write_end = os.pipe()
    for name, descriptor in (("stdout", 1), ("stderr", 2)):
        kept = os.dup(descriptor)
        os.dup2(write_end, descriptor)
        raw = io.BufferedWriter(io.FileIO(descriptor, "w", closefd=False))
        stream = io.TextIOWrapper(raw, "utf-8", errors="backslashreplace", line_buffering=True)
        os.dup2(kept, descriptor)
        os.close(kept)
        # The one it replaces stays referenced: dying, it would close the descriptor.
        _REPLACED.append(getattr(sys, name))
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    os.close(read_end)
    os.close(write_end)


_REPLACED: list[object] = []


def receive(channel: int) -> tuple[dict[str, Any], int]:
    """Read the header of one frame of the judge's, and give it with the length of the body that follows."""
    header_length, body_length = wire.PREFIX.unpack(_exactly(channel, wire.PREFIX.size))
    return json.loads(_exactly(channel, header_length)), body_length


def _exactly(channel: int, count: int) -> bytearray:
    data = bytearray(count)
    _fill(channel, data)
    return data


def _fill(channel: int, place: Any) -> None:
    view: memoryview = memoryview(place)
    if not view.nbytes:
        return
    view = view.cast("B")
    while view:
        # Plain reads, because the jail has no call that receives.
        count = os.readv(channel, [view])
        if not count:
            raise wire.Closed
        view = view[count:]


def send(channel: int, header: dict[str, Any], body: Sequence[bytes] = ()) -> None:
    """Write one frame: whatever of it fits with one call, so that the judge is woken once."""
    parts = wire.encode(header, body)
    if len(parts[1]) > wire.HEADER_LIMIT:
        words = "the returned value has too many or too long names to be described"
        parts = wire.encode({"event": "result", "case": header.get("case", 0), "fault": "exception",
                             "type": "ValueError", "message": words, "line": None})  # fmt: skip
    views = [memoryview(part).cast("B") for part in parts]
    while views:
        # The kernel takes so many pieces at a time, and no more.
        count = os.writev(channel, views[:_PIECES])
        while views and count >= len(views[0]):
            count -= len(views.pop(0))
        if count:
            views[0] = views[0][count:]


_PIECES = 1024


def _solve(
    program: Program, channel: int, nodes: list[dict[str, Any]], order: dict[str, Any]
) -> tuple[dict[str, Any], list[bytes]]:
    assert program.solve is not None  # noqa: S101 - narrowed by the caller
    try:
        value = program.solve(*arguments(channel, nodes, tensors=order["framework"] == "torch"))
        tree, chunks = describe(value, order["cap"])
    except wire.Closed:
        raise
    except BaseException as error:  # noqa: BLE001 - a program may raise anything, and all of it is its own fault
        return program.failure(error), []
    return {"value": tree}, chunks
