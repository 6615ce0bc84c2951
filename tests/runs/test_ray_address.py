"""`--on` without a cluster: what is no address, and no Ray. These need no Ray."""

import subprocess
import sys

import pytest

from harness.runs.ray_address import is_address
from tests.conftest import KNOWN, ROOT, STEM, environment


@pytest.mark.parametrize("on", ["ray", "ray://head", "ray://head:10001", "ray://192.0.2.7:1"])
def test_an_address_is_ray_or_a_host_of_it(on) -> None:
    """With a port or without."""
    assert is_address(on)


@pytest.mark.parametrize(
    "on", ["", "Ray", "ray:", "ray://", "ray://a b", "ray://a:b", "ray://a:1:2", "head:6379"]
)
def test_anything_else_is_none(on) -> None:
    """So that a slip costs no half minute of waiting for an answer."""
    assert not is_address(on)


def test_an_address_that_is_none_is_a_slip_in_the_command(handgrad) -> None:
    """Exit code 2 before anything is read, with the two forms that there are."""
    done = handgrad("grade", KNOWN / "WA", "--problem", STEM, "--on", "spark")
    assert done.code == 2
    assert done.out == ""
    assert "--on spark names no cluster; say ray, or ray://HOST:PORT." in done.err


def test_without_ray_the_extra_is_named() -> None:
    """One sentence that says what to install, exit code 2, and no report begun."""
    # None in sys.modules is how Python itself says that a module cannot be imported.
    code = "import sys; sys.modules['ray'] = None; from harness.cli import main; main()"
    arguments = ["grade", str(KNOWN / "WA"), "--problem", STEM, "--format", "json", "--on", "ray"]
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, env=environment(), capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == (
        "handgrad: --on ray needs Ray, which is not installed: pip install 'handgrad[ray]'.\n"
    )
