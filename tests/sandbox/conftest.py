"""Zygotes are shared: one for each level and for all modules, because each costs the loading of torch."""

from collections.abc import Callable, Iterator
from functools import partial

import pytest

from harness.sandbox.execution import Execution
from harness.sandbox.levels import why_not
from harness.sandbox.zygote_handle import ZygoteHandle
from tests.sandbox import bench


def _shared(level: str) -> Iterator[ZygoteHandle]:
    if why := why_not(level):  # type: ignore[arg-type]
        pytest.skip(f"level {level} cannot be had here: {why}")
    zygote = bench.start(level)
    yield zygote
    zygote.close()


@pytest.fixture(scope="session")
def full() -> Iterator[ZygoteHandle]:
    yield from _shared("full")


@pytest.fixture(scope="session")
def confined() -> Iterator[ZygoteHandle]:
    yield from _shared("confined")


@pytest.fixture(params=["full", "confined"])
def jail(request: pytest.FixtureRequest) -> ZygoteHandle:
    """Each of the two jailed levels in turn."""
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="session")
def zygote() -> Iterator[ZygoteHandle]:
    """The best jail this host gives, where the level does not matter."""
    made = bench.start("auto")
    yield made
    made.close()


@pytest.fixture
def run(zygote: ZygoteHandle) -> Callable[..., Execution]:
    return partial(bench.run, zygote)
