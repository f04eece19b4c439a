"""Graph files, and a server of the real Oxigraph on a free loopback port."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from loopback import oxigraph

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

COMPETENCY = Path(__file__).parent / "competency"
TWO_PLANS = COMPETENCY / "two-plans.trig"
ENGINES = ("folder", "file", "endpoint")


def served(folder: Path) -> AbstractContextManager[str]:
    """The address of an Oxigraph server over a graph folder, for as long as the block runs."""
    return oxigraph(folder / "store" / "current")
