"""All links of a graph: what is found, what people decided, what is left open and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from citykg.graph.known import node
from citykg.graph.store import named_quads
from citykg.links.concepts import link_concepts
from citykg.links.disagreements import Disagreement, disagreements_of
from citykg.links.documents import link_documents
from citykg.links.findings import Open
from citykg.links.items import item_lines, link_wikidata
from citykg.links.places import geonames_id, link_places, place_of
from citykg.links.quads import END, mapping_lines, place_lines
from citykg.links.themes import link_themes
from citykg.ontology.terms import GRAPH_LINKS, Owl, Skos

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import Store

    from citykg.links.answers import Answers
    from citykg.links.cities import Place
    from citykg.links.decisions import Decisions
    from citykg.links.findings import Candidate, Found
    from citykg.links.held import Held
    from citykg.links.mapping import Mapping

TITLE: Final = "Links of a graph of city cooperation plans"
"""What the file of links is called."""

_AT_ITS_PLACE: Final = (Owl.sameAs, Skos.exactMatch, Skos.closeMatch)
"""What a mapping says if the city is where its place is, the surest first."""
_LINKERS: Final = (link_places, link_concepts, link_themes, link_documents)


class Links(msgspec.Struct, frozen=True):
    """The links of a graph."""

    mappings: tuple[Mapping, ...]
    """Those that hold, and the decisions that reject some."""
    lines: tuple[str, ...]
    """The quads of the graph of links, sorted."""
    open: tuple[Open, ...]
    """What is not linked, and why."""
    disagreements: tuple[Disagreement, ...]
    """Where the plans and the gazetteer differ on a city."""
    unused: tuple[Mapping, ...]
    """Decisions about things that the graph does not hold; kept, for it may hold them again."""

    @property
    def holding(self) -> int:
        """How many mappings hold."""
        return sum(not mapping.is_rejected for mapping in self.mappings)


def link(store: Store, held: Held, decisions: Decisions, base: str, answers: Answers) -> Links:
    """Link what a store holds; `base` is that of its own things.

    No network is asked: `answers` are what Wikidata answered before.  A decision of a person wins
    over whatever is found.  The same store, decisions and answers give the same links.
    """
    cities = {city.iri: city for city in held.cities}
    found = [linker(held) for linker in _LINKERS]
    # A language is linked and is no thing of the plans.
    subjects = {mapping.subject_id for each in found for mapping in each.mappings}
    here, elsewhere = decisions.about(lambda iri: iri in subjects or _is_subject(store, iri))
    settled = [mapping for mapping in here if not mapping.is_rejected]
    settled += (mapping for each in found for mapping in _undecided(each, decisions))
    # What a city is in GeoNames must be settled before it leads on.
    chained = link_wikidata(settled, answers)
    found.append(chained)
    holding = sorted((*settled, *_undecided(chained, decisions)))
    mappings = sorted((*holding, *(mapping for mapping in here if mapping.is_rejected)))
    lines = {*mapping_lines(holding, base)}
    lines.update(_fact_lines(found))
    lines.update(item_lines(holding, answers))
    # What the matches hold already need not be looked up: opening the gazetteer takes a second.
    known = {place.geonames: place for match in held.matches for place in match.candidates}
    placed: dict[str, Place] = {}
    for predicate in _AT_ITS_PLACE:
        for mapping in holding:
            if mapping.predicate_id == predicate and mapping.subject_id in cities:
                number = geonames_id(mapping.object_id)
                place = known.get(number or 0) or place_of(mapping.object_id)
                if place is not None:
                    placed.setdefault(mapping.subject_id, place)
    for city, place in placed.items():
        lines.update(place_lines(city, place, base))
    joined = {(mapping.subject_id, mapping.vocabulary) for mapping in holding}
    left = {
        _without(one, decisions.rejected)
        for each in found
        for one in (*each.open, *_forbidden(each, decisions.rejected))
        if (one.iri, one.vocabulary) not in joined
    }
    return Links(
        mappings=tuple(mappings),
        lines=tuple(sorted(lines)),
        open=tuple(sorted(left)),
        disagreements=disagreements_of(cities.values(), placed),
        unused=tuple(elsewhere),
    )


def _undecided(found: Found, decisions: Decisions) -> Iterator[Mapping]:
    """Yield the mappings about which nobody decided anything else."""
    same = decisions.same
    for mapping in found.mappings:
        if (
            mapping.pair not in decisions.by_pair
            and (mapping.subject_id, mapping.vocabulary) not in same
        ):
            yield mapping


def _is_subject(store: Store, iri: str) -> bool:
    # The links of the version before say nothing of what this one holds.
    links = node(GRAPH_LINKS)
    return any(quad.graph_name != links for quad in named_quads(store, node(iri)))


def _fact_lines(found: list[Found]) -> Iterator[str]:
    for each in found:
        for subject, predicate, value in each.facts:
            yield f"<{subject}> <{predicate}> <{value}>{END}"


def _without(one: Open, rejected: frozenset[tuple[str, str]]) -> Open:
    """What is open without the candidates that a person rejected."""
    kept: tuple[Candidate, ...] = tuple(
        candidate for candidate in one.candidates if (one.iri, candidate.iri) not in rejected
    )
    if one.candidates and not kept:
        return msgspec.structs.replace(
            one, outcome="unknown", reason="what it might be was rejected", candidates=()
        )
    return msgspec.structs.replace(one, candidates=kept)


def _forbidden(each: Found, rejected: frozenset[tuple[str, str]]) -> Iterator[Open]:
    """Yield as open the things whose link was found and is one that a person rejected."""
    for one in each.mappings:
        if one.pair in rejected:
            name = one.subject_label or one.subject_id
            reason = "what was found was rejected"
            yield Open(one.vocabulary, one.subject_id, name, "unknown", reason)
