import torch


class V(torch.nn.Module):
    def forward(self, x):
        return x

    def backward(self, g):
        return g


def solve(x, w):
    m = V()
    loss = torch.nn.functional.mse_loss(m(x), x)
    loss.backward()  # !
    return w.grad
