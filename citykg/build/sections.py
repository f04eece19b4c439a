"""The sections of a graph: files of sorted N-Quads, one for what the plans declare and so on.

They come from plans, or out of the graph.nq of a version that was built before.
"""

from __future__ import annotations

import heapq
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from citykg.graph.evidence import whole_lines
from citykg.graph.quads import plan_blocks
from citykg.graph.sorted_blocks import SortedBlocks, once
from citykg.graph.suggested import suggestion_lines
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

    from citykg.build.progress import Progress
    from citykg.build.reading import Read
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

_DOCUMENT: Final = attrgetter("document")
_CHUNK: Final = 1 << 20
_EVIDENCE_END: Final = b"/evidence> .\n"
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
        self.counts = dict.fromkeys(TITLES, 0)
        """The lines of each."""
        self.suggestions = 0
        """How many suggestions stand in the lines of what is suggested."""
        self._folder = folder

    def from_plans(
        self,
        kept: list[Read],
        names: Names,
        progress: Progress,
        fetched: Iterable[Fetched] = (),
    ) -> None:
        """Write the sections of these plans, with the official vocabularies that were fetched."""
        blocks = {title: SortedBlocks(self._folder, f"s{n}") for n, title in enumerate(TITLES)}
        facts, evidence, suggested = blocks[FACTS], blocks[EVIDENCE], blocks[SUGGESTED]
        done = 0
        for _, plans in groupby(sorted(kept, key=_DOCUMENT), key=_DOCUMENT):
            of_document = list(plans)
            cited: set[str] = set()
            for item in of_document:
                progress("write", done, len(kept))
                done += 1
                own = plan_blocks(item.plan, names, item.line_of)
                facts.add(own.facts)
                evidence.add(own.claims)
                if len(of_document) > 1:
                    # Several plans cite its passages: their lines are sorted one by one.
                    evidence.add(line for block in own.passages for line in whole_lines(block))
                else:
                    evidence.add(own.passages)
                cited.update(block.partition(" ")[0] for block in own.passages)
            for item in of_document:
                found = item.suggestions
                self.suggestions += len(found)
                lines = suggestion_lines(item.plan, found, names, item.line_of, cited=cited)
                suggested.add(lines)
        blocks[VOCABULARY].add(theme_quads(names))
        blocks[VOCABULARY].add(merged(fetched))
        for line in shipped_quads():
            is_vocabulary = line.endswith(f" <{GRAPH_VOCABULARY}> .\n")
            blocks[VOCABULARY if is_vocabulary else ONTOLOGY].add([line])
        for title, section in blocks.items():
            with self.files[title].open("wb") as file:
                self.counts[title] = _write(file, section)
            section.close()
        progress("write", len(kept), len(kept))

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
                    title = _title_of(line)
                    gives_way = title == VOCABULARY and line.startswith(new.subjects)
                    if title != LINKS and not gives_way:
                        files[title].write(line)
                        self.counts[title] += 1
        if new.lines:
            vocabulary = self.files[VOCABULARY]
            old = vocabulary.rename(self._folder / "old.nq")
            add_sorted(old, new.lines, vocabulary)
            old.unlink()
            self.counts[VOCABULARY] += len(new.lines)

    def merged(self, target: Path) -> int:
        """Write all sections as one sorted file; the number of its lines."""
        from contextlib import ExitStack

        with ExitStack() as stack, target.open("wb") as file:
            sources = [stack.enter_context(path.open("rb")) for path in self.files.values()]
            return _write(file, once(heapq.merge(*sources)))


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


def _title_of(line: bytes) -> str:
    if line.endswith(_EVIDENCE_END):
        return EVIDENCE
    # No IRI holds a space.
    graph = line[:-4].rpartition(b"<")[2].decode()
    return _OWN_GRAPHS.get(graph, FACTS)


def _write(file: IO[bytes], blocks: Iterable[bytes] | Iterator[bytes]) -> int:
    """Write the blocks; the number of their lines."""
    count = 0
    for block in blocks:
        file.write(block)
        count += block.count(b"\n")
    return count
