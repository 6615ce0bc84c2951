"""HG009: a library optimiser, which trains on gradients that somebody must have computed."""

from harness.rules.rule import Complaint, Rule


class Optimisers(Rule):
    """Warns about torch.optim: with a gradient derived by hand it is honest, if roundabout."""

    code = "HG009"
    name = "optimisers"
    title = "A library optimiser"

    def refers(self, name: str) -> Complaint | None:
        """Warn about any member of torch.optim."""
        if name.startswith("torch.optim.") and not name.startswith(
            ("torch.optim.__", "torch.optim.lr_scheduler")
        ):
            return Complaint(
                f"`{name}` updates parameters from `.grad`, which autograd usually fills.",
                "Write the update rule out: for plain descent, `w = w - lr * grad_w`.",
                "warning",
            )
        if name.startswith(("torch._fused_", "torch.ops.aten._fused_")) and any(
            word in name for word in ("_adam", "_sgd", "_adagrad")
        ):
            return Complaint(
                f"`{name}` is the whole step of an optimiser.", "Write the update rule out.", "warning"
            )
        return None
