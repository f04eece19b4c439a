"""Where two graphs differ: one pass over their lines, which tells the named graphs apart."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from citykg.differences.lines import differing_lines
from citykg.errors import DataError
from citykg.ontology.terms import EVIDENCE, GRAPH_LINKS, GRAPH_SUGGESTIONS, ID_BASE

if TYPE_CHECKING:
    from citykg.differences.version import Version

_FORM: Final = b" <"
_SHARED: Final = f"{ID_BASE}graph/"
"""Graphs of this name are no plan's."""


@dataclass
class Touched:
    """What the differing lines are about."""

    plans: tuple[set[str], set[str]] = field(default_factory=lambda: (set(), set()))
    """The plans that have lines of their own in the old graph and in the new one."""
    statements: dict[str, list[int]] = field(default_factory=dict)
    """Of each graph that is no plan's: how many statements only the old and the new one has."""
    subjects: dict[str, set[str]] = field(default_factory=dict)
    """What these statements are about in the graphs of links and suggestions."""


def touched(old: Version, new: Version) -> Touched:
    """Where two versions differ."""
    found = Touched()
    names: dict[bytes, str] = {}
    looked_into = {GRAPH_LINKS, GRAPH_SUGGESTIONS}
    for is_new, line in differing_lines(old.lines, new.lines):
        # No IRI holds a space.
        _, sign, name = line.removesuffix(b" .\n").rpartition(_FORM)
        if not sign:
            version = new if is_new else old
            raise DataError(
                f"{version.lines}: {line[:80]!r} is no statement of a graph:"
                f" build it again with 'citykg build PLANS -o {version.folder}'."
            )
        graph = names.get(name)
        if graph is None:
            graph = names[name] = name.removesuffix(b">").decode("utf-8", "replace")
        if not graph.startswith(_SHARED):
            found.plans[is_new].add(graph.removesuffix(EVIDENCE))
            continue
        found.statements.setdefault(graph, [0, 0])[is_new] += 1
        if graph in looked_into:
            subject = line.partition(b"> ")[0].removeprefix(b"<").decode("utf-8", "replace")
            found.subjects.setdefault(graph, set()).add(subject)
    return found
