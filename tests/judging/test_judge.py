"""The public judge: cheap to make, easy to send, never left half open."""

import pickle
from concurrent.futures import ThreadPoolExecutor

import pytest

import harness
from harness.judging.judge import Judge
from harness.judging.scrub import one_line, scrub
from harness.problem.errors import CourseError, GoldenMissing, ProblemError
from tests.conftest import ROOT, STEM
from tests.judging.programs import EQUAL, changed, program


def test_a_judge_travels_as_its_configuration(judge) -> None:
    """Pickled in use, it arrives having started nothing, and judges as it did."""
    judge.judge_source(program(), STEM)
    data = pickle.dumps(judge)
    assert len(data) < 1000
    with pickle.loads(data) as other:
        assert not other._pools
        assert (other.isolation, other.inspection, other.batch) == ("auto", "enforce", True)
        assert other.judge_source(program(), STEM).status == "AC"


def test_several_threads_share_two_zygotes_and_nothing_else() -> None:
    """Right and wrong programs at once: each gets its own verdict, and the processes are gone afterwards."""
    wrong = changed("+ mu / N", "")
    sources = [program(), wrong, EQUAL["numpy"], "def solve(: ...", wrong, program()] * 4
    with Judge(ROOT, jobs=2) as judge, ThreadPoolExecutor(4) as threads:
        verdicts = list(threads.map(lambda source: judge.judge_source(source, STEM), sources))
        zygotes = [handle.process for handle in judge.pool._all]
    assert [v.status for v in verdicts] == ["AC", "WA", "AC", "CE", "WA", "AC"] * 4
    assert 1 <= len(zygotes) <= 2
    assert all(process.poll() is not None for process in zygotes)


def test_a_closed_judge_says_so() -> None:
    """No process is started again behind the back of whoever closed it."""
    judge = Judge(ROOT)
    judge.close()
    judge.close()
    verdict = judge.judge_source(program(), STEM)
    assert verdict.status == "JE"
    assert verdict.message == "The sandbox failed, not the submission: the judge was closed."
    assert not judge._pools


def test_what_cannot_be_asked(tmp_path) -> None:
    """No jobs, no course, no file: exceptions that say so."""
    with pytest.raises(ValueError, match="at least 1"):
        Judge(jobs=0)
    with pytest.raises(CourseError):
        Judge(tmp_path).course  # noqa: B018
    with pytest.raises(OSError, match="nowhere"):
        Judge(ROOT).judge_file(tmp_path / "nowhere.py", STEM)
    with pytest.raises(AttributeError, match="no attribute 'Jugde'"):
        harness.Jugde  # noqa: B018


def test_a_problem_is_read_once_and_its_fault_kept_small(course_copy) -> None:
    """A thousand submissions to an unsound problem: one reading, one fault, and no frames piling up behind it."""
    (course_copy / "problems" / "golden" / f"{STEM}.safetensors").unlink()
    judge = Judge(course_copy)
    faults = []
    for _ in range(50):
        with pytest.raises(GoldenMissing) as caught:
            judge.prepare(STEM)
        faults.append(caught.value)
    assert len(set(map(id, faults))) == 1
    depth, trace = 0, faults[0].__traceback__
    while trace is not None:
        depth, trace = depth + 1, trace.tb_next
    assert depth < 5


def test_an_unknown_case_names_those_there_are() -> None:
    """--case with a slip."""
    with pytest.raises(ProblemError, match=r"no case 'exmaple'.*example, by_hand"):
        Judge(ROOT, case="exmaple").prepare(STEM)


def test_words_from_the_jail_are_cut_cleaned_and_tell_no_places() -> None:
    """Control characters go, lines stay, this host's paths are replaced, the rest is the learner's own."""
    assert scrub("a\x1b[31m\x07b\n\tc\x9b\ud800") == "a[31mb\n\tc"
    assert scrub(f"in {ROOT}/harness/cli/grade.py").startswith("in <host>")
    assert "harness" not in scrub(f"in {ROOT}/harness/cli/grade.py")
    assert (
        scrub("/srv/judge/private/file.txt and a/b and 1/2/3 and /tmp/x")
        == "<path> and a/b and 1/2/3 and /tmp/x"
    )
    assert len(scrub("x" * 10_000, 100)) == 100
    assert one_line("two\nlines  here") == "two lines here"
    assert one_line("x" * 400) == "x" * 299 + "…"
