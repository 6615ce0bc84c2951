"""Differentiation is gone from the process that runs `solve`: no road to a derivative arrives.

No source is inspected here. Each road is first shown to work in plain torch, so that a road which is closed
because it was never open would be noticed.
"""

import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.sandbox import roads
from tests.sandbox.bench import failure, run

ROOT = Path(__file__).parents[2]
DERIVATIVE = [3.0, 12.0, 27.0]


@cache
def walked(mode):
    """Walk all roads in one mode, once; give what each gave."""
    command = [sys.executable, "-W", "ignore", str(ROOT / "tests/sandbox/roads.py"), mode]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={"PYTHONPATH": str(ROOT)})
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


@pytest.mark.parametrize("road", roads.ROADS)
def test_a_road_is_closed_in_the_jail(zygote, road):
    """A program that walks the road in the jail does not come back with the derivative."""
    head = "def answer(x):"
    call = "\ndef solve(x, k):\n    got = answer(torch.tensor([1.0, 2.0, 3.0]))\n    return got.detach().reshape(-1).float()\n"
    found = run(zygote, roads.program(road, head) + call)
    step = found.steps[0] if found.steps else None
    if step is not None and step.value is not None and step.value.data is not None:
        assert [round(float(number), 3) for number in step.value.data.reshape(-1)] != DERIVATIVE
    else:
        assert failure(found).kind in {"removed", "exception", "import", "crash"}


@pytest.mark.parametrize("road", roads.ROADS)
def test_the_road_is_open_in_plain_torch(road):
    """In torch as it is the road gives the derivative: what the other tests see is the removal."""
    assert walked("plain")[road] == DERIVATIVE


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["removed", "kernels", "thread"])
@pytest.mark.parametrize("road", roads.ROADS)
def test_the_road_is_closed_without_a_jail(mode, road):
    """Removal holds by itself: with all imports open, on a thread without the guard, and by the first wall alone."""
    assert walked(mode)[road] != DERIVATIVE


#: Has torch record the graph, and then multiplies by formulas of its own.
OWN_FORMULA = "saved tensors of the graph"


@pytest.mark.slow
@pytest.mark.parametrize("road", [road for road in roads.ROADS if road != OWN_FORMULA])
def test_the_road_ends_where_the_code_was_erased(road):
    """With every other wall undone, whoever enters derivative code is ended by a signal (5, of a breakpoint)."""
    assert walked("erased")[road] == "ended with status 5"


@pytest.mark.parametrize(
    "call",
    [
        "torch.ones(2, requires_grad=True).sum().backward()",
        "torch.autograd.grad(x.sum(), x)",
        "torch.autograd.backward(x.sum())",
        "torch.func.grad(torch.sum)(x)",
        "torch.func.vjp(torch.sum, x)",
        "torch.func.jacrev(torch.sum)(x)",
        "torch.autograd.functional.jacobian(torch.sum, x)",
        "torch.jit.script(lambda v: v)",
        "torch.compile(lambda v: v)(x)",
        "torch.utils.checkpoint.checkpoint(torch.sum, x)",
        "torch.autograd.forward_ad.make_dual(x, x)",
        "x.register_hook(print)",
        "type('F', (torch.autograd.Function,), {}).apply(x)",
    ],
)
def test_what_people_call_by_name_answers_in_words(zygote, call):
    """The usual spellings end as removed, at their line, with the rule's name: not as a puzzling error."""
    found = failure(run(zygote, f"import torch\ndef solve(x, k):\n    {call}\n    return x\n"))
    assert (found.kind, found.rule, found.line) == ("removed", "autograd", 3)


def test_swallowing_the_refusal_gains_nothing(zygote):
    """A program may catch the refusal and go on; there is still no gradient."""
    source = """
        import torch
        def solve(x, k):
            w = torch.ones(2, requires_grad=True)
            try:
                (w * w).sum().backward()
            except BaseException:
                pass
            return torch.zeros(1) if w.grad is None else w.grad
        """
    assert run(zygote, source).steps[0].value.data.tolist() == [0.0]


def test_the_guard_and_the_kernels_cannot_be_put_back(zygote):
    """Dropping every reference a program can reach, and reloading torch's modules, restores nothing."""
    source = """
        import sys, torch
        def solve(x, k):
            for module in list(sys.modules.values()):
                for name, value in list(vars(module).items()):
                    if 'ispatch' in type(value).__name__ or 'uard' in type(value).__name__:
                        delattr(module, name)
            try:
                import importlib
                importlib.reload(torch.autograd)
            except Exception:
                pass
            with torch.enable_grad():
                w = torch.ones(2, requires_grad=True)
                return torch.tensor([float((w * w).grad_fn is not None)])
        """
    assert run(zygote, source).steps[0].value.data.tolist() == [0.0]
