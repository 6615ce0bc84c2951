"""The policy: defaults, choices, and a reader light enough for `handgrad check`."""

import subprocess
import sys

import pytest

from harness.problem.errors import ProblemError
from harness.problem.imports import ALLOWED, DENIED, allowed
from harness.problem.policy import Policy, read_policy


def test_defaults_refuse_what_gives_the_answer_away():
    """And flag what no capability can tell from algebra."""
    assert Policy.parse(None) == Policy.parse({}) == Policy()
    assert vars(Policy()) == {
        "autograd": "refuse",
        "gradient_kernels": "refuse",
        "symbolic": "refuse",
        "complex": "refuse",
        "differencing": "refuse",
        "layer_differencing": "flag",
        "tape": "flag",
        "imports": frozenset(),
    }


def test_a_problem_may_choose():
    """Any choice but the first, and more modules."""
    policy = Policy.parse(
        {"complex": "allow", "tape": "refuse", "autograd": "refuse", "imports": ["scipy.special"]}
    )
    assert policy == Policy(complex="allow", tape="refuse", imports=frozenset({"scipy.special"}))


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        (["tape"], "key `policy`: a policy is a mapping of choices"),
        ("refuse", "key `policy`: a policy is a mapping of choices"),
        ({"autograd": "flag"}, "key `policy.autograd`: autograd is always refused"),
        ({"autodiff": "allow"}, "key `policy.autodiff`: there is no such choice"),
        ({"tap": "allow"}, r"Did you mean `tape`\?"),
        ({"tape": True}, "true is no choice. Use refuse, flag or allow"),
        ({"tape": ["allow"]}, "a list is no choice"),
        ({"imports": "scipy"}, "key `policy.imports`: a list of module names is expected"),
        ({"imports": ["scipy", "a b"]}, r"key `policy.imports\[1\]`: `a b` is no module name"),
        ({"imports": [3]}, "`3` is no module name"),
        ({"imports": ["os."]}, "`os.` is no module name"),
    ],
)
def test_what_is_no_policy_is_told(mapping, message):
    """With key and remedy."""
    with pytest.raises(ProblemError, match=message):
        Policy.parse(mapping)


def test_only_the_policy_is_read(tmp_path):
    """A spec that is wrong elsewhere still has a policy; a wrong policy has a line."""
    path = tmp_path / "p.yaml"
    path.write_text("titel: x\npolicy: {tape: allow}\n")
    assert read_policy(path) == Policy(tape="allow")
    path.write_text("a: b\npolicy:\n  tape: refuse\n  differencing: maybe\n")
    with pytest.raises(ProblemError, match=r"p\.yaml:4: key `policy.differencing`: `maybe` is no choice"):
        read_policy(path)
    path.write_text("title: x\n")
    assert read_policy(path) == Policy()
    path.write_text("- a\n")
    with pytest.raises(ProblemError, match="a spec is a mapping"):
        read_policy(path)
    with pytest.raises(ProblemError, match="cannot read the file"):
        read_policy(tmp_path / "q.yaml")


def test_reading_a_policy_imports_nothing_heavy(root):
    """`handgrad check` stands on this."""
    code = (
        "import sys; from pathlib import Path; from harness.problem.policy import read_policy;"
        "import harness.problem.imports, harness.problem.course, harness.problem.layout;"
        "read_policy(Path('problems/train_vae_end_to_end.yaml'));"
        "print([m for m in ('pydantic', 'numpy', 'torch', 'safetensors', 'jinja2', 'rich') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "name",
    [
        "math", "cmath", "os", "os.path", "sys", "logging", "typing", "typing_extensions", "dataclasses", "random",
        "unicodedata", "collections", "collections.abc", "functools", "__future__", "torch", "torch.nn",
        "torch.nn.functional", "torch.linalg", "torch.special", "torch.distributions", "torch.random", "torch.utils.data", "numpy",
        "numpy.linalg", "numpy.random", "numpy.typing", "numpy.testing", "gc", "timeit", "threading", "concurrent.futures",
        "pickle", "pdb", "signal", "unittest", "doctest",
    ],
)  # fmt: skip
def test_everyday_modules_may_be_imported(name):
    """A false accusation is a bug as bad as a missed cheat."""
    assert allowed(name)


@pytest.mark.parametrize(
    "name",
    [
        "ctypes", "importlib", "importlib.util", "marshal", "subprocess", "unittest.mock", "concurrent.futures.process",
        "multiprocessing", "asyncio", "socket", "code", "runpy", "pkgutil",
        "sympy", "mpmath", "jax", "autograd", "scipy", "harness", "harness.problem", "reference", "problems",
        "numpy.ctypeslib", "logging.config", "torch.autograd",
        "torch.autograd.functional", "torch.func", "torch.jit", "torch.compiler", "torch._dynamo",
        "torch.utils.checkpoint", "torch.optim", "torch.optim.sgd", "torch._C", "torch._C._functorch", "torch.fx",
        "torch.nn.grad", "torch.ops", "torch.multiprocessing", "torchvision", "mathematics", "", ".", "os2",
    ],
)  # fmt: skip
def test_other_modules_may_not(name):
    """By exact name or by a package above it, never by a prefix of letters."""
    assert not allowed(name)


def test_a_policy_may_allow_more():
    """With submodules, and even what is denied otherwise."""
    extra = frozenset({"scipy.special", "torch.fx"})
    assert allowed("scipy.special", extra)
    assert allowed("scipy.special.cython", extra)
    assert allowed("torch.fx", extra)
    assert not allowed("scipy", extra)
    assert not allowed("torch.func", extra)


def test_the_lists_are_true():
    """Every allowed module exists here, and every denial is an exception to something allowed."""
    import importlib.util

    assert [name for name in ALLOWED if name != "builtins" and importlib.util.find_spec(name) is None] == []
    assert [name for name in DENIED if name.split(".")[0] not in ALLOWED] == []
    assert not ALLOWED & DENIED
