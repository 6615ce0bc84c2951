"""Layouts: what the first problem uses, and everything that the curriculum will need."""

import pickle

import pytest

from harness.problem.errors import ProblemError
from harness.problem.layout import ArrayOf, Drawn, Part, Written


def test_a_case_in_numbers(changed):
    """Dimensions, arrays, scalars, sources, parts and views of one case."""
    problem = changed()
    one = problem.layout("one")
    assert one.dims == {"N": 2, "d": 3, "k": 1}
    assert list(one.arrays.values()) == [ArrayOf("x", (2, 3), "float32"), ArrayOf("w", (3, 2), "float32")]
    assert one.scalars == {"lr": 1.0}
    assert isinstance(one.scalars["lr"], float), "a YAML 1 reaches a float as float"
    assert one.parts == (Part("w", (3, 2), "float", scalar=False), Part("loss", (), "float", scalar=True))
    assert [(view.key, view.judged, view.of, view.index) for view in one.views] == [
        ("w/a", "update", "w", (slice(0, 3), slice(0, 1))),
        ("w/b", "update", "w", (slice(0, 3), slice(1, 2))),
        ("loss/all", "scaled", None, ()),
    ]
    assert [view.tau for view in one.views] == [None, None, None]
    assert problem.layout("two").sources == {"x": Drawn("normal", scale=0.5), "w": Drawn("normal")}
    assert one.part("loss").size == 1
    assert [view.shape for view in one.views_of("w")] == [(3, 1), (3, 1)]


def test_unknown_case_offers_the_nearest(changed):
    """By name, as with everything."""
    with pytest.raises(ProblemError, match=r"`small` has no case `tow`\. Did you mean `two`\?"):
        changed().layout("tow")


def test_cases_know_what_may_be_said(changed):
    """A case without `show` is hidden, and never above category."""
    problem = changed(("lr: 1}", "lr: 1, points: 2.5}"))
    assert [problem.hidden(case) for case in problem.cases] == [False, True]
    assert [problem.feedback(case) for case in problem.cases] == ["full", "category"]
    assert [problem.points(case) for case in problem.cases] == [2.5, 1.0]
    assert changed(("lr: 1}", "lr: 1, feedback: none}")).feedback("one") == "none"
    assert problem.cases["two"].scales == {"x": 0.5}


def test_tolerances_of_a_golden_replace_those_of_the_spec(changed):
    """By `part/view`; what a golden does not name keeps its own."""
    layout = changed(("judged: scaled", "judged: scaled, tau: 1e-3, floor: 1e-9")).layout("one")
    judged = layout.with_tolerances({"w/a": 1e-4}, {"w/a": 2e-7})
    assert [(view.tau, view.floor) for view in judged.views] == [(1e-4, 2e-7), (None, 0.0), (1e-3, 1e-9)]


DRAWS = """
inputs:
  n:  {shape: [N, d], draw: normal, scale: 2, mean: 1}
  u:  {shape: [N], draw: uniform, low: -1, high: 3.5, dtype: float64}
  b:  {shape: [N, d], draw: bernoulli, p: 0.25}
  m:  {shape: [N], draw: bernoulli, dtype: bool}
  y:  {shape: [N], draw: labels, classes: C + 1}
  h:  {shape: [N, C], draw: one_hot}
  p:  {shape: [d], draw: positive, scale: 0.1}
  L:  {shape: [d, d], draw: cholesky}
  q:  {shape: [E, N], draw: reference, dtype: int64}
  k:  {shape: [N], like: ~, draw: normal}
  z:  {like: n, draw: normal}
returns: tensor
outputs: {out: {like: z, judged: elementwise, tau: 1e-5}}
cases:
  one: {N: 3, d: 2, C: 4, E: 5, scales: {n: 0.5, L: 3}}
"""


def test_every_draw_reaches_the_layout_with_its_parameters(load):
    """Each kind, its defaults, its dtype, and a case's own scale."""
    layout = load(DRAWS).layout("one")
    assert layout.sources == {
        "n": Drawn("normal", scale=0.5, mean=1.0),
        "u": Drawn("uniform", low=-1.0, high=3.5),
        "b": Drawn("bernoulli", p=0.25),
        "m": Drawn("bernoulli"),
        "y": Drawn("labels", classes=5),
        "h": Drawn("one_hot"),
        "p": Drawn("positive", scale=0.1),
        "L": Drawn("cholesky", scale=3.0),
        "q": Drawn("reference"),
        "k": Drawn("normal"),
        "z": Drawn("normal"),
    }
    types = {name: array.dtype for name, array in layout.arrays.items()}
    assert types == {
        "n": "float32", "u": "float64", "b": "float32", "m": "bool", "y": "int64", "h": "float32",
        "p": "float32", "L": "float32", "q": "int64", "k": "float32", "z": "float32",
    }  # fmt: skip
    assert layout.arrays["z"].shape == (3, 2)
    assert layout.part("out").shape == (3, 2)


SCALARS = """
inputs:
  steps:  {type: int}
  warmup: {type: int, default: 3}
  rate:   {type: float, default: 2}
  kind:   {type: choice, choices: [linear, no, "1"], default: linear}
  exact:  {type: bool, default: false}
returns: tensor
outputs: {out: {shape: [steps], judged: elementwise, steps: 0}}
cases:
  one: {steps: 10}
  two: {steps: 4, warmup: 2, rate: 5, kind: no, exact: true}
"""


def test_scalars_of_every_type(load):
    """Defaults stand in; an int input is a dimension; `no` is a word; the axis of time is kept."""
    problem = load(SCALARS)
    one, two = problem.layout("one"), problem.layout("two")
    assert one.scalars == {"steps": 10, "warmup": 3, "rate": 2.0, "kind": "linear", "exact": False}
    assert two.scalars == {"steps": 4, "warmup": 2, "rate": 5.0, "kind": "no", "exact": True}
    assert [type(value) for value in two.scalars.values()] == [int, int, float, str, bool]
    assert (two.parts[0].shape, two.views[0].steps) == ((4,), 0)
    assert problem.layout("one").arrays == {}


@pytest.mark.parametrize(
    ("value", "what"),
    [
        ("steps: 1.0", "`1.0` is not a whole number"),
        ("steps: 1, kind: cubic", "`cubic` is not one of linear, no, 1"),
        ("steps: 1, kind: 1", "`1` is not one of linear, no, 1"),
        ("steps: 1, exact: 1", "`1` is not true or false"),
        ("steps: 1, exact: yes", "`yes` is not true or false"),
        ("steps: 99999999999999999999", "does not fit in an int64"),
        ("steps: 0", "comes to 0"),
        ("steps: [1]", "a list is not a whole number"),
        ("steps: ~", "the input `steps` has no value"),
    ],
)
def test_a_scalar_of_another_type_is_refused(load, value, what):
    """No coercion but whole numbers to floats."""
    with pytest.raises(ProblemError, match=what):
        load(SCALARS.replace("{steps: 10}", f"{{{value}}}"))


GROUPS = """
inputs:
  x: {shape: [N, d], draw: normal}
  params:
    group:
      W: {shape: [d, h], draw: normal, scale: 0.5}
      b: {shape: [h], draw: uniform}
      t: {shape: [], draw: labels, classes: 9}
returns: dict
outputs:
  loss: {shape: [], judged: scaled, tau: 1e-5}
  grads:
    group:
      W: {shape: [d, h], tau: 1e-4}
      b: {like: params/b, judged: elementwise}
      n: {shape: [N], dtype: int64}
    judged: scaled
    tau: 1e-6
  new: {group: {W: {like: params/W, of: params/W, views: {top: [":1"], rest: {at: ["1:"], judged: scaled, tau: 0.1}}}}, judged: update}
cases:
  one: {N: 2, d: 3, h: 4, scales: {params/W: 0.1}}
  two: {N: 2, d: 2, h: 1, params: {W: [[1], [2.5]], t: {literal: 7}}}
"""


def test_groups_of_inputs_and_outputs(load):
    """Members are `group/member`; a rule beside `group` holds for members that give none."""
    one = load(GROUPS).layout("one")
    assert {name: array.shape for name, array in one.arrays.items()} == {
        "x": (2, 3), "params/W": (3, 4), "params/b": (4,), "params/t": (),
    }  # fmt: skip
    assert one.arrays["params/t"].dtype == "int64"
    assert one.sources["params/W"] == Drawn("normal", scale=0.1)
    assert [(part.name, part.shape, part.dtype) for part in one.parts] == [
        ("loss", (), "float"),
        ("grads/W", (3, 4), "float"),
        ("grads/b", (4,), "float"),
        ("grads/n", (2,), "int64"),
        ("new/W", (3, 4), "float"),
    ]


def test_literals_of_members(load):
    """A case may write some members out and leave the others to be drawn."""
    two = load(GROUPS).layout("two")
    assert two.sources["params/W"] == Written([[1], [2.5]])
    assert two.sources["params/t"] == Written(7)
    assert two.sources["params/b"] == Drawn("uniform")


def test_rules_are_inherited_view_by_view(load):
    """From the view, else the array, else the group."""
    text = GROUPS.replace("judged: scaled\n    tau", "judged: scaled\n    floor: 1e-9\n    tau")
    rules = [
        (view.key, view.judged, view.of, view.tau, view.floor) for view in load(text).layout("one").views
    ]
    assert rules == [
        ("loss/all", "scaled", None, 1e-5, 0.0),
        ("grads/W/all", "scaled", None, 1e-4, 1e-9),
        ("grads/b/all", "elementwise", None, 1e-6, 1e-9),
        ("grads/n/all", "exact", None, 0.0, 0.0),
        ("new/W/top", "update", "params/W", None, 0.0),
        ("new/W/rest", "scaled", None, 0.1, 0.0),
    ]


PER_CASE = """
inputs:
  params: {group: per_case, draw: normal, scale: 0.3}
  m:      {like: params, draw: normal}
  v:      {like: params, draw: positive}
  t:      {type: int}
returns: dict
outputs:
  params: {like: params, judged: update, of: params}
  v:      {like: v, judged: scaled, tau: 1e-5}
cases:
  one: {t: 1, d: 4, params: {W: [3, d], b: [d]}, scales: {params: 0.5, m/b: 2}}
  two: {t: 2, show: true, params: {only: {literal: [1.0, 2]}}, v: {only: [0.5, 0.5]}}
  sum: {t: 3, params: {a: {shape: []}, long_name: [t]}}
"""


def test_members_given_per_case(load):
    """Names, number and shapes vary from case to case; `like` follows."""
    problem = load(PER_CASE)
    one, two, total = (problem.layout(case) for case in problem.cases)
    assert list(one.arrays) == ["params/W", "params/b", "m/W", "m/b", "v/W", "v/b"]
    assert one.arrays["v/W"].shape == (3, 4)
    assert one.sources["params/b"] == Drawn("normal", scale=0.5)
    assert one.sources["m/W"] == Drawn("normal")
    assert one.sources["m/b"] == Drawn("normal", scale=2.0)
    assert [(view.key, view.of) for view in one.views[:2]] == [
        ("params/W/all", "params/W"),
        ("params/b/all", "params/b"),
    ]
    assert two.sources["params/only"] == Written([1.0, 2])
    assert two.sources["v/only"] == Written([0.5, 0.5])
    assert isinstance(two.sources["m/only"], Drawn)
    assert [part.name for part in two.parts] == ["params/only", "v/only"]
    assert {name: array.shape for name, array in total.arrays.items()}["v/long_name"] == (3,)
    assert total.part("v/a").scalar


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "params: {W: [3, d], b: [d]}, ",
            "",
            "the members of `params` are given per case, and this case gives none",
        ),
        ("{W: [3, d], b: [d]}", "{}", "the members of `params` are given per case, and this case gives none"),
        ("{W: [3, d], b: [d]}", "[3, d]", "the members of `params` are given per case"),
        ("b: [d]}", "b: 3}", "key `cases.one.params.b`: a shape is a list of sizes, not `3`"),
        ("b: [d]}", "b: [1.5]}", r"key `cases.one.params.b\[0\]`: `1.5` is not a size"),
        ("b: [d]}", "b: {shape: [d], p: 1}}", "a member is `{shape: .*}` or `{literal: .*}`"),
        ("b: [d]}", "b/c: [d]}", "`b/c` is no name"),
        ("{only: [0.5, 0.5]}", "{only: [0.5]}", "key `cases.two.v.only`: 1 entries"),
        ("{only: [0.5, 0.5]}", "{other: [0.5]}", "key `cases.two.v.other`: `v` has no such member"),
        ("{only: [0.5, 0.5]}", "[0.5]", "key `cases.two.v`: `v` is a group, not a list"),
        ("of: params", "of: t", "key `outputs.params.of`: `t` is no array input"),
        ("{like: v, judged", "{like: v, views: {a: [':']}, judged", "views belong to one array"),
        (
            "returns: dict",
            "returns: tuple",
            "`params/W` is in a group, and tuple has none in case `one`. Use `returns: dict`",
        ),
        ("{literal: [1.0, 2]}", "{literal: [1.0, [2]]}", "key `cases.two.params.only.literal"),
    ],
)
def test_faults_in_groups_name_the_member(load, old, new, message):
    """To the element."""
    assert old in PER_CASE
    with pytest.raises(ProblemError, match=message):
        load(PER_CASE.replace(old, new, 1))


LITERALS = """
inputs:
  x: {shape: [N, d]}
  y: {shape: [N], dtype: int64}
  k: {shape: [N], dtype: bool}
returns: tuple
outputs:
  count: {shape: [], dtype: int64}
  mask: {shape: [N], dtype: bool, judged: exact}
  mean: {shape: [d], judged: scaled, tau: 1e-6}
cases:
  one: {show: true, N: 2, d: 1, x: [[1], [0.5]], y: [3, -1], k: [true, false]}
"""


def test_inputs_without_a_draw_are_written_out(load):
    """Integers and booleans are exact without saying so."""
    layout = load(LITERALS).layout("one")
    assert layout.sources == {
        "x": Written([[1], [0.5]]), "y": Written([3, -1]), "k": Written([True, False]),
    }  # fmt: skip
    assert [(view.judged, view.tau) for view in layout.views] == [
        ("exact", 0.0),
        ("exact", 0.0),
        ("scaled", 1e-6),
    ]
    assert [(part.dtype, part.scalar) for part in layout.parts] == [
        ("int64", True),
        ("bool", False),
        ("float", False),
    ]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "y: [3, -1]",
            "y: [3, 1.0]",
            r"key `cases.one.y\[1\]`: `1.0` is not a whole number \(`y` is int64\)",
        ),
        ("y: [3, -1]", "y: [3, true]", "true is not a whole number"),
        ("k: [true, false]", "k: [1, 0]", "`1` is not true or false"),
        ("[[1], [0.5]]", "[[1], [true]]", "true is not a number"),
        (", y: [3, -1]", "", "`y` has no `draw`, and this case does not write it out"),
        ("d: 1, ", "", "the dimension `d` is not given"),
        ("returns: tuple", "returns: flat", "a flat answer holds floats alone"),
    ],
)
def test_literals_have_the_type_of_their_input(load, old, new, message):
    """No rounding, no truth values from numbers."""
    assert old in LITERALS
    with pytest.raises(ProblemError, match=message):
        load(LITERALS.replace(old, new, 1))


@pytest.mark.parametrize(
    ("returns", "outputs", "message"),
    [
        (
            "scalar",
            "{out: {shape: [N], judged: scaled}}",
            r"`out` has shape \(2,\). A scalar has `shape: \[\]`",
        ),
        ("tensor", "{out: {shape: [], judged: scaled}}", "Use `returns: scalar`"),
        ("scalar", "{out: {shape: [], judged: scaled}}", None),
        ("tuple", "{a: {like: x, judged: scaled}, b: {shape: [], judged: scaled}}", None),
        ("flat", "{a: {like: x, judged: scaled}, b: {shape: [3], judged: scaled}}", None),
    ],
)
def test_returns_and_outputs_fit(load, returns, outputs, message):
    """What `solve` hands back is one of five forms, each with its own demands."""
    text = f"""
inputs: {{x: {{shape: [N], draw: normal}}}}
returns: {returns}
outputs: {outputs}
cases: {{one: {{N: 2}}}}
"""
    if message is None:
        assert load(text).layout("one").returns == returns
    else:
        with pytest.raises(ProblemError, match=message):
            load(text)


def test_the_hash_covers_what_a_golden_depends_on_and_nothing_else(changed):
    """Words, limits and points may change under a golden; numbers may not."""
    before = changed().sha256
    same = [
        ("title: Small", "title: Other"),
        ("Do it.", "Do that."),
        ("easy", "hard"),
        ("cases:\n", "limits: {time: 1 s}\nhints: [a]\npolicy: {complex: allow}\ncases:\n"),
        ("show: true, N: 2", "points: 3, purpose: p, feedback: none, N: 2, show: true"),
        ("draw: normal}", "draw: normal, dtype: ~}"),
    ]
    other = [
        ("lr: 1}", "lr: 2}"),
        ("show: true, ", ""),
        ("show: true", "show: true, diagnose: true"),
        ("draw: normal}", "draw: normal, scale: 0.5}"),
        ("{x: 0.5}", "{x: 0.25}"),
        ("judged: scaled", "judged: elementwise"),
        ("judged: scaled", "judged: scaled, tau: 0.1"),
        ("  lr: {type: float}", "  l2: {type: float, default: 1}\n  lr: {type: float}"),
        ("  one:", "  uno:"),
        ("returns: dict", "returns: tuple"),
        ("  x: {shape: [N, d], draw: normal}\n  w: {shape: [d, 2*k], draw: normal}\n",
         "  w: {shape: [d, 2*k], draw: normal}\n  x: {shape: [N, d], draw: normal}\n"),
    ]  # fmt: skip
    assert [changed(change).sha256 == before for change in same] == [True] * len(same)
    hashes = [changed(change).sha256 for change in other]
    assert before not in hashes
    assert len(set(hashes)) == len(hashes)


def test_a_problem_travels_to_another_process(load):
    """Pickled and back, the same problem."""
    for text in (GROUPS, PER_CASE, DRAWS, LITERALS):
        problem = load(text)
        assert pickle.loads(pickle.dumps(problem)) == problem


def test_limits_have_units(changed):
    """Seconds and bytes after loading."""
    assert vars(changed().limits) == {"time": 2.0, "total": 8.0, "memory": 512 << 20}
    text = "limits: {time: 250 ms per case, total: 1.5 min, memory: 1 GiB}\ncases:\n"
    assert vars(changed(("cases:\n", text)).limits) == {"time": 0.25, "total": 90.0, "memory": 1 << 30}
