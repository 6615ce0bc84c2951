"""How a failed run is put: as a status, and as a sentence that gives nothing away that it should not."""

import builtins
from typing import TYPE_CHECKING

from harness.judging.scrub import one_line
from harness.judging.verdict import FindingRecord, Status
from harness.sandbox.execution import OUTPUT_FLOOD, WALL_FACTOR

if TYPE_CHECKING:
    from harness.sandbox.execution import Failure, Limits

STATUS: dict[str, Status] = {
    "syntax": "CE",
    "no-solve": "CE",
    "signature": "CE",
    "removed": "RV",
    "import": "RV",
    "exception": "RTE",
    "exit": "RTE",
    "crash": "RTE",
    "protocol": "RTE",
    "time": "TLE",
    "idle": "TLE",
    "memory": "MLE",
    "output": "OLE",
}

_SIGNALS = {
    4: "an illegal instruction",
    6: "an abort",
    7: "a bus error",
    8: "an arithmetic fault",
    11: "a segmentation fault",
}


_HELP = {
    "gradient-kernels": "Write the derivative out; the library's ready-made ones are what the problem asks for.",
    "autograd": "Derive the gradient by hand and compute it with plain tensor algebra.",
    "import-allow-list": "Use torch, NumPy and the everyday modules of the standard library.",
}

#: What a C function says that `sandbox.raw_memory` or `foreign_calls` has overwritten. By itself it explains nothing;
#: the last five are otherwise hashable, so these words can have no other origin.
_TAKEN_AWAY = frozenset(
    {"bad argument type for built-in operation", "unhashable type: '_io.BufferedReader'",
     "unhashable type: '_io.BufferedRandom'", "unhashable type: '_io.BufferedRWPair'",
     "unhashable type: '_pickle.Unpickler'", "unhashable type: 'frame'"}
)  # fmt: skip


def sentence(failure: "Failure", limits: "Limits", *, disclose: bool) -> str:
    """Say what happened, with the learner's line.

    Without `disclose` (hidden cases) the exception's own words are left out, and its type too unless it is one
    of Python's: a program could put what it was given there.
    """
    at = f" at line {failure.line}" if failure.line else ""
    words = one_line(failure.message)
    kind = failure.kind
    if kind == "time":
        clock = WALL_FACTOR * limits.time
        return f"It took longer than {limits.time:g} s of processor time (or {clock:g} s by the clock)."
    if kind == "idle":
        return f"It waited for {limits.time:g} s without computing anything."
    if kind == "memory":
        return f"It needed more than {limits.memory >> 20} MiB of memory{at}."
    if kind == "output":
        return f"It printed more than {OUTPUT_FLOOD >> 20} MiB."
    if kind == "crash":
        return f"It crashed with {_SIGNALS.get(failure.signal, f'signal {failure.signal}')}."
    if kind == "exit":
        what = "SystemExit" if failure.line else "It ended the process"
        return (
            f"{what}{at}: it ended instead of returning." if failure.line else f"{what} instead of returning."
        )
    if kind == "protocol":
        return "It wrote where only the sandbox may write, and was ended."
    if kind in {"syntax", "no-solve", "signature"}:
        said = words if words.startswith("solve") else f"{words[:1].upper()}{words[1:]}"
        return f"{said}{at if kind != 'no-solve' else ''}."
    if disclose and failure.type == "TypeError" and failure.message in _TAKEN_AWAY:
        return (
            f"TypeError{at}: what is called there is not available to submissions, "
            "or was given an argument that it does not take."
        )
    known = isinstance(getattr(builtins, failure.type, None), type)
    name = failure.type if disclose or known else "An exception"
    return f"{one_line(name, 80)}{at}{f': {words}' if disclose and words else ''}."


def runtime_finding(failure: "Failure") -> FindingRecord:
    """Make the finding of a call or an import that the sandbox refused."""
    from harness.rules.registry import RULES

    codes = {rule.name: rule.code for rule in RULES}
    name = "import-allow-list" if failure.kind == "import" else failure.rule
    # The name came from the child; one that is no rule's is the ban's own.
    name = name if name in codes else "autograd"
    what = one_line(failure.message, 120)
    message = (
        f"The module {what!r} is not available to submissions."
        if failure.kind == "import"
        else f"{what} was called, and is not available: it was taken out of this process."
    )
    return FindingRecord(
        code=codes[name],
        rule=name,
        severity="error",
        origin="runtime",
        message=message,
        help=_HELP.get(name, _HELP["autograd"]),
        line=failure.line,
        column=None,
        end_line=None,
        end_column=None,
    )
