"""`handgrad bench`: everybody is measured on the same work, and what cannot be measured is said in a sentence."""

import json

import pytest

from harness.problem.course import Course
from harness.runs.bench.contenders import BenchError, Peer
from harness.runs.bench.measure import Row, quantile, ratios
from harness.runs.bench.workload import carried, make
from tests.conftest import ROOT, STEM

SMALL = ROOT / "benchmarks" / "course"


@pytest.mark.slow
def test_a_host_is_measured(handgrad) -> None:
    """Five ways to judge, each with as many rounds, and four ratios whose lowest is no more than the highest."""
    done = handgrad("bench", "--course", SMALL, "--rounds", 2, "--json")
    assert done.code == 0, done.err
    said = json.loads(done.out)
    assert (said["schema"], said["problem"], said["cases"]) == ("handgrad.bench/v1", "autoencoder_step", 10)
    assert said["calls"] == 11
    assert len(said["seconds"]) == 5
    assert all(len(rounds) == 2 and min(rounds) > 0 for rounds in said["seconds"].values())
    assert said["ratios"].keys() == {"fresh", "forkserver", "bare", "floor"}
    assert all(0 < ratio["low"] <= ratio["median"] <= ratio["high"] for ratio in said["ratios"].values())
    assert said["p50"] <= said["p99"]


def test_a_problem_that_is_not_there_is_a_sentence(handgrad) -> None:
    """A slip in the name costs no process and offers the nearest."""
    done = handgrad("bench", "--course", SMALL, "--problem", "autoencoder_stop", "--rounds", 2)
    assert done.code == 2
    assert "autoencoder_step" in done.err


def test_the_carried_course_is_a_course() -> None:
    """Where no course is at hand, the one that the installation carries is measured."""
    assert carried().has(STEM)


def test_no_two_items_are_the_same_text(tmp_path) -> None:
    """Nothing may be judged once for all: every submission of a workload differs, across rounds as well."""
    workload = make(Course(SMALL), None, tmp_path)
    items = workload.items(0, 5) + workload.items(5, 5)
    assert len({item.source for item in items}) == 10
    assert all(item.path.read_text() == item.source for item in items)


def test_a_peer_accepts_the_right_and_refuses_the_wrong(tmp_path) -> None:
    """The floor compares what it computes: it would not be quick by doing nothing."""
    workload = make(Course(SMALL), None, tmp_path)
    floor = Peer("floor", "floor", workload)
    try:
        right = workload.items(0, 2)
        wrong = workload.items(2, 1, lambda _number, text: text.replace("g_out = 2 /", "g_out = 1 /"))
        took = floor.judge([*right, *wrong])
        assert took.passed == 2
        assert len(took.each) == 3
        assert sum(took.each) <= took.whole
    finally:
        floor.close()


def test_a_peer_that_cannot_start_is_an_error(tmp_path) -> None:
    """A process that ends is told as that, never measured as quick."""
    workload = make(Course(SMALL), None, tmp_path)
    lost = Peer("no such kind", "lost", workload)
    try:
        with pytest.raises(BenchError, match="its process ended"):
            lost.judge(workload.items(0, 1))
    finally:
        lost.close()


def test_ratios_are_taken_round_by_round() -> None:
    """A machine that slows down between rounds changes times and leaves ratios alone; p99 is a value that was seen."""
    ours, theirs = Row("a", rounds=[1.0, 10.0]), Row("b", rounds=[3.0, 30.0])
    assert ratios(ours, theirs) == [3.0, 3.0]
    assert quantile([3.0, 1.0, 2.0], 0.5) == 2.0
    assert quantile([float(n) for n in range(100)], 0.99) == 99.0
