"""HG003: a library function that is somebody else's derivative."""

from harness.rules.rule import Complaint, Rule

_HELP = "Write the derivative of this operation yourself; it is a few tensor operations."


class GradientKernels(Rule):
    """Refuses the kernels that autograd itself calls: `aten.*_backward`, `torch.nn.grad`, decompositions."""

    code = "HG003"
    name = "gradient-kernels"
    title = "A library function that is the derivative"
    policy_key = "gradient_kernels"

    def refers(self, name: str) -> Complaint | None:
        """Refuse names whose operation is a derivative."""
        parts = name.split(".")
        if parts[0] != "torch" or len(parts) < 2:
            return None
        if (
            len(parts) > 2
            and name.startswith(("torch.nn.grad.", "torch._decomp."))
            and not parts[2].startswith("__")
        ):
            return Complaint(f"`{name}` computes the derivative of a layer for you.", _HELP)
        kernel = parts[3] if parts[1] == "ops" and len(parts) > 3 else parts[-1]
        home = parts[1] in {"ops", "_C", "_VF"} or len(parts) == 2 or parts[1:3] == ["nn", "functional"]
        if home and "_backward" in kernel and "hook" not in kernel and kernel != "_backward":
            return Complaint(f"`{name}` is the gradient kernel of an operation.", _HELP)
        return None

    def imports(self, module: str) -> Complaint | None:
        """Refuse `import torch.nn.grad` and the table of decompositions."""
        if module in {"torch.nn.grad", "torch._decomp"} or module.startswith("torch._decomp."):
            return (
                Complaint(f"`{module}` holds derivatives of layers.", _HELP)
                if not module.endswith("?")
                else None
            )
        return None
