# expect: RTE,RV,WA
import sys


def solve(*args):
    text = f"{sys.path} {sys.prefix} {sys.exec_prefix} {sys.executable} {sys.argv} {sys.base_prefix} {sys.orig_argv} {sys.platlibdir} {sys._git}"
    print(text)
    raise RuntimeError(text)
