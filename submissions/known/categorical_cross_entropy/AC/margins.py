# expect: AC
import torch


def solve(logits, labels):
    """The loss in differences to the label's logit: log(1 + sum over the others of exp(a_c - a_y))."""
    a = logits.double()
    n = len(a)
    d_logits = torch.zeros_like(a)
    loss = 0.0
    for i in range(n):
        y = int(labels[i])
        margin = a[i] - a[i, y]
        top = margin.max()
        weights = torch.exp(margin - top)
        loss += float(top + torch.log(weights.sum()))
        others = weights / weights.sum()
        d_logits[i] = others / n
        # the label's entry is minus the sum of all others
        d_logits[i, y] = -(others.sum() - others[y]) / n
    return {"loss": loss / n, "d_logits": d_logits}
