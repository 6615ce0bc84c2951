"""What a rule is: a code, a name, a title, and answers to the questions that reading a program raises.

Each rule is one file; its name is also its page `docs/rules/<name>.md` and its folder of fixtures.
A rule answers with a `Complaint` or with None, from what is certain alone: where a value may be several things,
the reader asks about each and softens the answer itself.
"""

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from harness.rules.reading.values import Value

if TYPE_CHECKING:
    from harness.problem.policy import Choice, Policy

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong and what to do instead, in words for a learner."""

    message: str
    help: str
    severity: Severity = "error"


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a library's function: its qualified name and what is known of the arguments."""

    name: str
    args: tuple[Value, ...]
    kwargs: Mapping[str, Value]
    node: ast.AST

    def argument(self, position: int, name: str) -> Value | None:
        """Return an argument given by position or by name."""
        if position < len(self.args):
            return self.args[position]
        return self.kwargs.get(name)


class Rule:
    """Base of all rules: every question is answered with None until a rule says otherwise."""

    code: ClassVar[str]
    name: ClassVar[str]
    title: ClassVar[str]
    #: The field of Policy that governs the rule; None where no problem may change it.
    policy_key: ClassVar[str | None] = None
    #: True for a rule about what is written, whether or not it is ever called.
    judges_dead_code: ClassVar[bool] = False

    def __init__(self, policy: "Policy") -> None:
        self.policy = policy
        self.choice: Choice = getattr(policy, self.policy_key) if self.policy_key else "refuse"

    def soften(self, complaint: Complaint | None) -> Complaint | None:
        """Apply the problem's choice: refuse as it is, flag as a warning, allow not at all."""
        if complaint is None or self.choice == "allow":
            return None
        if self.choice == "flag" and complaint.severity == "error":
            return Complaint(complaint.message, complaint.help, "warning")
        return complaint

    def refers(self, name: str) -> Complaint | None:
        """Answer for a qualified name that the program reaches."""

    def calls(self, call: Call) -> Complaint | None:
        """Answer for a call of a library's function."""

    def imports(self, module: str) -> Complaint | None:
        """Answer for an import of an absolute module name."""

    def tried(self, module: str, complaint: Complaint) -> Complaint | None:
        """Answer again for an import that may fail, for the program catches its failure."""
        return complaint

    def stores(self, name: str, value: Value | None) -> Complaint | None:
        """Answer for an assignment to (or, with None, a deletion of) an attribute of a library's thing."""

    def attribute(self, receiver: Value, name: str) -> Complaint | None:
        """Answer for an attribute read from any value, known or not."""

    def literal(self, value: object) -> Complaint | None:
        """Answer for a constant in live code."""

    def tree(self, tree: ast.Module) -> Iterable[tuple[ast.AST, Complaint]]:
        """Answer for shapes of code that only a person can judge. Warnings alone."""
        return ()
