# expect: RTE,RV,WA
import os


def solve(*args):
    for call in (lambda: os.nice(-10), lambda: os.setuid(0), lambda: os.chroot("."), lambda: os.sched_setaffinity(0, {0}),
                 lambda: os.mkfifo("/a"), lambda: os.memfd_create("a"), lambda: os.pipe(), lambda: os.setsid(),
                 lambda: os.unlink("/"), lambda: os.mount("a", "b")):
        try:
            print(call())
        except Exception as error:
            print(type(error).__name__)
    return None
