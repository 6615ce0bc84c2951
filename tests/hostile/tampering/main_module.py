# expect: WA,RTE,RV
import sys

main = sys.modules.get("__main__")
for name in dir(main):
    try:
        setattr(main, name, lambda *a, **k: ({}, []))
    except Exception:
        pass


def solve(*args):
    return None
