"""The one text: decoded once, with Python's newlines, or refused in one sentence with a place."""

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.rules.finding import LoadFailure
from harness.rules.inspect import inspect_source
from harness.rules.text import MAX_BYTES, decode, parse


def failure(data: bytes) -> LoadFailure:
    found = inspect_source(data).failure
    assert found is not None
    assert found.message.endswith((".", ":"))
    assert "\n" not in found.message
    return found


@pytest.mark.parametrize(
    ("cookie", "codec"),
    [
        ("utf-8", "utf-8"),
        ("UTF8", "utf-8"),
        ("utf-8-unix", "utf-8"),
        ("u8", "utf-8"),
        ("latin-1", "latin-1"),
        ("iso-8859-1", "latin-1"),
        ("iso-latin-1-unix", "latin-1"),
        ("L1", "latin-1"),
        ("cp1252", "cp1252"),
        ("windows-1252", "cp1252"),
    ],
)
@pytest.mark.parametrize(
    "form", ["# -*- coding: {} -*-", "# vim: set fileencoding={} :", "#!/x\n# coding={}"]
)
def test_a_cookie_is_obeyed(cookie: str, codec: str, form: str) -> None:
    """The four encodings are known by every name Python knows, on the first line or the second."""
    text = f"{form.format(cookie)}\nname = 'é'\n"
    assert decode(text.encode(codec)) == text


def test_ascii_means_ascii() -> None:
    """A byte outside the encoding is refused with its line."""
    assert failure(b"# coding: ascii\nx = 1\ny = '\xe9'\n").line == 3


@pytest.mark.parametrize(
    "cookie", ["utf-7", "utf-16", "rot13", "cp037", "mbcs", "no-such", "shift_jis", "utf-8\u00e9"]
)
def test_other_encodings_are_refused(cookie: str) -> None:
    """An encoding that could make two texts of one file is refused by name."""
    if cookie.isascii():
        assert cookie in failure(f"# coding: {cookie}\ndef solve(): pass\n".encode()).message
    else:
        assert inspect_source(f"# coding: {cookie}\ndef solve(): pass\n".encode()).failure is None


def test_a_cookie_after_code_is_a_comment() -> None:
    """Only the first two lines count, and the second only under a blank or a comment."""
    assert inspect_source(b"x = 1\n# coding: rot13\ndef solve(): pass\n").failure is None
    assert inspect_source(b"\n\n# coding: rot13\ndef solve(): pass\n").failure is None


def test_marks_and_nul() -> None:
    """A UTF-8 mark is dropped; UTF-16 and NUL are refused; a mark that contradicts the cookie too."""
    assert decode(b"\xef\xbb\xbfx = 1\n") == "x = 1\n"
    assert "UTF-16" in failure("x = 1".encode("utf-16")).message
    assert failure(b"x = 1\ny = \0\n").line == 2
    assert "latin-1" in failure(b"\xef\xbb\xbf# coding: latin-1\n").message


@given(st.lists(st.sampled_from(["x = 1", "y = '''a", "b'''", "", "# c", "\fz = 2"]), max_size=6), st.data())
def test_newlines_are_those_of_python(lines: list[str], data: st.DataObject) -> None:
    """Any mix of newline styles gives the text that Python itself would compile."""
    ends = [data.draw(st.sampled_from(["\n", "\r", "\r\n"])) for _ in lines]
    source = "".join(line + end for line, end in zip(lines, ends, strict=True)).encode()
    text = decode(source)
    assert isinstance(text, str)
    assert "\r" not in text
    try:
        wanted = ast.dump(ast.parse(source))
    except SyntaxError:
        assert isinstance(parse(text), LoadFailure)
    else:
        tree = parse(text)
        assert isinstance(tree, ast.Module)
        assert ast.dump(tree) == wanted


@pytest.mark.parametrize(
    ("source", "line", "column"),
    [
        ("x = (1,\ny = 2\n", 1, 5),
        ("def solve(:\n    pass\n", 1, 11),
        ("x = 1\nreturn x\n", 2, 1),
        ("for i in x:\npass\n", 2, 1),
        ("s = 'é' + + ) \n", 1, 13),
    ],
)
def test_a_syntax_error_has_a_place_and_a_reason(source: str, line: int, column: int) -> None:
    """Line and column count from one, in characters, and the sentence carries Python's reason."""
    found = failure(source.encode())
    assert (found.line, found.column) == (line, column)
    assert f"line {line}:" in found.message


@pytest.mark.parametrize(
    "bomb",
    [
        b"(" * 200_000,
        b"x = " + b"[" * 150 + b"]" * 150,
        b"x = " + b"-" * 100_000 + b"1",
        b"x = " + b"not " * 50_000 + b"1",
        b"x = a" + b".b" * 100_000,
        b"x = a" + b"()" * 100_000,
        b"x = " + b"1+" * 100_000 + b"1",
        b"x = " + b"a if b else " * 20_000 + b"1",
        b"x = " + b"lambda: " * 50_000 + b"1",
        b"".join(b" " * i + b"if x:\n" for i in range(300)),
        b"if x: pass\n" + b"elif x: pass\n" * 20_000,
        b"x = " + b"f'{" * 200 + b"1" + b"}'" * 200,
        b"@a\n" * 50_000 + b"def f(): pass",
        b"x = '" + b"a" * 900_000,
        b"x = " + b"9" * 10_000,
        b"x = '''" + b"\\" * 100_001,
        b"x = " + b'"' * 100_001,
        b"a = " * 50_000 + b"1",
        b"match x:\n case " + b"A(" * 99 + b")" * 99 + b": pass",
        b"\\\n" * 100_000,
    ],
    ids=range(20),
)
def test_bombs_end_in_a_sentence(bomb: bytes) -> None:
    """Whatever is nested or repeated, inspection returns, and says why if it cannot be loaded."""
    inspection = inspect_source(bomb)
    assert inspection.failure is not None
    assert inspection.failure.message.endswith(".")


@pytest.mark.parametrize(
    "bomb",
    [
        b"x = 1\n" + b'\\"' * 500_000,
        b"x = 1\n" + b"\\'''" * 250_000,
        b"x = 1\n" + b"\\'''" * 250_000 + b"\\",
        b"y = (f(x + h) - f(x - h)) / h\n" * 30_000,
        b"[" + b"[]," * 300_000 + b"]",
        b"x = 1\n" + b"...\n" * 200_000,
        b"f()\n" * 34_000,
        b"y = f'" + b"{x}" * 300_000 + b"'\n",
    ],
    ids=[
        "quotes",
        "triple quotes",
        "quotes and a backslash",
        "words",
        "brackets",
        "ellipses",
        "calls",
        "fields",
    ],
)
def test_a_file_as_large_as_it_may_be_is_refused_before_it_costs_anything(bomb: bytes) -> None:
    """Neither quotes that nothing closes nor a mountain of code keep the judge busy: some of these took an hour."""
    assert len(bomb) < MAX_BYTES
    inspection = inspect_source(bomb)
    assert inspection.failure is not None
    assert inspection.failure.message.endswith(".")


def test_a_long_table_of_numbers_is_read() -> None:
    """Ten times as much as anybody writes by hand is no bomb."""
    assert inspect_source(b"T = [" + b"1.5, " * 30_000 + b"]\ndef solve(): pass\n").failure is None


def test_size_is_capped_before_decoding() -> None:
    """One byte over the limit is refused; the limit itself is read."""
    assert "MiB" in failure(b"#" * (MAX_BYTES + 1)).message
    assert inspect_source(b"def solve(): pass\n#" + b"x" * (MAX_BYTES - 20)).failure is None


def test_form_feeds_and_style_warnings_are_no_failure() -> None:
    """What Python merely dislikes is not our business."""
    source = b"\x0cx = '\\d'\nif x is 'a': pass\nassert (x, 'y')\n\x0cdef solve(): pass\n"
    assert inspect_source(source).failure is None
