"""The base under which the things of a graph folder stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from citykg.ontology.terms import ID_BASE

if TYPE_CHECKING:
    from pathlib import Path


class _Report(msgspec.Struct):
    """The one line of `report.json` that says where short names stand."""

    base: str


def base_of(folder: Path) -> str:
    """The base of the IRIs in a graph folder, as its report says; ours where there is none."""
    try:
        return msgspec.json.decode((folder / "report.json").read_bytes(), type=_Report).base
    except (OSError, msgspec.DecodeError):
        return ID_BASE
