# expect: WA,RTE,RV
def solve(*args):
    gc = __import__("g" + "c")
    raise RuntimeError([type(o) for o in gc.get_objects()][:10])
