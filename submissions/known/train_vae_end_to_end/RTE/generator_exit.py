# expect: RTE GeneratorExit
def solve(x, w_enc, w_dec, lr, seed):
    raise GeneratorExit
