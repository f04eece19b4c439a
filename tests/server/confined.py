"""Locks itself in and tries what it can, for test_egress.py: `python confined.py PORT PID FILE`.

Says, as JSON, whether the system filters calls, and of each attempt what became of it: empty where
it worked, the name of the error where it did not.
"""

from __future__ import annotations

import ctypes
import fcntl
import json
import mmap
import os
import platform
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from citykg.server.confinement import confine

if TYPE_CHECKING:
    from collections.abc import Callable

_ELSEWHERE = {
    # What has no name in Python: its number on x86-64 and on ARM64.
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "tgkill": (234, 131),
    "pidfd_open": (434, 434),
    "unshare": (272, 97),
    "mount": (165, 40),
    "chroot": (161, 51),
    "bpf": (321, 280),
    "io_uring_setup": (425, 425),
    "memfd_create": (319, 279),
    "openat2": (437, 437),
    "keyctl": (250, 219),
    "perf_event_open": (298, 241),
    "execveat": (322, 281),
    "name_to_handle_at": (303, 264),
}


def _forbidden(port: int, pid: int, file: Path) -> dict[str, Callable[[], object]]:
    # Two that were there before: they lead nowhere either.
    old, old_datagrams = socket.socket(), socket.socket(type=socket.SOCK_DGRAM)
    pipe, _ = os.pipe()
    here = ("127.0.0.1", port)
    libc = ctypes.CDLL(None, use_errno=True)
    machine = 0 if platform.machine() == "x86_64" else 1

    def call(name: str) -> None:
        # PTRACE_ATTACH is 16; the others never get so far as to look at their arguments.
        first, second = (16, pid) if name == "ptrace" else (pid, 0)
        number = ctypes.c_long(_ELSEWHERE[name][machine])
        if libc.syscall(number, ctypes.c_long(first), ctypes.c_long(second), None, None, 0, 0) < 0:
            raise OSError(ctypes.get_errno(), name)

    return {
        "socket": socket.socket,
        "socket of IPv6": lambda: socket.socket(socket.AF_INET6),
        "socket of files": lambda: socket.socket(socket.AF_UNIX),
        "socket of datagrams": lambda: socket.socket(type=socket.SOCK_DGRAM),
        "socketpair": socket.socketpair,
        "connect": lambda: old.connect(here),
        "bind": lambda: old.bind(("127.0.0.1", 0)),
        "sendto": lambda: old_datagrams.sendto(b"x", here),
        "execve": lambda: os.execv(sys.executable, [sys.executable, "-c", ""]),  # noqa: S606 - it does not start
        "posix_spawn": lambda: os.posix_spawn(sys.executable, [sys.executable, "-c", ""], {}),
        "subprocess": lambda: subprocess.run([sys.executable, "-c", ""], check=True),
        "fork": os.fork,
        "open for writing": lambda: file.open("r+b"),
        "open for more": lambda: file.open("ab"),
        "open what is new": lambda: file.with_name("new").open("xb"),
        "open and empty": lambda: os.open(file, os.O_RDONLY | os.O_TRUNC),
        "truncate": lambda: os.truncate(file, 0),
        "unlink": file.unlink,
        "rename": lambda: file.rename(file.with_name("other")),
        "link": lambda: file.with_name("other").symlink_to(file),
        "mkdir": lambda: file.with_name("folder").mkdir(),
        "chmod": lambda: file.chmod(0o777),
        "kill": lambda: os.kill(pid, signal.SIGKILL),
        "kill of a group": lambda: os.killpg(pid, signal.SIGKILL),
        "kill by what a pipe says": lambda: fcntl.fcntl(pipe, fcntl.F_SETOWN, pid),
        "kill by another signal of a pipe": lambda: fcntl.fcntl(pipe, 10, signal.SIGKILL),
        "setpriority": lambda: os.setpriority(os.PRIO_PROCESS, pid, 19),
        "prlimit": lambda: resource.prlimit(pid, resource.RLIMIT_CPU, (1, 1)),
        "chdir": lambda: os.chdir("/"),
        **{name: lambda name=name: call(name) for name in _ELSEWHERE},
    }


def _allowed(file: Path) -> dict[str, Callable[[], object]]:
    def thread() -> None:
        done = threading.Event()
        threading.Thread(target=done.set).start()
        if not done.wait(10):
            raise OSError

    return {
        "read a file": file.read_bytes,
        "map a file": lambda: mmap.mmap(os.open(file, os.O_RDONLY), 0, prot=mmap.PROT_READ)[:],
        "list a folder": lambda: list(file.parent.iterdir()),
        "ask for a file": file.stat,
        "start a thread": thread,
        "take memory": lambda: bytearray(64 << 20),
        "ask the time": time.time,
        "sleep": lambda: time.sleep(0.001),
        "chance": lambda: os.urandom(8),
        "its own limits": lambda: resource.setrlimit(
            resource.RLIMIT_AS, resource.getrlimit(resource.RLIMIT_AS)
        ),
    }


def main(port: str, pid: str, file: str) -> None:
    """Say what works."""
    forbidden, allowed = _forbidden(int(port), int(pid), Path(file)), _allowed(Path(file))
    found: dict[str, object] = {"confined": confine()}
    if found["confined"]:
        found["forbidden"] = {name: _error(attempt) for name, attempt in forbidden.items()}
        found["allowed"] = {name: _error(attempt) for name, attempt in allowed.items()}
    sys.stdout.write(json.dumps(found))


def _error(attempt: Callable[[], object]) -> str:
    try:
        attempt()
    except OSError as error:
        return type(error).__name__
    return ""


if __name__ == "__main__":
    main(*sys.argv[1:])
