# problem: jensen_gap
import json
import os
from pathlib import Path

import numpy as np

CONFIG = Path(__file__).with_name("config.json")
options = json.loads(CONFIG.read_text()) if CONFIG.exists() else {"verbose": os.getenv("VERBOSE") == "1"}


def solve(samples):
    samples = np.asarray(samples, dtype=np.float64)
    assert (samples > 0).all(), "a logarithm needs positive samples"
    gap = np.log(samples.mean()) - np.log(samples).mean()
    if options.get("verbose"):
        print(f"gap = {gap:.6f}")
    return gap
