"""Known mistakes as data: what a file may say, and how a change meets the reference."""

from pathlib import Path

import pytest

from harness.problem.errors import ProblemError
from harness.problem.mistakes import Mistake, load_mistakes, parse_mistakes
from harness.problem.yaml import load_yaml

PATH = Path("problems/mistakes/small.yaml")


def read(text: str) -> tuple[Mistake, ...]:
    """Parse a file's text."""
    data, positions = load_yaml(text, PATH)
    return parse_mistakes(data, positions, PATH)


def test_a_single_change_and_several_are_read_in_order() -> None:
    """The short form and `edits` give the same kind of mistake, with the line of its id."""
    one, two = read(
        'mistakes:\n  first: {looks_like: a, replace: "x", with: ""}\n'
        "  second:\n    looks_like: b\n    hint: look again\n    narrow: it is small\n"
        "    edits: [{replace: x, with: y}, {replace: y, with: x}]\n"
    )
    assert (one.id, one.line, one.hint, one.narrow) == ("first", 2, None, None)
    assert one.apply("a x b") == "a  b"
    assert (two.id, two.line, two.hint, two.narrow) == ("second", 3, "look again", "it is small")
    # Both are sought in the text as given, so that two names can change places.
    assert two.apply("x + y") == "y + x"


def test_no_file_is_no_mistakes(tmp_path: Path) -> None:
    """The file is optional."""
    assert load_mistakes(tmp_path / "none.yaml") == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the file holds no mistakes"),
        ("mistakes: {}", "it is empty"),
        ("mistakes: {a: {looks_like: b}}", "it changes nothing"),
        ("mistakes: {a: {looks_like: b, replace: c}}", "`with` is missing"),
        ("mistakes: {a: {looks_like: b, with: c}}", "`replace` is missing"),
        ("mistakes: {a: {looks_like: b, replace: c, with: c}}", "the same text"),
        ("mistakes: {a: {looks_like: b, replace: c, with: d, edits: [{replace: e, with: f}]}}", "both"),
        ("mistakes: {a: {looks_lik: b, replace: c, with: d}}", "Did you mean `looks_like`?"),
        ("mistakes: {a-b: {looks_like: b, replace: c, with: d}}", "is no name"),
        ("mistakes: {a: {looks_like: b, replace: c, with: 2}}", "text is expected"),
    ],
)
def test_a_wrong_file_is_told_by_file_line_and_key(text: str, said: str) -> None:
    """Every slip of an author is a sentence that begins with the place."""
    with pytest.raises(ProblemError) as error:
        read(text)
    assert str(error.value).startswith(f"{PATH}:1: ")
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("y = 2\n", "`x = 1` occurs nowhere in the reference"),
        ("x = 1\ny = 2\nx = 1\n", "`x = 1` occurs 2 times in the reference, in lines 1 and 3"),
    ],
)
def test_a_change_that_does_not_match_once_is_refused(source: str, said: str) -> None:
    """No match and two matches are both told with the mistake's own line."""
    (mistake,) = read("mistakes: {a: {looks_like: b, replace: x = 1, with: x = 2}}")
    with pytest.raises(ProblemError) as error:
        mistake.apply(source)
    assert str(error.value).startswith(f"{PATH}:1: key `mistakes.a`: {said}")


def test_edits_that_meet_are_refused() -> None:
    """Two edits of one text would depend on their order."""
    (mistake,) = read(
        "mistakes: {a: {looks_like: b, edits: [{replace: x = 1, with: c}, {replace: = 1 +, with: d}]}}"
    )
    with pytest.raises(ProblemError, match="the same text"):
        mistake.apply("x = 1 + 2")
