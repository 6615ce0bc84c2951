"""The judge: a course, a pool of zygotes, and what was prepared for each problem.

A `Judge` is cheap to make and to pickle (its configuration alone travels). Zygotes start with the first use,
or earlier when `start` is called; problems are read once.
"""

import contextlib
import threading
import time
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Self

from harness.judging.elsewhere import Signatures, written_for
from harness.problem.errors import ProblemError
from harness.sandbox.pool import Pool
from harness.sandbox.zygote_handle import SandboxFault, Settings

if TYPE_CHECKING:
    from harness.judging.pipeline import Submission
    from harness.judging.prepared import Prepared
    from harness.judging.verdict import Verdict
    from harness.problem.course import Course
    from harness.problem.policy import Policy


class Judge:
    """Judges submissions to the problems of one course.

    Args:
        course: the folder that holds `problems/`; by default HANDGRAD_COURSE, else the nearest parent.
        isolation: auto, full, confined or process (see `handgrad doctor`).
        inspection: enforce refuses what breaks a rule; advise reports it and runs the program all the same.
        jobs: how many submissions are judged at a time (one zygote each).
        case: judge this one case only.
        framework: give every submission arrays of this framework, pytorch or numpy; by default those of what it
            imports (see `harness/judging/framework.py`).
        batch: expect many submissions: zygotes take longer to start and fork faster.

    Use it as a context manager, or call `close`.
    """

    def __init__(
        self,
        course: "Path | str | Course | None" = None,
        *,
        isolation: str = "auto",
        inspection: Literal["enforce", "advise"] = "enforce",
        jobs: int = 1,
        case: str | None = None,
        batch: bool = False,
        framework: Literal["pytorch", "numpy"] | None = None,
    ) -> None:
        if jobs < 1:
            raise ValueError("jobs must be at least 1")
        self._course = course
        self.isolation = isolation
        self.inspection: Literal["enforce", "advise"] = inspection
        self.jobs = jobs
        self.case = case
        self.batch = batch
        self.framework: Literal["pytorch", "numpy"] | None = framework
        self._start_fresh()

    def _start_fresh(self) -> None:
        self._pools: dict[Settings, Pool] = {}
        self._closed = False
        self._prepared: dict[str, Prepared | ProblemError] = {}
        self._signatures: Signatures | None = None
        self._lock = threading.Lock()

    def __getstate__(self) -> dict[str, Any]:
        """Configuration alone: processes and locks do not travel."""
        kept = ("_course", "isolation", "inspection", "jobs", "case", "batch", "framework")
        return {name: getattr(self, name) for name in kept}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Arrive as a judge that has started nothing yet."""
        self.__dict__.update(state)
        self._start_fresh()

    def __enter__(self) -> Self:
        """Give the judge itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End every process this judge started."""
        self.close()

    @property
    def course(self) -> "Course":
        """The course; found on first use. Raises CourseError when there is none."""
        from harness.problem.course import Course, find_course

        if not isinstance(self._course, Course):
            self._course = find_course(Path(self._course) if self._course is not None else None)
        return self._course

    def start(self) -> None:
        """Begin starting a zygote now, in the background."""
        self.pool  # noqa: B018 - made on first use

    @property
    def pool(self) -> Pool:
        """The zygotes for problems of the default policy. Raises SandboxFault once the judge is closed."""
        from harness.problem.policy import Policy

        return self.pool_for(Policy())

    def pool_for(self, policy: "Policy") -> Pool:
        """The zygotes for problems of a policy: what it lets a program import and call is there, and no more.

        Most problems share one pool. Raises SandboxFault once the judge is closed.
        """
        from harness.problem.imports import ALLOWED

        settings = Settings(
            self.isolation,
            tuple(sorted(ALLOWED | policy.imports)),
            collapse=self.batch,
            gradient_kernels=policy.gradient_kernels != "refuse",
        )
        with self._lock:
            if self._closed:
                raise SandboxFault("the judge was closed")
            if settings not in self._pools:
                self._pools[settings] = Pool(settings, self.jobs)
            return self._pools[settings]

    def prepare(self, stem: str) -> "Prepared":
        """Load and check a problem once. Raises ProblemError (CourseError for an unknown stem)."""
        from harness.judging.prepared import prepare

        with self._lock:
            if stem not in self._prepared:
                try:
                    self._prepared[stem] = prepare(self.course, stem, self.case)
                except ProblemError as error:
                    # Without its frames: every raise adds to them, and they hold a submission each.
                    self._prepared[stem] = error.with_traceback(None)
            known = self._prepared[stem]
        if isinstance(known, ProblemError):
            raise known.with_traceback(None)
        return known

    def knows(self, stem: str) -> bool:
        """Tell whether a problem was read, or adopted, before."""
        return stem in self._prepared

    def adopt(self, prepared: "Prepared", signatures: Signatures) -> None:
        """Take a problem that a judge of the same settings has prepared elsewhere: this one then needs no course.

        Args:
            prepared: the problem.
            signatures: what `solve` takes for every problem of its course.
        """
        with self._lock:
            self._prepared[prepared.problem.stem] = prepared
            self._signatures = signatures

    def unsound(self, stem: str) -> bool:
        """Tell whether a problem was found to be unsound (a JE for that reason is the author's to mend)."""
        return isinstance(self._prepared.get(stem), ProblemError)

    def judge(self, submission: "Submission") -> "Verdict":
        """Judge one submission. What is wrong with the problem or the sandbox becomes a JE verdict."""
        from harness.judging import pipeline

        started = time.monotonic()
        draft = pipeline.Draft(
            submission, self.inspection, framework=self.framework, versions={"handgrad": version()}
        )
        try:
            prepared = self.prepare(submission.problem)
        except ProblemError as error:
            return pipeline.judge_error(draft, f"The problem cannot be judged: {error}")
        draft.timing["prepare"] = time.monotonic() - started
        allowed = prepared.problem.frameworks
        if self.framework not in (None, *allowed):
            reason = f"{self.framework} was asked for, and {submission.problem} takes {' or '.join(allowed)}"
            return pipeline.judge_error(draft, f"The problem cannot be judged so: {reason}.")
        try:
            pool = self.pool_for(prepared.problem.policy)
        except SandboxFault as fault:
            return pipeline.judge_error(draft, f"The sandbox failed, not the submission: {fault}.")
        verdict = pipeline.judge(draft, prepared, pool)
        told = written_for(verdict, prepared.problem, self.signatures, self.framework)
        if not told:
            return verdict
        # That it cannot be called says less than why; a run that went wrong is told as it was, and then why.
        message = told if verdict.status == "CE" else f"{verdict.message} {told}"
        return verdict.model_copy(update={"message": message})

    def signatures(self) -> Signatures:
        """Give what `solve` takes for every problem of the course that can be read. Read once, when first needed."""
        from harness.problem.spec import load_problem

        if self._signatures is None:
            found: dict[str, tuple[str, ...]] = {}
            for stem in self.course.stems():
                # A problem that is unsound is told about when a submission to it is judged, not here.
                with contextlib.suppress(ProblemError):
                    found[stem] = tuple(load_problem(stem, self.course).inputs)
            self._signatures = found
        return self._signatures

    def judge_source(self, source: str, problem: str, *, path: str = "<source>") -> "Verdict":
        """Judge a program given as text."""
        from harness.judging.pipeline import Submission

        # Half a surrogate pair is no text; the judge then says so as it does for any bytes that are not UTF-8.
        return self.judge(Submission(source.encode("utf-8", "surrogatepass"), problem, path))

    def judge_file(self, path: "Path | str", problem: str | None = None) -> "Verdict":
        """Judge a file; its name is the stem of the problem unless one is given. Raises OSError."""
        from harness.judging.pipeline import Submission

        path = Path(path)
        return self.judge(Submission(path.read_bytes(), problem or path.stem, str(path)))

    def close(self) -> None:
        """End every process this judge started."""
        with self._lock:
            self._closed = True
            pools, self._pools = self._pools, {}
        for pool in pools.values():
            pool.close()


@cache
def version() -> str:
    """Give the installed version of Handgrad, or that of the source tree. Looked up once: it reads files."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return installed("handgrad")
    except PackageNotFoundError:
        return "source"
