"""A new problem, from the command to its own tests."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT, Ran, environment

PLUGIN = ("-p", "no:handgrad", "-p", "harness.authoring.pytest_plugin")


def run_pytest(course: Path, *more: str) -> Ran:
    """Run `pytest problems/` in a course as its author would."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *PLUGIN, "-p", "no:cacheprovider", *more, "problems"],
        cwd=course,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, handgrad: Callable[..., Ran]) -> Path:
    """A course with one new problem, its golden built."""
    course = tmp_path_factory.mktemp("course")
    (course / "problems").mkdir()
    assert handgrad("new", "my_first", cwd=course).code == 0
    built = handgrad("golden", "my_first", cwd=course)
    assert built.code == 0, built.err
    assert "certified" in built.out
    assert "uncertified" not in built.out
    return course


def test_a_new_problem_passes_every_check_as_it_is(made: Path) -> None:
    """Spec, golden, certificate, every mistake and every known submission: an author starts from green."""
    ran = run_pytest(made)
    assert ran.code == 0, ran.out
    assert "failed" not in ran.out


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("problems/my_first.yaml", "returns: dict", "returns: dictionary", "key `returns`"),
        ("problems/mistakes/my_first.yaml", '"g = 2 * r"', '"g = 2 * r / N * 1"', "gradient_not_averaged"),
        ("problems/mistakes/my_first.yaml", 'replace: "r = x @ w - y"', 'replace: "r = w @ x"', "occurs nowhere"),
        ("submissions/known/my_first/AC/einsum.py", "* (2 /", "* (3 /", "it got WA instead of AC"),
        ("reference/my_first.py", "g = 2 * r / N", "g = 3 * r / N", "stale"),
    ],
)  # fmt: skip
def test_each_broken_promise_fails_with_a_sentence(
    made: Path, tmp_path: Path, file: str, old: str, new: str, said: str
) -> None:
    """What an author breaks is told in words, without a traceback of Handgrad."""
    import shutil

    course = tmp_path / "copy"
    shutil.copytree(made, course)
    text = (course / file).read_text()
    assert old in text
    (course / file).write_text(text.replace(old, new, 1))
    ran = run_pytest(course)
    assert ran.code == 1, ran.out
    assert said in ran.out
    assert "Traceback" not in ran.out
    assert "INTERNALERROR" not in ran.out


def test_nothing_is_overwritten(made: Path, handgrad: Callable[..., Ran]) -> None:
    """A second `new` of one stem changes no file and says which one exists."""
    before = {path: path.read_bytes() for path in made.rglob("*") if path.is_file()}
    ran = handgrad("new", "my_first", cwd=made)
    assert ran.code == 2
    assert "exists already" in ran.err
    assert {path: path.read_bytes() for path in made.rglob("*") if path.is_file()} == before


def test_a_stem_that_is_no_name_is_refused(made: Path, handgrad: Callable[..., Ran]) -> None:
    """Usage errors are exit 2."""
    ran = handgrad("new", "My-First", cwd=made)
    assert ran.code == 2
    assert "cannot be a problem's name" in ran.err


def test_other_yaml_is_left_alone(tmp_path: Path) -> None:
    """A folder called problems that is no course, and schemas or mistakes in one, are no tests."""
    (tmp_path / "problems" / "mistakes").mkdir(parents=True)
    (tmp_path / "problems" / "one.yaml").write_text("a: 1\n")
    (tmp_path / "problems" / "mistakes" / "one.yaml").write_text("a: 1\n")
    assert run_pytest(tmp_path).code == 5
    (tmp_path / "reference").mkdir()
    ran = run_pytest(tmp_path)
    assert ran.code == 1
    assert "one.yaml" in ran.out
    assert ROOT.name not in ran.out
