"""Sizes are integer arithmetic and nothing else."""

import contextlib
import math
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.problem.errors import ProblemError
from harness.problem.shapes import parse

DIMS = {"N": 7, "d": 5, "d_z": 3}


@pytest.mark.parametrize(
    ("text", "size"),
    [
        (4, 4),
        ("N", 7),
        (" 2*d_z ", 6),
        ("d + c", 6),
        ("N // 2", 3),
        ("ceil(N / 2)", 4),
        ("ceil((N+1) / 2) * d", 20),
        ("N - d*2", -3),
        ("-(N)", -7),
        ("(d*(d+1))//2", 15),
    ],
)
def test_a_size_is_computed(text, size):
    """The operators mean what they mean in Python, on whole numbers."""
    assert parse(text).evaluate({**DIMS, "c": 1}) == size


def test_names_are_the_dimensions_needed():
    """`ceil` is no dimension."""
    assert parse("ceil(N / d) + 2*N").names == {"N", "d"}


@pytest.mark.parametrize(
    "text",
    [
        "N / 2", "N ** 2", "N % 2", "1.5", "True", "'a'", "N.real", "N[0]", "[N]", "N if d else 1", "lambda: 1",
        "__import__('os')", "ceil(N)", "ceil(N, d)", "ceil(N // d)", "ceil(a / b, key=1)", "math.ceil(a / b)",
        "floor(N / 2)", "max(N, d)", "N := 3", "", "N d", "+N", "~N", "not N", "N < d", "1j", "(yield)", "*N",
        "N" * 500, "(" * 150, "\0", "2\n3", True, None, 1.5, ["N"],
    ],
)  # fmt: skip
def test_anything_else_is_refused_in_words(text):
    """Neither a traceback nor a value."""
    with pytest.raises(ProblemError) as caught:
        parse(text)
    assert caught.value.fix


def test_missing_dimension_and_bad_results_are_told():
    """With the nearest name, for a slip of the pen is the usual cause."""
    with pytest.raises(ProblemError, match=r"`2\*dz` needs `dz`, which is not given. Did you mean `d_z`\?"):
        parse("2*dz").evaluate(DIMS)
    with pytest.raises(ProblemError, match="divides by zero"):
        parse("N // (d - 5)").evaluate(DIMS)
    with pytest.raises(ProblemError, match="comes to"):
        parse("N*1000000000*1000000000").evaluate(DIMS)


def test_expressions_are_values():
    """Equal by text, hashable, and picklable to another process."""
    one = parse("2*d_z")
    assert one == parse("2*d_z")
    assert len({one, parse("2*d_z"), parse("d_z*2")}) == 2
    assert pickle.loads(pickle.dumps(one)).evaluate(DIMS) == 6


@st.composite
def sums(draw, depth=3):
    """A random expression as text, with its value computed beside it by other means."""
    if depth == 0 or draw(st.booleans()):
        name = draw(st.sampled_from([*DIMS, 0, 1, 2, 13]))
        return str(name), DIMS.get(name, name)
    (a, x), (b, y) = draw(sums(depth - 1)), draw(sums(depth - 1))
    kind = draw(st.sampled_from(["+", "-", "*", "//", "ceil"]))
    if kind in ("//", "ceil") and y == 0:
        return a, x
    if kind == "ceil":
        return f"ceil(({a}) / ({b}))", -(-x // y)
    return f"({a}) {kind} ({b})", {"+": x + y, "-": x - y, "*": x * y, "//": math.floor(x / y) if y else 0}[
        kind
    ]


@given(sums())
def test_random_expressions_agree_with_arithmetic(pair):
    """Whatever the nesting."""
    text, value = pair
    assert parse(text).evaluate(DIMS) == value


@given(st.text(max_size=40))
def test_any_text_is_a_size_or_a_sentence(text):
    """No other exception leaves the parser."""
    with contextlib.suppress(ProblemError):
        parse(text).evaluate({})
