"""`handgrad golden --suggest`: look for the few cases that separate all mistakes from noise by the widest margins.

A random search around the cases of the spec, from a fixed seed: other sizes, scales, seeds and rates. Each case that
the reference can answer is measured against every mistake; then up to three of them are chosen one by one, each the
one that lifts the nearest mistakes most. The search ends when its time does, and says what it has.
"""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log10, prod
from pathlib import Path

from harness.authoring.build import Workshop, one_thread, open_workshop
from harness.authoring.secret import Keys
from harness.authoring.trial import drawn
from harness.authoring.variation import (
    Variation,
    draw_variation,
    round_number,
    scaled_inputs,
    separations,
)
from harness.problem.errors import ProblemError
from harness.problem.resolve import size_names
from harness.problem.spec import Problem
from harness.problem.spec_errors import SpecFault

#: How many cases are suggested at most, and how many elements an input of one may have.
CHOSEN = 3
LARGEST = 400
#: Enough separation: more is not better.
PLENTY = 1e5

#: Told after every try: seconds spent, and how many cases were measured.
Progress = Callable[[float, int], None]


@dataclass(frozen=True)
class Found:
    """Cases to paste, as YAML, and a sentence on what they do."""

    yaml: str
    said: str


@dataclass(frozen=True)
class Measured:
    """A variation and how far it separates every mistake."""

    one: Variation
    apart: dict[str, float]


def suggest(problem: Problem, path: Path, keys: Keys, seconds: float, progress: Progress) -> Found:
    """Search for cases.

    Raises:
        ProblemError: the problem has no known mistakes, no case to start from, or none of the tries could be answered.
    """
    with one_thread():
        workshop = open_workshop(problem, path, keys)
        if not workshop.mistakes:
            raise ProblemError(
                f"there are no known mistakes of `{problem.stem}` to separate",
                path=problem.path,
                fix=f"Write problems/mistakes/{problem.stem}.yaml first",
            )
        measured = search(workshop, seconds, progress)
    chosen = choose_cases(measured, [one.mistake.id for one in workshop.mistakes])
    if not chosen:
        raise ProblemError(
            "no other sizes, scales or rates gave a case that the reference can answer",
            path=problem.path,
            fix="Search longer with --seconds, or write a case that is drawn for the search to start from",
        )
    lines = [f"  {written(problem, one.one)}\n" for one in chosen]
    return Found("cases:\n" + "".join(lines), said(chosen, len(measured)))


def search(workshop: Workshop, seconds: float, progress: Progress) -> list[Measured]:
    """Measure variations until the time is over."""
    problem = workshop.problem
    starts = [
        name for name in problem.cases if drawn(problem.layout(name)) and largest(problem, name) <= LARGEST
    ]
    chance = random.Random(0)  # noqa: S311 - the same search every time, and no secret
    begin, count, measured = time.monotonic(), 0, []
    while starts and (spent := time.monotonic() - begin) < seconds:
        count += 1
        one = vary(problem, chance.choice(starts), f"found_{count}", chance)
        if one is not None:
            trial = draw_variation(problem, workshop.reference, one, workshop.keys.hidden)
            if trial is not None:
                apart = separations(trial, workshop.mistakes, tuple(problem.inputs))
                measured.append(Measured(one, apart))
        progress(spent, len(measured))
    return measured


def largest(problem: Problem, case: str) -> int:
    """Elements of a case's largest input."""
    return max((prod(array.shape) for array in problem.layout(case).arrays.values()), default=0)


def vary(problem: Problem, like: str, name: str, chance: random.Random) -> Variation | None:
    """Change sizes, seed, scales and rates of a case at random; None where that does not fit together."""
    layout = problem.layout(like)
    shapes = {key: {"": entry.shape} for key, entry in problem.spec.inputs.items() if entry.shape is not None}
    sizes = sorted(size_names(problem.spec, shapes) - set(problem.inputs))
    values: dict[str, float | int] = {}
    for size in sizes:
        if isinstance(problem.cases[like].values.get(size), int):
            values[size] = chance.randint(3, 13)
    for key, value in layout.scalars.items():
        if problem.inputs[key].type == "int" and key == "seed":
            values[key] = chance.randint(0, 99)
        elif problem.inputs[key].type == "float" and key == "lr":
            values[key] = chance.choice([0.1, 0.2, 0.5, 1.0])
        elif isinstance(value, float) and value > 0 and chance.random() < 0.3:
            values[key] = round_number(value * 2.0 ** chance.uniform(-1, 1))
    scales = {
        key: round_number(scale * 2.0 ** chance.uniform(-2, 1.5))
        for key, scale in scaled_inputs(layout).items()
    }
    one = Variation(name, like, values, scales)
    try:
        changed = one.layout(problem)
    except (SpecFault, ProblemError, ValueError):
        return None
    fits = all(prod(array.shape) <= LARGEST for array in changed.arrays.values())
    return one if fits else None


def choose_cases(measured: Sequence[Measured], ids: Sequence[str]) -> list[Measured]:
    """Choose greedily: always the case that lifts the worst of all mistakes, and then all of them, most."""
    chosen: list[Measured] = []
    best = dict.fromkeys(ids, 0.0)
    while measured and len(chosen) < CHOSEN:
        top = max(measured, key=lambda one: merit({name: max(best[name], one.apart[name]) for name in ids}))
        after = {name: max(best[name], top.apart[name]) for name in ids}
        if chosen and merit(after)[0] <= merit(best)[0] + 0.05:
            break
        chosen.append(top)
        best = after
    return chosen


def merit(apart: dict[str, float]) -> tuple[float, float]:
    """How good separations are: the logarithm of the smallest, and the mean of all."""
    logs = [log10(min(max(size, 1e-3), PLENTY)) for size in apart.values()]
    return (min(logs), sum(logs) / len(logs))


def written(problem: Problem, one: Variation) -> str:
    """A case as a line of YAML."""
    old = problem.cases[one.like]
    pairs = {**old.values, **one.values}
    inside = ["diagnose: true", *(f"{key}: {_yaml(value)}" for key, value in pairs.items())]
    scales = {**old.scales, **one.scales}
    if scales:
        inside.append(
            "scales: {" + ", ".join(f"{key}: {_yaml(value)}" for key, value in scales.items()) + "}"
        )
    return f"{one.name}: {{{', '.join(inside)}}}"


def _yaml(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_yaml(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_yaml, value)) + "]"
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


def said(chosen: Sequence[Measured], tried: int) -> str:
    """What the chosen cases do."""
    best = {name: max(one.apart[name] for one in chosen) for name in chosen[0].apart}
    worst = min(best, key=lambda name: best[name])
    cases = "this case separates" if len(chosen) == 1 else f"these {len(chosen)} cases separate"
    far = "an infinite factor" if best[worst] == float("inf") else f"a factor of {best[worst]:,.0f}"
    return (
        f"Of {tried} cases tried, {cases} all {len(best)} mistakes from noise by at least {far} "
        f"(`{worst}`); a certificate needs 100. Paste under `cases:`."
    )
