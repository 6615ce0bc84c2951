"""What a problem lets a submission do, as seven choices and a few extra imports.

    refuse   a finding that rejects the submission
    flag     a finding the instructor sees; the submission is still judged
    allow    no finding

`handgrad check` reads this before anything else, so neither pydantic nor NumPy is imported here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from harness.problem.errors import ProblemError, dotted, shown, suggest

if TYPE_CHECKING:
    from harness.problem.yaml import Positions

Choice = Literal["refuse", "flag", "allow"]
CHOICES: tuple[Choice, ...] = ("refuse", "flag", "allow")


@dataclass(frozen=True)
class Policy:
    """The policy of a problem. A problem may change every choice but the first.

    Attributes:
        autograd: the framework's own differentiation, in every spelling. Always "refuse".
        gradient_kernels: library functions that are a derivative (`torch.nn.grad`, `*_backward`).
        symbolic: computer algebra and automatic differentiation from elsewhere.
        complex: complex numbers, for a complex step is a derivative without a formula.
        differencing: finite differences, parameter by parameter.
        layer_differencing: finite differences inside one layer.
        tape: a home-made record of operations, played backwards.
        imports: modules allowed beyond the common list.
    """

    autograd: Choice = "refuse"
    gradient_kernels: Choice = "refuse"
    symbolic: Choice = "refuse"
    complex: Choice = "refuse"
    differencing: Choice = "refuse"
    layer_differencing: Choice = "flag"
    tape: Choice = "flag"
    imports: frozenset[str] = frozenset()

    @classmethod
    def parse(
        cls,
        mapping: object,
        *,
        path: Path | None = None,
        positions: "Positions | None" = None,
    ) -> "Policy":
        """Read the value of a spec's `policy:` key. None gives the default policy.

        Args:
            mapping: what the YAML holds.
            path: the spec, for messages.
            positions: lines from `load_yaml`, keyed from the root of the spec.

        Raises:
            ProblemError: an unknown key, an unknown choice, a looser `autograd`, or a bad module name.
        """
        lines = positions or {}

        def fault(what: str, fix: str, *steps: str | int) -> ProblemError:
            at = ("policy", *steps)
            return ProblemError(what, path=path, line=lines.get(at), key=dotted(at), fix=fix)

        if mapping is None:
            return cls()
        if not isinstance(mapping, Mapping):
            raise fault("a policy is a mapping of choices", "Write, for example, `policy: {complex: allow}`")
        choices: dict[str, Choice] = {}
        imports: frozenset[str] = frozenset()
        for key, value in mapping.items():
            if key not in _KEYS:
                raise fault("there is no such choice", suggest(str(key), _KEYS), str(key))
            if key == "imports":
                imports = _modules(value, fault)
                continue
            if value not in CHOICES:
                raise fault(f"{shown(value)} is no choice", "Use refuse, flag or allow", key)
            if key == "autograd" and value != "refuse":
                raise fault("autograd is always refused", "Remove the key", key)
            choices[key] = value
        return cls(imports=imports, **choices)


_KEYS = tuple(field.name for field in fields(Policy))


def _modules(value: object, fault: Callable[..., ProblemError]) -> frozenset[str]:
    if not isinstance(value, list):
        raise fault("a list of module names is expected", "Write, for example, `imports: [scipy]`", "imports")
    for index, name in enumerate(value):
        if not isinstance(name, str) or not all(part.isidentifier() for part in name.split(".")):
            raise fault(
                f"{shown(name)} is no module name",
                "Use a dotted name such as scipy.special",
                "imports",
                index,
            )
    return frozenset(value)


def read_policy(path: Path) -> Policy:
    """Read the policy of a spec without checking the rest of it.

    Raises:
        ProblemError: the file cannot be read, is not YAML, or its policy is wrong.
    """
    from harness.problem.yaml import read_yaml

    data, positions = read_yaml(path)
    if not isinstance(data, dict):
        raise ProblemError(
            "a spec is a mapping of keys to values", path=path, line=1, fix="Begin with `title:`"
        )
    return Policy.parse(data.get("policy"), path=path, positions=positions)
