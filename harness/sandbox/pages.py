"""How a zygote lays out its memory, so that a fork copies little and a child finds room without copying.

A page costs a child about the same whether it is copied or merely new, and far more than writing to it: pages are
what there is to save. Three things save them, measured in docs/performance.md:

- memory in huge pages: a fork copies one entry where it would copy 512;
- no holes: an allocator hands out freed memory first, a few bytes here and there among everything that was ever
  imported, and each of those places is a page to copy. So the holes are filled before the first fork;
- open ground: room that nobody has touched, in huge pages, from which a child's arrays come.
"""

import bisect
import ctypes
import gc
from collections.abc import Callable
from typing import TextIO

_MADV_DONTNEED = 4
_MADV_HUGEPAGE = 14
_MADV_COLLAPSE = 25
_PAGE, _HUGE_PAGE = 4096, 2 << 20
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3
#: As large as the C library lets a piece of the heap be.
_FROM_HEAP = 32 << 20
#: Bytes of open ground. They count as the submission's own, not as the zygote's.
GROUND = 24 << 20
_APRON = 64 << 10
#: Pieces up to this size are put by when freed, not joined with their neighbours.
_KEPT = 2048
_SMALLEST_HOLE, _LARGEST_HOLE = 16, 4 << 20
#: What the interpreter's own allocator serves, and in what steps.
_SMALL_OBJECT, _SMALL_STEP = 512, 16


def settle(maps: TextIO) -> bool:
    """Freeze what is allocated and lay memory out for forking. True when the kernel granted huge pages.

    Call once, as the last thing before the first fork: what is freed afterwards is a new hole. `maps` is an open
    `/proc/self/maps`, because by then there is no file system any more.
    """
    gc.collect()
    gc.freeze()
    libc = ctypes.CDLL(None, use_errno=True)
    occupied = _writable(maps)
    _fill_object_holes(occupied)
    _open_ground(libc)
    return _collapse(libc, occupied)


def _writable(maps: TextIO) -> list[tuple[int, int]]:
    """Give the anonymous memory of this process as (start, end), in order."""
    rows = [line.split() for line in maps]
    return [
        (int(row[0].split("-")[0], 16), int(row[0].split("-")[1], 16))
        for row in rows
        if row[1].startswith("rw-p") and (len(row) < 6 or row[5] == "[heap]")
    ]


def _fill_object_holes(occupied: list[tuple[int, int]]) -> None:
    """Use up the interpreter's free blocks, size by size, until what it gives lies outside the memory occupied."""
    allocate = ctypes.pythonapi.PyObject_Malloc
    allocate.restype, allocate.argtypes = ctypes.c_size_t, (ctypes.c_size_t,)
    starts = [start for start, _end in occupied]

    def old(address: int) -> bool:
        at = bisect.bisect(starts, address) - 1
        return at >= 0 and address < occupied[at][1]

    for size in range(_SMALL_STEP, _SMALL_OBJECT + 1, _SMALL_STEP):
        _exhaust(lambda size=size: allocate(size), old)  # type: ignore[misc]


def _exhaust(allocate: Callable[[], int], old: Callable[[int], bool]) -> int:
    while old(address := allocate()):
        pass
    return address


def _open_ground(libc: ctypes.CDLL) -> None:
    """Fill the holes of the C library's heap and leave untouched room at its top."""
    libc.malloc.restype, libc.malloc.argtypes = ctypes.c_size_t, (ctypes.c_size_t,)
    libc.aligned_alloc.restype, libc.aligned_alloc.argtypes = ctypes.c_size_t, (ctypes.c_size_t,) * 2
    libc.free.argtypes = (ctypes.c_size_t,)
    libc.mallopt(_M_MMAP_THRESHOLD, _FROM_HEAP)
    libc.mallopt(_M_TRIM_THRESHOLD, 2 * _FROM_HEAP)
    # What a zygote still needs for itself comes from here, and leaves the ground alone.
    apron = libc.malloc(_APRON)
    # Up to just below a huge page, so that the books the C library keeps at the head of free memory lie outside it.
    libc.aligned_alloc(_HUGE_PAGE, _HUGE_PAGE - _PAGE)
    ground = libc.malloc(GROUND)
    size = _LARGEST_HOLE
    while size >= _SMALLEST_HOLE:
        beyond = _exhaust(lambda size=size: libc.malloc(size), lambda address: address < ground)  # type: ignore[misc]
        # Small ones are kept: the C library would hand them out first.
        if size > _KEPT:
            libc.free(beyond)
        size = size // 2 if size > 1024 else size - 16
    start = -(-ground // _HUGE_PAGE) * _HUGE_PAGE
    for advice in (_MADV_DONTNEED, _MADV_HUGEPAGE):
        libc.madvise(ctypes.c_void_p(start), ctypes.c_size_t(GROUND - _HUGE_PAGE), advice)
    libc.free(apron)
    libc.free(ground)


def _collapse(libc: ctypes.CDLL, occupied: list[tuple[int, int]]) -> bool:
    granted = False
    for start, end in occupied:
        start = -(-start // _HUGE_PAGE) * _HUGE_PAGE  # noqa: PLW2901 - the first whole huge page
        # One page at a time: a range with a hole in it would be refused whole.
        for address in range(start, end - _HUGE_PAGE + 1, _HUGE_PAGE):
            length = ctypes.c_size_t(_HUGE_PAGE)
            granted |= libc.madvise(ctypes.c_void_p(address), length, _MADV_COLLAPSE) == 0
    return granted
