"""How far a learner is: every submission in a folder judged, and what the prerequisite graph makes of it.

The submissions are graded here and now. Stored verdicts would be quicker, but they may be of an older file or of an
older golden, and a folder of a learner's own is judged in a second or two.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from harness.problem.graph import Requires, next_up
from harness.runs.batch import Tally, run, stopping_on_interrupt
from harness.runs.discover import DiscoveryError, Found

if TYPE_CHECKING:
    from harness.judging.judge import Judge
    from harness.judging.verdict import Verdict
    from harness.problem.course import Course

Standing = Literal["solved", "tried", "next", "later"]


@dataclass(frozen=True)
class Progress:
    """What a folder of submissions came to.

    Attributes:
        verdicts: by stem, one for each submission.
        standing: by stem, for every problem: solved; tried and not accepted; next, because all before it is
            solved; or later.
        tally: how the run went; its exit code tells whether the judge failed.
    """

    verdicts: "Mapping[str, Verdict]"
    standing: Mapping[str, Standing]
    tally: Tally

    @property
    def solved(self) -> list[str]:
        """The problems that are accepted."""
        return [stem for stem, here in self.standing.items() if here == "solved"]


def submissions(folder: Path, course: "Course") -> Iterator[Found]:
    """Every `<stem>.py` in a folder that is named after a problem; links and other files are passed over.

    Raises:
        DiscoveryError: it is no folder.
    """
    if not folder.is_dir():
        raise DiscoveryError(f"{folder} is no folder; give the one that holds <problem>.py files.")
    for path in sorted(folder.glob("*.py")):
        if path.is_file() and not path.is_symlink() and course.has(path.stem):
            yield Found(path, path.stem)


def progress(judge: "Judge", found: list[Found], requires: Requires) -> Progress:
    """Judge submissions and place every problem."""
    tally = Tally()
    with stopping_on_interrupt(judge, tally):
        verdicts = {verdict.problem: verdict for verdict in run(judge, found, tally)}
    solved = {stem for stem, verdict in verdicts.items() if verdict.accepted}
    coming = set(next_up(requires, solved))
    standing: dict[str, Standing] = {}
    for stem in requires:
        if stem in solved:
            standing[stem] = "solved"
        elif stem in verdicts:
            standing[stem] = "tried"
        else:
            standing[stem] = "next" if stem in coming else "later"
    return Progress(verdicts, standing, tally)
