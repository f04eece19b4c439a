"""What is kept of an official vocabulary: sorted N-Quads lines of the vocabulary graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from citykg.errors import DataError
from citykg.graph.nquads import literal, node
from citykg.links.sssom import is_iri
from citykg.ontology.terms import GRAPH_VOCABULARY, Dcterms, Owl, Rdf, Skos

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pyoxigraph import BlankNode, Literal, NamedNode, Triple

    from citykg.links.official.sources import Keep, Source

    Value = NamedNode | BlankNode | Literal | Triple

_END: Final = f" {node(GRAPH_VOCABULARY)} .\n"
_VERSION: Final = Owl.NS + "versionInfo"
_LONGEST: Final = 10_000
"""Characters of a label or text; the longest target has some 600."""


_MOST_LINES: Final = 250_000
"""Lines of a vocabulary; the countries have 19,000."""


class Kept(NamedTuple):
    """What is kept."""

    lines: tuple[str, ...]
    """Sorted, none twice."""
    things: int
    missing: tuple[str, ...]
    """The things that our concept schemes name and the file does not have."""
    dropped: int
    """Values that were wanted and are none: labels of no language, IRIs with strange characters,
    two things of one vocabulary where a thing can be one."""


def keep(source: Source, triples: Callable[[], Iterable[Triple]], where: str, address: str) -> Kept:
    """What is kept of a vocabulary; `triples` gives those of the file, as often as it is called.

    `address` is where the publisher has it.  Raises DataError where the file is not this
    vocabulary, or less of it than would be useful.
    """
    wanted, version = _wanted(source, triples())
    missing = source.known - wanted
    if len(missing) > (1 - source.least) * len(source.known):
        found = len(source.known) - len(missing)
        if not found:
            raise DataError(
                f"{where}: names nothing of {source.namespace}: it is no file of {source.name!r}."
            )
        raise DataError(
            f"{where}: has {found:,} of the {len(source.known):,} things of"
            f" {source.name} that are expected: it is cut off or another file."
        )
    found_lines, dropped, labelled = _lines(source, triples(), wanted)
    unlabelled = wanted - labelled
    if len(unlabelled) > (1 - source.least) * len(wanted):
        raise DataError(
            f"{where}: has labels for {len(labelled):,} of {len(wanted):,} things only."
        )
    if len(found_lines) > _MOST_LINES:
        raise DataError(f"{where}: says more than {_MOST_LINES:,} things of what is wanted.")
    doubled = _doubled(source, found_lines)
    found_lines -= doubled
    nameless = {node(thing) for thing in unlabelled}
    lines = {line for line in found_lines if nameless.isdisjoint(_ends(line))}
    lines.update(_described(source, labelled))
    lines.update(_scheme(source, address, version))
    return Kept(
        tuple(sorted(lines)),
        len(labelled),
        tuple(sorted(missing | unlabelled)),
        dropped + len(doubled),
    )


def _wanted(source: Source, triples: Iterable[Triple]) -> tuple[set[str], str]:
    """The things to keep, and the version that the file says it is."""
    found: set[str] = set()
    above: dict[str, set[str]] = {}
    version = ""
    for triple in triples:
        subject, value = _iri(triple.subject), triple.object
        if subject == source.scheme and triple.predicate.value == _VERSION:
            version = _words(value)
        if not source.is_about(subject) or not is_iri(subject):
            continue
        if source.types:
            if triple.predicate.value == Rdf.type and _iri(value) in source.types:
                found.add(subject)
        elif subject in source.known:
            found.add(subject)
        if source.broader and triple.predicate.value == Skos.broader and _inside(source, value):
            above.setdefault(subject, set()).add(_iri(value))
    left = [*found] if source.broader else []
    while left:
        new = above.get(left.pop(), set()) - found
        found |= new
        left += new
    return found, version


def _lines(
    source: Source, triples: Iterable[Triple], wanted: set[str]
) -> tuple[set[str], int, set[str]]:
    """The lines about the things to keep, how many values were none, and what has a label."""
    by_predicate: dict[str, list[Keep]] = {}
    for one in source.keep:
        by_predicate.setdefault(one.predicate, []).append(one)
    lines: set[str] = set()
    dropped = 0
    labelled: set[str] = set()
    for triple in triples:
        if len(lines) > _MOST_LINES:
            break
        subject, predicate = _iri(triple.subject), triple.predicate.value
        if subject not in wanted:
            continue
        for one in by_predicate.get(predicate, ()):
            if not _is_meant(one, triple, source, wanted):
                continue
            term = _term(one, triple.object)
            if term is None:
                dropped += 1
                continue
            if predicate == Skos.prefLabel:
                labelled.add(subject)
            lines.add(f"{node(subject)} {node(one.becomes or predicate)} {term}{_END}")
    return lines, dropped, labelled


def _is_meant(keep: Keep, triple: Triple, source: Source, wanted: set[str]) -> bool:
    """Whether a triple with the predicate is one of those to keep."""
    if keep.datatype:
        return _datatype(triple.object) == keep.datatype
    if keep.kind == "inside":
        return _iri(triple.object) in wanted and triple.object != triple.subject
    return keep.kind != "type" or _iri(triple.object) in source.types


def _term(keep: Keep, value: Value) -> str | None:
    """The value as it is kept; None if it is not of the kind."""
    if keep.kind in {"inside", "same", "type"}:
        iri = _iri(value)
        return node(iri) if is_iri(iri) else None
    words = _words(value)
    if not words or len(words) > _LONGEST:
        return None
    if keep.kind == "code":
        return literal(words)
    term = literal(words, getattr(value, "language", None))
    return None if term.endswith('"') else term


def _described(source: Source, things: set[str]) -> Iterator[str]:
    """Yield what is said of each thing whatever its file says."""
    for thing in things:
        yield f"{node(thing)} {node(Rdf.type)} {node(Skos.Concept)}{_END}"
        yield f"{node(thing)} {node(Skos.inScheme)} {node(source.scheme)}{_END}"


def _scheme(source: Source, address: str, version: str) -> Iterator[str]:
    """Yield what is said of the vocabulary as a whole: whose it is, and on which terms."""
    said = [
        (Rdf.type, node(Skos.ConceptScheme)),
        (Skos.prefLabel, literal(source.title, "en")),
        (Dcterms.title, literal(source.title, "en")),
        (Dcterms.NS + "publisher", literal(source.publisher, "en")),
        (Dcterms.NS + "license", node(source.licence)),
        (Dcterms.NS + "bibliographicCitation", literal(source.citation, "en")),
        (Dcterms.source, node(address)),
    ]
    if source.rights:
        said.append((Dcterms.NS + "rights", literal(source.rights, "en")))
    if version and len(version) < 100:
        said.append((_VERSION, literal(version)))
    for predicate, term in said:
        yield f"{node(source.scheme)} {node(predicate)} {term}{_END}"


def _inside(source: Source, value: Value) -> bool:
    return source.is_about(_iri(value)) and is_iri(_iri(value))


def _doubled(source: Source, lines: set[str]) -> set[str]:
    """The lines that make a thing two of one vocabulary: one is wrong, and nobody knows which."""
    same = {node(one.becomes or one.predicate) for one in source.keep if one.kind == "same"}
    found: dict[tuple[str, str, str], set[str]] = {}
    for line in lines:
        subject, predicate, rest = line.split(" ", 2)
        if predicate in same:
            # <http://host/...>
            host = rest.split("/", 3)[2]
            found.setdefault((subject, predicate, host), set()).add(line)
    return {line for group in found.values() if len(group) > 1 for line in group}


def _ends(line: str) -> tuple[str, str]:
    """The subject and the value of a line."""
    subject, _, rest = line.split(" ", 2)
    return subject, rest.removesuffix(_END)


def _iri(value: Value) -> str:
    """The IRI; empty for what is none."""
    from pyoxigraph import NamedNode

    return value.value if isinstance(value, NamedNode) else ""


def _words(value: Value) -> str:
    """The words of a literal on one line; empty for what is none."""
    from pyoxigraph import Literal

    return " ".join(value.value.split()) if isinstance(value, Literal) else ""


def _datatype(value: Value) -> str:
    from pyoxigraph import Literal

    return value.datatype.value if isinstance(value, Literal) else ""
