"""A problem proves itself, or is refused with the line at fault and what to do."""

from dataclasses import replace

import numpy as np
import pytest
import yaml
from click.testing import CliRunner

from harness.authoring.certify import Uncertified
from harness.authoring.check import check
from harness.authoring.secret import Keys
from harness.cli.golden import command
from harness.judging.compare import compare_parts
from harness.problem.certificate import Certificate
from harness.problem.errors import ProblemError
from harness.problem.golden import read_golden

#: `step` of conftest with a case to name mistakes by; its cases are too small to rule out differencing.
SPEC_END = """\
  named:  {diagnose: true, N: 9, d: 4, lr: 0.5, seed: 3}
policy: {differencing: flag}
"""
SIGN = {"looks_like": "a step up the slope", "replace": "w - lr * g", "with": "w + lr * g"}
MEAN = {"looks_like": "a sum over the rows", "replace": "2 / len(x) *", "with": "2 *"}


def write_mistakes(author, **mistakes) -> None:
    path = author.course.mistakes(author.stem)
    path.parent.mkdir(exist_ok=True)
    path.write_text(yaml.safe_dump({"mistakes": mistakes}, sort_keys=False))


def line_of(author, name: str) -> int:
    lines = author.course.mistakes(author.stem).read_text().splitlines()
    return lines.index(f"  {name}:") + 1


def add_program(author, kind: str, name: str, text: str):
    path = author.root / "submissions" / "known" / author.stem / kind / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"# expect: {kind}\n{text}")
    return path


@pytest.fixture
def certain(author):
    """The course of conftest with two mistakes, and certified."""
    author.spec.write_text(author.spec.read_text().replace(", tau: 1e-4", "") + SPEC_END)
    write_mistakes(author, sign=SIGN, mean=MEAN)
    return author


def test_a_certificate_holds_what_it_says(certain) -> None:
    """Every mistake that is stored is rejected by the judge's own comparison, by the margin that is written down."""
    golden = certain.store().golden
    proof = golden.certificate
    assert (proof.status, proof.draws) == ("certified", 2)
    (view,) = proof.views
    assert 10 * view.noise <= view.tau <= view.distance / 10
    assert float(f"{view.tau:.0e}") == view.tau
    assert {one.id for one in proof.mistakes} == {"sign", "mean"}
    assert all(one.margin >= 10 for one in proof.mistakes)
    stored = read_golden(certain.golden)
    assert {name for name, case in stored.cases.items() if case.mistakes} == {"named"}
    layout = certain.problem.layout("named").with_tolerances(stored.taus, stored.floors)
    for name, parts in stored.cases["named"].mistakes.items():
        assert parts["w"].dtype == np.float32
        got = {part: array.astype(np.float64) for part, array in parts.items()}
        ((_, ruling),) = compare_parts(
            layout, got, stored.cases["named"].expected, stored.cases["named"].inputs
        )
        (one,) = [one for one in proof.mistakes if one.id == name]
        assert not ruling.accepted
        assert ruling.error >= 0.9 * view.tau * min(one.margin, 100)


def test_a_certified_golden_is_the_same_bytes_again(certain) -> None:
    """Seconds decide about differencing and nothing else, and none is kept."""
    certain.edit("policy: {differencing: flag}", "policy: {differencing: allow}", spec=True)
    certain.store()
    first = certain.golden.read_bytes()
    certain.store()
    assert certain.golden.read_bytes() == first


def test_a_certificate_is_read_strictly(certain) -> None:
    """Another version, an unknown field or a number in quotes is no certificate."""
    data = certain.build().golden.certificate.to_json()
    assert Certificate.from_json(data) == certain.build().golden.certificate
    for broken in (
        {**data, "schema": "handgrad.certificate/v2"},
        {**data, "more": 1},
        {key: value for key, value in data.items() if key != "views"},
        {**data, "draws": "2"},
        {**data, "safety": float("nan")},
    ):
        with pytest.raises(ValueError):  # noqa: PT011 - one error for every fault
            Certificate.from_json(broken)


@pytest.mark.parametrize(
    ("mistake", "said"),
    [
        ({"replace": "nowhere", "with": "x"}, "occurs nowhere"),
        ({"replace": "len(x)", "with": "1"}, "occurs 2 times in the reference, in lines 13 and 14"),
        ({"replace": "w - lr * g", "with": "w - g * lr"}, "this mistake is the reference"),
        ({"replace": "w - lr * g", "with": "w + g * lr"}, "gives the answer of `sign`"),
        ({"replace": "w - lr * g", "with": "w - lr * g if w.requires_grad else"}, "no longer one"),
        ({"replace": "    return w - lr * g", "with": "    return w - lr * g * (len(w) < 4 or 2)"}, None),
        ({"replace": "    return w - lr * g", "with": "    return w - lr * g * (1 if len(w) > 3 else 2)"},
         "Mark that case `diagnose: true`"),
    ],
)  # fmt: skip
def test_a_mistake_that_cannot_stand_is_refused_at_its_line(certain, mistake, said) -> None:
    """No match, two, the reference itself, another mistake, no program, or none that could ever be named."""
    write_mistakes(certain, sign=SIGN, other={"looks_like": "something else", **mistake})
    if said is None:
        certain.build()
        return
    with pytest.raises(ProblemError) as caught:
        certain.build()
    assert said in str(caught.value)
    assert caught.value.path == certain.course.mistakes(certain.stem)
    assert caught.value.line == line_of(certain, "other")


def test_a_mistake_that_raises_is_rejected_and_not_stored(certain) -> None:
    """So are one of another shape and one that is not finite."""
    write_mistakes(
        certain,
        sign=SIGN,
        raises={"looks_like": "an error", "replace": "w - lr * g", "with": "w - lr * g @ x"},
        longer={"looks_like": "two answers", "replace": "w - lr * g", "with": "torch.cat([w, w])"},
        nan={"looks_like": "no number", "replace": "w - lr * g", "with": "w / 0 * 0"},
    )
    golden = certain.build().golden
    assert {one.id: one.margin for one in golden.certificate.mistakes if one.margin is None} == dict.fromkeys(
        ("raises", "longer", "nan")
    )
    assert set(golden.cases["named"].mistakes) == {"sign"}


def test_a_near_mistake_needs_a_reason(certain) -> None:
    """Refused as it is; with `narrow` it is certified, and listed with margin and reason."""
    near = {"looks_like": "a little decay", "replace": "w - lr * g", "with": "w * (1 - 2e-4) - lr * g"}
    write_mistakes(certain, sign=SIGN, near=near)
    certain.edit("judged: update, of: w", "judged: update, of: w, tau: 5e-5", spec=True)
    with pytest.raises(Uncertified, match="`near`") as caught:
        certain.build()
    assert caught.value.weak == ("near",)
    write_mistakes(certain, sign=SIGN, near={**near, "narrow": "decay is small by its nature"})
    (one,) = certain.build().golden.certificate.narrow
    assert 1 < one.margin < 10
    assert one.narrow == "decay is small by its nature"


def test_a_suite_that_hides_a_mistake_is_refused_with_what_would_help(certain) -> None:
    """Exit 3, nothing is written, and the change that is named does certify."""
    write_mistakes(
        certain,
        sign=SIGN,
        clamp={"looks_like": "weights kept in range", "replace": "x @ w - eps))  # g", "with": "x @ w.clamp(-2, 2) - eps))"},
    )  # fmt: skip
    certain.edit(
        "    g = 2 / len(x) * (x.T @ (x @ w - eps))", "    g = 2 / len(x) * (x.T @ (x @ w - eps))  # g"
    )
    result = CliRunner().invoke(command, ["--course", str(certain.root)])
    assert result.exit_code == 3
    assert not certain.golden.exists()
    assert "mistakes.clamp" in result.stderr
    assert "Raise scales.w of case `named` to" in result.stderr
    scale = result.stderr.partition("Raise scales.w of case `named` to ")[2].partition(":")[0]
    certain.edit("lr: 0.5, seed: 3}", f"lr: 0.5, seed: 3, scales: {{w: {scale}}}}}", spec=True)
    result = CliRunner().invoke(command, ["--course", str(certain.root)])
    assert result.exit_code == 0, result.stderr


def test_known_programs_are_judged_as_their_folders_say(certain) -> None:
    """A good one in other algebra counts for the noise; one in the wrong folder is refused by name."""
    good = "import torch\ndef solve(x, w, lr, seed):\n    torch.manual_seed(seed)\n    eps = torch.randn(len(x))\n"
    add_program(certain, "AC", "rows.py", good + "    g = sum(2 * (a @ w - e) * a for a, e in zip(x, eps))\n    return w - lr * g / len(x)\n")  # fmt: skip
    wrong = add_program(certain, "WA", "sum.py", good + "    return w - lr * 2 * x.T @ (x @ w - eps)\n")
    proof = certain.build().golden.certificate
    assert (proof.accepted, proof.rejected) == (1, 1)
    text = wrong.read_text()
    wrong.unlink()
    path = add_program(certain, "AC", "sum.py", text)
    with pytest.raises(ProblemError, match="known good program is rejected") as caught:
        certain.build()
    assert caught.value.path == path
    path.write_text(text.replace("2 * x.T", "x.TT"))
    with pytest.raises(ProblemError, match="`solve` raised AttributeError"):
        certain.build()
    path.unlink()
    path = add_program(
        certain, "WA", "right.py", good + "    return w - lr * 2 / len(x) * x.T @ (x @ w - eps)\n"
    )
    with pytest.raises(ProblemError, match="known wrong program is accepted") as caught:
        certain.build()
    assert caught.value.path == path


def test_a_tau_of_the_spec_must_lie_between(certain) -> None:
    """Kept where it does; else refused with the one that would be found."""
    certain.edit("judged: update, of: w", "judged: update, of: w, tau: 1e-4", spec=True)
    (view,) = certain.build().golden.certificate.views
    assert (view.tau, view.given) == (1e-4, True)
    certain.edit("tau: 1e-4", "tau: 0.2", spec=True)
    with pytest.raises(Uncertified, match=r"the tau of `w/all` in the spec, 0.2, is above .* is found"):
        certain.build()


def test_differencing_is_tried_where_it_is_refused(certain) -> None:
    """The cases of this course are small enough to difference, so the policy cannot refuse it."""
    certain.edit("policy: {differencing: flag}", "policy: {}", spec=True)
    with pytest.raises(ProblemError, match="differencing is refused, but `forward` in a loop would finish"):
        certain.build()


def test_a_sum_of_elementwise_terms_cannot_refuse_differencing(author) -> None:
    """Two passes over whole arrays are enough, whatever the size: the author is told to say so."""
    author.write(
        "title: t\ndifficulty: easy\nstatement: s\ninputs:\n  x: {shape: [n], draw: normal}\nreturns: dict\n"
        "outputs:\n  d_x: {shape: [n], judged: scaled}\ncases:\n  a: {show: true, n: 9}\n",
        "def loss(x):\n    return (x**4).sum()\n\n\ndef solve(x):\n    return {'d_x': 4 * x**3}\n",
    )
    write_mistakes(author, three={"looks_like": "a square", "replace": "4 * x**3", "with": "4 * x**2"})
    with pytest.raises(ProblemError, match="two evaluations on whole arrays") as caught:
        author.build()
    assert caught.value.key == "policy.differencing"
    author.spec.write_text(author.spec.read_text() + "policy: {differencing: allow}\n")
    assert author.build().golden.certificate.differencing is None


KINDS = """\
title: t
difficulty: easy
statement: s
inputs:
  mu:   {shape: [n], draw: normal}
  var:  {shape: [n], draw: positive, scale: 0.5}
  x:    {shape: [n], draw: normal}
returns: dict
outputs:
  kl:      {shape: [], judged: scaled}
  density: {shape: [n], judged: elementwise}
  largest: {shape: [], dtype: int64}
  above:   {shape: [n], dtype: bool}
  grads:   {group: {mu: {shape: [n]}, var: {shape: [n]}}, judged: scaled}
cases:
  zero: {show: true, n: 2, mu: [0, 0], var: [1, 1], x: [0.5, -1.0]}
  some: {diagnose: true, n: 9}
  many: {n: 21}
"""
KINDS_REFERENCE = """\
import math

import torch


def oracle(mu, var, x):
    q = torch.distributions.Normal(mu, var.sqrt())
    one = torch.distributions.Normal(torch.zeros_like(mu), 1.0)
    kl = torch.distributions.kl_divergence(q, one).sum()
    grads = {"mu": mu.clone(), "var": (var - 1) / (2 * var)}
    return {"kl": kl, "density": q.log_prob(x).exp(), "largest": torch.argmax(mu), "above": x > mu, "grads": grads}


def solve(mu, var, x):
    kl = 0.5 * (mu**2 + var - 1 - torch.log(var)).sum()
    density = torch.exp(-0.5 * (x - mu) ** 2 / var) / torch.sqrt(2 * math.pi * var)
    grads = {"mu": mu * 1, "var": 0.5 - 0.5 / var}
    return {"kl": kl, "density": density, "largest": mu.max(dim=0).indices, "above": mu < x, "grads": grads}
"""


def test_every_kind_of_answer_is_certified(author) -> None:
    """A dict of a scalar, an elementwise density, an integer, booleans and a group; a case on which zero is right."""
    author.write(KINDS, KINDS_REFERENCE)
    write_mistakes(
        author,
        no_log={"looks_like": "a divergence without its logarithm", "replace": " - torch.log(var)", "with": ""},
        below={"looks_like": "the comparison turned round", "replace": "mu < x", "with": "mu > x"},
        least={"looks_like": "the smallest", "replace": "mu.max(", "with": "mu.min("},
        spread={"looks_like": "variance for deviation", "replace": "torch.sqrt(2 * math.pi * var)", "with": "torch.sqrt(2 * math.pi * var**2)"},
        half={"looks_like": "half a gradient", "replace": "mu * 1", "with": "mu / 2"},
    )  # fmt: skip
    golden = author.store().golden
    proof = golden.certificate
    margins = {one.id: one.margin for one in proof.mistakes}
    assert margins["below"] is None
    assert margins["least"] is None
    assert all(margins[name] >= 10 for name in ("no_log", "spread", "half"))
    assert golden.floors["kl/all"] > 0, "on `zero` the divergence is zero, and float32 need not be"
    assert golden.floors["density/all"] == 0
    assert set(golden.taus) == {"kl/all", "density/all", "grads/mu/all", "grads/var/all"}
    (shown,) = [case for case in proof.cases if case.case == "zero"]
    assert "no_log" in shown.hides
    assert check(author.problem, author.reference, author.golden, Keys()).fresh


def test_hidden_cases_take_the_first_draw_that_certifies(author) -> None:
    """A sign that two draws must both show: the attempt is stored, and checking draws it again."""
    author.write(
        "title: t\ndifficulty: easy\nstatement: s\ninputs:\n  x: {shape: [1], draw: normal}\nreturns: tensor\n"
        "outputs:\n  y: {shape: [1], judged: scaled}\ncases:\n  shown: {show: true, x: [1.0]}\n"
        "  a: {diagnose: true}\n  b: {diagnose: true}\n",
        "def oracle(x):\n    return x + x\n\n\ndef solve(x):\n    return 2 * x\n",
    )
    write_mistakes(author, absolute={"looks_like": "a size", "replace": "2 * x", "with": "2 * abs(x)"})
    golden = author.store().golden
    attempts = {case.name: case.attempt for case in golden.cases.values()}
    assert attempts["shown"] == 0
    assert attempts["a"] == attempts["b"] > 0
    assert min(golden.cases[name].inputs["x"][0] for name in "ab") < 0
    assert check(author.problem, author.reference, author.golden, Keys()).fresh


def test_drift_names_changed_mistakes_and_verdicts_that_would_flip(certain) -> None:
    """A new mistake makes the golden stale but drifts nothing; another formula flips the known good program."""
    good = "import torch\ndef solve(x, w, lr, seed):\n    torch.manual_seed(seed)\n    eps = torch.randn(len(x))\n    return w - lr * 2 / len(x) * x.T @ (x @ w - eps)\n"
    add_program(certain, "AC", "plain.py", good)
    certain.store()
    write_mistakes(certain, sign=SIGN)
    result = check(certain.problem, certain.reference, certain.golden, Keys())
    assert [cause for cause, _ in result.causes] == ["mistakes"]
    assert not result.flips
    write_mistakes(certain, sign=SIGN, mean=MEAN)
    certain.edit("return w - lr * g", "return w - lr * g * 1.01")
    result = check(certain.problem, certain.reference, certain.golden, Keys())
    assert result.flips == ("AC/plain.py is accepted, and would be rejected on case shown",)
    assert "  AC/plain.py is accepted" in "\n".join(result.lines())


def test_the_certificate_is_explained(certain, tmp_path) -> None:
    """A table on a wide terminal and a narrow one, and a page of its own without a script."""
    certain.store()
    runner = CliRunner()
    for width in ("50", "160"):
        result = runner.invoke(
            command, ["step", "--explain", "--course", str(certain.root)], env={"COLUMNS": width}
        )
        assert result.exit_code == 0, result.output
        assert max(map(len, result.stdout.splitlines())) <= int(width)
        assert "certified" in result.stdout
        assert "w/all" in result.stdout
    page = tmp_path / "report.html"
    result = runner.invoke(
        command, ["step", "--explain", "--course", str(certain.root), "--output", str(page)]
    )
    assert result.exit_code == 0, result.output
    text = page.read_text()
    assert "<svg" in text
    assert "<script" not in text
    assert "sign" in text
    assert runner.invoke(command, ["--explain", "--course", str(certain.root)]).exit_code == 2


def test_suggested_cases_load_and_certify(certain) -> None:
    """What is printed is pasted, in place of the cases that were there, and is enough."""
    result = CliRunner().invoke(
        command, ["step", "--suggest", "--seconds", "1", "--course", str(certain.root)]
    )
    assert result.exit_code == 0, result.output
    spec = yaml.safe_load(certain.spec.read_text())
    spec["cases"] = yaml.safe_load(result.stdout)["cases"]
    assert 1 <= len(spec["cases"]) <= 3
    certain.spec.write_text(yaml.safe_dump(spec, sort_keys=False))
    assert certain.build().golden.certificate.status == "certified"
    assert not certain.golden.exists()


def test_without_mistakes_a_course_is_built_uncertified(author) -> None:
    """And the line says so."""
    author.store()
    golden = read_golden(author.golden)
    assert (golden.certificate.status, golden.mistakes_sha256) == ("uncertified", None)
    assert replace(golden, certificate=Certificate()).certificate.views == ()
