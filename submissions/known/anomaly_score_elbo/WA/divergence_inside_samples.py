# expect: WA
import math

import numpy as np


def solve(x, w_enc, w_dec, eps, threshold):
    scores = []
    L, N, k = np.asarray(eps).shape
    for i in range(N):
        row = [float(v) for v in x[i]]
        h = [sum(row[j] * float(w_enc[j][c]) for j in range(len(row))) for c in range(2 * k)]
        total = 0.0
        for s in range(L):
            z = [h[c] + math.exp(h[k + c] / 2) * float(eps[s][i][c]) for c in range(k)]
            for j in range(len(row)):
                total += (sum(z[c] * float(w_dec[c][j]) for c in range(k)) - row[j]) ** 2 / L
        for c in range(k):
            total += 0.5 / L * (h[c] ** 2 + math.exp(h[k + c]) - h[k + c] - 1)
        scores.append(total)
    score = np.array(scores)
    return {"score": score, "flagged": score > threshold, "worst": max(range(N), key=scores.__getitem__)}
