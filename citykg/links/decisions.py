"""What people decided about mappings, and how it wins over what is found.

A person edits the file of links that a build wrote, or brings a file of their own.  A row that
citykg did not write, and every row that says Not, is a decision: it is replayed at each build.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from citykg.errors import CitykgError, DataError
from citykg.graph.folder import LINKS
from citykg.graph.known import node
from citykg.graph.store import open_store
from citykg.links.mapping import TOOL, Mapping
from citykg.links.sssom import read_mappings
from citykg.ontology.terms import GRAPH_LINKS, Owl, Semapv, Skos

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

_SAME: Final = frozenset((Skos.exactMatch, Owl.sameAs))


class Decisions(NamedTuple):
    """Mappings that a person accepted or rejected, each pair once."""

    by_pair: dict[tuple[str, str], Mapping]

    @property
    def rejected(self) -> frozenset[tuple[str, str]]:
        """The pairs that must not be joined."""
        return frozenset(pair for pair, mapping in self.by_pair.items() if mapping.is_rejected)

    @property
    def same(self) -> frozenset[tuple[str, str]]:
        """The things that a person gave their place in a vocabulary, each with that vocabulary.

        Nothing else is found for them there: a city is one city of GeoNames and no other.
        """
        return frozenset(
            (mapping.subject_id, mapping.vocabulary)
            for mapping in self.by_pair.values()
            if _says_same(mapping)
        )

    def about(self, is_there: Callable[[str], bool]) -> tuple[list[Mapping], list[Mapping]]:
        """The decisions about things that are there, and those about things that are not."""
        here: list[Mapping] = []
        elsewhere: list[Mapping] = []
        for mapping in sorted(self.by_pair.values()):
            (here if is_there(mapping.subject_id) else elsewhere).append(mapping)
        return here, elsewhere


def decisions_for(
    folder: Path, files: Iterable[Path] = (), more: Iterable[Mapping] = ()
) -> Decisions:
    """The decisions in a folder's own file of links, in other files, and single ones.

    The later win.  Raises DataError where a file cannot be read or contradicts itself.
    """
    by_pair: dict[tuple[str, str], Mapping] = {}
    own = folder / LINKS
    if own.is_file():
        was_found = _found_before(folder)
        _replay(by_pair, own, (m for m in read_mappings(own) if not was_found(m)))
    for file in files:
        # In any other file, what names this program as its tool is what it found, not a decision.
        rows = (m for m in read_mappings(file) if m.is_rejected or m.tool != TOOL)
        _replay(by_pair, file, rows)
    _replay(by_pair, own, more)
    return Decisions(by_pair)


def _replay(by_pair: dict[tuple[str, str], Mapping], file: Path, rows: Iterable[Mapping]) -> None:
    """Add the decisions of one file; they replace what was decided otherwise before."""
    same: dict[tuple[str, str], Mapping] = {}
    for mapping in rows:
        decided = _taken_over(mapping) if mapping.tool == TOOL else mapping
        if _says_same(decided):
            key = (decided.subject_id, decided.vocabulary)
            first = same.setdefault(key, decided)
            if first is not decided:
                raise DataError(
                    f"{file}: {decided.subject_id} is said to be the same as"
                    f" {first.object_id} and as {decided.object_id}: keep one of the rows."
                )
            for pair, old in tuple(by_pair.items()):
                if _says_same(old) and (old.subject_id, old.vocabulary) == key:
                    del by_pair[pair]
        by_pair[decided.pair] = decided


def _says_same(mapping: Mapping) -> bool:
    return mapping.predicate_id in _SAME and not mapping.is_rejected


def _taken_over(mapping: Mapping) -> Mapping:
    """A row that a person changed: the program's name and measure are no longer its own."""
    return msgspec.structs.replace(
        mapping, tool="", justification=Semapv.ManualMappingCuration, confidence=1.0, comment=""
    )


def _found_before(folder: Path) -> Callable[[Mapping], bool]:
    """Whether the build that wrote the folder's file of links found a mapping itself."""
    try:
        store = open_store(folder)
    except CitykgError:
        # The graph was removed and its links kept: what is not marked as found was decided.
        return lambda mapping: mapping.tool == TOOL and not mapping.is_rejected
    graph = node(GRAPH_LINKS)

    def found(mapping: Mapping) -> bool:
        if mapping.is_rejected or mapping.tool != TOOL:
            return False
        triple = (node(mapping.subject_id), node(mapping.predicate_id), node(mapping.object_id))
        return next(store.quads_for_pattern(*triple, graph), None) is not None

    return found
