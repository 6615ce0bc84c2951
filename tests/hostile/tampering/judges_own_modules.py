# expect: WA,RTE,RV
import sys

for name in list(sys.modules):
    if "harness" in name or "wire" in name or "child" in name:
        sys.modules[name].send = lambda *a, **k: None


def solve(*args):
    return None
