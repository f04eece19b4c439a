"""Servers of our own on free loopback ports, stopped by their own process."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from msgspec import json

from citykg.server.limits import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from citykg.server.limits import Limits

_WITHIN = """
import sys
from pathlib import Path
from msgspec.json import decode
from citykg.server.limits import Settings
from citykg.server.serving import serve
def started(address, _):
    print(f"Serving at {address} ", file=sys.stderr, flush=True)
serve(Path(sys.argv[1]), decode(sys.argv[2], type=Settings), port=0, started=started)
"""
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
    if "--quiet" not in options:
        # Nobody reads the rest: its log must not fill the pipe.
        pytest.fail("a test's server is started with --quiet")
    command = [sys.executable, "-m", "citykg", "serve", str(folder), "--port", "0", *options]
    with started(command) as server:
        yield server
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(timeout=5) == 0


@contextmanager
def serving_within(folder: Path, limits: Limits) -> Iterator[Served]:
    """The same with limits that are no options."""
    settings = json.encode(Settings(limits)).decode()
    with started([sys.executable, "-c", _WITHIN, str(folder), settings]) as one:
        yield one
        one.process.send_signal(signal.SIGTERM)
        assert one.process.wait(timeout=5) == 0


@contextmanager
def started(command: list[str]) -> Iterator[Served]:
    """What the command starts, however it ends."""
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr
            first = process.stderr.readline()
            match = _ADDRESS.search(first)
            if not match:
                pytest.fail(f"the server does not start: {first}{process.stderr.read()}")
            yield Served(match[1], process)
        finally:
            process.kill()
