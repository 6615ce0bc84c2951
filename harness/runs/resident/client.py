"""The command's side: finding the resident judge of a course, starting one where there is none, asking it.

The answer should come in the time of a command, so nothing here imports NumPy, pydantic or rich; and it must come
in any case, so whatever is wrong with a resident judge becomes one `ResidentGone`, after which the command judges
as if there were none.
"""

import os
import socket
import struct
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass

from harness.problem.course import Course
from harness.runs.resident.place import ROOT, ResidentError, address, fingerprint, identity
from harness.runs.resident.protocol import ANSWER_LIMIT, PATIENCE, Request
from harness.sandbox import wire

__all__ = ["Answer", "Resident", "ResidentGone", "peer"]

#: Seconds that a resident judge has to listen, from its start; it listens before it imports what is heavy.
START_PATIENCE = 20.0
#: What a resident judge has no use for: the secret draws inputs, and judging needs none.
_KEPT_FROM_IT = ("HANDGRAD_SECRET",)
_BOOT = (
    "import sys; sys.path.insert(0, sys.argv[1]); sys.argv[:2] = ['handgrad'];"
    " from harness.cli import main; main()"
)


class ResidentGone(Exception):  # noqa: N818 - what happened, and what the command goes on from
    """There is no verdict from a resident judge. `str` says why, as a sentence."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a resident judge answered.

    Attributes:
        op: "verdict", or "unfit" for options that are not the problem's.
        code: the exit code that this verdict alone gives `handgrad grade`.
        trace: the traceback behind a judge error that is a bug of ours, for --debug.
        body: the report, or the verdict as JSON.
    """

    op: str
    code: int
    trace: str
    body: bytes


class Resident:
    """The resident judge of a course. Safe to ask from several threads: each question has its own connection."""

    def __init__(self, course: Course, *, isolation: str = "auto") -> None:
        """Find out whom to ask; nothing is started yet.

        Args:
            course: the course.
            isolation: the level that one which has to be started gets warm at.

        Raises ResidentGone when there is no place for a socket.
        """
        try:
            self.address = address(course)
        except ResidentError as error:
            raise _gone(error) from None
        self.identity = identity(course)
        self.fingerprint = fingerprint()
        self._course = course
        self._isolation = isolation
        # Ctrl-C is handled in a thread that may hold it.
        self._lock = threading.RLock()
        self._open: set[socket.socket] = set()
        self._process = 0
        self._lost: ResidentGone | None = None

    def ask(self, request: Request, source: bytes) -> Answer:
        """Ask for one verdict; starts a resident judge, and another when the code has changed since.

        Raises ResidentGone, then and for every later question: who was silent once is not waited for again.
        """
        if self._lost is None:
            try:
                for _ in range(2):
                    answer = self._attempt(request, source)
                    if answer is not None:
                        return answer
                    # If it was of our making, it still is no reason to wait for it.
                    self._process = 0
                self._lost = ResidentGone("The resident judge ended twice before it gave a verdict.")
            except ResidentGone as gone:
                self._lost = self._lost or gone
        raise self._lost

    def close(self) -> None:
        """Take back every open question; they raise ResidentGone in the threads that asked."""
        with self._lock:
            self._lost = ResidentGone("The question was taken back.")
            for connection in self._open:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def start(self) -> None:
        """Have one started, if nobody listens, without waiting for it. Raises ResidentGone."""
        connection = self._knock()
        if connection is not None:
            connection.close()
        elif not self._process:
            self._spawn()

    def _attempt(self, request: Request, source: bytes) -> Answer | None:
        """Ask once; None when another one should be asked: this one was going, or of other code."""
        connection = self._connect()
        with connection:
            owner = peer(connection)[0]
            if owner != os.geteuid():
                raise ResidentGone(f"The socket {self.address} belongs to another user.")
            with self._lock:
                if self._lost is not None:
                    raise self._lost
                self._open.add(connection)
            try:
                return self._converse(connection, request, source)
            finally:
                with self._lock:
                    self._open.discard(connection)

    def _converse(self, connection: socket.socket, request: Request, source: bytes) -> Answer | None:
        # Each sign of life begins a new wait.
        connection.settimeout(PATIENCE)
        try:
            wire.send(connection, request.header(), source)
            header = {"op": "busy"}
            while header.get("op") == "busy":
                header, body, _fds = wire.receive(connection, ANSWER_LIMIT)
        except TimeoutError:
            raise ResidentGone(
                f"The resident judge (process {peer(connection)[1]}) was silent for {PATIENCE:.0f} seconds."
            ) from None
        except (wire.Closed, ConnectionError):
            return None
        except (wire.WireError, OSError) as error:
            # A stream that ends inside a frame is one that was killed; the log may say why.
            raise _gone(f"the resident judge cannot be understood: {error}") from None
        op = header.get("op")
        if op == "stale":
            return None
        if op == "foreign":
            raise ResidentGone(f"The judge at {self.address} serves another course.")
        if op == "failed":
            raise ResidentGone(f"The resident judge failed; {self.address}.log says how.")
        code, trace = header.get("code", 0), header.get("trace", "")
        if op not in ("verdict", "unfit") or not isinstance(code, int) or not isinstance(trace, str):
            raise ResidentGone("The resident judge speaks another language.")
        return Answer(op, code, trace, bytes(body))

    def _connect(self) -> socket.socket:
        """Connect, starting a resident judge if nobody listens. Raises ResidentGone."""
        connection = self._knock()
        if connection is not None:
            return connection
        with self._lock:
            self._ended()
            if not self._process:
                self._spawn()
        deadline = time.monotonic() + START_PATIENCE
        while time.monotonic() < deadline:
            connection = self._knock()
            if connection is not None:
                return connection
            with self._lock:
                # One that meets another before it ends at once, and well: that other will listen.
                if self._ended():
                    raise ResidentGone(f"No resident judge could be started{self._last_words()}")
            time.sleep(0.005)
        raise ResidentGone(f"No resident judge listens at {self.address}.")

    def _ended(self) -> bool:
        """Look after the process that was started; whether it has failed since last asked."""
        if not self._process:
            return False
        try:
            ended, status = os.waitpid(self._process, os.WNOHANG)
        except ChildProcessError:  # whoever started this command does not care for ends of processes
            ended, status = self._process, 0
        if ended:
            self._process = 0
        return bool(ended and status)

    def _knock(self) -> socket.socket | None:
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(PATIENCE)
        try:
            connection.connect(self.address)
        except (FileNotFoundError, ConnectionError):
            connection.close()
            return None
        except OSError as error:
            connection.close()
            raise _gone(f"the socket {self.address} cannot be used: {error.strerror or error}") from None
        return connection

    def _spawn(self) -> None:
        """Start one: detached, in a session of its own, its words in a file beside the socket."""
        command = [sys.executable, "-I", *(["-B"] if sys.dont_write_bytecode else []), "-c", _BOOT, str(ROOT)]
        command += ["serve", "--socket", self.address, "--course", os.path.realpath(self._course.root)]
        command += ["--isolation", self._isolation]
        environment = {name: value for name, value in os.environ.items() if name not in _KEPT_FROM_IT}
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW
        try:
            self._process = os.posix_spawn(
                sys.executable,
                command,
                environment,
                file_actions=[
                    (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
                    (os.POSIX_SPAWN_OPEN, 1, f"{self.address}.log", flags, 0o600),
                    (os.POSIX_SPAWN_DUP2, 1, 2),
                ],
                setsid=True,
            )
        except OSError as error:
            raise _gone(f"no resident judge could be started: {error.strerror}") from None

    def _last_words(self) -> str:
        try:
            with open(f"{self.address}.log", "rb") as log:  # noqa: PTH123 - a string is at hand
                log.seek(max(0, os.fstat(log.fileno()).st_size - 2000))
                words = log.read().decode("utf-8", "replace").strip().splitlines()
        except OSError:
            words = []
        said = words[-1].removeprefix("handgrad: ").removeprefix("Error: ") if words else ""
        return f": {said}" if said else "."


def peer(connection: socket.socket) -> tuple[int, int]:
    """Give the user and the process at the other end of a connection, as the kernel knows them."""
    facts = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    process, user, _group = struct.unpack("3i", facts)
    return user, process


def _gone(reason: object) -> ResidentGone:
    words = str(reason)
    return ResidentGone(f"{words[:1].upper()}{words[1:]}.")
