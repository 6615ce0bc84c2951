"""A reference module: `solve` as a learner writes it, `noise` that draws, and `loss` or `oracle` to check it by.

It is read from its path and lives under no importable name, so nothing that shares a process with it, now or later,
can import it back. It is trusted code: what is caught here are slips, each named with its line.
"""

import ast
import contextlib
import hashlib
import inspect
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from harness.authoring.watch import Watch
from harness.problem.errors import ProblemError

CONTRACT = "A reference defines `solve` with the inputs of the spec, in the order of the spec"


@dataclass(frozen=True)
class Reference:
    """A loaded reference.

    Attributes:
        path: the file.
        sha256: of its bytes; what a golden remembers it by.
        module: its names; never in `sys.modules`.
        source: its bytes.
    """

    path: Path
    sha256: str
    module: ModuleType = field(repr=False)
    source: bytes = field(repr=False)

    def has(self, name: str) -> bool:
        """Whether the module defines a function of this name."""
        return inspect.isfunction(getattr(self.module, name, None))

    def parameters(self, name: str) -> tuple[inspect.Parameter, ...]:
        """The parameters of one of its functions."""
        return tuple(inspect.signature(getattr(self.module, name)).parameters.values())

    def call(
        self, name: str, args: Sequence[Any], kwargs: Mapping[str, Any] | None = None, *, watch: Watch
    ) -> Any:
        """Call one of its functions, with the draws of `noise` recorded in `watch`.

        What it prints goes to standard error: standard output belongs to the command.

        Raises:
            ProblemError: it raised; the sentence names its own innermost line.
        """
        noise = getattr(self.module, "noise", None)
        if noise is not None:
            self.module.__dict__["noise"] = watch.wrap(noise)
        try:
            with contextlib.redirect_stdout(sys.stderr):
                return getattr(self.module, name)(*args, **(kwargs or {}))
        except ProblemError:
            raise
        except (Exception, SystemExit) as error:
            raise self.raised(f"`{name}`", error) from error
        finally:
            if noise is not None:
                self.module.__dict__["noise"] = noise

    def raised(self, where: str, error: BaseException) -> ProblemError:
        """The error to report for an exception that came out of the module."""
        lines = [
            frame.lineno
            for frame in traceback.extract_tb(error.__traceback__)
            if frame.filename == str(self.path)
        ]
        first = str(error).strip().partition("\n")[0].rstrip(".")
        what = f"{where} raised {type(error).__name__}{': ' if first else ''}{first}"
        return self.fault(what, "Correct this line", line=lines[-1] if lines else None)

    def fault(self, what: str, fix: str, *, line: int | None = None) -> ProblemError:
        """An error in this file."""
        return ProblemError(what, path=self.path, line=line, fix=fix)

    def line_of(self, name: str) -> int | None:
        """The line that defines a function; None where the module has none."""
        function = getattr(self.module, name, None)
        return inspect.unwrap(function).__code__.co_firstlineno if inspect.isfunction(function) else None

    def return_of(self, name: str) -> int | None:
        """The line of a function's last `return`, where a wrong shape or structure leaves it."""
        for node in ast.walk(ast.parse(self.source)):
            if isinstance(node, ast.FunctionDef) and node.name == name:
                inner = {
                    id(below)
                    for nested in ast.walk(node)
                    if isinstance(nested, (ast.FunctionDef, ast.Lambda)) and nested is not node
                    for below in ast.walk(nested)
                }
                lines = [n.lineno for n in ast.walk(node) if isinstance(n, ast.Return) and id(n) not in inner]
                return max(lines, default=node.lineno)
        return None


def load_reference(path: Path, inputs: Sequence[str]) -> Reference:
    """Load a reference and check that it keeps its contract.

    Args:
        path: the file.
        inputs: names of the problem's inputs, in the order of the spec; the parameters of `solve`.

    Raises:
        ProblemError: no such file, not Python, raises while it loads, no `solve`, or another signature.
    """
    return reference_from(read_source(path), path, inputs)


def read_source(path: Path) -> bytes:
    """Return the bytes of a reference.

    Raises:
        ProblemError: no such file, or one that may not be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise ProblemError(
            f"the reference cannot be read ({error.strerror})", path=path, fix=CONTRACT
        ) from error


def reference_from(source: bytes, path: Path, inputs: Sequence[str]) -> Reference:
    """Make a reference of its source: what stands in the file, or that with a known mistake made in it.

    Args:
        source: the text as bytes.
        path: the file it came from, for messages.
        inputs: names of the problem's inputs, in the order of the spec; the parameters of `solve`.

    Raises:
        ProblemError: not Python, raises while it loads, no `solve`, or another signature.
    """
    # Not the stem: a name with a space can be imported by no one, and the module is registered nowhere.
    module = ModuleType("handgrad reference")
    module.__file__ = str(path)
    reference = Reference(path, hashlib.sha256(source).hexdigest(), module, source)
    try:
        code = compile(source, str(path), "exec", dont_inherit=True)
    except SyntaxError as error:
        raise reference.fault(f"this is not Python: {error.msg}", CONTRACT, line=error.lineno) from error
    except ValueError as error:  # a NUL byte
        raise reference.fault(f"this is not Python: {error}", CONTRACT) from error
    try:
        with contextlib.redirect_stdout(sys.stderr):
            exec(code, module.__dict__)  # noqa: S102 - an author's own file, named by its path
    except (Exception, SystemExit) as error:
        raise reference.raised("loading it", error) from error
    check_contract(reference, inputs)
    check_generators(reference, source)
    return reference


def check_contract(reference: Reference, inputs: Sequence[str]) -> None:
    """Check which functions there are and what they take.

    Raises:
        ProblemError: see `load_reference`.
    """
    if not reference.has("solve"):
        raise reference.fault("the reference defines no function `solve`", CONTRACT)
    for name in ("noise", "loss", "oracle", "inputs"):
        value: Callable[..., Any] | None = getattr(reference.module, name, None)
        if value is not None and not inspect.isfunction(value):
            raise reference.fault(
                f"`{name}` is {type(value).__name__}, but in a reference this name is a function",
                f"Rename it, or define `def {name}(...)`",
            )
    found = [parameter.name for parameter in reference.parameters("solve")]
    if found != list(inputs):
        raise reference.fault(
            f"`solve` takes ({', '.join(found)}), but the spec's inputs are ({', '.join(inputs)})",
            "Give `solve` the names and the order of the spec",
            line=reference.line_of("solve"),
        )


def check_generators(reference: Reference, source: bytes) -> None:
    """Check that PyTorch is the only source of random numbers that the module names.

    A draw by PyTorch is seen as it happens (`watch`); one by NumPy or the standard library would not be.

    Raises:
        ProblemError: another generator is named.
    """
    nodes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, (ast.stmt, ast.expr))]
    aliases = {
        alias.asname or alias.name: alias.name
        for node in nodes
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    for node in nodes:
        named: list[str] = []
        if isinstance(node, ast.Import):
            named = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            named = [f"{node.module}", *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            named = [f"{aliases.get(node.value.id, '')}.{node.attr}"]
        for name in named:
            if name in ("random", "secrets", "numpy.random") or name.startswith("numpy.random."):
                raise reference.fault(
                    f"`{name}` draws random numbers that the golden would not hold",
                    "Draw in `noise(seed, ...)` with torch.randn and its like",
                    line=node.lineno,
                )
