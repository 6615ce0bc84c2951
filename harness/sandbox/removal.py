"""Taking differentiation out of a running PyTorch, before any submission exists.

The ban on autograd is not a list of forbidden names: in the process that runs `solve`, the framework cannot
differentiate any more. Five walls against that, each of which should hold alone:

1. **The kernels.** Reverse and forward mode both live in the kernels that the dispatcher keeps under the
   alias key `Autograd`, one per operator. Every one of them is replaced by a fall-through to the plain
   numeric kernel. This holds for every thread, under every guard, from TorchScript and from C++ alike:
   an operator no longer knows how to record itself.
2. **The guard.** The thread enters `_AutoDispatchBelowAutograd` and never leaves it.
3. **The machinery.** The engine's `run_backward`, the transforms of functorch, TorchScript, dual numbers,
   tracing and the registration of kernels lose their methods in their own type dictionaries: removing a
   name is not removing a type, `__subclasses__()` finds it again.
4. **The doors.** What a learner would call by hand (`loss.backward()`, `torch.func.grad`, ...) raises
   `Removed`, so that the verdict can say which rule was broken, and at which line.
5. **The code.** The formulas, the engine and the store of tangents are overwritten in memory (`derivative_code`):
   whoever undoes the other walls with raw writes finds nothing to call.

Walls 1 to 3 and 5 are security. Wall 4 is courtesy. `prove` tries to break the first three and is run at every start.

The gradient kernels of the library (`aten::*_backward`) record nothing and so pass all of them. Their names can
be built from the data, where no reading sees them; here each of them answers with `Removed` instead, and so does each
derivative that the library writes out in Python.
"""

import contextlib
import ctypes
import gc
import sys
import types
import warnings
from collections.abc import Callable, Iterable
from typing import Any, NoReturn, Self

import torch

from harness.sandbox import derivative_code


class Removed(RuntimeError):  # noqa: N818 - reads as a fact about the thing called
    """A call of something that was taken out of this process, with the rule that took it."""

    def __init__(self, what: str, rule: str = "autograd") -> None:
        self.what = what
        self.rule = rule
        super().__init__(f"{what} is not available here: derive the gradient by hand")


# Parts of torch._C that a forward pass never needs and that compile, trace, load or differentiate.
_CLOSED_MODULES = (
    "_jit", "_jit_tree_views", "_te", "_onnx", "_export", "_aoti", "_lazy", "_lazy_ts_backend", "_dynamo",
    "_distributed", "_distributed_c10d", "_distributed_rpc", "_distributed_autograd", "_nativert", "_acc",
    "_monitor", "_instruction_counter", "_itt", "_functionalization",
)  # fmt: skip
# Names in torch._C (and its inner modules) that are closed wherever these words occur in them.
_CLOSED_WORDS = (
    "_jit_", "compilationunit", "script", "import_ir", "_create_function_from", "_load_", "pickle_load",
    "dual", "fwd_grad", "fw_grad", "dispatchkeyguard", "autodispatchbelow", "preservedispatch", "_dispatch_library",
    "_dispatch_call_boxed", "dispatchmodule", "_dispatch_tls_set", "_autograd_init", "engine", "tlssnapshot",
    "data_pointer", "_functionbase", "legacyvariablebase", "saved_tensor", "savedtensor", "autograd_fallback",
    "_get_value_trace", "_set_value_trace", "_tracer", "trace_graph", "gradient", "staticmodule",
    "_set_autograd", "pythondispatcher", "enablepredispatch", "torch_dispatch_stack", "_set_dispatch_mode",
    "_unset_dispatch_mode", "_get_operation_overload", "fromtrace", "throughputbenchmark", "filereader",
    "gds_load", "dlpack_exchange", "_will_engine", "graphexecutor", "executionplan",
    "get_computed_kernel", "safekernelfunction", "parse_ir", "graph_by_tracing", "_freeze_module",
)  # fmt: skip
_FUNCTORCH_WORDS = ("grad", "jvp", "vjp", "dual", "wrap_for", "level", "interpreter", "push", "pop", "dlevel")
# Functorch's vmap stays: it batches, it does not differentiate.
_FUNCTORCH_KEPT = (
    "maybe_current_level",
    "current_level",
    "maybe_get_level",
    "_unwrap_batched",
    "get_unwrapped",
)


def remove(*, gradient_kernels: bool = False) -> None:
    """Take differentiation out of this process for good. Call once, single-threaded, before the first fork.

    With `gradient_kernels` the library's ready-made derivatives stay, for problems whose policy allows them.
    """
    _drop_autograd_kernels()
    if not gradient_kernels:
        _refuse_gradient_kernels()
        _empty_decompositions()
    _hold_guard()
    _disarm_types()
    _close_primitives()
    _close_doors()
    _pin_threads()
    prove(gradient_kernels=gradient_kernels)
    derivative_code.erase()


def prove(*, gradient_kernels: bool = False) -> None:
    """Try to record a gradient in each way that once worked; raise RuntimeError if any of them does."""
    weight = torch.ones(2, requires_grad=True)
    with torch.enable_grad(), torch.inference_mode(mode=False):
        if (weight * weight).sum().grad_fn is not None:
            raise RuntimeError("differentiation could not be removed: a product still records its gradient")
    if torch._C._dispatch_has_kernel_for_dispatch_key("aten::mul.Tensor", "AutogradCPU") and not (
        torch._C._dispatch_kernel_for_dispatch_key_is_fallthrough("aten::mul.Tensor", "AutogradCPU")
    ):
        raise RuntimeError("differentiation could not be removed: the kernel of mul is still in place")
    if gradient_kernels:
        return
    with contextlib.suppress(Removed):
        torch.ops.aten.tanh_backward(weight.detach(), weight.detach())
        raise RuntimeError("the library's gradient kernels could not be removed: tanh_backward still answers")


def _drop_autograd_kernels() -> None:
    """Replace every autograd kernel by a fall-through (wall 1)."""
    libraries: dict[str, Any] = {}
    fall_through = torch.library.fallthrough_kernel
    with warnings.catch_warnings():
        # Overriding a kernel warns once per operator; overriding all of them is the point.
        warnings.simplefilter("ignore")
        for key in ("Autograd", "AutogradNestedTensor"):
            for name in torch._C._dispatch_get_registrations_for_dispatch_key(key):
                namespace, operator = name.split("::", 1)
                slot = f"{namespace}/{key}"
                if slot not in libraries:
                    libraries[slot] = torch._C._dispatch_library("IMPL", namespace, key, "", 0)
                libraries[slot].impl(operator, key, fall_through)
    for library in libraries.values():
        # The old kernels come back when their replacement's handle dies. One reference too many, held by
        # nobody that a program could ask to let go, keeps it alive for good.
        ctypes.pythonapi.Py_IncRef(ctypes.py_object(library))


#: Every key under which data on a CPU can arrive. vmap has rules of its own that never reach the plain kernel.
_BACKENDS = (
    "CPU", "SparseCPU", "SparseCsrCPU", "MkldnnCPU", "NestedTensorCPU", "QuantizedCPU", "FuncTorchBatched",
)  # fmt: skip
#: Derivatives whose names do not say backward.
_OTHER_DERIVATIVES = ("_standard_gamma_grad", "_dirichlet_grad", "glu_jvp")


def _refuse_gradient_kernels() -> None:
    """Put a refusal in the place of every operator that is somebody else's derivative.

    No forward operation calls one. Calls by any name, overload or batching rule arrive at the dispatcher.
    """
    libraries = [torch._C._dispatch_library("IMPL", "aten", key, "", 0) for key in _BACKENDS]
    with warnings.catch_warnings():
        # Overriding a kernel warns once per operator; overriding all of them is the point.
        warnings.simplefilter("ignore")
        for full in torch._C._dispatch_get_all_op_names():
            namespace, name = full.split("::", 1)
            plain = name.split(".", 1)[0]
            if namespace != "aten" or plain == "_backward":
                continue
            if "_backward" in plain or plain in _OTHER_DERIVATIVES:
                refusal = _raiser(f"torch.ops.aten.{plain}", "gradient-kernels")
                for key, library in zip(_BACKENDS, libraries, strict=True):
                    library.impl(name, key, refusal)
    for library in libraries:
        # Kept alive for good, as above.
        ctypes.pythonapi.Py_IncRef(ctypes.py_object(library))


#: Where the library writes derivatives out in Python, for its compilers.
_WRITTEN_OUT = ("torch._decomp", "torch._refs", "torch._prims", "torch._meta_registrations", "torch._native", "torch._lobpcg",
                "torch._higher_order_ops", "torch.nn.grad", "torch.distributions")  # fmt: skip


def _empty_decompositions() -> None:
    """Have every derivative that the library writes out in Python refuse, below all its wrappers.

    A wrapper keeps what it wraps (`__wrapped__`, its closure), and tables keep both: so the code goes, not the name.
    """
    seen: set[int] = set()
    for module in [m for name, m in sys.modules.items() if name.startswith(_WRITTEN_OUT)]:
        for name, value in list(vars(module).items()):
            layer: Any = value
            while isinstance(layer, types.FunctionType) and id(layer) not in seen:
                seen.add(id(layer))
                if "_backward" in layer.__name__ or "_backward" in name:
                    layer.__code__ = _refusing_code(layer, f"{module.__name__}.{name}")
                layer = getattr(layer, "__wrapped__", None)


def _refusing_code(function: types.FunctionType, what: str) -> types.CodeType:
    """Give code that refuses, in the place of a function's own. It must bind as many names of outer functions."""
    refuse = _raiser(what, "gradient-kernels")

    def refused(*_args: object, **_kwargs: object) -> object:
        # Through a name: of a text that is called at once the compiler warns.
        here: Any = "the refusal"
        return here()

    code = refused.__code__
    constants = tuple(refuse if constant == "the refusal" else constant for constant in code.co_consts)
    return code.replace(co_consts=constants, co_freevars=function.__code__.co_freevars)


def _hold_guard() -> None:
    """Enter the dispatch guard on this thread and lose the way out (wall 2)."""
    guard = torch._C._AutoDispatchBelowAutograd()
    ctypes.pythonapi.Py_IncRef(ctypes.py_object(guard))


def _type_dict(cls: type) -> dict[str, Any]:
    """Give the real dictionary of a type, which Python code sees only through a read-only proxy."""
    return next(item for item in gc.get_referents(cls.__dict__) if isinstance(item, dict))


def _raiser(what: str, rule: str = "autograd") -> Callable[..., NoReturn]:
    def removed(*_args: object, **_kwargs: object) -> NoReturn:
        raise Removed(what, rule)

    removed.__name__ = removed.__qualname__ = what.rsplit(".", 1)[-1]
    return removed


def _disarm(cls: type) -> None:
    """Empty a type of everything callable, so that neither old nor new instances can do anything."""
    table = _type_dict(cls)
    for name, value in list(table.items()):
        if name in {"__init__", "__call__", "__enter__", "__exit__"} or (
            callable(value) and not name.startswith("__")
        ):
            table[name] = _raiser(f"torch._C.{cls.__name__}")
    table.setdefault("__init__", _raiser(f"torch._C.{cls.__name__}"))
    ctypes.pythonapi.PyType_Modified(ctypes.py_object(cls))


def _closed(name: str) -> bool:
    lowered = name.lower()
    return any(word in lowered for word in _CLOSED_WORDS)


class _InertGuard:
    """Stands in for a guard type: may be made, entered and left, and changes nothing."""

    def __init__(self, *_args: object, **_kwargs: object) -> None:
        pass

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_details: object) -> None:
        pass


def _disarm_types() -> None:
    """Disarm guards, engine, transforms and compilers in their own type dictionaries (wall 3)."""
    core: Any = torch._C
    engines: list[type] = [type(torch.autograd.Variable._execution_engine), core._ImperativeEngine]
    for part in {part for engine in engines for part in engine.__mro__[:-1]}:
        for name in ("run_backward", "queue_callback", "is_checkpoint_valid"):
            _type_dict(part).pop(name, None)
        ctypes.pythonapi.PyType_Modified(ctypes.py_object(part))
    _type_dict(core._FunctionBase)["apply"] = classmethod(_raiser("torch.autograd.Function"))
    ctypes.pythonapi.PyType_Modified(ctypes.py_object(core._FunctionBase))
    _type_dict(core._NodeBase).pop("__call__", None)
    base = core._InferenceMode.__mro__[1]
    guards = {"_InferenceMode", "_DisableFuncTorch"}
    for cls in _all_subclasses(base):
        closed_home = any(cls.__module__.startswith(f"torch._C.{name}") for name in _CLOSED_MODULES)
        transform = cls.__name__ in {
            "CGradInterpreterPtr",
            "CJvpInterpreterPtr",
            "CFunctionalizeInterpreterPtr",
        }
        if cls.__name__ in guards or closed_home or transform or _closed(cls.__name__):
            _disarm(cls)
    for name in guards:
        setattr(core, name, _InertGuard)


def _all_subclasses(base: type[Any]) -> list[type[Any]]:
    found: list[type[Any]] = []
    queue = [base]
    while queue:
        for cls in queue.pop().__subclasses__():
            if cls not in found:
                found.append(cls)
                queue.append(cls)
    return found


def _close(module: Any, names: Iterable[str], prefix: str) -> None:
    for name in names:
        if hasattr(module, name):
            setattr(module, name, _raiser(f"{prefix}.{name}"))


def _close_primitives() -> None:
    """Take the primitives of every road out of the extension module (wall 3, by name)."""
    core: Any = torch._C
    _close(core, [name for name in dir(core) if _closed(name)], "torch._C")
    functorch = core._functorch
    _close(
        functorch,
        [
            name
            for name in dir(functorch)
            if name not in _FUNCTORCH_KEPT
            and not name.startswith(("is_", "_vmap"))
            and any(word in name.lower() for word in _FUNCTORCH_WORDS)
        ],
        "torch._C._functorch",
    )
    for name in _CLOSED_MODULES:
        inner = getattr(core, name, None)
        if isinstance(inner, types.ModuleType):
            for attribute in list(vars(inner)):
                if not attribute.startswith("__"):
                    delattr(inner, attribute)
    for home in (torch, torch._VF, core._VariableFunctionsClass):
        for name in ("_make_dual", "_unpack_dual", "_fw_primal"):
            _forget(home, name)


def _forget(home: Any, name: str) -> None:
    """Remove an attribute of a module or a built-in type."""
    if isinstance(home, type):
        if name in home.__dict__:
            _type_dict(home).pop(name, None)
            ctypes.pythonapi.PyType_Modified(ctypes.py_object(home))
    elif name in getattr(home, "__dict__", {}):
        delattr(home, name)


# What people call by name, and where it lives. Each answers with `Removed`.
_DOORS: dict[str, tuple[str, ...]] = {
    "torch.autograd": ("backward", "grad"),
    "torch.autograd.functional": ("vjp", "jvp", "jacobian", "hessian", "vhp", "hvp"),
    "torch.autograd.forward_ad": ("make_dual", "enter_dual_level", "exit_dual_level", "dual_level"),
    "torch.autograd.graph": ("save_on_cpu", "saved_tensors_hooks", "GradientEdge", "get_gradient_edge"),
    "torch.func": (
        "grad",
        "grad_and_value",
        "vjp",
        "jvp",
        "jacrev",
        "jacfwd",
        "hessian",
        "linearize",
        "functionalize",
    ),
    "torch.jit": (
        "script",
        "trace",
        "load",
        "trace_module",
        "freeze",
        "CompilationUnit",
        "ScriptModule",
        "fork",
    ),
    "torch.utils.checkpoint": ("checkpoint", "checkpoint_sequential"),
    "torch": ("compile", "load"),
    "torch.library": (
        "Library",
        "custom_op",
        "define",
        "impl",
        "register_autograd",
        "register_kernel",
        "get_kernel",
    ),
    "torch.hub": ("load", "load_state_dict_from_url"),
}


def _close_doors() -> None:
    """Make the names people call answer in words (wall 4)."""
    for home, names in _DOORS.items():
        module = sys.modules.get(home)
        if module is not None:
            _close(module, names, home)
    tensor: Any = torch.Tensor
    tensor.backward = _raiser("Tensor.backward")
    tensor.register_hook = _raiser("Tensor.register_hook")
    for module_name in [name for name in sys.modules if name.startswith("torch._functorch")]:
        module = sys.modules[module_name]
        _close(module, [n for n in _DOORS["torch.func"] if n in vars(module)], "torch.func")
    # Printing a tensor asks for its tangent: there is never one.
    forward: Any = sys.modules["torch.autograd.forward_ad"]
    forward.unpack_dual = lambda tensor, *, level=None: forward.UnpackedDualTensor(tensor, None)  # noqa: ARG005
    # Dirichlet and Beta draw their samples inside a Function of the library's own: the draw alone is honest.
    dirichlet: Any = sys.modules.get("torch.distributions.dirichlet")
    if dirichlet is not None:
        dirichlet._Dirichlet = types.SimpleNamespace(apply=torch._sample_dirichlet)
    function: Any = torch.autograd.Function
    function.apply = classmethod(_raiser("torch.autograd.Function.apply"))


def _pin_threads() -> None:
    """Keep one thread: a second one cannot be made in the jail, and asking for it would end the process."""

    def set_num_threads(nthreads: int) -> None:
        """Accept and ignore: the jail has one thread."""
        del nthreads

    torch.set_num_threads = torch.set_num_interop_threads = set_num_threads
