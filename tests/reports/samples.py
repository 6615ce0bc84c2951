"""Verdicts of a small class, as the judge would give them: the fixture of every report test."""

import math

from harness.judging.verdict import (
    CaseResult,
    Diagnosis,
    FindingRecord,
    Isolation,
    Output,
    Skipped,
    Summary,
    Verdict,
    ViewResult,
    Worst,
)

STEM = "train_vae_end_to_end"
TAU = 1e-4

SOURCE = '''"""One training step of a linear VAE, by hand."""

import torch


def solve(x, w_enc, w_dec, lr, seed):
    n, d_z = x.shape[0], w_dec.shape[0]
    generator = torch.Generator().manual_seed(seed)
    mu, log_var = (x @ w_enc).split(d_z, dim=1)
    sigma = torch.exp(0.5 * log_var)
    eps = torch.randn(n, d_z, generator=generator)
    z = mu + sigma * eps
    d_x_hat = 2 / n * (z @ w_dec - x)
    d_z_ = d_x_hat @ w_dec.T
    d_mu = d_z_ + mu / n
    d_log_var = d_z_ * 0.5 * sigma * eps - (log_var.exp() - 1) / (2 * n)
    d_h = torch.cat([d_mu, d_log_var], dim=1)
    new_enc = w_enc - lr * x.T @ d_h
    new_dec = w_dec - lr * z.T @ d_x_hat
    return torch.cat([new_enc.flatten(), new_dec.flatten()])
'''

CHEAT = """import torch


def solve(x, w_enc, w_dec, lr, seed):
    loss = elbo(x, w_enc, w_dec, seed)
\tloss.backward()
    grads = getattr(torch, "auto" + "grad").grad(loss, [w_enc, w_dec])
    return w_enc - lr * grads[0]
"""

LAYERS = {
    "user": True,
    "mount": True,
    "network": True,
    "pid": True,
    "landlock": True,
    "seccomp": True,
    "cgroup": False,
}


def view(part, name="all", error=2.1e-7, tolerance=TAU, grid=None, worst=None, accepted=None):
    """One view; accepted when its error is within tolerance, unless said otherwise."""
    good = error is not None and error <= tolerance if accepted is None else accepted
    return ViewResult(
        part=part, view=name, accepted=good, error=error, tolerance=tolerance, map=grid, worst=worst
    )


def hidden_view(part, name="all", *, accepted=True):
    """One view of a hidden case, as the judge discloses it."""
    return ViewResult(part=part, view=name, accepted=accepted, error=None, tolerance=None)


def case(name, status="AC", views=None, *, hidden=False, worth=1.0):
    """One case; `points` is what it earned."""
    if views is None:
        make = hidden_view if hidden else view
        views = (make("w_enc", "mu"), make("w_enc", "log_var"), make("w_dec"))
    return CaseResult(
        name=name, hidden=hidden, status=status, points=worth if status == "AC" else 0.0, views=views
    )


def verdict(student="s01", status="AC", **over):
    """One verdict: accepted unless told otherwise."""
    fields = {
        "path": f"submissions/class/{student}/{STEM}.py",
        "student": student,
        "problem": STEM,
        "source_sha256": "ab" * 32,
        "source": SOURCE,
        "status": status,
        "accepted": status == "AC",
        "score": 1.0 if status == "AC" else 0.0,
        "message": "Every case is accepted.",
        "findings": (),
        "cases": (case("example"), case("wide"), case("scale", hidden=True), case("tail", hidden=True)),
        "diagnosis": None,
        "output": Output(),
        "inspection": "enforce",
        "isolation": Isolation(level="full", layers=LAYERS),
        "versions": {"handgrad": "0.1.0", "torch": "2.13.0", "python": "3.11.9"},
        "timing": {"inspect": 0.0021, "run": 0.184, "compare": 0.0033},
    }
    return Verdict(**{**fields, **over})


def heat(rows, columns, right=False):
    """Block maxima that grow over four decades towards a corner; the left half is within tolerance if `right`."""
    grid = []
    for i in range(rows):
        row = []
        for j in range(columns):
            far = (i + 1) / rows * (j + 1) / columns
            wrong = not right or j >= columns // 2
            row.append(TAU * 10 ** (4.3 * far - 0.6) if wrong else 2e-7 * (1 + i))
        grid.append(tuple(row))
    return tuple(grid)


def accepted():
    """An accepted submission."""
    return verdict("s01")


def wrong_with_diagnosis():
    """A wrong answer whose mistake has a name; one shown case is fine, one is not."""
    grid = heat(5, 3)
    worst = Worst(index=(4, 2), got=-0.0371842, expected=0.0371842)
    big = heat(32, 32, right=True)
    bad = (
        view("w_enc", "mu"),
        view("w_enc", "log_var", max(map(max, grid)), grid=grid, worst=worst),
        view("w_dec"),
    )
    huge = (
        view("w_enc", "mu"),
        view(
            "w_enc",
            "log_var",
            None,
            accepted=False,
            grid=big,
            worst=Worst(index=(783, 31), got="nan", expected=-1.25e-3),
        ),
        view("w_dec"),
    )
    lost = (hidden_view("w_enc", "mu"), hidden_view("w_enc", "log_var", accepted=False), hidden_view("w_dec"))
    return verdict(
        "s02",
        "WA",
        score=0.25,
        message="The update of w_enc.log_var is wrong in case wide.",
        cases=(
            case("example"),
            case("wide", "WA", bad),
            case("large", "WA", huge),
            case("tail", "WA", lost, hidden=True),
        ),
        diagnosis=Diagnosis(
            code="mistake",
            message="The output looks like a KL term whose log-variance part has the opposite sign.",
            mistake="kl-log-var-sign",
            view="w_enc/log_var",
            confidence=0.97,
        ),
        output=Output(text="shapes torch.Size([7, 5]) torch.Size([7, 3])\nloss 1.8823\n"),
    )


def rule_violation():
    """A rejected source with two errors and a warning."""

    def finding(code, rule, severity, message, hint, line, column, end, origin="source"):
        return FindingRecord(
            code=code,
            rule=rule,
            severity=severity,
            origin=origin,
            message=message,
            help=hint,
            line=line,
            column=column,
            end_line=line,
            end_column=end,
        )

    return verdict(
        "s03",
        "RV",
        source=CHEAT,
        message="Line 6 asks the framework for the gradient.",
        findings=(
            finding(
                "HG101",
                "no-backward",
                "error",
                "loss.backward() computes the gradient that this problem asks you to derive.",
                "Write each partial derivative out with tensor algebra.",
                6,
                2,
                17,
            ),
            finding(
                "HG102",
                "no-autograd",
                "error",
                "torch.autograd.grad differentiates for you.",
                "Apply the chain rule by hand.",
                7,
                13,
                49,
            ),
            finding(
                "HG130",
                "requires-grad",
                "warning",
                "requires_grad is set but has no effect here.",
                "Leave it out.",
                None,
                None,
                None,
                "runtime",
            ),
        ),
        cases=(),
    )


def too_slow():
    """A submission out of time on the large case, so that the rest never ran."""
    return verdict(
        "s04",
        "TLE",
        score=0.5,
        message="Case scale ran longer than 2 s.",
        cases=(
            case("example"),
            case("wide"),
            case("scale", "TLE", (), hidden=True),
            CaseResult(name="tail", hidden=True, status=None, points=0.0, views=None),
        ),
        output=Output(text="".join(f"parameter {i} of 75264\n" for i in range(300)), truncated=True),
    )


def run_time_error():
    """A submission that raised."""
    return verdict(
        "s05",
        "RTE",
        message="Line 9 raised RuntimeError: mat1 and mat2 shapes cannot be multiplied (4x3 and 4x3).",
        cases=(case("example", "RTE", ()), case("wide", "RTE", ())),
    )


def cannot_load():
    """A submission with a syntax error."""
    return verdict("s06", "CE", source="def solve(x:\n", message="Line 1: '(' was never closed.", cases=())


def judge_error():
    """No verdict, because the judge failed."""
    return verdict(
        "s07",
        "JE",
        score=None,
        message="The sandbox could not be set up: the golden of the problem is missing.",
        cases=(),
        source=None,
        isolation=Isolation(level="none", layers={}),
        versions={},
        timing={},
    )


def hidden_wrong():
    """A submission that passes what it can see and fails what it cannot."""
    lost = (hidden_view("w_enc", "mu", accepted=False), hidden_view("w_enc", "log_var"), hidden_view("w_dec"))
    return verdict(
        "s08",
        "WA",
        score=0.75,
        message="The update of w_enc.mu is wrong in a hidden case.",
        cases=(
            case("example"),
            case("wide"),
            case("scale", "WA", lost, hidden=True),
            case("tail", hidden=True),
        ),
    )


def leaky():
    """What a faulty judge might send: numbers about a hidden case. 0.123456 and 0.654321 must never be shown."""
    lost = (
        ViewResult(
            part="w_enc",
            view="mu",
            accepted=False,
            error=0.123456,
            tolerance=TAU,
            map=((0.123456, 0.654321),),
            worst=Worst(index=(41, 43), got=0.123456, expected=0.654321),
        ),
    )
    return verdict("s08", "WA", score=0.5, message="A hidden case is wrong.", cases=(
        case("example"), case("scale", "WA", lost, hidden=True)
    ))  # fmt: skip


HOSTILE = "<script>alert(1)</script>\x1b[31mred\x1b]0;title\x07\u202egnp.exe\u2066\x9b2J\x00\ud800 =1+1 {{7*7}} [bold]x[/]"


def hostile():
    """Every free text of a verdict is an attack on whoever reads it."""
    base = wrong_with_diagnosis()
    finding = FindingRecord(
        code=HOSTILE,
        rule=HOSTILE,
        severity="error",
        origin="source",
        message=HOSTILE,
        help=HOSTILE,
        line=2,
        column=3,
        end_line=2,
        end_column=9,
    )
    return base.model_copy(
        update={
            "path": HOSTILE,
            "student": HOSTILE,
            "problem": HOSTILE,
            "source": f"# {HOSTILE}\n# {HOSTILE}\n",
            "message": HOSTILE,
            "findings": (finding,),
            "cases": (case(HOSTILE, "WA", (view(HOSTILE, HOSTILE, 0.5, grid=((0.5,),)),)),),
            "diagnosis": Diagnosis(code=HOSTILE, message=HOSTILE, mistake=HOSTILE, view=HOSTILE),
            "output": Output(text=HOSTILE),
            "isolation": Isolation(level="full", layers={HOSTILE: True}),
            "versions": {HOSTILE: HOSTILE},
            "timing": {HOSTILE: math.pi},
        }
    )


ALL = {
    "accepted": accepted,
    "wrong_with_diagnosis": wrong_with_diagnosis,
    "rule_violation": rule_violation,
    "too_slow": too_slow,
    "run_time_error": run_time_error,
    "cannot_load": cannot_load,
    "judge_error": judge_error,
    "hidden_wrong": hidden_wrong,
}


def summary(verdicts, skipped=()):
    """The last line of a run over `verdicts`."""
    by_status = {}
    for one in verdicts:
        by_status[one.status] = by_status.get(one.status, 0) + 1
    return Summary(
        total=len(verdicts),
        by_status=by_status,
        skipped=tuple(Skipped(path=path, reason=reason) for path, reason in skipped),
        interrupted=False,
    )


def school():
    """A class of eight on one problem."""
    return [make() for make in ALL.values()]
