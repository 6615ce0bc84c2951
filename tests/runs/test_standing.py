"""Where a learner stands: which files count, and what follows from the verdicts."""

import pytest

from harness.problem.course import Course
from harness.runs.discover import DiscoveryError
from harness.runs.standing import progress, submissions
from tests.conftest import STEM
from tests.judging.programs import program

REQUIRES = {STEM: (), "after": (STEM,), "beside": (), "long_after": ("after",)}


def test_files_are_those_named_after_a_problem(root, tmp_path) -> None:
    """Directly in the folder, in order, no links; a path that is no folder is an error."""
    (tmp_path / f"{STEM}.py").write_text("")
    (tmp_path / "other.py").write_text("")
    (tmp_path / "deeper").mkdir()
    (tmp_path / "deeper" / f"{STEM}.py").write_text("")
    assert [found.path.name for found in submissions(tmp_path, Course(root))] == [f"{STEM}.py"]
    (tmp_path / f"{STEM}.py").unlink()
    (tmp_path / f"{STEM}.py").symlink_to(root / "reference" / f"{STEM}.py")
    assert list(submissions(tmp_path, Course(root))) == []
    with pytest.raises(DiscoveryError, match="is no folder"):
        list(submissions(tmp_path / "other.py", Course(root)))


@pytest.mark.parametrize(
    ("source", "standing"),
    [
        (None, {STEM: "next", "after": "later", "beside": "next", "long_after": "later"}),
        (program(), {STEM: "solved", "after": "next", "beside": "next", "long_after": "later"}),
        ("def solve(", {STEM: "tried", "after": "later", "beside": "next", "long_after": "later"}),
    ],
    ids=["nothing", "right", "wrong"],
)
def test_what_is_next_follows_from_what_is_accepted(judge, root, tmp_path, source, standing) -> None:
    """An accepted problem opens what requires it alone; a wrong one opens nothing."""
    if source is not None:
        (tmp_path / f"{STEM}.py").write_text(source)
    found = list(submissions(tmp_path, Course(root)))
    reached = progress(judge, found, REQUIRES)
    assert reached.standing == standing
    assert reached.solved == [stem for stem, here in standing.items() if here == "solved"]
