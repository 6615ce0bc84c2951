"""HG007: code that is not in the source."""

from harness.rules.reading.values import Code, Const, Data, Func, Lib, Partial, Value, options
from harness.rules.rule import Call, Complaint, Rule

_TEXT = frozenset(
    {"builtins.exec", "builtins.eval", "builtins.compile", "cProfile.run", "cProfile.runctx", "pdb.run", "pdb.runeval",
     "numpy.testing.runstring", "numpy.testing.measure"}
)  # fmt: skip
_TIMERS = frozenset({"timeit.timeit", "timeit.repeat", "timeit.Timer"})
_DOCTESTS = frozenset(
    {"doctest.testmod", "doctest.run_docstring_examples", "doctest.DocTestRunner", "doctest.testsource",
     "doctest.debug", "doctest.debug_src", "doctest.DocTestSuite", "numpy.testing.rundocs"}
)  # fmt: skip
_IMPORTERS = frozenset({"builtins.__import__", "importlib.import_module", "pkgutil.resolve_name"})
_LOADERS = (
    "torch.jit.load", "torch.jit.CompilationUnit", "torch.jit._script", "torch.package.", "torch.hub.",
    "torch.export.load", "torch.utils.cpp_extension.", "runpy.", "code.", "marshal.loads", "marshal.load",
    "torch.utils.model_zoo.", "torch._C._jit", "torch._C.CompilationUnit",
)  # fmt: skip
_UNPICKLERS = frozenset(
    {"pickle.loads", "pickle.load", "pickle.Unpickler", "torch.load", "torch.serialization.load", "numpy.load",
     "numpy.memmap", "shelve.open", "dill.loads"}
)  # fmt: skip


def _constant(value: Value | None) -> bool:
    return value is not None and all(isinstance(o, (Const, Code)) for o in options(value))


def _callable(value: Value | None) -> bool:
    return value is not None and all(isinstance(o, (Func, Lib, Partial)) for o in options(value))


class DynamicCode(Rule):
    """Reads constant text as source (the reader does), and points out text that cannot be read."""

    code = "HG007"
    name = "dynamic-code"
    title = "Code that is not in the source"

    def refers(self, name: str) -> Complaint | None:
        """Refuse carriers of compiled code."""
        if any(name == carrier or (carrier[-1] == "." and name.startswith(carrier)) for carrier in _LOADERS):
            return Complaint(
                f"`{name}` runs code that is not in this file.",
                "Write the computation as ordinary Python in solve.",
            )
        return None

    def calls(self, call: Call) -> Complaint | None:
        """Warn where what will run is made at run time."""
        first = call.args[0] if call.args else None
        if call.name in _TIMERS:
            first = call.argument(0, "stmt")
        text = call.name in _TEXT or (call.name in _TIMERS and not _callable(first))
        if text and first is not None and not _constant(first):
            short = call.name.rpartition(".")[2]
            return Complaint(
                f"`{short}` runs text that is only known when the program runs.",
                "Write the code itself in place of the text.",
                "warning",
            )
        if call.name in _DOCTESTS:
            return Complaint(
                f"`{call.name}` runs the examples in texts, which are not read.",
                'Run doctests under `if __name__ == "__main__":`, which is not judged.',
                "warning",
            )
        if call.name in _IMPORTERS and not _constant(call.argument(0, "name")):
            return Complaint(
                "The module imported here is only known when the program runs.",
                "Write an ordinary import statement.",
                "warning",
            )
        if call.name == "builtins.getattr" and len(call.args) > 1 and not _constant(call.args[1]):
            owner = call.args[0]
            if isinstance(owner, Data) or (isinstance(owner, Lib) and owner.name.split(".")[0] == "torch"):
                return Complaint(
                    "Which attribute this fetches is only known when the program runs.",
                    "Write the attribute with a dot.",
                    "warning",
                )
        if call.name in _UNPICKLERS:
            # A text is the name of a file, and there are none; only bytes are something to unpack.
            if isinstance(first, Const) and isinstance(first.value, bytes):
                return Complaint(
                    f"`{call.name}` unpacks a program from a constant.", "Write it as ordinary Python."
                )
            return Complaint(
                f"`{call.name}` can run code that is not in this file.",
                "A submission has no files to load: compute what you need from the arguments of solve.",
                "warning",
            )
        return None
