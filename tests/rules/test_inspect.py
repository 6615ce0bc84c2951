"""Inspection as a whole: total, bounded, exact about places, and moved by the policy."""

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harness.problem.policy import Policy
from harness.rules.finding import Finding, Inspection
from harness.rules.inspect import inspect_source
from harness.rules.reading.core import Told
from harness.rules.reading.reader import Reader

FIXTURES = [p.read_bytes() for p in sorted(Path(__file__).parent.glob("*/*/*.py"))]


@pytest.fixture(autouse=True)
def _faults_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of the reader is survived in use; here it is raised."""
    read = Reader.read

    def loud(self: Reader) -> list[Told]:
        told = read(self)
        if self.fault is not None:
            raise self.fault
        return told

    monkeypatch.setattr(Reader, "read", loud)


def check_shape(data: bytes) -> Inspection:
    """Inspect, and assert what every reader relies on: places inside the text, sentences with an end."""
    inspection = inspect_source(data)
    lines = (inspection.source or "").split("\n")
    for finding in inspection.findings:
        assert finding.line is not None
        assert finding.end_line is not None
        assert finding.column is not None
        assert finding.end_column is not None
        assert 1 <= finding.line <= finding.end_line <= len(lines)
        assert 1 <= finding.column <= len(lines[finding.line - 1]) + 1
        assert 1 <= finding.end_column <= len(lines[finding.end_line - 1]) + 1
        assert finding.message
        assert finding.help
    if inspection.failure is not None:
        assert inspection.failure.message.endswith((".", ":"))
    return inspection


@given(st.binary(max_size=300))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_random_bytes_are_judged(data: bytes) -> None:
    """No bytes make inspection raise."""
    check_shape(data)


@given(st.text(alphabet="()[]{}:=.,\n \t'\"\\#abdefgilorstx0123456789@+-*/%<>!&|^~", max_size=120))
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_random_python_like_text_is_judged(text: str) -> None:
    """Neither does text made of what programs are made of."""
    check_shape(text.encode())


@given(st.integers(0, len(FIXTURES) - 1), st.integers(0, 2**32))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_truncated_and_mutated_programs_are_judged(index: int, seed: int) -> None:
    """Nor programs cut short, spliced, or with bytes changed."""
    rng = random.Random(seed)
    data = bytearray(FIXTURES[index])
    for _ in range(rng.randrange(4)):
        kind, at = rng.randrange(4), rng.randrange(len(data) + 1)
        if kind == 0:
            del data[at:]
        elif kind == 1:
            data[at:at] = bytes([rng.randrange(256)])
        elif kind == 2:
            del data[at : at + rng.randrange(1, 20)]
        else:
            other = rng.choice(FIXTURES)
            start = rng.randrange(len(other))
            data[at:at] = other[start : start + 60]
    check_shape(bytes(data))


@given(st.integers(0, 2**32))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_lines_of_many_programs_shuffled_are_judged(seed: int) -> None:
    """Nor statements of many programs under one roof, which do parse."""
    rng = random.Random(seed)
    chunks = [rng.choice(FIXTURES).decode() for _ in range(3)]
    blocks = [block for chunk in chunks for block in chunk.split("\n\n\n")]
    rng.shuffle(blocks)
    check_shape("\n\n\n".join(blocks).encode())


SLOW = {
    "loops in loops": "".join("    " * i + f"for a{i} in x{i}:\n" for i in range(19))
    + "    " * 19
    + "f(a0)\n",
    "calls in calls": "".join(f"def f{i}(x): return f{i + 1}(x) + f{i + 1}(x + 1)\n" for i in range(60))
    + "def f60(x): return x\ndef solve(x): return f0(x)\n",
    "known loops": "def solve(x):\n"
    + "".join("  " * (i + 1) + f"for a{i} in range(60):\n" for i in range(10))
    + "  " * 11
    + "x = x + a0\n",
    "comprehensions": "def solve(x): return [0 "
    + "".join(f"for a{i} in range(60) " for i in range(20))
    + "]\n",
    "strings that double": "s = 'ab'\n" + "s = s + s\n" * 200 + "t = s * 10**9\ndef solve(x): return s\n",
    "formats that are wide": "s = '%999999999d' % 1\nt = '{:>999999999}'.format(1)\ndef solve(x): return s\n",
    "numbers that grow": "n = 9\n" + "n = n * n\n" * 500 + "m = 9 ** n\nk = 1 << n\ndef solve(x): return n\n",
    "lists that double": "s = [1, 2]\n" + "s = s + s\n" * 200 + "def solve(x): return s\n",
    "dictionaries": "d = {}\n" + "d = {**d, **d, 'a': d}\n" * 200 + "def solve(x): return d\n",
    "nested lists": "s = []\n" + "s = [s, s]\n" * 500 + "t = {s: 1}\nu = s == s\ndef solve(x): return u\n",
    "values in calls": "def g(v): return v\ns = []\n"
    + "s = [s, s]\ng(s)\n" * 200
    + "def solve(x): return s\n",
    "lambdas": "f = lambda x: x\n"
    + "f = (lambda g: lambda x: g(g(x)))(f)\n" * 100
    + "def solve(x): return f(x)\n",
    "recursion": "def solve(x): return solve(solve(x) + solve([x, x]))\n",
    "text in text": "s = 'pass'\n"
    + "s = 'exec(' + repr(s) + ')'\n" * 30
    + "exec(s)\ndef solve(x): return x\n",
    "classes": "".join(f"class C{i}(C{i - 1}, C{max(i - 2, 0)}): pass\n" for i in range(1, 300))
    + "def solve(x): return C299().nothing\n",
    "either": "import random\n"
    + "".join(f"a{i} = {i} if random.random() else 'x{i}'\n" for i in range(500))
    + "def solve(x): return "
    + " + ".join(f"a{i}" for i in range(100))
    + "\n",
    "many findings": "import torch\ndef solve(x):\n" + "    torch.autograd.grad(x, x)\n" * 20_000,
    "many functions": "".join(f"def f{i}(x):\n    return f{(i * 7) % 3000}(x)\n" for i in range(3000))
    + "def solve(x): return f0(x)\n",
    "match": "def solve(x):\n match x:\n"
    + "".join(f"  case [a, {{'k': b}}, C(c={i})]: x = a\n" for i in range(2000)),
    "zip": "from base64 import b64decode\nimport zlib\nz = zlib.decompress(b'x')\ndef solve(x): return z\n",
}


@pytest.mark.parametrize("name", SLOW)
def test_work_is_bounded(name: str) -> None:
    """Programs made to be slow to read are read in a bounded number of steps; the watchdog is the test runner's."""
    inspection = check_shape(SLOW[name].encode())
    assert inspection.source is not None


def findings(source: str, policy: Policy | None = None) -> list[Finding]:
    return list(inspect_source(source.encode(), policy).findings)


def test_columns_count_characters() -> None:
    """A place after wide letters is where an editor shows it, and the end is exclusive."""
    (found,) = findings("import torch\ndef solve(x):\n    é = 'ñ𝛼'; return torch.autograd.grad(x, x)\n")
    line = "    é = 'ñ𝛼'; return torch.autograd.grad(x, x)"
    assert (found.line, found.end_line) == (3, 3)
    assert found.column is not None
    assert found.end_column is not None
    assert line[found.column - 1 : found.end_column - 1] == "torch.autograd.grad"


@pytest.mark.parametrize(
    ("source", "key", "rule"),
    [
        ("def solve(x): return x * 1j", "complex", "complex-numbers"),
        (
            "import torch\ndef solve(x): return torch.ops.aten.tanh_backward(x, x)",
            "gradient_kernels",
            "gradient-kernels",
        ),
        ("import sympy\ndef solve(x): return x", "symbolic", "symbolic"),
    ],
)
def test_the_policy_decides(source: str, key: str, rule: str) -> None:
    """Refuse is an error, flag a warning, allow nothing."""
    seen = {}
    for choice in ("refuse", "flag", "allow"):
        policy = Policy(**{key: choice, "imports": frozenset({"sympy"})})  # type: ignore[arg-type]
        seen[choice] = [f.severity for f in findings(source, policy) if f.rule == rule]
    assert seen == {"refuse": ["error"], "flag": ["warning"], "allow": []}


def test_a_policy_may_allow_more_imports() -> None:
    """A module that the problem allows is no finding."""
    source = "import scipy.special\ndef solve(x): return x"
    assert [f.rule for f in findings(source)] == ["import-allow-list"]
    assert findings(source, Policy(imports=frozenset({"scipy"}))) == []


@pytest.mark.parametrize(
    ("source", "missing"),
    [
        ("def solution(x): return x", True),
        ("class A:\n    def solve(self): pass", True),
        ("if __name__ == '__main__':\n    def solve(x): return x", True),
        ("def main():\n    solve = 1", True),
        ("", True),
        ("x = 1", True),
        ("def solve(x): return x", False),
        ("solve = lambda x: x", False),
        ("from functools import partial as solve", False),
        ("if x:\n    def solve(x): return x", False),
        ("try:\n    pass\nexcept E:\n    def solve(): pass", False),
        ("for solve in [len]: pass", False),
        ("(solve := len)", False),
        ("def f():\n    global solve\n    solve = len\nf()", False),
        ("from torch import *", False),
        ("exec('def solve(x): return x')", False),
        ("globals()['solve'] = len", False),
        ("import sys\nsetattr(sys.modules[__name__], 'solve', len)", False),
    ],
)
def test_a_missing_solve_is_said_only_when_certain(source: str, missing: bool) -> None:
    """A file without the entry cannot be loaded; a trick that might provide one is left to the child."""
    assert (inspect_source(source.encode()).failure is not None) == missing


def test_another_entry_may_be_asked_for() -> None:
    """The entry is an argument, and a near miss is offered."""
    assert inspect_source(b"def step(x): return x", entry="step").failure is None
    failure = inspect_source(b"def Solve(x): return x").failure
    assert failure is not None
    assert "`Solve` on line 1" in failure.message


def test_dead_code_is_flagged_not_refused() -> None:
    """A function that nothing calls proves nothing; one that may be called through a table does."""
    dead = "import torch\ndef check(x, w): return torch.autograd.grad(x, w)\ndef solve(x, w): return w\n"
    assert [f.severity for f in findings(dead)] == ["warning"]
    live = dead.replace("return w\n", "return globals()['ch' + 'eck'](x, w)\n")
    assert [f.severity for f in findings(live)] == ["error"]


def test_a_flag_that_is_off_softens_and_one_that_moves_does_not() -> None:
    """`DEBUG = False` guards what never runs; a flag that is set elsewhere guards nothing."""
    off = "import torch\nDEBUG = False\ndef solve(x, w):\n    if DEBUG:\n        torch.autograd.grad(x, w)\n    return w\n"
    assert [f.severity for f in findings(off)] == ["warning"]
    moves = off + "def on():\n    global DEBUG\n    DEBUG = True\non()\n"
    assert [f.severity for f in findings(moves)] == ["error"]
