"""The one import list: what a submission may import, and what the sandbox loads before it takes files away.

A submission runs in a jail without files, network, threads or other programs, so the question for each
module is not whether it could reach the world (it cannot) but whether it differentiates, rewrites code,
reaches the judge, or would only fail in a puzzling way. Whatever is not listed is refused by name.
Plain data: the rules read it without importing anything, and the zygote receives it as a value.

A package allows its submodules unless one is listed in DENIED; the longest listed prefix decides.
"""

#: Everyday standard library, torch and NumPy.
ALLOWED: frozenset[str] = frozenset(
    {
        # The language itself. `builtins` holds nothing that is not in scope already.
        "__future__", "abc", "builtins", "collections", "contextlib", "copy", "dataclasses", "enum",
        "functools", "itertools", "keyword", "numbers", "operator", "types", "typing", "typing_extensions",
        "weakref", "reprlib",
        # Numbers.
        "array", "bisect", "cmath", "decimal", "fractions", "heapq", "math", "random", "statistics",
        # Text and data. `struct`, `base64`, `hashlib` and `json` only transform values.
        "base64", "binascii", "colorsys", "csv", "difflib", "hashlib", "json", "pprint", "re", "string",
        "struct", "textwrap", "unicodedata", "uuid", "zlib",
        # Time and place: clocks and calendars; `locale` and `platform` are asked for by logging set-ups.
        "calendar", "datetime", "locale", "platform", "time",
        # Graphs of work; pure Python.
        "graphlib",
        # Errors, warnings and print-outs. `io` gives StringIO; opening a file fails in the jail.
        "errno", "io", "logging", "traceback", "warnings",
        # Habits at the top of a script (paths, options): harmless, for there is nothing to open.
        "argparse", "os", "pathlib", "sys",
        # More of the kind: looking for files finds none, compressed files cannot be opened.
        "fnmatch", "glob", "gzip", "shutil", "tempfile",
        # Measuring and debugging, left at the top of a file when the work is done. What they are given as text
        # to run is read like any other (rule dynamic-code).
        "cProfile", "doctest", "pdb", "pstats", "resource", "timeit", "tracemalloc", "unittest",
        # `gc` is a stand-in: it can be told to collect, and knows no objects.
        "gc",
        # Threads cannot be started; locks, queues and values that belong to a context work without them.
        "concurrent", "contextvars", "queue", "threading",
        # No signal leaves the jail, and no alarm can be set.
        "signal",
        # Texts and objects as bytes and back. Unpacking what is not known is pointed out (rule dynamic-code).
        "ast", "codecs", "pickle",
        # Reading signatures and annotations is common in tidy code; frames it reaches hold inputs only,
        # and walking frames is a rule's business.
        "inspect",
        # Random bytes: harmless, if a strange choice where answers must repeat.
        "secrets",
        # What the problems are about.
        "numpy", "torch",
    }
)  # fmt: skip

#: Exceptions inside allowed packages. Names, each with its submodules.
DENIED: frozenset[str] = frozenset(
    {
        # Opens sockets and builds objects from configuration.
        "logging.config", "logging.handlers",
        # Differentiation, forward and backward, and what is built upon it.
        "torch.autograd", "torch.func", "torch._functorch", "torch.optim", "torch.utils.checkpoint",
        "torch.nn.grad",
        # Programs rewritten or compiled, whose derivatives come along.
        "torch.compiler", "torch.export", "torch.fx", "torch.jit", "torch.onnx", "torch._dynamo",
        "torch._export", "torch._higher_order_ops", "torch._inductor", "torch._lazy",
        # The operator tables, where gradient kernels can be called by name, and the C core.
        "torch._C", "torch._decomp", "torch._ops", "torch._prims", "torch._refs", "torch._VF",
        "torch.library", "torch.ops", "torch.utils.cpp_extension", "torch.utils._python_dispatch",
        "torch._subclasses", "torch.overrides",
        # Processes, devices, the network and files.
        "torch.distributed", "torch.futures", "torch.hub", "torch.multiprocessing", "torch.package",
        "torch.profiler", "torch.serialization", "torch.storage",
        "torch.utils.tensorboard", "torch.utils.model_zoo", "torch.testing._internal",
        # NumPy's build machinery runs code and looks for files; ctypeslib reaches memory.
        "numpy.ctypeslib", "numpy.distutils", "numpy.f2py",
        # Starts processes; finds objects by a path that is a text.
        "concurrent.futures.process", "unittest.mock",
    }
)  # fmt: skip


def allowed(name: str, extra: frozenset[str] = frozenset()) -> bool:
    """Say whether a submission may import the module of this dotted name.

    Args:
        name: an absolute module name, such as `torch.nn.functional`.
        extra: modules that a problem's policy allows beyond the list, with their submodules.
            A name given there overrides a denial of itself or of a package above it.
    """
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        prefix = ".".join(parts[:length])
        if prefix in extra:
            return True
        if prefix in DENIED:
            return False
        if prefix in ALLOWED:
            return True
    return False
