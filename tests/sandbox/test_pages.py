"""A zygote for a batch lays out its memory for its children; nothing else about them changes."""

import pytest

from harness.sandbox.execution import Limits
from harness.sandbox.zygote_handle import Settings, ZygoteHandle
from tests.sandbox.bench import MODULES, failure, run, told


@pytest.fixture(scope="module")
def batch():
    """A zygote as `grade` starts it for many files."""
    zygote = ZygoteHandle(Settings(modules=MODULES, collapse=True))
    zygote.ready()
    yield zygote
    zygote.close()


def test_an_array_lands_on_open_ground(batch):
    """Four megabytes that nobody has touched cost a handful of page faults, not a thousand."""
    if not batch.ready().huge_pages:
        pytest.skip("this kernel grants no huge pages")
    found = told(
        run(
            batch,
            """
            import json, resource, torch
            def solve(x, k):
                before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
                torch.ones(1 << 20).sum()
                print(json.dumps(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before))
                return x
            """,
        )
    )
    assert found < 256


def test_the_ground_is_part_of_what_a_submission_may_use(batch):
    """What lies open is not a gift on top of the limit."""
    hungry = "def solve(x, k):\n    return len(bytearray(int(1e6 * {0})))\n"
    limits = Limits(time=20.0, total=60.0, memory=64 << 20)
    assert run(batch, hungry.format(30), limits=limits).steps[0].failure is None
    assert failure(run(batch, hungry.format(66), limits=limits)).kind == "memory"


def test_children_of_a_batch_start_alike(batch):
    """What one child wrote, on the ground or elsewhere, no other child sees."""
    look = """
        import json, sys, torch
        def solve(x, k):
            free = torch.empty(1 << 20)
            print(json.dumps([torch.rand(3).tolist(), float(free.abs().sum()), len(sys.modules)]))
            return x
        """
    spoil = """
        import torch
        kept = [torch.full((1 << 20,), 7.0) for _ in range(8)]
        torch.manual_seed(3)
        def solve(x, k): return x
        """
    first = told(run(batch, look))
    assert first[1] == 0
    run(batch, spoil)
    assert told(run(batch, look)) == first


def test_seeding_sets_the_generator_and_nothing_else(batch):
    """`torch.manual_seed` gives the same draws as a generator of one's own."""
    program = """
        import json, torch
        def solve(x, k):
            torch.manual_seed(11)
            own = torch.Generator().manual_seed(11)
            print(json.dumps(torch.randn(5).equal(torch.randn(5, generator=own))))
            return x
        """
    assert told(run(batch, program)) is True
