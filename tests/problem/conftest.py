"""A small sound spec, and ways to change one thing in it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from harness.problem.spec import Problem, parse_problem
from harness.problem.yaml import load_yaml

PATH = Path("problems/small.yaml")

BASE = """\
title: Small
difficulty: easy
statement: Do it.
inputs:
  x: {shape: [N, d], draw: normal}
  w: {shape: [d, 2*k], draw: normal}
  lr: {type: float}
returns: dict
outputs:
  w:
    shape: [d, 2*k]
    judged: update
    of: w
    views: {a: [":", ":k"], b: [":", "k:"]}
  loss: {shape: [], judged: scaled}
cases:
  one: {show: true, N: 2, d: 3, k: 1, lr: 1}
  two: {N: 4, d: 3, k: 2, lr: 0.5, scales: {x: 0.5}}
"""

HEAD = "title: T\ndifficulty: easy\nstatement: S\n"


def parse(text: str) -> Problem:
    """Load a spec from its text."""
    data, positions = load_yaml(text, PATH)
    return parse_problem(data, positions, PATH)


@pytest.fixture
def load() -> Callable[[str], Problem]:
    """Load a spec from its text, with title, difficulty and statement put before it."""
    return lambda text: parse(HEAD + text)


@pytest.fixture
def changed() -> Callable[..., Problem]:
    """Load the small spec with pieces of its text replaced, each of which must be there."""

    def build(*changes: tuple[str, str]) -> Problem:
        text = BASE
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new, 1)
        return parse(text)

    return build


@pytest.fixture
def root() -> Path:
    """The root of the repository, a course."""
    return Path(__file__).parents[2]
