"""Every way a program can fail has a name, and the name is right at every level."""

import signal

import pytest

from harness.sandbox.execution import OUTPUT_FLOOD, OUTPUT_KEPT, Limits
from tests.sandbox.bench import ROOMY, TIGHT, failure, run

ONE_CASE = Limits(time=0.2, total=0.4, memory=128 << 20)


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("def solve(x, k)\n    return x\n", 1),
        ("def solve(x, k):\n    return (\n", 2),
        ("def solve(x, k):\nreturn x\n", 2),
        ("(" * 5000, None),
        ("x = " + "-" * 100_000 + "1\n", None),
    ],
)
def test_what_is_no_python_is_syntax(zygote, source, line):
    """A text that cannot be compiled fails as syntax, with its line where Python knows one."""
    found = run(zygote, source)
    assert found.load_failure.kind == "syntax"
    assert line is None or found.load_failure.line == line
    assert found.steps == []


@pytest.mark.parametrize("source", ["", "def solve_it(x, k): return x", "solve = 3", "solve = None"])
def test_without_a_function_called_solve(zygote, source):
    """No `solve`, or one that cannot be called, is no-solve."""
    assert run(zygote, source).load_failure.kind == "no-solve"


@pytest.mark.parametrize(
    "source", ["def solve(): pass", "def solve(x, k, m): pass", "def solve(*, x, k): pass"]
)
def test_a_solve_that_cannot_take_the_arguments(zygote, source):
    """A `solve` that cannot take the arguments by position fails as signature and names the right call."""
    found = run(zygote, source).load_failure
    assert found.kind == "signature"
    assert "solve(x, k)" in found.message


@pytest.mark.parametrize(
    "source",
    [
        "def solve(*everything): return everything[0]",
        "def solve(x, k, more=1): return x",
        "solve = lambda a, b: a",
        "class Solver:\n    def __call__(self, x, k): return x\nsolve = Solver()",
        "import functools\ndef work(m, x, k): return x\nsolve = functools.partial(work, 1)",
    ],
)
def test_any_callable_that_takes_the_arguments_will_do(zygote, source):
    """Names and the kind of callable are the learner's business."""
    assert run(zygote, source).steps[0].failure is None


def test_an_error_carries_its_type_words_and_line(jail):
    """An exception is named with the submission's own last line, not one inside a library."""
    found = failure(run(jail, "import torch\ndef solve(x, k):\n    return torch.einsum('ij,jk->ik', x, x)\n"))
    assert (found.kind, found.type, found.line) == ("exception", "RuntimeError", 3)
    assert found.message


def test_an_error_while_loading(jail):
    """An exception of the module's body is a failure of loading: no case is run."""
    found = run(jail, "1 / 0\ndef solve(x, k): return x\n", plan=[0, 1])
    assert (found.load_failure.kind, found.load_failure.type) == ("exception", "ZeroDivisionError")
    assert found.steps == []


@pytest.mark.parametrize(
    "body",
    ["raise SystemExit", "import sys; sys.exit(0)", "import os; os._exit(0)", "import os; os._exit(3)"],
)
def test_ending_the_process_is_no_answer(jail, body):
    """However a program leaves, it left: exit."""
    assert failure(run(jail, f"def solve(x, k):\n    {body}\n")).kind == "exit"
    assert run(jail, f"{body}\ndef solve(x, k): return x\n").load_failure.kind == "exit"


@pytest.mark.parametrize(
    "body",
    [
        "import os; os.abort()",
        "import torch; torch.ops.aten._reshape_alias(torch.zeros(1), [1 << 30], [1 << 30]).sum()",
    ],
)
def test_a_crash_names_its_signal(jail, body):
    """A program that is ended by a fault of the processor has crashed."""
    found = failure(run(jail, f"def solve(x, k):\n    {body}\n"))
    assert found.kind == "crash"
    assert found.signal in {signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS, signal.SIGILL}


def test_deep_recursion_in_python_is_an_exception(jail):
    """Recursion without an end is the interpreter's to stop, and has a name."""
    assert failure(run(jail, "def solve(x, k): return solve(x, k)")).type == "RecursionError"


@pytest.mark.parametrize("body", ["while True: pass", "sum(range(10 ** 12))"])
def test_time_by_work(jail, body):
    """A case that computes too long is over its time, and so is a module."""
    assert failure(run(jail, f"def solve(x, k):\n    {body}\n", limits=ONE_CASE)).kind == "time"
    assert run(jail, f"{body}\ndef solve(x, k): return x\n", limits=ONE_CASE).load_failure.kind == "time"


def test_a_program_that_refuses_to_die(jail):
    """Handlers, `finally` and a swallowed BaseException do not buy a second more."""
    source = """
        import signal
        for number in range(1, 65):
            try:
                signal.signal(number, lambda *_: None)
            except (OSError, ValueError):
                pass
        def solve(x, k):
            while True:
                try:
                    while True: pass
                except BaseException:
                    continue
        """
    assert failure(run(jail, source, limits=ONE_CASE)).kind == "time"


def test_the_total_is_shared_by_all_cases(zygote):
    """Cases that each keep their own limit still end when the total is used up; the rest is not run."""
    limits = Limits(time=0.4, total=0.6, memory=128 << 20)
    source = """
        import time
        def solve(x, k):
            end = time.process_time() + 0.25
            while time.process_time() < end: pass
            return x
        """
    found = run(zygote, source, [0, 1, 2] * 5, limits)
    assert [step.failure for step in found.steps[:1]] == [None]
    assert found.steps[-1].failure.kind == "time"
    assert len(found.steps) < 15


@pytest.mark.parametrize(
    "body",
    [
        "bytearray(1 << 33)",
        "import numpy as np; np.ones((1 << 15, 1 << 15))",
        "import torch; torch.ones(1 << 15, 1 << 15)",
        "everything = []\n    while True: everything.append(bytearray(1 << 20))",
        "'x' * (1 << 33)",
        "import torch\n    kept = []\n    while True: kept.append(torch.ones(1 << 20))",
    ],
)
def test_too_much_memory_whoever_asked_for_it(jail, body):
    """Python, NumPy and torch run out of memory in different words; all of them are memory."""
    assert (
        failure(run(jail, f"def solve(x, k):\n    {body}\n", limits=Limits(5.0, 5.0, 128 << 20))).kind
        == "memory"
    )


def test_the_allowance_counts_on_top_of_the_zygote(jail):
    """What torch itself occupies is not the learner's: the whole allowance can really be used."""
    source = "import numpy as np\ndef solve(x, k): return float(np.ones(96 << 17).sum() > 0)"
    assert run(jail, source, limits=Limits(20.0, 20.0, 192 << 20)).steps[0].failure is None


@pytest.mark.parametrize(
    "line",
    [
        "print('x' * 4096)",
        "print('x' * 4096, file=sys.stderr)",
        "os.write(1, b'x' * 4096)",
        "os.write(2, bytes(4096))",
    ],
)
def test_a_flood_of_output(jail, line):
    """Standard output, standard error and their descriptors are one stream, and it has a bound."""
    source = f"import os, sys\ndef solve(x, k):\n    while True: {line}\n"
    found = run(jail, source)
    assert failure(found).kind == "output"
    assert found.truncated
    assert sum(len(step.output) for step in found.steps) <= OUTPUT_KEPT
    assert run(jail, f"import os, sys\nwhile True: {line}\n").load_failure.kind == "output"


def test_output_below_the_flood_is_cut_and_forgiven(zygote):
    """Printing more than is kept is no fault."""
    found = run(zygote, f"def solve(x, k):\n    print('y' * {OUTPUT_FLOOD // 2})\n    return x\n")
    assert found.steps[0].failure is None
    assert found.truncated
    assert len(found.steps[0].output) == OUTPUT_KEPT


def test_what_was_removed_ends_the_submission(jail):
    """Calling what was taken away is told from every other error, and no further case is run."""
    source = "import torch\ndef solve(x, k):\n    torch.ones(2, requires_grad=True).sum().backward()\n    return x\n"
    found = run(jail, source, plan=[0, 1, 2])
    assert [(step.case, step.failure.kind, step.failure.line) for step in found.steps] == [(0, "removed", 3)]
    assert found.steps[0].failure.rule == "autograd"


def test_an_import_that_is_not_on_the_list(jail):
    """A module that is not there is refused by name, at the line that asked for it."""
    found = run(jail, "import numpy\nimport scipy.optimize\ndef solve(x, k): return x\n").load_failure
    assert (found.kind, found.line) == ("import", 2)
    assert found.message.startswith("scipy")
    assert failure(run(jail, "def solve(x, k):\n    import ctypes\n")).kind == "import"


def test_a_program_that_tries_an_import_and_goes_on(zygote):
    """A guarded import fails as it would anywhere else."""
    source = "try:\n    import scipy\nexcept ImportError:\n    scipy = None\ndef solve(x, k): return x\n"
    assert run(zygote, source).steps[0].failure is None


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("import os; os._exit(1)", "exit"),
        ("import os; os.abort()", "crash"),
        ("while True: pass", "time"),
        ("return bytearray(1 << 33)", "memory"),
        ("import os; os.write(3, bytes(64))", "protocol"),
        ("raise ValueError", "exception"),
    ],
)
def test_a_child_lost_in_one_case_is_replaced_for_the_rest(jail, body, kind):
    """A failure in one case takes nothing from the others: they run, in order, and answer."""
    source = f"def solve(x, k):\n    if k == 1:\n        {body}\n    return x\n"
    found = run(jail, source, plan=[0, 1, 2, 0], limits=TIGHT)
    assert [step.case for step in found.steps] == [0, 1, 2, 0]
    assert [step.failure.kind if step.failure else None for step in found.steps] == [None, kind, None, None]
    assert [step.value.data.max() for step in found.steps if step.value] == [0, 2, 0]


def test_an_error_that_cannot_be_put_into_words(zygote):
    """An exception whose own words raise is reported by its type."""
    source = """
        class Mute(Exception):
            def __str__(self): raise KeyboardInterrupt
        def solve(x, k): raise Mute
        """
    found = failure(run(zygote, source, limits=ROOMY))
    assert (found.kind, found.type) == ("exception", "Mute")


def test_a_total_used_up_between_two_processes_is_time(zygote, monkeypatch):
    """When nothing failed and nothing is left, the next case is over time: never an unexplained gap."""
    from harness.sandbox import execution
    from tests.sandbox.bench import BUNDLE

    limits = Limits(time=5.0, total=5.0, memory=128 << 20)
    end = execution._Child.end

    def spent(child):
        return {**end(child), "cpu": 5.0}

    monkeypatch.setattr(execution._Child, "end", spent)
    source = "def solve(x, k): return x"
    found = execution.execute(zygote, BUNDLE, source, "submission.py", [0, 1, 2], limits, split=1)
    assert [(step.case, step.failure and step.failure.kind) for step in found.steps] == [
        (0, None),
        (1, "time"),
    ]


def test_taking_inputs_slowly_is_on_the_clock(zygote):
    """A program that leaves its inputs in the channel while it computes spends its own time."""
    import numpy as np

    from harness.sandbox.bundle import Bundle

    bundle = Bundle(cases=((np.zeros(1 << 20, dtype="float32"),),) * 2, signature="x", cap=4096)
    source = """
        import os, struct
        text = b'{"event": "loaded"}'
        os.write(3, struct.pack("<II", len(text), 0) + text)
        os.read(3, 1000)
        while True: pass
        def solve(x): return x
        """
    found = run(zygote, source, [0], Limits(time=0.3, total=0.6, memory=128 << 20), bundle)
    assert found.steps[0].failure.kind == "time"
