# expect: WA,RTE,RV
def solve(*args):
    d = {}
    d["a"] = d
    d["b"] = (d, d, [d])
    return d
