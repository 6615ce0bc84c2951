# expect: AC
import numpy as np


def solve(x_a, x_b, w_enc, w_dec, steps, path):
    w = np.asarray(w_enc, np.float64)[:, : len(w_dec)]
    a, b = np.asarray(x_a) @ w, np.asarray(x_b) @ w
    t = np.linspace(0.0, 1.0, steps)
    if path == "spherical":
        omega = np.arccos(a @ b / np.sqrt((a @ a) * (b @ b)))
        left, right = np.sin((1 - t) * omega) / np.sin(omega), np.sin(t * omega) / np.sin(omega)
    else:
        left, right = 1 - t, t
    z = np.outer(left, a) + np.outer(right, b)
    x_hat = z @ np.asarray(w_dec)
    return {"z": z, "x_hat": x_hat, "length": np.linalg.norm(np.diff(x_hat, axis=0), axis=1).sum()}
