"""The list of formats: cheap to read, complete, and every format keeps the same two promises."""

import io
import json
import subprocess
import sys

import pytest

from harness.reports.disclose import disclosed
from harness.reports.registry import FORMATS, NAMES, Destination, find_format
from tests.reports import samples


def written(format_, verdict):
    """A report of one verdict on a stream."""
    stream = io.StringIO()
    report = format_.open(Destination(stream))
    report.add(verdict)
    report.finish(samples.summary([verdict]))
    return stream.getvalue()


def test_the_registry_names_every_format():
    """Five formats, in the order help lists them; one of them frees the exit code from carrying the verdict."""
    assert NAMES == ("text", "json", "html", "csv", "sarif")
    assert find_format("html").shape == "directory"
    assert [format_.name for format_ in FORMATS if format_.carries_verdict] == ["sarif"]


def test_an_unknown_format_suggests_one():
    """A typo is answered with the nearest name."""
    with pytest.raises(LookupError, match="Did you mean 'json'"):
        find_format("jsno")


def test_listing_the_formats_imports_none_of_them():
    """`--help` names the formats and must answer in a blink."""
    code = "import sys, harness.reports.registry; print(*sorted({m.split('.')[0] for m in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"rich", "jinja2", "pydantic", "markdown_it", "numpy", "torch"} & set(done.stdout.split())


@pytest.mark.parametrize("format_", FORMATS, ids=NAMES)
@pytest.mark.parametrize("make", samples.ALL.values(), ids=samples.ALL)
def test_every_format_writes_every_verdict(format_, make):
    """No status is too odd for a format. SARIF is of findings alone, and names no file without one."""
    named = samples.STEM in written(format_, make())
    assert named or (format_.name == "sarif" and not make().findings)


@pytest.mark.parametrize("format_", FORMATS, ids=NAMES)
def test_no_format_tells_a_hidden_number(format_):
    """Even when a faulty judge sends values of a hidden case along."""
    text = written(format_, samples.leaky())
    for secret in ("0.123", "0.12", "0.654", "0.65", "[41", "[0, 41", "41,43"):
        assert secret not in text


@pytest.mark.parametrize("format_", FORMATS, ids=NAMES)
def test_no_format_lets_hostile_text_through(format_):
    """Escape sequences, overrides and lone surrogates stop before any reader."""
    text = written(format_, samples.hostile())
    text.encode("utf-8")
    for bad in "\x00\x07\x1b\x9b\u202e\u2066":
        assert bad not in text


def test_disclosure_leaves_shown_cases_alone():
    """What a learner may see stays to the last digit, and JSON carries nulls where something was dropped."""
    verdict = samples.leaky()
    assert disclosed(verdict).cases[0] == verdict.cases[0]
    assert disclosed(samples.wrong_with_diagnosis()) == samples.wrong_with_diagnosis()
    view = json.loads(written(find_format("json"), verdict).splitlines()[0])["cases"][1]["views"][0]
    assert view == {
        "part": "w_enc", "view": "mu", "accepted": False,
        "error": None, "tolerance": None, "map": None, "worst": None,
    }  # fmt: skip
