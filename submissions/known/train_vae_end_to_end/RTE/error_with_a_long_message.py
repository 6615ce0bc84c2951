# expect: RTE ValueError
def solve(x, w_enc, w_dec, lr, seed):
    raise ValueError("<script>alert(1)</script> \x1b[31m \udc80 " + "very " * 1_000_000 + "wrong")
