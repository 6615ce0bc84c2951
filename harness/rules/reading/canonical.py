"""One true name for each of a library's things, whichever road leads to it."""

#: What `from module import *` brings, where it matters.
STARS = {
    "torch": ("enable_grad", "no_grad", "inference_mode", "set_grad_enabled", "compile", "vmap"),
    "torch.autograd": (
        "Variable", "Function", "NestedIOFunction", "backward", "grad", "grad_mode", "gradcheck", "gradgradcheck",
        "enable_grad", "no_grad", "inference_mode", "set_grad_enabled", "detect_anomaly", "set_detect_anomaly",
    ),
    "torch.func": (
        "grad", "grad_and_value", "vmap", "functionalize", "hessian", "jacfwd", "jacrev", "jvp", "linearize",
        "vjp", "functional_call", "stack_module_state", "debug_unwrap",
    ),
    "torch.autograd.functional": ("vjp", "jvp", "jacobian", "hessian", "hvp", "vhp"),
    "torch.autograd.forward_ad": ("dual_level", "make_dual", "unpack_dual", "enter_dual_level", "exit_dual_level"),
    "torch.nn.grad": (
        "conv1d_input", "conv1d_weight", "conv2d_input", "conv2d_weight", "conv3d_input", "conv3d_weight",
    ),
    "operator": ("attrgetter", "itemgetter", "methodcaller", "getitem", "call"),
    "functools": ("partial", "reduce", "wraps", "cache", "lru_cache"),
    "builtins": ("getattr", "eval", "exec", "compile", "vars", "globals", "locals", "__import__", "setattr"),
}  # fmt: skip

# Modules that other modules import and so hold as attributes: `random._os` is `os`.
_ROOTS = {
    "torch": "torch", "sys": "sys", "_sys": "sys", "os": "os", "_os": "os", "builtins": "builtins", "gc": "gc",
    "ctypes": "ctypes", "importlib": "importlib", "subprocess": "subprocess",
}  # fmt: skip
_PREFIXES = (
    ("torch.autograd.grad_mode.", "torch.autograd."),
    ("torch.autograd.variable.", "torch.autograd."),
    ("torch.autograd.function.Function", "torch.autograd.Function"),
    ("torch._tensor.Tensor", "torch.Tensor"),
    ("torch._functorch.apis.", "torch.func."),
    ("torch._functorch.eager_transforms.", "torch.func."),
    ("functorch.", "torch.func."),
    ("_operator.", "operator."),
    ("_functools.", "functools."),
    ("posix.", "os."),
    ("importlib._bootstrap.__import__", "builtins.__import__"),
    ("importlib.__import__", "builtins.__import__"),
    ("torch.functional.F.", "torch.nn.functional."),
    ("numpy.ma.core.np.", "numpy."),
)


def canonical(name: str) -> str:
    """Give a library's thing its one true name, whichever road led to it."""
    parts = name.split(".")
    for index in range(len(parts) - 1, 0, -1):
        if parts[index] in _ROOTS:
            parts = [_ROOTS[parts[index]], *parts[index + 1 :]]
            break
    name = ".".join(parts)
    for prefix, replacement in _PREFIXES:
        if name.startswith(prefix):
            return replacement + name[len(prefix) :]
    return name
