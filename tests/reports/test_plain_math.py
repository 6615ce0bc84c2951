"""A formula in a terminal says what it says on a page: nothing lost, nothing moved, brackets where they are needed."""

# ruff: noqa: RUF001 - letters that look like others are what this file is about

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.reports.plain_math import plain

LINES = {
    r"W_{\mathrm{enc}} \leftarrow W_{\mathrm{enc}} - \eta\, \frac{\partial\mathcal{L}}{\partial W_{\mathrm{enc}}}":
        "W_enc ← W_enc − η ∂ℒ/∂W_enc",
    r"\sum_{i=1}^{N} \left(\hat{x}_{ij} - x_{ij}\right)^2": "∑ᵢ₌₁ᴺ (x̂ᵢⱼ − xᵢⱼ)²",
    r"-\frac{1}{2N} x": "−1/(2N) x",
    r"\frac{a + b}{c}": "(a + b)/c",
    r"\frac{(x-\mu)^2}{2\sigma^2}": "(x − μ)²/(2σ²)",
    r"\tfrac12 \sigma \odot \varepsilon": "½σ⊙ε",
    r"e^{\ell/2}": "e^(ℓ/2)",
    r"e^{-x}": "e⁻ˣ",
    r"A^\top G": "AᵀG",
    r"d_z": "d_z",
    r"\sqrt{\hat v} + 10^{-8}": "√(v̂) + 10⁻⁸",
    r"\mathrm{KL}(q\,\|\,p)": "KL(q ‖ p)",
    r"\log p(x) \ge \mathbb{E}_q[f]": "log p(x) ≥ 𝔼_q[f]",
    r"\min\left(1, \frac{t}{w}\right)": "min(1, t/w)",
    r"1 \text{ if } t < w": "1 if t < w",
    r"10{,}000": "10,000",
    r"\begin{aligned} a &= b \\ c &= d \end{aligned}": "a = b\nc = d",
    r"\{z_k\}_{k=1}^K": "{zₖ}ₖ₌₁ᴷ",
    r"x \in \mathbb{R}^{n \times d}": "x ∈ ℝ^(n×d)",
    r"\unknown{x}": "unknownx",
}  # fmt: skip


@pytest.mark.parametrize("tex", LINES)
def test_formulas_of_the_statements(tex) -> None:
    """Each is a line that a person would have written in a letter."""
    assert plain(tex) == LINES[tex]


PIECES = [*r"\{}^_&$ ab12-+=()/,", r"\frac", r"\sqrt", r"\hat", r"\left", r"\text{", r"\begin{cases}", r"\\"]


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_no_text_is_too_broken(tex) -> None:
    """Half a formula is shown as well as it goes; nothing raises, and no command is left in TeX's own letters."""
    assert not re.search(r"\\(frac|sqrt|hat|left)", plain(tex))


def test_depth_is_bounded() -> None:
    """A formula that nests without end is cut, not followed."""
    assert plain("{" * 5000 + "x") == ""
    assert plain(r"\frac{" * 5000) is not None
