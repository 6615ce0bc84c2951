"""A reference that breaks its contract is refused, with the line at fault and what to do."""

import sys

import pytest
import torch

from harness.authoring.reference import load_reference
from harness.problem.errors import ProblemError

SEEDED = "torch.randn(N, generator=torch.Generator().manual_seed(seed))"
EPS = '    eps = noise(seed, len(x))["eps"].to(x.dtype)'


def test_a_sound_reference_builds(author) -> None:
    """The course that the tests below break is whole."""
    built = author.build()
    assert list(built.golden.cases) == ["shown", "hidden"]
    assert built.golden.certificate.status == "uncertified"
    assert built.golden.taus == {"w/all": 1e-4}


# What is replaced in the reference, by what, and what the sentence says. The line is that of the first,
# plus an offset where the fault shows further down.
BROKEN = {
    "not-python": ("    return w - lr * g", "    return w - - lr * g)", "not Python", 0),
    "raises-on-load": ("import torch", "import torch\n1 / 0", "loading it raised ZeroDivisionError", 1),
    "exits-on-load": ("import torch", "import torch\nraise SystemExit(3)", "loading it raised SystemExit", 1),
    "raises": (EPS, "    eps = x @ x", "`solve` raised RuntimeError", 0),
    "raises-in-noise": (SEEDED, "torch.randn(N, device='nowhere')", "raised RuntimeError", 0),
    "other-signature": (
        "def solve(x, w, lr, seed)",
        "def solve(w, x, lr, seed)",
        r"takes \(w, x, lr, seed\)",
        0,
    ),
    "autograd": (
        "    g = 2 / len(x) * (x.T @ (x @ w - eps))",
        "    v = w.clone().requires_grad_()\n    (g,) = torch.autograd.grad(loss(x, v, eps), [v])",
        "uses autograd",
        1,
    ),
    "backward": (
        "    g = 2 / len(x) * (x.T @ (x @ w - eps))",
        "    v = w.clone().requires_grad_()\n    loss(x, v, eps).backward()\n    g = v.grad",
        "uses autograd",
        1,
    ),
    "functional-gradient": (
        "    g = 2 / len(x) * (x.T @ (x @ w - eps))",
        "    g = torch.func.grad(loss, 1)(x, w, eps)",
        "uses autograd",
        0,
    ),
    "forward-mode": (
        "    g = 2 / len(x) * (x.T @ (x @ w - eps))",
        "    g = torch.func.jacfwd(loss, 1)(x, w, eps)",
        "uses autograd",
        0,
    ),
    "stray-draw": (
        EPS,
        "    eps = torch.randn(len(x), generator=torch.Generator().manual_seed(seed))",
        "outside `noise`",
        0,
    ),
    "stray-draw-in-place": (
        EPS,
        "    torch.manual_seed(seed)\n    eps = torch.empty(len(x)).normal_()",
        "outside `noise`",
        1,
    ),
    "numpy-draw": (
        EPS,
        "    import numpy as np\n    eps = torch.tensor(np.random.default_rng(0).normal(size=len(x))).to(x.dtype)",
        "golden would not hold",
        1,
    ),
    "library-draw": ("import torch", "import torch\nfrom random import gauss", "golden would not hold", 1),
    "unseeded": (SEEDED, "torch.randn(N)", "draws something else each time", -1),
    "float64-draw": (SEEDED, SEEDED.replace("N,", "N, dtype=torch.float64,"), "drew `eps` in float64", -1),
    "noise-no-dict": ('{"eps": ' + SEEDED + "}", SEEDED, "`noise` returned Tensor", -1),
    "two-draws": (EPS, EPS + " + noise(seed + 1, len(x))['eps'].to(x.dtype)", "two different `eps`", 0),
    "keeps-state": (
        "    return w - lr * g",
        "    calls.append(1)\n    return w - lr * g * len(calls)\n\n\ncalls = []",
        "another `w` each time",
        -3,
    ),
    "rounds": ("    return w - lr * g", "    return (w - lr * g).float()", "in float32 although", 0),
    "other-shape": (
        "    return w - lr * g",
        "    return (w - lr * g)[:-1]",
        r"shape \(2,\), but .* \(3,\)",
        0,
    ),
    "two-axes": ("    return w - lr * g", "    return (w - lr * g)[None]", r"shape \(1, 3\)", 0),
    "a-list": ("    return w - lr * g", "    return (w - lr * g).tolist()", "a list for `out`", 0),
    "nothing": ("    return w - lr * g", "    return None", "nothing for `out`", 0),
    "integers": (
        "    return w - lr * g",
        "    return (w - lr * g).long()",
        "as int64, but the spec says float",
        0,
    ),
    "not-finite": ("    return w - lr * g", "    return w - lr * g / 0.0", "not finite", 0),
    "unstable": (
        "    return w - lr * g",
        "    return w - lr * (g + 1e6 - 1e6)",
        "correct submissions would be",
        0,
    ),
}


# PyTorch's forward mode warns about its own use of TorchScript before it differentiates.
@pytest.mark.filterwarnings("ignore:`torch.jit:DeprecationWarning")
@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_reference_is_refused_at_its_line(author, name: str) -> None:
    """Each slip gives its own sentence, with the file, the line, and what to do."""
    old, new, says, offset = BROKEN[name]
    line = author.edit(old, new) + offset
    with pytest.raises(ProblemError, match=says) as caught:
        author.build()
    assert caught.value.path == author.reference
    assert caught.value.line == line, str(caught.value)
    assert caught.value.fix
    assert "\n" not in str(caught.value)


def test_a_reference_that_is_not_there_or_has_no_solve_is_refused(author) -> None:
    """The first thing an author meets is said in a sentence too."""
    author.edit("def solve(", "def solves(")
    with pytest.raises(ProblemError, match="no function `solve`"):
        author.build()
    author.reference.write_bytes(b"def solve():\0")
    with pytest.raises(ProblemError, match="not Python"):
        author.build()
    author.reference.unlink()
    with pytest.raises(ProblemError, match="cannot be read"):
        author.build()


def test_a_reference_cannot_be_imported_back(author) -> None:
    """Loading leaves nothing in sys.modules and no compiled file beside the source."""
    before = set(sys.modules)
    reference = load_reference(author.reference, ["x", "w", "lr", "seed"])
    assert set(sys.modules) == before
    assert reference.module not in sys.modules.values()
    assert not reference.module.__name__.isidentifier()
    assert list(author.reference.parent.iterdir()) == [author.reference]


def test_running_a_reference_leaves_the_callers_randomness_and_output_alone(author, capsys) -> None:
    """A reference may call torch.manual_seed and print: neither reaches the caller's state or standard output."""
    author.edit(SEEDED, "torch.manual_seed(seed) and torch.randn(N)")
    author.edit("    return w - lr * g", "    print('looking')\n    return w - lr * g")
    state = torch.random.get_rng_state()
    author.build()
    assert torch.equal(state, torch.random.get_rng_state())
    out, err = capsys.readouterr()
    assert out == ""
    assert "looking" in err
