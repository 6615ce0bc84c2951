try:
    import tensorflow as tf  # !
except Exception:
    tf = None


def solve(x, w):
    return w
