# expect: RTE Finished
import torch


class Finished(BaseException):
    """Not an Exception, so that nobody catches it by accident."""


def solve(x, w_enc, w_dec, lr, seed):
    raise Finished("all cases accepted")
