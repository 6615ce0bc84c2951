"""How long to look: a few seconds in every test run, as long as you like with HANDGRAD_FUZZ_EXAMPLES.

Without the variable the same examples are tried every time, so that a change is never blamed for an old fault that
chance found today. With it, `make fuzz` looks at so many new ones, and hypothesis keeps what it finds.
"""

import os

from hypothesis import HealthCheck, settings

EXAMPLES = int(os.environ.get("HANDGRAD_FUZZ_EXAMPLES") or 0)


def bounded(usual: int) -> settings:
    """Return settings for a test that tries `usual` examples in an ordinary run."""
    return settings(
        max_examples=EXAMPLES or usual,
        derandomize=not EXAMPLES,
        # A slow machine, or a large seed, is no fault of a parser.
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
