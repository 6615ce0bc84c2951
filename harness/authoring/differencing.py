"""Differencing as an attack: can the gradient be had from `loss` alone, parameter by parameter, in the time there is?

Where the policy refuses it, the only wall is arithmetic: some case has so many parameters that the evaluations do not
fit into the submission's total time. That is proved here by trying, on the case with the most parameters:

    forward         1 evaluation per parameter, float64     (after the one at the point itself)
    central         2, float64 and float32
    complex step    1, complex128                           exact, but four times the arithmetic
    Richardson      4, float64

each in a loop and batched by `torch.vmap`. An attack whose derivatives are too rough to be accepted is no danger and is
left out: each is tried on a few parameters first. Then a few evaluations are timed and the rest extrapolated. What is
needed is more than the total limit, and at least four times the limit of the case, because the machine that grades
may be faster. What is stored are counts of evaluations, which are the same on
every machine; seconds decide, and are forgotten.

Where the loss is a sum of terms of one entry each, whoever leaves the sum out differences all of them in two passes,
whatever the size. Whether two entries meet in a term is read off the second derivative. Then no size helps, and the
author is told to allow or flag differencing instead. Where entries fail to meet along some axis only, fewer passes
are enough for who takes the loss apart; that is differencing inside a layer, which has a policy of its own
(`layer_differencing`), and the author is told.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
import torch

from harness.authoring.oracle import choose, draws_of, reached, tensors
from harness.authoring.parts import arguments
from harness.authoring.reference import Reference
from harness.authoring.trial import Trial
from harness.authoring.watch import Watch
from harness.problem.certificate import DifferencingProof
from harness.problem.errors import ProblemError
from harness.problem.spec import Problem

#: An attack must need this many times the limit of a case, and never less than the total.
MARGIN = 4.0
#: How many parameters an attack is tried on, and how far off, in units of the largest slope, it may be to be a danger.
SAMPLE = 6
ROUGH = 1e-2
#: Seconds spent on timing one attack.
PATIENCE = 0.12
#: A batch is as large as helps: its evaluations would take so many seconds in a loop, its parameters so many bytes.
BATCH_SECONDS = 0.05
BATCH_BYTES = 64 << 20
BATCH = 256

Loss = Callable[[torch.Tensor], torch.Tensor]


@dataclass(frozen=True)
class Attack:
    """A way to difference: evaluations per parameter, the dtype it computes in, and the step to perturb by."""

    name: str
    evaluations: int
    dtype: torch.dtype
    step: complex


ATTACKS = (
    Attack("forward", 1, torch.float64, 1e-7),
    Attack("central, float32", 2, torch.float32, 1e-2),
    Attack("central", 2, torch.float64, 1e-6),
    Attack("complex step", 1, torch.complex128, 1e-30j),
    Attack("Richardson", 4, torch.float64, 1e-4),
)


@dataclass(frozen=True)
class Target:
    """One parameter array of a case, and the loss as a function of it alone.

    Attributes:
        name: the input, by flat name.
        value: its float64 values.
        passes: how many differences are needed by who takes the loss apart; fewer than its elements where some of
            them never meet.
        loss: the loss at other values of it, everything else as it is and in the same dtype.
    """

    name: str
    value: torch.Tensor
    passes: int
    loss: Callable[[torch.dtype], Loss]

    @property
    def parameters(self) -> int:
        """How many elements it has."""
        return self.value.numel()


def applies(problem: Problem, reference: Reference, trial: Trial) -> bool:
    """Whether there is something to prove: differencing is refused, and the answer is a gradient of `loss`."""
    return problem.policy.differencing == "refuse" and bool(wanted(reference, trial))


def wanted(reference: Reference, trial: Trial) -> list[str]:
    """The inputs whose gradients the answer holds, by flat name."""
    if not reference.has("loss"):
        return []
    floats = {
        name: value.astype(np.float64)
        for name, value in trial.inputs.items()
        if isinstance(value, np.ndarray) and value.dtype.kind == "f"
    }
    found = []
    for name, value in floats.items():
        # Whether the oracle reaches a part from this gradient alone says that the part is made of it.
        parts = reached(trial.layout, trial.inputs, {name: value}, 0.0)
        if any(part != "loss" for part in parts):
            found.append(name)
    return found


def find_differencing(
    problem: Problem, reference: Reference, trials: Sequence[Trial]
) -> tuple[DifferencingProof | None, list[str]]:
    """Prove that differencing cannot finish, on the case with the most parameters.

    Returns:
        The proof, None where the policy allows or flags it, or the answer is no gradient; and remarks.

    Raises:
        ProblemError: an attack would finish, or two passes are enough; says what to change.
    """
    trial = max(trials, key=lambda one: sum(np.size(one.inputs[name]) for name in wanted(reference, one)))
    if not applies(problem, reference, trial):
        return None, []
    targets = [target_of(problem, reference, trial, name) for name in wanted(reference, trial)]
    parameters = sum(target.parameters for target in targets)
    if all(target.passes == 1 for target in targets):
        raise ProblemError(
            "the loss is a sum of terms of one entry each, so two evaluations on whole arrays difference them all "
            "and no size of a case can prevent it",
            path=problem.path,
            key="policy.differencing",
            fix="Say so: `policy: {differencing: flag}`, or `allow`",
        )
    needed = max(problem.limits.total, MARGIN * problem.limits.time)
    dangers = [attack for attack in ATTACKS if all(works(target, attack) for target in targets)]
    for attack in dangers:
        for batched in (False, True):
            seconds = sum(duration(target, attack, batched=batched) * target.parameters for target in targets)
            seconds *= attack.evaluations
            if seconds < needed:
                how = "batched" if batched else "in a loop"
                raise ProblemError(
                    f"differencing is refused, but `{attack.name}` {how} would finish on the largest case, "
                    f"`{trial.case}`: {attack.evaluations * parameters:,} evaluations take about {seconds:.1g} s, "
                    f"and with these limits it must take {needed:g} s",
                    path=problem.path,
                    key=f"cases.{trial.case}",
                    fix=f"Give a case with {1.1 * needed / seconds:.2g} times that work (more parameters, or more rows), "
                    "lower `limits`, or say `policy: {differencing: flag}`",
                )
    apart = [target for target in targets if target.passes < target.parameters]
    remarks = [
        f"the loss falls apart along an axis of `{target.name}`: who takes it apart finds the gradient in "
        f"{target.passes:,} evaluations instead of {target.parameters:,}, which is differencing inside a layer"
        for target in apart
    ]
    proof = DifferencingProof(
        trial.case,
        parameters,
        tuple((attack.name, attack.evaluations * parameters) for attack in dangers),
    )
    return proof, remarks


def target_of(problem: Problem, reference: Reference, trial: Trial, name: str) -> Target:
    """Prepare one array for the attacks."""
    names = tuple(problem.inputs)
    given = {**arguments(names, trial.inputs, wide=True), **draws_of(trial.truth)}
    chosen = choose(reference, "loss", given)
    value = tensors(chosen)[name]

    def loss(dtype: torch.dtype) -> Loss:
        here = {key: cast(one, dtype) for key, one in chosen.items()}

        def at(values: torch.Tensor) -> torch.Tensor:
            group, slash, member = name.partition("/")
            args = {**here, group: {**here[group], member: values} if slash else values}
            result: torch.Tensor = reference.call("loss", [], args, watch=Watch(reference.path))
            return result

        return at

    return Target(name, value, independent(loss(torch.float64), value), loss)


def cast(value: Any, dtype: torch.dtype) -> Any:
    """Float tensors, alone or in a group, in another dtype."""
    if isinstance(value, dict):
        return {key: cast(one, dtype) for key, one in value.items()}
    return value.to(dtype) if isinstance(value, torch.Tensor) and value.is_floating_point() else value


def independent(loss: Loss, value: torch.Tensor) -> int:
    """How many differences the gradient with respect to an array needs.

    Along an axis on which no two slices meet in one term, all of them are differenced at once. Two slices meet where
    the second derivative couples them, so it is applied to a vector that lives in one slice.
    """
    generator = torch.Generator().manual_seed(0)
    needed = value.numel()
    for axis, length in enumerate(value.shape):
        if length == 1:
            continue
        at = length // 2
        vector = torch.zeros_like(value)
        inside = vector.select(axis, at)
        inside.copy_(torch.randn(inside.shape, generator=generator, dtype=value.dtype))
        leaf = value.clone().requires_grad_()
        with torch.enable_grad():
            result = loss(leaf)
            if not result.requires_grad:
                continue
            (slope,) = torch.autograd.grad(result, leaf, create_graph=True)
            if not slope.requires_grad:
                needed //= length
                continue
            (bend,) = torch.autograd.grad((slope * vector).sum(), leaf)
        outside = bend.clone()
        outside.select(axis, at).zero_()
        if outside.abs().max() <= 1e-9 * max(float(bend.abs().max()), 1e-30):
            needed //= length
    return max(needed, 1)


def works(target: Target, attack: Attack) -> bool:
    """Whether an attack finds the slopes of a few parameters, as autograd has them, well enough to be a danger."""
    leaf = target.value.clone().requires_grad_()
    with torch.enable_grad():
        result = target.loss(torch.float64)(leaf)
        if not result.requires_grad:
            return False
        (slope,) = torch.autograd.grad(result, leaf)
    flat = slope.reshape(-1)
    largest = float(flat.abs().max())
    places = sorted({int(place) for place in np.linspace(0, len(flat) - 1, SAMPLE)})
    loss = target.loss(attack.dtype)
    try:
        found = [difference(attack, loss, target.value.to(attack.dtype), place) for place in places]
    except (RuntimeError, TypeError, ProblemError):
        return False  # the loss has no such dtype
    return all(abs(one - float(flat[at])) <= ROUGH * largest for one, at in zip(found, places, strict=True))


def difference(attack: Attack, loss: Loss, value: torch.Tensor, place: int) -> float:
    """The slope of one parameter as an attack finds it."""

    def at(factor: float) -> complex:
        moved = value.clone()
        moved.view(-1)[place] += attack.step * factor
        return complex(loss(moved).item())

    if attack.name == "forward":
        slope = (at(1) - at(0)) / attack.step
    elif attack.name == "complex step":
        slope = complex(at(1).imag / abs(attack.step))
    elif attack.name == "Richardson":
        slope = (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * attack.step)
    else:
        slope = (at(1) - at(-1)) / (2 * attack.step)
    return slope.real


def duration(target: Target, attack: Attack, *, batched: bool) -> float:
    """Seconds for one evaluation of an attack, the fastest seen; infinite where the loss does not allow it."""
    loss = target.loss(attack.dtype)
    value = target.value.to(attack.dtype)
    try:
        single = fastest(lambda: loss(value))
        if not batched:
            return single
        size = value.numel() * value.element_size()
        count = min(BATCH, BATCH_BYTES // size, target.parameters, int(BATCH_SECONDS / single))
        if count < 2:
            return single  # large enough to keep the processor busy by itself
        steps = torch.zeros((count, *value.shape), dtype=attack.dtype)
        steps.view(count, -1)[torch.arange(count), torch.arange(count) % prod(value.shape)] += attack.step
        many = torch.vmap(lambda step: loss(value + step))
        return fastest(lambda: many(steps)) / count
    except (RuntimeError, ValueError, TypeError, ProblemError):
        # An attacker meets the same wall: the loss branches on values, or has no such dtype.
        return float("inf")


def fastest(run: Callable[[], object]) -> float:
    """The shortest of several runs, in seconds."""
    best, until = float("inf"), time.perf_counter() + PATIENCE
    with torch.no_grad():
        run()
        while True:
            start = time.perf_counter()
            run()
            now = time.perf_counter()
            best = min(best, now - start)
            if now > until:
                return best
