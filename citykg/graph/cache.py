"""Answers of endpoints on the disk, so that the same question is not asked of them twice.

An entry is a file named by the hash of its question, which holds the hash of the answer on its
first line and the answer behind it.  What does not fit its hash was cut or changed: it is as good
as not there.  The folder may be removed at any time.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from citykg.errors import UsageError
from citykg.graph.writing import written_beside

if TYPE_CHECKING:
    from pathlib import Path

_ENDING: Final = ".answer"
_HASH_LENGTH: Final = 64


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of answers, of `max_bytes` in all; those that were not used longest go first."""

    folder: Path
    max_bytes: int = 256 * 1024 * 1024

    def get(self, question: str) -> bytes | None:
        """The answer to a question; None where there is none, or one that is not whole."""
        path = self._path(question)
        try:
            with path.open("rb") as file:
                expected = file.readline(_HASH_LENGTH + 1).rstrip(b"\n")
                body = file.read(self.max_bytes + 1)
            if sha256(body).hexdigest().encode() != expected:
                return None
            os.utime(path)
        except OSError:
            return None
        return body

    def put(self, question: str, body: bytes) -> None:
        """Keep an answer, if it fits; a disk that takes none is no reason to fail."""
        if len(body) + _HASH_LENGTH + 1 > self.max_bytes:
            return
        with suppress(OSError, UsageError):
            self.folder.mkdir(parents=True, exist_ok=True)
            with written_beside(self._path(question)) as file:
                file.write(sha256(body).hexdigest().encode() + b"\n")
                file.write(body)
            self._shrink()

    def _path(self, question: str) -> Path:
        return self.folder / (sha256(question.encode()).hexdigest() + _ENDING)

    def _shrink(self) -> None:
        """Remove the entries that were not used longest, until the rest fits."""
        entries = []
        # With those that a killed process left half written.
        for path in (*self.folder.glob(f"*{_ENDING}"), *self.folder.glob(f".*{_ENDING}.*.tmp")):
            with suppress(OSError):
                status = path.stat()
                entries.append((status.st_mtime_ns, path.name, status.st_size))
        total = sum(size for _, _, size in entries)
        for _, name, size in sorted(entries):
            if total <= self.max_bytes:
                break
            (self.folder / name).unlink(missing_ok=True)
            total -= size
