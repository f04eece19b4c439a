"""The sections of a graph: files of sorted N-Quads, one for what the plans declare and so on.

They come from plans, or out of the graph.nq of a version that was built before.
"""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING, Final

from citykg.graph.sorted_blocks import SortedBlocks, once
from citykg.graph.vocabulary import shipped_quads, theme_quads
from citykg.links.official import merged
from citykg.ontology.terms import (
    GRAPH_LINKS,
    GRAPH_ONTOLOGY,
    GRAPH_SUGGESTIONS,
    GRAPH_VOCABULARY,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from typing import IO

    from citykg.build.emission import Emitted
    from citykg.build.progress import Progress
    from citykg.graph.names import Names
    from citykg.links.official import Fetched, Replaced

FACTS: Final = "What the plans declare"
VOCABULARY: Final = "the vocabulary"
EVIDENCE: Final = "the evidence"
SUGGESTED: Final = "what is suggested"
ONTOLOGY: Final = "the ontology"
LINKS: Final = "the links"
TITLES: Final = (FACTS, VOCABULARY, EVIDENCE, SUGGESTED, ONTOLOGY)
"""The sections that a version begins with, as graph.ttl names them; the links come after."""

_CHUNK: Final = 1 << 20
_EVIDENCE_END: Final = b"/evidence> .\n"
_VOCABULARY_END: Final = f" <{GRAPH_VOCABULARY}> .\n"
_OWN_GRAPHS: Final = {
    GRAPH_VOCABULARY: VOCABULARY,
    GRAPH_SUGGESTIONS: SUGGESTED,
    GRAPH_ONTOLOGY: ONTOLOGY,
    GRAPH_LINKS: LINKS,
}


class Sections:
    """The sections of a version being made, each a file in its folder."""

    def __init__(self, folder: Path) -> None:
        self.files = {title: folder / f"{place}.nq" for place, title in enumerate(TITLES)}
        self._folder = folder
        self._blocks = {
            title: SortedBlocks(folder, f"s{place}") for place, title in enumerate(TITLES)
        }

    def add(self, emitted: Emitted) -> None:
        """Take what documents say."""
        self._blocks[FACTS].add(emitted.facts)
        self._blocks[EVIDENCE].add(emitted.evidence)
        self._blocks[SUGGESTED].add(emitted.suggested)

    def add_vocabulary(self, names: Names, fetched: Iterable[Fetched] = ()) -> None:
        """Take the ontology, the concept schemes and the themes, and what was fetched beside."""
        self._blocks[VOCABULARY].add(vocabulary_lines(names, fetched))
        self._blocks[ONTOLOGY].add(line for line in shipped_quads() if not _is_vocabulary(line))

    def write(self) -> None:
        """Write the files from what was taken."""
        for title, section in self._blocks.items():
            with self.files[title].open("wb") as file:
                _write(file, section)
            section.close()

    def from_graph(self, nquads: Path, progress: Progress, new: Replaced) -> None:
        """Write the sections of a graph.nq that was built before, but for its links.

        `new` is what becomes of the official vocabularies in it.
        """
        from contextlib import ExitStack

        size = nquads.stat().st_size
        with ExitStack() as stack, nquads.open("rb") as source:
            files = {t: stack.enter_context(path.open("wb")) for t, path in self.files.items()}
            while lines := source.readlines(_CHUNK):
                progress("write", source.tell(), size)
                for line in lines:
                    title = title_of(line)
                    gives_way = title == VOCABULARY and line.startswith(new.subjects)
                    if title != LINKS and not gives_way:
                        files[title].write(line)
        if new.lines:
            vocabulary = self.files[VOCABULARY]
            old = vocabulary.rename(self._folder / "old.nq")
            add_sorted(old, new.lines, vocabulary)
            old.unlink()

    def merged(self, target: Path) -> int:
        """Write all sections as one sorted file; the number of its lines."""
        from contextlib import ExitStack

        with ExitStack() as stack, target.open("wb") as file:
            sources = [stack.enter_context(path.open("rb")) for path in self.files.values()]
            return _write(file, once(heapq.merge(*sources)))

    def remove(self) -> None:
        """Remove the files."""
        for path in self.files.values():
            path.unlink(missing_ok=True)


def vocabulary_lines(names: Names, fetched: Iterable[Fetched] = ()) -> Iterator[str]:
    """Yield the lines of the graph of concepts: those that ship, themes, what was fetched."""
    yield from filter(_is_vocabulary, shipped_quads())
    yield from theme_quads(names)
    yield from merged(fetched)


def add_sorted(source: Path, lines: list[bytes], target: Path) -> None:
    """Write a sorted file with more sorted lines in their places."""
    at = 0
    with source.open("rb") as old, target.open("wb") as new:
        while chunk := old.readlines(_CHUNK):
            here = at
            while here < len(lines) and lines[here] < chunk[-1]:
                here += 1
            new.writelines(heapq.merge(chunk, lines[at:here]) if here > at else chunk)
            at = here
        new.writelines(lines[at:])


def _is_vocabulary(line: str) -> bool:
    return line.endswith(_VOCABULARY_END)


def title_of(line: bytes) -> str:
    """The section that a line of graph.nq belongs to."""
    if line.endswith(_EVIDENCE_END):
        return EVIDENCE
    # No IRI holds a space.
    graph = line[:-4].rpartition(b"<")[2].decode()
    return _OWN_GRAPHS.get(graph, FACTS)


def _write(file: IO[bytes], blocks: Iterable[bytes]) -> int:
    """Write the blocks; the number of their lines."""
    count = 0
    for block in blocks:
        file.write(block)
        count += block.count(b"\n")
    return count
