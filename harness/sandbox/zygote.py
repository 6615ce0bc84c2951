"""The zygote: a process that has torch warm and nothing else, from which every submission is forked.

It holds nothing of any problem and nothing of any submission: what a parent never held, no fork of it can find.
It speaks to the judge over one socket, does one thing at a time
and never runs a line of a submission itself. Started as `python -I -c ... <descriptor>`; its first message is
the judge's wishes (level, modules to load), its first answer says what stands, or which layer failed and why.
"""

import contextlib
import os
import platform
import select
import signal
import socket
import sys
import time
from typing import Any, NoReturn

from harness.sandbox import wire

#: The one descriptor besides the standard three that a child keeps.
CHANNEL = 3
FIRST_FREE = 16


def main() -> None:
    """Start up as the judge asks, then serve until the judge goes away."""
    control = socket.socket(fileno=int(sys.argv[-1]))
    control.setblocking(True)
    try:
        wishes, _body, _fds = wire.receive(control, 0)
        zygote = Zygote(control, wishes)
    except wire.Closed:
        os._exit(0)
    except Exception as error:  # noqa: BLE001 - whatever failed, the judge must be told in words
        words = f"{type(error).__name__}: {error}"
        wire.send(control, {"op": "failed", "reason": words[:2000]})
        os._exit(1)
    # When the judge is gone, so is the reason to be here.
    with contextlib.suppress(wire.Closed, BrokenPipeError, ConnectionResetError):
        zygote.serve()
    os._exit(0)


class Zygote:
    """The warm process: its layers and its loop."""

    def __init__(self, control: socket.socket, wishes: dict[str, Any]) -> None:
        self.control = control
        self.level = ""
        self.layers: dict[str, bool] = {}
        sys.stdout.reconfigure(errors="backslashreplace", line_buffering=True)  # type: ignore[union-attr]
        sys.stderr.reconfigure(errors="backslashreplace", line_buffering=True)  # type: ignore[union-attr]
        self._prepare(wishes)

    def _prepare(self, wishes: dict[str, Any]) -> None:
        from harness.sandbox import levels

        marks = [time.monotonic()]
        self.level, downgrade = levels.settle_on(wishes["level"])
        import numpy as np
        import torch

        from harness.sandbox import (
            child,
            foreign_calls,
            kernel,
            landlock,
            limits,
            namespaces,
            native_code,
            pages,
            raw_memory,
            removal,
            seccomp,
            warm,
        )

        marks.append(time.monotonic())
        warm.preload(wishes["modules"])
        warm.plain_sizes()
        warm.plain_habits()
        warm.exercise()
        removal.remove(gradient_kernels=wishes["gradient_kernels"])
        self.layers["no-autograd"] = True
        child.rehearse()
        marks.append(time.monotonic())
        self.child = child
        self.limits = limits
        versions = {
            "python": platform.python_version(),
            "torch": str(torch.__version__),
            "numpy": np.__version__,
        }
        self.torch, self.np = torch, np
        jailed = self.level in {"full", "confined"}
        # What a child does first is made here, to the last argument: what it need not build it need not copy.
        self.clone = (
            kernel.Clone(kernel.CLONE_NEWPID if self.level == "full" else 0) if jailed else kernel.Fork()
        )
        self.birth = wire.encode({"op": "started"}, [memoryview(self.clone.pid)])
        self.rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, self.clone.pidfd)]
        self.die_with_us = kernel.die_with_parent()
        self.close_rest = kernel.close_from(CHANNEL + 1)
        self.drop_capabilities = kernel.drop_capabilities()
        self.confined = b"".join(wire.encode({"event": "confined"}))
        self.filter = seccomp.Filter(seccomp.inner(kernel.MACHINE)) if jailed else None
        own_filter = seccomp.Filter(seccomp.outer(kernel.MACHINE)) if jailed else None
        ours = warm.shut_the_library()
        os.environ.clear()
        # Read last, when there is no file system any more.
        maps, statm = (open(f"/proc/self/{name}", encoding="ascii") for name in ("maps", "statm"))  # noqa: PTH123, SIM115 - closed below
        ruleset = -1
        # At level process too: the limit on processes does not bind root, and there is no filter behind it.
        namespaces.leave_root()
        if jailed:
            ruleset = landlock.create()
        # From here on nothing can be imported from a file, nor a file be opened for reading through a buffer.
        mapped = native_code.regions()
        raw_memory.close(mapped)
        self.namespaces = self.level == "full"
        if self.namespaces:
            namespaces.enter()
        # What children inherit is put on once, here: a child that sets up little starts soon.
        limits.prepare()
        if self.filter is not None:
            kernel.prctl("no_new_privs", kernel.PR_SET_NO_NEW_PRIVS, 1)
            landlock.restrict(ruleset)
            os.close(ruleset)
        # A frame or a function's globals away from the program. What we still need of ourselves stays.
        needed = (pages, foreign_calls, native_code, kernel, raw_memory)
        warm.hide_tools((module for module in ours if module not in needed), kept="harness")
        with maps:
            collapsed = pages.settle(maps) if wishes["collapse"] else False
        self.size = limits.address_space(statm) - (pages.GROUND if wishes["collapse"] else 0)
        # The last use of ctypes but for what makes a child and confines it.
        self.end_foreign_calls = foreign_calls.close(mapped)
        warm.hide_tools(needed, kept="harness")
        # Descriptors that arrive from now on lie above the places that a child puts them in.
        while os.dup(0) < FIRST_FREE:
            pass
        if own_filter is not None:
            own_filter.load()
        for name in ("user", "mount", "network", "ipc", "uts", "pid"):
            self.layers[f"{name}-namespace"] = self.namespaces
        for name in ("landlock", "seccomp", "no-new-privileges", "no-capabilities"):
            self.layers[name] = jailed
        self.layers["rlimits"] = self.layers["parent-death-signal"] = True
        marks.append(time.monotonic())
        wire.send(
            self.control,
            {
                "op": "ready",
                "level": self.level,
                "downgrade": downgrade,
                "layers": self.layers,
                "versions": versions,
                "huge_pages": collapsed,
                "seconds": {name: round(b - a, 4) for name, a, b in zip(
                    ("import", "warm", "confine"), marks, marks[1:], strict=False
                )},
            },
        )  # fmt: skip

    def serve(self) -> None:
        """Answer the judge's requests one by one."""
        while True:
            order, _body, fds = wire.receive(self.control, 0, max_fds=2)
            self._run(order, fds)
            for fd in fds:
                os.close(fd)

    def _run(self, order: dict[str, Any], fds: list[int]) -> None:
        """Fork a child for one submission and report its birth and its end."""
        channel, output = fds
        poll = select.poll()
        poll.register(self.control.fileno(), select.POLLRDHUP)
        # While the child lives, each page written here is copied, and its huge page is in pieces for good. So what
        # is done until the child has ended is as little as can be, with what was made before.
        pid = self.clone()
        if pid == 0:
            self._become_child(order, channel, output)
        self.control.sendmsg(self.birth, self.rights)
        self._wait(poll, self.clone.pidfd.value)
        _pid, status, usage = os.wait4(pid, 0)
        wire.send(
            self.control,
            {"op": "ended", "status": status, "cpu": usage.ru_utime + usage.ru_stime, "rss": usage.ru_maxrss},
        )

    def _wait(self, poll: select.poll, pidfd: int) -> None:
        """Wait for the child's end, or for the judge's: a zygote outlives neither."""
        poll.register(pidfd, select.POLLIN)
        while True:
            for fd, event in poll.poll():
                if fd == pidfd:
                    os.close(pidfd)
                    return
                if event & (select.POLLRDHUP | select.POLLHUP | select.POLLERR):
                    signal.pidfd_send_signal(pidfd, signal.SIGKILL)
                    poll.unregister(self.control.fileno())

    def _become_child(self, order: dict[str, Any], channel: int, output: int) -> NoReturn:
        """Put on every layer, in the one order that works, and run the submission. Never returns."""
        try:
            self._confine(order, channel, output)
        except BaseException as error:  # noqa: BLE001 - a layer that failed must end the child, whatever it raised
            # The judge takes this for its own fault, never for the submission's: nothing of it ran yet.
            words = f"{type(error).__name__}: {error}"[:1000]
            for part in wire.encode({"event": "unconfined", "reason": words}):
                os.write(CHANNEL if order.get("placed") else channel, part)
            os._exit(70)
        try:
            # Said before the first line of the submission runs: from here on a failure is the submission's own.
            os.write(CHANNEL, self.confined)
            self.child.serve(CHANNEL, order["filename"], order)
        except BaseException:  # noqa: BLE001, S110 - the end of a submission, however it came
            pass
        os._exit(0)

    def _confine(self, order: dict[str, Any], channel: int, output: int) -> None:
        self.die_with_us()
        os.dup2(channel, CHANNEL)
        os.dup2(output, 1)
        os.dup2(output, 2)
        order["placed"] = True
        self.close_rest()
        self.limits.apply(memory=self.size + order["memory"], cpu=order["cpu"])
        if self.filter is not None:
            self.drop_capabilities()
            self.filter.load()
        self.end_foreign_calls()


if __name__ == "__main__":
    main()
