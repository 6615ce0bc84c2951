"""A new problem: a small one that is complete, to be changed into another.

Everything an author writes is there (spec, reference, mistakes, known submissions) and passes every check from the
first minute, so that the author always changes something that works.
"""

from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from harness.problem.course import Course, is_stem
from harness.problem.errors import CourseError


@dataclass(frozen=True)
class Written:
    """What was written, in the order in which an author reads it."""

    paths: tuple[Path, ...]


def new_problem(course: Course, stem: str, title: str | None = None) -> Written:
    """Write the files of a new problem. Nothing is overwritten, and on a fault nothing is written.

    Args:
        course: where it belongs.
        stem: its name.
        title: for people; made of the stem where it is not given.

    Raises:
        CourseError: the stem is no name, or one of its files exists.
        OSError: the course's folders cannot be written to.
    """
    if not is_stem(stem):
        raise CourseError(
            f"`{stem}` cannot be a problem's name",
            fix="Use lower-case letters, digits and _, not beginning with a digit",
        )
    texts = _texts(course.root, stem, title or stem.replace("_", " ").strip().capitalize())
    for path in texts:
        if path.exists():
            raise CourseError(f"{path} exists already", fix="Choose another stem, or move the file away")
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        # "x": a file that came into being since the check above is not lost either.
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    return Written(tuple(texts))


def _texts(root: Path, stem: str, title: str) -> dict[Path, str]:
    from jinja2 import Environment, StrictUndefined

    # The files are YAML and Python of our own; escaping is for HTML.
    environment = Environment(undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False)  # noqa: S701
    scaffold = files("harness.authoring") / "scaffold"

    def render(template: Traversable) -> str:
        return environment.from_string(template.read_text("utf-8")).render(stem=stem, title=title)

    known = root / "submissions" / "known" / stem
    texts = {
        root / "problems" / f"{stem}.yaml": render(scaffold / "spec.yaml.j2"),
        root / "reference" / f"{stem}.py": render(scaffold / "reference.py.j2"),
        root / "problems" / "mistakes" / f"{stem}.yaml": render(scaffold / "mistakes.yaml.j2"),
    }
    for template in sorted((scaffold / "known").iterdir(), key=lambda file: file.name):
        status, _, name = template.name.removesuffix(".j2").partition("_")
        texts[known / status / name] = render(template)
    return texts
