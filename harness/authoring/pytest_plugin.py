"""`pytest problems/`: every problem of a course as tests.

For `problems/<stem>.yaml` in a folder that also has `reference/`, these are collected:

    spec                     the file is a sound spec
    golden                   the stored golden is what would be built today
    certificate              it is certified, and the stored numbers bear it out
    mistake/<id>             the reference with this mistake made is rejected
    known/<STATUS>/<file>    a known submission gets its verdict, for its reason, in the real sandbox

Installed with Handgrad; `-p no:handgrad` leaves it out. Nothing heavy is imported until a problem is collected.
"""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from harness.problem.course import Course, is_stem
from harness.problem.errors import ProblemError

if TYPE_CHECKING:
    from harness.authoring.known import Known
    from harness.judging.judge import Judge

_JUDGE = pytest.StashKey["Judge"]()


def pytest_configure(config: pytest.Config) -> None:
    """Tell pytest of the mark that slow known submissions carry."""
    config.addinivalue_line("markers", "slow: takes more than a few seconds")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> "ProblemFile | None":
    """Collect `problems/<stem>.yaml` of a course."""
    folder = file_path.parent
    if file_path.suffix != ".yaml" or folder.name != "problems" or not is_stem(file_path.stem):
        return None
    if not (folder.parent / "reference").is_dir():
        return None
    return ProblemFile.from_parent(parent, path=file_path)


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the judge, if one was started."""
    judge = config.stash.get(_JUDGE, None)
    if judge is not None:
        judge.close()


class Objection(Exception):  # noqa: N818 - not a fault of the code: a promise of a problem that is not kept
    """What is wrong with a problem, in a sentence."""


class ProblemFile(pytest.File):
    """The tests of one problem."""

    def collect(self) -> Iterable["ProblemItem"]:
        """List the promises. Where the spec or a file beside it is unsound, the item that says so comes alone."""
        from harness.authoring import promises

        stem, course = self.path.stem, Course(self.path.parents[1])

        def item(name: str, promise: Callable[[], str | None]) -> ProblemItem:
            return ProblemItem.from_parent(self, name=name, promise=promise)

        yield item("spec", partial(promises.spec, course, stem))
        try:
            promises.spec(course, stem)
            mistakes, known = promises.mistakes(course, stem), promises.known(course, stem)
        except ProblemError as error:
            said = str(error)
            yield item("files", lambda: said)
            return
        yield item("golden", partial(promises.golden, course, stem))
        yield item("certificate", partial(promises.certificate, course, stem))
        for mistake in mistakes:
            yield item(f"mistake/{mistake.id}", partial(promises.caught, course, stem, mistake))
        for one in known:
            made = item(f"known/{one.name}", partial(graded, self.config, course, one))
            if one.slow:
                made.add_marker("slow")
            yield made


class ProblemItem(pytest.Item):
    """One promise: a function that returns an objection, or None."""

    def __init__(self, *, promise: Callable[[], str | None], **rest: Any) -> None:
        super().__init__(**rest)
        self.promise = promise

    def runtest(self) -> None:
        """Ask for an objection."""
        try:
            objection = self.promise()
        except ProblemError as error:
            raise Objection(str(error)) from None
        if objection:
            raise Objection(objection)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Give an author the sentence alone; a fault of Handgrad keeps its traceback."""
        if isinstance(excinfo.value, Objection):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Place the item at its problem."""
        return self.path, 0, f"{self.path.stem}: {self.name}"


def graded(config: pytest.Config, course: Course, one: "Known") -> str | None:
    """Judge a known submission."""
    from harness.authoring import promises

    return promises.verdict(judge_of(config, course.root), one)


def judge_of(config: pytest.Config, root: Path) -> "Judge":
    """The one judge of this run. A second course in one run gets its own, and the first is ended."""
    from harness.judging.judge import Judge

    judge = config.stash.get(_JUDGE, None)
    if judge is None or judge.course.root != root:
        if judge is not None:
            judge.close()
        judge = config.stash[_JUDGE] = Judge(root, batch=True)
    return judge
