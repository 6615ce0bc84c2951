"""Every part of an answer has a second opinion in float64, and a disagreement is measured and placed."""

import pytest

from harness.authoring.oracle import AGREEMENT
from harness.problem.errors import ProblemError

STEP = "    return w - lr * g"


def test_autograd_agrees_with_the_sound_reference(author) -> None:
    """A right derivation is within rounding of autograd, far inside the agreement."""
    for proof in author.build().proofs.values():
        assert set(proof.oracle) == {"w/all"}
        assert proof.oracle["w/all"] < AGREEMENT / 10


@pytest.mark.parametrize(
    "wrong",
    [
        "w - lr * g * (1 + 1e-8)",
        "w + lr * g",
        "w - lr * g / 2",
        "w",
    ],
)
def test_a_wrong_derivation_is_refused_with_case_view_and_size(author, wrong: str) -> None:
    """From a slip that no float32 comparison shows to a step that is not taken."""
    author.edit(STEP, f"    return {wrong}")
    with pytest.raises(
        ProblemError, match="case `shown`, view `w/all`: `solve` and autograd on `loss`"
    ) as caught:
        author.build()
    assert "of the largest update (allowed: 1e-09)" in str(caught.value)
    assert caught.value.path == author.reference
    assert caught.value.line == 12


def test_a_tiny_step_is_held_to_its_own_size(author) -> None:
    """At lr = 1e-7 rounding of the stored weight is allowed for, and a slip of a thousandth of the step is not."""
    author.edit("d: 3, lr: 0.5", "d: 3, lr: 1.0e-7", spec=True)
    author.edit("tau: 1e-4", "tau: 0.5", spec=True)
    author.build()
    author.edit(STEP, "    return w - lr * g * (1 + 1e-3)")
    with pytest.raises(ProblemError, match=r"case `shown`.* 0\.001 of the largest update"):
        author.build()


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("** 2).mean()", "** 2)", r"`loss` returns \(6,\)"),
        ("** 2).mean()", "** 2).mean().item()", "`loss` returns float"),
        ("** 2).mean()", "** 2).mean().float()", "torch.float32"),
        ("** 2).mean()", "** 2).mean().detach()", "does not depend"),
        ("def loss(x, w, eps)", "def loss(x, w, noise)", "asks for `noise`"),
        ("    return ((x @ w", "    return 1 / 0 * ((x @ w", "`loss` raised ZeroDivisionError"),
        ("def loss(", "def cost(", "nothing checks `w`"),
        ("def loss(x, w, eps):", "def loss(x, w, eps):\n    w = w.detach()", "differ by|does not reach"),
    ],
)
def test_a_loss_that_cannot_be_an_oracle_is_refused(author, old: str, new: str, says: str) -> None:
    """A missing, vector, rounded, detached or raising loss has its sentence."""
    author.edit(old, new)
    with pytest.raises(ProblemError, match=says) as caught:
        author.build()
    assert caught.value.path == author.reference
    assert caught.value.line


def test_a_second_formulation_is_an_oracle_too(author) -> None:
    """`oracle` may return the answer or a dict of parts, takes inputs and draws by name, and is held to float64."""
    formula = "w - lr * 2 * torch.einsum('nd,n->d', x, x @ w - eps) / len(x)"
    for returned, says in (
        (f"{{'w': {formula}}}", None),
        (formula, None),
        ("w", "`solve` and `oracle` differ by"),
        ("w.float()", "`oracle` returns `out` in float32"),
        ("{'v': w}", "`oracle` returns a dict"),
    ):
        author.write()
        author.edit(
            "def loss(x, w, eps):\n    return ((x @ w - eps) ** 2).mean()",
            f"def oracle(x, w, lr, eps):\n    return {returned}",
        )
        if says:
            with pytest.raises(ProblemError, match=says):
                author.build()
        else:
            author.build()


VALUES_SPEC = """\
title: A loss and its gradients
difficulty: easy
topics: []
statement: Differentiate.
inputs:
  params: {group: per_case, draw: normal}
  x:      {shape: [N, d], draw: normal}
  k:      {shape: [N], draw: labels, classes: 4}
returns: dict
outputs:
  loss:  {shape: [], judged: scaled, tau: 1e-5}
  d_W:   {shape: [d, h], judged: scaled, tau: 1e-5}
  count: {shape: [], dtype: int64, judged: exact}
cases:
  one: {show: true, N: 4, d: 3, h: 2, params: {W: [3, 2], b: [2]}}
"""

VALUES_REFERENCE = """\
import torch


def loss(x, params, k):
    return 0.5 * (((x @ params["W"] + params["b"]) ** 2).sum(dim=1) * k).sum()


def oracle(x):
    return {"count": x.numel()}


def solve(params, x, k):
    y = x @ params["W"] + params["b"]
    g = k[:, None] * y
    return {"loss": 0.5 * (g * y).sum(), "d_W": x.T @ g, "count": x.numel()}
"""


def test_gradients_by_name_loss_by_name_and_the_rest_by_oracle(author) -> None:
    """`d_W` is the gradient of the group's `W`, `loss` the loss itself; `oracle` answers for what is left."""
    author.write(VALUES_SPEC, VALUES_REFERENCE)
    built = author.build()
    assert set(built.proofs["one"].oracle) == {"loss/all", "d_W/all", "count/all"}
    assert set(built.golden.taus) == {"loss/all", "d_W/all"}
    assert list(built.golden.cases["one"].inputs) == ["params/W", "params/b", "x", "k"]
    author.edit("x.T @ g", "x.T @ (2 * g)")
    with pytest.raises(ProblemError, match="view `d_W/all`"):
        author.build()
    author.edit("x.T @ (2 * g)", "x.T @ g")
    author.edit('"count": x.numel()}\n\n', '"count": x.numel() + 1}\n\n')
    with pytest.raises(ProblemError, match="view `count/all`: `solve` and `oracle` differ by 1"):
        author.build()


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            '    return {"loss"',
            '    return {"los"',
            "a dict of `los`, `d_W`, `count`, but the spec says a dict of `loss`",
        ),
        ("returns: dict", "returns: tuple", "a dict, but the spec says a tuple of 3"),
        ('"d_W": x.T @ g', '"d_W": [1.0]', "a list for `d_W`"),
        ('(g * y).sum(), "d_W"', '(g * y).sum()[None], "d_W"', r"`loss` in the shape \(1,\)"),
        ('"d_W": x.T @ g, "count": x.numel()}', '"d_W": x.T @ g, "count": 12.0}', "`count` as float64"),
    ],
)
def test_structure_is_held_to_the_spec(author, old: str, new: str, says: str) -> None:
    """Dicts, tuples, scalars and their types are those that the spec names."""
    author.write(VALUES_SPEC, VALUES_REFERENCE)
    author.edit(old, new, spec="returns:" in old)
    with pytest.raises(ProblemError, match=says):
        author.build()
