"""The machine, the versions and the command of a run."""

from __future__ import annotations

import os
import platform
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

LIBRARIES: Final = (
    *("citykg", "pyoxigraph", "rdflib", "pyshacl", "msgspec", "networkx", "igraph", "pyvis"),
)
MAPPERS: Final = ("morph-kgc", "maplib", "polars")


def machine() -> str:
    """Processor, cores, memory and system."""
    model = "unknown processor"
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
            break
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)
    system = platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())
    return f"{model}, {os.cpu_count()} cores, {memory:.0f} GiB; {system}"


def versions(libraries: Sequence[str] = LIBRARIES) -> str:
    """Python's version, and those of the libraries that are installed."""
    found = [f"Python {platform.python_version()}"]
    for name in libraries:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    return ", ".join(found)


def versions_of(python: Path, libraries: Sequence[str] = MAPPERS) -> str:
    """The same of another interpreter; empty where there is none."""
    if not python.exists():
        return ""
    code = f"import machine; print(machine.versions({list(libraries)!r}))"
    command = [str(python), "-c", code]
    here = Path(__file__).parent
    return subprocess.run(command, cwd=here, check=True, capture_output=True, text=True).stdout[:-1]


def commit() -> str:
    """The commit that is measured, with a `+` where the tree differs; empty without git."""
    try:
        asked = ["git", "describe", "--always", "--dirty=+", "--exclude=*"]
        found = subprocess.run(
            asked, cwd=Path(__file__).parent, check=True, capture_output=True, text=True
        )
    except (OSError, subprocess.CalledProcessError):
        return ""
    return found.stdout.strip()
