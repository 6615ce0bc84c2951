"""What the tests of the sandbox share: one small bundle of inputs, and running a program through it."""

import json
import textwrap
from collections.abc import Sequence

import numpy as np

from harness.problem.imports import ALLOWED
from harness.sandbox.execution import Execution, Failure, Limits, execute
from harness.sandbox.bundle import Bundle
from harness.sandbox.zygote_handle import Settings, ZygoteHandle

MODULES = tuple(sorted(ALLOWED))
#: Three cases of solve(x, k): a 2 x 3 array that names its case, and the case's number as a float.
BUNDLE = Bundle(
    cases=tuple((np.full((2, 3), case, dtype="float32"), float(case)) for case in range(3)),
    signature="x, k",
    cap=64 * 1024,
)
#: Roomy where no limit is meant to be met: a busy machine must not fail these tests.
ROOMY = Limits(time=20.0, total=60.0, memory=512 << 20)
TIGHT = Limits(time=0.2, total=1.0, memory=128 << 20)


def start(level: str) -> ZygoteHandle:
    """Start a zygote and wait until it stands."""
    zygote = ZygoteHandle(Settings(level=level, modules=MODULES))
    zygote.ready()
    return zygote


def run(
    zygote: ZygoteHandle,
    source: str,
    plan: Sequence[int] = (0,),
    limits: Limits = ROOMY,
    bundle: Bundle = BUNDLE,
) -> Execution:
    """Run a program, given with the test's own indentation."""
    return execute(zygote, bundle, textwrap.dedent(source), "submission.py", plan, limits)


def failure(execution: Execution) -> Failure:
    """Give the first failure, of loading or of a case; a test that expects one fails without it."""
    if execution.load_failure is not None:
        return execution.load_failure
    found = [step.failure for step in execution.steps if step.failure is not None]
    assert found, [step.value for step in execution.steps]
    return found[0]


def told(execution: Execution) -> object:
    """Give what a program printed as JSON in its first case, which must have ended well."""
    assert execution.load_failure is None, execution.load_failure
    (step, *_others) = execution.steps
    assert step.failure is None, step.failure
    return json.loads(step.output)
