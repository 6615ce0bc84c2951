"""`handgrad check`: what a person and a program get from the source alone."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from harness.cli.check import command

BAD = "import torch\n\n\ndef solve(x, w):\n    return torch.autograd.grad(x, w)\n"
FINE = "def solve(x, w):\n    return w\n"


def check(*args: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(command, args, input=stdin)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "step.py"
    path.write_text(BAD)
    return path


def test_a_finding_is_shown_with_place_excerpt_and_way_out(file: Path) -> None:
    """File, line, column, code, rule, the line with carets, and what to do instead."""
    result = check(str(file))
    assert result.exit_code == 1
    lines = result.output.split("\n")
    assert lines[0].startswith(f"{file}:5:12: error HG001 autograd: ")
    assert lines[1] == "    5 |     return torch.autograd.grad(x, w)"
    assert lines[2] == "      |            ^^^^^^^^^^^^^^^^^^^"
    assert lines[3].startswith("      = Derive")
    assert lines[-2] == f"{file}: 1 error."


def test_a_clean_file_says_so(file: Path) -> None:
    """Exit status 0, in words."""
    file.write_text(FINE)
    result = check(str(file))
    assert (result.exit_code, result.output) == (0, f"{file}: nothing here breaks the rules.\n")


def test_a_warning_alone_is_clean(file: Path) -> None:
    """Warnings are shown but do not fail."""
    file.write_text("def solve(x):\n    return x.requires_grad_()\n")
    result = check(str(file))
    assert result.exit_code == 0
    assert "warning HG002 requires-grad" in result.output
    assert result.output.endswith(": 1 warning.\n")


def test_json_is_one_object(file: Path) -> None:
    """A program gets the same, with end places, on one line."""
    result = check(str(file), "--format", "json")
    record = json.loads(result.output)
    assert result.output.count("\n") == 1
    assert (record["schema"], record["clean"], record["failure"]) == ("handgrad.check/v1", False, None)
    (finding,) = record["findings"]
    assert (finding["code"], finding["line"], finding["column"], finding["end_column"]) == (
        "HG001",
        5,
        12,
        31,
    )


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (b"def solve(:\n", "cannot be loaded: Python cannot read line 1"),
        (b"x = 1\n", "There is no function called `solve`"),
        (b"\x00", "NUL"),
        (b"# coding: utf-7\n", "utf-7"),
        (b"(" * 5000, "nested too deeply"),
    ],
)
def test_what_cannot_be_loaded_is_said_in_a_sentence(file: Path, source: bytes, words: str) -> None:
    """No traceback, exit status 1."""
    file.write_bytes(source)
    result = check(str(file))
    assert result.exit_code == 1
    assert words in result.output
    assert "Traceback" not in result.output


def test_standard_input_is_a_dash() -> None:
    """`-` reads the program from standard input."""
    assert check("-", stdin=FINE.encode()).exit_code == 0
    assert "<standard input>:5:12" in check("-", stdin=BAD.encode()).output


@pytest.mark.parametrize("kind", ["missing", "folder", "device", "nul"])
def test_wrong_use_is_exit_status_2(tmp_path: Path, kind: str) -> None:
    """What is no file is said in a sentence."""
    name = {
        "missing": str(tmp_path / "no.py"),
        "folder": str(tmp_path),
        "device": "/dev/null",
        "nul": "a\0b",
    }[kind]
    result = check(name)
    assert result.exit_code == 2
    assert "Error: " in result.output
    assert "Traceback" not in result.output


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    """A hundred megabytes (sparse here) are refused by the first of them."""
    path = tmp_path / "huge.py"
    with path.open("wb") as stream:
        stream.truncate(100 << 20)
    assert "larger than 1 MiB" in check(str(path)).output


def course(tmp_path: Path, policy: str) -> Path:
    (tmp_path / "problems").mkdir()
    (tmp_path / "problems" / "spin.yaml").write_text(f"title: Spin\npolicy: {policy}\n")
    return tmp_path


def test_the_policy_comes_from_the_stem_or_the_option(tmp_path: Path) -> None:
    """A file named after a problem is checked by its policy; --problem names another."""
    root = course(tmp_path, "{complex: allow}")
    for name in ("spin.py", "other.py"):
        (tmp_path / name).write_text("def solve(x):\n    return x * 1j\n")
    assert check(str(tmp_path / "spin.py"), "--course", str(root)).exit_code == 0
    assert check(str(tmp_path / "other.py"), "--course", str(root)).exit_code == 1
    assert check(str(tmp_path / "other.py"), "--course", str(root), "--problem", "spin").exit_code == 0


def test_an_unknown_problem_is_wrong_use_and_a_bad_policy_is_the_problems_fault(tmp_path: Path) -> None:
    """Exit status 2 for the user, 3 for the author."""
    root = course(tmp_path, "{complex: maybe}")
    (tmp_path / "spin.py").write_text(FINE)
    assert check(str(tmp_path / "spin.py"), "--course", str(root), "--problem", "spinn").exit_code == 2
    assert check(str(tmp_path / "spin.py"), "--course", str(tmp_path / "no")).exit_code == 2
    result = check(str(tmp_path / "spin.py"), "--course", str(root))
    assert result.exit_code == 3
    assert "spin.yaml" in result.output


def run(file: Path, code: str, **env: str) -> subprocess.CompletedProcess[str]:
    root = Path(__file__).parents[2]
    return subprocess.run(
        [sys.executable, "-c", code, str(file)],
        capture_output=True,
        text=True,
        check=False,
        cwd=file.parent,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(root), **env},
    )


def test_nothing_heavy_is_imported(file: Path) -> None:
    """The learner waits a tenth of a second, not for a tensor library."""
    code = (
        "import sys, atexit\n"
        "heavy = {'torch', 'numpy', 'pydantic', 'rich', 'jinja2', 'safetensors', 'markdown_it'}\n"
        "atexit.register(lambda: print('HEAVY', sorted(heavy & set(sys.modules))))\n"
        "from harness.cli.check import command\n"
        "command()\n"
    )
    result = run(file, code)
    assert result.stdout.endswith("HEAVY []\n"), result.stderr


def test_no_colour_without_a_terminal(file: Path) -> None:
    """Piped output is plain; hostile text in the file or its name cannot colour it either."""
    file.write_text("import torch\ndef solve(x, w):\n    return torch.autograd.grad(x, '\x1b[31m')\n")
    result = run(file, "from harness.cli.check import command\ncommand()")
    assert "\x1b" not in result.stdout
    assert result.returncode == 1


def test_a_terminal_that_knows_only_ascii_gets_numbers_for_letters(file: Path) -> None:
    """What cannot be shown is spelled out; nothing raises."""
    file.write_text("import torch\ndef solve(x, w):\n    é = torch.autograd.grad(x, w)\n", encoding="utf-8")
    result = run(file, "from harness.cli.check import command\ncommand()", PYTHONIOENCODING="ascii")
    assert (result.returncode, result.stderr) == (1, "")
    assert "\\xe9 = torch.autograd.grad" in result.stdout
