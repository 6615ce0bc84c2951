"""A judge that asks the resident one, and judges itself when that one cannot.

For reports that the command writes: it is used wherever a `Judge` is, so order, interrupts, counts and exit codes
are those of any run. A submission is asked for once and judged here only when no answer came: it has exactly one
verdict either way.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from harness.judging.judge import Judge
from harness.runs.resident.client import Resident, ResidentGone
from harness.runs.resident.protocol import Request

if TYPE_CHECKING:
    from harness.judging.pipeline import Submission
    from harness.judging.verdict import Verdict
    from harness.problem.course import Course

UNSOUND = 3


class ResidentJudge(Judge):
    """A `Judge` whose verdicts come from the resident judge of its course.

    Args:
        resident: whom to ask.
        say: told once, in a sentence, when there is no answer from there.
        course, isolation, inspection, jobs, case, framework: as for `Judge`.
    """

    def __init__(
        self,
        resident: Resident,
        say: Callable[[str], None],
        course: "Course",
        *,
        isolation: str,
        inspection: Literal["enforce", "advise"],
        jobs: int,
        case: str | None,
        framework: Literal["pytorch", "numpy"] | None,
    ) -> None:
        super().__init__(
            course, isolation=isolation, inspection=inspection, jobs=jobs, case=case, framework=framework
        )
        self._resident = resident
        self._say = say
        self._gone = False
        self._unsound: set[str] = set()

    def start(self) -> None:
        """Have the resident judge started; zygotes of our own start if we come to need them."""
        try:
            self._resident.start()
        except ResidentGone as gone:
            self._without(gone)

    def judge(self, submission: "Submission") -> "Verdict":
        """Ask for the verdict of one submission, or judge it here."""
        from harness.judging.verdict import Verdict

        if not self._gone:
            request = Request(
                identity=self._resident.identity,
                fingerprint=self._resident.fingerprint,
                problem=submission.problem,
                path=submission.path,
                student=submission.student,
                isolation=self.isolation,
                inspection=self.inspection,
                case=self.case,
                framework=self.framework,
            )
            try:
                answer = self._resident.ask(request, submission.data)
            except ResidentGone as gone:
                self._without(gone)
            else:
                # "unfit" cannot be: the command asked the spec before it began. If it changed since, judge here.
                if answer.op == "verdict":
                    if answer.code == UNSOUND:
                        self._unsound.add(submission.problem)
                    return Verdict.model_validate_json(answer.body)
        return super().judge(submission)

    def unsound(self, stem: str) -> bool:
        """Tell whether a problem was found to be unsound, here or there."""
        return stem in self._unsound or super().unsound(stem)

    def close(self) -> None:
        """Take back what is asked for, and end every process this judge started; the resident judge stays."""
        self._resident.close()
        super().close()

    def _without(self, gone: ResidentGone) -> None:
        with self._lock:
            first, self._gone = not self._gone, True
            closed = self._closed
        if first and not closed:
            self._say(str(gone))
