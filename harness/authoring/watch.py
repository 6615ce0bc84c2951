"""Watching a reference while it runs: where it draws, and whether it differentiates.

Not a jail: a reference is trusted code. These modes catch an author's slip, at the line where it happens,
before it becomes a golden that nobody can reproduce or a derivation that was never done.
"""

import inspect
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import torch
from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode

from harness.problem.errors import ProblemError

# Every public road to a derivative passes one of these: torch.func and autograd.functional call `grad` or make duals.
DIFFERENTIATES = {"backward", "grad", "_make_dual"}


class Watch:
    """What one run of a reference did.

    `drawing` is true while `noise` runs; `seen` holds what it drew, by name, as float32.
    With `replay`, `noise` hands out these stored draws in place of its own, where names and shapes agree.
    """

    def __init__(self, path: Path, replay: dict[str, torch.Tensor] | None = None) -> None:
        self.path = path
        self.replay = replay
        self.drawing = False
        self.seen: dict[str, torch.Tensor] = {}

    def line(self) -> int | None:
        """The line of the reference that is running now, the innermost if there are several."""
        frame: FrameType | None = sys._getframe(1)  # noqa: SLF001 - the only way to ask which line of the reference made this call
        while frame is not None:
            if frame.f_code.co_filename == str(self.path):
                return frame.f_lineno
            frame = frame.f_back
        return None

    def fault(self, what: str, fix: str, *, line: int | None = None) -> ProblemError:
        """An error at a line of the reference, by default the one that is running now."""
        return ProblemError(what, path=self.path, line=line or self.line(), fix=fix)

    def record(self, drawn: object, line: int | None) -> dict[str, torch.Tensor]:
        """Check what `noise`, defined at `line`, returned, and remember it.

        Raises:
            ProblemError: not a dict of float32 tensors, or the same name drawn twice with other values.
        """
        shape_of_it = "`noise` must return a dict of tensors, such as {'eps': torch.randn(N, d_z)}"
        if not isinstance(drawn, dict):
            raise self.fault(f"`noise` returned {type(drawn).__name__}", shape_of_it, line=line)
        for name, value in drawn.items():
            if not isinstance(name, str) or not isinstance(value, torch.Tensor):
                raise self.fault(f"`noise` returned {name!r}: {type(value).__name__}", shape_of_it, line=line)
            if value.dtype != torch.float32:
                raise self.fault(
                    f"`noise` drew `{name}` in {str(value.dtype).removeprefix('torch.')}",
                    "Draw in float32 and let `solve` cast: from 16 numbers on, another dtype is another stream",
                    line=line,
                )
            if name in self.seen and not torch.equal(self.seen[name], value):
                raise self.fault(
                    f"`noise` was called twice and drew two different `{name}`, but a golden stores one",
                    "Call it once, or give each draw a name of its own",
                )
            self.seen[name] = value.detach().clone()
        return drawn

    def wrap(self, noise: Callable[..., object]) -> Callable[..., dict[str, torch.Tensor]]:
        """`noise` with its draws recorded."""

        def recorded(*args: Any, **kwargs: Any) -> dict[str, torch.Tensor]:
            self.drawing = True
            try:
                drawn = noise(*args, **kwargs)
            finally:
                self.drawing = False
            fresh = self.record(drawn, inspect.unwrap(noise).__code__.co_firstlineno)
            return {name: self.stored(name, value) for name, value in fresh.items()}

        return recorded

    def stored(self, name: str, fresh: torch.Tensor) -> torch.Tensor:
        """The draw to compute with: the stored one in a replay, else the fresh one."""
        old = (self.replay or {}).get(name)
        return fresh if old is None or old.shape != fresh.shape else old.clone()


class NoStrayDraws(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Refuses a random operation outside `noise`. PyTorch tags every operation that reads a generator."""

    def __init__(self, watch: Watch) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.watch = watch

    def __torch_dispatch__(
        self, func: Any, types: Any, args: tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        if not self.watch.drawing and torch.Tag.nondeterministic_seeded in func.tags:
            raise self.watch.fault(
                "`solve` draws random numbers outside `noise`, so the golden would not hold them",
                "Move the draw into `noise(seed, ...)` and take it from there",
            )
        return func(*args, **(kwargs or {}))


class NoAutograd(TorchFunctionMode):
    """Refuses differentiation: a reference that asks autograd is no derivation, and no check on autograd either."""

    def __init__(self, watch: Watch) -> None:
        super().__init__()
        self.watch = watch

    def __torch_function__(
        self, func: Any, types: Any, args: tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        if getattr(func, "__name__", "") in DIFFERENTIATES:
            raise self.watch.fault(
                "`solve` uses autograd, which would check autograd against itself",
                "Write the gradient by hand in `solve`; autograd belongs to the oracle, which works on `loss`",
            )
        return func(*args, **(kwargs or {}))


@contextmanager
def watched(watch: Watch) -> Iterator[None]:
    """Run a block under both modes."""
    with NoAutograd(watch), NoStrayDraws(watch):
        yield
