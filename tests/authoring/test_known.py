"""Known submissions: what a first line may say, and when a verdict is objected to."""

from pathlib import Path

import pytest

from harness.authoring.known import known_submissions, read_known
from harness.judging.judge import Judge
from harness.judging.pipeline import Submission
from harness.problem.course import Course
from harness.problem.errors import ProblemError


def write(root: Path, folder: str, text: str) -> Path:
    """Put a known submission to `small` into a course."""
    path = root / "submissions" / "known" / "small" / folder / "one.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


@pytest.mark.parametrize(
    ("folder", "line", "reason", "slow"),
    [
        ("AC", "# expect: AC", None, False),
        ("AC", "\ufeff# expect: AC\r", None, False),
        ("RV", "# expect: RV autograd", "autograd", False),
        ("TLE", "# expect: TLE slow", None, True),
        ("RTE", "# expect: RTE KeyError slow", "KeyError", True),
    ],
)
def test_a_first_line_is_read(tmp_path: Path, folder: str, line: str, reason: str | None, slow: bool) -> None:
    """Status, reason and slowness, whatever the line ends with."""
    known = read_known(write(tmp_path, folder, f"{line}\n"), "small")
    assert (known.status, known.reason, known.slow) == (folder, reason, slow)


@pytest.mark.parametrize(
    ("folder", "line", "said"),
    [
        ("AC", "import torch", "does not say what verdict"),
        ("AC", "# expect: WA", "the folder is AC"),
        ("RV", "# expect: RV", "no rule is named"),
        ("CE", "# expect: CE", "is no reason for CE"),
        ("CE", "# expect: CE spelling", "`spelling` is no reason"),
        ("OK", "# expect: OK", "`OK` is no status"),
    ],
)
def test_a_wrong_first_line_is_told_with_its_file(tmp_path: Path, folder: str, line: str, said: str) -> None:
    """An expectation nobody can check is the author's slip, not a passing test."""
    write(tmp_path, folder, f"{line}\n")
    with pytest.raises(ProblemError) as error:
        known_submissions(Course(tmp_path), "small")
    assert said in str(error.value)
    assert str(error.value).startswith(str(tmp_path))


def test_no_folder_is_no_submissions(tmp_path: Path) -> None:
    """Known submissions are optional."""
    assert known_submissions(Course(tmp_path), "small") == ()


RIGHT = (Path(__file__).parents[2] / "submissions/known/train_vae_end_to_end/AC/einsum.py").read_text("utf-8")
SOLVE = "def solve(x, w_enc, w_dec, lr, seed):\n    "


@pytest.mark.parametrize(
    ("line", "program", "said"),
    [
        ("WA", RIGHT, "it got AC instead of WA"),
        ("AC", SOLVE + "return 2 * x", "it got WA instead of AC"),
        ("RV complex-numbers", SOLVE + "return x.sum().backward()", "it broke autograd, not complex-numbers"),
        ("RTE MemoryError", SOLVE + "return {}['a']", "does not speak of MemoryError"),
        ("CE encoding", "def solve(x, w_enc", "is not about encoding"),
    ],
)
def test_a_verdict_for_another_reason_is_objected_to(
    judge: Judge, tmp_path: Path, line: str, program: str, said: str
) -> None:
    """The real judge's verdict on a program is held against what its first line promises."""
    path = write(tmp_path, line.split(maxsplit=1)[0], f"# expect: {line}\n{program}\n")
    known = read_known(path, "train_vae_end_to_end")
    objection = known.objection(judge.judge(Submission(path.read_bytes(), known.stem, "one.py")))
    assert objection is not None
    assert said in objection
