"""A program shares its process with the half of the sandbox that talks to the judge; lies gain it nothing.

Whatever it writes to the judge's channel ends as its own failure: never as the judge's, never as more time.
"""

import pytest

from harness.sandbox.execution import Limits
from tests.sandbox.bench import failure, run

_SHORT = Limits(time=0.2, total=0.4, memory=128 << 20)

NESTED = "{'kind': 'tuple', 'items': [" * 5 + "]}" * 5

PREAMBLE = """
import json, os, struct
def frame(header, body=b"", length=None):
    text = json.dumps(header).encode() if not isinstance(header, bytes) else header
    data = struct.pack("<II", len(text), len(body) if length is None else length) + text + body
    while data: data = data[os.write(3, data):]
"""


def forge(zygote, call, *, at="case", plan=(0, 1)):
    """Run a program that makes a call while loading or in its first case, and answers honestly after it."""
    if at == "loading":
        return run(zygote, f"{PREAMBLE}\n{call}\ndef solve(x, k): return x\n", plan)
    return run(zygote, f"{PREAMBLE}\ndef solve(x, k):\n    if k == 0:\n        {call}\n    return x\n", plan)


@pytest.mark.parametrize("at", ["loading", "case"])
@pytest.mark.parametrize(
    "header",
    [
        {"event": "unconfined", "reason": "the sandbox is broken"},
        {"event": "confined"},
        {"event": "nonsense"},
        {"event": ["loaded"]},
        {"op": "ended", "status": 0, "cpu": 0},
        {},
    ],
)
def test_a_forged_word_is_the_programs_own_failure(jail, header, at):
    """No frame makes the judge believe that the sandbox failed: that would be an error instead of a zero."""
    found = forge(jail, f"frame({header})", at=at)
    assert failure(found).kind == "protocol"


def test_a_forged_loaded_only_moves_the_lie(jail):
    """Claiming to be loaded while loading leaves a frame too many, which the first case trips over."""
    found = forge(jail, "frame({'event': 'loaded'})", at="loading")
    assert failure(found).kind == "protocol"
    assert forge(jail, "frame({'event': 'loaded'})").steps[0].failure.kind == "protocol"


@pytest.mark.parametrize(
    "data",
    [
        "b'\\xff' * 64",
        "struct.pack('<II', 2 ** 32 - 1, 0)",
        "struct.pack('<II', 2, 2 ** 32 - 1) + b'{}'",
        "struct.pack('<II', 0, 0)",
        "struct.pack('<II', 4, 0) + b'[[[['",
        "struct.pack('<II', 60000, 0) + b'[' * 60000",
        "struct.pack('<II', 60000, 0) + b'{\"a\":' * 12000",
        "struct.pack('<II', 60000, 0) + b'9' * 60000",
        "struct.pack('<II', 3, 0) + b'NaN'",
        "struct.pack('<II', 2, 0) + b'\\xff\\xfe'",
    ],
)
def test_bytes_that_are_no_frame(jail, data):
    """Lengths beyond the bounds, headers that are not JSON and depths without end are protocol."""
    found = forge(jail, f"os.write(3, {data})")
    assert found.steps[0].failure.kind == "protocol"
    assert found.steps[1].failure is None


@pytest.mark.parametrize(
    "value",
    [
        "{'kind': 'array', 'dtype': 'float32', 'shape': [0, 2**61, 2**61]}",
        "{'kind': 'array', 'dtype': 'float32', 'shape': [2**62]}",
        "{'kind': 'array', 'dtype': 'float32', 'shape': [-1, -1]}",
        "{'kind': 'array', 'dtype': 'float32', 'shape': [True]}",
        "{'kind': 'array', 'dtype': 'float32', 'shape': [1.0]}",
        "{'kind': 'array', 'dtype': 'object', 'shape': [1]}",
        "{'kind': 'array', 'dtype': ['float32'], 'shape': []}",
        "{'kind': 'array', 'dtype': 'float32', 'shape': {}}",
        "{'kind': ['array']}",
        "{'kind': {}}",
        "{'kind': 'tensor', 'type': '\\ud800', 'fault': 'meta'}",
        "{'kind': 'dict', 'keys': ['a'], 'items': []}",
        "{'kind': 'dict', 'keys': [[]], 'items': [{'kind': 'none'}]}",
        NESTED,
        "{'kind': 'tuple', 'items': [{'kind': 'none'}] * 4097}",
        "None",
        "[]",
    ],
)
def test_a_forged_description_of_a_value(zygote, value):
    """What cannot be an array is refused before anything is built from it."""
    found = forge(zygote, f"frame({{'event': 'result', 'case': 0, 'value': {value}}})")
    assert found.steps[0].failure.kind == "protocol"


@pytest.mark.parametrize(
    "fields",
    [
        "'fault': []",
        "'fault': 'verdict'",
        "'fault': 'exception', 'type': []",
        "'fault': 'exception', 'message': {'a': 1}",
        "'fault': 'removed', 'rule': [1]",
        "'fault': 'time'",
        "'fault': 'exception', 'type': '\\udfff'",
    ],
)
def test_a_forged_failure_cannot_break_the_judge(zygote, fields):
    """A failure in no known form is a failure all the same."""
    found = forge(zygote, f"frame({{'event': 'result', 'case': 0, {fields}}})")
    assert found.steps[0].failure.kind == "protocol"


def test_an_answer_for_another_case(zygote):
    """An answer names its case; one for another case is refused."""
    found = forge(zygote, "frame({'event': 'result', 'case': 1, 'value': {'kind': 'none'}})")
    assert found.steps[0].failure.kind == "protocol"


def test_an_answer_in_advance_is_caught_at_the_next_case(zygote):
    """Two answers to one question: the second one meets the next question and does not fit it."""
    found = forge(zygote, "frame({'event': 'result', 'case': 0, 'value': {'kind': 'none', 'type': 'None'}})")
    assert found.steps[0].value.kind == "none"
    assert found.steps[1].failure.kind == "protocol"


def test_more_bytes_than_may_come_back(zygote):
    """A body beyond the cap is refused by its announced length, before memory is set aside."""
    found = forge(zygote, "frame({'event': 'result', 'case': 0}, bytes(1 << 20))")
    assert found.steps[0].failure.kind == "protocol"


@pytest.mark.parametrize("close", ["os.close(3)", "os.closerange(0, 16)", "os.closerange(3, 16)"])
def test_closing_the_line_to_the_judge(jail, close):
    """A program that closes its descriptors cannot answer any more; that is its own end."""
    found = forge(jail, close)
    assert found.steps[0].failure.kind == "exit"
    assert found.steps[1].failure is None


def test_reading_the_judges_questions(zygote):
    """A program that reads from the channel only waits for itself."""
    found = run(zygote, "import os\ndef solve(x, k):\n    os.read(3, 4)\n    return x\n", limits=_SHORT)
    assert found.steps[0].failure.kind == "idle"
