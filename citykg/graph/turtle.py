"""The whole graph as one Turtle file for people: grouped by subject, types and labels first."""

from __future__ import annotations

import re
from itertools import groupby
from operator import attrgetter
from typing import IO, TYPE_CHECKING, Any, Final
from urllib.parse import urljoin

from citykg.ontology.terms import PREFIXES, Rdf, Rdfs, Skos

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from pyoxigraph import Quad, Triple

_RANK: Final = {Rdf.type: 0, Rdfs.label: 1, Skos.prefLabel: 1}
_LAST: Final = 2
_SUBJECT: Final = attrgetter("subject")
_ESCAPED: Final = re.compile(r"\\(.)")


def write_turtle(target: Path, sections: Mapping[str, Path], base: str) -> tuple[int, ...]:
    """Write files of sorted N-Quads as Turtle, one section after the other, each with its title.

    Turtle has no named graphs: a triple that several plans state is written once in a section.
    Gives back where each section begins, and where the last one ends.
    """
    with target.open("wb") as file:
        file.write(head(sections, base))
        places = [file.tell()]
        for path in sections.values():
            write_section(path, base, file)
            places.append(file.tell())
    return tuple(places)


def write_section(nquads: bytes | Path, base: str, file: IO[bytes]) -> None:
    """Write sorted lines of N-Quads as Turtle without its head."""
    import pyoxigraph as ox

    # Lenient: Oxigraph has checked these very lines, or will when it stores them.
    lenient: Any = {"format": ox.RdfFormat.N_QUADS, "lenient": True}
    given = {"input": nquads} if isinstance(nquads, bytes) else {"path": str(nquads)}
    ox.serialize(
        _for_reading(ox.parse(**given, **lenient)),
        _Body(file),  # type: ignore[arg-type]  # it only writes
        format=ox.RdfFormat.TURTLE,
        prefixes=dict(PREFIXES),
        base_iri=base,
    )


def subject_of(line: bytes, base: str) -> bytes:
    r"""The subject that the first line about it begins with, as N-Quads has it.

    >>> subject_of(b"sdg:11 a sdgo:Goal .\n", "https://w3id.org/citykg/id/")
    b'<http://metadata.un.org/sdg/11>'
    """
    word = line.partition(b" ")[0].decode()
    if word.startswith("<"):
        return f"<{urljoin(base, word[1:-1])}>".encode()
    prefix, _, local = word.partition(":")
    if prefix == "_":
        return word.encode()
    name = _ESCAPED.sub(r"\1", local)
    return f"<{PREFIXES[prefix]}{name}>".encode()


def _for_reading(quads: Iterable[Quad]) -> Iterator[Triple]:
    """The triples of sorted quads, none twice, a subject's type and label first."""
    for _, about in groupby((quad.triple for quad in quads), key=_SUBJECT):
        yield from sorted(dict.fromkeys(about), key=_rank)


def _rank(triple: Triple) -> int:
    return _RANK.get(triple.predicate.value, _LAST)


def head(sections: Iterable[str], base: str) -> bytes:
    """What stands before the first section."""
    lines = [f"# {', then '.join(sections)}.", "# The same with its named graphs: graph.nq."]
    lines.append(f"@base <{base}> .")
    lines += [f"@prefix {prefix}: <{iri}> ." for prefix, iri in sorted(PREFIXES.items())]
    return ("\n".join(lines) + "\n\n").encode()


class _Body:
    """Passes on what comes behind the serializer's own header.

    That header lists the prefixes in no fixed order, and relative to the base.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._held: bytes | None = b""

    def write(self, data: bytes) -> int:
        if self._held is None:
            return self._file.write(data)
        self._held += data
        while self._held.startswith(b"@"):
            _, newline, rest = self._held.partition(b"\n")
            if not newline:
                return len(data)
            self._held = rest
        if self._held:
            self._file.write(self._held)
            self._held = None
        return len(data)

    def flush(self) -> None:
        self._file.flush()
