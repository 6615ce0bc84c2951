"""Statements: Markdown and formulas that can neither run nor fetch anything."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.reports.statement import render_formula, render_markdown
from tests.reports import samples
from tests.reports.pages import read_page


def test_a_formula_is_mathml():
    """Every current browser draws it without help."""
    html = render_markdown("The loss is $\\frac{1}{2} x^2$.")
    assert "<math" in html
    assert "<mfrac>" in html


@pytest.mark.parametrize(
    "tex",
    [
        "\\frobnicate{x}",
        "\\frac{",
        "\\left(",
        "^",
        "{" * 3000,
        "x" * 5000,
        "a & b",
    ],
)
def test_a_bad_formula_is_shown_as_tex(tex):
    """The page stands, and an author sees what was meant."""
    html = render_formula(tex)
    assert html.startswith('<code class="tex">')
    assert render_markdown(f"before ${tex}$ after").rstrip().endswith("after</p>")


@pytest.mark.parametrize("environment", ["aligned", "align*", "split", "bmatrix", "cases"])
def test_environments_of_several_lines_are_tables(environment):
    """Derivations are written in aligned lines."""
    html = render_markdown(f"$$\n\\begin{{{environment}}} a &= b \\\\ c &= d \\end{{{environment}}}\n$$\n")
    assert html.count("<mtr>") == 2
    assert "&amp;" not in html


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "$\\text{<script>alert(1)</script>}$",
        "$\\href{javascript:alert(1)}{x}$",
        "$\\style{background:url(//x.test)}{x}$",
        '$\\class{x" onclick="y}{z}$',
        '$\\color{" onclick="alert(1)}{x}$',
        "[x](javascript:alert(1))",
        "[x](data:text/html,<script>)",
        "[x](//x.test)",
        "![x](https://x.test/x.png)",
        "<img src=x onerror=alert(1)>",
        "[x]: javascript:alert(1)\n\n[x]",
        '```"><script>\nx\n```',
        samples.HOSTILE,
    ],
)
def test_a_statement_cannot_attack(attack):
    """No script, no handler, no picture, and links to http and https only."""
    page = read_page(render_markdown(attack))
    assert page.faults == []
    assert not set(page.tags) & {"script", "img", "iframe", "style"}
    for _, name, value in page.attributes:
        assert not name.startswith("on")
        assert name != "style"
        if name == "href":
            assert value.startswith(("http://", "https://"))


def test_a_link_is_kept():
    """A statement may cite its source."""
    assert 'href="https://example.org/paper"' in render_markdown("[paper](https://example.org/paper)")


def test_headings_fall_in_below_the_page():
    """A statement's first level is the page's third."""
    html = render_markdown("# One\n\n###### Six")
    assert "<h3>One</h3>" in html
    assert "<h6>Six</h6>" in html


def test_dollars_that_are_money_stay():
    """Prices are not formulas."""
    assert "<math" not in render_markdown("It costs $5 and $6.")


@settings(deadline=None)
@given(st.text(st.characters()))
def test_any_text_is_a_balanced_page(text):
    """No statement, however odd, breaks the markup around it."""
    for source in (text, f"${text}$", f"$$\n{text}\n$$"):
        assert read_page(render_markdown(source)).faults == []


@pytest.mark.parametrize("text", ["$(N, d)$, float32", "| a |\n|---|\n| $(N, d)$, float32 |", "$N$ and 2"])
def test_a_formula_may_begin_a_text_that_ends_in_a_digit(text) -> None:
    """A cell such as `$N$, float32` holds a formula, while `2$` and `$2` round a price stay as they are."""
    assert "<math" in render_markdown(text)
    assert "$" not in render_markdown(text)
    assert "<math" not in render_markdown("it cost 5$ or 6$7")
