"""The public face is typed: code as a user writes it passes mypy --strict, and a slip in it does not."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

API = Path(__file__).with_name("api.py")


def check(path: Path) -> subprocess.CompletedProcess[str]:
    """Run mypy as a user would, with our settings for foreign packages."""
    pytest.importorskip("mypy", reason="types are checked where the lint tools are installed")
    return subprocess.run(
        [sys.executable, "-m", "mypy", "--config-file", str(ROOT / "pyproject.toml"), str(path)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.slow
def test_user_code_passes_a_strict_type_checker() -> None:
    """Every name of `harness.__all__` is used there, and mypy --strict has nothing to say."""
    import harness

    text = API.read_text()
    assert all(name in text for name in harness.__all__)
    done = check(API)
    assert done.returncode == 0, done.stdout


@pytest.mark.slow
def test_a_slip_is_seen(tmp_path: Path) -> None:
    """The types say something: a wrong argument, a score taken for granted and an unknown field are errors."""
    wrong = tmp_path / "wrong.py"
    wrong.write_text(
        "from harness import Judge\n"
        "judge = Judge(jobs='two')\n"
        "half: float = judge.judge_source('x', 'y').score / 2\n"
        "judge.judge_source('x', 'y').grade\n"
    )
    done = check(wrong)
    assert done.returncode == 1
    assert [line.split(":")[1] for line in done.stdout.splitlines() if ": error:" in line] == ["2", "3", "4"]
