"""`handgrad answer`: run a reference in float64 on inputs that someone gives, of any consistent size.

Files are NumPy's `.npz`. A single tensor or scalar and a flat answer are called `out`; parts of a tuple or dict have
their names, members of a group `<group>/<name>`. Integers are 0-d int64, floats 0-d float64, choices a 0-d string.
Arrays are used in float64 as given, never rounded; outputs are float64, int64 or bool.
"""

import os
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from harness.authoring.build import one_thread
from harness.authoring.parts import Arrays, Value, quoted
from harness.authoring.reference import load_reference
from harness.authoring.truth import run
from harness.authoring.watch import Watch
from harness.problem.errors import ProblemError, suggest
from harness.problem.layout import CaseLayout
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
        InputsError: an input is missing, unknown, misshapen, of the wrong type, or not finite.
        ProblemError: the reference fails.
    """
    values = typed(problem, given)
    try:
        layout = problem.layout_of(values)
    except ProblemError as error:
        raise InputsError(
            error.what, path=error.path, line=error.line, key=error.key, fix=error.fix
        ) from error
    with one_thread():
        loaded = load_reference(reference, tuple(problem.inputs))
        parts = run(
            loaded, tuple(problem.inputs), values, layout, wide=True, watch=Watch(loaded.path)
        )
    return named(parts, layout)


def named(parts: Arrays, layout: CaseLayout) -> Arrays:
    """Parts under the names of the output file."""
    if layout.returns == "flat":
        return {"out": np.concatenate([parts[part.name].ravel() for part in layout.parts])}
    if layout.returns in ("tensor", "scalar"):
        return {"out": parts[layout.parts[0].name]}
    return parts


def typed(problem: Problem, given: Mapping[str, np.ndarray[Any, Any]]) -> dict[str, Value]:
    """Check names and types and put the inputs in the order of `solve`.

    Raises:
        InputsError: see `answer`.
    """
    tops = {name.partition("/")[0] for name in given}
    missing = [
        name for name, spec in problem.inputs.items() if name not in tops and not default_of(spec)
    ]
    if missing:
        raise InputsError(
            f"the inputs lack {quoted(missing)}",
            fix=f"`{problem.stem}` takes {quoted(problem.inputs)}",
        )
    values: dict[str, Value] = {}
    for name in given:
        top = name.partition("/")[0]
        if top not in problem.inputs:
            raise InputsError(
                f"`{name}` is no input of `{problem.stem}`", fix=suggest(top, problem.inputs)
            )
    for top, spec in problem.inputs.items():
        for name, array in given.items():
            if name == top and spec.is_scalar:
                values[name] = scalar(name, array, spec.type or "")
            elif name.partition("/")[0] == top:
                grouped = spec.shape is None
                if spec.is_scalar or grouped != ("/" in name):
                    what = f"a group, with members `{top}/...`" if grouped else "a single value"
                    raise InputsError(f"`{name}` does not fit: `{top}` is {what}", fix="Rename it")
                values[name] = numeric(name, array)
    return values
