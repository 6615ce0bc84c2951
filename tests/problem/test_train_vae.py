"""The first problem is posed well: its cases let mistakes be seen, and its statement can be read."""

import re

import pytest
from latex2mathml.converter import convert
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

from harness.problem.spec import load_problem


@pytest.fixture
def problem(root):
    return load_problem(root / "problems" / "train_vae_end_to_end.yaml")


def test_it_is_the_problem_that_was_asked_for(problem):
    """Signature, answer and views."""
    assert list(problem.inputs) == ["x", "w_enc", "w_dec", "lr", "seed"]
    assert problem.returns == "flat"
    assert problem.frameworks == ("pytorch",)
    layout = problem.layout("example")
    assert layout.dims == {"N": 4, "d": 3, "d_z": 2, "seed": 0}
    assert [view.key for view in layout.views] == ["w_enc/mu", "w_enc/log_var", "w_dec/all"]
    assert all(view.judged == "update" and view.tau == 1e-4 for view in layout.views)
    assert vars(problem.limits) == {"time": 2.0, "total": 8.0, "memory": 512 << 20}


def test_diagnostic_cases_hide_nothing(problem):
    """Every axis of another length, enough draws to tell streams apart, a step large enough to see."""
    cases = [name for name, case in problem.cases.items() if case.diagnose]
    assert len(cases) >= 2
    for name in cases:
        layout = problem.layout(name)
        n, d, k = (layout.dims[key] for key in ("N", "d", "d_z"))
        assert len({n, d, k, 2 * k}) == 4, name
        assert n >= 5, name
        assert k >= 3, name
        assert n * k >= 16, name
        assert n * k % 16 != 0, name
        assert layout.scalars["lr"] >= 0.1, name


def test_one_case_is_too_large_to_difference(problem):
    """Tens of thousands of parameters, and its purpose says so."""
    layout = problem.layout("scale")
    assert (layout.dims["N"], layout.dims["d"], layout.dims["d_z"]) == (64, 784, 32)
    assert sum(part.size for part in layout.parts) > 50_000
    assert problem.cases["scale"].purpose


def test_one_case_has_a_small_step(problem):
    """There an untrained encoder would hide among the weights."""
    assert problem.layout("slow").scalars["lr"] == 1e-3


def test_shown_cases_are_small_and_hidden_ones_say_little(problem):
    """What is shown can be printed."""
    shown = [name for name in problem.cases if not problem.hidden(name)]
    assert shown == ["example", "by_hand"]
    for name in problem.cases:
        assert problem.feedback(name) == ("full" if name in shown else "category")
    assert all(array.shape[0] * array.shape[1] <= 16 for array in problem.layout("example").arrays.values())


def test_all_mathematics_renders(problem):
    """Statement and hints become MathML: every formula, with no command and no dollar left over."""
    formulas = []

    def render(source: str, options: dict[str, object]) -> str:
        formulas.append(source)
        return convert(source, display="block" if options.get("display_mode") else "inline")

    markdown = MarkdownIt("commonmark").enable("table").use(dollarmath_plugin, renderer=render)
    assert len(problem.hints) >= 4
    for text in (problem.statement, *problem.hints):
        before = len(formulas)
        html = markdown.render(text)
        assert len(formulas) > before
        assert html.count("<math") == len(formulas) - before
        assert "$" not in html
        assert re.findall(r"\\[A-Za-z]+", html) == []
    assert len(formulas) > 30
