# expect: AC
import math

import torch
from torch.distributions import Independent, Normal


def solve(x, w_enc, w_dec, K, seed):
    mu, log_var = torch.tensor_split(x @ w_enc, 2, dim=1)
    q = Independent(Normal(mu, torch.exp(log_var / 2)), 1)
    prior = Independent(Normal(torch.zeros_like(mu), torch.ones_like(mu)), 1)
    torch.manual_seed(seed)
    z = q.rsample((K,))
    decoder = Independent(Normal(z @ w_dec, torch.ones(len(w_dec.T))), 1)
    log_w = decoder.log_prob(x) + prior.log_prob(z) - q.log_prob(z)
    return torch.mean(torch.logsumexp(log_w, dim=0)) - math.log(K)
