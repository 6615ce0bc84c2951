"""What a person reads at a terminal."""

import io
import re

import pytest

from harness.reports.console import make_console
from harness.reports.registry import Destination, find_format
from harness.reports.text import render_table, render_verdict
from tests.reports import samples


@pytest.fixture(autouse=True)
def plain(monkeypatch):
    """No test depends on the terminal it runs in."""
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "TERM", "CLICOLOR", "CLICOLOR_FORCE"):
        monkeypatch.delenv(name, raising=False)


def shown(verdict, width=100):
    """A verdict as text, right margins stripped."""
    stream = io.StringIO()
    render_verdict(verdict, make_console(stream, width=width))
    return "\n".join(line.rstrip() for line in stream.getvalue().splitlines())


def table(verdicts, width=100, skipped=()):
    """An overview as text."""
    stream = io.StringIO()
    render_table(verdicts, samples.summary(verdicts, skipped), make_console(stream, width=width))
    return "\n".join(line.rstrip() for line in stream.getvalue().splitlines())


@pytest.mark.parametrize("width", [60, 120])
@pytest.mark.parametrize("name", samples.ALL)
def test_a_verdict_reads_well(name, width, snapshot):
    """The whole text of each verdict, narrow and wide."""
    assert shown(samples.ALL[name](), width) == snapshot


@pytest.mark.parametrize("width", [60, 120])
def test_a_class_reads_well(width, snapshot):
    """One problem with many students, and what was skipped."""
    assert (
        table(samples.school(), width, [("submissions/class/s09/notes.txt", "no problem is called notes")])
        == snapshot
    )


@pytest.mark.parametrize("width", [60, 120])
def test_a_grid_reads_well(width, snapshot):
    """Students x problems where it fits, a table per problem where it does not."""
    verdicts = samples.school()
    more = [verdict.model_copy(update={"problem": "softmax_jacobian"}) for verdict in verdicts[:4]]
    assert table([*verdicts, *more], width) == snapshot


@pytest.mark.parametrize("width", [40, 60, 100, 200])
@pytest.mark.parametrize("name", [*samples.ALL, "hostile"])
def test_no_line_is_wider_than_the_terminal(name, width):
    """Nothing wraps by itself, at any width."""
    verdict = samples.hostile() if name == "hostile" else samples.ALL[name]()
    assert max(map(len, shown(verdict, width).splitlines())) <= width


def test_the_first_lines_say_what_and_where():
    """Verdict, message, diagnosis and place come before any table."""
    head = shown(samples.wrong_with_diagnosis()).split("Case ")[0]
    assert "WRONG ANSWER" in head
    assert "opposite sign" in head
    assert "w_enc[4, 2] is -0.0371842, expected 0.0371842" in head


@pytest.mark.parametrize("force", [False, True])
def test_nothing_hostile_reaches_the_terminal(force, monkeypatch):
    """No escape sequence, no control character and no override of a submission's passes; only our colours do."""
    if force:
        monkeypatch.setenv("FORCE_COLOR", "1")
        monkeypatch.setenv("TERM", "xterm-256color")
    text = shown(samples.hostile())
    overview = table([samples.hostile()], skipped=[(samples.HOSTILE, samples.HOSTILE)])
    for out in (text, overview):
        assert ("\x1b" in out) == force
        for bad in ("\x1b[31mred", "\x1b]", "\x07", "\x00", "\x9b", "\u202e", "\u2066", "\ud800", "\r"):
            assert bad not in out
        assert "[bold]x" in out  # shown as it was written, not obeyed


def test_no_color_means_no_escape(monkeypatch):
    """NO_COLOR wins over everything that would ask for colour."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    assert "\x1b" in shown(samples.wrong_with_diagnosis())
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in shown(samples.wrong_with_diagnosis())


def test_an_ascii_terminal_gets_ascii_shapes():
    """A terminal without Unicode still gets the whole report."""
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    render_verdict(samples.wrong_with_diagnosis(), make_console(stream, width=80))
    stream.flush()
    assert b"x WRONG ANSWER" in raw.getvalue()


def test_hidden_numbers_are_dropped():
    """A faulty judge cannot publish a hidden case through the text."""
    text = shown(samples.leaky())
    assert "0.12" not in text
    assert "0.65" not in text
    assert "41" not in text


def test_a_judge_error_is_no_verdict_and_enters_no_average():
    """It is never a zero: the average of a class is over what was judged."""
    assert "NO VERDICT   no score" in shown(samples.judge_error())
    assert "average 100 %" in table([samples.accepted(), samples.judge_error()])
    assert not re.search("average +[0-9]", table([samples.judge_error()]))


def test_output_is_bounded():
    """A submission that prints much does not push the verdict off the screen."""
    assert len(shown(samples.too_slow()).splitlines()) < 50


def test_the_caret_is_under_what_is_meant():
    """Tabs before a finding and characters of two cells keep the caret in place."""
    lines = shown(samples.rule_violation()).splitlines()
    row = next(i for i, line in enumerate(lines) if "loss.backward()" in line)
    assert lines[row + 1].index("^") == lines[row].index("loss.backward()")
    assert lines[row + 1].count("^") == len("loss.backward()")


def test_skipped_files_are_told_after_a_single_verdict():
    """A directory with one submission still says what it passed over."""
    stream = io.StringIO()
    report = find_format("text").open(Destination(stream))
    report.add(samples.accepted())
    report.finish(samples.summary([samples.accepted()], [("notes.txt", "no problem is called notes")]))
    assert "notes.txt" in stream.getvalue()
