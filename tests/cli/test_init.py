"""A course of one's own: from the source tree, and from a wheel in an environment that has never seen the repository."""

import shutil
import site
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from harness.problem.course import Course
from harness.problem.shipped import FOLDERS, in_folder
from tests.conftest import ROOT, STEM, environment
from tests.judging.programs import program


def test_init_makes_a_course_that_works(handgrad, tmp_path) -> None:
    """Problems, mistakes, goldens and references are all there, and `problems` and `show` work in it at once."""
    ran = handgrad("init", "mine", cwd=tmp_path)
    assert ran.code == 0, ran.err
    made = tmp_path / "mine"
    assert set(in_folder(made)) == set(in_folder(ROOT))
    assert Course(made).stems() == Course(ROOT).stems()
    assert {path.name for path in made.iterdir()} == {"problems", "reference", "README.md", ".gitignore"}
    assert "handgrad problems" in (made / "README.md").read_text()
    listed = handgrad("problems", cwd=made)
    assert listed.code == 0, listed.err
    assert STEM in listed.out


def test_init_leaves_a_folder_that_holds_anything(handgrad, tmp_path) -> None:
    """Nothing is overwritten, a file of the same name included; an empty folder will do."""
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "notes").write_text("mine")
    (tmp_path / "file").write_text("mine")
    for name in ("full", "file"):
        ran = handgrad("init", name, cwd=tmp_path)
        assert ran.code == 2
        assert f"{name} is not empty" in ran.err
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["notes"]
    (tmp_path / "empty").mkdir()
    assert handgrad("init", "empty", cwd=tmp_path).code == 0


def test_the_wheel_names_the_folders_of_a_course() -> None:
    """What pyproject puts into the wheel is what `init` looks for."""
    import tomllib

    files = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["data-files"]
    assert files == {
        f"share/handgrad/course/{folder}": [f"{folder}/*{suffix}"] for folder, suffix in FOLDERS.items()
    }


@pytest.mark.slow
def test_a_wheel_gives_a_working_course(tmp_path) -> None:
    """Built, installed without its dependencies, and used: init, problems, show, start, grade, and no repository."""
    pytest.importorskip("setuptools", minversion="77")  # the build's own need; a test environment may lack it
    source = tmp_path / "source"
    source.mkdir()
    for name in ("harness", "problems", "reference"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source / name)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    build = [
        *pip,
        "wheel",
        "-q",
        "--no-deps",
        "--no-build-isolation",
        "--wheel-dir",
        str(tmp_path),
        str(source),
    ]
    subprocess.run(build, check=True, capture_output=True, cwd=tmp_path)
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert not [name for name in names if name.startswith(("problems", "reference", "tests"))]

    venv = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(venv)], check=True)
    python = venv / "bin" / "python"
    subprocess.run(
        [*pip, "--python", str(python), "install", "-q", "--no-deps", str(wheel)], check=True, cwd=tmp_path
    )
    # The dependencies are those of the environment that runs this test.
    purelib = Path(sysconfig.get_path("purelib", vars={"base": str(venv), "platbase": str(venv)}))
    (purelib / "dependencies.pth").write_text("\n".join(site.getsitepackages()))
    shutil.rmtree(source)

    plain = {name: value for name, value in environment().items() if name != "PYTHONPATH"}

    def run(*args: object, cwd: Path = tmp_path) -> str:
        done = subprocess.run(
            [venv / "bin" / "handgrad", *map(str, args)], capture_output=True, text=True, cwd=cwd, env=plain,
            check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    run("init", "mine")
    made = tmp_path / "mine"
    assert set(in_folder(made)) == set(in_folder(ROOT))
    assert STEM in run("problems", cwd=made)
    assert "log_var" in run("show", STEM, cwd=made)
    run("show", STEM, "--format", "html", "--output", "page.html", cwd=made)
    run("start", STEM, "--to", "work", cwd=made)
    (made / "work" / f"{STEM}.py").write_text(program())
    assert "ACCEPTED" in run("grade", f"work/{STEM}.py", cwd=made)
    run("bundle", STEM, "--to", "hand-out", cwd=made)
    assert (made / "hand-out" / "starters" / f"{STEM}.py").is_file()
