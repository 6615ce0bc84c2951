"""Comparing one output with its golden, view by view. Public, pure, NumPy only."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from harness.judging.received import Fault, receive
from harness.judging.rule import Allowance, Ruling, allow, block_maxima
from harness.judging.verdict import ViewResult, Worst
from harness.sandbox.returned import Returned

if TYPE_CHECKING:
    from harness.problem.layout import CaseLayout, View
    from harness.problem.spec import Problem

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a comparison found: accepted, the views in order, and a fault when nothing could be compared."""

    accepted: bool
    views: tuple[ViewResult, ...]
    fault: Fault | None = None


def compare(
    problem: "Problem | str", inputs: Mapping[str, object], expected: Mapping[str, object], output: object
) -> Comparison:
    """Compare an output as `solve` returns it with expected values.

    Args:
        problem: a `Problem`, or the stem of one in the course at hand.
        inputs: NumPy arrays and scalars by name, group members as `group/name`.
        expected: NumPy arrays and scalars by part, as `handgrad answer` writes them: `out` for a single
            tensor or scalar, `out` (1-D) for a flat answer.
        output: what `solve` returned: a NumPy array, a torch tensor, a number, or a tuple or dict of these.

    Returns:
        A `Comparison`; `accepted` is True when every view is within tolerance.

    Raises:
        ProblemError: the inputs do not fit the problem, or a tolerance is not known.
    """
    from harness.problem.errors import ProblemError
    from harness.problem.spec import load_problem

    known = load_problem(problem) if isinstance(problem, str) else problem
    layout = _with_golden_tolerances(known, known.layout_of(inputs))
    missing = [view.key for view in layout.views if view.tau is None and view.judged != "exact"]
    if missing:
        raise ProblemError(
            f"the view {missing[0]} has no tolerance",
            path=known.path,
            fix="Give it `tau:` in the spec, or certify the problem with `handgrad golden`.",
        )
    gold = split_expected(layout, expected, known.path)
    arrays = {name: np.asarray(value) for name, value in inputs.items()}
    received = receive(describe(output), layout)
    if received.fault is not None:
        return Comparison(accepted=False, views=(), fault=received.fault)
    rulings = compare_parts(layout, received.parts, gold, arrays)
    views = tuple(view_result(view, ruling, received.parts, gold) for view, ruling in rulings)
    return Comparison(all(view.accepted for view in views), views)


def allowances(
    layout: "CaseLayout", gold: Mapping[str, Array], inputs: Mapping[str, Any]
) -> tuple[tuple["View", Allowance], ...]:
    """Work out what every view of a case allows. All arrays have the shapes the layout names."""
    rows = []
    for view in layout.views:
        before = np.asarray(inputs[view.of], dtype=np.float64)[view.index] if view.of is not None else None
        rows.append((view, allow(view, gold[view.part][view.index], before)))
    return tuple(rows)


def compare_allowed(
    allowed: Iterable[tuple["View", Allowance]], got: Mapping[str, Array]
) -> tuple[tuple["View", Ruling], ...]:
    """Judge every view of a case by what was worked out before."""
    return tuple((view, allowance.rule(got[view.part][view.index])) for view, allowance in allowed)


def compare_parts(
    layout: "CaseLayout", got: Mapping[str, Array], gold: Mapping[str, Array], inputs: Mapping[str, Any]
) -> tuple[tuple["View", Ruling], ...]:
    """Judge every view of a case. All arrays have the shapes the layout names."""
    return compare_allowed(allowances(layout, gold, inputs), got)


def view_result(
    view: "View",
    ruling: Ruling,
    got: Mapping[str, Array],
    gold: Mapping[str, Array],
    *,
    disclose: bool = True,
) -> ViewResult:
    """Make the verdict's record of a ruling; without `disclose`, words only: no number, no place."""
    tau = 0.0 if view.tau is None or view.judged == "exact" else view.tau
    if not disclose:
        return ViewResult(part=view.part, view=view.name, accepted=ruling.accepted, error=None, tolerance=tau)
    worst = None
    if not ruling.accepted:
        inside = np.unravel_index(int(np.argmax(ruling.excess)), ruling.excess.shape)
        index = tuple(int(at) + (box.start or 0) for at, box in zip(inside, view.index, strict=True))
        worst = Worst(index=index, got=float(got[view.part][index]), expected=float(gold[view.part][index]))
    return ViewResult(
        part=view.part,
        view=view.name,
        accepted=ruling.accepted,
        error=ruling.error,
        tolerance=tau,
        map=block_maxima(ruling.ratio),
        worst=worst,
    )


def split_expected(
    layout: "CaseLayout", expected: Mapping[str, object], path: Any = None
) -> dict[str, Array]:
    """Turn expected values named as in `handgrad answer` into parts. Raises ProblemError when they do not fit."""
    from harness.problem.errors import ProblemError

    given = {name: np.asarray(value) for name, value in expected.items()}
    for name, array in given.items():
        if array.dtype.kind not in "fiub" or not np.isfinite(array).all():
            raise ProblemError(
                f"the expected {name} holds something that is not a finite number",
                path=path,
                fix="Regenerate it: nothing can be compared with NaN or infinity.",
            )
    names = {part.name for part in layout.parts}
    if layout.returns == "flat" and set(given) == {"out"}:
        flat, at, parts = given["out"].reshape(-1), 0, {}
        if flat.size != sum(part.size for part in layout.parts):
            raise ProblemError(
                "the expected `out` has the wrong number of values", path=path, fix="Regenerate it."
            )
        for part in layout.parts:
            parts[part.name] = flat[at : at + part.size].reshape(part.shape).astype(np.float64)
            at += part.size
        return parts
    if len(layout.parts) == 1 and set(given) == {"out"}:
        given = {layout.parts[0].name: given["out"]}
    if set(given) != names:
        raise ProblemError(
            f"the expected values are {sorted(given)} and should be {sorted(names)}",
            path=path,
            fix="Name them as `handgrad answer` does.",
        )
    for part in layout.parts:
        if given[part.name].shape != part.shape:
            raise ProblemError(
                f"the expected {part.name} has shape {list(given[part.name].shape)}, not {list(part.shape)}",
                path=path,
                fix="Regenerate it for these inputs.",
            )
    return {
        part.name: given[part.name].astype(np.float64) if part.dtype == "float" else given[part.name]
        for part in layout.parts
    }


def describe(value: object) -> Returned:
    """Describe a value of this process as one that came out of the sandbox is described.

    A torch tensor is recognised by its exact type's name and read through NumPy: torch is not imported here.
    """
    kind = type(value)
    name = f"{kind.__module__}.{kind.__qualname__}".removeprefix("builtins.")
    if name == "torch.Tensor":
        tensor: Any = value
        return _leaf(np.asarray(tensor.detach().cpu().numpy()), "tensor", name)
    if kind is np.ndarray:
        return _leaf(np.asarray(value), "array", name)
    if kind is int and not -(2**63) <= value < 2**63:  # type: ignore[operator]
        return Returned("number", name, "int64", fault="dtype")
    if isinstance(value, np.generic) or kind in (bool, int, float, complex):
        return _leaf(np.asarray(value), "number", name)
    if kind is tuple:
        return Returned("tuple", name, items=tuple(describe(item) for item in value))  # type: ignore[attr-defined]
    if kind is dict and all(type(key) is str for key in value):  # type: ignore[attr-defined]
        items: dict[str, object] = value  # type: ignore[assignment]
        return Returned("dict", name, items=tuple(map(describe, items.values())), keys=tuple(items))
    if value is None:
        return Returned("none", "None")
    return Returned("list" if kind is list else "other", name)


def _leaf(array: Array, kind: Any, name: str) -> Returned:
    dtype = array.dtype.newbyteorder("=").name
    fault = "" if dtype in {"float32", "float64", "bool"} or array.dtype.kind in "iu" else "dtype"
    return Returned(kind, name, dtype, array.shape, fault, data=None if fault else array)


def _with_golden_tolerances(problem: "Problem", layout: "CaseLayout") -> "CaseLayout":
    """Prefer the tolerances of the stored golden; the spec's stand where there is none."""
    from harness.problem.course import Course
    from harness.problem.errors import GoldenCorrupt, GoldenMissing
    from harness.problem.golden import read_golden

    try:
        golden = read_golden(Course(problem.path.parent.parent).stored_golden(problem.stem))
    except (GoldenMissing, GoldenCorrupt):
        return layout
    return layout.with_tolerances(golden.taus, golden.floors)
