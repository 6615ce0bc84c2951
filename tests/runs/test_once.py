"""One verdict for one program, however often it is handed in."""

import threading

from harness.judging.pipeline import Draft, Submission
from harness.runs.batch import Tally, run
from harness.runs.discover import Found
from harness.runs.once import Once
from tests.conftest import STEM
from tests.judging.programs import program


class Counting:
    """A judge of the shape `Once` asks for, that says a status and counts."""

    def __init__(self, status="AC"):
        self.status = status
        self.asked = []

    def __call__(self, submission):
        self.asked.append(submission.path)
        draft = Draft(submission, "enforce", timing={"run": 1.0, "total": 2.0})
        return draft.verdict(self.status, "said", score=None if self.status == "JE" else 0.0)


def submission(path, data=b"one", problem="p", student=None):
    return Submission(data, problem, path, student)


def test_a_copy_keeps_what_is_its_own() -> None:
    """Path, student and timing are the second submission's; everything else is the first one's verdict."""
    once, judge = Once(), Counting()
    first = once.verdict(submission("a.py", student="s01"), judge)
    second = once.verdict(submission("b.py", student="s02"), judge)
    assert judge.asked == ["a.py"]
    assert (second.path, second.student) == ("b.py", "s02")
    assert second.timing.keys() == {"total"}
    own = {"path", "student", "timing"}
    assert second.model_dump(exclude=own) == first.model_dump(exclude=own)
    assert (first.path, first.student, first.timing["run"]) == ("a.py", "s01", 1.0)


def test_other_bytes_and_other_problems_are_judged() -> None:
    """A comment more, or another problem, is another submission."""
    once, judge = Once(), Counting()
    for one in (submission("a"), submission("b", b"one "), submission("c", problem="q")):
        once.verdict(one, judge)
    assert judge.asked == ["a", "b", "c"]


def test_what_a_limit_or_the_judge_decided_is_tried_again() -> None:
    """A busy machine's TLE, and a judge error, are nobody else's."""
    for status in ("TLE", "MLE", "OLE", "JE"):
        once, judge = Once(), Counting(status)
        once.verdict(submission("a"), judge)
        once.verdict(submission("b"), judge)
        assert judge.asked == ["a", "b"], status


def test_a_judge_that_fails_leaves_the_next_its_own_try() -> None:
    """An exception reaches who asked, and the same program is judged when it comes again."""
    once, judge = Once(), Counting()

    def broken(_submission):
        raise KeyError("inside")

    try:
        once.verdict(submission("a"), broken)
    except KeyError:
        pass
    else:
        raise AssertionError("the failure was swallowed")
    assert once.verdict(submission("b"), judge).path == "b"


def test_the_same_program_at_the_same_time_is_judged_once() -> None:
    """A second thread waits for the first one's verdict."""
    once, judge = Once(), Counting()
    begun, go_on = threading.Event(), threading.Event()

    def slow(one):
        begun.set()
        assert go_on.wait(30)
        return judge(one)

    verdicts = []
    first = threading.Thread(target=lambda: verdicts.append(once.verdict(submission("a"), slow)))
    second = threading.Thread(target=lambda: verdicts.append(once.verdict(submission("b"), slow)))
    first.start()
    assert begun.wait(30)
    second.start()
    go_on.set()
    first.join(30)
    second.join(30)
    assert judge.asked == ["a"]
    assert sorted(verdict.path for verdict in verdicts) == ["a", "b"]


def test_only_so_many_are_kept() -> None:
    """The program asked for most recently stays; of the others as many as fit."""
    once, judge = Once(kept=3), Counting()
    for number in range(50):
        once.verdict(submission(f"n{number}", str(number).encode()), judge)
        once.verdict(submission("starter", b"starter"), judge)
    assert judge.asked.count("starter") == 1
    assert len(once._known) <= 3


def test_a_run_judges_a_class_of_copies_once(tmp_path, judge, monkeypatch) -> None:
    """Three students hand in one right program: one execution, three verdicts; the next run judges anew."""
    found = []
    for name in ("s01", "s02", "s03"):
        path = tmp_path / f"{name}.py"
        path.write_text(program())
        found.append(Found(path, STEM, name))
    executed = []
    real = type(judge.pool).execute
    monkeypatch.setattr(
        type(judge.pool), "execute", lambda self, *a, **k: executed.append(1) or real(self, *a, **k)
    )
    for count in (1, 2):
        tally = Tally()
        verdicts = list(run(judge, found, tally))
        assert {verdict.student for verdict in verdicts} == {"s01", "s02", "s03"}
        assert tally.by_status == {"AC": 3}
        assert len(executed) == count
