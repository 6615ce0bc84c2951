"""A submission is given the arrays it was written for, and is told when it was written for something else."""

import pytest

from harness.judging.elsewhere import written_for
from harness.judging.framework import Misfit, choose, imported
from harness.judging.judge import Judge

SPEC = """\
frameworks: [{frameworks}]
inputs:
  x: {{shape: [n], draw: normal}}
  params: {{group: {{w: {{shape: [n], draw: normal}}, b: {{shape: [], draw: normal}}}}}}
returns: tensor
outputs: {{y: {{shape: [n], judged: scaled, tau: 1e-4}}}}
cases: {{a: {{show: true, n: 3}}, b: {{n: 5}}}}
"""
TORCH = (
    "import torch\n\ndef solve(x, params):\n    return torch.exp(x) * params['w'] + params['b'].expand(1)\n"
)
NUMPY = "import numpy as np\n\ndef solve(x, params):\n    assert type(x) is type(params['b']) is np.ndarray\n    return np.exp(x) * params['w'] + params['b']\n"
METHODS = "def solve(x, params):\n    return x.exp() * params['w'] + params['b']\n"


@pytest.fixture
def course(small):
    """Make a problem that takes some frameworks."""

    def make(frameworks: str):
        import numpy as np

        def answers(given):
            return {"y": np.exp(np.float64(given["x"])) * given["params/w"] + given["params/b"]}

        return small(SPEC.format(frameworks=frameworks), answers)

    return make


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("import torch\n", 1),
        ("x = 1\nimport torch.nn.functional as F\n", 2),
        ("def solve(x):\n    from torch import exp\n", 2),
        ("import importlib\nt = importlib.import_module('torch')\n", 2),
        ("t = __import__('torch')\n", 1),
        ("# torch\nimport numpy\nname = 'torch'\nprint('torch')\n", None),
        ("import torchlike\n", None),
        ("from .torch import x\n", None),
        ("if __name__ == '__main__':\n    import torch\n", None),
        (
            "def check():\n    import torch\ndef solve(x): pass\nif __name__ == '__main__':\n    check()\n",
            None,
        ),
        ("def helper():\n    import torch\nclass A:\n    f = helper\ndef solve(x):\n    A().f()\n", 2),
        ("WAYS = []\n@WAYS.append\ndef way():\n    import torch\ndef solve(x):\n    WAYS[0]()\n", 4),
        ("def way():\n    import torch\ndef solve(x):\n    globals()['w' + 'ay']()\n", 2),
        ("# torch\nif __name__ == " + "f" + "(1)" * 390 + ":\n    pass\n", None),
        ("# torch\nf(x" + ".a" * 395 + ")(1)\n", None),
    ],
)
def test_an_import_is_seen_where_it_runs(source: str, line: int | None) -> None:
    """A statement or a call, at the top or in what `solve` calls; not a comment, nor what the script calls alone.

    However deep an expression is, which a stranger chose.
    """
    assert imported("torch", source) == line


def test_imports_choose_and_the_option_overrides() -> None:
    """Tensors for whoever imports torch, NumPy for the others where it is allowed, and what was asked before either."""
    both = ("pytorch", "numpy")
    assert choose(both, TORCH) == "pytorch"
    assert choose(both, NUMPY) == choose(both, METHODS) == "numpy"
    assert choose(both, METHODS, "pytorch") == "pytorch"
    assert choose(("pytorch",), NUMPY) == "pytorch"
    assert choose(("numpy",), NUMPY) == "numpy"
    refused = choose(("numpy",), TORCH)
    assert isinstance(refused, Misfit)
    assert (
        refused.message == "Line 1 imports torch, but the inputs of this problem are NumPy arrays: use NumPy."
    )


def test_both_kinds_of_program_are_accepted(course) -> None:
    """One problem, two frameworks; members of groups and arrays without an axis are of the same kind."""
    taken = course("pytorch, numpy")
    for source in (TORCH, NUMPY):
        verdict = taken.judged(source)
        assert verdict.accepted, verdict.message


def test_a_problem_of_one_framework_says_which(course) -> None:
    """A file for torch cannot run where NumPy is asked for; the other way round, tensors are given and named when it fails."""
    verdict = course("numpy").judged(TORCH)
    assert (verdict.status, verdict.score) == ("CE", 0.0)
    assert verdict.message.endswith("use NumPy.")
    failed = course("pytorch")
    verdict = failed.judged(NUMPY)
    assert verdict.status == "RTE"
    assert written_for(verdict, failed.problem, dict) == (
        "It is written with NumPy, and this problem takes PyTorch: its inputs are tensors."
    )


def test_another_framework_s_rule_names_the_right_one(course) -> None:
    """An import that would differentiate is refused by its rule; what the problem takes stands beside it."""
    taken = course("pytorch, numpy")
    foreign = taken.judged(NUMPY.replace("import numpy as np", "import jax.numpy as np"))
    assert foreign.status == "RV"
    assert written_for(foreign, taken.problem, dict) == "This problem takes PyTorch or NumPy."
    other = taken.judged(NUMPY.replace("import numpy as np", "import socket"))
    assert (other.status, written_for(other, taken.problem, dict)) == ("RV", "")


def test_tensor_methods_without_an_import(course) -> None:
    """Methods of tensors alone do not show that tensors are meant; the verdict says what was given."""
    taken = course("pytorch, numpy")
    verdict = taken.judged(METHODS)
    assert verdict.status == "RTE"
    assert written_for(verdict, taken.problem, dict).endswith("because it does not import torch.")
    assert written_for(verdict, taken.problem, dict, "numpy") == ""


WRONG = "def solve({parameters}):\n    return 0 * x\n"


def test_the_signature_of_another_problem_is_named(course) -> None:
    """Parameters of another problem, of several, or in another order; a right program may call them what it likes."""
    here = course("numpy")
    signatures = {"small": ("x", "params"), "other": ("x", "lr"), "third": ("x",), "fourth": ("x",)}

    def said(parameters: str) -> str:
        return written_for(here.judged(WRONG.format(parameters=parameters)), here.problem, lambda: signatures)

    assert said("x, lr") == "Its solve(x, lr) is that of other; small calls solve(x, params)."
    assert said("x") == "Its solve(x) is that of third or fourth; small calls solve(x, params)."
    assert said("params, x").startswith(
        "Its parameters stand in another order than those of solve(x, params)"
    )
    assert said("x, p") == said("x, params") == said("*x") == ""
    right = NUMPY.replace("params", "lr")
    assert written_for(here.judged(right), here.problem, lambda: signatures) == ""


def test_the_judge_adds_the_sentence_and_refuses_a_framework(course_copy) -> None:
    """A program that cannot be called is told whose it is; a framework that is not taken is no learner's fault."""
    stem = "train_vae_end_to_end"
    (course_copy / "problems" / "other.yaml").write_text(
        "title: Other\ndifficulty: easy\nstatement: Other.\n" + SPEC.format(frameworks="numpy")
    )
    with Judge(course_copy) as judge:
        verdict = judge.judge_source(NUMPY, stem)
    assert verdict.status == "CE"
    assert verdict.message == (
        f"Its solve(x, params) is that of other; {stem} calls solve(x, w_enc, w_dec, lr, seed)."
    )
    with Judge(course_copy, framework="numpy") as judge:
        verdict = judge.judge_source(NUMPY, stem)
    assert (verdict.status, verdict.score) == ("JE", None)
    assert "takes pytorch" in verdict.message


def test_the_option_is_checked_before_anything_runs(handgrad, tmp_path) -> None:
    """`--framework numpy` for a problem of PyTorch's random stream is a slip in the command: exit code 2."""
    file = tmp_path / "train_vae_end_to_end.py"
    file.write_text(NUMPY)
    ran = handgrad("grade", file, "--framework", "numpy")
    assert ran.code == 2
    assert "The problem train_vae_end_to_end does not take numpy" in ran.err
    assert "say pytorch" in ran.err
