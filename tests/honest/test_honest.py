"""No honest answer is refused: correct solutions in as many styles as people write, each accepted under enforce."""

from pathlib import Path

import pytest

from harness.judging.judge import Judge
from harness.judging.pipeline import Submission
from harness.problem.imports import ALLOWED
from tests.conftest import STEM
from tests.exploits.collection import problem_of

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("*/*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(HERE).with_suffix("")))
def test_an_honest_solution_is_accepted(judge: Judge, path: Path) -> None:
    """Right, and derived by hand: full score and not one finding that is an error."""
    verdict = judge.judge(Submission(path.read_bytes(), problem_of(path), path.name))
    errors = [finding.message for finding in verdict.findings if finding.severity == "error"]
    assert (verdict.status, errors) == ("AC", []), verdict.message
    assert verdict.score == 1.0


def test_there_are_many_styles() -> None:
    """Eighty at the least, and no two of one text."""
    assert len(FILES) >= 80
    assert len({path.read_bytes() for path in FILES}) == len(FILES)


def test_every_module_on_the_list_can_be_imported(judge: Judge) -> None:
    """What the rules let pass is there when the program runs: one import line for each, and an honest answer."""
    honest = (HERE / "habits/unused_imports.py").read_text("utf-8")
    lines = "".join(f"import {name}  # noqa: F401\n" for name in sorted(ALLOWED - {"__future__"}))
    verdict = judge.judge(Submission((lines + honest).encode(), STEM, "imports.py"))
    assert verdict.status == "AC", verdict.message
