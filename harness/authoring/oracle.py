"""The second opinion: what `solve` returns, found in float64 without trusting `solve`.

Where an answer is a gradient, autograd on the reference's `loss` is the oracle:

    part judged `update` of an input w    w - lr * d loss / d w      (lr is the input of that name)
    part named `d_w`, w a float input     d loss / d w
    part named `loss`                     loss

Everything else needs `oracle(...)`, a second formulation that returns what `solve` does, or a dict of some parts;
it goes before `loss` in the parts it returns. Both functions name the inputs and draws they want as parameters.
What neither reaches is refused.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from harness.authoring.parts import Arrays, Splitter, Values, arguments, quoted
from harness.authoring.reference import Reference
from harness.authoring.truth import Truth, start_of
from harness.authoring.watch import Watch
from harness.problem.layout import CaseLayout, View

#: Two float64 computations of one thing agree to this much of the view's scale.
AGREEMENT = 1e-9
#: Half the spacing of float64 at 1: what storing `before - lr * gradient` rounds away, times what is stored.
U64 = 2.0**-53


@dataclass(frozen=True)
class Question:
    """One case put to the oracle."""

    reference: Reference
    names: Sequence[str]
    values: Values
    layout: CaseLayout
    truth: Truth


def check_oracle(question: Question) -> dict[str, float]:
    """Compare every part of the truth with its oracle.

    Returns:
        For each `part/view`, the worst difference in units of the view's scale.

    Raises:
        ProblemError: a part that no oracle reaches, an oracle that fails, or one that disagrees.
    """
    opinions: dict[str, tuple[str, np.ndarray[Any, Any]]] = {}
    if question.reference.has("loss"):
        opinions |= {name: ("autograd on `loss`", part) for name, part in by_autograd(question).items()}
    if question.reference.has("oracle"):
        opinions |= {name: ("`oracle`", part) for name, part in by_oracle(question).items()}
    missing = [part.name for part in question.layout.parts if part.name not in opinions]
    if missing:
        raise question.reference.fault(
            f"nothing checks {quoted(missing)}: neither `loss` nor `oracle` reaches it",
            "Define `oracle(...)`, a second formulation of these parts, or `loss(...)` where they are its gradients",
            line=question.reference.line_of("solve"),
        )
    return {view.key: agree(question, view, *opinions[view.part]) for view in question.layout.views}


def agree(question: Question, view: View, source: str, opinion: np.ndarray[Any, Any]) -> float:
    """The worst difference in one view, in units of its scale.

    Raises:
        ProblemError: more than `AGREEMENT`.
    """
    gold = question.truth.expected[view.part][view.index]
    opinion = opinion[view.index]
    scale, rounding, words = measured_by(view, opinion, start_of(view, question.values))
    if view.judged == "exact":
        difference = (opinion != gold).astype(np.float64)
    else:
        difference = np.abs(opinion - gold)
    # Written so that a value that is not finite fails.
    if (difference <= AGREEMENT * scale + rounding).all():
        return float(
            np.divide(difference, scale, out=np.zeros_like(difference), where=scale > 0).max(initial=0.0)
        )
    worst = int(np.argmax(np.nan_to_num(difference - AGREEMENT * scale, nan=np.inf)))
    size, unit = float(difference.flat[worst]), float(scale.flat[worst])
    said = f"by {size:.3g}" if np.isfinite(size) else "by what is not finite"
    if unit > 0 and np.isfinite(size) and view.judged != "exact":
        said += f", {size / unit:.2g} of {words} (allowed: {AGREEMENT:g})"
    raise question.reference.fault(
        f"case `{question.layout.case}`, view `{view.key}`: `solve` and {source} differ {said}",
        "Correct the derivation in `solve`, or the formula it is checked by",
        line=question.reference.line_of("solve"),
    )


def measured_by(
    view: View, opinion: np.ndarray[Any, Any], before: np.ndarray[Any, Any] | None
) -> tuple[np.ndarray[Any, Any], float, str]:
    """The scale of a view's rule at what the oracle says; what float64 rounding adds to it; the scale in words.

    These are the scales of the judge (`harness/judging/rule.py`). Only the rounding is another: float64's, not
    float32's, and no floor but one that is to the view's own as the agreement is to its tau.
    """
    size = np.abs(opinion, dtype=np.float64)
    floor = view.floor * AGREEMENT / view.tau if view.tau else 0.0
    if view.judged == "exact":
        return np.zeros(opinion.shape), 0.0, ""
    if view.judged == "elementwise":
        return size, floor, "the value"
    if view.judged == "scaled" or before is None:
        return np.full(opinion.shape, size.max(initial=0.0)), floor, "the largest value"
    moved = np.abs(opinion - before).max(initial=0.0)
    kept = 64 * U64 * np.abs(before).max(initial=0.0)
    return np.full(opinion.shape, moved), float(kept) + floor, "the largest update"


def by_autograd(question: Question) -> Arrays:
    """The parts that follow from the gradient of `loss`, in float64."""
    reference, values = question.reference, question.values
    given = {**arguments(question.names, values, wide=True), **draws_of(question.truth)}
    chosen = choose(reference, "loss", given)
    leaves = {
        name: tensor.requires_grad_()
        for name, tensor in tensors(chosen).items()
        if tensor.is_floating_point()
    }
    watch = Watch(reference.path)
    with torch.enable_grad():
        loss = reference.call("loss", [], chosen, watch=watch)
    if not isinstance(loss, torch.Tensor) or loss.ndim or loss.dtype != torch.float64:
        found = f"{tuple(loss.shape)} {loss.dtype}" if isinstance(loss, torch.Tensor) else type(loss).__name__
        raise reference.fault(
            f"`loss` returns {found}, but the oracle needs one float64 number in a tensor of shape ()",
            "Return the scalar that `solve` differentiates, in the dtype of its inputs",
            line=reference.return_of("loss"),
        )
    wanted = [name for name in leaves if name in values]
    if not loss.requires_grad or not wanted:
        raise reference.fault(
            "`loss` does not depend on any float input, so it has no gradient to check `solve` by",
            "Take the inputs as parameters, by the names of the spec, and do not detach them",
            line=reference.line_of("loss"),
        )
    slopes = torch.autograd.grad(loss, [leaves[name] for name in wanted], allow_unused=True)
    gradient = {
        name: np.zeros(leaves[name].shape) if value is None else value.numpy()
        for name, value in zip(wanted, slopes, strict=True)
    }
    return reached(question.layout, values, gradient, loss.item())


def reached(layout: CaseLayout, values: Values, gradient: Mapping[str, Any], loss: float) -> Arrays:
    """What the gradient says about the parts of the answer; see the top of this file."""
    # A group's member is meant by its own name too: `d_W` is the gradient of `params/W`.
    short = {name.rpartition("/")[2]: name for name in gradient}
    parts: Arrays = {}
    for part in layout.parts:
        starts = {view.of for view in layout.views_of(part.name) if view.judged == "update" and view.of}
        name = part.name.rpartition("/")[2]
        about = short.get(name.removeprefix("d_"), "") if name.startswith("d_") else ""
        start = next(iter(starts)) if len(starts) == 1 else None
        lr = values.get("lr")
        if start and start in gradient and isinstance(lr, float):
            parts[part.name] = np.asarray(values[start], np.float64) - lr * gradient[start]
        elif about and gradient[about].shape == part.shape:
            parts[part.name] = gradient[about]
        elif part.name == "loss" and part.scalar:
            parts[part.name] = np.asarray(loss)
    return parts


def by_oracle(question: Question) -> Arrays:
    """The parts that the reference's own second formulation gives, in float64."""
    reference, layout = question.reference, question.layout
    given = {**arguments(question.names, question.values, wide=True), **draws_of(question.truth)}
    returned = reference.call("oracle", [], choose(reference, "oracle", given), watch=Watch(reference.path))
    splitter = Splitter(reference, "oracle", wide=True)
    names = [part.name for part in layout.parts]
    if isinstance(returned, dict) and returned and set(returned) <= set(names):
        return {name: splitter.leaf(value, layout.part(name)) for name, value in returned.items()}
    return splitter.split(returned, layout)


def choose(reference: Reference, function: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """The inputs and draws that a function names as its parameters.

    Raises:
        ProblemError: it asks for something that is neither.
    """
    chosen: dict[str, Any] = {}
    for parameter in reference.parameters(function):
        if parameter.kind is parameter.VAR_KEYWORD:
            return dict(given)
        if parameter.name in given:
            chosen[parameter.name] = given[parameter.name]
        elif parameter.default is parameter.empty:
            raise reference.fault(
                f"`{function}` asks for `{parameter.name}`, which is neither an input nor a draw of `noise`",
                f"There are {quoted(given)}",
                line=reference.line_of(function),
            )
    return chosen


def draws_of(truth: Truth) -> dict[str, torch.Tensor]:
    """The stored draws in float64."""
    return {name: torch.from_numpy(value).double() for name, value in truth.draws.items()}


def tensors(chosen: Mapping[str, Any]) -> dict[str, torch.Tensor]:
    """Every tensor among the arguments, by flat name."""
    found: dict[str, torch.Tensor] = {}
    for name, value in chosen.items():
        if isinstance(value, torch.Tensor):
            found[name] = value
        elif isinstance(value, dict):
            found |= {f"{name}/{member}": tensor for member, tensor in value.items()}
    return found
