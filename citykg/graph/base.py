"""The base under which the things of a graph folder stand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import msgspec

from citykg.ontology.terms import ID_BASE

if TYPE_CHECKING:
    from pathlib import Path

_HEAD_BYTES: Final = 4096
_LINE: Final = re.compile(rb'^  "base": ("[^"\n]*")', re.MULTILINE)


def base_of(folder: Path) -> str:
    """The base of the IRIs in a graph folder, as its report says; ours where there is none.

    Only the head of the report is read: behind it stand all its documents.
    """
    try:
        with (folder / "report.json").open("rb") as file:
            found = _LINE.search(file.read(_HEAD_BYTES))
        return msgspec.json.decode(found[1], type=str) if found else ID_BASE
    except (OSError, msgspec.DecodeError):
        return ID_BASE
