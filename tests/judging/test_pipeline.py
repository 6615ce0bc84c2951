"""From a source to a verdict, through the real sandbox: statuses, scores, and what is not said about hidden cases."""

import json

import jsonschema
import numpy as np
import pytest

from harness.judging.pipeline import Submission
from harness.judging.plan import order_cases
from harness.judging.verdict import record_schema
from harness.reports.json import verdict_line
from tests.conftest import ROOT, STEM
from tests.judging.programs import program

SPEC = """\
inputs:
  x: {shape: [n], draw: normal}
  k: {type: int}
returns: tensor
outputs:
  out: {shape: [n], judged: scaled, tau: 1e-4}
cases:
  a: {show: true, n: 3, k: 1}
  b: {n: 5, k: 2, points: 2}
  c: {n: 40, k: 3, feedback: none}
limits: {time: 0.5 s, total: 1 s, memory: 256 MiB}
"""
RIGHT = "def solve(x, k):\n    return 2 * x + k\n"


def doubled(given):
    return {"out": 2.0 * given["x"] + given["k"]}


@pytest.fixture
def course(small):
    """Three cases: one shown, one hidden, one about which nothing is said."""
    return small(SPEC, doubled)


def when(condition: str, then: str) -> str:
    """A right program that does something else for some `k`."""
    return f"import torch\n\ndef solve(x, k):\n    if {condition}:\n        {then}\n    return 2 * x + k\n"


def statuses(verdict):
    return [case.status for case in verdict.cases]


def test_all_right_is_accepted(course) -> None:
    """Full score, full points, a view for every case that may be spoken of."""
    verdict = course.judged(RIGHT)
    assert (verdict.status, verdict.accepted, verdict.score) == ("AC", True, 1.0)
    assert verdict.message == "All 3 cases agree within tolerance."
    assert [case.points for case in verdict.cases] == [1, 2, 1]
    assert [case.hidden for case in verdict.cases] == [False, True, True]
    assert verdict.diagnosis is None
    shown, hidden, silent = verdict.cases
    assert shown.views[0].error < 1e-6
    assert shown.views[0].map is not None
    assert (hidden.views[0].error, hidden.views[0].map, hidden.views[0].worst) == (None, None, None)
    assert silent.views is None


def test_the_score_is_the_share_of_points(course) -> None:
    """A hidden case worth two of four points is half the score; the status is the first failing case's."""
    verdict = course.judged(when("k == 2", "return x"))
    assert (verdict.status, verdict.score, statuses(verdict)) == ("WA", 0.5, ["AC", "WA", "AC"])
    assert [case.points for case in verdict.cases] == [1, 0, 1]
    mixed = course.judged(when("k != 2", "return x if k == 1 else 1 / 0"))
    assert (mixed.status, mixed.score, statuses(mixed)) == ("WA", 0.5, ["WA", "AC", "RTE"])
    other = course.judged(when("k != 2", "return x if k == 3 else 1 / 0"))
    assert (other.status, statuses(other)) == ("RTE", ["RTE", "AC", "WA"])


@pytest.mark.parametrize(
    ("source", "status", "words"),
    [
        ("import torch\ndef solve(x, k):\n    torch.autograd.grad\n", "RV", "Line 3: "),
        ("import scipy\ndef solve(x, k): ...\n", "RV", "Line 1: "),
        ("def solve(x, k)\n", "CE", "line 1"),
        (b"\xff\xfe\x00", "CE", "UTF-16"),
        (b"", "CE", "no function called `solve`"),
        ("def solve(x): ...\n", "CE", "solve(x, k), with 2 positional arguments"),
        ("solve = 3.0\n", "CE", "solve is a float, not a function."),
    ],
)
def test_a_broken_rule_and_what_cannot_be_loaded_score_zero_and_run_nothing(
    course, source, status, words
) -> None:
    """RV and CE end a submission: score 0, every case listed and none with a status."""
    verdict = course.judged(source)
    assert (verdict.status, verdict.score, verdict.accepted) == (status, 0.0, False)
    assert words in verdict.message
    assert verdict.source_sha256 is not None
    assert statuses(verdict) == [None, None, None]
    assert [case.points for case in verdict.cases] == [0, 0, 0]


def test_a_removed_call_is_a_broken_rule_found_at_run_time(course) -> None:
    """What inspection cannot see, capability decides: RV with a runtime finding at the learner's line, score 0."""
    letters = 'getattr(x.sum(), next(name for name in dir(x) if name.endswith("kward")))()'
    source = when("k == 2", letters).replace("x, k):", "x, k):\n    x.requires_grad_()")
    verdict = course.judged(source)
    assert (verdict.status, verdict.score) == ("RV", 0.0)
    (finding,) = [f for f in verdict.findings if f.origin == "runtime"]
    assert (finding.rule, finding.line, finding.severity) == ("autograd", 6, "error")
    assert finding.code.startswith("HG")
    assert verdict.message.startswith("Line 6: ")
    assert all(case.points == 0 for case in verdict.cases)


def test_advice_reports_findings_and_still_runs(course) -> None:
    """With `advise` a broken rule in the source costs nothing but is in the verdict."""
    source = "import torch\ndef solve(x, k):\n    torch.autograd.grad\n    return 2 * x + k\n"
    verdict = course.judged(source, inspection="advise")
    assert (verdict.inspection, verdict.score) == ("advise", 1.0)
    assert [f.severity for f in verdict.findings] == ["error"]
    assert course.judged(source).status == "RV"


def test_a_case_never_run_has_no_status_and_no_points(course) -> None:
    """Once the total is used up, what is left is neither right nor wrong."""
    verdict = course.judged("def solve(x, k):\n    while True: pass\n")
    assert verdict.status == "TLE"
    assert verdict.score == 0
    assert set(statuses(verdict)) == {"TLE", None}
    assert statuses(verdict)[2] == "TLE", "the largest case comes first"
    jsonschema.Draft202012Validator(record_schema("verdict")).validate(json.loads(verdict_line(verdict)))


def test_an_answer_that_changes_when_asked_again_is_state(course) -> None:
    """The smallest case comes twice; a program that counts its calls is found out."""
    source = "calls = []\ndef solve(x, k):\n    calls.append(k)\n    return 2 * x + k + calls.count(k) - 1\n"
    verdict = course.judged(source)
    assert (verdict.status, statuses(verdict)) == ("WA", ["WA", "AC", "AC"])
    assert verdict.diagnosis.code == "state"
    assert "case a" in verdict.diagnosis.message
    raised = course.judged(
        "seen = set()\ndef solve(x, k):\n    assert k not in seen\n    seen.add(k)\n    return 2 * x + k\n"
    )
    assert (raised.status, raised.diagnosis.code) == ("WA", "state")


def test_one_case_alone_is_still_asked_twice(course) -> None:
    """--case keeps the other cases away and the repeat in place."""
    source = "calls = []\ndef solve(x, k):\n    calls.append(k)\n    return 2 * x + k + len(calls) - 1\n"
    verdict = course.judged(source, case="b")
    assert [case.name for case in verdict.cases] == ["b"]
    assert (verdict.status, verdict.diagnosis.code) == ("WA", "state")
    assert course.judged(RIGHT, case="b").message == "The case agrees within tolerance."


def test_nothing_is_said_about_a_case_without_feedback(course) -> None:
    """Status alone: no view, no diagnosis, no exception, whatever happened there."""
    wrong = course.judged(when("k == 3", "return x"))
    assert (wrong.status, wrong.diagnosis, wrong.cases[2].views) == ("WA", None, None)
    assert wrong.message == "Wrong in 1 of 3 cases. The answer is outside the tolerance."
    shaped = course.judged(when("k == 3", "return x[:1]"))
    assert (shaped.status, shaped.diagnosis) == ("WA", None)
    raised = course.judged(when("k == 3", "raise LookupError(x)"))
    assert raised.status == "RTE"
    assert raised.message == "Case c: run-time error."
    state = small_state(course)
    assert (state.status, state.diagnosis) == ("WA", None)


def small_state(course):
    """Judge the silent case alone with a program that counts its calls."""
    source = "calls = []\ndef solve(x, k):\n    calls.append(k)\n    return 2 * x + k + len(calls) - 1\n"
    return course.judged(source, case="c")


def test_a_hidden_case_is_named_in_words_without_numbers(course) -> None:
    """Category feedback: the class of a fault and the form of an answer; no index, number or shape."""
    shape = course.judged(when("k == 2", "return x[:1]"))
    assert (shape.diagnosis.code, shape.diagnosis.message) == (
        "shape",
        "solve returned another shape than the problem asks for.",
    )
    zero = course.judged(when("k == 2", "return 0 * x"))
    assert (zero.diagnosis.code, zero.cases[1].views[0].error) == ("zeros", None)
    assert zero.cases[1].views[0].accepted is False


def test_what_an_exception_says_on_a_hidden_case_is_not_passed_on(course) -> None:
    """A program could put its inputs into the words, or into the type's name; Python's own types are named."""
    said = course.judged(when("k == 2", 'raise ValueError(f"x is {x.tolist()}")'))
    assert said.message == "Case b: ValueError at line 5."
    named = course.judged(when("k == 2", 'raise type(f"X{int(x[0] * 1e6)}", (Exception,), {})()'))
    assert named.message == "Case b: An exception at line 5."
    shown = course.judged(when("k == 1", 'raise type("Mine", (Exception,), {})("three dimensions")'))
    assert shown.message == "Case a: Mine at line 5: three dimensions."


def test_what_is_printed_in_hidden_cases_is_not_shown(course) -> None:
    """Output of loading and of shown cases alone; it is bounded and clean."""
    source = 'import sys\nprint("loading")\ndef solve(x, k):\n    print("case", k)\n    print("\\x1b[31mred", file=sys.stderr)\n    return 2 * x + k\n'
    output = course.judged(source).output
    # The shown case comes twice: it is the smallest.
    assert output.text == "loading\n" + "case 1\n[31mred\n" * 2
    assert not output.truncated
    flood = course.judged('def solve(x, k):\n    print("y" * 20_000)\n    return 2 * x + k\n')
    assert flood.status == "AC"
    assert flood.output.truncated
    assert len(flood.output.text) == 16_000


def test_under_a_secret_what_is_shown_has_never_met_a_hidden_input(small) -> None:
    """A program that keeps what it sees cannot bring it into a shown case: that runs in a process of its own."""
    keeps = """\
kept = []
print("loading")

def solve(x, k):
    kept.append(k)
    print("seen", kept)
    if k == 1 and kept != [1] * len(kept):
        raise ValueError(kept)
    return 2 * x + k
"""
    verdict = small(SPEC, doubled, key="4f1d0c").judged(keeps)
    assert verdict.status == "AC"
    assert verdict.output.text == "loading\nseen [1]\nseen [1, 1]\n"
    # Without a secret there is nothing to keep, and one process serves all cases.
    public = small(SPEC, doubled).judged(keeps)
    assert "seen [3" in public.message or public.output.text.startswith("loading\nseen [3")


def test_the_places_of_this_host_are_not_told(course) -> None:
    """A path of the judge's machine in an exception or in the output is replaced."""
    source = when(
        "k == 1", f'raise OSError("{ROOT}/harness/secret.py and {np.__file__} and /home/someone/a/b")'
    )
    verdict = course.judged(source + f'print("{np.__file__}")\n')
    assert verdict.status == "RTE"
    for text in (verdict.message, verdict.output.text):
        assert str(ROOT) not in text
        assert "site-packages" not in text
        assert "someone" not in text
    assert "<host>" in verdict.message + verdict.output.text or "<path>" in verdict.message


def test_keys_that_nobody_asked_for_are_named_in_few_words(judge) -> None:
    """A key is a text of the submission's choice: neither long, nor many, nor a place of this host."""
    source = "import torch\ndef solve(*a):\n    return {f'{torch.__file__}\\x1b{i}' + 'k' * 99: 1 for i in range(200)}\n"
    verdict = judge.judge_source(source, "toy_vae_loss")
    assert verdict.status == "WA"
    assert verdict.diagnosis.code == "kind"
    assert "and 195 more" in verdict.diagnosis.message
    assert len(verdict.diagnosis.message) < 1000
    assert "site-packages" not in verdict.diagnosis.message
    assert "\x1b" not in verdict.diagnosis.message


@pytest.mark.parametrize(
    "line",
    [
        "np.ndarray((3,), buffer=bytearray(24))",
        "pickle.loads(pickle.dumps(np.ones(3)))",
        "io.BufferedReader(io.BytesIO(b'abc'))",
    ],
)
def test_what_was_taken_away_is_said_so(judge, line: str) -> None:
    """An honest call of a function that the sandbox overwrote is explained; Python's own words would puzzle anybody."""
    source = f"import io, pickle\nimport numpy as np\ndef solve(*given):\n    return {line}\n"
    verdict = judge.judge_source(source, "gaussian_pdf")
    assert verdict.status == "RTE"
    assert "TypeError at line 4: what is called there is not available to submissions" in verdict.message
    plain = judge.judge_source("def solve(*given):\n    return {given[0]: 1}\n", "gaussian_pdf")
    assert "unhashable type: 'numpy.ndarray'" in plain.message


def test_a_judge_error_has_no_score(judge, small) -> None:
    """No verdict is not a zero: score None, and it says whose fault it is."""
    course = small(SPEC, doubled)
    course.course.golden("small").unlink()
    from harness.judging.judge import Judge

    with Judge(course.root) as other:
        verdict = other.judge_source(RIGHT, "small")
        assert (verdict.status, verdict.score, verdict.accepted) == ("JE", None, False)
        assert "no golden file" in verdict.message
        assert "handgrad golden small" in verdict.message
        assert other.unsound("small")
        unknown = other.judge_source(RIGHT, "smal")
        assert unknown.status == "JE"
        assert "small" in unknown.message


@pytest.mark.parametrize(
    "source",
    [
        program(),
        program(result="torch.zeros(3)"),
        program(result="w_enc.flatten()[:0]"),
        program(result="torch.cat([w_enc.flatten(), w_dec.flatten()]) * 1e300"),
        program(result="torch.cat([w_enc.flatten(), w_dec.flatten()]) * float('nan')"),
        program(result="torch.cat([w_enc.flatten(), w_dec.flatten()]).double() * 1e307"),
        "import torch\ntorch.autograd.grad\ndef solve(a, b, c, d, e): ...\n",
        "def solve(a, b, c, d, e):\n    print('\\ud800')\n    raise ValueError('\\ud800')\n",
        b"\x00",
    ],
)
def test_every_verdict_fits_its_schema_and_holds_finite_numbers(judge, source) -> None:
    """JSON that strict readers take: no NaN, no infinity, no surprise."""
    data = source if isinstance(source, bytes) else source.encode("utf-8", "replace")
    line = verdict_line(judge.judge(Submission(data, STEM, "s01/x.py", "s01")))

    def refuse(word: str) -> None:
        raise AssertionError(word)

    record = json.loads(line, parse_constant=refuse)
    jsonschema.Draft202012Validator(record_schema("verdict")).validate(record)
    assert record["accepted"] == (record["status"] == "AC")


def test_two_runs_of_one_file_give_one_verdict(judge) -> None:
    """Nothing but the clock differs."""
    first, second = (judge.judge_source(program(result="w_enc"), STEM) for _ in range(2))
    assert first.model_copy(update={"timing": {}}) == second.model_copy(update={"timing": {}})


def test_a_verdict_says_how_it_came_about(judge) -> None:
    """Level and layers, versions of what ran it, seconds by stage, and the text that was judged."""
    verdict = judge.judge_source(program(), STEM)
    assert verdict.isolation.level in {"full", "confined"}
    assert all(verdict.isolation.layers.values())
    assert {"handgrad", "torch", "numpy", "python"} <= verdict.versions.keys()
    assert {"inspect", "run", "cpu", "compare", "total"} <= verdict.timing.keys()
    assert verdict.source == program()
    assert len(verdict.source_sha256) == 64


@pytest.mark.parametrize("count", [1, 2, 3, 8])
def test_the_largest_case_comes_first_and_the_smallest_twice(count) -> None:
    """Every case once and one again, never back to back where there is a choice; the same file meets the same order."""
    sizes = [(7 * i) % 11 + 1 for i in range(count)]
    for digest in ("00", "ab", "ff"):
        plan = order_cases(sizes, digest)
        assert plan == order_cases(sizes, digest)
        assert sizes[plan[0]] == max(sizes)
        assert sorted(set(plan)) == list(range(count))
        assert len(plan) == count + 1
        assert sizes[plan[-1]] == min(sizes)
        if count > 2:
            assert plan[-2] != plan[-1]
