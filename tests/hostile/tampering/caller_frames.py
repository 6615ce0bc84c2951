# expect: WA,RTE,RV,TLE
# slow
import sys


def solve(*args):
    frame = sys._getframe()
    while frame:
        for name, value in list(frame.f_globals.items()):
            if name in ("describe", "_describe_tensor", "send"):
                frame.f_globals[name] = lambda *a, **k: ({"kind": "tensor", "status": "AC"}, [])
        frame = frame.f_back
    return None
