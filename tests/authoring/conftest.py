"""A small course of one problem, sound as it stands; tests break it in one place each."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from harness.authoring.build import Built, build
from harness.authoring.secret import Keys
from harness.problem.course import Course
from harness.problem.golden import write_golden
from harness.problem.spec import Problem, load_problem

SPEC = """\
title: One step of least squares
difficulty: easy
topics: [sgd]
statement: Take one step.
inputs:
  x:    {shape: [N, d], draw: normal}
  w:    {shape: [d], draw: normal, scale: 0.5}
  lr:   {type: float}
  seed: {type: int}
returns: flat
outputs:
  w: {shape: [d], judged: update, of: w, tau: 1e-4}
cases:
  shown:  {show: true, N: 6, d: 3, lr: 0.5, seed: 0}
  hidden: {N: 20, d: 4, lr: 0.5, seed: 1}
"""

REFERENCE = """\
import torch


def noise(seed, N):
    return {"eps": torch.randn(N, generator=torch.Generator().manual_seed(seed))}


def loss(x, w, eps):
    return ((x @ w - eps) ** 2).mean()


def solve(x, w, lr, seed):
    eps = noise(seed, len(x))["eps"].to(x.dtype)
    g = 2 / len(x) * (x.T @ (x @ w - eps))
    return w - lr * g
"""


@dataclass
class Author:
    """A course on disk with the problem `step`, and what an author does with it."""

    root: Path
    stem: str = "step"

    @property
    def course(self) -> Course:
        return Course(self.root)

    @property
    def spec(self) -> Path:
        return self.root / "problems" / f"{self.stem}.yaml"

    @property
    def reference(self) -> Path:
        return self.root / "reference" / f"{self.stem}.py"

    @property
    def golden(self) -> Path:
        return self.course.golden(self.stem)

    @property
    def problem(self) -> Problem:
        return load_problem(self.spec)

    def write(self, spec: str = SPEC, reference: str = REFERENCE) -> None:
        self.spec.write_text(spec)
        self.reference.write_text(reference)

    def edit(self, old: str, new: str, *, spec: bool = False) -> int:
        """Replace what occurs exactly once; return the line it stands on."""
        path = self.spec if spec else self.reference
        text = path.read_text()
        assert text.count(old) == 1
        path.write_text(text.replace(old, new))
        return text[: text.index(old)].count("\n") + 1

    def build(self, keys: Keys = Keys()) -> Built:  # noqa: B008 - frozen
        return build(self.problem, self.reference, keys)

    def store(self, keys: Keys = Keys()) -> Built:  # noqa: B008 - frozen
        built = self.build(keys)
        write_golden(self.golden, built.golden)
        return built


@pytest.fixture
def author(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Author:
    for name in ("HANDGRAD_SECRET", "HANDGRAD_GOLDENS", "HANDGRAD_COURSE"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "course" / "problems").mkdir(parents=True)
    (tmp_path / "course" / "reference").mkdir()
    author = Author(tmp_path / "course")
    author.write()
    return author
