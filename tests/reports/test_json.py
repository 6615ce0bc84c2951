"""JSON Lines: the contract, whatever a submission put into its text."""

import json

import pytest

from harness.judging.verdict import Summary, Verdict
from harness.reports.json import summary_line, verdict_line
from tests.reports import samples

KEYS = [
    "schema",
    "path",
    "student",
    "problem",
    "source_sha256",
    "source",
    "status",
    "accepted",
    "score",
    "message",
    "findings",
    "cases",
    "diagnosis",
    "output",
    "inspection",
    "isolation",
    "versions",
    "timing",
]


def no_constant(name):
    """Refuse NaN and the infinities, which json.loads takes by default."""
    raise AssertionError(f"{name} is not JSON")


@pytest.mark.parametrize("name", samples.ALL)
def test_a_line_is_the_verdict(name):
    """Reading a line back gives the verdict that was written, under the keys of the contract and in their order."""
    verdict = samples.ALL[name]()
    line = verdict_line(verdict)
    read = json.loads(line, parse_constant=no_constant)
    assert list(read) == KEYS
    assert read["schema"] == "handgrad.verdict/v1"
    if name != "leaky":
        assert Verdict.model_validate(read, strict=False) == verdict


def test_hostile_text_stays_on_one_line_and_strict_readers_accept_it():
    """Lone surrogates, escapes and separators neither crash, nor break the line, nor reach a terminal."""
    verdict = samples.hostile()
    line = verdict_line(verdict)
    assert len(line.splitlines()) == 1
    assert all(" " <= character <= "~" for character in line)
    assert not any(0xD800 <= ord(c) < 0xE000 for c in json.loads(line)["message"])
    # pydantic's reader, like most outside Python, refuses a lone surrogate.
    assert Verdict.model_validate_json(line).message == samples.HOSTILE.replace("\ud800", "\ufffd")


def test_source_is_kept_exactly():
    """A program that reads the line gets the source the judge inspected, not a picture of it."""
    verdict = samples.verdict(source="x = '\u202e\x0c'\t# ä\u2028\n")
    assert json.loads(verdict_line(verdict))["source"] == verdict.source


def test_a_number_that_is_not_finite_never_becomes_a_line():
    """Even a verdict built past its own checks cannot write NaN."""
    broken = samples.accepted().model_copy(update={"score": float("nan")})
    with pytest.raises(ValueError, match="JSON compliant"):
        verdict_line(broken)


def test_the_summary_is_one_line():
    """The last line says how many, of which status, and what was skipped."""
    summary = samples.summary(samples.school(), [("\ud800\n", "no problem")])
    line = summary_line(summary)
    assert "\n" not in line
    read = json.loads(line)
    assert read["schema"] == "handgrad.summary/v1"
    assert list(read) == ["schema", "total", "by_status", "skipped", "interrupted"]
    assert Summary.model_validate_json(line).by_status == summary.by_status
