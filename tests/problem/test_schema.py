"""The schema that editors use is the one the loader stands on."""

import json

import jsonschema
import pytest

from harness.problem.schema import SCHEMA_PATH, problem_schema, schema_text
from harness.problem.schema_words import WORDS
from harness.problem.yaml import load_yaml, read_yaml


def problems(text: str) -> list[str]:
    validator = jsonschema.Draft202012Validator(problem_schema())
    return [error.message for error in validator.iter_errors(load_yaml(text)[0])]


def test_the_file_checked_in_is_the_schema_generated(root):
    """Write it anew with `handgrad schema` after a change to the models."""
    assert (root / SCHEMA_PATH).read_text("utf-8") == schema_text()


def test_the_schema_is_one():
    """Valid JSON Schema 2020-12, in JSON."""
    schema = json.loads(schema_text())
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema.Draft202012Validator.check_schema(schema)


def test_every_key_has_a_sentence():
    """No key without words, and no words without a key."""
    schema = problem_schema()
    holders = {"Spec": schema, **schema["$defs"]}
    described = {
        name: set(holder["properties"]) for name, holder in holders.items() if "properties" in holder
    }
    assert described == {name: set(words) for name, words in WORDS.items()}


def test_every_problem_of_the_course_fits_it(root):
    """An editor shows no red line in a sound spec, and its modeline finds the schema."""
    validator = jsonschema.Draft202012Validator(problem_schema())
    specs = sorted((root / "problems").glob("*.yaml"))
    assert specs
    for path in specs:
        validator.validate(read_yaml(path)[0])
        first = path.read_text("utf-8").splitlines()[0]
        assert first == "# yaml-language-server: $schema=schema/problem.schema.json"
        assert (path.parent / first.partition("$schema=")[2]).is_file()


EVERYTHING = """
$schema: schema/problem.schema.json
title: T
difficulty: hard
requires: [a_b]
frameworks: [pytorch, numpy]
statement: S
hints: [h]
inputs:
  x: {shape: [N, 2*d, 3], draw: uniform, low: 0, high: 1.5, dtype: float64}
  g: {group: {a: {shape: [], draw: normal}}}
  p: {group: per_case, draw: normal}
  q: {like: p, draw: positive, scale: 2}
  k: {type: choice, choices: [a, b], default: a}
returns: dict
outputs:
  x: {like: x, judged: scaled, tau: 1e-5, floor: 0, steps: 0, views: {a: [":1"], b: {at: ["1:"], judged: update, of: x}}}
  g: {group: {a: {shape: [], dtype: int64}}}
cases:
  one: {show: true, diagnose: false, purpose: p, points: 0.5, feedback: none, scales: {q: 1}, N: 2, d: 3,
        p: {W: [1, d]}, k: b}
limits: {time: 250 ms per case, total: 2 min, memory: 1 GiB}
policy: {complex: allow, imports: [scipy]}
"""


def test_every_key_of_the_format_fits_it(load):
    """The schema and the loader accept the same spec with everything in it."""
    from pathlib import Path

    from harness.problem.spec import parse_problem

    assert problems(EVERYTHING) == []
    parse_problem(*load_yaml(EVERYTHING), Path("p.yaml"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: T", "titel: T"),
        ("difficulty: hard", "difficulty: harder"),
        ("statement: S", "statement: 3"),
        ("shape: [N, 2*d, 3]", "shape: N"),
        ("draw: uniform", "draw: unifrom"),
        ("per_case", "per_csae"),
        ("type: choice", "type: chioce"),
        ("returns: dict", "returns: list"),
        ("judged: scaled", "judged: scale"),
        ('[":1"]', '["1"]'),
        ("tau: 1e-5", "tau: 0"),
        ("feedback: none", "feedback: some"),
        ("time: 250 ms per case", "time: 250"),
        ("memory: 1 GiB", "memory: 1 GB"),
        ("policy: {complex", "policy: {komplex"),
        ("complex: allow", "complex: maybe"),
    ],
)
def test_an_editor_sees_what_the_loader_refuses(old, new):
    """As far as that can be seen without resolving a case."""
    assert old in EVERYTHING
    assert problems(EVERYTHING.replace(old, new, 1))
