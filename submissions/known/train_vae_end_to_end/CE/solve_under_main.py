# expect: CE no-solve
import torch

if __name__ == "__main__":
    def solve(x, w_enc, w_dec, lr, seed):
        return torch.cat([w_enc.flatten(), w_dec.flatten()])

    print(solve(torch.ones(4, 3), torch.ones(3, 4), torch.ones(2, 3), 0.1, 0))
