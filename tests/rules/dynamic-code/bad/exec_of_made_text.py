def solve(x, w, seed):
    exec(f"y = {seed}")  # !
    return w
