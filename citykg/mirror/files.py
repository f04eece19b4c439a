"""The files that go with a graph and cannot be made out of it: its links' decisions, its report.

They travel as a named graph of their own: each packed, as text in pieces that any store takes.
"""

from __future__ import annotations

import gzip
import zlib
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING, Final

from citykg.errors import DataError
from citykg.graph.folder import LINKS
from citykg.graph.nquads import integer, literal, node
from citykg.ontology.terms import GRAPH_PUSHED_FILES, Schema

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from citykg.graph.remote import Row

REPORT: Final = "report.json"
FILES: Final = (LINKS, REPORT)

_PIECE: Final = 30_000
_MOST_BYTES: Final = 1 << 30
_END: Final = f" {node(GRAPH_PUSHED_FILES)} .\n"


def file_lines(version: Path) -> list[bytes]:
    """The sorted lines of N-Quads that hold the files of a version."""
    lines: list[str] = []
    for name in FILES:
        try:
            data = (version / name).read_bytes()
        except OSError as error:
            raise DataError(
                f"{version / name} cannot be read ({error.strerror}): build the graph again with"
                " 'citykg build'."
            ) from error
        # Without a time: the same file gives the same lines.
        text = b64encode(gzip.compress(data, mtime=0)).decode()
        for number, start in enumerate(range(0, len(text), _PIECE)):
            own = node(f"{GRAPH_PUSHED_FILES}#{name}/{number}")
            piece = literal(text[start : start + _PIECE])
            lines += [
                f"{own} {node(Schema.name)} {literal(name)}{_END}",
                f"{own} {node(Schema.encodingFormat)} {literal('application/gzip')}{_END}",
                f"{own} {node(Schema.position)} {integer(number)}{_END}",
                f"{own} {node(Schema.text)} {piece}{_END}",
            ]
    return sorted(line.encode() for line in lines)


def files_of(rows: Iterable[Row]) -> dict[str, bytes]:
    """The files that these triples hold, by name; raises DataError where one cannot be read."""
    pieces: dict[str, dict[str, str]] = {}
    for subject, predicate, value in rows:
        about, what = (str(getattr(term, "value", "")) for term in (subject, predicate))
        pieces.setdefault(about, {})[what] = str(getattr(value, "value", ""))
    found: dict[str, dict[int, str]] = {}
    try:
        for piece in pieces.values():
            parts = found.setdefault(piece[Schema.name], {})
            parts[int(piece[Schema.position])] = piece[Schema.text]
        return {
            name: _unpacked("".join(parts[number] for number in sorted(parts)))
            for name, parts in found.items()
            if name in FILES
        }
    except (KeyError, ValueError, EOFError, zlib.error) as error:
        raise DataError(
            f"The files in the graph {GRAPH_PUSHED_FILES} cannot be read: push the graph again."
        ) from error


def _unpacked(text: str) -> bytes:
    packer = zlib.decompressobj(wbits=31)
    data = packer.decompress(b64decode(text, validate=True), _MOST_BYTES)
    if not packer.eof:
        raise EOFError
    return data
