"""HG008: reaches behind the language: frames, code objects, the interpreter, the insides of torch."""

from harness.problem.imports import allowed
from harness.rules.reading.values import Class, Object, Value
from harness.rules.rule import Call, Complaint, Rule

_EXACT = frozenset(
    {"sys._getframe", "sys._current_frames", "sys._current_exceptions", "sys.settrace", "sys.setprofile",
     "sys.meta_path", "sys.path_hooks", "sys.addaudithook", "inspect.currentframe", "inspect.stack", "inspect.trace",
     "inspect.getouterframes", "inspect.getinnerframes", "gc.get_objects", "gc.get_referrers", "gc.get_referents",
     "traceback.walk_stack", "traceback.walk_tb", "numpy.ctypeslib", "__loader__", "sys._clear_type_cache",
     "inspect.getclosurevars", "sys.call_tracing", "sys.monitoring"}
)  # fmt: skip
_HOMES = (
    "ctypes.",
    "torch._C.",
    "numpy.ctypeslib.",
    "importlib.machinery.",
    "importlib.util.",
    "importlib._",
)
_ATTRIBUTES = frozenset(
    {"__globals__", "__closure__", "__subclasses__", "cell_contents", "f_back", "f_globals", "f_locals", "f_builtins",
     "tb_frame", "gi_frame", "gi_code", "cr_frame", "cr_code", "ag_frame", "__loader__"}
)  # fmt: skip
_CODE = frozenset(
    {
        "co_argcount",
        "co_varnames",
        "co_name",
        "co_firstlineno",
        "co_kwonlyargcount",
        "co_flags",
        "co_filename",
    }
)
_HELP = "solve needs nothing but its arguments; compute with plain tensor operations."


class Reflection(Rule):
    """Refuses what reaches other code's names, the interpreter's insides, or changes them."""

    code = "HG008"
    name = "reflection"
    title = "Reaches behind the language"

    def refers(self, name: str) -> Complaint | None:
        """Refuse functions that hand out frames, objects, memory or torch's core."""
        if name in _EXACT or name.startswith(_HOMES):
            return Complaint(f"`{name}` reaches into the interpreter or into torch's insides.", _HELP)
        if name in {"sys.modules.items", "sys.modules.values", "sys.modules.copy"}:
            return Complaint("This walks through every module in the process, the judge's among them.", _HELP)
        if name.startswith("sys.modules["):
            module = name.removeprefix("sys.modules[")
            if not allowed(module.split(".")[0], self.policy.imports):
                return Complaint(f"`sys.modules[{module!r}]` reaches a module that is not yours.", _HELP)
        if name.startswith("__code__.") and name.removeprefix("__code__.") not in _CODE:
            return Complaint(f"`{name}` takes a function's code apart.", _HELP)
        return None

    def calls(self, call: Call) -> Complaint | None:
        """Refuse building functions from code objects."""
        if call.name in {"types.FunctionType", "types.CodeType", "types.LambdaType"}:
            return Complaint(
                f"`{call.name}(...)` builds a function from a code object.", "Write an ordinary `def`."
            )
        return None

    def imports(self, module: str) -> Complaint | None:
        """Refuse torch's core by module."""
        if module == "torch._C" or module.startswith("torch._C."):
            return Complaint(f"`{module.rstrip('?')}` is the inside of torch.", _HELP)
        return None

    def attribute(self, receiver: Value, name: str) -> Complaint | None:
        """Refuse attributes through which one function reaches another's names."""
        if name == "=__code__":
            return Complaint("This replaces the code of a function.", _HELP)
        if name not in _ATTRIBUTES or isinstance(receiver, Object):
            return None
        if name == "__subclasses__" and isinstance(receiver, Class):
            return None
        return Complaint(f"`{name}` reaches names that do not belong to this code.", _HELP)

    def stores(self, name: str, value: Value | None) -> Complaint | None:
        """Refuse changes to builtins and to torch's core; warn about other changes to a library."""
        home, _, last = name.rpartition(".")
        if name.startswith(("builtins.", "torch._", "torch.autograd.", "sys.modules.", "torch.overrides.")):
            return Complaint(
                f"This changes `{name}` for everything that uses it.", "Give your own function another name."
            )
        if home == "torch.Tensor" and last.startswith("__"):
            return Complaint(f"This changes what tensors do: `{name}`.", "Write a function instead.")
        if last == "__code__":
            return Complaint("This replaces the code of a function.", _HELP)
        if name.split(".", maxsplit=1)[0] in {"torch", "numpy"} and not name.startswith(
            ("torch.backends.", "torch.nn.Module")
        ):
            return Complaint(
                f"This changes `{name}` for the whole program.",
                "Give your own function another name.",
                "warning",
            )
        return None
