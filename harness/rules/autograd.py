"""HG001: the framework differentiates for you."""

from harness.rules.reading.values import Value
from harness.rules.rule import Call, Complaint, Rule

# What torch.autograd holds that differentiates nothing: guards against recording, and old names for tensors.
_HARMLESS = frozenset(
    {"no_grad", "inference_mode", "set_grad_enabled", "set_detect_anomaly", "detect_anomaly", "Variable", "grad_mode",
     "variable", "profiler", "profiler_util", "set_multithreading_enabled", "anomaly_mode", "function"}
)  # fmt: skip
_FUNC = frozenset(
    {"grad", "grad_and_value", "vjp", "jvp", "jacrev", "jacfwd", "hessian", "linearize", "debug_unwrap", "compile",
     "eager_transforms", "_src"}
)  # fmt: skip
_EXACT = frozenset(
    {"torch.enable_grad", "torch.library.register_autograd", "torch._make_dual", "torch._unpack_dual",
     "torch._fw_primal", "torch._VF._make_dual", "torch._VF._unpack_dual", "torch._VF._fw_primal"}
)  # fmt: skip
_OPERATORS = frozenset(
    {"grad", "backward", "_backward", "_make_dual", "_unpack_dual", "_fw_primal", "retain_grad"}
)
_BY_HAND = "Derive the gradient with the chain rule and write it with plain tensor operations."


class Autograd(Rule):
    """Refuses every spelling of the framework's own differentiation."""

    code = "HG001"
    name = "autograd"
    title = "The framework differentiates for you"
    policy_key = "autograd"

    def refers(self, name: str) -> Complaint | None:
        """Refuse names that differentiate, whichever module they are reached through."""
        parts = name.split(".")
        if parts[0] != "torch":
            return None
        if name.startswith("torch.Tensor.grad_fn."):
            return Complaint(f"`grad_fn.{parts[-1]}` walks the graph that autograd recorded.", _BY_HAND)
        if parts[-1] == "backward" and parts[:3] != ["torch", "autograd", "Function"] and parts[1] != "ops":
            return Complaint("`backward()` asks autograd for the gradients.", _BY_HAND)
        if _differentiates(name, parts):
            return Complaint(f"`{name}` is automatic differentiation.", _BY_HAND)
        return None

    def calls(self, call: Call) -> Complaint | None:
        """Refuse calling a node of the recorded graph."""
        if call.name == "torch.Tensor.grad_fn":
            return Complaint("`grad_fn(...)` runs a step of autograd by hand.", _BY_HAND)
        return None

    def attribute(self, receiver: Value, name: str) -> Complaint | None:
        """Refuse the engine itself, on whatever object it is found."""
        if name == "_execution_engine":
            return Complaint("`_execution_engine` is the engine that runs autograd.", _BY_HAND)
        return None

    def imports(self, module: str) -> Complaint | None:
        """Refuse modules that hold nothing but differentiation."""
        if module.endswith("?") or module == "functorch":
            return None
        # The module itself is as telling as its members: `torch.utils.checkpoint` is `torch.utils.checkpoint.`.
        return self.refers(module) or (
            None if module in {"torch", "torch.autograd", "torch.func"} else self.refers(f"{module}.")
        )


def _differentiates(name: str, parts: list[str]) -> bool:
    if name in _EXACT:
        return True
    second = parts[1] if len(parts) > 1 else ""
    third = parts[2] if len(parts) > 2 else ""
    if third.startswith("__"):
        return False
    if second == "autograd" and third:
        if third == "function":
            return len(parts) > 3
        return third not in _HARMLESS
    if second == "func":
        return third in _FUNC
    if second == "_functorch":
        return bool(third)
    if second == "ops":
        return len(parts) > 3 and parts[3] in _OPERATORS
    return name.startswith(("torch.distributed.autograd", "torch.utils.checkpoint."))
