"""HG005: complex numbers, where the problem needs none."""

import ast

from harness.rules.reading.values import Lib, Value, options, text_of
from harness.rules.rule import Call, Complaint, Rule

_TYPES = frozenset(
    {"builtins.complex", "torch.complex32", "torch.complex64", "torch.complex128", "torch.cfloat", "torch.cdouble",
     "torch.chalf", "numpy.complex64", "numpy.complex128", "numpy.complex256", "numpy.csingle", "numpy.cdouble",
     "numpy.clongdouble", "numpy.complex_", "numpy.cfloat", "numpy.complexfloating"}
)  # fmt: skip
_MAKERS = frozenset(
    {"torch.complex", "torch.polar", "torch.view_as_complex", "torch.Tensor.cfloat", "torch.Tensor.cdouble",
     "torch.Tensor.chalf", "torch.ComplexFloatTensor"}
)  # fmt: skip
_MAKER_HOMES = ("cmath.", "numpy.emath.", "numpy.lib.scimath.")
# Asking whether something is complex is not being complex.
_ASKING = frozenset(
    {"builtins.isinstance", "builtins.issubclass", "builtins.print", "builtins.str", "builtins.repr",
     "builtins.hash", "builtins.id", "builtins.type", "builtins.hasattr", "numpy.issubdtype", "numpy.iscomplexobj",
     "torch.is_complex", "typing.Union", "typing.TypeVar", "builtins.set", "builtins.frozenset", "builtins.tuple"}
)  # fmt: skip
_CASTS = frozenset(
    {"to", "type", "astype", "view", "new_zeros", "new_ones", "new_tensor", "new_full", "new_empty"}
)
_HELP = "This problem is real throughout: derive the gradient instead of stepping into the complex plane."


class ComplexNumbers(Rule):
    """Refuses complex arithmetic: a complex step is a derivative without a formula."""

    code = "HG005"
    name = "complex-numbers"
    title = "Complex numbers where the problem needs none"
    policy_key = "complex"

    def literal(self, value: object) -> Complaint | None:
        """Refuse `1j`."""
        return Complaint(f"`{value!r}` is a complex number.", _HELP) if isinstance(value, complex) else None

    def refers(self, name: str) -> Complaint | None:
        """Refuse functions that only make complex numbers."""
        if name in _MAKERS or (
            name.startswith(_MAKER_HOMES) and not name.rpartition(".")[2].startswith("__")
        ):
            if name in {
                "cmath.pi",
                "cmath.e",
                "cmath.inf",
                "cmath.nan",
                "cmath.tau",
                "cmath.isclose",
                "cmath.isnan",
            }:
                return None
            return Complaint(f"`{name}` makes complex numbers.", _HELP)
        return None

    def calls(self, call: Call) -> Complaint | None:
        """Refuse a complex type where something is made or cast with it; a comparison with one is fine."""
        if call.name in _TYPES:
            return Complaint(f"`{call.name.removeprefix('builtins.')}(...)` makes a complex number.", _HELP)
        if call.name in _ASKING:
            return None
        if call.name == "?":
            func = getattr(call.node, "func", None)
            if not isinstance(func, ast.Attribute) or func.attr not in _CASTS:
                return None
        elif not call.name.startswith(("torch.", "numpy.")):
            return None
        for value in (*call.args, *call.kwargs.values()):
            if found := _complex(value):
                return Complaint(f"`{found}` makes this complex.", _HELP)
        return None


def _complex(value: Value) -> str | None:
    found = list(options(value))
    names = [o.name for o in found if isinstance(o, Lib) and o.name in _TYPES]
    if names and len(names) == len(found):
        return names[0].removeprefix("builtins.")
    text = text_of(value)
    return text if text in {"complex64", "complex128", "complex", "c8", "c16"} else None
