"""The course that Handgrad carries, wherever it was installed from: a wheel, or a source tree.

A wheel puts it under `share/handgrad/course` of the environment, outside every importable package, so that nothing
can import a reference by a name. `pyproject.toml` lists the same folders.
"""

from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path, PurePosixPath

from harness.problem.errors import CourseError

#: Where a course's files lie, and what they end in.
FOLDERS = {
    "problems": ".yaml",
    "problems/mistakes": ".yaml",
    "problems/golden": ".safetensors",
    "problems/schema": ".json",
    "reference": ".py",
}
_INSTALLED = "share/handgrad/course/"


def shipped() -> dict[str, Path]:
    """Every file of the course, by its path inside a course.

    Raises:
        CourseError: this installation has none.
    """
    found = in_folder(Path(__file__).parents[2]) or _installed()
    if not found:
        raise CourseError(
            "this installation of Handgrad carries no course",
            fix="Install the wheel, or copy the repository's",
        )
    return found


def in_folder(root: Path) -> dict[str, Path]:
    """The files of a course's folder; none where there is no problem in it."""
    if not any((root / "problems").glob("*.yaml")):
        return {}
    return {
        f"{folder}/{path.name}": path
        for folder, suffix in FOLDERS.items()
        for path in sorted((root / folder).glob(f"*{suffix}"))
    }


def _installed() -> dict[str, Path]:
    """What the installer recorded: it alone knows where an environment keeps its data."""
    try:
        files = distribution("handgrad").files or []
    except PackageNotFoundError:
        return {}
    found = {}
    for file in files:
        _, marker, inside = PurePosixPath(file).as_posix().partition(_INSTALLED)
        if marker:
            found[inside] = Path(str(file.locate()))
    return dict(sorted(found.items()))
