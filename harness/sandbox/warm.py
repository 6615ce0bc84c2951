"""Bringing torch to working temperature, once per zygote, so that no child pays for a first time.

Whatever torch or NumPy would import or set up on first use has to happen here: the children live on an empty
root, where nothing can be imported any more.
"""

import builtins
import contextlib
import importlib
import importlib.abc
import linecache
import operator
import os
import sys
import warnings
from collections.abc import Iterable, Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

import numpy as np
import torch

from harness.sandbox import anonymous

#: Loaded because common operations ask for them on first use, not because a submission may name them.
_ON_FIRST_USE = (
    "numpy.random", "numpy.linalg", "numpy.fft", "numpy.polynomial", "numpy.ma", "numpy.lib.stride_tricks",
    "numpy.char", "numpy.matlib", "numpy.rec", "numpy.strings", "numpy.testing", "numpy.typing", "numpy._core._methods",
    "numpy._core._exceptions", "numpy._core._dtype", "numpy._core.arrayprint",
    "torch._subclasses.schema_check_mode", "torch._refs", "torch.func", "torch._functorch.vmap",
    "torch._functorch.apis", "torch.utils._device", "torch.distributions", "torch.nn.utils", "torch.nn.modules", "torch.optim",
    "torch.utils.serialization",
    "encodings.utf_8_sig", "encodings.latin_1", "encodings.cp1252", "encodings.idna", "encodings.ascii",
    "unicodedata", "_strptime", "traceback", "inspect", "opt_einsum",
)  # fmt: skip
#: Never reachable from a child by name: handles on the interpreter, on raw memory and on our own code.
_BANISHED = {"ctypes", "_ctypes", "gc", "harness", "_posixsubprocess", "mmap", "faulthandler", "_testcapi"}


class ImportRefused(ModuleNotFoundError):  # noqa: N818 - it is what happened to an import, and reads so
    """An import of a module that is not on the list of what a submission may use."""


class _Refuse(importlib.abc.MetaPathFinder):
    """The only finder left in a child: it finds nothing and says so in words."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Refuse every import that is not answered by what is already loaded."""
        del path, target
        raise ImportRefused(f"the module {fullname!r} is not available to submissions", name=fullname)


def preload(modules: Iterable[str]) -> None:
    """Import every module that exists among those a submission may use, and what torch loads late."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in (*modules, *_ON_FIRST_USE):
            with contextlib.suppress(ImportError):
                importlib.import_module(name)


def plain_sizes() -> None:
    """Stand in for the modules of symbolic sizes and of the compiler's settings.

    `torch.broadcast_shapes` (and with it half of `torch.distributions`) and `use_deterministic_algorithms` ask for
    them. The first would bring sympy, which differentiates; the second is a compiler. Sizes here are integers, and
    of integers the answers are plain.
    """
    name = "torch.fx.experimental.symbolic_shapes"
    if name not in sys.modules:
        module: Any = ModuleType(name)
        for question in ("guard_or_false", "guard_or_true", "guard_size_oblivious", "statically_known_true",
                         "expect_true"):  # fmt: skip
            setattr(module, question, bool)
        module.guarding_hint_or_throw = int
        module.has_guarding_hint = lambda _size: True
        module.is_nested_int = lambda _size: False
        module.sym_eq = operator.eq
        module.sym_or = lambda *sides: any(sides)
        module.sym_and = lambda *sides: all(sides)
        sys.modules[name] = module

    def use_deterministic_algorithms(mode: bool, *, warn_only: bool = False) -> None:
        """Ask for operations that always give the same answer."""
        torch._C._set_deterministic_algorithms(mode, warn_only=warn_only)

    torch.use_deterministic_algorithms = use_deterministic_algorithms


def plain_habits() -> None:
    """Stand in for what honest programs reach by habit and a child cannot have: a compiler, a profiler, a folder.

    Optimisers and data loaders, used for their arithmetic and their batches alone, ask for the first two at every
    step; `os.path.abspath(__file__)` at the top of a script asks for the third.
    """
    name = "torch._dynamo"
    if name not in sys.modules:
        dynamo: Any = ModuleType(name)
        # What is not compiled needs no protection from the compiler: marks give back what they mark.
        dynamo.disable = lambda fn=None, *_args, **_options: (
            fn if fn is not None else (lambda wrapped: wrapped)
        )
        dynamo.graph_break = lambda *_args, **_options: None
        dynamo.is_compiling = lambda: False
        sys.modules[name] = dynamo
        setattr(sys.modules["torch"], "_dynamo", dynamo)  # noqa: B010 - torch is a module, and has no such field
    # `torch.testing.assert_close` asks whether it is given one of these; it never is.
    distributed: Any = ModuleType("torch.distributed.tensor")
    distributed.DTensor = type("DTensor", (), {})
    sys.modules.setdefault(distributed.__name__, distributed)
    profiler: Any = torch.autograd.profiler.record_function
    profiler.__enter__ = lambda self: self
    profiler.__exit__ = lambda _self, *_details: None
    # Seeding is put off, with the caller's traceback, for accelerators that will never be: a third of a small case.
    for name, module in sys.modules.items():
        if name.startswith(("torch.cuda", "torch.xpu", "torch.mtia")) and "_lazy_call" in vars(module):
            vars(module)["_lazy_call"] = lambda _callable, **_options: None
    os.getcwd = lambda: "/"
    os.getcwdb = lambda: b"/"


def exercise() -> None:
    """Run the operations that honest solutions are made of, for what they set up the first time."""
    torch.set_num_threads(1)
    # Just-in-time kernels need executable memory, which the jail does not give.
    with contextlib.suppress(AttributeError, RuntimeError):
        torch._C._set_mkldnn_enabled(False)
    torch.manual_seed(0)
    x = torch.randn(8, 4)
    w = torch.randn(4, 4)
    torch.einsum("ij,jk->ik", x, w)
    torch.vmap(lambda row: (row * 2).sum())(x)
    torch.vmap(lambda row: row @ w)(x)
    torch.linalg.svd(w), torch.linalg.cholesky(w @ w.T + 4 * torch.eye(4)), torch.linalg.solve(w, w)
    functional = torch.nn.functional
    functional.softmax(functional.linear(x, w), dim=-1)
    functional.binary_cross_entropy_with_logits(x, torch.sigmoid(x)), functional.mse_loss(x, x)
    functional.layer_norm(x, (4,)), functional.cross_entropy(x, torch.zeros(8, dtype=torch.int64))
    (
        functional.conv1d(x[None], torch.randn(2, 8, 2)),
        functional.scaled_dot_product_attention(x[None], x[None], x[None]),
    )
    with torch.no_grad(), torch.inference_mode():
        torch.nn.Linear(4, 4)(x)
    repr(x), str(x.double().mean().item()), repr(torch.arange(3))
    normal: Any = torch.distributions.Normal(0.0, 1.0)
    normal.log_prob(torch.tensor(0.5))
    torch.from_numpy(x.numpy().copy()), torch.tensor([[1.0]]), x.tolist(), torch.Generator().manual_seed(1)
    a = np.linspace(0, 1, 12).reshape(3, 4)
    (
        np.einsum("ij,kj->ik", a, a),
        np.linalg.svd(a),
        np.exp(a) @ a.T,
        repr(a),
        np.random.default_rng(0).normal(size=3),
    )
    np.array_equal(a, a), np.concatenate([a.ravel(), a.ravel()]), np.allclose(a, a)
    with contextlib.suppress(Exception):
        torch.ones(2, 3) @ torch.ones(2, 3)


def shut_the_library() -> list[ModuleType]:
    """Leave no way to import what is not loaded, and take the sharpest tools off the table.

    Gives our own modules, which need their tools until the last layer is on; see `hide_tools`.
    """
    linecache.clearcache()
    anonymous.forget_the_host()
    sys.path.clear()
    sys.path_hooks.clear()
    sys.path_importer_cache.clear()
    ours = [module for name, module in sys.modules.items() if name.split(".")[0] == "harness"]
    for name in list(sys.modules):
        if name.split(".")[0] in _BANISHED:
            del sys.modules[name]
    hide_tools(sys.modules.values())
    # `timeit` puts collecting off while it measures.
    sys.modules["gc"] = sys.modules["timeit"].__dict__["gc"] = _plain_collector()
    sys.meta_path[:] = [_Refuse()]
    for name in ("breakpoint", "copyright", "credits", "license", "exit", "quit", "help"):
        if hasattr(builtins, name):
            delattr(builtins, name)
    return ours


def _plain_collector() -> ModuleType:
    """Stand in for `gc`, which honest programs ask to collect, and which would hand out every object there is."""
    module: Any = ModuleType("collector")
    module.collect = lambda generation=2: 0  # noqa: ARG005 - called with or without it
    module.enable = module.disable = module.freeze = module.unfreeze = lambda: None
    module.isenabled = lambda: True
    module.get_count = module.get_threshold = lambda: (0, 0, 0)
    module.set_threshold = lambda *_thresholds: None
    module.callbacks, module.garbage = [], []
    return module  # type: ignore[no-any-return]


def hide_tools(modules: Iterable[ModuleType], kept: str = "") -> None:
    """Take the banished modules, but the package `kept`, out of the names of others.

    `torch.ctypes` is as good as an import.
    """
    for module in modules:
        names = vars(module)
        for name, value in list(names.items()):
            # By its type: asking some of torch's objects what they are makes them warn.
            if issubclass(type(value), ModuleType) and value.__name__.split(".")[0] in _BANISHED - {kept}:
                del names[name]
