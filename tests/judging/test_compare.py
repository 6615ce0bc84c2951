"""The public comparison: every way to return an answer, every fault in words, and places that can be found."""

from pathlib import Path

import numpy as np
import pytest
import torch

import harness
from harness.problem.errors import ProblemError
from harness.problem.spec import load_problem

HEAD = "title: T\ndifficulty: easy\nstatement: S\ninputs:\n  x: {shape: [n, 3], draw: normal}\n  k: {type: int}\n"
ONE_CASE = "cases:\n  one: {show: true, n: 2, k: 1}\n"

TENSOR = HEAD + "returns: tensor\noutputs:\n  out: {shape: [n, 3], judged: scaled, tau: 1e-4}\n" + ONE_CASE
SCALAR = HEAD + "returns: scalar\noutputs:\n  out: {shape: [], judged: scaled, tau: 1e-4}\n" + ONE_CASE
COUNT = HEAD + "returns: scalar\noutputs:\n  out: {shape: [], dtype: int64, judged: exact}\n" + ONE_CASE
FLAG = HEAD + "returns: scalar\noutputs:\n  out: {shape: [], dtype: bool, judged: exact}\n" + ONE_CASE
FLAT = (
    HEAD + "returns: flat\noutputs:\n  a: {shape: [n, 3], judged: update, of: x, tau: 1e-4, views: {l: [':', ':1'], r: [':', '1:']}}\n"
    "  b: {shape: [4], judged: elementwise, tau: 1e-4}\n" + ONE_CASE
)  # fmt: skip
TUPLE = (
    HEAD + "returns: tuple\noutputs:\n  a: {shape: [n], judged: scaled, tau: 1e-4}\n"
    "  b: {shape: [n], judged: scaled, tau: 1e-4}\n  hard: {shape: [n], dtype: int64, judged: exact}\n"
    "  mask: {shape: [n], dtype: bool, judged: exact}\n" + ONE_CASE
)  # fmt: skip
DICT = (
    HEAD + "returns: dict\noutputs:\n  loss: {shape: [], judged: scaled, tau: 1e-4}\n"
    "  grads: {group: {W: {shape: [n, 3]}, b: {shape: [3]}}, judged: scaled, tau: 1e-4}\n" + ONE_CASE
)  # fmt: skip

X = np.arange(6, dtype=np.float32).reshape(2, 3)
INPUTS = {"x": X, "k": 1}


@pytest.fixture
def compare(tmp_path: Path):
    """Compare by a spec's text with fixed inputs."""

    def run(spec: str, expected, output):
        folder = tmp_path / "problems"
        folder.mkdir(exist_ok=True)
        (folder / "tiny.yaml").write_text(spec)
        return harness.compare(load_problem(folder / "tiny.yaml"), INPUTS, expected, output)

    return run


GOLD = np.array([[1.0, -2.0, 3.0], [4.0, 5.0, -6.0]])


@pytest.mark.parametrize(
    "output",
    [
        GOLD,
        GOLD.astype(np.float32),
        np.asfortranarray(GOLD),
        GOLD.astype(">f8"),
        np.repeat(GOLD, 2, axis=1)[:, ::2],
        torch.tensor(GOLD),
        torch.tensor(GOLD, dtype=torch.float32),
        torch.tensor(GOLD, requires_grad=True),
        torch.tensor(GOLD.T.copy()).T,
    ],
    ids=[
        "f8",
        "f4",
        "fortran",
        "big-endian",
        "strided",
        "tensor",
        "f4-tensor",
        "requires-grad",
        "transposed-strides",
    ],
)
def test_a_tensor_in_any_honest_form(compare, output) -> None:
    """float32 or float64, torch or NumPy, any strides or byte order: the numbers count."""
    result = compare(TENSOR, {"out": GOLD}, output)
    assert result.accepted
    assert result.fault is None
    assert [(v.part, v.view, v.tolerance) for v in result.views] == [("out", "all", 1e-4)]


class Odd(np.ndarray):
    """A subclass, which may compute whatever it likes when asked."""


@pytest.mark.parametrize(
    ("output", "code", "words"),
    [
        (GOLD.tolist(), "kind", "solve returned a list; it should be exactly a torch.Tensor or a numpy.ndarray."),
        (None, "kind", "solve returned nothing (None); it should be"),
        (GOLD.view(Odd), "kind", "Odd; it should be exactly"),
        (torch.nn.Parameter(torch.tensor(GOLD)), "kind", "torch.nn.parameter.Parameter; it should be exactly"),
        ((GOLD,), "kind", "solve returned a tuple of 1; it should be exactly"),
        ("text", "kind", "solve returned a str; it should be exactly"),
        (GOLD.astype(np.int64), "dtype", "solve returned numbers of type int64; float32 or float64 is needed."),
        (GOLD.astype(np.float16), "dtype", "numbers of type float16"),
        (GOLD.astype(np.complex64), "dtype", "numbers of type complex64"),
        (GOLD > 0, "dtype", "numbers of type bool"),
        (GOLD.astype(object), "dtype", "numbers of type object"),
        (GOLD[:, :1], "shape", "solve returned shape [2, 1]; [2, 3] is needed."),
        (GOLD.T, "shape", "solve returned shape [3, 2]; [2, 3] is needed."),
        (GOLD.reshape(-1), "shape", "solve returned shape [6]; [2, 3] is needed."),
        (GOLD[None], "shape", "solve returned shape [1, 2, 3]"),
        (np.where(GOLD > 4, np.nan, GOLD), "not-finite", "solve returned NaN (1 of 6 values are not finite)."),
        (np.where(GOLD > 2, np.inf, GOLD), "not-finite", "solve returned infinity (3 of 6 values are not finite)."),
    ],
)  # fmt: skip
def test_a_fault_says_what_came_and_what_is_needed(compare, output, code, words) -> None:
    """Kind, number type, shape, finiteness, in this order, before any arithmetic; nothing is broadcast or cast."""
    result = compare(TENSOR, {"out": GOLD}, output)
    assert not result.accepted
    assert result.views == ()
    assert result.fault is not None
    assert result.fault.code == code
    assert words in result.fault.message
    assert not any(character.isdigit() for character in result.fault.plain)


@pytest.mark.parametrize("output", [2.5, np.float32(2.5), np.float64(2.5), np.array(2.5), torch.tensor(2.5)])
def test_a_scalar_in_any_honest_form(compare, output) -> None:
    """A Python or NumPy number, a 0-d array or tensor."""
    assert compare(SCALAR, {"out": 2.5}, output).accepted
    assert not compare(SCALAR, {"out": 2.6}, output).accepted


def test_a_whole_number_is_a_number_where_a_float_is_asked_for(compare) -> None:
    """`return 3` answers 3.0; an integer array is a slip, a flag no number, and one element in a row no scalar."""
    assert compare(SCALAR, {"out": 3.0}, 3).accepted
    huge = compare(SCALAR, {"out": 3.0}, 10**400)
    assert huge.fault.message == "solve returned a whole number too large for 64 bits."
    for output, code in (
        (np.int64(3), "dtype"),
        (torch.tensor(3), "dtype"),
        (np.array(3), "dtype"),
        (True, "dtype"),
        (np.array([3.0]), "shape"),
        (10**400, "dtype"),
        (3 + 0j, "dtype"),
        ([3.0], "kind"),
        ({"out": 3.0}, "kind"),
        (float("nan"), "not-finite"),
    ):
        result = compare(SCALAR, {"out": 3.0}, output)
        assert result.fault is not None, output
        assert result.fault.code == code, output


def test_counts_and_flags_are_exact(compare) -> None:
    """Integers and booleans are equal or wrong, and neither stands for the other."""
    assert compare(COUNT, {"out": 3}, 3).accepted
    assert compare(COUNT, {"out": 3}, torch.tensor(3, dtype=torch.int32)).accepted
    assert not compare(COUNT, {"out": 3}, 4).accepted
    assert compare(COUNT, {"out": 3}, 3.0).fault.code == "dtype"
    assert compare(COUNT, {"out": 1}, True).fault.code == "dtype"
    assert compare(FLAG, {"out": True}, True).accepted
    assert compare(FLAG, {"out": True}, np.bool_(True)).accepted
    assert not compare(FLAG, {"out": True}, False).accepted
    assert compare(FLAG, {"out": True}, 1).fault.code == "dtype"


def test_a_flat_answer_is_cut_into_parts_and_views(compare) -> None:
    """The parts follow each other row by row; a wrong number is found at its place in its part, not in its view."""
    a, b = X + np.array([1.0, 2.0, 3.0]), np.array([1e-9, 1.0, 2.0, 3.0])
    gold = np.concatenate([a.reshape(-1), b])
    assert compare(FLAT, {"out": gold}, gold).accepted
    assert compare(FLAT, {"a": a, "b": b}, torch.tensor(gold)).accepted
    wrong = gold.copy()
    wrong[5] += 1.0
    wrong[6] *= 3
    result = compare(FLAT, {"out": gold}, wrong)
    left, right, tail = result.views
    assert (left.accepted, right.accepted, tail.accepted) == (True, False, False)
    assert (left.worst, right.worst.index, tail.worst.index) == (None, (1, 2), (0,))
    assert (right.worst.got, right.worst.expected) == (wrong[5], gold[5])
    assert right.error == pytest.approx(1 / 3, rel=1e-3)
    assert tail.error == pytest.approx(2.0)
    assert (len(right.map), len(right.map[0])) == (2, 2)
    assert (
        compare(FLAT, {"out": gold}, gold[:-1]).fault.message == "solve returned shape [9]; [10] is needed."
    )
    assert compare(FLAT, {"out": gold}, gold[None]).fault.code == "shape"


def test_a_tuple_is_read_in_order(compare) -> None:
    """The order of the spec is the order of the tuple; parts of one shape are not matched by luck."""
    expected = {"a": [1.0, 2.0], "b": [3.0, 4.0], "hard": [1, 0], "mask": [True, False]}
    output = tuple(np.array(value) for value in expected.values())
    assert compare(TUPLE, expected, output).accepted
    swapped = compare(TUPLE, expected, (output[1], output[0], *output[2:]))
    assert [view.accepted for view in swapped.views] == [False, False, True, True]
    short = compare(TUPLE, expected, output[:3])
    assert short.fault.message == "solve returned a tuple of 3; it should have 4: 'a', 'b', 'hard', 'mask'."
    assert "should return a tuple with 'a', 'b'" in compare(TUPLE, expected, list(output)).fault.message
    typed = compare(TUPLE, expected, (*output[:2], output[2].astype(float), output[3]))
    assert (typed.fault.part, typed.fault.code) == ("hard", "dtype")
    assert typed.fault.message == "The value 'hard' has numbers of type float64; int64 is needed."


def test_a_dict_is_read_by_name_groups_included(compare) -> None:
    """Order does not matter, names do; a group's members are named `group/member`."""
    w, b = GOLD, np.array([1.0, 2.0, 3.0])
    expected = {"loss": 0.5, "grads/W": w, "grads/b": b}
    assert compare(DICT, expected, {"grads": {"b": b, "W": w}, "loss": 0.5}).accepted
    wrong = compare(DICT, expected, {"loss": 0.5, "grads": {"W": w, "b": -b}})
    assert [(v.part, v.accepted) for v in wrong.views] == [
        ("loss", True),
        ("grads/W", True),
        ("grads/b", False),
    ]
    for output, words in (
        ({"loss": 0.5}, "The dict of solve lacks 'grads'."),
        ({"loss": 0.5, "grads": {"W": w}}, "The dict of 'grads' lacks 'b'."),
        (
            {"loss": 0.5, "grads": {"W": w, "b": b, "c": b}},
            "The dict of 'grads' has 'c', which nobody asked for.",
        ),
        ({"loss": 0.5, "grads": w}, "'grads' should be a dict with 'W', 'b', and is a numpy.ndarray."),
        (
            {"loss": 0.5, "grads": {"W": w.T, "b": b}},
            "The value 'grads/W' has shape [3, 2]; [2, 3] is needed.",
        ),
        (
            (0.5, {"W": w, "b": b}),
            "solve returned a tuple of 2; it should return a dict with 'loss', 'grads'.",
        ),
        ({1: 0.5}, "solve returned a dict"),
    ):
        assert words in compare(DICT, expected, output).fault.message


def test_inputs_and_expected_values_that_do_not_fit_are_the_callers_fault() -> None:
    """What is wrong with the question raises ProblemError; only the answer gets a comparison."""
    x = np.zeros((2, 3), np.float32)
    inputs = {
        "x": x,
        "w_enc": np.zeros((3, 2), np.float32),
        "w_dec": np.zeros((1, 3), np.float32),
        "lr": 0.1,
        "seed": 0,
    }
    good = np.zeros(9)
    assert harness.compare("train_vae_end_to_end", inputs, {"out": good}, good).accepted
    for given, expected in (
        ({**inputs, "w_dec": np.zeros((1, 4), np.float32)}, {"out": good}),
        ({"x": x}, {"out": good}),
        (inputs, {"out": good[:-1]}),
        (inputs, {"w_enc": np.zeros((3, 2))}),
        (inputs, {"w_enc": np.zeros((2, 3)), "w_dec": np.zeros((1, 3))}),
        (inputs, {"out": np.where(np.arange(9) == 4, np.nan, good)}),
    ):
        with pytest.raises(ProblemError) as error:
            harness.compare("train_vae_end_to_end", given, expected, good)
        assert len(str(error.value)) < 400


def test_a_view_without_a_tolerance_is_refused_with_what_to_do(compare) -> None:
    """Nothing is compared by a default nobody chose."""
    with pytest.raises(ProblemError, match=r"has no tolerance.*`tau:`"):
        compare(TENSOR.replace(", tau: 1e-4", ""), {"out": GOLD}, GOLD)
