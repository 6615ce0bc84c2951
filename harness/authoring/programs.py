"""Programs whose verdict is known: `submissions/known/<stem>/AC` and `WA`, run in this process.

They are the author's own files, as trusted as the reference, and run as the judge would run them: the same text, the
same arguments in the same order of cases, one of them repeated, the same comparison. Nothing here is a jail. The
other folders (TLE, RV, ...) are about limits and rules, which only the sandbox can show; they are not run here.
"""

import contextlib
import hashlib
import io
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, Literal

import torch

from harness.authoring.distance import Answer, distances
from harness.authoring.parts import arguments
from harness.authoring.trial import Trial
from harness.judging.compare import describe
from harness.judging.framework import Misfit, choose
from harness.judging.plan import order_cases
from harness.judging.received import receive
from harness.problem.errors import ProblemError
from harness.problem.layout import CaseLayout
from harness.rules.finding import LoadFailure
from harness.rules.text import decode

Kind = Literal["AC", "WA"]
_MODULE = "submission"


@dataclass(frozen=True)
class Program:
    """A program and the verdict it must get."""

    path: Path
    kind: Kind
    text: str
    sha256: str


@dataclass(frozen=True)
class Ran:
    """What a program made of one trial: an answer by part, or None and why there is none to compare."""

    answer: Answer | None
    why: str = ""


def find_programs(root: Path, stem: str, kinds: Sequence[Kind] = ("AC", "WA")) -> tuple[Program, ...]:
    """Read the known programs of a problem, in the order of their names; none where there is no folder.

    Raises:
        ProblemError: a file that cannot be read as a program.
    """
    found = []
    for kind in kinds:
        for path in sorted((root / "submissions" / "known" / stem / kind).glob("*.py")):
            data = path.read_bytes()
            text = decode(data)
            if isinstance(text, LoadFailure):
                raise ProblemError(
                    f"this known program cannot be read: {text.message.rstrip('.')}",
                    path=path,
                    line=text.line,
                    fix="Correct it, or move it to the folder `CE`",
                )
            found.append(Program(path, kind, text, hashlib.sha256(data).hexdigest()))
    return tuple(found)


def run_program(
    program: Program, names: Sequence[str], trials: Sequence[Trial], frameworks: Sequence[str] = ("pytorch",)
) -> list[Ran]:
    """Run a program on every trial, and give its answers in the order of the trials.

    The order of the calls is the judge's, and one trial comes twice; of two answers to it the later one counts if
    they differ, so that a program that carries something from call to call does not pass for a right one.

    Args:
        program: the program.
        names: the problem's inputs, in order.
        trials: what it is run on.
        frameworks: the problem's; the program's imports say which of them it is written for.

    Returns:
        What became of each trial.
    """
    sizes = [sum(part.size for part in trial.layout.parts) for trial in trials]
    plan = order_cases(sizes, program.sha256)
    answers: dict[int, Ran] = {}
    try:
        framework = choose(frameworks, program.text)
    except SyntaxError as error:
        return [Ran(None, _raised("loading it", error))] * len(trials)
    if isinstance(framework, Misfit):
        return [Ran(None, framework.message)] * len(trials)
    with _apart() as module:
        solve, why = _load(program, module)
        for at in plan:
            trial = trials[at]
            answers[at] = (
                _call(solve, given(names, trial.inputs, framework), trial.layout) if solve else Ran(None, why)
            )
    return [answers[at] for at in range(len(trials))]


def _load(program: Program, module: ModuleType) -> tuple[Callable[..., object] | None, str]:
    try:
        exec(compile(program.text, str(program.path), "exec", dont_inherit=True), module.__dict__)  # noqa: S102 - an author's own file
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever a program raises, it has no answer
        return None, _raised("loading it", error)
    solve: Callable[..., object] | None = getattr(module, "solve", None)
    return (solve, "") if callable(solve) else (None, "it defines no `solve`")


def given(names: Sequence[str], values: Mapping[str, Any], framework: str) -> list[Any]:
    """Fresh arguments of `solve`, as tensors or as NumPy arrays."""
    made = arguments(names, values, wide=False)
    if framework == "pytorch":
        return list(made.values())
    return [
        {key: one.numpy() for key, one in value.items()} if isinstance(value, dict) else _array(value)
        for value in made.values()
    ]


def _array(value: Any) -> Any:
    return value.numpy() if isinstance(value, torch.Tensor) else value


def _call(solve: Callable[..., object], given: Sequence[Any], layout: CaseLayout) -> Ran:
    try:
        received = receive(describe(solve(*given)), layout)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - as above
        return Ran(None, _raised("`solve`", error))
    return Ran(None, received.fault.message) if received.fault else Ran(received.parts)


def _raised(where: str, error: BaseException) -> str:
    first = str(error).strip().partition("\n")[0]
    return f"{where} raised {type(error).__name__}{': ' if first else ''}{first}"


@contextlib.contextmanager
def _apart() -> Iterator[ModuleType]:
    """A module to run in, and everything that a program may have changed put back afterwards."""
    module = ModuleType(_MODULE)
    threads, kind, grad = torch.get_num_threads(), torch.get_default_dtype(), torch.is_grad_enabled()
    before = sys.modules.get(_MODULE)
    sys.modules[_MODULE] = module
    silent = io.StringIO()
    try:
        with (
            torch.random.fork_rng(devices=[]),
            warnings.catch_warnings(),
            contextlib.redirect_stdout(silent),
            contextlib.redirect_stderr(silent),
        ):
            warnings.simplefilter("ignore")
            yield module
    finally:
        sys.modules.pop(_MODULE, None)
        if before is not None:
            sys.modules[_MODULE] = before
        torch.set_num_threads(threads)
        torch.set_default_dtype(kind)
        torch.set_grad_enabled(grad)


def accepted(
    trial: Trial, answer: Answer | None, taus: Mapping[str, float], floors: Mapping[str, float]
) -> bool:
    """Whether the judge would accept an answer on one trial."""
    reached = distances(trial.rulers.values(), answer, floors)
    return all(size <= taus.get(key, 0.0) for key, size in reached.items())
