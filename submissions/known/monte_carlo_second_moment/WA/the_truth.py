# expect: WA
def solve(mu, sigma, n, seed):
    return mu ** 2 + sigma ** 2
