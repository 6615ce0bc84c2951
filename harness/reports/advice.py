"""What to do next: one or two sentences for each verdict, and never a hint at the answer."""

from harness.judging.verdict import Verdict, Worst
from harness.reports.clean import clean_line
from harness.reports.words import first_failure, number, place, view_name, worst_view


def what_next(verdict: Verdict) -> str:
    """Return the next step for whoever wrote the submission."""
    match verdict.status:
        case "AC":
            return "Nothing is left to do here."
        case "WA":
            return _wrong(verdict)
        case "RV":
            helps = [f.help for f in verdict.findings if f.severity == "error" and f.help]
            return clean_line(helps[0]) if helps else "Write the derivative out with plain tensor algebra."
        case "TLE":
            return (
                "Write whole-array algebra instead of loops over parameters or samples. "
                "Differencing one parameter at a time cannot finish on the largest case."
            )
        case "MLE":
            return "Look for an array with one axis too many: per-sample gradients are often the largest one."
        case "OLE":
            return "Print less: the judge reads what solve returns, not what it prints."
        case "RTE":
            return "Run solve on the example with the same shapes and follow the exception above to its line."
        case "CE":
            return "Make sure that the file imports without error and defines solve with the parameters of the problem."
        case "JE":
            return (
                "This is not the fault of the submission, and nothing was scored. "
                "Show this report to whoever runs the course: the line above says what to mend."
            )


def _wrong(verdict: Verdict) -> str:
    case = first_failure(verdict)
    if case is None:
        return "Compare your derivation with the statement, one term at a time."
    if case.hidden:
        return (
            "The shown cases are accepted; a hidden one, of other sizes, scales or seed, is not. "
            "Look for a size, a constant or an axis that only fits the example."
        )
    view = worst_view(case)
    if view is None:
        return f"Run case {clean_line(case.name)} yourself and compare the result term by term."
    return f"Take {view_name(view)} alone: write its formula out again and hold your code against it term by term."


def worst_words(name: str, worst: Worst) -> str:
    """Return the worst element as a clause: "w_enc[0, 1] is 0.5, expected 0.25"."""
    return f"{name}{place(worst.index)} is {number(worst.got)}, expected {number(worst.expected)}"
