# expect: WA,RTE,RV
def solve(*args):
    def walk():
        yield g
    g = walk()
    frame = getattr(g, "gi_" + "frame")
    next(g)
    outer = getattr(frame, "f_" + "back")
    while outer:
        print(list(getattr(outer, "f_" + "locals")))
        outer = getattr(outer, "f_" + "back")
    return None
