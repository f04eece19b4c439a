"""Locks a process in: it reads what it has open and what is on the disk, and nothing else.

A filter of system calls (seccomp, https://docs.kernel.org/userspace-api/seccomp_filter.html)
allows a short list and refuses the rest with EPERM, sockets and other programs among them.  The
list is of what Oxigraph and Python were seen to call when they answer, on x86-64 and on ARM64.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import struct
import sys
from contextlib import suppress
from typing import Final

_ALLOWED: Final[dict[str, tuple[int, int]]] = {
    # name: its number on x86-64 and on ARM64
    "brk": (12, 214),
    "clock_getres": (229, 114),
    "clock_gettime": (228, 113),
    "clock_nanosleep": (230, 115),
    "close": (3, 57),
    "dup": (32, 23),
    "exit": (60, 93),
    "exit_group": (231, 94),
    "fadvise64": (221, 223),
    "flock": (73, 32),
    "fstat": (5, 80),
    "fstatfs": (138, 44),
    "futex": (202, 98),
    "getcpu": (309, 168),
    "getcwd": (79, 17),
    "getdents64": (217, 61),
    "getpid": (39, 172),
    "getrandom": (318, 278),
    "getrusage": (98, 165),
    "gettid": (186, 178),
    "gettimeofday": (96, 169),
    "lseek": (8, 62),
    "madvise": (28, 233),
    "membarrier": (324, 283),
    "mincore": (27, 232),
    "mmap": (9, 222),
    "mprotect": (10, 226),
    "mremap": (25, 216),
    "munmap": (11, 215),
    "nanosleep": (35, 101),
    "newfstatat": (262, 79),
    "ppoll": (271, 73),
    "pread64": (17, 67),
    "read": (0, 63),
    "readahead": (187, 213),
    "readlinkat": (267, 78),
    "readv": (19, 65),
    "restart_syscall": (219, 128),
    "rseq": (334, 293),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "sched_getaffinity": (204, 123),
    "sched_yield": (24, 124),
    "set_robust_list": (273, 99),
    "setitimer": (38, 103),
    "sigaltstack": (131, 132),
    "statfs": (137, 43),
    "statx": (332, 291),
    "sysinfo": (99, 179),
    "uname": (63, 160),
    "write": (1, 64),
    "writev": (20, 66),
}
_ALLOWED_ON_X86: Final = {"access": 21, "arch_prctl": 158, "lstat": 6, "poll": 7, "stat": 4}
_OPEN_ON_X86: Final = 2
_OPENAT: Final = (257, 56)
_FCNTL: Final = (72, 25)
_CLONE: Final = (56, 220)
_CLONE3: Final = (435, 435)
_PRLIMIT64: Final = (302, 261)
_SECCOMP: Final = (317, 277)
_AUDIT_ARCH: Final = (0xC000003E, 0xC00000B7)
_MACHINES: Final = {"x86_64": 0, "aarch64": 1}
_X32: Final = 0x4000_0000
"""x86-64 has each call a second time from this number on."""

_PR_SET_PDEATHSIG: Final = 1
_PR_SET_DUMPABLE: Final = 4
_PR_SET_NO_NEW_PRIVS: Final = 38
_SET_MODE_FILTER: Final = 1
_ALL_THREADS: Final = 1
_SIGKILL: Final = 9
_CLONE_THREAD: Final = 0x10000
_ANY_PROCESS: Final = 0xFFFF_FFFF
_OWNER: Final = 8
"""F_SETOWN, F_SETSIG and F_SETOWN_EX, and no other command in use, have this bit."""
_WRITES: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_EPERM: Final = 1
_ENOSYS: Final = 38

_LOAD: Final = 0x20
_EQUAL: Final = 0x15
_AT_LEAST: Final = 0x35
_ANY_BIT: Final = 0x45
_RETURN: Final = 0x06
_NUMBER: Final = 0
_ARCH: Final = 4
_ARGUMENTS: Final = 16
_ALLOW: Final = 0x7FFF_0000
_ERROR: Final = 0x0005_0000
_KILL: Final = 0x8000_0000


def die_with_parent() -> None:
    """Have the system kill this process when the one that started it ends, where it can."""
    if sys.platform == "linux":
        _libc().prctl(_PR_SET_PDEATHSIG, _SIGKILL, 0, 0, 0)


def confine() -> bool:
    """Lock this process in for good; whether the system has filtered its calls.

    Files are for reading only, there is no socket, no other program and no other process.
    """
    for what in (resource.RLIMIT_CORE, resource.RLIMIT_FSIZE):
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (0, 0))
    machine = _MACHINES.get(platform.machine())
    if sys.platform != "linux" or machine is None or struct.calcsize("P") != 8:
        return False
    libc = _libc()
    # No debugger, and nobody else's memory: a process that is not dumpable hides its own.
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    code = _program(machine)
    buffer = ctypes.create_string_buffer(code, len(code))
    program = struct.pack("HxxxxxxQ", len(code) // 8, ctypes.addressof(buffer))
    held = ctypes.create_string_buffer(program, len(program))
    address = ctypes.c_void_p(ctypes.addressof(held))
    numbers = (ctypes.c_long(_SECCOMP[machine]), ctypes.c_long(_SET_MODE_FILTER))
    # All threads: Oxigraph has begun some before this one is locked in.
    return bool(libc.syscall(*numbers, ctypes.c_long(_ALL_THREADS), address) == 0)


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _program(machine: int) -> bytes:
    """The filter, in instructions of classic BPF."""
    allowed = sorted(numbers[machine] for numbers in _ALLOWED.values())
    if machine == 0:
        allowed += sorted(_ALLOWED_ON_X86.values())
    steps = [
        _step(_LOAD, 0, 0, _ARCH),
        _step(_EQUAL, 1, 0, _AUDIT_ARCH[machine]),
        _step(_RETURN, 0, 0, _KILL),
        _step(_LOAD, 0, 0, _NUMBER),
        _step(_AT_LEAST, 0, 1, _X32),
        _step(_RETURN, 0, 0, _KILL),
    ]
    for number in allowed:
        steps += [_step(_EQUAL, 0, 1, number), _step(_RETURN, 0, 0, _ALLOW)]
    # The arguments of clone3 are in memory, where a filter sees nothing: without it, clone is used.
    steps += [_step(_EQUAL, 0, 1, _CLONE3[machine]), _step(_RETURN, 0, 0, _ERROR | _ENOSYS)]
    opens = [(_OPENAT[machine], 2)] + ([(_OPEN_ON_X86, 1)] if machine == 0 else [])
    for number, argument in opens:
        steps += _with_argument(number, argument, _WRITES, if_any=_ERROR | _EPERM, if_none=_ALLOW)
    # A file may signal its owner, and its owner may be any process.
    steps += _with_argument(_FCNTL[machine], 1, _OWNER, if_any=_ERROR | _EPERM, if_none=_ALLOW)
    # Limits of its own process, which goes by the name 0.
    steps += _with_argument(
        _PRLIMIT64[machine], 0, _ANY_PROCESS, if_any=_ERROR | _EPERM, if_none=_ALLOW
    )
    steps += _with_argument(
        _CLONE[machine], 0, _CLONE_THREAD, if_any=_ALLOW, if_none=_ERROR | _EPERM
    )
    steps.append(_step(_RETURN, 0, 0, _ERROR | _EPERM))
    return b"".join(steps)


def _with_argument(
    number: int, argument: int, bits: int, *, if_any: int, if_none: int
) -> list[bytes]:
    """Decide about one call by the bits of one of its arguments."""
    return [
        _step(_EQUAL, 0, 4, number),
        _step(_LOAD, 0, 0, _ARGUMENTS + 8 * argument),
        _step(_ANY_BIT, 0, 1, bits),
        _step(_RETURN, 0, 0, if_any),
        _step(_RETURN, 0, 0, if_none),
    ]


def _step(code: int, if_true: int, if_false: int, value: int) -> bytes:
    return struct.pack("HBBI", code, if_true, if_false, value)
