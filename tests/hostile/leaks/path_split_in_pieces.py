# expect: RTE,RV,WA
import torch


def solve(*args):
    raise RuntimeError("\x1b[0m/\x00".join(torch.__file__.split("/")[1:]))
