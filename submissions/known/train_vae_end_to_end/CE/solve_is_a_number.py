# expect: CE no-solve
import torch

x = torch.linspace(0, 1, 12).reshape(4, 3)
solve = x.sum().item()
