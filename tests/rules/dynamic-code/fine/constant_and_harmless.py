def solve(x, w):
    two = eval("1 + 1")
    scope = {}
    exec("def half(v):\n    return v / 2", scope)
    return scope["half"](w * two)
