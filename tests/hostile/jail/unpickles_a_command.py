# expect: RTE,RV,WA
import torch


def solve(*args):
    p = __import__("pick" + "le")
    return p.loads(b"cposix\nsystem\n(S'echo AC'\ntR.")
