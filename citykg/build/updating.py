"""The version before with what has changed: the same bytes as a whole build, for less.

The store is a second name for the files of the version before, with the quads that differ taken
out and put in; graph.nq and graph.ttl are copied but for the lines that differ.
"""

from __future__ import annotations

import io
import os
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from citykg.build.assembly import Stored, write_links
from citykg.build.sections import LINKS, TITLES, title_of
from citykg.graph.changes import (
    Change,
    change_store,
    cloned_store,
    lines_of_graphs,
    lines_of_things,
)
from citykg.graph.splicing import Edit, Pieces, mapped, not_as_written, write_spliced
from citykg.graph.turtle import head, subject_of, write_section
from citykg.links import held_again, link
from citykg.ontology.terms import GRAPH_LINKS, GRAPH_VOCABULARY

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from pyoxigraph import Store

    from citykg.build.assembly import Given
    from citykg.build.progress import Progress
    from citykg.build.state import Before, State
    from citykg.graph.folder import NextVersion

_TURTLE: Final = "graph.ttl"
_NQUADS: Final = "graph.nq"
_PAGE: Final = "index.html"
_ALL: Final = (*TITLES, LINKS)


class Replaced(NamedTuple):
    """What takes the place of what."""

    plans: tuple[str, ...]
    """The IRIs of the plans whose graphs go."""
    lines: frozenset[bytes]
    """The lines of those that come."""
    vocabulary: frozenset[bytes]
    """All lines of the graph of concepts."""


class Updated(NamedTuple):
    """What was written, and what is different in it."""

    stored: Stored
    touched: set[str]
    """The subjects and objects of all that came or went, and of all whose words did."""


def update_graph(
    version: NextVersion,
    before: Before,
    replaced: Replaced,
    given: Given,
    progress: Progress,
) -> Updated:
    """Write the store, graph.nq, graph.ttl and the file of links out of the version before.

    Raises DataError where the files of that version do not say what its state does.
    """
    files, state = before
    progress("store", 0, 1)
    store = cloned_store(files, version.files, version.folder / "clone")
    plans = lines_of_graphs(store, replaced.plans)
    old = plans | lines_of_graphs(store, [GRAPH_VOCABULARY])
    facts = Change.between(old, replaced.lines | replaced.vocabulary)
    change_store(store, facts)
    progress("link", 0, 1)
    held = held_again(store, state.held, facts.touched())
    links = link(store, held, given.decisions, state.base, given.answers)
    linked = Change.between(
        lines_of_graphs(store, [GRAPH_LINKS]), {line.encode() for line in links.lines}
    )
    change_store(store, linked)
    store.flush()
    change = Change(facts.gone | linked.gone, facts.new | linked.new)
    progress("write", 0, 1)
    if change:
        _write_nquads(files / _NQUADS, change, version.files / _NQUADS)
        places = _write_turtle(files / _TURTLE, state, change, store, version.files / _TURTLE)
    else:
        places = state.sections
        for name in (_NQUADS, _TURTLE, *([_PAGE] if state.is_drawn else [])):
            os.link(files / name, version.files / name)
    quads = state.quads - len(change.gone) + len(change.new)
    stored = Stored(quads, held, write_links(version, links, state.base), places)
    touched = Change(plans, replaced.lines).touched() if change else set()
    return Updated(stored, touched | change.touched())


def _write_nquads(before: Path, change: Change, target: Path) -> None:
    edits = []
    with mapped(before) as data:
        pieces = Pieces(data, _itself)
        for line in sorted(change.gone | change.new):
            start, end = pieces.find(line)
            is_new = line in change.new
            if is_new == (end > start):
                raise not_as_written(before)
            edits.append(Edit(start, end, line if is_new else b""))
    with target.open("wb") as file:
        write_spliced(before, edits, file)


def _write_turtle(
    before: Path, state: State, change: Change, store: Store, target: Path
) -> tuple[int, ...]:
    """Write the file anew where a subject has changed; where its sections begin and end."""
    subjects: dict[str, set[bytes]] = {title: set() for title in _ALL}
    for line in change.gone | change.new:
        subjects[title_of(line)].add(line.partition(b" ")[0])
    edits: list[Edit] = []
    start = len(head(_ALL, state.base))
    places = [start]
    with mapped(before) as data:
        if state.sections[0] != start or state.sections[-1] != len(data):
            raise not_as_written(before)
        for title, (begin, end) in zip(_ALL, pairwise(state.sections), strict=True):
            pieces = Pieces(data, lambda line: subject_of(line, state.base), begin=begin, end=end)
            new = _blocks(store, title, subjects[title], state.base)
            grown = 0
            for subject in sorted(subjects[title]):
                place = pieces.find(subject)
                edit = Edit(*place, new.get(subject, b""))
                edits.append(edit)
                grown += len(edit.data) - (edit.end - edit.start)
            start += end - begin + grown
            places.append(start)
    with target.open("wb") as file:
        write_spliced(before, edits, file)
    return tuple(places)


def _blocks(
    store: Store, title: str, subjects: AbstractSet[bytes], base: str
) -> dict[bytes, bytes]:
    """What a section says of subjects now, as Turtle."""
    lines = (line for line in lines_of_things(store, subjects) if title_of(line) == title)
    file = io.BytesIO()
    write_section(b"".join(sorted(lines)), base, file)
    return {subject_of(block, base): block for block in _cut(file.getvalue())}


def _cut(text: bytes) -> Iterable[bytes]:
    """Yield the blocks of a Turtle text: each begins with a line that is not indented."""
    start = 0
    while start < len(text):
        end = start
        while True:
            end = text.find(b"\n", end) + 1
            if end == len(text) or text[end : end + 1] != b"\t":
                break
        yield text[start:end]
        start = end


def _itself(line: bytes) -> bytes:
    return line
