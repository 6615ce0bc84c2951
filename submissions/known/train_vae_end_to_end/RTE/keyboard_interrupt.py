# expect: RTE KeyboardInterrupt
def solve(x, w_enc, w_dec, lr, seed):
    raise KeyboardInterrupt
