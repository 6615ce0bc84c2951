"""HG011: compiles or traces the program."""

from harness.rules.rule import Complaint, Rule

_HOMES = (
    "torch.jit.",
    "torch.fx.",
    "torch.export.",
    "torch._dynamo.",
    "torch.compiler.",
    "torch.onnx.",
    "torch._inductor.",
)
_HELP = (
    "The plain function is fast enough: leave the compiler out. It may not be there when the program runs."
)
# Marks on code that change nothing when nothing is compiled.
_MARKS = frozenset({"torch.jit.ignore", "torch.jit.unused", "torch.jit.export", "torch.jit.Final", "torch.jit.is_scripting",
                    "torch.jit.annotate", "torch.compiler.disable", "torch.compiler.is_compiling"})  # fmt: skip


class Tracing(Rule):
    """Warns about compilers and tracers: a compiled function may be honest, but reading ends at its door."""

    code = "HG011"
    name = "tracing"
    title = "Compiles or traces the program"

    def refers(self, name: str) -> Complaint | None:
        """Warn about torch.compile, TorchScript, FX and export."""
        if name == "torch.compile" or (name.startswith(_HOMES) and name not in _MARKS and ".__" not in name):
            return Complaint(f"`{name}` compiles or traces the program.", _HELP, "warning")
        return None
