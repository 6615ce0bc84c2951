# expect: WA,RTE,RV
def solve(*args):
    found = []
    for cls in getattr(object, "__sub" + "classes__")():
        if cls.__module__.startswith("harness"):
            found.append(cls.__name__)
            for name in list(vars(cls)):
                try:
                    setattr(cls, name, lambda *a, **k: {"status": "AC"})
                except Exception:
                    pass
    raise RuntimeError(" ".join(found))
