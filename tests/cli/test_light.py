"""What answers in a blink imports nothing heavy, and the judge's own process never meets torch."""

import re
import subprocess
import sys

import pytest

from harness.cli import COMMANDS
from tests.conftest import KNOWN, ROOT, STEM, environment
from tests.judging.programs import program

HEAVY = {"torch", "numpy", "pydantic", "pydantic_core", "rich", "jinja2", "safetensors"}


def imported(*args: str, code: str = "") -> tuple[set[str], subprocess.CompletedProcess]:
    """Run a command with -X importtime; give the top-level names it imported."""
    what = ["-c", code] if code else ["-m", "harness", *args]
    done = subprocess.run([sys.executable, "-X", "importtime", *what], cwd=ROOT, env=environment(), capture_output=True,
                          text=True, check=False)  # fmt: skip
    names = {
        m[1].split(".")[0]
        for m in re.finditer(r"^import time:[^|]*\|[^|]*\|\s*(\S+)$", done.stderr, re.MULTILINE)
    }
    return names, done


@pytest.mark.parametrize(
    "args",
    [
        ["--help"],
        *([name, "--help"] for name in COMMANDS),
        ["check", str(KNOWN / "RV" / "loss_backward.py"), "--problem", STEM],
        ["check", str(ROOT / "reference" / f"{STEM}.py")],
        ["nonsense"],
    ],
    ids=" ".join,
)
def test_help_and_check_import_nothing_heavy(args) -> None:
    """No torch, NumPy or pydantic on the way to an answer that reading alone can give."""
    names, done = imported(*args)
    assert done.returncode in {0, 1, 2}
    assert "harness" in names
    assert not names & HEAVY


@pytest.mark.parametrize("args", [["show", STEM, "--solved"], ["problems"], ["schema"]], ids=" ".join)
def test_reading_a_course_needs_no_torch(args) -> None:
    """Statements, lists and schemas come from text and NumPy arrays alone."""
    names, done = imported(*args)
    assert done.returncode == 0, done.stderr[-2000:]
    assert "torch" not in names


def test_import_harness_costs_nothing() -> None:
    """The public face is resolved when it is used."""
    names, done = imported(code="import harness; assert 'Judge' in dir(harness)")
    assert done.returncode == 0, done.stderr
    assert not names & (HEAVY | {"yaml", "click"})


def test_grading_never_imports_torch_or_pickle_into_the_judge(tmp_path) -> None:
    """A real grading run in one process: afterwards torch is not among its modules; unpickling was never asked for."""
    file = tmp_path / f"{STEM}.py"
    file.write_text(program())
    code = (
        "import sys, pickle\n"
        "def never(*a, **k): raise AssertionError('unpickled')\n"
        "pickle.loads = pickle.load = pickle.Unpickler = never\n"
        f"sys.argv = ['handgrad', 'grade', {str(file)!r}, '--case', 'example']\n"
        "from harness.cli import main\n"
        "try: main()\n"
        "except SystemExit as end: assert not end.code, end.code\n"
        "assert 'torch' not in sys.modules\n"
        "assert not sys.modules.keys() & {'ray', 'harness.runs.cluster', 'harness.runs.ray_address'}\n"
        "assert 'harness.sandbox.child' not in sys.modules\n"
        "print('clean')"
    )
    names, done = imported(code=code)
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.endswith("clean\n")
    assert not names & {"torch", "ray"}


def test_help_tells_a_stranger_everything() -> None:
    """Every command has a line; grade lists its formats and its exit codes."""
    _names, done = imported("--help")
    for name, words in COMMANDS.items():
        assert f"  {name}" in done.stdout
        assert words.split(":")[0] in done.stdout
    _names, done = imported("grade", "--help")
    for words in (
        "--problem",
        "--isolation",
        "text",
        "json",
        "html",
        "csv",
        "sarif",
        "Exit codes",
        "standard input",
    ):
        assert words in done.stdout
