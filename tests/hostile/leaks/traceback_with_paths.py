# expect: RTE,RV,WA
import traceback

import torch


def solve(*args):
    try:
        torch.matmul(1, 2)
        torch.nn.functional.softmax("a")
    except Exception:
        traceback.print_exc()
    try:
        torch.nn.Linear(3, 4)(3)
    except Exception as error:
        raise RuntimeError(traceback.format_exc()) from error
