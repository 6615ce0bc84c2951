# expect: RTE Awkward
class Awkward(Exception):
    def __str__(self):
        raise RuntimeError("no")

    __repr__ = __str__


def solve(x, w_enc, w_dec, lr, seed):
    raise Awkward
