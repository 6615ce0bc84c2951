"""HG004: another library differentiates for you."""

from harness.rules.rule import Complaint, Rule

_SYMBOLIC = frozenset(
    {"sympy", "mpmath", "symengine", "sage", "casadi", "aesara", "theano", "pytensor", "symforce"}
)


class Symbolic(Rule):
    """Refuses computer algebra."""

    code = "HG004"
    name = "symbolic"
    title = "Computer algebra differentiates for you"
    policy_key = "symbolic"

    def imports(self, module: str) -> Complaint | None:
        """Refuse computer algebra by module."""
        if module.split(".", maxsplit=1)[0] in _SYMBOLIC or module.startswith("torch.utils._sympy"):
            return self._complain(module.rstrip("?"))
        return None

    def refers(self, name: str) -> Complaint | None:
        """Refuse computer algebra reached through torch, which carries sympy along."""
        return self._complain(name) if name.startswith("torch.utils._sympy.") else None

    def _complain(self, name: str) -> Complaint:
        return Complaint(
            f"`{name}` differentiates symbolically.",
            "Work the formula out on paper and write the result in code.",
        )
