"""A judge that stays, for the commands of one user on one course. Theory of operation.

    command ── socket ──> resident judge ── socket ──> zygote ── fork ──> child
    reads the file,       goldens, rules, verdicts     torch warm         one submission
    shows the report

**The command** (`handgrad grade --resident`) has the user's rights and terminal. It reads the submission itself and
sends bytes: a path in a question is shown and never opened here, so a resident judge reads nothing for anybody but
the course it was started for. It starts a resident judge when none listens: detached, in a session of its own, so
that neither Ctrl-C nor the end of a terminal reaches it; what it says goes to a log beside the socket.

**The resident judge** is the judge of `harness/sandbox/__init__.py` and of an ordinary `grade`, with the same rights
over the same files; it lives longer, and that is all. Its first thread does nothing but listen: it takes
connections, gives a sign of life to each that waits, cuts what nobody waits for any more, and decides when to end.
Each question has a thread, and as many are judged at a time as there are zygotes.

**Zygotes and children** are what they are everywhere. A child has no files and no network, so the socket is nothing
it could name; descriptors are not inherited, so it is nothing it could hold.

Who may speak to it: processes of the same user alone. The socket's folder has mode 0700 and the socket 0600, and
both sides ask the kernel whose the other end is (SO_PEERCRED). Processes of the same user could end or trace it,
and read the goldens it reads; the protocol still bounds every length and unpickles nothing.

One for each user and course: whoever holds the lock beside the socket listens, and of two that start together the
other ends. The lock goes with its process, so a dead one leaves a stale socket and no lock: the next removes it.

When it ends: after some idle minutes; when asked to (SIGTERM, Ctrl-C); when its socket was removed or its course is
gone; when a command comes with other code, which it tells by a fingerprint of the installed files. Then it frees
socket and lock at once, so that a new one can start, and ends when the last open question has its answer.

Why not simpler? *Keep only the zygote*: a command would import NumPy and pydantic to judge, which is a third of what
is to be saved, and a zygote that serves several judges would have to tell them apart. *Fork the command from a warm
one*: it would have the terminal, environment and limits of another command, and a judge with threads cannot fork.
"""

import os
import select
import signal
import socket
import stat
import sys
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from harness.judging.judge import Judge
from harness.problem.course import Course
from harness.problem.errors import ProblemError
from harness.runs.resident.client import peer
from harness.runs.resident.listener import inode, listen, take_lock
from harness.runs.resident.place import ResidentError, fingerprint, identity
from harness.runs.resident.protocol import BEAT, PATIENCE, READ_LIMIT, Request
from harness.sandbox import wire

if TYPE_CHECKING:
    from harness.judging.verdict import Summary, Verdict
    from harness.runs.resident.shelf import Ticket

#: Minutes without a question after which a resident judge ends.
IDLE_MINUTES = 10.0
#: Questions open at a time; a command asks for as many as it has jobs, at most 256.
_MOST_OPEN = 512
#: Seconds between two looks at whether socket and course are still there.
_ROUND = 2.0
#: Longer than any submission takes: a question this old gets no more signs of life.
_LONGEST = 600.0
_LOG_LIMIT = 256 << 10
#: Of a traceback, in characters: as JSON it must fit a header.
_TRACE_LIMIT = 8 << 10

Draw = Callable[["Verdict", "Summary", Mapping[str, Any]], str]


class _Session:
    """One connection and its one question."""

    def __init__(self, connection: socket.socket) -> None:
        from harness.runs.resident.shelf import Ticket

        self.connection = connection
        self.begun = time.monotonic()
        self.ticket: Ticket = Ticket()
        self._sending = threading.Lock()
        self._answered = False

    def beat(self) -> None:
        """Give a sign of life, unless the answer is on its way; never waits."""
        if not self._sending.acquire(blocking=False):
            return
        try:
            if not self._answered and time.monotonic() - self.begun < _LONGEST:
                frame = b"".join(bytes(part) for part in wire.encode({"op": "busy"}))
                # So short that it goes whole or, to one who reads nothing, not at all.
                with suppress(OSError):
                    self.connection.send(frame, socket.MSG_DONTWAIT | socket.MSG_NOSIGNAL)
        finally:
            self._sending.release()

    def answer(self, header: Mapping[str, Any], body: bytes = b"") -> None:
        """Send the answer. Raises OSError when nobody takes it."""
        with self._sending:
            self._answered = True
            wire.send(self.connection, dict(header), body)


class Server:
    """A resident judge that listens from the moment it is made. Use it from the main thread."""

    def __init__(
        self, address: str, course: Course, draw: Draw, *, isolation: str = "auto", idle: float = IDLE_MINUTES
    ) -> None:
        """Take the lock and listen; nothing heavy is imported and no process started yet.

        Args:
            address: the path of the socket.
            course: the course, by an absolute path.
            draw: writes the report of one verdict for a screen (`harness.reports.screen.draw`).
            isolation: the level at which `start` has a zygote warmed.
            idle: minutes without a question after which it ends.

        Raises:
            BlockingIOError: another one listens there.
            ResidentError: the place cannot be used.
        """
        # Before the code is loaded that it stands for: what changes later makes this one stale.
        self._fingerprint = fingerprint()
        self._identity = identity(course)
        self.address = address
        self._course = course
        self._draw = draw
        self._isolation = isolation
        self._idle = idle * 60
        self._hosts: dict[str, Judge] = {}
        self._hosts_lock = threading.Lock()
        self._jobs = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        self._places = threading.BoundedSemaphore(self._jobs)
        self._sessions: dict[int, _Session] = {}
        self._done: deque[_Session] = deque()
        self._leaving = ""
        self._free = threading.Event()
        self._imported = threading.Event()
        try:
            self._lock = take_lock(address)
            self._listener = listen(address)
        except OSError as error:
            if isinstance(error, BlockingIOError):
                raise
            raise ResidentError(f"the socket {address} cannot be made: {error.strerror or error}") from None
        self._inode = os.lstat(address).st_ino
        self._listening = True
        self._wake = os.eventfd(0, os.EFD_CLOEXEC | os.EFD_NONBLOCK)
        self._poll = select.poll()
        self._poll.register(self._listener, select.POLLIN)
        self._poll.register(self._wake, select.POLLIN)

    def start(self) -> None:
        """Begin starting a zygote, in the background."""
        from harness.runs.resident.shelf import Shelf

        self._shelf = Shelf(self._course)
        self._host(self._isolation).start()

    def run(self, imports: Callable[[], None]) -> str:
        """Serve until it is time to end; give the reason.

        `imports` loads what judging needs, in one thread while torch is imported elsewhere: signs of life go out
        meanwhile, and no two threads meet in a module that is half loaded.
        """

        def load() -> None:
            try:
                imports()
            finally:
                self._imported.set()

        threading.Thread(target=load, daemon=True).start()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.leave("it was asked to end"))
        last = beat = time.monotonic()
        try:
            while self._listening or self._sessions:
                timeout = (
                    BEAT if self._sessions else min(_ROUND, max(0.0, last + self._idle - time.monotonic()))
                )
                for descriptor, _event in self._poll.poll(timeout * 1000):
                    self._meet(descriptor)
                now = time.monotonic()
                if self._sessions:
                    last = now
                if now - beat >= BEAT:
                    beat = now
                    for session in self._sessions.values():
                        session.beat()
                self._look_around(now - last)
        finally:
            self._retire()
            for host in self._hosts.values():
                host.close()
            os.close(self._wake)
        return self._leaving

    def leave(self, reason: str) -> None:
        """Take no more questions, and end when the open ones are answered. Safe to call from anywhere."""
        self._leaving = self._leaving or reason
        os.eventfd_write(self._wake, 1)

    def _meet(self, descriptor: int) -> None:
        """See what happened to a descriptor."""
        if descriptor == self._wake:
            with suppress(BlockingIOError):
                os.eventfd_read(self._wake)
            while self._done:
                session = self._done.popleft()
                self._sessions.pop(session.connection.fileno(), None)
                with suppress(KeyError):
                    self._poll.unregister(session.connection)
                session.connection.close()
        elif descriptor in self._sessions:
            # The command is gone: it was interrupted, or waits no longer.
            self._poll.unregister(descriptor)
            self._sessions[descriptor].ticket.cut()
        elif self._listening and descriptor == self._listener.fileno():
            self._accept()

    def _accept(self) -> None:
        try:
            connection, _name = self._listener.accept()
        except OSError:
            # It went again, or there is no descriptor left; then it waits, and we need not spin.
            time.sleep(0.05)
            return
        if peer(connection)[0] != os.geteuid() or len(self._sessions) >= _MOST_OPEN:
            connection.close()
            return
        connection.settimeout(PATIENCE)
        session = _Session(connection)
        self._sessions[connection.fileno()] = session
        self._poll.register(connection, select.POLLRDHUP)
        threading.Thread(target=self._attend, args=(session,), daemon=True).start()

    def _look_around(self, idle: float) -> None:
        """End when there is a reason to."""
        if not self._listening:
            return
        if not self._leaving and idle >= self._idle:
            self._leaving = "nobody asked for anything"
        if not self._leaving and not self._sessions and inode(self.address) != self._inode:
            self._leaving = "its socket was removed"
        if not self._leaving and not self._sessions and not (self._course.root / "problems").is_dir():
            self._leaving = "the course is gone"
        if self._leaving:
            self._retire()

    def _retire(self) -> None:
        """Free the place for another: the socket first, then the lock."""
        if not self._listening:
            return
        self._listening = False
        with suppress(OSError):
            # The lock is still ours, so a socket of this number at this path is ours too.
            if inode(self.address) == self._inode:
                Path(self.address).unlink()
        self._poll.unregister(self._listener)
        self._listener.close()
        os.close(self._lock)
        self._free.set()

    def _attend(self, session: _Session) -> None:
        """Answer the question of one connection, in a thread of its own."""
        # What is no question needs no answer, and who is gone hears none.
        try:
            with suppress(wire.Closed, wire.WireError, OSError):
                header, source, _fds = wire.receive(session.connection, READ_LIMIT)
                request = Request.read(header)
                try:
                    answer = self._answer(request, bytes(source), session.ticket)
                except Exception:  # noqa: BLE001 - one question's mishap must not end the judge
                    traceback.print_exc()
                    answer = {"op": "failed"}, b""
                session.answer(*answer)
        finally:
            self._done.append(session)
            os.eventfd_write(self._wake, 1)

    def _answer(self, request: Request, source: bytes, ticket: "Ticket") -> tuple[dict[str, Any], bytes]:
        if request.identity != self._identity:
            return {"op": "foreign"}, b""
        if request.fingerprint != self._fingerprint:
            self.leave("the code has changed since it was started")
            # Told when there is room for another, so that the command does not meet this one again.
            self._free.wait(PATIENCE)
            return {"op": "stale"}, b""
        host = self._host(request.isolation)
        host.start()
        self._imported.wait()
        while not self._places.acquire(timeout=BEAT):
            if ticket.is_cut:
                return {"op": "cut"}, b""
        try:
            return self._judged(host, request, source, ticket)
        finally:
            self._places.release()

    def _judged(
        self, host: Judge, request: Request, source: bytes, ticket: "Ticket"
    ) -> tuple[dict[str, Any], bytes]:
        from harness.runs.batch import Tally, run
        from harness.runs.discover import Held
        from harness.runs.resident.shelf import Guest

        guest = Guest(host, self._shelf, request, ticket)
        if not self._fits(request):
            return {"op": "unfit"}, b""
        path = None if request.path == "-" else Path(request.path)
        tally = Tally()
        traces: list[str] = []
        [verdict] = run(
            guest, [Held(path, request.problem, request.student, source)], tally, on_internal=traces.append
        )
        if ticket.is_cut:
            # The zygote that was cut leaves a place; the next question should find it warm.
            guest.warm()
        trace = "".join(traces)[-_TRACE_LIMIT:]
        if trace:
            sys.stderr.write(trace)
        if request.screen is None:
            body = verdict.model_dump_json(by_alias=True)
        else:
            body = self._draw(verdict, tally.summary(), request.screen)
        header = {"op": "verdict", "code": tally.exit_code(), "trace": trace}
        return header, body.encode("utf-8", "surrogatepass")

    def _fits(self, request: Request) -> bool:
        """Whether the problem has the case and takes the framework asked for; unsound ones are for a verdict to tell."""
        if request.case is None and request.framework is None:
            return True
        problem = self._shelf.spec(request.problem)
        if isinstance(problem, ProblemError):
            return True
        return request.case in (None, *problem.cases) and request.framework in (None, *problem.frameworks)

    def _host(self, isolation: str) -> Judge:
        """The judge that holds the zygotes of a level."""
        with self._hosts_lock:
            if isolation not in self._hosts:
                self._hosts[isolation] = Judge(self._course, isolation=isolation, jobs=self._jobs)
            return self._hosts[isolation]


def trim_log() -> None:
    """Begin the log anew when it has grown long: standard error, if it is a file."""
    facts = os.fstat(2)
    if stat.S_ISREG(facts.st_mode) and facts.st_size > _LOG_LIMIT:
        os.ftruncate(2, 0)
