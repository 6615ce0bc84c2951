"""A statement in the terminal: mathematics in words a terminal has, code as it stands, hints when asked for."""

import io
import re

import pytest

from harness.problem.mistakes import Mistake
from harness.problem.spec import load_problem
from harness.reports.console import make_console
from harness.reports.statement_text import print_markdown, print_problem
from tests.conftest import ROOT, STEM


def printed(text: str, width: int = 80) -> str:
    stream = io.StringIO()
    print_markdown(text, make_console(stream, width=width))
    return "\n".join(line.rstrip() for line in stream.getvalue().splitlines())


def test_formulas_code_and_tables() -> None:
    """Inline and displayed formulas, a table whose cells hold some, and code with its indent."""
    text = printed(
        "Let $x^2$.\n\n$$\n\\frac{a}{b}\n$$\n\n| a | b |\n|---|---|\n| $(N, d)$, float32 | two |\n\n```python\ndef f():\n    ...\n```\n"
    )
    assert "Let x²." in text
    assert "\n     a/b\n" in text
    assert re.search(r"\(N, d\), float32 +two", text)
    assert "     def f():\n         ..." in text
    assert "$" not in text


def test_nothing_reaches_the_terminal_s_controls() -> None:
    """A statement from elsewhere cannot repaint the screen, in text, code or formula."""
    text = printed("a \x1b[31mred\n\n    code \x1b]0;title\x07\n\n$\x1b[2J$")
    assert "\x1b" not in text
    assert "\x07" not in text


@pytest.fixture
def problem():
    return load_problem(ROOT / "problems" / f"{STEM}.yaml")


def shown(problem, **more) -> str:
    stream = io.StringIO()
    print_problem(problem, stream, **more)
    return stream.getvalue()


def test_hints_come_in_steps_and_mistakes_at_the_end(problem) -> None:
    """None, the first two, or all; the mistakes only when they are asked for, each with its hint."""
    assert "Hint 1" not in shown(problem)
    assert f"{len(problem.hints)} hints: handgrad show {STEM} --hint 1" in shown(problem)
    two = shown(problem, hints=2)
    assert "Hint 2 of" in two
    assert "Hint 3 of" not in two
    every = shown(problem, hints=99)
    assert f"Hint {len(problem.hints)} of {len(problem.hints)}" in every
    assert "--hint" not in every
    mistakes = (Mistake("kl", "the divergence $q$ left out", (), hint="It has derivatives of its own."),)
    assert "left out" not in shown(problem)
    solved = shown(problem, mistakes=mistakes)
    assert "the divergence q left out" in solved
    assert "It has derivatives of its own." in solved
    assert "No common mistakes" in shown(problem, mistakes=())


@pytest.mark.parametrize("width", [40, 80, 200])
def test_lines_fit(width) -> None:
    """No line is longer than the terminal, nor than is good to read."""
    text = (ROOT / "problems" / f"{STEM}.yaml").read_text().partition("statement: |\n")[2]
    lines = printed(text.partition("hints:")[0].replace("\n  ", "\n"), width).splitlines()
    assert max(map(len, lines)) <= min(width, 100)
