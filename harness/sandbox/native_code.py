"""Overwriting functions of loaded libraries, by the process that loaded them and for its forks to inherit.

What Python can reach only by name can be renamed; what an adversary reaches by pointer has to be gone. A function
is made to fail, to answer with a fixed object, or to trap, by a few bytes at its beginning. The pages they lie on
are exchanged for copies: the file on disk and every other process keep theirs, and because the copies are private
memory of their own kind, forking does not have to walk the tables of the large library around them.

This must happen before seccomp: a child can no longer make memory executable, so nobody there can put it back.
"""

import contextlib
import ctypes
import mmap
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from harness.sandbox import kernel

_PAGE = mmap.PAGESIZE
_PROT = {"r": 1, "w": 2, "x": 4}
_MAP_PRIVATE, _MAP_ANONYMOUS = 2, 32
_MREMAP_MAYMOVE, _MREMAP_FIXED = 1, 2
#: Columns of a row of /proc/self/maps for memory that is not a file's.
_NAMELESS = 5
#: Pages between two edits that lie no farther apart than this (bytes) are copied along.
_NEAR = 1 << 18
#: A breakpoint, of the size of one instruction.
_TRAP = {"x86_64": b"\xcc", "aarch64": b"\x00\x00\x20\xd4"}
#: The farthest that a short jump reaches, with room to spare.
_SHORT = {"x86_64": 1 << 30, "aarch64": 1 << 26}

_libc = ctypes.CDLL(None, use_errno=True)
_libc.mmap.restype = _libc.mremap.restype = ctypes.c_void_p


class Unexpected(RuntimeError):  # noqa: N818 - it is what a library turned out to be
    """A library is not built as the one this was written for: the judge must not start on a guess."""


class Edit(NamedTuple):
    """Bytes to be written at an address."""

    address: int
    code: bytes


class Region(NamedTuple):
    """A mapping of this process, as /proc/self/maps lists it."""

    start: int
    end: int
    rights: str
    path: str


def regions() -> list[Region]:
    """List the mappings of this process. There must be a /proc, and readers of files.

    Raises Unexpected on a machine whose instructions are not known here: nothing could be overwritten.
    """
    if kernel.MACHINE not in _TRAP:
        raise Unexpected(
            f"differentiation cannot be erased on {kernel.MACHINE}, only on {' and '.join(_TRAP)}"
        )
    with open("/proc/self/maps", encoding="utf-8", errors="replace") as maps:  # noqa: PTH123 - one open
        rows = [line.split(maxsplit=5) for line in maps]
    found = []
    for row in rows:
        start, end = (int(part, 16) for part in row[0].split("-"))
        found.append(Region(start, end, row[1], row[5].strip() if len(row) > _NAMELESS else ""))
    return found


def jump(address: int, target: int) -> Edit:
    """Have the function at `address` do what `target` does instead; both must take the same arguments."""
    distance = target - address
    near = abs(distance) < _SHORT[kernel.MACHINE]
    if kernel.MACHINE == "x86_64":
        if near:
            return Edit(address, b"\xe9" + (distance - 5).to_bytes(4, "little", signed=True))
        return Edit(address, b"\x48\xb8" + target.to_bytes(8, "little") + b"\xff\xe0")
    if near:
        return Edit(address, (0x14000000 | (distance >> 2) & 0x3FFFFFF).to_bytes(4, "little"))
    # ldr x16, the address behind the next instruction; br x16
    return Edit(address, bytes.fromhex("5000005800021fd6") + target.to_bytes(8, "little"))


def answer(address: int, value: int) -> Edit:
    """Have the function at `address` return a fixed pointer and do nothing."""
    if kernel.MACHINE == "x86_64":
        return Edit(address, b"\x48\xb8" + value.to_bytes(8, "little") + b"\xc3")
    # ldr x0, the address behind the next instruction; ret
    return Edit(address, bytes.fromhex("40000058c0035fd6") + value.to_bytes(8, "little"))


def traps(address: int, size: int) -> Edit:
    """Leave nothing of the `size` bytes of a function: whoever enters it anywhere is ended by a signal."""
    trap = _TRAP[kernel.MACHINE]
    return Edit(address, trap * (size // len(trap)))


def overwrite(edits: Iterable[Edit], mapped: list[Region]) -> None:
    """Write all edits, neighbours at once; `mapped` says what rights the pages have.

    Raises OSError where the kernel refuses, Unexpected where an address is not mapped.
    """
    for region, group in _grouped(edits, mapped):
        start = group[0].address & -_PAGE
        end = (group[-1].address + len(group[-1].code) + _PAGE - 1) & -_PAGE
        _exchange(start, end, group, sum(bit for letter, bit in _PROT.items() if letter in region.rights))


def _grouped(edits: Iterable[Edit], mapped: list[Region]) -> Iterator[tuple[Region, list[Edit]]]:
    """Part edits into those of one mapping that lie near each other: every group is a mapping more to fork."""
    group: list[Edit] = []
    region: Region | None = None
    for edit in sorted(edits):
        if region and edit.address < region.end and edit.address - group[-1].address < _NEAR:
            group.append(edit)
            continue
        if region:
            yield region, group
        region = next((r for r in mapped if r.start <= edit.address < r.end), None)
        if region is None:
            raise Unexpected("an address that is to be overwritten is not mapped")
        group = [edit]
    if region:
        yield region, group


def _exchange(start: int, end: int, group: list[Edit], rights: int) -> None:
    """Put an edited copy of some pages in their place, in one step: they may be in use by this very thread."""
    size = ctypes.c_size_t(end - start)
    flags = _MAP_PRIVATE | _MAP_ANONYMOUS
    copy = _mapped(_libc.mmap(None, size, _PROT["r"] | _PROT["w"], flags, -1, ctypes.c_long(0)))
    ctypes.memmove(copy, start, end - start)
    for edit in group:
        ctypes.memmove(copy + edit.address - start, edit.code, len(edit.code))
    if _libc.mprotect(ctypes.c_void_p(copy), size, rights):
        raise OSError(ctypes.get_errno(), "the kernel does not let a process overwrite its own code")
    move = ctypes.c_int(_MREMAP_MAYMOVE | _MREMAP_FIXED)
    _mapped(_libc.mremap(ctypes.c_void_p(copy), size, size, move, ctypes.c_void_p(start)))


def _mapped(address: int | None) -> int:
    if address in {None, ctypes.c_void_p(-1).value}:
        raise OSError(ctypes.get_errno(), "memory for the edited code could not be mapped")
    assert address is not None  # noqa: S101 - narrowed by the line above
    return address


def pointer(address: int) -> int:
    """Read the pointer that lies at an address."""
    return ctypes.c_size_t.from_address(address).value


def strings(path: str, words: Iterable[str], mapped: list[Region]) -> list[int]:
    """Give the address of the one C string that is exactly each word among a loaded library's constants.

    Raises Unexpected where there is none, or more than one.
    """
    held = [
        (region.start, ctypes.string_at(region.start, region.end - region.start))
        for region in mapped
        if region.path == path and region.rights.startswith("r--")
    ]
    found = []
    for word in words:
        wanted = b"\0" + word.encode() + b"\0"
        places = [start + data.find(wanted) + 1 for start, data in held for _ in range(data.count(wanted))]
        if len(places) != 1:
            raise Unexpected(f"{word!r} occurs {len(places)} times in {path.rsplit('/', 1)[-1]}, not once")
        found += places
    return found


#: Where a built-in function and a descriptor keep what they are made of, behind the header that all objects have.
_HEADER = object.__basicsize__
_DESCRIBED = _HEADER + 3 * ctypes.sizeof(ctypes.c_void_p)
_WORD = ctypes.sizeof(ctypes.c_void_p)
#: From the name of a type to the last of its slots (object.h); what comes behind differs between versions.
_TYPE_WORDS = 46


def of_builtin(function: object) -> int:
    """Give the address of the code of a built-in function or method. Raises Unexpected for any other layout."""
    bound = type(function) is type(len)
    row = pointer(id(function) + (_HEADER if bound else _DESCRIBED))
    return _checked(row, function)


def of_getter(attribute: object) -> int:
    """Give the address of what reads a built-in attribute."""
    return _checked(pointer(id(attribute) + _DESCRIBED), attribute)


def of_setter(attribute: object) -> int:
    """Give the address of what writes a built-in attribute, 0 where nothing does."""
    row = pointer(id(attribute) + _DESCRIBED)
    _checked(row, attribute)
    return pointer(row + 2 * _WORD)


def _checked(row: int, owner: object) -> int:
    name = getattr(owner, "__name__", "")
    if ctypes.c_char_p(pointer(row)).value != name.encode():
        raise Unexpected(f"{name} is not laid out as in the versions of Python that are known here")
    return pointer(row + _WORD)


_get_slot: Callable[..., int | None] = ctypes.pythonapi.PyType_GetSlot
ctypes.pythonapi.PyType_GetSlot.restype = ctypes.c_void_p
#: Numbers of the stable interface (typeslots.h).
TP_CALL, TP_DESCR_GET, TP_DESCR_SET, TP_INIT, TP_NEW, TP_RICHCOMPARE, NB_OR = 50, 54, 55, 60, 65, 67, 31


def of_slot(cls: type, slot: int) -> int:
    """Give the address of the code behind a special method of a type. Raises Unexpected where there is none."""
    address = _get_slot(ctypes.py_object(cls), ctypes.c_int(slot))
    if not address:
        raise Unexpected(f"{cls.__name__} has nothing in slot {slot}")
    return address


def place(cls: type, value: int) -> int:
    """Give the address within the structure of a type where `value` stands. Raises Unexpected unless it is one."""
    reach = range(id(cls), id(cls) + object.__basicsize__ + _TYPE_WORDS * _WORD, _WORD)
    found = [address for address in reach if pointer(address) == value]
    if len(found) != 1:
        raise Unexpected(
            f"the type {cls.__name__} is not laid out as in the versions of Python that are known here"
        )
    return found[0]


def of_wrapper(descriptor: object) -> int:
    """Give the address where a special method, seen as an attribute of its type, keeps its code."""
    return id(descriptor) + _DESCRIBED + _WORD


def of_export(library: ctypes.CDLL, name: str) -> int:
    """Give the address of an exported function. Raises Unexpected where the library has none of that name."""
    with contextlib.suppress(AttributeError):
        found = ctypes.cast(getattr(library, name), ctypes.c_void_p).value
        if found:
            return found
    raise Unexpected(f"there is no exported function {name}")
