"""`handgrad golden`: one line per problem, exit codes that a script can trust, and no traceback."""

import pytest
from click.testing import CliRunner

from harness.cli.golden import command


def run(author, *args, env=None):
    return CliRunner().invoke(command, [*args, "--course", str(author.root)], env=env)


def test_build_then_check(author) -> None:
    """Building writes one golden and one line; checking it finds nothing."""
    result = run(author)
    assert result.exit_code == 0, result.output
    (line,) = result.stdout.splitlines()
    assert line.startswith("step: 2 cases, uncertified, float32 noise")
    assert line.endswith(f"wrote {author.golden}")
    assert "public key" in result.stderr
    before = author.golden.read_bytes()
    result = run(author, "--check")
    assert (result.exit_code, result.stdout) == (0, "step: fresh (2 cases)\n")
    assert author.golden.read_bytes() == before


def test_check_of_a_stale_golden_is_1_and_writes_nothing(author) -> None:
    """What is stale, and what to run."""
    assert run(author, "--check").exit_code == 1
    assert not author.golden.exists()
    run(author)
    author.edit("import torch\n", "import torch\n\n# Changed.\n")
    result = run(author, "step", "--check")
    assert result.exit_code == 1
    assert "stale: the reference changed since it was built. Run `handgrad golden step`" in result.stdout


def test_an_unsound_problem_is_3_and_the_others_are_still_built(author) -> None:
    """One problem's fault does not cost another its golden; neither a broken spec nor a broken reference is written."""
    (author.root / "problems" / "other.yaml").write_text(author.spec.read_text())
    (author.root / "problems" / "third.yaml").write_text("title: [")
    (author.root / "reference" / "other.py").write_text("def solve(x, w, lr, seed):\n    return 1 / 0\n")
    result = run(author)
    assert result.exit_code == 3
    assert "other.py:2: `solve` raised ZeroDivisionError: division by zero." in result.stderr
    assert "third.yaml" in result.stderr
    assert "Traceback" not in result.output
    assert author.golden.exists()
    assert not author.course.golden("other").exists()


def test_usage_is_2(author, tmp_path) -> None:
    """An unknown stem, no course there, a secret without a place for its goldens."""
    result = run(author, "stepp")
    assert result.exit_code == 2
    assert "Did you mean `step`?" in result.output
    assert CliRunner().invoke(command, ["--course", str(tmp_path)]).exit_code == 2
    result = run(author, env={"HANDGRAD_SECRET": "s3cret"})
    assert result.exit_code == 2
    assert "HANDGRAD_GOLDENS" in result.output
    assert "s3cret" not in result.output
    assert not author.golden.exists()


def test_under_a_secret_goldens_leave_the_course(author, tmp_path) -> None:
    """The file goes to HANDGRAD_GOLDENS, and only there; checking under the same secret reads it there."""
    env = {"HANDGRAD_SECRET": "s", "HANDGRAD_GOLDENS": str(tmp_path / "kept")}
    result = run(author, env=env)
    assert result.exit_code == 0, result.output
    assert (tmp_path / "kept" / "step.safetensors").is_file()
    assert not author.golden.exists()
    assert "public key" not in result.stderr
    assert run(author, "--check", env=env).exit_code == 0
    result = run(author, "--check", env={**env, "HANDGRAD_SECRET": "t"})
    assert result.exit_code == 1
    assert "drawn under the secret" in result.stdout
    # Without the secret: checked all the same, and a public golden does not pass for the one that is judged by.
    env = {"HANDGRAD_GOLDENS": str(tmp_path / "kept")}
    result = run(author, "--check", env=env)
    assert result.exit_code == 0
    assert "which is not set here" in result.stdout
    result = run(author, env=env)
    assert author.golden.exists()
    assert f"grading still reads {tmp_path / 'kept'}" in result.stderr


def test_no_problems_is_5(author) -> None:
    """An empty course is said, not passed over."""
    author.spec.unlink()
    assert run(author).exit_code == 5


def test_a_golden_that_cannot_be_written_is_4(author) -> None:
    """The problem is sound; the disk is at fault."""
    author.golden.parent.parent.joinpath("golden").write_text("in the way")
    result = run(author)
    assert result.exit_code == 4
    assert "Traceback" not in result.output


@pytest.mark.parametrize("name", ["golden", "answer"])
def test_help_needs_no_torch(name: str) -> None:
    """Nothing heavy is imported before a command runs."""
    import subprocess
    import sys

    code = (
        "import sys\n"
        f"from harness.cli.{name} import command\n"
        "try:\n    command(['--help'])\nexcept SystemExit:\n    pass\n"
        "assert not {'torch', 'numpy', 'pydantic', 'rich'} & set(sys.modules), 'heavy'\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Exit status" in done.stdout
