"""Every rule, in the order in which they are asked. Explicit: a rule that is not listed here does not exist.

Where two rules object to the same import or name, the first speaks.
"""

from typing import TYPE_CHECKING

from harness.rules.autograd import Autograd
from harness.rules.complex_numbers import ComplexNumbers
from harness.rules.differencing import Differencing
from harness.rules.dynamic_code import DynamicCode
from harness.rules.gradient_kernels import GradientKernels
from harness.rules.import_allow_list import ImportAllowList
from harness.rules.optimisers import Optimisers
from harness.rules.processes import Processes
from harness.rules.reflection import Reflection
from harness.rules.requires_grad import RequiresGrad
from harness.rules.rule import Rule
from harness.rules.symbolic import Symbolic
from harness.rules.tape import Tape
from harness.rules.tracing import Tracing
from harness.rules.unread import Unread

if TYPE_CHECKING:
    from harness.problem.policy import Policy

RULES: tuple[type[Rule], ...] = (
    GradientKernels,
    Autograd,
    RequiresGrad,
    Symbolic,
    ComplexNumbers,
    DynamicCode,
    Reflection,
    Processes,
    Optimisers,
    Tracing,
    ImportAllowList,
    Differencing,
    Tape,
    Unread,
)


def rules_for(policy: "Policy") -> list[Rule]:
    """Make the rules that a problem's policy asks for."""
    return [rule(policy) for rule in RULES]


def documentation(name: str) -> str:
    """Return the page of a rule, relative to the repository; its address follows from its name."""
    return f"docs/rules/{name}.md"
