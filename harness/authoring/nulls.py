"""Answers that need no understanding: zeros, an input handed back, the right answer doubled or in half precision.

A suite that accepts one of them tests nothing, or tests too loosely. Each is made from the truth or the inputs of a
trial, part by part. Views are measured one by one, so that a null answer shows whether a view is tested.
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import torch

from harness.authoring.distance import Answer
from harness.authoring.parts import Arrays
from harness.authoring.reference import Reference
from harness.authoring.trial import Trial
from harness.authoring.truth import run
from harness.authoring.watch import Watch
from harness.problem.errors import ProblemError
from harness.problem.layout import Part

Array = np.ndarray[Any, Any]
#: Answers in half precision are near the truth by their nature: they need to be rejected, not by a wide margin.
PRECISION = ("float16 answer", "bfloat16 answer", "float16 inputs", "bfloat16 inputs")
#: Those that tau must stay below. Inputs kept in float16 may lose almost nothing: sums average the loss away.
BOUNDS_TAU = ("float16 answer", "bfloat16 answer", "bfloat16 inputs")
HALF: dict[str, torch.dtype] = {"float16": torch.float16, "bfloat16": torch.bfloat16}


def null_answers(
    trial: Trial, reference: Reference, names: tuple[str, ...]
) -> Iterator[tuple[str, Answer | None]]:
    """Make every null answer of a trial.

    Args:
        trial: the trial.
        reference: for half precision of the inputs.
        names: the problem's inputs, in order.

    Yields:
        Name and answer; None for one that cannot be compared.
    """
    yield "zeros", each(trial, lambda _part, gold: np.zeros_like(gold))
    yield "ones", each(trial, lambda _part, gold: np.ones_like(gold))
    yield "NaN", None if any(part.dtype == "float" for part in trial.layout.parts) else trial.expected
    yield "wrong shape", None
    yield "negated", each(trial, lambda part, gold: changed(trial, part, gold, lambda x: -x))
    yield "doubled", scaled(trial, 2.0)
    yield "halved", scaled(trial, 0.5)
    for source in trial.layout.arrays:
        echo = echoed(trial, source)
        if echo is not None:
            yield f"`{source}` handed back", echo
    starts = {view.part: view.of for view in trial.layout.views if view.of is not None}
    if starts:
        yield "unchanged", {**trial.expected, **{part: wide(trial.inputs[of]) for part, of in starts.items()}}
    for name, dtype in HALF.items():
        yield f"{name} answer", rounded_to(trial, dtype)
        yield f"{name} inputs", from_lowered(trial, reference, names, dtype)


def scaled(trial: Trial, factor: float) -> Arrays:
    """The right answer, or the right step, times a factor."""
    return each(trial, lambda part, gold: changed(trial, part, gold, lambda x: factor * x))


def each(trial: Trial, make: Callable[[Part, Array], Array]) -> Arrays:
    """One array for every part, from its truth."""
    return {part.name: np.asarray(make(part, trial.expected[part.name])) for part in trial.layout.parts}


def changed(trial: Trial, part: Part, gold: Array, change: Callable[[Array], Array]) -> Array:
    """A float part with `change` made to what it says: to the step where it is an update, else to the values.

    Integers are negated and scaled as they are, and truncated; a boolean is turned round.
    """
    if part.dtype == "bool":
        return ~gold
    if part.dtype != "float":
        return np.trunc(change(gold.astype(np.float64))).astype(gold.dtype)
    out = np.empty_like(gold)
    for view in trial.layout.views_of(part.name):
        before = wide(trial.inputs[view.of])[view.index] if view.of is not None else 0.0
        out[view.index] = before + change(np.asarray(gold[view.index] - before))
    return out


def echoed(trial: Trial, source: str) -> Arrays | None:
    """An input in place of every part of its shape; None where no part has its shape."""
    given = wide(trial.inputs[source])
    fits = [part for part in trial.layout.parts if part.shape == given.shape and part.dtype == "float"]
    if not fits or given.dtype.kind != "f":
        return None
    return {**trial.expected, **{part.name: given for part in fits}}


def wide(value: Any) -> Array:
    """An input in float64."""
    return np.asarray(value, dtype=np.float64)


def rounded_to(trial: Trial, dtype: torch.dtype) -> Arrays:
    """The right answer, or the right step, as a type of 16 bits keeps it."""
    return each(trial, lambda part, gold: changed(trial, part, gold, lambda x: lowered(x, dtype)))


def lowered(values: Array, dtype: torch.dtype) -> Array:
    """Values as a type of 16 bits keeps them."""
    return torch.tensor(np.asarray(values)).to(dtype).double().numpy()


def from_lowered(
    trial: Trial, reference: Reference, names: tuple[str, ...], dtype: torch.dtype
) -> Answer | None:
    """What the reference makes, in float64, of inputs that were kept in 16 bits; None where it fails on them.

    The weights that an update starts from are kept as they are: what is lowered is what the step is computed from.
    """
    lower = {
        name: lowered(value, dtype) if isinstance(value, np.ndarray) and value.dtype.kind == "f" else value
        for name, value in trial.inputs.items()
    }
    try:
        answer = run(reference, names, lower, trial.layout, wide=True, watch=Watch(reference.path))
    except ProblemError:
        return None
    for view in trial.layout.views:
        if view.of is not None:
            shift = wide(trial.inputs[view.of]) - wide(lower[view.of])
            answer[view.part] = answer[view.part].copy()
            answer[view.part][view.index] += shift[view.index]
    return answer if all(np.isfinite(part).all() for part in answer.values()) else None
