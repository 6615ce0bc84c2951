"""The truth of a case: the reference in float64 on the float32 inputs and draws, and how far float32 is from it.

A golden computed in float32 is itself wrong by as much as a correct submission. The distance between the two is a
first estimate of the noise that correct submissions show; it never stands for all of them, and it can be zero.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from harness.authoring.parts import Arrays, Splitter, Values, arguments
from harness.authoring.reference import Reference
from harness.authoring.watch import Watch, watched
from harness.judging.rule import rule
from harness.problem.layout import CaseLayout, View

Tensors = dict[str, torch.Tensor]


@dataclass(frozen=True)
class Truth:
    """What a case expects.

    Attributes:
        expected: float64, int64 or bool arrays by part.
        draws: what `noise` drew, float32 arrays by name.
        narrow: what the reference answers in float32, widened, by part.
    """

    expected: Arrays
    draws: Arrays
    narrow: Arrays


def run(
    reference: Reference,
    names: Sequence[str],
    values: Values,
    layout: CaseLayout,
    *,
    wide: bool,
    watch: Watch,
    ambient: int = 0,
) -> Arrays:
    """Run `solve` once and take its answer apart.

    Args:
        reference: the reference.
        names: the problem's inputs, in order.
        values: arrays and scalars by flat name.
        layout: the case.
        wide: in float64; else in the types the inputs are stored in.
        watch: records the draws.
        ambient: the state of PyTorch's global generator, on which nothing may depend.

    Raises:
        ProblemError: it raised, or returned something else than the spec promises.
    """
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(ambient)
        returned = reference.call("solve", list(arguments(names, values, wide=wide).values()), watch=watch)
    return Splitter(reference, wide=wide).split(returned, layout)


def find_truth(reference: Reference, names: Sequence[str], values: Values, layout: CaseLayout) -> Truth:
    """Run the reference in float32, twice, and in float64.

    Raises:
        ProblemError: besides what `run` raises: it uses autograd, draws outside `noise`, gives another answer the
            second time, or an answer that is not finite.
    """
    first, again, wide = (Watch(reference.path) for _ in range(3))
    with watched(first):
        narrow = run(reference, names, values, layout, wide=False, watch=first, ambient=1)
    repeated = run(reference, names, values, layout, wide=False, watch=again, ambient=2)
    expected = run(reference, names, values, layout, wide=True, watch=wide, ambient=3)
    for other in (again, wide):
        same_draws(reference, first.seen, other.seen)
    for name, part in narrow.items():
        if not np.array_equal(part, repeated[name], equal_nan=True):
            raise reference.fault(
                f"`solve` gives another `{name}` each time it runs on case `{layout.case}`",
                "Draw in `noise` alone, from the seed alone, and keep no state between calls",
                line=reference.line_of("solve"),
            )
        if not np.isfinite(expected[name]).all():
            raise reference.fault(
                f"`solve` gives a `{name}` on case `{layout.case}` that is not finite",
                "Choose smaller scales for this case, or a stable formula",
                line=reference.return_of("solve"),
            )
        if not np.isfinite(part).all():
            raise reference.fault(
                f"in float32 `solve` gives a `{name}` on case `{layout.case}` that is not finite",
                "Choose smaller scales for this case, or a stable formula",
                line=reference.return_of("solve"),
            )
    return Truth(expected, {name: value.numpy() for name, value in first.seen.items()}, narrow)


def same_draws(reference: Reference, first: Tensors, other: Tensors) -> None:
    """Check that two runs drew the same.

    Raises:
        ProblemError: they did not: `noise` depends on more than its arguments.
    """
    if first.keys() == other.keys() and all(torch.equal(first[name], other[name]) for name in first):
        return
    raise reference.fault(
        "`noise` draws something else each time it is called",
        "Seed it: torch.randn(..., generator=torch.Generator().manual_seed(seed))",
        line=reference.line_of("noise"),
    )


def start_of(view: View, values: Values) -> np.ndarray[Any, Any] | None:
    """For an update, the values that the view started from, in float64."""
    if view.of is None:
        return None
    return np.asarray(values[view.of], dtype=np.float64)[view.index]


def measure(view: View, out: Arrays, gold: Arrays, values: Values) -> float:
    """How far `out` is from `gold` in one view, in units of what the judge would accept: 1 is the border.

    Infinite where a value is not finite.
    """
    got, expected = out[view.part][view.index], gold[view.part][view.index]
    if not (np.isfinite(got).all() and np.isfinite(expected).all()):
        return float("inf")
    return float(rule(view, got, expected, start_of(view, values)).excess.max(initial=0.0))
