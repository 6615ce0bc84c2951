"""An answer is in the judge's memory when its case ends: nothing that runs later can change it."""

import pytest

from tests.sandbox.bench import run

LATE = {
    "the next call": """
        kept = []
        def solve(x, k):
            for old in kept: old.fill_(777)
            kept.append(x)
            return x
        """,
    "a destructor": """
        kept = []
        class Late:
            def __init__(self, x): self.x = x
            def __del__(self): self.x.fill_(777)
        def solve(x, k):
            kept.clear()
            kept.append(Late(x))
            return x
        """,
    "a destructor in the returned value's cycle": """
        class Late:
            def __init__(self, x): self.x, self.me = x, self
            def __del__(self): self.x.fill_(777)
        def solve(x, k):
            Late(x)
            return x
        """,
    "weakref.finalize": """
        import weakref
        class Thing: pass
        kept = []
        def solve(x, k):
            kept.clear()
            kept.append(Thing())
            weakref.finalize(kept[0], x.fill_, 777)
            return x
        """,
    "atexit": """
        import atexit
        def solve(x, k):
            atexit.register(x.fill_, 777)
            return x
        """,
    "a generator's finally": """
        kept = []
        def late(x):
            try:
                yield
            finally:
                x.fill_(777)
        def solve(x, k):
            kept.clear()
            kept.append(late(x))
            next(kept[0])
            return x
        """,
    "a stream's flush": """
        import io, sys
        last = []
        class Late(io.StringIO):
            def flush(self):
                for x in last: x.fill_(777)
        sys.stdout = Late()
        def solve(x, k):
            last[:] = [x]
            return x
        """,
    "shared storage": """
        import torch
        store = torch.zeros(2, 3)
        def solve(x, k):
            store.copy_(x)
            return store
        """,
}


@pytest.mark.parametrize("way", LATE)
def test_no_later_writer_changes_an_answer(zygote, way):
    """Each answer is the one that stood when its own call returned."""
    found = run(zygote, LATE[way], plan=[0, 1, 2, 0])
    assert [step.failure for step in found.steps] == [None] * 4
    assert [step.value.data.tolist() for step in found.steps] == [[[case] * 3] * 2 for case in (0, 1, 2, 0)]
