"""Whatever stands in a spec: a problem, or a sentence. Never another exception."""

import contextlib
import copy
import pickle
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.problem.errors import GoldenStale, ProblemError, dotted, nearest, shown, suggest
from harness.problem.spec import Problem, parse_problem
from harness.problem.yaml import load_yaml

FULL = """
title: T
difficulty: hard
statement: S
inputs:
  x: {shape: [N, 2*d, 3], draw: uniform, low: 0, high: 1.5, dtype: float64}
  y: {shape: [N], draw: labels, classes: d}
  g: {group: {a: {shape: [], draw: normal}, b: {shape: [N], dtype: bool, draw: bernoulli}}}
  p: {group: per_case, draw: normal}
  q: {like: p, draw: positive, scale: 2}
  n: {type: int, default: 2}
  k: {type: choice, choices: [a, b], default: a}
returns: dict
outputs:
  x: {like: x, judged: scaled, tau: 1e-5, steps: 0, views: {a: [":1"], b: {at: ["1:"], judged: update, of: x}}}
  g: {group: {a: {shape: [n], dtype: int64}, c: {like: p/W, judged: update, of: p/W}}}
  p: {like: p, judged: update, of: p}
cases:
  one: {show: true, points: 0.5, feedback: none, scales: {q: 1}, N: 2, d: 3, p: {W: [1, d]}, k: b}
  two: {N: 3, d: 1, n: 5, p: {W: {literal: [[1.5]]}, b: {shape: [d]}}, y: [0, 0, 0]}
limits: {time: 250 ms per case, total: 2 min, memory: 1 GiB}
policy: {complex: allow, imports: [scipy]}
"""
DATA, _ = load_yaml(FULL)

JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.sampled_from(
        [2**70, -(2**70), 1.5, -0.0, 1e300, "", "x", "N", "p", "p/W", "p/", "/", ":", "1:", "a:b:c", "W"]
    ),
    st.sampled_from(
        ["per_case", "2*d", "d//0", "ceil(N/2)", "update", "exact", "int64", "labels", "reference", "\0"]
    ),
    st.sampled_from(
        [[], {}, [[]], [1], ["N"], [":"], {"a": 1}, {"shape": []}, {"literal": []}, {"W": [1]}, {"": 1}]
    ),
    st.text(max_size=4),
)


def spots(data: object, at: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every path in nested data but the root."""
    found = [at] if at else []
    pairs = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in pairs:
        found += spots(value, (*at, key))
    return found


SPOTS = spots(DATA)


def tried(data: object) -> Problem | None:
    """Load, and check what comes out or what is said."""
    fault = None
    try:
        problem = parse_problem(data, {(): 1}, Path("p.yaml"))
    except ProblemError as error:
        fault = error
    if fault is not None:
        assert str(fault).startswith("p.yaml")
        assert "Input" not in str(fault)
        return None
    for case in problem.cases:
        layout = problem.layout(case)
        assert sum(view.shape == () or min(view.shape) > 0 for view in layout.views) == len(layout.views)
    assert pickle.loads(pickle.dumps(problem)).sha256 == problem.sha256
    return problem


def test_the_spec_to_be_broken_is_sound():
    """Else nothing is tried below."""
    assert tried(DATA) is not None


@given(
    st.lists(
        st.tuples(st.sampled_from(SPOTS), st.sampled_from(["set", "drop", "add"]), JUNK, st.text(max_size=3)),
        min_size=1,
        max_size=3,
    )
)
def test_a_broken_spec_is_a_sentence(changes):
    """Up to three values anywhere replaced, removed or joined by strangers."""
    data = copy.deepcopy(DATA)
    for at, kind, junk, name in changes:
        place: object = data
        for step in at[:-1]:
            try:
                place = place[step]
            except (KeyError, IndexError, TypeError):
                break
        else:
            last = at[-1]
            if isinstance(place, dict):
                if kind == "drop":
                    place.pop(last, None)
                else:
                    place[last if kind == "set" else name] = copy.deepcopy(junk)
            elif isinstance(place, list) and isinstance(last, int) and last < len(place):
                place[last] = copy.deepcopy(junk)
    tried(data)


def test_a_mutilated_file_is_a_problem_or_a_sentence(root):
    """The real spec with pieces cut out and characters put in, two hundred times."""
    text = (root / "problems" / "train_vae_end_to_end.yaml").read_text("utf-8")
    begin = text.index("inputs:")
    chance = random.Random(0)
    for _ in range(200):
        start = chance.randrange(begin, len(text))
        stop = min(len(text), start + chance.randrange(1, 12))
        mixed = (
            text[:start]
            + "".join(chance.choices("abN:-[]{}, 017.\n'\"#*&!", k=chance.randrange(4)))
            + text[stop:]
        )
        with contextlib.suppress(ProblemError):
            data, positions = load_yaml(mixed, Path("p.yaml"))
            parse_problem(data, positions, Path("p.yaml"))


def test_errors_travel_with_all_they_know():
    """A worker process raises, the judge prints."""
    inner = ProblemError("b")
    error = GoldenStale("a", path=Path("p"), line=3, key="k", fix="f", others=(inner, inner))
    back = pickle.loads(pickle.dumps(error))
    assert type(back) is GoldenStale
    assert str(back) == str(error) == "p:3: key `k`: a. f. (and 2 more faults in this file)"


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (ProblemError("a"), "a."),
        (ProblemError("a.", fix="b?"), "a. b?"),
        (ProblemError("a", line=3), "line 3: a."),
        (ProblemError("a", key="k.l"), "key `k.l`: a."),
        (ProblemError("a", path=Path("p.yaml"), key="k"), "p.yaml: key `k`: a."),
        (ProblemError("a", others=(ProblemError("b"),)), "a. (and 1 more fault in this file)"),
    ],
)
def test_an_error_is_a_sentence(error, text):
    """With as much as is known."""
    assert str(error) == text


def test_words_for_paths_values_and_names():
    """The three helpers that every message uses."""
    assert dotted(("cases", "wide", "x", 0, 2)) == "cases.wide.x[0][2]"
    assert [shown(value) for value in (None, True, 1.5, "a", {}, [])] == [
        "nothing",
        "true",
        "`1.5`",
        "`a`",
        "a mapping",
        "a list",
    ]
    assert shown("a" * 100) == "`" + "a" * 35 + "...`"
    assert nearest("tau", ["Tau", "mu"]) == "Tau"
    assert nearest("xyz", ["Tau", "mu"]) is None
    assert suggest("n", ["N", "d"]) == "Did you mean `N`?"
    assert suggest("xyz", [f"{i:02}" for i in range(20)]).endswith("`10`, `11`, ...")
    assert suggest("xyz", []) == ""
