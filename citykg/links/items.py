"""Links of cities to Wikidata, by their links to GeoNames and what Wikidata answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from citykg.graph.nquads import literal, node
from citykg.links.findings import Candidate, Found, Open
from citykg.links.mapping import TOOL, Mapping
from citykg.links.places import geonames_id
from citykg.links.quads import END
from citykg.ontology.terms import Owl, Rdfs, Semapv, Skos, Wikidata

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from citykg.links.answers import Answers, Item

_NAME: Final = "Wikidata"
_SURE: Final = 0.98
"""How sure Wikidata's own join with GeoNames is; a chain is no surer than its links together."""
_CALLED: Final = {
    Wikidata.geonames: "GeoNames ID",
    Wikidata.nuts: "NUTS code",
    Wikidata.lau: "LAU",
    Wikidata.locode: "UN/LOCODE",
}
"""What Wikidata calls its properties."""
_SAME: Final = frozenset((Skos.exactMatch, Owl.sameAs))


def link_wikidata(mappings: Iterable[Mapping], answers: Answers) -> Found:
    """The mappings of what is linked to GeoNames; two items for one place are left open.

    `mappings` are those that hold.  Nothing is found, and nothing left open, where Wikidata was
    never asked.
    """
    found: list[Mapping] = []
    left: list[Open] = []
    if not answers.places:
        return Found(())
    for mapping in sorted(mappings):
        number = geonames_id(mapping.object_id)
        if number is None or mapping.predicate_id not in _SAME:
            continue
        items = answers.about(number)
        if items is not None and len(items) == 1:
            found.append(_mapping(mapping, number, items[0]))
        else:
            left.append(_open(mapping, number, items))
    return Found(tuple(found), tuple(left))


def item_lines(mappings: Iterable[Mapping], answers: Answers) -> Iterator[str]:
    """Yield what Wikidata says of the items that are linked: labels, and codes elsewhere."""
    known = answers.items()
    used: set[str] = set()
    for target in sorted({mapping.object_id for mapping in mappings}):
        there = node(target)
        for place, item in known.get(target, ()):
            used.update((Wikidata.geonames, *(predicate for predicate, _ in item.codes())))
            yield f"{there} {node(Wikidata.geonames)} {literal(place)}{END}"
            for language, label in item.labels.items():
                yield f"{there} {node(Rdfs.label)} {literal(label, language)}{END}"
            for predicate, code in item.codes():
                yield f"{there} {node(predicate)} {literal(code)}{END}"
    for predicate in sorted(used):
        yield f"{node(predicate)} {node(Rdfs.label)} {literal(_CALLED[predicate], 'en')}{END}"


def _mapping(there: Mapping, number: int, item: Item) -> Mapping:
    return Mapping(
        subject_id=there.subject_id,
        predicate_id=Skos.exactMatch,
        object_id=item.iri,
        subject_label=there.subject_label,
        object_label=item.name,
        justification=Semapv.MappingChaining,
        confidence=float(f"{there.confidence * _SURE:.4g}"),
        tool=TOOL,
        comment=f"Wikidata says that {item.id} is {number} of GeoNames (P1566), which it is"
        f" linked to with confidence {there.confidence:g}",
    )


def _open(there: Mapping, number: int, items: tuple[Item, ...] | None) -> Open:
    if items:
        reason = f"Wikidata has {len(items)} items for {number} of GeoNames"
        candidates = tuple(Candidate(item.iri, _described(item)) for item in items)
        return Open(_NAME, there.subject_id, there.subject_label, "doubt", reason, candidates)
    reason = (
        f"Wikidata has no item for {number} of GeoNames"
        if items is not None
        else f"{number} of GeoNames was not asked for yet: citykg link DIR --online"
    )
    return Open(_NAME, there.subject_id, there.subject_label, "unknown", reason)


def _described(item: Item) -> str:
    codes = ", ".join(dict.fromkeys(code for _, code in item.codes()))
    return f"{item.name} ({codes})" if codes else item.name
