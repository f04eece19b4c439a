"""Servers of our own on free loopback ports, stopped by their own process."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_ADDRESS = re.compile(r"at (http://\S+)/ ")


class Served:
    """A server that runs: its address without the last slash, and its process."""

    def __init__(self, address: str, process: subprocess.Popen[str]) -> None:
        self.address = address
        self.process = process

    @property
    def sparql(self) -> str:
        """Where it takes queries."""
        return f"{self.address}/sparql"

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.address.rpartition(":")[2])


@contextmanager
def serving(folder: Path, *options: str) -> Iterator[Served]:
    """A server of a graph folder; it must stop by itself when it is told to."""
    command = [sys.executable, "-m", "citykg", "serve", str(folder), "--port", "0", *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr
            first = process.stderr.readline()
            match = _ADDRESS.search(first)
            if not match:
                pytest.fail(f"the server does not start: {first}{process.stderr.read()}")
            if "--quiet" not in options:
                # Nobody reads the rest: its log must not fill the pipe.
                pytest.fail("a test's server is started with --quiet")
            yield Served(match[1], process)
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=5) == 0
        finally:
            process.kill()
