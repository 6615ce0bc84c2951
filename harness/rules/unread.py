"""HG099: the program asks for more reading than it is worth."""

from typing import ClassVar

from harness.rules.rule import Complaint, Rule


class Unread(Rule):
    """Says where reading stopped, so that silence is not taken for praise. The sandbox still decides."""

    code = "HG099"
    name = "unread"
    title = "Too much to follow"

    deep: ClassVar[Complaint] = Complaint(
        "Parts of this program are nested too deeply to follow, so they were not checked.",
        "Split long expressions into named steps.",
        "warning",
    )
    long: ClassVar[Complaint] = Complaint(
        "This program is too intricate to follow to its end, so parts of it were not checked.",
        "Write the computation plainly; a gradient is a few dozen lines.",
        "warning",
    )
