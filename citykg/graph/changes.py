"""A store changed a little: what goes, what comes, and a copy that shares all that stays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from citykg.errors import DataError
from citykg.graph.store import named_quads
from citykg.ontology.terms import EVIDENCE, GRAPH_SUGGESTIONS, Ckg, Prov

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from pyoxigraph import Quad, Store


@dataclass(frozen=True, slots=True)
class Change:
    """Lines of N-Quads that go, and lines that come."""

    gone: AbstractSet[bytes]
    new: AbstractSet[bytes]

    @classmethod
    def between(cls, old: AbstractSet[bytes], new: AbstractSet[bytes]) -> Change:
        """What turns the old lines into the new ones."""
        return cls(old - new, new - old)

    def __bool__(self) -> bool:
        return bool(self.gone or self.new)

    def touched(self) -> set[str]:
        """All IRIs that are a subject or an object of a line that goes or comes."""
        found: set[str] = set()
        for line in self.gone | self.new:
            subject, _, rest = line.decode().split(" ", 2)
            value = rest.rsplit(" ", 2)[0]
            found.update(term[1:-1] for term in (subject, value) if term.startswith("<"))
        return found


def cloned_store(version: Path, target: Path, work: Path) -> Store:
    """The store of a version under second names, to be changed: its files are shared until then.

    `target` is a folder that has no store yet, `work` a name beside it that is free.  Raises
    DataError where the store cannot be read.
    """
    import pyoxigraph as ox

    try:
        ox.Store.read_only(str(version)).backup(str(work))
    except (OSError, RuntimeError, ValueError) as error:
        raise DataError(f"{version}: cannot be read ({error}).") from error
    for file in work.iterdir():
        file.rename(target / file.name)
    work.rmdir()
    return ox.Store(str(target))


def lines_of_graphs(store: Store, plans: Iterable[str]) -> set[bytes]:
    """The lines of N-Quads of graphs: of plans with their evidence and what is suggested for them.

    A graph that is no plan's has neither.
    """
    from pyoxigraph import NamedNode

    apart = NamedNode(GRAPH_SUGGESTIONS)
    found: list[Quad] = []
    for plan in plans:
        for name in (plan, plan + EVIDENCE):
            found += store.quads_for_pattern(None, None, None, NamedNode(name))
        made_for = (None, NamedNode(Ckg.suggestedFor), NamedNode(plan), apart)
        for suggestion in [quad.subject for quad in store.quads_for_pattern(*made_for)]:
            told = [*store.quads_for_pattern(suggestion, None, None, apart)]
            found += told
            for quad in told:
                if quad.predicate.value == Prov.wasQuotedFrom:
                    found += store.quads_for_pattern(quad.object, None, None, apart)  # type: ignore[arg-type]
    return _lines_of(found)


def lines_of_things(store: Store, subjects: Iterable[bytes]) -> set[bytes]:
    """The lines of the named graphs about subjects, which are given as N-Quads writes them."""
    from pyoxigraph import NamedNode

    found: list[Quad] = []
    for subject in subjects:
        found += named_quads(store, NamedNode(subject[1:-1].decode()))
    return _lines_of(found)


def change_store(store: Store, change: Change) -> None:
    """Make a change of named graphs, and let the default graph follow."""
    import pyoxigraph as ox

    default, apart = ox.DefaultGraph(), ox.NamedNode(GRAPH_SUGGESTIONS)
    gone = _quads_of(change.gone)
    for quad in gone:
        store.remove(quad)
    for quad in gone:
        if quad.graph_name != apart and not any(
            other.graph_name not in {default, apart}
            for other in store.quads_for_pattern(*quad.triple)
        ):
            store.remove(ox.Quad(*quad.triple))
    new = _quads_of(change.new)
    store.extend([*new, *(ox.Quad(*quad.triple) for quad in new if quad.graph_name != apart)])


def _quads_of(lines: AbstractSet[bytes]) -> list[Quad]:
    import pyoxigraph as ox

    return list(ox.parse(b"".join(lines), format=ox.RdfFormat.N_QUADS, lenient=True))


def _lines_of(quads: Iterable[Quad]) -> set[bytes]:
    import pyoxigraph as ox

    text = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
    return {line + b"\n" for line in text.split(b"\n")[:-1]}
