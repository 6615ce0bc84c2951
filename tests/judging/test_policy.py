"""A problem's policy reaches the process that runs its submissions."""

from tests.judging.test_pipeline import SPEC, doubled

SOURCE = """\
import sched
import torch

def solve(x, k):
    torch.ops.aten.tanh_backward(x, x)
    return 2 * x + k
"""


def test_what_a_policy_allows_is_there_and_nowhere_else(small) -> None:
    """A problem that allows gradient kernels and one more module gets both; every other problem gets neither."""
    closed = small(SPEC, doubled)
    assert closed.judged(SOURCE).status == "RV"
    kernels = closed.judged(SOURCE.replace("import sched\n", ""), inspection="advise")
    assert [f.rule for f in kernels.findings if f.origin == "runtime"] == ["gradient-kernels"]
    modules = closed.judged(SOURCE.replace("torch.ops.aten.tanh_backward(x, x)", "pass"), inspection="advise")
    assert [f.rule for f in modules.findings if f.origin == "runtime"] == ["import-allow-list"]
    opened = small(SPEC + "policy: {gradient_kernels: allow, imports: [sched]}\n", doubled)
    assert opened.judged(SOURCE).status == "AC"
