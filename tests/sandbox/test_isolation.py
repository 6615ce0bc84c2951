"""A submission meets the same world, whoever ran before it, and sees nothing that is not its own."""

import secrets
from pathlib import Path

import pytest

from harness.sandbox.zygote_handle import Settings, ZygoteHandle
from tests.sandbox.bench import BUNDLE, MODULES, run, told

SPOIL = """
import builtins, math, os, random, sys, warnings
import numpy as np, torch

torch.set_default_dtype(torch.float64)
torch.manual_seed(99)
torch.set_default_device('meta')
torch.set_printoptions(precision=1)
torch.use_deterministic_algorithms(True, warn_only=True)
torch.set_grad_enabled(False)
np.seterr(all='raise')
np.random.seed(99)
np.set_printoptions(precision=1)
random.seed(99)
warnings.simplefilter('error')
builtins.print = builtins.abs = builtins.sum = builtins.extra = lambda *a, **k: 0
math.pi = 3
os.environ['SPOILED'] = '1'
sys.modules['json'] = None
sys.modules['spoiled'] = math
sys.setrecursionlimit(10 ** 6)
torch.matmul = torch.einsum = torch.Tensor.__add__ = torch.Tensor.sum = lambda *a, **k: torch.zeros(1)
np.ndarray.spoiled = 1 if False else None if False else 1 if 0 else None if 0 else 0 if 0 else None
def solve(x, k):
    x[:] = float('nan')
    return x
"""
SPOIL = "\n".join(line for line in SPOIL.splitlines() if "np.ndarray.spoiled" not in line)

LOOK = """
import builtins, json, math, os, random, sys, warnings
import numpy as np, torch

def solve(x, k):
    state = {
        'dtype': str(torch.get_default_dtype()), 'device': str(torch.get_default_device()),
        'drawn': torch.rand(3).tolist(), 'grad': torch.is_grad_enabled(), 'print': repr(torch.ones(1) / 3),
        'deterministic': torch.are_deterministic_algorithms_enabled(), 'errors': np.geterr(),
        'numpy': np.random.rand(3).tolist(), 'random': random.random(), 'array': repr(np.ones(1) / 3),
        'filters': len(warnings.filters), 'sum': (torch.ones(2) + 1).sum().item(), 'pi': math.pi,
        'environment': dict(os.environ), 'spoiled': 'spoiled' in sys.modules, 'limit': sys.getrecursionlimit(),
        'names': sorted(set(globals()) - {'__file__'}), 'input': x.tolist(),
        'modules': len(sys.modules), 'builtins': len(dir(builtins)), 'program': sys.modules['submission'].solve is solve,
        'product': torch.einsum('ij,kj->ik', x + 1, x + 1).tolist(),
    }
    print(json.dumps(state))
    return x
"""


def test_nothing_of_one_submission_reaches_the_next(jail):
    """Globals, modules, torch's and NumPy's state, built-ins, environment and inputs are as new each time."""
    before = told(run(jail, LOOK))
    spoiled = run(jail, SPOIL)
    assert spoiled.steps[0].failure is None, spoiled.steps[0].failure
    assert told(run(jail, LOOK)) == before
    assert before["dtype"] == "torch.float32"
    assert before["program"]
    assert before["environment"] == {}


def test_a_random_draw_does_not_depend_on_what_ran_before(zygote):
    """Unseeded draws are the same in every child: a verdict does not depend on luck."""
    draw = (
        "import json, torch\ndef solve(x, k):\n    print(json.dumps(torch.randn(4).tolist()))\n    return x\n"
    )
    first = told(run(zygote, draw))
    run(zygote, "import torch\ndef solve(x, k): return torch.randn(100)")
    assert told(run(zygote, draw)) == first


def test_freed_memory_holds_no_earlier_program(jail):
    """Memory that nobody cleared, as `numpy.empty` shows it, has nothing of the last submission's text in it."""
    mark = secrets.token_hex(16)
    run(jail, f"# {mark * 3000}\ndef solve(x, k): return x\n")
    source = f"""
        import json, numpy as np
        def solve(x, k):
            found = 0
            mark = bytes.fromhex({mark.encode().hex()!r})
            for size in (500, 4000, 30_000, 90_000, 96_000, 96_100, 100_000, 200_000, 1_000_000):
                kept = [np.empty(size, dtype=np.uint8) for _ in range(8)]
                found += sum(block.tobytes().count(mark) for block in kept)
            print(json.dumps(found))
            return x
        """
    assert told(run(jail, source)) == 0


def test_every_call_gets_fresh_inputs(jail):
    """What one call does to its arguments, the next call of the same case does not see."""
    source = "seen = []\ndef solve(x, k):\n    seen.append(x)\n    before = x.clone()\n    x += 100\n    return before\n"
    found = run(jail, source, plan=[1, 1, 2, 1])
    assert [step.value.data.max() for step in found.steps] == [1, 1, 2, 1]


def test_inputs_arrive_exactly(zygote):
    """Dtypes, shapes, floats to the last bit, groups and scalars arrive as the judge has them."""
    import numpy as np

    from harness.sandbox.bundle import Bundle

    arguments = (
        np.arange(6, dtype="float32").reshape(2, 3).T, np.array(7, dtype="int64"), 0.1, 3, True, "gelu",
        {"w": np.ones((1, 2), dtype="float64"), "step": 4}, np.zeros((0, 3), dtype="float32"), float("-inf"),
    )  # fmt: skip
    names = "a, n, lr, k, flag, act, group, none, low"
    source = f"""
        import json, torch
        def solve({names}):
            print(json.dumps([
                [str(a.dtype), a.tolist()], [str(n.dtype), n.tolist(), list(n.shape)], lr.hex(), type(lr).__name__,
                k, type(k).__name__, flag, act, type(group).__name__, [str(group['w'].dtype), group['w'].tolist()],
                group['step'], list(none.shape), str(low)]))
            return a
        """
    found = run(zygote, source, bundle=Bundle((arguments,), names, 4096))
    assert told(found) == [
        ["torch.float32", [[0, 3], [1, 4], [2, 5]]], ["torch.int64", 7, []], (0.1).hex(), "float",
        3, "int", True, "gelu", "dict", ["torch.float64", [[1, 1]]], 4, [0, 3], "-inf",
    ]  # fmt: skip


def test_a_problem_for_numpy_gets_arrays(zygote):
    """A bundle of another framework arrives as NumPy arrays, fresh for each call too."""
    from dataclasses import replace

    source = (
        "import numpy as np\ndef solve(x, k):\n    assert type(x) is np.ndarray\n    x += 1\n    return x\n"
    )
    found = run(zygote, source, plan=[0, 0], bundle=replace(BUNDLE, framework="numpy"))
    assert [step.value.data.max() for step in found.steps] == [1, 1]


def test_problems_take_turns_on_one_zygote(zygote):
    """Inputs are the right ones, however problems take turns: the zygote holds none of them."""
    from dataclasses import replace

    import numpy as np

    problems = [
        replace(BUNDLE, cases=((np.full((1,), n, dtype="float32"), 0.0),)) for n in range(12)
    ]
    order = [*range(8), 0, 8, 0, *range(11, -1, -1), 3, 3, 0]
    for n in order:
        assert run(zygote, "def solve(x, k): return x", bundle=problems[n]).steps[0].value.data == [n]


@pytest.mark.parametrize("level", ["auto", "process"])
def test_the_judges_secret_reaches_neither_zygote_nor_child(monkeypatch, level):
    """The environment of the judge stops at the judge: allow-listed in the zygote, empty in the child."""
    secret = secrets.token_hex(16)
    monkeypatch.setenv("HANDGRAD_SECRET", secret)
    monkeypatch.setenv("PYTHONSTARTUP", "/nowhere")
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    zygote = ZygoteHandle(Settings(level=level, modules=MODULES))
    try:
        zygote.ready()
        inherited = Path(f"/proc/{zygote.process.pid}/environ").read_bytes()
        assert secret.encode() not in inherited
        assert b"HANDGRAD" not in inherited
        assert b"/nowhere" not in inherited
        found = told(
            run(
                zygote,
                "import json, os\ndef solve(x, k):\n    print(json.dumps(dict(os.environ)))\n    return x",
            )
        )
        assert found == {}
    finally:
        zygote.close()


def test_no_memory_is_shared_between_children(zygote):
    """The zygote has no writable shared mapping, through which one child could write to another."""
    maps = Path(f"/proc/{zygote.process.pid}/maps").read_text().splitlines()
    assert [line for line in maps if line.split()[1].startswith("rw-s")] == []


def test_tools_on_raw_memory_are_nobodys_attribute(zygote):
    """No module a child can name has ctypes, gc, mmap or our own code among its names."""
    source = """
        import json, sys
        def solve(x, k):
            found = []
            for home, module in list(sys.modules.items()):
                for name, value in list(vars(module).items()):
                    root = value.__name__.split('.')[0] if type(value) is type(sys) else ''
                    if root in ('ctypes', '_ctypes', 'gc', 'mmap', 'harness', 'faulthandler'):
                        found.append(home + '.' + name)
            frame = sys._getframe()
            while frame:
                for name, value in list(frame.f_globals.items()):
                    root = value.__name__.split('.')[0] if type(value) is type(sys) else ''
                    if root in ('ctypes', '_ctypes', 'gc', 'mmap'):
                        found.append(name)
                frame = frame.f_back
            print(json.dumps(found))
            return x
        """
    assert told(run(zygote, source)) == []


def test_what_is_printed_belongs_to_the_call_that_printed_it(zygote):
    """Text of loading and of each call is kept apart, flushed or not, on either stream."""
    source = """
        import os, sys
        print('loading')
        def solve(x, k):
            print(f'out {k:g}', end='')
            sys.stderr.write(f' err {k:g}')
            os.write(2, b' raw')
            sys.stdout.write(' half a pair: \\ud800')
            return x
        """
    found = run(zygote, source, plan=[0, 1])
    assert found.load_output == b"loading\n"
    for case, step in enumerate(found.steps):
        for part in (b"out %d" % case, b" err %d" % case, b" raw", b"\\ud800"):
            assert part in step.output
        assert b"out %d" % (1 - case) not in step.output
    assert not found.truncated


def test_printing_before_a_failure_is_kept(jail):
    """What a program said before it failed is what its author looks for."""
    for ending in ("1 / 0", "import os; os._exit(1)", "while True: pass"):
        source = f"def solve(x, k):\n    print('last words', flush=True)\n    {ending}\n"
        from tests.sandbox.bench import TIGHT

        assert run(jail, source, limits=TIGHT).steps[0].output == b"last words\n"


def test_a_stdout_of_the_programs_own(zygote):
    """A program may replace its streams; its answers come all the same."""
    source = """
        import io, sys
        class Loud(io.StringIO):
            def flush(self): raise OSError('no')
        sys.stdout = sys.stderr = Loud()
        def solve(x, k):
            print('unheard')
            return x
        """
    found = run(zygote, source, plan=[0, 1])
    assert [step.failure for step in found.steps] == [None, None]
