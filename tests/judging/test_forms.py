"""What a wrong answer looks like: each generic form, its near misses, and what is not said about hidden cases."""

import re
from dataclasses import replace

import numpy as np
import pytest

from harness.judging.compare import compare_parts
from harness.judging.diagnosis import diagnose, state_carried
from harness.judging.evidence import Evidence
from harness.judging.received import Fault
from harness.problem.layout import CaseLayout, Part, View

TAU = 1e-4
ALL = slice(None)


def update_layout(n: int, d: int, k: int) -> CaseLayout:
    """Two weights, the first in two halves, both judged by update."""
    boxes = {"mu": (slice(0, d), slice(0, k)), "log_var": (slice(0, d), slice(k, 2 * k))}
    views = [View("enc", name, "update", "enc", TAU, 0.0, box) for name, box in boxes.items()]
    views.append(View("dec", "all", "update", "dec", TAU, 0.0, (slice(0, k), slice(0, d))))
    parts = (Part("enc", (d, 2 * k), "float", scalar=False), Part("dec", (k, d), "float", scalar=False))
    return CaseLayout(None, {"N": n, "d": d, "k": k}, {}, "flat", parts, tuple(views))


def scaled_layout(n: int, d: int) -> CaseLayout:
    """One matrix, judged against its largest magnitude."""
    part = Part("out", (n, d), "float", scalar=False)
    view = View("out", "all", "scaled", None, TAU, 0.0, (slice(0, n), slice(0, d)))
    return CaseLayout(None, {"N": n, "d": d}, {}, "tensor", (part,), (view,))


class Case:
    """A case of random numbers and the wrong answer that a function makes of them."""

    def __init__(self, layout: CaseLayout, seed: int, *, lr: float = 0.5, open_: bool = True) -> None:
        random = np.random.default_rng(seed)
        self.layout, self.open, self.name = layout, open_, f"case_{seed}"
        self.gold = {part.name: random.normal(size=part.shape) for part in layout.parts}
        starts = {view.of for view in layout.views if view.of}
        self.inputs = {name: random.normal(size=self.gold[name].shape).astype(np.float32) for name in starts}
        self.inputs["lr"] = lr

    def evidence(self, wrong) -> Evidence:
        got = {name: np.asarray(wrong(self, name), dtype=np.float64) for name in self.gold}
        rulings = tuple(compare_parts(self.layout, got, self.gold, self.inputs))
        return Evidence(self.name, self.layout, self.inputs, self.gold, got, rulings, self.open)

    def start(self, name: str):
        return np.asarray(self.inputs.get(name, 0.0), dtype=np.float64)

    def moved(self, name: str, by):
        return self.start(name) + by * (self.gold[name] - self.start(name))


UPDATE = [Case(update_layout(5, 4, 3), 1), Case(update_layout(9, 6, 2), 2, lr=0.1)]
SQUARE = [Case(update_layout(5, 4, 4), 1), Case(update_layout(9, 6, 6), 2)]
SCALED = [Case(scaled_layout(5, 4), 1), Case(scaled_layout(9, 6), 2)]


def said(cases, wrong):
    return diagnose([case.evidence(wrong) for case in cases], None, None)


FORMS = {
    "unchanged": (UPDATE, lambda c, n: c.start(n), "The whole answer came back unchanged: no update reached it."),
    "zeros": (UPDATE, lambda c, n: 0 * c.gold[n], "The whole answer is all zeros."),
    "zeros-scaled": (SCALED, lambda c, n: 0 * c.gold[n], "The output is all zeros."),
    "sign-flipped": (UPDATE, lambda c, n: c.moved(n, -1), "The whole answer moves by the right amount in the wrong direction: a sign is flipped."),
    "sign-flipped-scaled": (SCALED, lambda c, n: -c.gold[n], "The output has the right size and the wrong sign."),
    "gradient-returned": (UPDATE, lambda c, n: (c.start(n) - c.gold[n]) / c.inputs["lr"], "The whole answer holds the gradient, where the updated weights are asked for."),
    "update-returned": (UPDATE, lambda c, n: c.gold[n] - c.start(n), "The whole answer holds the step alone, where the updated weights are asked for."),
    "update-returned-negative": (UPDATE, lambda c, n: c.start(n) - c.gold[n], "The whole answer holds the step with its sign flipped, where the updated weights are asked for."),
    "transposed": (UPDATE, lambda c, n: c.gold[n].T.reshape(c.gold[n].shape), "The whole answer has the right numbers in transposed order: column after column."),
    "transposed-scaled": (SCALED, lambda c, n: c.gold[n].T.reshape(c.gold[n].shape), "The output has the right numbers in transposed order: column after column."),
    "halves-swapped": (UPDATE, lambda c, n: np.roll(c.gold[n], c.gold[n].shape[-1] // 2, -1), "The whole answer has the right numbers with the two halves of the columns swapped."),
    "halves-swapped-update": (UPDATE, lambda c, n: c.start(n) + np.roll(c.gold[n] - c.start(n), c.gold[n].shape[-1] // 2, -1), "The whole answer has the right numbers with the two halves of the columns swapped."),
    "scaled": (UPDATE, lambda c, n: c.moved(n, 2), "The whole answer moves right up to a factor: off by 2."),
    "scaled-scaled": (SCALED, lambda c, n: 0.5 * c.gold[n], "The output is right up to a factor: off by 1/2."),
    "scaled-odd": (SCALED, lambda c, n: 0.7 * c.gold[n], "The output is right up to a factor: off by 0.7."),
    "scaled-N": (UPDATE, lambda c, n: c.moved(n, c.layout.dims["N"]), "The whole answer moves right up to a factor: off by N."),
    "scaled-one-over-N": (SCALED, lambda c, n: c.gold[n] / c.layout.dims["N"], "The output is right up to a factor: off by 1/N."),
    "scaled-lr": (UPDATE, lambda c, n: c.moved(n, c.inputs["lr"]), "The whole answer moves right up to a factor: off by lr."),
    "scaled-one-over-lr": (UPDATE, lambda c, n: c.moved(n, 1 / c.inputs["lr"]), "The whole answer moves right up to a factor: off by 1/lr."),
}  # fmt: skip


def code_of(name: str) -> str:
    """The diagnosis a form's example stands for."""
    return next(code for code in ("unchanged", "zeros", "sign-flipped", "gradient-returned", "update-returned",
                                  "transposed", "halves-swapped", "scaled") if name.startswith(code))  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_a_form_is_named(name) -> None:
    """What the output looks like, in one sentence, when every case agrees."""
    cases, wrong, words = FORMS[name]
    found = said(cases, wrong)
    assert (found.code, found.message) == (code_of(name), words)
    assert found.view == (None if cases is UPDATE else "out/all")


@pytest.mark.parametrize("name", FORMS)
def test_a_form_is_not_named_when_one_case_disagrees(name) -> None:
    """One case that looks otherwise is enough: a diagnosis is said about all that was seen, or not at all."""
    cases, wrong, _words = FORMS[name]
    first, last = cases[0].evidence(wrong), cases[-1]
    other = last.evidence(
        lambda c, n: c.moved(n, 1) + 0.3 * np.cos(np.arange(c.gold[n].size)).reshape(c.gold[n].shape)
    )
    assert diagnose([first, other], None, None).code == "unknown"
    assert diagnose([other, first], None, None).code == "unknown"


@pytest.mark.parametrize("name", FORMS)
def test_a_form_survives_a_case_that_came_out_right(name) -> None:
    """A right case neither confirms nor denies: what is wrong elsewhere still has its name (but for a size)."""
    cases, wrong, _words = FORMS[name]
    right = cases[1].evidence(lambda c, n: c.gold[n])
    assert diagnose([right, cases[0].evidence(wrong)], None, None).code == code_of(name)


@pytest.mark.parametrize("name", FORMS)
def test_a_form_is_not_named_when_it_nearly_fits(name) -> None:
    """An answer that is close to a form but outside the tolerance is not that form."""
    cases, wrong, _words = FORMS[name]

    def nearly(case, part):
        out = np.array(wrong(case, part), dtype=np.float64)
        out.flat[0] += 0.05 * (1 + abs(out).max() + abs(case.gold[part] - case.start(part)).max())
        return out

    assert said(cases, nearly).code == "unknown"


def test_nothing_wrong_needs_no_diagnosis() -> None:
    """Right answers are left in peace."""
    assert said(UPDATE, lambda c, n: c.gold[n]) is None
    assert diagnose([], None, None) is None


def test_one_wrong_view_is_named_and_the_right_ones_too() -> None:
    """`the log_var part of enc` alone is off; a form is said of it alone."""

    def half(factor):
        def wrong(case, part):
            out = case.gold[part].copy()
            if part == "enc":
                k = out.shape[1] // 2
                out[:, k:] = case.moved(part, factor)[:, k:]
            return out

        return wrong

    found = said(UPDATE, half(2))
    assert found.message == "The log_var part of enc moves right up to a factor: off by 2."
    assert found.view == "enc/log_var"
    odd = said(
        UPDATE,
        lambda c, n: (
            c.gold[n]
            + (0.2 * np.sin(np.arange(c.gold[n].size)).reshape(c.gold[n].shape) if n == "dec" else 0)
        ),
    )
    assert odd.code == "unknown"
    assert odd.message.startswith("dec moves differently; enc is right. In case case_1, dec is off by ")
    assert odd.view == "dec/all"


def test_two_views_may_have_a_factor_each() -> None:
    """Twice in one place, a forgotten 1/N in another: each is said."""

    def wrong(case, part):
        return case.moved(part, 2 if part == "dec" else case.layout.dims["N"])

    found = said(UPDATE, wrong)
    assert found.code == "scaled"
    assert found.message == (
        "The whole answer moves right up to a factor each (the mu part of enc: N; the log_var part of enc: N; dec: 2)."
    )


def test_a_factor_that_follows_no_size_is_not_a_factor() -> None:
    """Twice here and three times there: no form, unless a size of the problem says so."""
    factor = {"case_1": 2.0, "case_2": 3.0}
    assert said(UPDATE, lambda c, n: c.moved(n, factor[c.name])).code == "unknown"


def test_a_size_that_never_varies_is_only_a_number() -> None:
    """With N = 5 in every case, five is five."""
    cases = [Case(update_layout(5, 4, 3), 1), Case(update_layout(5, 6, 2), 2)]
    assert said(cases, lambda c, n: c.moved(n, 5.0)).message.endswith("off by 5.")


@pytest.mark.parametrize("name", [*FORMS, "odd"])
def test_hidden_cases_give_no_numbers_away(name) -> None:
    """Category feedback: the form in words, without a digit (1/N is a name, not a number), an index or a case."""
    wrong = (
        FORMS[name][1]
        if name in FORMS
        else lambda c, n: c.gold[n] + 0.3 * np.cos(np.arange(c.gold[n].size)).reshape(c.gold[n].shape)
    )
    cases = FORMS[name][0] if name in FORMS else UPDATE
    closed = []
    for case in cases:
        evidence = case.evidence(wrong)
        closed.append(replace(evidence, numbers_allowed=False))
    found = diagnose(closed, None, None)
    assert found.code == (code_of(name) if name in FORMS else "unknown")
    assert not re.search(r"\d", found.message.replace("1/N", "").replace("1/lr", "")), found.message
    assert found.step is None
    assert "case_" not in found.message


def test_two_hidden_factors_are_not_told_apart_by_numbers() -> None:
    """Different constants per view stay constants."""
    closed = [
        replace(c.evidence(lambda c, n: c.moved(n, 2 if n == "dec" else 3)), numbers_allowed=False)
        for c in UPDATE
    ]
    found = diagnose(closed, None, None)
    assert found.message == "The whole answer moves right up to a factor: off by a constant factor."


def test_a_factor_seen_in_a_hidden_case_alone_stays_unsaid() -> None:
    """A shown case that tells of one view opens no door to the number of another."""
    shown = UPDATE[0].evidence(lambda c, n: c.moved(n, 2) if n == "dec" else c.gold[n])
    hidden = replace(
        UPDATE[1].evidence(lambda c, n: c.moved(n, 2 if n == "dec" else 3)), numbers_allowed=False
    )
    found = diagnose([shown, hidden], None, None)
    assert found.code == "scaled"
    assert "dec: 2" in found.message
    assert "3" not in found.message


def test_the_worst_element_is_given_where_it_stands_in_its_part() -> None:
    """The index counts from the part's corner, not from the view's."""

    def wrong(case, part):
        out = case.gold[part].copy()
        if part == "enc":
            out[2, out.shape[1] - 1] += 5.0
        return out

    assert said(UPDATE[:1], wrong).message.endswith("worst at [2, 5].")


def test_the_first_wrong_step_is_named() -> None:
    """Along an axis of time, the first step that is off is where the mistake began."""
    part = Part("path", (6, 2), "float", scalar=False)
    view = View("path", "all", "scaled", None, TAU, 0.0, (slice(0, 6), slice(0, 2)), steps=0)
    case = Case(CaseLayout(None, {}, {}, "tensor", (part,), (view,)), 3)

    def late(case, name):
        out = case.gold[name].copy()
        out[3:] += np.cos(np.arange(6.0)).reshape(3, 2)
        return out

    found = said([case], late)
    assert (found.code, found.step) == ("unknown", 3)
    assert found.message.endswith("The first wrong step is 3, counted from 0.")


def test_nothing_is_no_multiple_of_the_truth() -> None:
    """Weights that never moved beside a loss of zero are not right up to a factor of 0."""
    layout = update_layout(5, 4, 3)
    loss = View("loss", "all", "scaled", None, TAU, 0.0, ())
    parts = (*layout.parts, Part("loss", (), "float", scalar=True))
    case = Case(replace(layout, returns="tuple", parts=parts, views=(*layout.views, loss)), 1)
    assert said([case], lambda c, n: c.start(n)).code == "unknown"


def test_words_fit_every_rule() -> None:
    """A count that is wrong is wrong: no percentage of nothing; a scalar has no place."""
    part = Part("count", (), "int64", scalar=True)
    view = View("count", "all", "exact", None, None, 0.0, ())
    case = Case(CaseLayout(None, {}, {}, "scalar", (part,), (view,)), 4)
    case.gold = {"count": np.array(3)}
    found = diagnose([case.evidence(lambda c, n: 4)], None, None)
    assert found.message == "count is off."
    part, view = replace(part, dtype="float"), replace(view, judged="scaled", tau=TAU)
    case = Case(CaseLayout(None, {}, {}, "scalar", (part,), (view,)), 4)
    case.gold = {"count": np.array(3.0)}
    one = diagnose([case.evidence(lambda c, n: 4)], None, None)
    assert one.message == "count is off. In case case_4, count is off by 33.3 % of its scale."
    assert (
        diagnose([case.evidence(lambda c, n: 6)], None, None).message
        == "count is right up to a factor: off by 2."
    )
    far = said(
        SCALED, lambda c, n: c.gold[n] + 1e6 * np.cos(np.arange(c.gold[n].size)).reshape(c.gold[n].shape)
    )
    assert re.search(r"off by [\d.e+]+ times its scale, worst at \[\d, \d\]\.$", far.message)


def test_a_fault_and_a_state_come_before_any_form() -> None:
    """What is certain is said first."""
    evidence = [case.evidence(lambda c, n: 0 * c.gold[n]) for case in UPDATE]
    fault = Fault("shape", "solve returned shape [3]; [4] is needed.")
    assert diagnose(evidence, fault, state_carried("one")).code == "shape"
    assert diagnose(evidence, None, state_carried("one")).code == "state"
