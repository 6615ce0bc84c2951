"""User-style code over the public face. Never run: mypy --strict reads it, and what it says about types is the test."""

from collections.abc import Mapping
from pathlib import Path
from typing import assert_type

import numpy as np

import harness
from harness import Comparison, Judge, Problem, Verdict, compare, inspect_source, load_problem


def grade(path: Path, source: str) -> float | None:
    """Grade a file and a text; a judge error has no score."""
    with Judge("course", isolation="auto", inspection="advise", jobs=2, case=None, batch=True) as judge:
        judge.start()
        by_file = judge.judge_file(path)
        assert_type(by_file, Verdict)
        verdict = judge.judge_source(source, "train_vae_end_to_end", path="mine.py")
    assert_type(verdict.score, float | None)
    assert_type(verdict.accepted, bool)
    for case in verdict.cases:
        assert_type(case.hidden, bool)
        for view in case.views or ():
            assert_type(view.error, float | None)
            if view.worst is not None:
                assert_type(view.worst.index, tuple[int, ...])
    for finding in verdict.findings:
        assert_type(finding.line, int | None)
    if verdict.status == "AC" and verdict.diagnosis is None:
        return verdict.score
    return by_file.score


def closer(inputs: Mapping[str, object], expected: Mapping[str, object]) -> bool:
    """Compare an output by hand, by stem and by problem."""
    problem = load_problem("train_vae_end_to_end")
    assert_type(problem, Problem)
    found = compare(problem, inputs, expected, np.zeros(9))
    assert_type(found, Comparison)
    assert_type(found.accepted, bool)
    again = harness.compare(problem.stem, inputs, expected, {"out": 1.0})
    return again.accepted and found.fault is None


def broken(data: bytes) -> list[str]:
    """Read a source without running it."""
    inspection = inspect_source(data, entry="solve")
    assert_type(inspection.source, str | None)
    return [
        f"{finding.line}: {finding.rule}" for finding in inspection.findings if finding.severity == "error"
    ]
