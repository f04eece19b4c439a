"""What people decided about mappings, and how it wins over what is found.

A person edits the file of links that a build wrote, or brings a file of their own.  A row that
citykg did not write so, and every row that says Not, is a decision: it is replayed at each build.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from citykg.errors import CitykgError, DataError, UsageError
from citykg.graph.folder import LINKS
from citykg.graph.known import node, text_of
from citykg.graph.store import open_store
from citykg.links.mapping import TOOL, Mapping
from citykg.links.sssom import read_rows
from citykg.ontology.terms import GRAPH_LINKS, Owl, Rdfs, Semapv, Skos, Sssom

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from pyoxigraph import Store

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

    The later win.  Raises DataError where a file cannot be read or contradicts itself, UsageError
    where the single ones do.
    """
    by_pair: dict[tuple[str, str], Mapping] = {}
    own = folder / LINKS
    if own.is_file():
        _replay(by_pair, own, _changed(folder, read_rows(own)))
    for file in files:
        # In any other file, what names this program as its tool is what it found, not a decision.
        rows = ((n, m) for n, m in read_rows(file) if m.is_rejected or m.tool != TOOL)
        _replay(by_pair, file, ((number, _as_decided(row, None)) for number, row in rows))
    more = tuple(more)
    _check_single(more)
    _replay(by_pair, own, enumerate(more))
    return Decisions(by_pair)


def _replay(
    by_pair: dict[tuple[str, str], Mapping], file: Path, rows: Iterable[tuple[int, Mapping]]
) -> None:
    """Add the decisions of one file; they replace what was decided otherwise before."""
    same: dict[tuple[str, str], tuple[int, Mapping]] = {}
    for number, decided in rows:
        if _says_same(decided):
            key = (decided.subject_id, decided.vocabulary)
            line, first = same.setdefault(key, (number, decided))
            if first is not decided:
                raise DataError(
                    f"{file}:{number}: {decided.subject_id} is said to be the same as"
                    f" {decided.object_id}, and on line {line} as {first.object_id}:"
                    " keep one of the rows."
                )
            for pair, old in tuple(by_pair.items()):
                if _says_same(old) and (old.subject_id, old.vocabulary) == key:
                    del by_pair[pair]
        by_pair[decided.pair] = decided


def _check_single(decided: tuple[Mapping, ...]) -> None:
    """Raise UsageError where single decisions of one call contradict each other."""
    for place, one in enumerate(decided):
        for other in decided[:place]:
            name = one.subject_label or one.subject_id
            if one.pair == other.pair and one.is_rejected != other.is_rejected:
                raise UsageError(f"{name} cannot both be and not be {one.object_id}: say which.")
            if (
                one.pair != other.pair
                and _says_same(one)
                and _says_same(other)
                and (one.subject_id, one.vocabulary) == (other.subject_id, other.vocabulary)
            ):
                raise UsageError(
                    f"{name} cannot be both {other.object_id} and {one.object_id}: say which."
                )


def _says_same(mapping: Mapping) -> bool:
    return mapping.predicate_id in _SAME and not mapping.is_rejected


def _changed(folder: Path, rows: Iterable[tuple[int, Mapping]]) -> Iterator[tuple[int, Mapping]]:
    """Yield the rows of a folder's own file that a person wrote or changed."""
    try:
        store = open_store(folder)
    except CitykgError:
        # The graph was removed and its links kept: what is not marked as found was decided.
        store = None
    for number, row in rows:
        if row.tool != TOOL:
            yield number, row
        elif store is None:
            if row.is_rejected:
                yield number, _as_decided(row, None)
        else:
            found = None if row.is_rejected else _found_before(store, row)
            if found is None or _told(found) != _told(row):
                yield number, _as_decided(row, found)


def _as_decided(row: Mapping, found: Mapping | None) -> Mapping:
    """A row that a person changed: what the program said of it before is no longer said."""
    if row.tool != TOOL:
        return row
    before = found or row
    kept = {
        "justification": (row.justification, before.justification, Semapv.ManualMappingCuration),
        "confidence": (row.confidence, before.confidence, 1.0),
        "comment": (row.comment, before.comment, ""),
    }
    return msgspec.structs.replace(
        row,
        tool="",
        **{slot: new if new != old else decided for slot, (new, old, decided) in kept.items()},
    )


def _told(mapping: Mapping) -> tuple[str, str, str, str]:
    """What a row says of its mapping, as a file of links holds it."""
    comment = " ".join(mapping.comment.split())
    return mapping.justification, f"{mapping.confidence:g}", comment, mapping.author


def _found_before(store: Store, row: Mapping) -> Mapping | None:
    """The mapping of a row as the build that wrote the file has it; None if it has it not."""
    graph, subject, target = node(GRAPH_LINKS), node(row.subject_id), node(row.object_id)
    triple = (subject, node(row.predicate_id), target)
    if next(store.quads_for_pattern(*triple, graph), None) is None:
        return None
    for quad in store.quads_for_pattern(None, node(Owl.annotatedSource), subject, graph):
        said = {
            text_of(each.predicate): text_of(each.object)
            for each in store.quads_for_pattern(quad.subject, None, None, graph)
        }
        if said.get(Owl.annotatedTarget) == row.object_id:
            return msgspec.structs.replace(
                row,
                justification=said.get(Sssom.mapping_justification, ""),
                confidence=float(said.get(Sssom.confidence, "1")),
                comment=said.get(Rdfs.comment, ""),
                author=said.get(Sssom.author_label, ""),
            )
    return None
