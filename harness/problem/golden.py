"""Stored truth: what a reference answered in float64, on inputs and noise that are stored beside it.

A golden is one safetensors file. Arrays are tensors; everything else is one JSON text in the header,
under a single key, because the order of several keys is not kept and a golden must be the same bytes
whenever it is made from the same numbers. A digest over text and tensors shows a damaged file.

Reading needs NumPy and no torch, runs no code from the file, and checks every name before use.
"""

import hashlib
import json
import math
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from harness.problem.certificate import Certificate
from harness.problem.errors import GoldenCorrupt, GoldenMissing, GoldenStale, ProblemError
from harness.problem.layout import Scalar

if TYPE_CHECKING:
    from harness.problem.spec import Problem

Array = NDArray[Any]
FORMAT = "handgrad.golden/v1"
_KEY = "handgrad"
_INPUT_TYPES = ("float32", "float64", "int64", "bool")
_EXPECTED_TYPES = ("float64", "int64", "bool")
_MISTAKE_TYPES = ("float32", "int64", "bool")
_SCALARS: dict[str, type] = {"float": float, "int": int, "bool": bool, "str": str}
_AGAIN = "Run `handgrad golden {stem}` to write it again"


@dataclass(frozen=True)
class GoldenCase:
    """One case as it was answered.

    Attributes:
        name: the case.
        inputs: arrays (float32, float64, int64, bool) and scalars by flat name, in the order of `solve`.
        draws: the reference's noise by name, float32.
        expected: the answer by part, float64, int64 or bool.
        mistakes: what each known mistake answers, by id and part, float32 (or int64, bool).
        attempt: which draw of the case's inputs this is; the smallest that could be certified.
    """

    name: str
    inputs: Mapping[str, Array | Scalar]
    draws: Mapping[str, Array]
    expected: Mapping[str, Array]
    mistakes: Mapping[str, Mapping[str, Array]] = field(default_factory=dict)
    attempt: int = 0


@dataclass(frozen=True)
class Golden:
    """The stored truth of a problem.

    Attributes:
        stem: the problem.
        spec_sha256: `Problem.sha256` when it was made.
        reference_sha256: hash of the reference's bytes when it was made.
        certificate: how well it was proved.
        key: "public", or a fingerprint of the secret that hidden cases were drawn under.
        versions: of the libraries that made it.
        stream: fingerprint of the random stream that made it.
        taus: relative tolerance by `part/view`.
        floors: absolute tolerance by `part/view`.
        cases: by name, in the order of the spec.
        mistakes_sha256: hash of the file of known mistakes when it was made; None without one. Grading does not
            depend on it: mistakes name what is wrong, they do not decide it.
    """

    stem: str
    spec_sha256: str
    reference_sha256: str
    certificate: Certificate
    key: str
    versions: Mapping[str, str]
    stream: str
    taus: Mapping[str, float]
    floors: Mapping[str, float]
    cases: Mapping[str, GoldenCase]
    mistakes_sha256: str | None = None


def write_golden(path: Path, golden: Golden) -> None:
    """Write a golden: the same bytes for the same numbers, and never half a file.

    Raises:
        ProblemError: an array of a dtype that a golden does not hold, a number that is not finite where
            none may be, or a folder that cannot be written.
    """
    from safetensors.numpy import save

    tensors: dict[str, Array] = {}

    def put(name: str, array: Array, types: tuple[str, ...]) -> None:
        if array.dtype.name not in types:
            raise ProblemError(
                f"`{name}` is {array.dtype.name}; a golden holds {', '.join(types)} there", path=path
            )
        # A plain copy, C order, native bytes: `ascontiguousarray` would turn a 0-d array into a row.
        tensors[name] = np.array(array, dtype=array.dtype.newbyteorder("="), order="C", copy=True)

    cases = []
    for case in golden.cases.values():
        inputs: list[list[object]] = []
        for name, value in case.inputs.items():
            if isinstance(value, np.ndarray):
                put(f"{case.name}/inputs/{name}", value, _INPUT_TYPES)
                inputs.append([name, "array"])
            else:
                inputs.append([name, _kind(value, f"{case.name}/inputs/{name}", path), value])
        for name, array in case.draws.items():
            put(f"{case.name}/draws/{name}", array, ("float32",))
        for name, array in case.expected.items():
            put(f"{case.name}/expected/{name}", array, _EXPECTED_TYPES)
        for mistake, parts in case.mistakes.items():
            for name, array in parts.items():
                put(f"{case.name}/mistakes/{mistake}/{name}", array, _MISTAKE_TYPES)
        cases.append(
            {
                "name": case.name,
                "attempt": case.attempt,
                "inputs": inputs,
                "draws": list(case.draws),
                "expected": list(case.expected),
                "mistakes": [[mistake, list(parts)] for mistake, parts in case.mistakes.items()],
            }
        )
    body = {
        "format": FORMAT,
        "stem": golden.stem,
        "spec_sha256": golden.spec_sha256,
        "reference_sha256": golden.reference_sha256,
        "mistakes_sha256": golden.mistakes_sha256,
        "certificate": golden.certificate.to_json(),
        "key": golden.key,
        "versions": dict(golden.versions),
        "stream": golden.stream,
        "taus": dict(golden.taus),
        "floors": dict(golden.floors),
        "cases": cases,
    }
    try:
        text = json.dumps(body, sort_keys=True, allow_nan=False, separators=(",", ":"))
    except ValueError:
        raise ProblemError("a tolerance or scalar is not finite", path=path) from None
    header = json.dumps({"body": text, "digest": _digest(text, tensors)}, sort_keys=True)
    _replace(path, save(tensors, metadata={_KEY: header}))


def read_golden(path: Path) -> Golden:
    """Read a golden and check that it is whole.

    Raises:
        GoldenMissing: there is no such file.
        GoldenCorrupt: it is damaged, cut short, or not a golden of this format.
    """
    from safetensors import SafetensorError, safe_open

    stem = path.name.partition(".")[0]

    def corrupt(what: str) -> GoldenCorrupt:
        return GoldenCorrupt(f"the golden file is damaged: {what}", path=path, fix=_AGAIN.format(stem=stem))

    if not path.is_file():
        raise GoldenMissing(
            f"no golden file for `{stem}`", path=path, fix=f"Run `handgrad golden {stem}` to write it"
        )
    try:
        with safe_open(path, framework="np") as file:
            metadata = file.metadata() or {}
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 - not a mapping
    except SafetensorError:
        raise corrupt("it is not a safetensors file, or it was cut short") from None
    except OSError as error:
        raise corrupt(f"it cannot be read ({error.strerror or 'input error'})") from None
    except (TypeError, ValueError, KeyError, AttributeError):
        raise corrupt("it holds a type of tensor that a golden does not have") from None
    if _KEY not in metadata:
        raise corrupt("another program wrote it")
    try:
        header = json.loads(metadata[_KEY])
        text = header["body"]
        if header["digest"] != _digest(text, tensors):
            raise corrupt("its digest does not match its contents")
        body = json.loads(text)
        if body["format"] != FORMAT:
            raise corrupt(f"its format is {body['format']}, and this version reads {FORMAT}")
        return _rebuild(body, tensors)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        raise corrupt("its header is not what `handgrad golden` writes") from None


def check_fresh(golden: Golden, problem: "Problem", reference_path: Path) -> None:
    """Check that a golden still belongs to its spec and its reference.

    Raises:
        GoldenStale: it does not; the message says what changed.
        ProblemError: the reference cannot be read.
    """
    fix = _AGAIN.format(stem=problem.stem)

    def stale(what: str) -> GoldenStale:
        return GoldenStale(f"the golden of `{problem.stem}` is stale: {what}", path=problem.path, fix=fix)

    if golden.stem != problem.stem:
        raise stale(f"it was made for `{golden.stem}`")
    if golden.spec_sha256 != problem.sha256:
        raise stale(_what_changed(golden, problem))
    if golden.reference_sha256 != hash_file(reference_path):
        raise stale(f"{reference_path.name} has changed since")


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file, as goldens record it for a reference.

    Raises:
        ProblemError: it cannot be read.
    """
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise ProblemError(
            f"cannot read the reference: {error.strerror}",
            path=path,
            fix="A problem needs `reference/<stem>.py`",
        ) from None


def _what_changed(golden: Golden, problem: "Problem") -> str:
    """Name the difference between a golden and a spec, as far as a golden can tell."""
    for name in problem.cases:
        if name not in golden.cases:
            return f"the case `{name}` is new"
    for name in golden.cases:
        if name not in problem.cases:
            return f"the case `{name}` is gone"
    for name, case in golden.cases.items():
        layout = problem.layout(name)
        for flat, value in case.inputs.items():
            array = layout.arrays.get(flat)
            if isinstance(value, np.ndarray) and (array is None or array.shape != value.shape):
                return f"in case `{name}` the input `{flat}` is another"
            if not isinstance(value, np.ndarray) and layout.scalars.get(flat) != value:
                return f"in case `{name}` `{flat}` was {value}"
        if [part.name for part in layout.parts] != list(case.expected):
            return "its outputs are others"
    return "the inputs, outputs or cases of its spec have changed since"


def _kind(value: object, name: str, path: Path) -> str:
    for kind, python in _SCALARS.items():
        if type(value) is python:
            return kind
    raise ProblemError(f"`{name}` is {type(value).__name__}, which is no scalar of ours", path=path)


def _digest(text: str, tensors: Mapping[str, Array]) -> str:
    """Hash the header's text and every tensor with its name, dtype and shape."""
    digest = hashlib.sha256(text.encode())
    for name in sorted(tensors):
        array = tensors[name]
        digest.update(f"\0{name}\0{array.dtype.str}\0{array.shape}\0".encode())
        digest.update(array.tobytes())
    return digest.hexdigest()


def _rebuild(body: Mapping[str, Any], tensors: Mapping[str, Array]) -> Golden:
    """Make a golden of a header and its tensors. KeyError, TypeError or ValueError where they disagree."""
    left = dict(tensors)

    def take(names: list[str], under: str, types: tuple[str, ...]) -> dict[str, Array]:
        arrays = {_text(name): left.pop(f"{under}/{name}") for name in names}
        if any(array.dtype.name not in types for array in arrays.values()):
            raise ValueError(under)
        return arrays

    cases: dict[str, GoldenCase] = {}
    for entry in body["cases"]:
        name = _text(entry["name"])
        inputs: dict[str, Array | Scalar] = {}
        for flat, kind, *rest in entry["inputs"]:
            if kind == "array":
                inputs |= take([flat], f"{name}/inputs", _INPUT_TYPES)
            else:
                inputs[_text(flat)] = _scalar(kind, *rest)
        cases[name] = GoldenCase(
            name=name,
            inputs=inputs,
            draws=take(entry["draws"], f"{name}/draws", ("float32",)),
            expected=take(entry["expected"], f"{name}/expected", _EXPECTED_TYPES),
            mistakes={
                _text(mistake): take(parts, f"{name}/mistakes/{mistake}", _MISTAKE_TYPES)
                for mistake, parts in entry["mistakes"]
            },
            attempt=_count(entry["attempt"]),
        )
    if left:
        raise ValueError("tensors that the header does not name")
    return Golden(
        stem=_text(body["stem"]),
        spec_sha256=_text(body["spec_sha256"]),
        reference_sha256=_text(body["reference_sha256"]),
        certificate=Certificate.from_json(body["certificate"]),
        key=_text(body["key"]),
        versions={_text(name): _text(version) for name, version in body["versions"].items()},
        stream=_text(body["stream"]),
        taus={_text(name): _tolerance(tau) for name, tau in body["taus"].items()},
        floors={_text(name): _tolerance(floor) for name, floor in body["floors"].items()},
        cases=cases,
        mistakes_sha256=None if body["mistakes_sha256"] is None else _text(body["mistakes_sha256"]),
    )


def _count(value: object) -> int:
    if type(value) is not int or value < 0:
        raise TypeError("no count")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not text")
    return value


def _tolerance(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < math.inf:
        raise ValueError("no tolerance")
    return float(value)


def _scalar(kind: str, value: object) -> Scalar:
    python = _SCALARS[kind]
    if type(value) is not python:
        raise TypeError("a scalar of another type")
    return value  # type: ignore[return-value]  # its exact type was just compared


def _replace(path: Path, data: bytes) -> None:
    """Write beside the target, then rename: a reader sees the old file or the new one."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise ProblemError(f"cannot write the golden file: {error.strerror}", path=path) from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp makes a private file; a golden is as readable as any other file of a course.
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except OSError as error:
        Path(temporary).unlink(missing_ok=True)
        raise ProblemError(
            f"cannot write the golden file: {error.strerror}", path=path, fix="Check space and permissions"
        ) from None
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
