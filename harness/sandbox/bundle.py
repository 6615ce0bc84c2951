"""The inputs of one problem, as they leave the judge: one frame per call, and nothing else of the problem."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Union

from harness.sandbox import wire

if TYPE_CHECKING:
    import numpy as np

Argument = Union["np.ndarray[Any, Any]", int, float, bool, str, Mapping[str, Any]]


@dataclass(frozen=True)
class Bundle:
    """The positional arguments of `solve`, case by case.

    `signature` is shown to a learner whose `solve` cannot be called. `cap` bounds the bytes that a child may
    return for one case. `framework` is what arrays become: "torch" or "numpy".
    """

    cases: tuple[tuple[Argument, ...], ...]
    signature: str
    cap: int
    framework: str = "torch"
    _frames: dict[int, bytes] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def arity(self) -> int:
        """How many positional arguments `solve` is called with."""
        return len(self.cases[0])

    def given_as(self, framework: str) -> "Bundle":
        """Give the same inputs as arrays of a framework. The bytes do not depend on it, and are made once for all."""
        if framework == self.framework:
            return self
        other = replace(self, framework=framework)
        object.__setattr__(other, "_frames", self._frames)
        return other

    def go(self, case: int) -> bytes:
        """Give the frame that starts a case. Made once and kept: every submission gets the same bytes."""
        if case not in self._frames:
            chunks: list[bytes] = []
            arguments = [_pack(argument, chunks) for argument in self.cases[case]]
            parts = wire.encode({"event": "go", "case": case, "arguments": arguments}, chunks)
            self._frames[case] = b"".join(parts)
        return self._frames[case]


def _pack(argument: Argument, chunks: list[bytes]) -> dict[str, Any]:
    """Describe one argument; arrays go to the body, floats as exact hexadecimal."""
    import numpy as np

    if isinstance(argument, Mapping):
        return {"group": {name: _pack(member, chunks) for name, member in argument.items()}}
    if isinstance(argument, np.ndarray):
        array = np.ascontiguousarray(argument)
        chunks.append(array.tobytes())
        return {"dtype": array.dtype.str, "shape": list(argument.shape)}
    if isinstance(argument, float):
        return {"hex": argument.hex()}
    return {"scalar": argument}
