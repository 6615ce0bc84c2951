import torch


def solve(x, w, lr):
    return w - lr * x.T @ (x @ w)


def check():
    w = torch.randn(3, 2, requires_grad=True)
    x = torch.randn(4, 3)
    loss = 0.5 * ((x @ w) ** 2).sum()
    loss.backward()
    assert torch.allclose(w.grad, x.T @ (x @ w))


def main():
    check()


if __name__ == "__main__":
    main()
    torch.autograd.gradcheck(solve, ())
