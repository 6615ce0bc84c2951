"""How long a process did nothing at all, told apart from how long it waited for its turn.

Seen from outside, a program that sleeps and one that a busy machine keeps waiting are alike: both let the clock
on the wall run ahead of their processor time. The kernel knows the difference. It accounts for the time in
which a process was ready and no processor was free (`run_delay`, the second field of /proc/PID/schedstat, in
nanoseconds); what is left over was spent asleep. Where the kernel keeps no such account nothing counts as idle,
and the limit on the wall clock stands alone.
"""

import math
import os

#: How often a process that gives no answer is looked at, in seconds.
TICK = 0.25


class Idleness:
    """The idle seconds of one process, of which `allowed` are its own."""

    def __init__(self, pid: int, allowed: float) -> None:
        self._path = f"/proc/{pid}/schedstat"
        self._allowed = allowed
        self._before = 0.0
        self._queued = 0.0
        self._idle = 0.0

    def left(self, away: float) -> float:
        """Give the seconds until it has been idle for too long, if it does nothing from now on.

        Args:
            away: seconds on the wall less processor seconds, since it was last asked for something.
        """
        away += self._before
        if away - self._queued > TICK / 2:
            # Counted since its birth, though `away` is not: what it waited before is to its advantage.
            self._queued = max(self._queued, self._waited())
        self._idle = max(0.0, away - self._queued)
        return self._allowed - self._idle

    def answered(self, away: float) -> None:
        """Stop counting until it is asked again: then it waits for the judge."""
        self._before += max(0.0, away)

    def spent(self) -> float:
        """Give the idle seconds as last looked at."""
        return self._idle

    def _waited(self) -> float:
        try:
            descriptor = os.open(self._path, os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            return math.inf
        try:
            fields = os.read(descriptor, 256).split()
        except OSError:
            return math.inf
        finally:
            os.close(descriptor)
        # A process that got this far has computed: without an account of that there is none of waiting either.
        if len(fields) < 2 or fields[0] == b"0":
            return math.inf
        return int(fields[1]) / 1e9
