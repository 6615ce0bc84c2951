import argparse, logging, sys, torch

log = logging.getLogger(__name__)
logging.basicConfig(stream=sys.stderr, level=logging.INFO)
torch.manual_seed(0)
torch.set_default_dtype(torch.float32)
torch.set_printoptions(precision=3)
torch.set_num_threads(1)


def solve(x, w):
    log.info("w %s", w.shape)
    with torch.no_grad():
        w -= 0.1 * w
        w.data.copy_(w)
        w.grad = None
    return w
