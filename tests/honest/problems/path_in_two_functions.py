# problem: latent_interpolation
import numpy as np
import numpy.linalg as la


def lerp(a, b, t):
    return a + (b - a) * t


def slerp(a, b, t):
    """Along the great circle, radius included."""
    cos = np.dot(a, b) / (la.norm(a) * la.norm(b))
    omega = np.arccos(np.clip(cos, -1.0, 1.0))
    return (np.sin((1 - t) * omega) * a + np.sin(t * omega) * b) / np.sin(omega)


WAYS = {"linear": lerp, "spherical": slerp}


def solve(x_a, x_b, w_enc, w_dec, steps, path):
    k = w_dec.shape[0]
    f = lambda x: (x.astype(float) @ w_enc)[:k]  # noqa: E731
    a, b = f(x_a), f(x_b)
    speed = (f(x_b) - f(x_a)) / (steps - 1)
    print("a step of the straight line:", speed)
    way = WAYS.get(path, lerp)
    z = np.vstack([way(a, b, t) for t in np.linspace(0, 1, steps)])
    x_hat = z @ w_dec
    length = sum(la.norm(q - p) for p, q in zip(x_hat[:-1], x_hat[1:]))
    return {"z": z, "x_hat": x_hat, "length": float(length)}
