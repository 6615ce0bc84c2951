"""Drops what a learner must not see, whatever the verdict carries.

The judge already leaves numbers out of hidden cases. Reports do not rely on it: a single mistake there
would publish the answer in every format at once.
"""

from harness.judging.verdict import CaseResult, Verdict, ViewResult


def disclosed(verdict: Verdict) -> Verdict:
    """Return the verdict with no number about a hidden case but its points; shown cases are untouched."""
    if not any(case.hidden and case.views for case in verdict.cases):
        return verdict
    return verdict.model_copy(update={"cases": tuple(_case(case) for case in verdict.cases)})


def _case(case: CaseResult) -> CaseResult:
    if not case.hidden or case.views is None:
        return case
    return case.model_copy(update={"views": tuple(_view(view) for view in case.views)})


def _view(view: ViewResult) -> ViewResult:
    return ViewResult(part=view.part, view=view.view, accepted=view.accepted, error=None, tolerance=None)
