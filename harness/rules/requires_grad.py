"""HG002: asks PyTorch to record, which alone differentiates nothing."""

import ast

from harness.rules.reading.values import Value, const
from harness.rules.rule import Call, Complaint, Rule

_HELP = (
    "A gradient derived by hand needs no recording; leave it out. Nothing is recorded in the judge anyway."
)


class RequiresGrad(Rule):
    """Warns where recording is switched on. Setting a flag is no derivative, so it is never refused."""

    code = "HG002"
    name = "requires-grad"
    title = "Asks PyTorch to record operations"

    def calls(self, call: Call) -> Complaint | None:
        """Warn about `requires_grad=True`, `requires_grad_()`, Parameter and set_grad_enabled(True)."""
        if call.kwargs.get("requires_grad") == const(True):
            return self._warn("`requires_grad=True`")
        if _method(call) == "requires_grad_" and const(False) not in (*call.args, *call.kwargs.values()):
            return self._warn("`requires_grad_()`")
        if call.name in {"torch.nn.Parameter", "torch.nn.parameter.Parameter"}:
            return None if call.argument(1, "requires_grad") == const(False) else self._warn("`nn.Parameter`")
        if call.name in {"torch.set_grad_enabled", "torch.autograd.set_grad_enabled"}:
            return self._warn("`set_grad_enabled(True)`") if call.argument(0, "mode") == const(True) else None
        return None

    def stores(self, name: str, value: Value | None) -> Complaint | None:
        """Warn about `x.requires_grad = True`."""
        return (
            self._warn("`requires_grad = True`")
            if name == "?.requires_grad" and value == const(True)
            else None
        )

    def _warn(self, what: str) -> Complaint:
        return Complaint(f"{what} asks PyTorch to record operations for autograd.", _HELP, "warning")


def _method(call: Call) -> str:
    """Name the method called, on a tensor or on something unknown."""
    func = getattr(call.node, "func", None)
    return func.attr if isinstance(func, ast.Attribute) and call.name == "?" else ""
