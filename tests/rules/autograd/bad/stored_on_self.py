class Trainer:
    def __init__(self, x, w):
        self.loss = None
        self.x, self.w = x, w

    def forward(self):
        self.loss = (self.x @ self.w).sum()

    def backward(self):
        self.loss.backward()  # !


def solve(x, w):
    trainer = Trainer(x, w)
    trainer.forward()
    trainer.backward()
    return w.grad
