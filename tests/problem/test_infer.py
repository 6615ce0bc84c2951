"""Dimensions are read from arrays, and arrays that disagree are told apart by name."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.problem.errors import ProblemError
from harness.problem.layout import ArrayOf
from harness.problem.spec import load_problem


def arrays(**shapes: tuple[int, ...]) -> dict[str, np.ndarray]:
    return {name.replace("__", "/"): np.zeros(shape) for name, shape in shapes.items()}


def vae(n: int, d: int, k: int, **more: object) -> dict[str, object]:
    return {**arrays(x=(n, d), w_enc=(d, 2 * k), w_dec=(k, d)), "lr": 0.1, "seed": 3, **more}


@pytest.fixture
def problem(root):
    return load_problem(root / "problems" / "train_vae_end_to_end.yaml")


@given(n=st.integers(1, 9), d=st.integers(1, 9), k=st.integers(1, 9))
def test_any_consistent_sizes_are_understood(n, d, k):
    """Of the training problem, down to one of everything."""
    from pathlib import Path

    problem = load_problem(Path(__file__).parents[2] / "problems" / "train_vae_end_to_end.yaml")
    layout = problem.layout_of(vae(n, d, k))
    assert layout.dims == {"N": n, "d": d, "d_z": k, "seed": 3}
    assert layout.arrays["w_enc"] == ArrayOf("w_enc", (d, 2 * k), "float32")
    assert [part.shape for part in layout.parts] == [(d, 2 * k), (k, d)]
    assert layout.case is None


def test_a_stored_case_and_its_arrays_have_one_layout(problem):
    """`layout` and `layout_of` agree on parts and views."""
    stored = problem.layout("wide")
    given_ = {name: np.zeros(array.shape) for name, array in stored.arrays.items()}
    read = problem.layout_of({**given_, **stored.scalars})
    assert (read.parts, read.views, read.dims) == (stored.parts, stored.views, dict(stored.dims))


@pytest.mark.parametrize(
    ("inputs", "message"),
    [
        (vae(2, 3, 1, w_dec=np.zeros((2, 3))),
         r"axis 1 of `w_enc` has size 2, and `2\*d_z` is 4 \(`d_z` is 2 in `w_dec`\)"),
        (vae(2, 3, 1, w_dec=np.zeros((1, 4))), r"axis 1 of `w_dec` has size 4, and `d` is 3 \(`d` is 3 in `x`\)"),
        (vae(2, 3, 1, w_enc=np.zeros((3, 5))), r"axis 1 of `w_enc` has size 5, and `2\*d_z` is 2"),
        (vae(2, 3, 1, x=np.zeros(3)), r"`x` has shape \(3,\), and \(N, d\) is expected"),
        (vae(2, 3, 1, x=3.0), r"`x` has shape \(\), and \(N, d\) is expected"),
        (vae(2, 3, 1, y=3.0), "there is no input `y`"),
        (vae(2, 3, 1, w_ecn=3.0), r"there is no input `w_ecn`. Did you mean `w_enc`\?"),
        ({"x": np.zeros((2, 3)), "lr": 0.1, "seed": 1}, "the input `w_enc` is missing"),
        ({**arrays(x=(2, 3), w_enc=(3, 2), w_dec=(1, 3)), "lr": 0.1}, "the input `seed` is missing"),
        (vae(2, 3, 1, seed=1.5), "`seed`: `1.5` is not a whole number"),
        (vae(2, 3, 1, seed=np.zeros(1)), r"`seed` has shape \(1,\), and a scalar is expected"),
        (vae(2, 3, 1, lr="fast"), "`lr`: `fast` is not a number"),
    ],
)  # fmt: skip
def test_inputs_that_do_not_fit_are_told(problem, inputs, message):
    """With the array, both sizes, and where the other one was read."""
    with pytest.raises(ProblemError, match=message):
        problem.layout_of(inputs)


def test_numpy_scalars_are_scalars(problem):
    """0-d arrays, as an .npz holds them."""
    layout = problem.layout_of(vae(2, 3, 1, lr=np.array(0.25), seed=np.int64(7)))
    assert layout.scalars == {"lr": 0.25, "seed": 7}
    assert [type(value) for value in layout.scalars.values()] == [float, int]


def one_input(load, shape: str, case: str) -> object:
    return load(f"""
inputs:
  x: {{shape: {shape}, draw: normal}}
  n: {{type: int, default: 3}}
  kind: {{type: choice, choices: [a, b], default: a}}
returns: tensor
outputs: {{out: {{shape: [a], judged: scaled}}}}
cases: {{one: {case}}}
""")


@pytest.mark.parametrize(
    ("shape", "sizes", "a"),
    [
        ("[a]", (5,), 5),
        ("[3*a - 1]", (14,), 5),
        ("[n + a]", (8,), 5),
        ("[10 - a]", (5,), 5),
        ("[a*a]", (25,), 5),
        ("[(a*(a+1))//2]", (15,), 5),
        ("[ceil(a / 2), a]", (3, 5), 5),
        ("[a + b, a - b]", None, None),
        ("[ceil(a / 2)]", None, None),
        ("[2*a]", None, None),
    ],
)
def test_a_size_is_solved_for(load, shape, sizes, a):
    """Lines exactly, curves by trying; what has no single answer is an error, not a guess."""
    problem = one_input(load, shape, "{a: 2, b: 1}" if "b" in shape else "{a: 2}")
    if sizes is None:
        with pytest.raises(ProblemError, match="cannot be read from"):
            problem.layout_of({"x": np.zeros((3, 5)[: shape.count(",") + 1])})
    else:
        assert problem.layout_of({"x": np.zeros(sizes)}).dims["a"] == a


def test_choices_are_text(load):
    """A 0-d string array is the word it holds."""
    problem = one_input(load, "[a]", "{a: 2}")
    assert problem.layout_of({"x": np.zeros(2), "kind": np.array("b")}).scalars == {"n": 3, "kind": "b"}
    with pytest.raises(ProblemError, match="`kind`: `c` is not one of a, b"):
        problem.layout_of({"x": np.zeros(2), "kind": "c"})


ADAM = """
inputs:
  params: {group: per_case, draw: normal}
  m:      {like: params, draw: normal}
returns: dict
outputs: {params: {like: params, judged: update, of: params}}
cases: {one: {params: {W: [2, 3]}}}
"""


def test_groups_take_the_members_that_are_there(load):
    """Names and shapes come from the arrays; a group like another must have the same."""
    problem = load(ADAM)
    given_ = arrays(params__a=(2,), params__b=(), m__a=(2,), m__b=())
    layout = problem.layout_of(given_)
    assert [(part.name, part.shape) for part in layout.parts] == [("params/a", (2,)), ("params/b", ())]
    with pytest.raises(ProblemError, match="the input `m/b` is missing"):
        problem.layout_of(arrays(params__a=(2,), params__b=(), m__a=(2,)))
    with pytest.raises(ProblemError, match=r"axis 0 of `m/a` has size 3, and `2` is 2"):
        problem.layout_of(arrays(params__a=(2,), m__a=(3,)))
    with pytest.raises(ProblemError, match="the group `params` has no members"):
        problem.layout_of({})
    with pytest.raises(ProblemError, match="there is no input `m/c`"):
        problem.layout_of(arrays(params__a=(2,), m__a=(2,), m__c=(2,)))


def test_an_empty_axis_is_refused(problem):
    """No problem is posed on nothing."""
    with pytest.raises(ProblemError, match=r"axis 0 of `x` is empty\. Every size is at least 1\."):
        problem.layout_of(vae(0, 3, 1))


MLP = """
inputs:
  x: {shape: [N, d], draw: normal}
  params: {group: {W: {shape: [d, h], draw: normal}, b: {shape: [h], draw: normal}}}
  v: {like: params/b, draw: positive}
returns: dict
outputs: {loss: {shape: [], judged: scaled}, d: {group: {W: {like: params/W}, b: {shape: [h]}}, judged: scaled}}
cases: {one: {N: 2, d: 3, h: 4}}
"""


def test_named_members_share_dimensions_with_the_rest(load):
    """A fixed group is read like any other arrays."""
    problem = load(MLP)
    layout = problem.layout_of(arrays(x=(5, 6), params__W=(6, 7), params__b=(7,), v=(7,)))
    assert layout.dims == {"N": 5, "d": 6, "h": 7}
    assert [part.name for part in layout.parts] == ["loss", "d/W", "d/b"]
    with pytest.raises(
        ProblemError, match=r"axis 0 of `v` has size 1, and `h` is 7 \(`h` is 7 in `params/W`\)"
    ):
        problem.layout_of(arrays(x=(5, 6), params__W=(6, 7), params__b=(7,), v=(1,)))
    with pytest.raises(ProblemError, match="the input `params/b` is missing"):
        problem.layout_of(arrays(x=(5, 6), params__W=(6, 7), v=(7,)))


def test_an_output_that_no_array_measures(load):
    """`d - 2` of d = 1 is no size; said without the words of a spec file."""
    problem = load("""
inputs: {x: {shape: [d], draw: normal}}
returns: tensor
outputs: {out: {shape: [d - 2], judged: scaled}}
cases: {one: {d: 3}}
""")
    with pytest.raises(ProblemError, match="these inputs do not fit: `d - 2` comes to -1"):
        problem.layout_of(arrays(x=(1,)))
