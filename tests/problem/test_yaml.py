"""YAML loads as an editor shows it, every value has a line, and nothing strange gets in."""

import contextlib
import math
import random
from pathlib import Path

import pytest
import yaml as pyyaml
from hypothesis import given
from hypothesis import strategies as st

from harness.problem import yaml as ours
from harness.problem.errors import ProblemError
from harness.problem.yaml import load_yaml, read_yaml


def load(text: str) -> object:
    return load_yaml(text, Path("p.yaml"))[0]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1e-5", 1e-5),
        ("1.0E5", 1e5),
        ("-.5", -0.5),
        ("3.", 3.0),
        ("1e3", 1000.0),
        ("-12", -12),
        ("+7", 7),
        ("0", 0),
        ("true", True),
        ("False", False),
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("off", "off"),
        ("y", "y"),
        ("N", "N"),
        ("12:30", "12:30"),
        ("0x10", "0x10"),
        ("0o17", "0o17"),
        ("1_000", "1_000"),
        ("2026-01-02", "2026-01-02"),
        ("e5", "e5"),
        (".", "."),
        ("=", "="),
        ("~", None),
        ("null", None),
        ("'1'", "1"),
        ('"true"', "true"),
        ("''", ""),
        ('":d_z"', ":d_z"),
    ],
)
def test_a_scalar_is_what_an_editor_shows(text, value):
    """YAML 1.2 words and numbers; what YAML 1.1 would have turned into something else stays text."""
    (got,) = load(f"[{text}]")
    assert got == value
    assert type(got) is type(value)


def test_both_parsers_agree(monkeypatch, root):
    """Where PyYAML has no C parser the data and the lines are the same."""
    text = (root / "problems" / "train_vae_end_to_end.yaml").read_text("utf-8")
    fast = load_yaml(text)
    monkeypatch.setattr(ours, "_Parser", pyyaml.SafeLoader)
    assert load_yaml(text) == fast


def test_every_value_has_the_line_of_its_key():
    """A message can point at the line a reader will look for."""
    data, positions = load_yaml("# top\na: 1\nb:\n  - x\n  - c: |\n      text\n      more\n")
    assert data == {"a": 1, "b": ["x", {"c": "text\nmore\n"}]}
    assert positions == {(): 2, ("a",): 2, ("b",): 3, ("b", 0): 4, ("b", 1): 5, ("b", 1, "c"): 5}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\nb: 2\na: 3", "p.yaml:3: key `a`: given twice (first on line 1). Keep one of the two."),
        ("a:\n  b: 010", "p.yaml:2: key `a.b`: 010 has a leading zero, which some tools read as octal. Drop the zero or quote it."),
        ("a: 1e999", "p.yaml:1: key `a`: 1e999 is too large for a float. Use a number below 1e308."),
        ("a: .inf", "p.yaml:1: key `a`: .inf is not a finite number. Use a finite number, or quote it."),
        ("1: a", "p.yaml:1: the key 1 is not text. Quote it or use a word."),
        ("? [a]\n: b", "p.yaml:1: a key is not text. Use a word as the key."),
        ("a: !!python/name:os.system x", "p.yaml:1: key `a`: tags such as `tag:yaml.org,2002:python/name:os.system` are not used. Write the plain value."),
        ("<<: {a: 1}", "p.yaml:1: merge keys (`<<`) are not used. Write the keys out."),
        ("a: &x [*x]", "p.yaml:1: key `a[0]`: `*x` stands inside the value it names. Write the value out."),
        ("a: 1\n---\nb: 2", "p.yaml:2: a second document begins. Keep one document to a file."),
        ("a: " + "9" * 50, "p.yaml:1: key `a`: a number with 50 digits. Quote it if it is text."),
    ],
)  # fmt: skip
def test_what_has_two_readings_is_refused(text, message):
    """Each is told with file, line, key and remedy."""
    with pytest.raises(ProblemError) as caught:
        load(text)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "text", ["a: [", "a: b: c", "a:\n\tb: 1", "a: @x", "}", "a: \x07", "%TAG x", "a: *nope"]
)
def test_what_is_not_yaml_names_its_line(text):
    """No parser error escapes as such."""
    with pytest.raises(ProblemError, match=r"^p\.yaml:"):
        load(text)


def test_an_alias_is_the_value_it_names():
    """Anchors are a fair way not to repeat a matrix."""
    assert load("a: &m [1, 2]\nb: *m") == {"a": [1, 2], "b": [1, 2]}


def test_aliases_cannot_multiply_a_document():
    """Nine levels of nine aliases are half a billion values; they are counted, not built."""
    lines = ["a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 9)]
    with pytest.raises(ProblemError, match="more than 200,000 values"):
        load("\n".join(lines))


@pytest.mark.parametrize("text", ["[" * 100_000, "{a: " * 1000, "- " * 5000 + "x"])
def test_depth_is_bounded(text):
    """Deep nesting ends in a sentence, not in a stack overflow."""
    with pytest.raises(ProblemError, match="nested more than 40 deep"):
        load(text)


def test_size_is_bounded():
    """A file of a megabyte is no spec."""
    with pytest.raises(ProblemError, match="characters, more than"):
        load("a" * (ours.MAX_BYTES + 1))


def test_an_empty_document_is_none():
    """Comments alone are nothing."""
    assert load("# nothing\n") is None
    assert load("") is None


def test_files_are_utf8(tmp_path):
    """A file that is not there, a folder, and bytes of another encoding each get a sentence."""
    path = tmp_path / "p.yaml"
    with pytest.raises(ProblemError, match="cannot read the file: No such file"):
        read_yaml(path)
    with pytest.raises(ProblemError, match="cannot read the file: Is a directory"):
        read_yaml(tmp_path)
    path.write_bytes(b"a: \xe9\n")
    with pytest.raises(ProblemError, match=r"byte 3 is not UTF-8 text\. Save the file as UTF-8"):
        read_yaml(path)
    path.write_bytes(b"\xef\xbb\xbfa: \xc3\xa9\n")
    assert read_yaml(path)[0] == {"a": "é"}


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.text() | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(values)
def test_what_was_dumped_comes_back(value):
    """Whatever PyYAML writes in full quotes is read back with value and type."""

    class Quoted(pyyaml.SafeDumper):
        ignore_aliases = staticmethod(lambda data: True)

    Quoted.add_representer(
        str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')
    )
    assert same(load(pyyaml.dump(value, Dumper=Quoted, allow_unicode=False)), value)


def same(a: object, b: object) -> bool:
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
    return type(a) is type(b) and a == b


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_finite_float_keeps_its_value(number):
    """`repr` of a float, exponent and all, is that float again and no text."""
    (got,) = load(f"[{number!r}]")
    assert isinstance(got, float)
    assert got == number
    assert math.copysign(1, got) == math.copysign(1, number)


@given(
    st.text(max_size=200)
    | st.text(alphabet="ab:-[]{},&*!|>'\"#%@` \n\t\r?~.0123e\x00\ud800\x85\ufeff", max_size=60)
)
def test_any_text_ends_in_data_or_a_sentence(text):
    """Nothing but a ProblemError ever leaves the loader."""
    with contextlib.suppress(ProblemError):
        load(text)


def test_a_mutilated_spec_ends_in_data_or_a_sentence(root):
    """The real spec, cut and mixed: two hundred times, reproducibly."""
    text = (root / "problems" / "train_vae_end_to_end.yaml").read_text("utf-8")
    chance = random.Random(0)
    for _ in range(200):
        a, b = sorted(chance.sample(range(len(text)), 2))
        mixed = text[:a] + "".join(chance.choices(":-[]{}&*!|>'\"\n\t", k=3)) + text[b:]
        with contextlib.suppress(ProblemError):
            load(mixed)
