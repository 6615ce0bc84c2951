"""The zygotes of a judge: started early, lent out one submission at a time, replaced when they die."""

import queue
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from harness.sandbox.bundle import Bundle
from harness.sandbox.zygote_handle import Facts, SandboxFault, Settings, ZygoteDied, ZygoteHandle

if TYPE_CHECKING:
    from harness.sandbox.execution import Execution, Limits


class Pool:
    """A fixed number of zygotes. Safe to use from as many threads as there are zygotes.

    The first is started at once and in the background: loading torch is the floor of a first verdict, and
    everything else a judge does fits beside it. The others start when somebody waits for them.
    """

    def __init__(self, settings: Settings, size: int = 1) -> None:
        self.settings = settings
        self.size = size
        self._idle: queue.LifoQueue[ZygoteHandle] = queue.LifoQueue()
        self._all: list[ZygoteHandle] = []
        self._lock = threading.Lock()
        self._closed = False
        self._facts: Facts | None = None
        self.warm(1)

    def warm(self, count: int | None = None) -> None:
        """Start every zygote now, or as many of those missing as `count`."""
        for _ in range(self.size if count is None else count):
            if handle := self._new():
                self._idle.put(handle)

    def facts(self) -> Facts:
        """Say what isolation stands. Waits for a zygote; raises SandboxUnavailable when there cannot be one."""
        if self._facts is None:
            with self.lease():
                pass
        assert self._facts is not None  # noqa: S101 - set by every lease
        return self._facts

    @contextmanager
    def lease(self) -> Iterator[ZygoteHandle]:
        """Lend a zygote that is ready. One that dies meanwhile is replaced."""
        handle = self._take()
        try:
            self._facts = handle.ready()
            yield handle
        except BaseException:
            # Interrupted in whatever state it is in: nobody shall meet it again.
            self._discard(handle)
            raise
        else:
            self._idle.put(handle)

    def execute(
        self,
        bundle: Bundle,
        source: str,
        filename: str,
        plan: Sequence[int],
        limits: "Limits",
        split: int = 0,
    ) -> "Execution":
        """Run a submission; when the zygote dies, try once more with a new one.

        Raises SandboxFault when that fails too: the judge's fault, never the submission's.
        """
        from harness.sandbox.execution import execute

        for attempt in (1, 2):
            try:
                with self.lease() as handle:
                    return execute(handle, bundle, source, filename, plan, limits, split)
            except ZygoteDied as error:
                if attempt == 2:
                    raise SandboxFault(f"the sandbox process died twice ({error})") from error
        raise AssertionError("unreachable")

    def close(self) -> None:
        """End every zygote and what it forked."""
        with self._lock:
            self._closed = True
            handles, self._all = self._all, []
        for handle in handles:
            handle.close()

    def _new(self) -> ZygoteHandle | None:
        """Start one more, unless there are enough. Raises SandboxFault once the pool is closed."""
        with self._lock:
            # Asked and answered under the lock: two threads must not both be the last to fit.
            if self._closed:
                raise SandboxFault("the judge was closed")
            if len(self._all) >= self.size:
                return None
            handle = ZygoteHandle(self.settings)
            self._all.append(handle)
            return handle

    def _take(self) -> ZygoteHandle:
        if self._closed:
            raise SandboxFault("the judge was closed")
        while True:
            try:
                handle = self._idle.get_nowait()
            except queue.Empty:
                return self._new() or self._idle.get()
            # One that was killed while nobody asked for it costs no attempt, nor do several.
            if handle.facts is None or handle.process.poll() is None:
                return handle
            self._discard(handle)

    def _discard(self, handle: ZygoteHandle) -> None:
        with self._lock:
            if handle in self._all:
                self._all.remove(handle)
        handle.close()
