"""The filter is a program of the kernel's; it is interpreted here as the kernel would, for both machines."""

import errno
import itertools

import pytest

from harness.sandbox import seccomp

MACHINES = ["x86_64", "aarch64"]
ALLOW, KILL, REFUSE = 0x7FFF0000, 0x80000000, 0x00050000 | errno.EPERM
# Numbers from the kernel's tables of calls that must never be allowed.
FORBIDDEN = {
    "x86_64": {
        "open": 2, "ioctl": 16, "pipe": 22, "dup": 32, "socket": 41, "connect": 42, "sendto": 44,
        "sendmsg": 46, "recvmsg": 47, "clone": 56, "fork": 57, "vfork": 58, "execve": 59, "kill": 62, "fcntl": 72,
        "ptrace": 101, "setuid": 105, "prctl": 157, "arch_prctl": 158, "setrlimit": 160, "chroot": 161, "mount": 165,
        "init_module": 175, "tkill": 200, "io_setup": 206, "timer_create": 222, "tgkill": 234, "openat": 257,
        "unshare": 272, "perf_event_open": 298, "process_vm_readv": 310, "process_vm_writev": 311, "seccomp": 317,
        "memfd_create": 319, "bpf": 321, "execveat": 322, "userfaultfd": 323, "pkey_mprotect": 329,
        "pidfd_send_signal": 424, "io_uring_setup": 425, "pidfd_open": 434, "clone3": 435, "openat2": 437,
        "pidfd_getfd": 438, "setitimer": 38, "alarm": 37, "personality": 135,
    },
    "aarch64": {
        "openat": 56, "ioctl": 29, "dup": 23, "socket": 198, "connect": 203, "sendto": 206, "sendmsg": 211,
        "clone": 220, "execve": 221, "kill": 129, "tkill": 130, "tgkill": 131, "ptrace": 117, "setuid": 146,
        "prctl": 167, "setrlimit": 164, "chroot": 51, "mount": 40, "unshare": 97, "perf_event_open": 241,
        "process_vm_readv": 270, "process_vm_writev": 271, "seccomp": 277, "memfd_create": 279, "bpf": 280,
        "execveat": 281, "userfaultfd": 282, "pkey_mprotect": 288, "pidfd_send_signal": 424, "io_uring_setup": 425,
        "pidfd_open": 434, "clone3": 435, "openat2": 437, "pidfd_getfd": 438, "setitimer": 103, "personality": 92,
    },
}  # fmt: skip


def decide(machine, number, arguments=(0,) * 6, arch=None, filter_=seccomp.instructions):
    """Interpret a filter for one call, as classic BPF over struct seccomp_data (little-endian)."""
    arch = seccomp.AUDIT_ARCH[machine] if arch is None else arch
    data = number.to_bytes(4, "little") + arch.to_bytes(4, "little") + bytes(8)
    data += b"".join(value.to_bytes(8, "little") for value in (*arguments, *(0,) * (6 - len(arguments))))
    rows = filter_(machine)
    accumulator, at = 0, 0
    while True:
        code, yes, no, operand = rows[at]
        at += 1
        if code == 0x20:
            accumulator = int.from_bytes(data[operand : operand + 4], "little")
        elif code == 0x15:
            at += yes if accumulator == operand else no
        elif code == 0x45:
            at += yes if accumulator & operand else no
        elif code == 0x06:
            return operand
        else:
            raise AssertionError(f"an instruction that the interpreter does not know: {code:#x}")


@pytest.mark.parametrize("filter_", [seccomp.instructions, seccomp.outer, seccomp.inner])
@pytest.mark.parametrize("machine", MACHINES)
def test_every_path_ends_inside_the_program(machine, filter_):
    """No jump leaves the program, none goes back, the last row returns, and every field fits its width."""
    rows = filter_(machine)
    assert len(rows) <= 4096
    for at, (code, yes, no, operand) in enumerate(rows):
        assert 0 <= yes < 256
        assert 0 <= no < 256
        assert 0 <= operand < 2**32
        if code in {0x15, 0x45}:
            assert at + 1 + max(yes, no) < len(rows)
        if code == 0x20:
            assert operand % 4 == 0
            assert operand <= 64 - 4
    assert rows[-1] == (0x06, 0, 0, REFUSE)


@pytest.mark.parametrize("machine", MACHINES)
def test_each_number_on_the_list_is_allowed_and_no_other(machine):
    """Over the whole table, allowed is exactly what the list names; the conditional calls are asked with zeros."""
    listed = set(seccomp.ALWAYS[machine].values())
    conditional = {*seccomp.MAPPING[machine].values(), seccomp.PRLIMIT[machine]}
    assert not listed & conditional
    allowed = {number for number in range(1024) if decide(machine, number) == ALLOW}
    assert allowed == listed | conditional


@pytest.mark.parametrize(("machine", "name"), [(m, name) for m in MACHINES for name in FORBIDDEN[m]])
def test_a_dangerous_call_is_refused_whatever_its_arguments(machine, name):
    """Files, sockets, processes, threads, signals, tracing and new limits answer EPERM."""
    number = FORBIDDEN[machine][name]
    for arguments in itertools.product((0, 1, 2**64 - 1), repeat=3):
        assert decide(machine, number, arguments) == REFUSE


@pytest.mark.parametrize("machine", MACHINES)
def test_whoever_looks_for_a_file_hears_that_there_is_none(machine):
    """ENOENT, which programs expect, for the calls that look and none that opens; nothing is looked up."""
    refused = {number: decide(machine, number, (1, 2, 3)) for number in range(1024)}
    said = {number for number, answer in refused.items() if answer == 0x00050000 | errno.ENOENT}
    assert said == set(seccomp.LOOKING[machine].values())
    assert not said & set(FORBIDDEN[machine].values())


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("call", ["mmap", "mprotect"])
def test_memory_is_never_made_executable(machine, call):
    """Any protection with the executable bit is refused, whatever else is set, high half included."""
    number = seccomp.MAPPING[machine][call]
    for protection in range(16):
        wanted = REFUSE if protection & 4 else ALLOW
        for high in (0, 1 << 32, 1 << 63):
            assert decide(machine, number, (0, 4096, protection | high)) == wanted


@pytest.mark.parametrize("machine", MACHINES)
def test_limits_may_be_read_and_not_set(machine):
    """Asking prlimit passes only with a null pointer for the new limit, all 64 bits of it."""
    for pointer, wanted in (
        (0, ALLOW),
        (1, REFUSE),
        (1 << 32, REFUSE),
        (1 << 63, REFUSE),
        (2**64 - 1, REFUSE),
    ):
        assert decide(machine, seccomp.PRLIMIT[machine], (0, 7, pointer)) == wanted


@pytest.mark.parametrize("machine", MACHINES)
def test_another_machines_calls_end_the_process(machine):
    """A call under another architecture (32-bit entry, x32's own) is no call of ours."""
    for arch in (0x40000003, 0xC00000B7, 0xC000003E, 0):
        if arch != seccomp.AUDIT_ARCH[machine]:
            assert decide(machine, 0, arch=arch) == KILL
    # x32 comes under x86-64's own number with bit 30 set.
    for number in seccomp.ALWAYS[machine].values():
        assert decide(machine, number | 1 << 30) == REFUSE


@pytest.mark.parametrize("machine", MACHINES)
def test_a_child_under_both_filters_has_exactly_the_list(machine):
    """For every call, known or not, the stricter of what zygote and child put on is what the whole list says."""
    pointers, protections = (0, 8, 1 << 32, (1 << 32) + 8), range(8)
    for number in (*range(600), 0x40000000, 0x40000038, 0xFFFFFFFF):
        for third in {*pointers, *protections}:
            said = [
                decide(machine, number, (0, 0, third), filter_=one) for one in (seccomp.outer, seccomp.inner)
            ]
            refused = [word for word in said if word != seccomp._ALLOW]
            # Among refusals the kernel takes the harshest, and of equals the one that was put on last.
            strictest = max(refused, key=lambda word: word & 0x80000000, default=seccomp._ALLOW)
            assert strictest == decide(machine, number, (0, 0, third)), (number, third)


@pytest.mark.parametrize("machine", MACHINES)
def test_a_zygote_has_the_list_and_what_makes_a_child(machine):
    """It opens no file and no socket either, runs no program, and cannot make memory executable."""
    more = {*seccomp.ZYGOTE[machine].values(), seccomp.PRLIMIT[machine]}
    for number in range(600):
        wanted = seccomp._ALLOW if number in more else decide(machine, number)
        assert decide(machine, number, filter_=seccomp.outer) == wanted
    mapping = seccomp.MAPPING[machine].values()
    assert all(decide(machine, number, (0, 0, 7), filter_=seccomp.outer) == REFUSE for number in mapping)
