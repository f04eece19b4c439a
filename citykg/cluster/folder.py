"""The folder that is written into, wherever it lies: each file is there whole or not at all."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from citykg.cluster.addresses import filesystem, is_web, reason, scheme_of, shown, whole
from citykg.errors import DataError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator


WORK: Final = ".work"
"""The folder in it of what is kept until the graph is whole."""


class Folder:
    """A folder at an address, which may be on this machine or in a store of objects."""

    def __init__(self, address: str) -> None:
        if is_web(address):
            raise UsageError(
                f"{shown(address)}: nothing can be written there: name a folder, or an address "
                "such as s3://bucket/folder."
            )
        self.address = whole(address).rstrip("/")
        self.shown = shown(address).rstrip("/")
        self._fs = filesystem(self.address)
        self._is_local = not scheme_of(self.address)

    def read(self, name: str) -> bytes | None:
        """The bytes of a file; None where there is none."""
        with suppress(FileNotFoundError), self._reading(name):
            return bytes(self._fs.cat_file(self._path(name)))
        return None

    def size(self, name: str) -> int | None:
        """How many bytes a file has; None where there is none."""
        with suppress(FileNotFoundError), self._reading(name):
            return int(self._fs.info(self._path(name))["size"])
        return None

    def write(self, name: str, data: bytes) -> None:
        """Write a file."""
        with self.written(name) as path:
            path.write_bytes(data)

    @contextmanager
    def written(self, name: str) -> Iterator[Path]:
        """A path to write to, whose file takes its place in the folder when the block ends well."""
        target = self._path(name)
        with TemporaryDirectory(prefix="citykg-", dir=self._beside(name)) as place:
            path = Path(place) / "new"
            yield path
            with self._writing(name):
                if self._is_local:
                    with path.open("rb") as file:
                        os.fsync(file.fileno())
                    path.replace(target)
                else:
                    # A store of objects shows an object when the whole of it has come.
                    self._fs.put_file(str(path), target)

    def taken(self, name: str, place: Path) -> Path:
        """The path of a file, or of its copy in a folder of this machine; it may not be there."""
        if self._is_local:
            return Path(self._path(name))
        target = place / name.replace("/", "-")
        with suppress(FileNotFoundError), self._reading(name):
            self._fs.get_file(self._path(name), str(target))
        return target

    def names(self, folder: str = "") -> list[str]:
        """The names of the files in the folder or in one below it, sorted."""
        place = self._path(folder) if folder else self.address
        found: list[str] = []
        with suppress(FileNotFoundError), self._reading(folder):
            found = self._fs.ls(place, detail=False)
        return sorted(str(path).rstrip("/").rpartition("/")[2] for path in found)

    def remove(self, name: str) -> None:
        """Remove a file, or a folder with all that is in it, where there is one."""
        with self._writing(name), suppress(FileNotFoundError):
            self._fs.rm(self._path(name), recursive=True)

    def holds(self, address: str) -> bool:
        """Whether an address is that of a file in the folder."""
        return address.startswith(f"{self.address}/")

    def _beside(self, name: str) -> str | None:
        """Where a file is written first: on the same disk, from where it can be moved at once."""
        if not self._is_local:
            return None
        beside = self._path(WORK)
        with self._writing(name):
            for folder in (Path(beside), Path(self._path(name)).parent):
                folder.mkdir(parents=True, exist_ok=True)
        return beside

    def _path(self, name: str) -> str:
        return f"{self.address}/{name}"

    @contextmanager
    def _reading(self, name: str) -> Iterator[None]:
        """Say what goes wrong in a sentence, but for a file that is not there."""
        try:
            yield
        except FileNotFoundError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever a service or its library raises
            raise DataError(f"{self.shown}/{name}: cannot be read ({reason(error)}).") from None

    @contextmanager
    def _writing(self, name: str) -> Iterator[None]:
        try:
            yield
        except Exception as error:  # noqa: BLE001 - as above
            raise _unwritten(f"{self.shown}/{name}", error) from None


def _unwritten(name: str, error: Exception) -> UsageError:
    # What the system says of a file of this machine; what a service says may hold an address.
    number = error.errno if isinstance(error, OSError) else None
    words = os.strerror(number) if number else reason(error)
    return UsageError(f"{name}: cannot be written ({words}).")
