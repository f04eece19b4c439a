r"""Builds in processes of their own, started quickly: what they need is loaded once.

A program reads `FOLDER\tOUT` from its standard input, forks, has the child build, and answers with
the child's process id, then with the code that it ended with.
"""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PROGRAM = """
import os, sys
from pathlib import Path
import citykg.links.held
from citykg.build import build
from citykg.errors import CitykgError
from citykg.links.cities import Match

# To open the gazetteer takes a second of each build, in which nothing is written.
citykg.links.held.match_all = lambda cities: tuple(Match("unknown", "not asked") for _ in cities)

for line in sys.stdin:
    folder, out = line.rstrip("\\n").split("\\t")
    child = os.fork()
    if not child:
        code = 70
        try:
            build([folder], Path(out), check=False)
            code = 0
        except CitykgError as error:
            print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
            code = error.exit_code
        finally:
            os._exit(code)
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


class Builder:
    """A process that builds on request."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def start(self, folder: Path, out: Path) -> int:
        """The process id of a build that has begun."""
        assert self._process.stdin
        self._process.stdin.write(f"{folder}\t{out}\n")
        self._process.stdin.flush()
        return self._answer()

    def wait(self) -> int:
        """The code that the build ended with; negative for a signal."""
        return self._answer()

    def build(self, folder: Path, out: Path) -> int:
        """The code that a build ended with."""
        self.start(folder, out)
        return self.wait()

    def _answer(self) -> int:
        assert self._process.stdout
        return int(self._process.stdout.readline())


@contextmanager
def builder(*prefix: str) -> Iterator[tuple[Builder, subprocess.Popen[str]]]:
    """A process that builds, begun by a command such as `unshare`."""
    with subprocess.Popen(
        [*prefix, sys.executable, "-c", _PROGRAM],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield Builder(process), process
        finally:
            assert process.stdin
            process.stdin.close()
