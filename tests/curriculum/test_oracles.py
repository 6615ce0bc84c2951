"""Every reference, asked through `handgrad answer`, agrees with an independent float64 oracle on inputs of its own.

The oracles are in `oracles.py`, what is drawn for them in `oracle_inputs.py`.
"""

import inspect
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

import harness
from harness.authoring.answer import answer
from harness.problem.course import Course
from harness.problem.spec import Problem, load_problem
from tests.curriculum.oracle_inputs import DRAWS, Draw
from tests.curriculum.oracles import ORACLES

COURSE = Course(Path(__file__).parents[2])
STEMS = sorted(ORACLES)

#: One of everything, fewer rows than columns, more, and numbers far from 1.
SIZES = {
    "ones": {"N": 1, "d": 1, "z": 1, "h": 1, "k": 1},
    "one_row": {"N": 1, "d": 5, "z": 3, "h": 2, "k": 4},
    "one_dimension": {"N": 6, "d": 4, "z": 1, "h": 3, "k": 2},
    "wide": {"N": 3, "d": 7, "z": 5, "h": 4, "k": 6},
    "tall": {"N": 17, "d": 2, "z": 3, "h": 6, "k": 3},
    "faint": {"N": 5, "d": 3, "z": 4, "scale": 1e-3},
    "loud": {"N": 4, "d": 3, "z": 2, "scale": 30.0},
}


def drawn(stem: str, size: str, seed: int = 0) -> dict[str, Any]:
    """The inputs of one draw, the same in every process."""
    random = np.random.default_rng([zlib.crc32(f"{stem} {size}".encode()), seed])
    return DRAWS[stem](Draw(random, **SIZES[size]))


def arguments(given: Mapping[str, Any]) -> dict[str, Any]:
    """Inputs of a file as the oracles take them: tensors, dicts of tensors, Python's scalars."""
    taken: dict[str, Any] = {}
    for name, value in given.items():
        group, _, member = name.partition("/")
        if member:
            taken.setdefault(group, {})[member] = torch.tensor(value)
        elif value.ndim == 0:
            taken[name] = value.item()
        else:
            taken[name] = torch.tensor(value)
    return taken


def arrays(found: Any) -> dict[str, np.ndarray]:
    """An oracle's answer under the names of a file."""
    if not isinstance(found, dict):
        return {"out": plain(found)}
    named: dict[str, np.ndarray] = {}
    for name, value in found.items():
        members = (
            {f"{name}/{key}": part for key, part in value.items()}
            if isinstance(value, dict)
            else {name: value}
        )
        named |= {key: plain(part) for key, part in members.items()}
    return named


def plain(value: Any) -> np.ndarray:
    return value.detach().numpy() if isinstance(value, torch.Tensor) else np.asarray(value)


def returned(problem: Problem, named: Mapping[str, np.ndarray]) -> Any:
    """An answer as `solve` returns it."""
    if problem.returns == "tuple":
        return tuple(named.values())
    if problem.returns != "dict":
        return named["out"]
    nested: dict[str, Any] = {}
    for name, value in named.items():
        group, _, member = name.partition("/")
        if member:
            nested.setdefault(group, {})[member] = value
        else:
            nested[group] = value
    return nested


def agrees(stem: str, given: Mapping[str, Any]) -> None:
    """Compare the reference with the oracle: names, types, shapes and values."""
    problem = load_problem(COURSE.spec(stem), COURSE)
    expected = arrays(ORACLES[stem](**arguments(given)))
    found = answer(problem, COURSE.reference(stem), given)
    assert set(found) == set(expected)
    for name, value in expected.items():
        assert (found[name].dtype, found[name].shape) == (value.dtype, value.shape), name
        scale = np.abs(value) if stem == "gaussian_pdf" else np.abs(value).max()
        assert np.all(np.abs(found[name] - value.astype(float)) <= 1e-6 * scale), name


def spoilt(value: np.ndarray) -> np.ndarray:
    """Another answer of the same type and shape: booleans turned, integers one more, numbers a percent too far."""
    if value.dtype == bool:
        return ~value
    if value.dtype.kind == "i":
        return value + 1
    return value + 0.01 * (np.abs(value).max() or 1.0)


def test_every_problem_has_an_oracle_and_inputs() -> None:
    """A problem that is added needs both here; an oracle takes the arguments of `solve`, in their order."""
    assert list(COURSE.stems()) == STEMS == sorted(DRAWS)
    for stem in STEMS:
        problem = load_problem(COURSE.spec(stem), COURSE)
        assert list(inspect.signature(ORACLES[stem]).parameters) == list(problem.inputs)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("stem", STEMS)
def test_the_reference_agrees(stem: str, size: str) -> None:
    """Names, types, shapes and values: within 1e-6 of each output's largest magnitude, densities entry by entry."""
    agrees(stem, drawn(stem, size))


@pytest.mark.parametrize("stem", STEMS)
def test_the_comparison_knows_right_from_wrong(stem: str) -> None:
    """The oracle's answer is accepted; with any one of its parts spoilt, it is not."""
    problem = load_problem(COURSE.spec(stem), COURSE)
    given = drawn(stem, "wide")
    right = arrays(ORACLES[stem](**arguments(given)))
    assert harness.compare(problem, given, right, returned(problem, right)).accepted
    for name in right:
        wrong = right | {name: spoilt(right[name])}
        assert not harness.compare(problem, given, right, returned(problem, wrong)).accepted, name


@pytest.mark.parametrize(
    ("target", "logit"),
    [
        (0.0, -40.0),
        (0.3, -500.0),
        (1.0, 40.0),
        (1.0, 500.0),
    ],
)
@pytest.mark.parametrize("stem", ["bernoulli_bce_from_logits", "toy_vae_loss"])
def test_a_confident_pixel_keeps_its_digits(stem: str, target: float, logit: float) -> None:
    """A loss of e^-40 is not lost in the difference of two numbers of size 40."""
    one = np.zeros(1)
    given = {
        "bernoulli_bce_from_logits": {"x": np.array([[target]]), "logits": np.array([[logit]])},
        "toy_vae_loss": {"x": one + target, "mu": one, "log_var": one, "eps": one}
        | {"W": np.ones((1, 1)), "b": one + logit},
    }[stem]
    agrees(stem, given)


@pytest.mark.slow
@pytest.mark.parametrize("stem", STEMS)
def test_the_reference_agrees_many_times(stem: str) -> None:
    """Fifteen more draws of every size."""
    for size in SIZES:
        for seed in range(1, 16):
            agrees(stem, drawn(stem, size, seed))
