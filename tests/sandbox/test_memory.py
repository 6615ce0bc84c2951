"""Raw memory is out of reach in the jail, and honest ways to memory are as they were.

That the ways in are shut is shown by the programs in tests/exploits/memory. Here: what stands in for them, and that
a library which is not as expected stops the judge, and not a wall.
"""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from harness.sandbox import native_code
from harness.sandbox.native_code import Edit, Unexpected
from tests.sandbox.bench import failure, run

ROOT = Path(__file__).parents[2]

WINDOWS = np.lib.stride_tricks.sliding_window_view(np.arange(12.0).reshape(3, 4), (2, 2))


@pytest.mark.parametrize(
    ("expression", "wanted"),
    [
        ("windows(a, (2, 2))", WINDOWS),
        ("windows(a.T, (2, 2))", WINDOWS.transpose(1, 0, 3, 2)),
        ("windows(a[::-1], (2, 2))", WINDOWS[::-1, :, ::-1]),
        ("windows(torch.from_numpy(a)[:, ::2].numpy(), (2, 2))", [[[[0, 2], [4, 6]]], [[[4, 6], [8, 10]]]]),
        ("np.lib.stride_tricks.as_strided(a, (3,), (40,))", [0, 5, 10]),
        ("np.broadcast_to(a[0], (2, 4))", [[0, 1, 2, 3]] * 2),
        ("np.asarray(torch.from_numpy(a).float())[1]", [4, 5, 6, 7]),
        ("np.from_dlpack(torch.from_numpy(a))[0]", [0, 1, 2, 3]),
        ("torch.from_dlpack(a)[0]", [0, 1, 2, 3]),
        ("torch.frombuffer(bytearray(b'12345678'), dtype=torch.uint8, offset=6)", [55, 56]),
        ("np.frombuffer(b'12', np.uint8)", [49, 50]),
        ("np.fft.ifft(np.fft.fft(a[0])).real.round()", [0, 1, 2, 3]),
        ("np.zeros(2, copy.deepcopy(a.dtype))", [0, 0]),
        ("copy.deepcopy(a)[0]", [0, 1, 2, 3]),
        ("np.unique(a.astype(int)[[0, 0, 1]], axis=0)", [[0, 1, 2, 3], [4, 5, 6, 7]]),
        ("np.matrix('1 2; 3 4') * 2", [[2, 4], [6, 8]]),
        ("a[1:].strides", [32, 8]),
    ],
)
def test_honest_ways_to_memory_are_as_they_were(zygote, expression, wanted):
    """What programs and libraries use for windows, exchange and copies gives in the jail what it gives outside."""
    source = (
        "import copy\nimport numpy as np\nimport torch\n"
        "windows = np.lib.stride_tricks.sliding_window_view\n"
        "def solve(x, k):\n    a = np.arange(12.0).reshape(3, 4)\n"
        f"    return torch.tensor(np.array({expression}, dtype=np.float64))\n"
    )
    np.testing.assert_array_equal(run(zygote, source).steps[0].value.data, np.array(wanted, dtype=np.float64))


def test_a_view_beyond_the_array_is_refused_in_words(zygote):
    """Who asks for a strided view that leaves the array is told so."""
    source = "import numpy as np\ndef solve(x, k):\n    return np.lib.stride_tricks.as_strided(np.zeros(2), (3,), (8,))\n"
    found = failure(run(zygote, source))
    assert (found.type, found.line) == ("ValueError", 3)
    assert "leave the memory" in found.message


def test_a_word_that_a_library_does_not_have_is_an_error():
    """A constant that is not there, or not there once, is no constant to overwrite: the judge must not start."""
    path = next(region.path for region in native_code.regions() if "_multiarray_umath" in region.path)
    for word in ("no such word in this library", ""):
        with pytest.raises(Unexpected, match="times in"):
            native_code.strings(path, [word], native_code.regions())


def test_an_address_that_is_not_mapped_is_an_error():
    """Nothing is written where nothing is."""
    with pytest.raises(Unexpected, match="not mapped"):
        native_code.overwrite([Edit(64, b"x")], native_code.regions())


def test_overwriting_changes_one_function_and_no_neighbour():
    """The overwritten function fails for all its names; those on the same page go on, here and in a fork."""
    script = """
import ctypes, math, os
from harness.sandbox import native_code, raw_memory
refuse, _ = raw_memory.refusals()
kept = math.sin
native_code.overwrite([refuse(native_code.of_builtin(math.sin))], native_code.regions())
for attempt in range(2):
    try:
        kept(1.0)
    except TypeError:
        assert math.cos(0.0) == 1.0 and math.tan(0.0) == 0.0
        print("refused", flush=True)
    if attempt == 0 and os.fork():
        os.wait()
        break
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(ROOT)},
    )
    assert done.stdout.split() == ["refused"] * 2, done.stderr
