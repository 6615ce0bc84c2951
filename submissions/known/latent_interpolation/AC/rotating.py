# expect: AC
import numpy as np


def solve(x_a, x_b, w_enc, w_dec, steps, path):
    k = w_dec.shape[0]
    a, b = ((np.asarray(x, float) @ np.asarray(w_enc, float))[:k] for x in (x_a, x_b))
    points = []
    if path == "linear":
        step = (b - a) / (steps - 1)
        points = [a + i * step for i in range(steps)]
    else:
        ra, rb = np.hypot.reduce(a), np.hypot.reduce(b)
        u, v = a / ra, b / rb
        c = float(u @ v)
        s = np.sqrt(1 - c * c)
        w = (v - c * u) / s  # at a right angle to u, in the plane of both
        angle = np.arctan2(s, c)
        for i in range(steps):
            t = i / (steps - 1)
            # the two weights, read off in the basis (u, w)
            x, y = np.cos(t * angle), np.sin(t * angle)
            weight_b = y / s
            weight_a = x - weight_b * c
            points.append(weight_a * ra * u + weight_b * rb * (c * u + s * w))
    z = np.array(points)
    x_hat = z @ np.asarray(w_dec, float)
    return {"z": z, "x_hat": x_hat, "length": float(sum(np.linalg.norm(q - p) for p, q in zip(x_hat, x_hat[1:])))}
