"""A hand-out holds what learners may have and nothing that would answer for them."""

import re

import numpy as np
import pytest

from harness.problem.golden import read_golden
from tests.conftest import ROOT, STEM


@pytest.fixture
def handed(handgrad, course_copy, tmp_path):
    """A hand-out of the real problem."""
    folder = tmp_path / "hand-out"
    ran = handgrad("bundle", STEM, STEM, "--to", folder, "--course", course_copy)
    assert ran.code == 0, ran.err
    return folder


def test_it_holds_statements_starters_and_shown_cases(handed) -> None:
    """Each file by its name, every link to a file that is there, and shown cases as they are stored."""
    files = {path.relative_to(handed).as_posix() for path in handed.rglob("*") if path.is_file()}
    golden = read_golden(ROOT / "problems" / "golden" / f"{STEM}.safetensors")
    shown = ("example", "by_hand")
    assert files == {
        "README.md", "index.html", f"statements/{STEM}.html", f"statements/{STEM}.md", f"starters/{STEM}.py",
        *(f"shown/{STEM}/{case}.npz" for case in shown),
    }  # fmt: skip
    for page in (handed / "index.html", handed / "statements" / f"{STEM}.html", handed / "README.md"):
        for link in re.findall(r'href="([^"#]+)"|\]\(([^)]+)\)', page.read_text()):
            assert (page.parent / "".join(link)).is_file(), link
    for case in shown:
        with np.load(handed / "shown" / STEM / f"{case}.npz") as stored:
            np.testing.assert_array_equal(stored["input/x"], golden.cases[case].inputs["x"])
            np.testing.assert_array_equal(stored["expected/w_enc"], golden.cases[case].expected["w_enc"])
            assert stored["input/lr"] == golden.cases[case].inputs["lr"]


def test_it_holds_no_answer(handed) -> None:
    """Not the reference's lines, not a known mistake, and no number of a hidden case."""
    reference = (ROOT / "reference" / f"{STEM}.py").read_text()
    lines = [line.strip() for line in reference.splitlines() if " = " in line and len(line) > 30]
    mistakes = re.findall(r"looks_like: (.+)", (ROOT / "problems" / "mistakes" / f"{STEM}.yaml").read_text())
    assert lines
    assert mistakes
    golden = read_golden(ROOT / "problems" / "golden" / f"{STEM}.safetensors")
    hidden = [case for name, case in golden.cases.items() if name not in ("example", "by_hand")]
    assert hidden
    for path in handed.rglob("*"):
        if not path.is_file():
            continue
        data = path.read_bytes()
        for text in (*lines, *mistakes):
            assert text.encode() not in data, f"{path}: {text}"
        for case in hidden:
            for array in (*case.inputs.values(), *case.expected.values(), *case.draws.values()):
                if isinstance(array, np.ndarray):
                    assert array.tobytes() not in data
                    assert array.astype(np.float64).tobytes() not in data


def test_the_same_course_gives_the_same_bytes(handed, handgrad, course_copy, tmp_path) -> None:
    """Nothing in a hand-out depends on the clock."""
    handgrad("bundle", STEM, "--to", tmp_path / "again", "--course", course_copy)
    for path in handed.rglob("*"):
        if path.is_file():
            assert path.read_bytes() == (tmp_path / "again" / path.relative_to(handed)).read_bytes()


def test_a_folder_that_holds_anything_is_left_alone(handgrad, course_copy, tmp_path) -> None:
    """Exit code 2, and what was there stays as it was."""
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "notes").write_text("mine")
    ran = handgrad("bundle", STEM, "--to", tmp_path / "full", "--course", course_copy)
    assert ran.code == 2
    assert "is not empty" in ran.err
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["notes"]


def test_an_unsound_problem_leaves_no_half_of_a_hand_out(handgrad, course_copy, tmp_path) -> None:
    """A stale golden is said with exit code 3, and nothing is written."""
    spec = course_copy / "problems" / f"{STEM}.yaml"
    spec.write_text(spec.read_text().replace("N: 13", "N: 12"))
    ran = handgrad("bundle", STEM, "--to", tmp_path / "new", "--course", course_copy)
    assert ran.code == 3
    assert not (tmp_path / "new").exists()
