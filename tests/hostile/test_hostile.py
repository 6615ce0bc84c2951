"""Nothing hostile is accepted, says a word about the host, or touches the verdict of whoever comes after.

The first line of each program names the statuses it may get. `undefended HEADING` allows AC where the threat model
says, under that heading, that no wall stands; such a program must be pointed out to the instructor. A second line `# slow` marks what is ended by waiting.
"""

import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.judging.judge import Judge
from harness.judging.pipeline import Submission
from harness.judging.verdict import Verdict
from harness.reports.console import make_console
from harness.reports.json import verdict_line
from harness.reports.text import render_verdict
from tests.conftest import KNOWN, ROOT, STEM

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("*/*.py"))
HONEST = KNOWN / "AC" / "closures.py"
SECRET = "planted-secret-7f3a"
STATUSES = {"WA", "RV", "TLE", "MLE", "OLE", "RTE", "CE"}


def expected(path: Path) -> set[str]:
    """Read `# expect: A,B` from a file's first line."""
    first = path.read_text("utf-8").splitlines()[0]
    assert first.startswith("# expect: "), f"{path}: the first line names the statuses"
    said = first.removeprefix("# expect: ")
    if said.startswith("undefended "):
        headings = (
            (ROOT / "docs" / "threat-model.md").read_text("utf-8").partition("## What is not defended")[2]
        )
        assert f"**{said.removeprefix('undefended ')}**" in headings, (
            f"{path}: the threat model owns up to no such thing"
        )
        return STATUSES | {"AC"}
    assert set(said.split(",")) <= STATUSES, f"{path}: {first}"
    return set(said.split(","))


def parameters() -> list[object]:
    """One parameter per file, those that wait marked slow."""
    rows = []
    for path in FILES:
        slow = path.read_text("utf-8").splitlines()[1] == "# slow"
        marks = [pytest.mark.slow] if slow else []
        rows.append(pytest.param(path, marks=marks, id=f"{path.parent.name}/{path.stem}"))
    return rows


@pytest.fixture(scope="module", params=["enforce", "advise"])
def watched(request: pytest.FixtureRequest) -> Iterator[Judge]:
    """A judge of one zygote, in whose environment a secret lies; once with reading in front, once without."""
    os.environ["HANDGRAD_TEST_TOKEN"] = SECRET
    try:
        with Judge(ROOT, batch=True, inspection=request.param) as judge:
            yield judge
    finally:
        del os.environ["HANDGRAD_TEST_TOKEN"]


def words(verdict: Verdict) -> str:
    """Everything a verdict says that the program could have had a hand in: all but its own source."""
    return verdict_line(verdict.model_copy(update={"source": None, "path": "x.py"}))


@pytest.mark.parametrize("path", parameters())
def test_a_hostile_program_gets_nothing(watched: Judge, path: Path) -> None:
    """Not accepted, no judge error, nothing of the host in its verdict."""
    verdict = watched.judge(Submission(path.read_bytes(), STEM, path.name))
    assert verdict.status in expected(path), verdict.message
    # What no wall stops is at least seen.
    assert verdict.status != "AC" or verdict.findings
    said = words(verdict)
    for secret in (sys.prefix, sys.base_prefix + "/lib", str(ROOT), SECRET, "root:x:0"):
        assert secret not in said
    page = io.StringIO()
    render_verdict(verdict, make_console(page))
    plain = page.getvalue()
    assert not any(line.lstrip().startswith(("::", "##[", "##vso[")) for line in plain.splitlines())
    assert not set(plain) & {"\x1b", "\x07", "\x9b", "\r", "\u202e", "\u2066"}
    if FILES.index(path) % 4 == 0:
        honest = watched.judge(Submission(HONEST.read_bytes(), STEM, HONEST.name))
        assert honest.status == "AC", honest.message


def test_there_are_many_families() -> None:
    """Sixty programs at the least, in five families."""
    assert len(FILES) >= 60
    assert len({path.parent.name for path in FILES}) >= 5
    assert not Path("/tmp/handgrad-was-here").exists()
