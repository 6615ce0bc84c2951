"""The executable specification: every known program gets the verdict of its folder, for the reason its first line states."""

import re
from pathlib import Path

import pytest

from harness.judging.judge import Judge
from harness.judging.pipeline import Submission
from harness.judging.verdict import Verdict
from tests.conftest import ROOT

FILES = sorted((ROOT / "submissions" / "known").glob("*/*/*.py"))
#: Limits are met by waiting: one quick program of each limit runs by default, the others with the slow tests.
QUICK = {"never_gets_past_import.py", "one_huge_tensor.py", "floods_while_importing.py"}
LONG = {"stack_overflow_in_c.py"}

#: What the message of a program that cannot be loaded must speak of.
CANNOT_LOAD = {
    "syntax": r"Python cannot read|nested too deeply",
    "encoding": r"utf-8|UTF-8|encod|NUL byte",
    "no-solve": r"no function called `?solve|solve is a",
    "signature": r"called as solve\(.*positional arguments",
}


def expectation(path: Path) -> tuple[str, str | None]:
    """Read `# expect: STATUS [REASON]` from a file's first line."""
    first = re.split(rb"[\r\n]", path.read_bytes().removeprefix(b"\xef\xbb\xbf"), maxsplit=1)[0].decode(
        "ascii"
    )
    found = re.fullmatch(r"# expect: ([A-Z]{2,3})(?: (\S+))?", first)
    assert found, f"{path}: the first line must be `# expect: STATUS [REASON]`, not {first!r}"
    return found[1], found[2]


def parameters() -> list[object]:
    """One parameter per file, the long ones marked slow."""
    rows = []
    for path in FILES:
        waits = path.parent.name in {"TLE", "MLE", "OLE"} and path.name not in QUICK
        marks = [pytest.mark.slow] if waits or path.name in LONG else []
        rows.append(pytest.param(path, marks=marks, id=f"{path.parent.name}/{path.stem}"))
    return rows


def judged(judge: Judge, path: Path) -> Verdict:
    """Grade one file as a submission to the problem it lies under."""
    return judge.judge(Submission(path.read_bytes(), path.parents[1].name, path.name))


@pytest.mark.parametrize("path", parameters())
def test_a_known_program_gets_its_verdict_for_its_reason(judge: Judge, path: Path) -> None:
    """The folder names the status, the first line the reason; right for a wrong reason is wrong."""
    status, reason = expectation(path)
    assert status == path.parent.name, "the first line and the folder disagree"
    verdict = judged(judge, path)
    assert verdict.status == status, verdict.message
    errors = [finding for finding in verdict.findings if finding.severity == "error"]
    if status == "AC":
        assert verdict.score == 1.0
        assert errors == []
    elif status == "RV":
        assert reason in {finding.rule for finding in errors}
        assert all(finding.help for finding in errors)
    elif status == "WA":
        assert verdict.diagnosis is not None
        assert (
            verdict.diagnosis.code == reason if reason else verdict.diagnosis.code in {"unknown", "mistake"}
        )
        assert verdict.score is not None
        assert verdict.score < 1
    elif status == "RTE" and reason:
        assert reason in verdict.message
    elif status == "CE":
        assert reason in CANNOT_LOAD
        assert re.search(CANNOT_LOAD[reason], verdict.message), verdict.message


def test_every_kind_of_verdict_is_specified() -> None:
    """No folder is empty, and one quick program of each limit is in the default run."""
    by_status = {status: {p.name for p in FILES if p.parent.name == status} for status in
                 ("AC", "WA", "RV", "TLE", "MLE", "OLE", "RTE", "CE")}  # fmt: skip
    assert all(by_status.values())
    assert {p.parent.name for p in FILES} == by_status.keys()
    assert all(by_status[status] & QUICK for status in ("TLE", "MLE", "OLE"))


SAMPLE = {
    "s01": "AC",
    "s02": "AC",
    "s03": "AC",
    "s04": "WA",
    "s05": "RV",
    "s06": "TLE",
    "s07": "RTE",
    "s08": "CE",
}


@pytest.mark.parametrize("student", SAMPLE)
def test_the_sample_class(judge: Judge, student: str) -> None:
    """Eight students who between them meet six verdicts, as submissions/README.md says."""
    (path,) = (ROOT / "submissions" / "class" / student).glob("*.py")
    verdict = judge.judge(Submission(path.read_bytes(), path.stem, str(path), student))
    assert verdict.status == SAMPLE[student], verdict.message
