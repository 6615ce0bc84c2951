"""What the known submissions are between them; each one's verdict is a test of its problem (`pytest problems/`)."""

import pytest

from harness.authoring.known import STATUSES, known_submissions
from harness.judging.judge import Judge
from harness.judging.pipeline import Submission
from harness.problem.course import Course
from tests.conftest import ROOT, STEM


def test_every_kind_of_verdict_is_specified() -> None:
    """The first problem has programs for every verdict, and a quick one for each, limits included."""
    known = known_submissions(Course(ROOT), STEM)
    assert {one.status for one in known} == set(STATUSES)
    assert {one.status for one in known if not one.slow} == set(STATUSES)


def test_every_folder_of_known_submissions_belongs_to_a_problem() -> None:
    """A folder under a wrong name would never be run."""
    folders = {path.name for path in (ROOT / "submissions" / "known").iterdir() if path.is_dir()}
    assert folders <= set(Course(ROOT).stems())


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
