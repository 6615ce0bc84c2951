"""The one boundary where exceptions become sentences and exit codes."""

from dataclasses import dataclass

FAULT = 4


@dataclass(frozen=True)
class Reported:
    """What a person reads, and what a program that called us sees."""

    sentence: str
    code: int


def in_words(error: Exception) -> Reported:
    """Put an exception that reached the top into a sentence.

    Modules are looked at only if they are loaded: an exception of theirs cannot exist otherwise.
    """
    import sys

    def known(module: str, name: str) -> type[Exception] | tuple[()]:
        found = sys.modules.get(module)
        return getattr(found, name) if found is not None else ()

    if isinstance(error, BrokenPipeError):
        # The reader of our output went away; there is nobody to tell.
        return Reported("The reader of the output went away.", 0)
    if isinstance(error, known("harness.problem.errors", "CourseError")):
        return Reported(str(error), 2)
    if isinstance(error, known("harness.problem.errors", "ProblemError")):
        return Reported(str(error), 3)
    if isinstance(error, known("harness.runs.discover", "DiscoveryError")):
        return Reported(str(error), 2)
    if isinstance(error, known("harness.runs.ray_address", "RayMissing")):
        return Reported(str(error), 2)
    if isinstance(error, known("harness.runs.ray_address", "ClusterFault")):
        return Reported(str(error), FAULT)
    if isinstance(error, known("harness.reports.write", "ReportError")):
        return Reported(str(error), FAULT)
    if isinstance(error, known("harness.sandbox.zygote_handle", "SandboxFault")):
        return Reported(str(error), FAULT)
    if isinstance(error, known("harness.runs.bench.contenders", "BenchError")):
        return Reported(f"Nothing could be compared: {error}.", FAULT)
    if isinstance(error, OSError):
        where = f" {error.filename}" if error.filename else ""
        return Reported(f"The system refused{where}: {error.strerror or error}.", FAULT)
    return Reported(
        f"This is a fault of Handgrad ({type(error).__name__}: {error}). Run `handgrad --debug ...` and report it.",
        FAULT,
    )
