"""Many submissions: one verdict each, whatever happens to the judge's own processes meanwhile."""

import os
import signal

from harness.judging.judge import Judge
from harness.runs.batch import Tally, run
from harness.runs.discover import Found, Passed
from tests.conftest import ROOT, STEM
from tests.judging.programs import program


def files(folder, count):
    """Right programs, each with its number."""
    found = []
    for number in range(count):
        path = folder / f"p{number:02}.py"
        path.write_text(f"# {number}\n{program()}")
        found.append(Found(path, STEM, f"s{number:02}"))
    return found


def test_a_zygote_killed_in_mid_batch_costs_no_verdict(tmp_path) -> None:
    """It is replaced and the submission tried again: exactly one AC per file, and the tally agrees."""
    tally = Tally()
    with Judge(ROOT, jobs=1) as judge:
        verdicts = []
        for verdict in run(judge, files(tmp_path, 8), tally):
            verdicts.append(verdict)
            if len(verdicts) in {1, 3}:
                os.kill(judge.pool._all[0].process.pid, signal.SIGKILL)
    assert sorted(v.path for v in verdicts) == [str(tmp_path / f"p{n:02}.py") for n in range(8)]
    assert {v.status for v in verdicts} == {"AC"}
    assert (tally.total, tally.by_status, tally.exit_code()) == (8, {"AC": 8}, 0)


def test_an_internal_fault_is_one_files_judge_error(tmp_path, monkeypatch, judge) -> None:
    """A bug of ours takes one verdict, says so without a traceback, and leaves the others theirs."""
    found = files(tmp_path, 3)
    real = Judge.judge

    def stumble(self, submission):
        if submission.path.endswith("p01.py"):
            raise KeyError("inside")
        return real(self, submission)

    monkeypatch.setattr(Judge, "judge", stumble)
    tally, traces = Tally(), []
    verdicts = {v.path[-6:]: v for v in run(judge, found, tally, on_internal=traces.append)}
    assert {name: v.status for name, v in verdicts.items()} == {
        "p00.py": "AC",
        "p01.py": "JE",
        "p02.py": "AC",
    }
    assert verdicts["p01.py"].score is None
    assert "Handgrad itself failed (KeyError)" in verdicts["p01.py"].message
    assert len(traces) == 1
    assert tally.exit_code() == 4


def test_a_file_that_went_away_is_a_judge_error(tmp_path, judge) -> None:
    """Unreadable when its turn comes: JE, no score, what to do."""
    found = files(tmp_path, 2)
    found[0].path.unlink()
    tally = Tally()
    verdicts = list(run(judge, [*found, Passed(tmp_path / "x.txt", "it is not a Python file")], tally))
    gone = next(v for v in verdicts if v.status == "JE")
    assert gone.message == "The file cannot be read: No such file or directory. Check its permissions."
    assert (gone.student, gone.source, gone.source_sha256) == ("s00", None, None)
    assert [s.reason for s in tally.summary().skipped] == ["it is not a Python file"]


def test_an_interrupt_ends_the_run_with_what_was_done(tmp_path, monkeypatch) -> None:
    """Ctrl-C between verdicts: the tally says interrupted, no process is left."""
    from harness.runs import local

    real, calls = local.wait, []

    def interrupted(*args, **kwargs):
        calls.append(1)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return real(*args, **kwargs)

    monkeypatch.setattr(local, "wait", interrupted)
    tally = Tally()
    with Judge(ROOT) as judge:
        done = list(run(judge, files(tmp_path, 30), tally))
        zygotes = [handle.process for pool in judge._pools.values() for handle in pool._all]
    assert 1 <= len(done) < 30
    assert tally.summary().interrupted
    assert tally.exit_code() == 130
    assert all(process.poll() is not None for process in zygotes)


def test_exit_codes_of_a_mix() -> None:
    """4 beats 3 beats 1; nothing at all is 5; an interrupt is 130."""

    def code(**facts):
        tally = Tally(
            unsound=facts.get("unsound", 0),
            faults=facts.get("faults", 0),
            interrupted=facts.get("interrupted", False),
        )
        tally.by_status.update(facts.get("by_status", {}))
        return tally.exit_code()

    assert code(by_status={"AC": 2}) == 0
    assert code(by_status={"AC": 2, "WA": 1}) == 1
    assert code(by_status={"WA": 1, "JE": 1}, unsound=1) == 3
    assert code(by_status={"WA": 1, "JE": 2}, unsound=1, faults=1) == 4
    assert code() == 5
    assert code(by_status={"JE": 1}, faults=1, interrupted=True) == 130
