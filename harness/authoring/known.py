"""Known submissions: programs whose verdict is agreed, the executable specification of a problem.

    submissions/known/<stem>/<STATUS>/<any name>.py

The folder names the status. The first line of a file states it again, with the reason where one is needed, so that
being right for a wrong reason shows:

    # expect: AC
    # expect: RV autograd                 the rule that must be among the errors
    # expect: WA scaled                   the code of the diagnosis; without a reason any that is not generic
    # expect: RTE ZeroDivisionError       a text of the message
    # expect: CE signature                syntax, encoding, no-solve or signature
    # expect: TLE slow                    `slow` as the last word: takes long, so left to the slow tests
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from harness.problem.errors import ProblemError

if TYPE_CHECKING:
    from harness.judging.verdict import Verdict
    from harness.problem.course import Course

STATUSES = ("AC", "WA", "RV", "TLE", "MLE", "OLE", "RTE", "CE")
_LINE = re.compile(r"# expect: (?P<status>[A-Z]{2,3})(?: (?!slow$)(?P<reason>\S+))?(?P<slow> slow)?")
_FORM = "Begin the file with `# expect: STATUS`, `# expect: STATUS REASON`, either with ` slow` at the end"

#: What the message of a program that cannot be loaded must speak of.
CANNOT_LOAD = {
    "syntax": r"Python cannot read|nested too deeply",
    "encoding": r"utf-8|UTF-8|encod|NUL byte",
    "no-solve": r"no function called `?solve|solve is a",
    "signature": r"called as solve\(.*positional arguments|; \w+ calls solve\(",
}


@dataclass(frozen=True)
class Known:
    """One program and what is agreed about it.

    Attributes:
        path: the file.
        stem: the problem it is judged as.
        status: the verdict's status.
        reason: why; None where the status says all.
        slow: whether it takes long (it waits for a limit, say).
    """

    path: Path
    stem: str
    status: str
    reason: str | None = None
    slow: bool = False

    @property
    def name(self) -> str:
        """Return `STATUS/file`, without the ending."""
        return f"{self.status}/{self.path.stem}"

    def objection(self, verdict: "Verdict") -> str | None:
        """Say how a verdict differs from what is agreed, in one sentence; None where it does not."""
        if verdict.status != self.status:
            return f"it got {verdict.status} instead of {self.status}: {verdict.message}"
        errors = [finding for finding in verdict.findings if finding.severity == "error"]
        rules = sorted({finding.rule for finding in errors})
        code = verdict.diagnosis.code if verdict.diagnosis else None
        if self.status == "AC" and (verdict.score != 1 or errors):
            return f"it was accepted with score {verdict.score} and errors of {', '.join(rules) or 'no rule'}"
        if self.status == "RV" and self.reason not in rules:
            return f"it broke {', '.join(rules)}, not {self.reason}"
        if self.status == "WA" and (verdict.score is None or verdict.score >= 1):
            return f"a wrong answer has the score {verdict.score}"
        if self.status == "WA" and not (
            code == self.reason if self.reason else code in {"unknown", "mistake"}
        ):
            return f"its diagnosis is {code}, not {self.reason or 'unknown or mistake'}"
        if self.status == "RTE" and self.reason and self.reason not in verdict.message:
            return f"its message does not speak of {self.reason}: {verdict.message}"
        if self.status == "CE" and not re.search(CANNOT_LOAD[self.reason or ""], verdict.message):
            return f"its message is not about {self.reason}: {verdict.message}"
        return None


def known_submissions(course: "Course", stem: str) -> tuple[Known, ...]:
    """Return the known submissions to a problem, in the order of the statuses, then by name; none without a folder.

    Raises:
        ProblemError: a folder that is no status, or a file whose first line does not state what is expected.
    """
    root = course.root / "submissions" / "known" / stem
    for folder in sorted(root.iterdir()) if root.is_dir() else ():
        if folder.is_dir() and folder.name not in STATUSES:
            raise ProblemError(
                f"`{folder.name}` is no status", path=folder, fix=f"Use one of {', '.join(STATUSES)}"
            )
    return tuple(
        read_known(path, stem) for status in STATUSES for path in sorted((root / status).glob("*.py"))
    )


def read_known(path: Path, stem: str) -> Known:
    """Read what is agreed about one file.

    Raises:
        ProblemError: the first line says nothing, or something else than the folder.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ProblemError(f"the file cannot be read ({error.strerror})", path=path) from error
    line = re.split(rb"[\r\n]", data.removeprefix(b"\xef\xbb\xbf"), maxsplit=1)[0].decode("latin-1")
    found = _LINE.fullmatch(line)
    if found is None:
        raise ProblemError(
            "the first line does not say what verdict is expected", path=path, line=1, fix=_FORM
        )
    status, reason = found["status"], found["reason"]
    if status != path.parent.name:
        raise ProblemError(
            f"the first line expects {status}, but the folder is {path.parent.name}",
            path=path,
            line=1,
            fix="Move the file, or correct the line",
        )
    if status == "RV" and reason is None:
        raise ProblemError("no rule is named", path=path, line=1, fix="Write `# expect: RV <rule>`")
    if status == "CE" and reason not in CANNOT_LOAD:
        raise ProblemError(
            f"`{reason}` is no reason for CE", path=path, line=1, fix=f"Use one of {', '.join(CANNOT_LOAD)}"
        )
    return Known(path, stem, status, reason, found["slow"] is not None)
