"""A spec that anyone may write: a problem, or a ProblemError in a sentence."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from harness.problem.errors import ProblemError
from harness.problem.spec import Problem, parse_problem
from harness.problem.yaml import load_yaml
from tests.fuzz.budget import bounded
from tests.fuzz.strategies import mutated, replaced, spots, values

SMALL = """\
title: T
difficulty: hard
statement: |
  S
inputs:
  x: {shape: [N, 2*d, 3], draw: uniform, low: 0, high: 1.5, dtype: float64}
  y: {shape: [N], draw: labels, classes: d}
  p: {group: per_case, draw: normal}
  q: {like: p, draw: positive, scale: 2}
  n: {type: int, default: 2}
returns: dict
outputs:
  x: {like: x, judged: scaled, tau: 1e-5, steps: 0, views: {a: [":1"], b: {at: ["1:"], judged: update, of: x}}}
  g: {group: {a: {shape: [n], dtype: int64}, c: {like: p/W, judged: update, of: p/W}}}
  p: {like: p, judged: update, of: p}
cases:
  one: {show: true, points: 0.5, feedback: none, scales: {q: 1}, N: 2, d: 3, p: {W: [1, d]}}
  two: {N: 3, d: 1, n: 5, p: {W: {literal: [[1.5]]}, b: {shape: [d]}}, y: [0, 0, 0]}
limits: {time: 250 ms per case, total: 2 min, memory: 1 GiB}
policy: {complex: allow, imports: [scipy]}
"""
SEEDS = [SMALL.encode(), *(path.read_bytes() for path in sorted((Path(__file__).parents[2] / "problems").glob("*.yaml")))]  # fmt: skip
PIECES = [
    *(b"&a ", b"*a ", b"<<: *a\n", b"!!python/object:os.system ", b"!!binary ", b"? ", b"---\n", b"...\n", b"%YAML 1.1\n"),
    *(b"|\n", b">-\n", b"'", b'"', b"\\ud800", b"\t", b"\r", b"\x00", b"\x85", b"\xef\xbb\xbf", b"{", b"}", b"[", b"]", b": ", b", "),
    *(b"010", b"1e999", b".nan", b"0x1f", b"12:30", b"yes", b"~", b"null", b"9" * 60, b"-1", b"2**99", b"d//0", b"ceil(N / 0)"),
    *(b"[" * 60, b"{a: " * 60, b"a: &b [*b, *b]\n", b"&a [*a]", b"1 GiB", b"-3 s", b"10**9", b"1e300", b"update", b"per_case", b"x/y", b"literal: "),
]  # fmt: skip


DATA, POSITIONS = load_yaml(SMALL)
SPOTS = spots(DATA)
WORDS = ("x", "y", "p", "q", "n", "g", "w", "N", "d", "p/W", "like", "shape", "draw", "group", "per_case", "normal", "labels",
         "uniform", "dtype", "int64", "bool", "literal", "views", "at", "judged", "update", "scaled", "exact", "of", "tau",
         "steps", "one", "two", "2*d", "d//0", "ceil(N / 2)", "1:", ":", "250 ms", "1 GiB", "allow", "\0")  # fmt: skip


def check(problem: Problem | None, fault: str) -> None:
    """A problem whose every case has a layout, or one sentence with the file's name."""
    if problem is None:
        assert fault.startswith("p.yaml")
        assert len(fault) < 2000
        return
    for case in problem.cases:
        assert problem.layout(case).parts


@bounded(150)
@given(mutated(SEEDS, PIECES))
def test_any_text_is_a_problem_or_a_sentence(data: bytes) -> None:
    """Every fault of a file is one that the author is told about, and nothing else is raised."""
    path, problem, fault = Path("p.yaml"), None, ""
    try:
        problem = parse_problem(*load_yaml(data.decode("utf-8", "surrogateescape"), path), path)
    except ProblemError as error:
        fault = str(error)
    check(problem, fault)


@bounded(150)
@given(st.lists(st.tuples(st.sampled_from(SPOTS), values(WORDS)), min_size=1, max_size=3))
def test_any_data_is_a_problem_or_a_sentence(changes: list[tuple[tuple[str | int, ...], object]]) -> None:
    """Sound YAML with the wrong things in it gets as far as the checks, and no further."""
    data: object = DATA
    for at, value in changes:
        data = replaced(data, at, value)
    path, problem, fault = Path("p.yaml"), None, ""
    try:
        problem = parse_problem(data, POSITIONS, path)
    except ProblemError as error:
        fault = str(error)
    check(problem, fault)
