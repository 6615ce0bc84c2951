"""`handgrad answer`: run a reference in float64 on inputs that someone gives, of any consistent size.

Files are NumPy's `.npz`. A single tensor or scalar and a flat answer are called `out`; parts of a tuple or dict have
their names, members of a group `<group>/<name>`. Integers are 0-d int64, floats 0-d float64, choices a 0-d string.
Arrays are used in float64 as given, never rounded; outputs are float64, int64 or bool.
"""

import os
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from harness.authoring.build import one_thread
from harness.authoring.parts import Arrays, Value
from harness.authoring.reference import load_reference
from harness.authoring.truth import run
from harness.authoring.watch import Watch
from harness.problem.errors import ProblemError
from harness.problem.layout import ArrayOf, CaseLayout
from harness.problem.spec import Problem


class InputsError(ProblemError):
    """The given inputs do not fit the problem, or a file cannot be read or written: a usage error."""


def answer(problem: Problem, reference: Path, given: Mapping[str, np.ndarray[Any, Any]]) -> Arrays:
    """Run the reference in float64.

    Args:
        problem: the spec.
        reference: the reference's file.
        given: arrays by the names above; scalars 0-d.

    Returns:
        The answer by the names above.

    Raises:
        InputsError: an input is missing, unknown, misshapen, of the wrong type, empty or not finite.
        ProblemError: the reference fails.
    """
    try:
        layout = problem.layout_of(given)
    except ProblemError as error:
        raise InputsError(error.what, fix=error.fix) from error
    for name, value in layout.scalars.items():
        if isinstance(value, float) and not np.isfinite(value):
            raise InputsError(f"`{name}` is {value}", fix="Give a finite number")
    values: dict[str, Value] = dict(layout.scalars)
    values |= {name: typed(array, given[name]) for name, array in layout.arrays.items()}
    names = tuple(problem.inputs)
    with one_thread():
        loaded = load_reference(reference, names)
        parts = run(loaded, names, values, layout, wide=True, watch=Watch(loaded.path))
    return named(parts, layout)


def typed(wanted: ArrayOf, given: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """A given array in the type the reference computes with: float64, int64 or bool.

    Raises:
        InputsError: another kind of values, none at all, or values that are not finite.
    """
    kinds, dtype = {
        "int64": ("iu", np.int64),
        "bool": ("b", np.bool_),
    }.get(wanted.dtype, ("fiu", np.float64))
    if given.dtype.kind not in kinds:
        raise InputsError(
            f"`{wanted.name}` holds {given.dtype}, and {np.dtype(dtype)} is expected", fix="Convert it"
        )
    if given.size == 0:
        raise InputsError(
            f"`{wanted.name}` is empty: its shape is {given.shape}", fix="Give at least one row"
        )
    if not np.isfinite(given).all():
        raise InputsError(f"`{wanted.name}` holds values that are not finite", fix="Give finite numbers")
    # Not `ascontiguousarray`, which gives a member of shape () an axis.
    return np.asarray(given, dtype=dtype, order="C")


def named(parts: Arrays, layout: CaseLayout) -> Arrays:
    """Parts under the names of the output file."""
    if layout.returns == "flat":
        return {"out": np.concatenate([parts[part.name].ravel() for part in layout.parts])}
    if layout.returns in ("tensor", "scalar"):
        return {"out": parts[layout.parts[0].name]}
    return parts


def read_npz(path: Path) -> dict[str, np.ndarray[Any, Any]]:
    """Read every array of an `.npz` file; pickled objects are never loaded.

    Raises:
        InputsError: no such file, not an `.npz`, damaged, or holding Python objects.
    """
    try:
        if not zipfile.is_zipfile(path):
            # `is_zipfile` says no to what is missing, too; opening it tells the two apart.
            path.open("rb").close()
            raise InputsError("this is not an .npz file", path=path, fix="Write it with numpy.savez")
        with np.load(path, allow_pickle=False) as stored:
            found = {name: stored[name] for name in stored.files}
    except OSError as error:
        raise InputsError(f"cannot be read ({error.strerror or error})", path=path) from error
    except (ValueError, EOFError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        pickled = "allow_pickle" in str(error)
        raise InputsError(
            "holds Python objects, which are not loaded" if pickled else "the .npz file is damaged",
            path=path,
            fix="Save plain arrays of numbers with numpy.savez",
        ) from error
    for name, array in found.items():
        if not isinstance(array, np.ndarray):
            raise InputsError(f"its member `{name}` is no array", path=path, fix="Write it with numpy.savez")
    return found


def write_npz(path: Path, arrays: Arrays) -> None:
    """Write an `.npz` file, whole or not at all.

    Raises:
        InputsError: it cannot be written there.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        try:
            # Not `numpy.savez`, whose keyword arguments could not hold a part called `file`.
            with temporary.open("xb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
                for name, array in arrays.items():
                    with archive.open(f"{name}.npy", "w", force_zip64=True) as member:
                        np.lib.format.write_array(member, array, allow_pickle=False)
            os.replace(temporary, path)  # noqa: PTH105 - the one rename that is atomic by contract
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise InputsError(f"cannot be written ({error.strerror or error})", path=path) from error
