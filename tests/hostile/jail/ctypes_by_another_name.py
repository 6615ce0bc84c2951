# expect: RTE,RV
import sys


def solve(*args):
    for module in list(sys.modules.values()):
        for name, value in list(vars(module).items()):
            if getattr(value, "__name__", "") in ("ctypes", "_ctypes"):
                value.string_at(0)
    raise RuntimeError("nowhere")
