"""A wrong answer gets the name of the mistake it looks like, and no name where none fits or several do."""

import io
import re
from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from benchmarks import trials
from harness.judging.diagnosis import diagnose
from harness.judging.judge import Judge
from harness.reports.console import make_console
from harness.reports.html.page import build_page
from harness.reports.html.render import render
from harness.reports.text import render_verdict
from tests.conftest import ROOT, STEM

AS_WRITTEN = ("as written", "as written")


@pytest.fixture(scope="module")
def programs() -> trials.Programs:
    """The reference, and the reference with each known mistake in it."""
    return trials.load()


@pytest.fixture(scope="module")
def cases(programs) -> list[trials.Drawn]:
    """The diagnose cases on a draw of their own."""
    named = [name for name, case in programs.problem.cases.items() if case.diagnose]
    return trials.draw(programs, named, 3)


@pytest.fixture
def said(programs, cases):
    """What is said of the reference with some edits, in float32; `without` are mistakes nobody listed."""

    def say(*edits: tuple[str, str], without=(), product="as written", on=cases):
        source = programs.right.source.decode()
        for old, new in edits:
            assert source.count(old) == 1
            source = source.replace(old, new)
        program = trials.reference_from(source.encode(), programs.right.path, tuple(programs.problem.inputs))
        seen = trials.seen(programs, on, program, (product, "as written"), without)
        return trials.said(programs, seen, without)

    return say


KL_MU, KL_LOG_VAR = ("+ mu / N", "+ {} * mu / N"), ("+ (sigma**2", "+ {} * (sigma**2")


def weighted(edit: tuple[str, str], by: object) -> tuple[str, str]:
    """An edit that multiplies a term."""
    return edit[0], edit[1].format(by)


def test_a_known_mistake_is_named_by_the_whole_judge(judge, programs) -> None:
    """From the jail to the reports: its name, its hint and how sure it is, and no number of a hidden case."""
    verdict = judge.judge_source(programs.wrong["kl_sign"].source.decode(), STEM)
    found = verdict.diagnosis
    assert (verdict.status, found.code, found.mistake) == ("WA", "mistake", "kl_sign")
    mistake = programs.mistakes["kl_sign"]
    assert found.message == f"This looks like {mistake.looks_like}. {mistake.hint}"
    assert found.confidence == 0.99
    printed = io.StringIO()
    render_verdict(verdict, make_console(printed))
    for report in (printed.getvalue(), render("page.html.j2", page=build_page(verdict))):
        # The terminal's report is folded into lines behind a bar.
        plain = " ".join(report.replace("▌", " ").split())
        assert mistake.looks_like in plain
        assert "(almost certain)" in plain
    assert f'"mistake":"{mistake.id}"' in verdict.model_dump_json()


def test_mistakes_are_called_by_their_ids_when_the_words_cannot_be_read(course_copy, programs) -> None:
    """A slip in the file of mistakes costs its words, not a student's verdict."""
    (course_copy / "problems" / "mistakes" / f"{STEM}.yaml").write_text("mistakes: [")
    with Judge(course_copy) as judge:
        verdict = judge.judge_source(programs.wrong["kl_sign"].source.decode(), STEM)
    assert (verdict.status, verdict.diagnosis.mistake) == ("WA", "kl_sign")
    assert verdict.diagnosis.message == "This looks like the known mistake `kl_sign`."


def test_the_answer_of_every_mistake_is_given_its_name(programs, cases) -> None:
    """All of them, each in float32 against what float64 stored."""
    for name, program in programs.wrong.items():
        found = trials.said(programs, trials.seen(programs, cases, program, AS_WRITTEN))
        assert found is not None, name
        assert found.mistake == name
        assert programs.mistakes[name].looks_like in found.message


def test_several_that_fit_are_all_said_and_none_is_claimed(programs, cases) -> None:
    """Two names for one output: the learner reads both."""
    seen = trials.seen(programs, cases, programs.wrong["kl_sign"], AS_WRITTEN)
    seen = [
        replace(case, mistakes={**case.mistakes, "kl_missing": case.mistakes["kl_sign"]}) for case in seen
    ]
    found = trials.said(programs, seen)
    words = [programs.mistakes[name].looks_like for name in ("kl_missing", "kl_sign")]
    assert found.message.startswith(f"This looks like {words[0]}, or like {words[1]}: ")
    assert found.message.endswith("does not tell them apart.")
    assert found.mistake is None
    assert found.confidence == 0.99


def test_a_mistake_nobody_listed_has_no_name(said) -> None:
    """What is not known is said to be unknown, not given the nearest name."""
    found = said(("log_var / 2)\n    z = mu + sigma", "log_var / 3)\n    z = mu + sigma"))
    assert found.code == "unknown"
    assert found.message.endswith("No known mistake explains it by itself.")
    assert found.mistake is None
    assert found.confidence > 0.95


@pytest.mark.parametrize(
    ("one", "other", "joined"),
    [
        ("kl_mu_absolute", "decoder_flattened_by_columns", " and like "),
        ("kl_log_var_without_one", "noise_subtracted_forward", ", together with "),
    ],
    ids=["in other views", "added up"],
)
def test_two_mistakes_at_once_are_both_named(programs, cases, one, other, joined) -> None:
    """One in one view and one in another, or both in one sum."""
    seen = trials.seen(programs, cases, programs.both(one, other), AS_WRITTEN)
    found = trials.said(programs, seen)
    assert found.code == "two-mistakes"
    assert found.mistake is None
    assert joined in found.message
    for name in (one, other):
        assert programs.mistakes[name].looks_like in found.message


@pytest.mark.parametrize(
    ("edits", "message"),
    [
        (
            [weighted(KL_MU, 3), weighted(KL_LOG_VAR, 3)],
            "what the divergence gives to mu and what the divergence gives to log_var are too large",
        ),
        ([weighted(KL_MU, 0.3)], "what the divergence gives to mu is too small"),
        ([weighted(KL_LOG_VAR, -3)], "what the divergence gives to log_var is there with the sign flipped and another size"),
        ([weighted(KL_LOG_VAR, "d_z")], "what the divergence gives to log_var is counted d_z times"),
        ([("g_z * sigma", "N**-1 * g_z * sigma")], "what the squared error gives to log_var is counted 1/N times"),
    ],
    ids=["three times", "too small", "flipped", "d_z times", "1/N"],
)  # fmt: skip
def test_a_term_with_another_weight_is_named(said, edits, message) -> None:
    """Factors that no list has: which term, and how it is off, without a number of a hidden case."""
    found = said(*edits)
    assert (found.code, found.message) == ("terms", f"All is right but the weight of a term: {message}.")
    assert found.confidence is None


def test_a_known_mistake_to_another_degree_is_named(said) -> None:
    """Five times a listed weight decay."""
    found = said(
        ("lr * g_w_enc", "lr * (g_w_enc + 0.05 * w_enc)"), ("lr * g_w_dec", "lr * (g_w_dec + 0.05 * w_dec)")
    )
    assert (found.code, found.message) == ("degree", "This looks like a weight decay of 0.01, but to another degree.")  # fmt: skip


def test_a_known_mistake_in_low_precision_is_named_with_less_confidence(said) -> None:
    """Close to one mistake, far from all others, and out of tolerance of both."""
    careful, found = (
        said(("+ mu / N", "- mu / N"), product=product) for product in ("as written", "10 bits")
    )
    assert (found.code, found.mistake) == ("mistake", "kl_mu_sign")
    assert "though not within tolerance of it" in found.message
    assert 0.5 < found.confidence < careful.confidence


def test_nothing_is_named_when_the_diagnose_cases_came_out_right(programs, cases) -> None:
    """A mistake is only named on what was seen of it: an answer that is right there looks like none."""
    right = trials.seen(programs, cases, programs.right, AS_WRITTEN)
    wrong = trials.seen(programs, cases, programs.wrong["kl_sign"], AS_WRITTEN)[0]
    elsewhere = trials.Evidence(
        "other", wrong.layout, wrong.inputs, wrong.gold, wrong.got, wrong.rulings, False
    )
    found = diagnose([*right, elsewhere], None, None, partial(dict, programs.mistakes))
    assert (found.code, found.mistake, found.confidence) == ("unknown", None, None)


def test_one_case_that_disagrees_keeps_a_mistake_from_being_named(programs, cases) -> None:
    """The sign of the divergence in one case and its absence in another is neither mistake."""
    first = trials.seen(programs, cases[:1], programs.wrong["kl_sign"], AS_WRITTEN)
    rest = trials.seen(programs, cases[1:], programs.wrong["kl_missing"], AS_WRITTEN)
    assert trials.said(programs, [*first, *rest]).mistake is None


def test_what_is_measured_on_hidden_cases_is_said_in_words(said, programs, cases) -> None:
    """No message holds a number but those that the author wrote."""
    unlisted = [
        said(weighted(KL_MU, 3.7)),
        said(("sigma * eps / 2", "sigma * eps / 2.7")),
        said(("2 / N * (x_hat", "1.37 / N * (x_hat")),
        said(("log_var / 2)\n    z = mu + sigma", "log_var / 3)\n    z = mu + sigma")),
    ]
    for found in unlisted:
        assert not re.search(r"\d", found.message), found.message


def test_an_answer_of_any_size_is_measured(programs, cases) -> None:
    """Numbers near the largest there are look like no mistake, and raise nothing."""
    seen = trials.seen(programs, cases, programs.right, AS_WRITTEN)
    huge = [
        case_.evidence({part: value * np.float64(1e200) for part, value in one.got.items()})
        for case_, one in zip(cases, seen, strict=True)
    ]
    assert trials.said(programs, huge).mistake is None


def test_the_course_lists_mistakes_of_this_problem() -> None:
    """At least sixty are known, each with a hint, and no two share their words."""
    known = trials.load_mistakes(ROOT / "problems" / "mistakes" / f"{STEM}.yaml")
    assert len(known) >= 60
    assert len({mistake.looks_like for mistake in known}) == len(known)
    assert all(mistake.hint for mistake in known)
