"""Right and wrong answers in other words: what the figures of diagnosis are measured on.

A trial takes the reference with a known mistake made in it (or two, or none), computes it in float32 in one of
several formulations, on a fresh draw of some cases, and asks what the judge says of it. Goldens and the mistakes'
stored answers are made anew for every draw. Everything is drawn from a seed and repeatable.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import numpy as np
import torch

from harness.authoring.draws import draw_inputs
from harness.authoring.parts import Splitter, arguments
from harness.authoring.reference import Reference, read_source, reference_from
from harness.authoring.secret import Keys
from harness.judging.compare import compare_parts
from harness.judging.diagnosis import diagnose
from harness.judging.evidence import Evidence
from harness.judging.nearness import Stored
from harness.judging.verdict import Diagnosis
from harness.problem.course import Course
from harness.problem.errors import ProblemError
from harness.problem.layout import CaseLayout
from harness.problem.mistakes import Mistake, load_mistakes
from harness.problem.spec import Problem, load_problem

ROOT = Path(__file__).parents[1]
STEM = "train_vae_end_to_end"
Parts = dict[str, np.ndarray[Any, Any]]
Product = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]

_PRODUCT = torch.Tensor.__matmul__
_EXP = torch.exp


def _in_chunks(a: torch.Tensor, b: torch.Tensor, size: int) -> torch.Tensor:
    pieces = [_PRODUCT(a[:, i : i + size], b[i : i + size]) for i in range(0, a.shape[1], size)]
    total = pieces[0]
    for piece in pieces[1:]:
        total = total + piece
    return total


def _by_numpy(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    return torch.from_numpy(np.matmul(a.numpy(), b.numpy()))


#: Ways to compute a product of two matrices; each gives the same numbers but for rounding.
PRODUCTS: Mapping[str, Product] = {
    "as written": _PRODUCT,
    "einsum": lambda a, b: torch.einsum("ij,jk->ik", a, b),
    "backwards": lambda a, b: _PRODUCT(a.flip(1), b.flip(0)),
    "term by term": lambda a, b: _in_chunks(a, b, 1),
    "chunks of three": lambda a, b: _in_chunks(a, b, 3),
    "elementwise": lambda a, b: (a[:, :, None] * b[None, :, :]).sum(dim=1),
    "NumPy": _by_numpy,
    "float64 inside": lambda a, b: _PRODUCT(a.double(), b.double()).to(a.dtype),
}


def _rounded(bits: int, a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """A product whose entries keep so many significant bits, as on hardware that saves on precision."""
    if a.dtype == torch.float64:
        return _PRODUCT(a, b)
    mantissa, exponent = torch.frexp(_PRODUCT(a, b))
    return torch.ldexp(torch.round(torch.ldexp(mantissa, torch.tensor(bits))), exponent - bits)


#: Imprecise ways: right programs computed so are not always accepted.
IMPRECISE: Mapping[str, Product] = {
    f"{bits} bits": (lambda a, b, bits=bits: _rounded(bits, a, b)) for bits in range(10, 20)
}
#: Ways to compute an exponential.
EXPONENTIALS: Mapping[str, Callable[[torch.Tensor], torch.Tensor]] = {
    "as written": _EXP,
    "root": lambda a: _EXP(2 * a).sqrt(),
    "expm1": lambda a: torch.expm1(a) + 1,
    "power": lambda a: torch.exp2(a * 1.4426950408889634),
}


@contextmanager
def formulation(product: str, exponential: str) -> Iterator[None]:
    """Compute every `@` and every `torch.exp` in another way."""
    torch.Tensor.__matmul__ = {**PRODUCTS, **IMPRECISE}[product]  # type: ignore[method-assign,assignment]
    torch.exp = EXPONENTIALS[exponential]  # type: ignore[assignment]
    try:
        yield
    finally:
        torch.Tensor.__matmul__ = _PRODUCT  # type: ignore[method-assign]
        torch.exp = _EXP


@dataclass(frozen=True)
class Programs:
    """A problem's reference, and the reference with each known mistake made in it."""

    problem: Problem
    right: Reference
    wrong: Mapping[str, Reference]
    mistakes: Mapping[str, Mistake]

    def both(self, one: str, other: str) -> Reference | None:
        """The reference with two mistakes made in it; None where they change the same text."""
        first, second = self.mistakes[one], self.mistakes[other]
        try:
            source = replace(first, edits=first.edits + second.edits).apply(self.right.source.decode())
        except ProblemError:
            return None
        return reference_from(source.encode(), self.right.path, tuple(self.problem.inputs))


def load(course: Path = ROOT, spec: Path | None = None) -> Programs:
    """Load the problem, or one with the same reference and other cases."""
    known = Course(course)
    problem = load_problem(spec) if spec else load_problem(STEM, known)
    path, names = known.reference(STEM), tuple(problem.inputs)
    source = read_source(path)
    mistakes = {mistake.id: mistake for mistake in load_mistakes(known.mistakes(STEM))}
    wrong = {
        name: reference_from(mistake.apply(source.decode()).encode(), path, names)
        for name, mistake in mistakes.items()
    }
    return Programs(problem, reference_from(source, path, names), wrong, mistakes)


@dataclass(frozen=True)
class Drawn:
    """One case on one draw, with everything a golden would hold."""

    layout: CaseLayout
    inputs: dict[str, Any]
    expected: Parts
    mistakes: dict[str, Parts] = field(default_factory=dict)

    def answer(self, programs: Programs, reference: Reference, *, wide: bool) -> Parts:
        """Run a program on the case and take its answer apart, in float64 (`wide`) or float32."""
        given = list(arguments(tuple(programs.problem.inputs), self.inputs, wide=wide).values())
        return Splitter(reference, wide=wide).split(reference.module.__dict__["solve"](*given), self.layout)

    def stored(self, programs: Programs) -> dict[str, Parts]:
        """What every mistake answers, as a golden stores it."""
        return {
            name: {part: np.float32(value) for part, value in self.answer(programs, one, wide=True).items()}
            for name, one in programs.wrong.items()
        }

    @cached_property
    def kept(self) -> Stored:
        """The mistakes' answers as the judge keeps them."""
        return Stored(self.layout, self.inputs, self.expected, self.mistakes)

    def evidence(self, got: Parts, without: Collection[str] = ()) -> Evidence:
        """What the judge would see, as of a hidden case, perhaps with some mistakes never stored."""
        got = {part: np.asarray(value, dtype=np.float64) for part, value in got.items()}
        rulings = tuple(compare_parts(self.layout, got, self.expected, self.inputs))
        left = self.kept.without(without) if without else self.kept
        return Evidence(
            self.layout.case or "", self.layout, self.inputs, self.expected, got, rulings, False, left
        )


def draw(programs: Programs, cases: Sequence[str], seed: int, *, mistakes: bool = True) -> list[Drawn]:
    """Draw cases anew, noise included, and run the reference and (unless told not to) every mistake in float64."""
    return [_draw(programs, case, seed, mistakes) for case in cases]


def _draw(programs: Programs, case: str, seed: int, mistakes: bool) -> Drawn:
    problem = programs.problem
    layout = problem.layout(case)
    key = Keys().of(show=False)
    names = tuple(problem.inputs)
    inputs = dict(draw_inputs(layout, names, programs.right, key=key, stem=STEM, attempt=seed))
    inputs["seed"] = 1000 + seed
    bare = Drawn(layout, inputs, {})
    expected = bare.answer(programs, programs.right, wide=True)
    return Drawn(layout, inputs, expected, bare.stored(programs) if mistakes else {})


def seen(
    programs: Programs,
    cases: Sequence[Drawn],
    program: Reference,
    how: tuple[str, str],
    without: Collection[str] = (),
) -> list[Evidence]:
    """Run a program on drawn cases as a submission would be run.

    Args:
        programs: the problem.
        cases: drawn cases.
        program: whatever mistakes it has.
        how: names of a product and an exponential.
        without: mistakes whose answers are not stored.
    """
    with formulation(*how):
        answers = [case.answer(programs, program, wide=False) for case in cases]
    return [case.evidence(got, without) for case, got in zip(cases, answers, strict=True)]


def said(programs: Programs, evidence: Sequence[Evidence], without: Collection[str] = ()) -> Diagnosis | None:
    """What the judge says of it, knowing no words for the mistakes in `without`; None where all is accepted."""
    words = {name: one for name, one in programs.mistakes.items() if name not in set(without)}
    return diagnose(evidence, None, None, partial(dict, words))
