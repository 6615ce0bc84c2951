"""HG006: a module outside the import list."""

import sys

from harness.problem.imports import ALLOWED, DENIED, allowed
from harness.rules.rule import Complaint, Rule

_FRAMEWORKS = frozenset(
    {"jax", "jaxlib", "tensorflow", "keras", "autograd", "tinygrad", "mxnet", "paddle", "mlx", "functorch", "flax",
     "optax", "equinox", "chainer", "cupy", "numba", "theano", "aesara", "pytensor", "torchopt", "torchdiffeq", "higher",
     "micrograd", "mindspore", "oneflow", "jittor", "algopy", "numdifftools", "autodiff", "ad", "casadi", "pyro", "tangent"}
)  # fmt: skip
#: The judge and the folders of a course: nothing that a program could go on without, or honestly with.
_JUDGE = frozenset({"harness", "handgrad", "reference", "problems", "submissions"})
# Parts of torch that other rules judge name by name: `torch.func.vmap` is fine where `torch.func.grad` is not.
_GOVERNED = (
    "torch.autograd",
    "torch.func",
    "torch.optim",
    "torch.jit",
    "torch.compiler",
    "torch.fx",
    "torch.ops",
)


def _governed(module: str) -> bool:
    return any(module == home or module.startswith(f"{home}.") for home in _GOVERNED)


class ImportAllowList(Rule):
    """Refuses imports that are not on the list: they are not there when the program runs."""

    code = "HG006"
    name = "import-allow-list"
    title = "A module outside the import list"
    judges_dead_code = True

    def imports(self, module: str) -> Complaint | None:
        """Refuse a module; a name ending in `?` is a member that is a module only if the list says so."""
        member = module.endswith("?")
        name = module.rstrip("?")
        if name.startswith("."):
            return Complaint(
                f"`{name}` is a relative import, but a submission is a single file.",
                "Put everything that solve needs into this file.",
            )
        if _governed(name) or (member and name not in DENIED) or allowed(name, self.policy.imports):
            return None
        if name.split(".")[0] in _FRAMEWORKS:
            return Complaint(
                f"`{name}` is another framework that differentiates or compiles for you.",
                "Use torch or NumPy for plain array operations and derive the gradient by hand.",
            )
        return Complaint(
            f"The module `{name}` may not be imported here.",
            "Use the standard library's everyday modules, torch or numpy; docs/rules/import-allow-list.md has the list.",
        )

    def tried(self, module: str, complaint: Complaint) -> Complaint | None:
        """Only point out a package from elsewhere: it is not there, and the program goes on without it.

        What Python itself or torch brings may be there although it is not on the list, so that stays refused.
        """
        home = module.rstrip("?").split(".")[0]
        elsewhere = home not in sys.stdlib_module_names and home not in ALLOWED
        if not home or not elsewhere or home in _FRAMEWORKS | _JUDGE:
            return complaint
        return Complaint(
            f"The module `{home}` is not available here: what stands under `except` runs instead.",
            "See that the program is right without it.",
            "warning",
        )
