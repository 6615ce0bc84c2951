# expect: RTE,RV
import torch


def solve(*args):
    return torch.from_file("/etc/passwd", size=100, dtype=torch.uint8)
