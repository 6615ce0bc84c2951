# expect: AC
import numpy as np


def solve(x, w_enc, w_dec, eps, threshold):
    x, w_enc, w_dec, eps = (np.asarray(t, dtype=np.float64) for t in (x, w_enc, w_dec, eps))
    k = w_dec.shape[0]
    mu, lv = np.split(x @ w_enc, [k], axis=1)
    z = mu + np.exp(lv / 2) * eps
    # |z W - x|^2 = z W W^T z^T - 2 z W x^T + x x^T
    gram = w_dec @ w_dec.T
    quadratic = np.einsum("lni,ij,lnj->ln", z, gram, z)
    cross = np.einsum("lni,in->ln", z, w_dec @ x.T)
    recon = (quadratic - 2 * cross).mean(0) + (x * x).sum(1)
    score = recon + 0.5 * (mu**2 + np.expm1(lv) - lv).sum(1)
    return {"score": score, "flagged": score > threshold, "worst": int(np.argmax(score))}
