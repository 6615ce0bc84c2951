"""Which files are submissions: every way to name them, and a reason for each that is passed over."""

import os
from pathlib import Path

import pytest

from harness.problem.course import Course
from harness.problem.errors import CourseError
from harness.runs.discover import READ_LIMIT, DiscoveryError, Found, Passed, discover
from tests.conftest import ROOT, STEM


@pytest.fixture
def look(tmp_path: Path):
    """Discover in a temporary folder; paths come back relative to it."""

    def run(*names: str, problem: str | None = None):
        items = list(
            discover([name if name == "-" else str(tmp_path / name) for name in names], Course(ROOT), problem)
        )
        found = [
            (str(i.path.relative_to(tmp_path)) if i.path else "-", i.problem, i.student)
            for i in items if isinstance(i, Found)
        ]  # fmt: skip
        return found, {str(i.path.relative_to(tmp_path)): i.reason for i in items if isinstance(i, Passed)}

    return run


def put(path: Path, text: str = "x = 1\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_a_folder_holds_a_folder_for_each_student(look, tmp_path) -> None:
    """DIR/<student>/<stem>.py, sorted; all else is passed over with its reason."""
    put(tmp_path / "class" / "s02" / f"{STEM}.py")
    put(tmp_path / "class" / "s01" / f"{STEM}.py")
    put(tmp_path / "class" / f"{STEM}.py")
    put(tmp_path / "class" / "s01" / "other_problem.py")
    put(tmp_path / "class" / "s01" / "notes.txt")
    put(tmp_path / "class" / "s01" / "deep" / f"{STEM}.py")
    put(tmp_path / "class" / "s01" / ".hidden.py")
    put(tmp_path / "class" / "s01" / "__pycache__" / f"{STEM}.py")
    put(tmp_path / "class" / ".git" / f"{STEM}.py")
    (tmp_path / "class" / "s03" / f"{STEM}.py").mkdir(parents=True)
    found, passed = look("class")
    assert found == [(f"class/{s}/{STEM}.py", STEM, s) for s in ("s01", "s02")]
    assert passed == {
        f"class/{STEM}.py": f"it is not in a student's folder ({tmp_path}/class/<student>/<problem>.py)",
        f"class/s01/deep/{STEM}.py": f"it is not in a student's folder ({tmp_path}/class/<student>/<problem>.py)",
        "class/s01/notes.txt": "it is not a Python file",
        "class/s01/other_problem.py": "its name is no problem of this course",
    }


def test_with_a_problem_every_python_file_below_counts(look, tmp_path) -> None:
    """Any name at any depth; the first folder is the student."""
    put(tmp_path / "d" / "a.py")
    put(tmp_path / "d" / "s01" / "final(2).py")
    put(tmp_path / "d" / "s01" / "old" / "b.py")
    put(tmp_path / "d" / "README.md")
    found, passed = look("d", problem=STEM)
    assert found == [
        ("d/a.py", STEM, None),
        ("d/s01/final(2).py", STEM, "s01"),
        ("d/s01/old/b.py", STEM, "s01"),
    ]
    assert list(passed) == ["d/README.md"]


def test_a_file_says_its_problem_by_its_name(look, tmp_path) -> None:
    """Or the option does; a name that is none is a mistake in the command, which says where to look."""
    put(tmp_path / f"{STEM}.py")
    put(tmp_path / "mine.py")
    assert look(f"{STEM}.py")[0] == [(f"{STEM}.py", STEM, None)]
    assert look("mine.py", problem=STEM)[0] == [("mine.py", STEM, None)]
    with pytest.raises(
        DiscoveryError, match=r"mine\.py does not say which problem.*handgrad problems.*--problem"
    ):
        look("mine.py")


def test_several_paths_are_taken_in_their_order(look, tmp_path) -> None:
    """Files, folders and standard input may be mixed."""
    put(tmp_path / "b.py")
    put(tmp_path / "d" / "a.py")
    assert [f[0] for f in look("b.py", "-", "d", problem=STEM)[0]] == ["b.py", "-", "d/a.py"]


def test_what_is_no_file_is_a_mistake_when_named_and_passed_over_when_found(look, tmp_path) -> None:
    """Missing paths, pipes, and links that may point anywhere, at a golden too."""
    os.mkfifo(tmp_path / "pipe.py")
    with pytest.raises(DiscoveryError, match="does not exist"):
        look("gone.py", problem=STEM)
    with pytest.raises(DiscoveryError, match="neither a file nor a folder"):
        look("pipe.py", problem=STEM)
    with pytest.raises(DiscoveryError, match="add --problem STEM"):
        look("-")
    with pytest.raises(CourseError):
        look("pipe.py", problem="no_such_problem")
    put(tmp_path / "d" / "real.py")
    os.mkfifo(tmp_path / "d" / "pipe.py")
    (tmp_path / "d" / "link.py").symlink_to(tmp_path / "d" / "real.py")
    (tmp_path / "d" / "dangling.py").symlink_to("nowhere")
    (tmp_path / "d" / "elsewhere").symlink_to(tmp_path)
    found, passed = look("d", problem=STEM)
    assert [f[0] for f in found] == ["d/real.py"]
    assert passed == {
        "d/link.py": "it is a symbolic link",
        "d/dangling.py": "it is a symbolic link",
        "d/elsewhere": "it is a symbolic link",
        "d/pipe.py": "it is not a regular file",
    }


def test_a_named_link_is_followed(look, tmp_path) -> None:
    """Whoever names a file means it."""
    put(tmp_path / "real.py")
    (tmp_path / "link.py").symlink_to("real.py")
    assert look("link.py", problem=STEM)[0] == [("link.py", STEM, None)]


def test_reading_stops_where_too_much_begins(tmp_path) -> None:
    """One byte beyond the limit tells that it is too much; a pipe put in the file's place is never waited for."""
    big = tmp_path / "big.py"
    big.write_bytes(b"#" * (READ_LIMIT + 1000))
    assert len(Found(big, STEM).read()) == READ_LIMIT
    big.unlink()
    os.mkfifo(big)
    with pytest.raises(OSError, match="not a regular file"):
        Found(big, STEM).read()
