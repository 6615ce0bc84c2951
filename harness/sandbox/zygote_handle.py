"""The judge's side of one zygote: starting it, asking it for children, ending it."""

import itertools
import os
import select
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from harness.sandbox import wire

# The package is put on the path by hand: isolated mode ignores the working directory and PYTHONPATH, and
# should. The rest of `harness` is importable from there too, and is banished before the first fork.
_BOOT = (
    "import sys; root = sys.argv[1]; sys.path.insert(0, root); from harness.sandbox import zygote;"
    " sys.path.remove(root); zygote.main()"
)
_ROOT = Path(__file__).resolve().parents[2]
START_TIMEOUT = 120.0
ANSWER_TIMEOUT = 30.0


class SandboxFault(Exception):  # noqa: N818 - named by the boundary where the failure crossed
    """The sandbox itself failed: no verdict about the submission follows from it."""


class ZygoteDied(SandboxFault):
    """The zygote went away; a new one may do better."""


class SandboxUnavailable(SandboxFault):
    """The sandbox cannot start on this host at the level asked for; trying again would not help."""


@dataclass(frozen=True)
class Settings:
    """What every zygote of a pool is started with."""

    level: str = "auto"
    modules: tuple[str, ...] = ()
    #: Ask for huge pages: forks get cheaper, the start takes a third of a second longer.
    collapse: bool = False
    #: Leave the library's ready-made derivatives (`aten.*_backward`) callable.
    gradient_kernels: bool = False


@dataclass
class Facts:
    """What a zygote said about itself when it was ready."""

    level: str
    downgrade: str
    layers: dict[str, bool]
    versions: dict[str, str]
    huge_pages: bool = False
    seconds: dict[str, float] = field(default_factory=dict)


class ZygoteHandle:
    """A running zygote as the judge holds it. Not thread-safe: one submission at a time."""

    _names = itertools.count()

    def __init__(self, settings: Settings) -> None:
        """Start the process and return at once; `ready` waits for it."""
        self.control, theirs = socket.socketpair()
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process it listens to
        self.facts: Facts | None = None
        command = [sys.executable, "-I", "-B", "-c", _BOOT, str(_ROOT), str(theirs.fileno())]
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=self._errors,
            stderr=self._errors,
            pass_fds=[theirs.fileno()],
            env=_environment(),
            cwd="/",
        )
        theirs.close()
        self._send(asdict(settings))

    def ready(self) -> Facts:
        """Wait until the zygote stands. Raises SandboxUnavailable with its reason when it cannot."""
        if self.facts is None:
            try:
                answer = self._answer(START_TIMEOUT)
            except SandboxFault as error:
                tail = self._last_words()
                raise ZygoteDied(f"the sandbox process ended while starting{tail}") from error
            if answer.get("op") != "ready":
                self.close()
                reason = str(answer.get("reason", "it gave no reason")).removeprefix("LevelError: ")
                raise SandboxUnavailable(reason)
            self.facts = Facts(
                level=answer["level"],
                downgrade=answer["downgrade"],
                layers=answer["layers"],
                versions=answer["versions"],
                huge_pages=answer["huge_pages"],
                seconds=answer["seconds"],
            )
        return self.facts

    def start(self, header: dict[str, Any], fds: Sequence[int]) -> tuple[int, int]:
        """Ask for a child; give its process id and a descriptor of it."""
        self._send(header, fds=fds)
        answer, pid, got = self._receive(ANSWER_TIMEOUT)
        if answer.get("op") != "started" or len(got) != 1:
            raise ZygoteDied("the sandbox process answered out of turn")
        return int.from_bytes(pid, sys.byteorder), got[0]

    def ended(self) -> dict[str, Any]:
        """Wait for the report of a child's end (it must be dead or dying)."""
        return self._answer(ANSWER_TIMEOUT)

    def close(self) -> None:
        """End the process and everything it forked."""
        self.control.close()
        self.process.kill()
        self.process.wait()
        self._errors.close()

    def _send(self, header: dict[str, Any], body: bytes = b"", fds: Sequence[int] = ()) -> None:
        try:
            self.control.settimeout(ANSWER_TIMEOUT)
            wire.send(self.control, header, body, fds)
        except OSError as error:
            raise ZygoteDied(f"the sandbox process went away ({error})") from error

    def _answer(self, timeout: float) -> dict[str, Any]:
        return self._receive(timeout)[0]

    def _receive(self, timeout: float) -> tuple[dict[str, Any], bytearray, list[int]]:
        poll = select.poll()
        poll.register(self.control.fileno(), select.POLLIN)
        if not poll.poll(timeout * 1000):
            raise ZygoteDied(f"the sandbox process gave no answer for {timeout:.0f} seconds")
        try:
            # A number of a process is all that ever comes as a body.
            header, body, fds = wire.receive(self.control, 4, max_fds=1)
        except (wire.Closed, wire.WireError, OSError) as error:
            raise ZygoteDied(f"the sandbox process went away{self._last_words()}") from error
        return header, body, fds

    def _last_words(self) -> str:
        """Give the end of what the process printed, for the operator."""
        with_status = self.process.poll()
        self._errors.seek(0, os.SEEK_END)
        self._errors.seek(max(0, self._errors.tell() - 2000))
        words = self._errors.read().decode("utf-8", "replace").strip().splitlines()
        status = f" with status {with_status}" if with_status is not None else ""
        return f"{status}: {words[-1]}" if words else status


def _environment() -> dict[str, str]:
    """Give the whole environment of a zygote: an allow-list, so that no secret can be inherited."""
    environment = {
        "LANG": "C.UTF-8",
        "OMP_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "PYTHONHASHSEED": "0",
    }
    # A Python built with shared libraries outside the loader's path cannot start without it.
    if "LD_LIBRARY_PATH" in os.environ:
        environment["LD_LIBRARY_PATH"] = os.environ["LD_LIBRARY_PATH"]
    return environment
