"""HG010: starts other programs or threads, or ends this one."""

from harness.rules.rule import Complaint, Rule

_EXACT = frozenset(
    {"os.system", "os.popen", "os.fork", "os.forkpty", "os.kill", "os.killpg", "os.posix_spawn", "os.posix_spawnp",
     "os.ptrace", "os.abort"}
)  # fmt: skip
_THREADS = frozenset(
    {"threading.Thread", "threading.Timer", "concurrent.futures.ThreadPoolExecutor",
     "concurrent.futures.ProcessPoolExecutor", "_thread.start_new_thread"}
)  # fmt: skip
_HOMES = ("os.exec", "os.spawn", "subprocess.", "multiprocessing.", "torch.multiprocessing.", "pty.")


class Processes(Rule):
    """Warns about other processes: the sandbox starts and stops none, so such a program fails there."""

    code = "HG010"
    name = "processes"
    title = "Starts or stops processes or threads"

    def refers(self, name: str) -> Complaint | None:
        """Warn about functions that start or signal processes."""
        if name in _EXACT or name.startswith(_HOMES):
            return Complaint(
                f"`{name}` starts or stops other programs.",
                "Compute the answer here: the sandbox starts and stops nothing.",
                "warning",
            )
        if name in _THREADS:
            return Complaint(
                f"`{name}` starts a thread, and the sandbox starts none.",
                "Compute the answer in the one thread there is.",
                "warning",
            )
        if name == "os._exit":
            return Complaint(
                "`os._exit` ends the program before its answer is taken.", "Return from solve.", "warning"
            )
        return None
