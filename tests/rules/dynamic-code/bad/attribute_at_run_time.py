def solve(x, w):
    (name,) = [n for n in dir(w) if n.startswith("back")]
    getattr(w, name)()  # !
    return w
