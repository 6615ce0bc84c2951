# expect: RTE,RV,WA
import torch


def solve(*args):
    for width in range(0, 2000, 13):
        print("." * width + torch.__file__)
    raise RuntimeError("." * 4070 + torch.__file__)
