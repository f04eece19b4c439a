"""One plan being written: the terms that its parts share, and the statements made so far."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from citykg.graph.evidence import Statements
from citykg.graph.iris import same_name, segment, slug
from citykg.graph.nquads import literal, node
from citykg.ontology.terms import Rdfs, Skos

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from citykg.graph.names import Names
    from citykg.plan import City, Plan, Stated

LABEL: Final = node(Rdfs.label)
_ALSO: Final = node(Skos.altLabel)


class Sheet:
    """One plan being written: the terms that its parts share."""

    def __init__(self, plan: Plan, names: Names, line_of: Callable[[int], int]) -> None:
        own = names.plan(plan)
        document = f"{names.base}document/{plan.source.sha256[:16]}"
        self.record = plan
        self.names = names
        self.id = own.id
        self.plan = node(own.iri)
        self.cooperation = node(own.cooperation.iri)
        self.cooperation_label = own.cooperation.label
        self.document = node(document)
        self.cities = [
            (city, node(names.city(city).iri))
            for city in plan.cities
            if city.name.value is not None
        ]
        self.parties = list(dict.fromkeys(party for _, party in self.cities))
        self.by_name = parties_by_name(self.cities)
        self.everyone = [self.plan, self.cooperation, *self.parties]
        self.statements = Statements(own.iri, document, line_of, plan.source.pages)
        self.themes: dict[str, str] = {}
        """The terms of the plan's themes, by name."""
        self._taken: set[str] = set()

    def name(self, thing: str, label: str, stated: Stated[str]) -> None:
        """State what a thing is called."""
        # One label for a thing that plans spell differently, or each spelling would be a row.
        text = " ".join((stated.value or "").split())
        predicate = LABEL if text == label else _ALSO
        self.statements.fact(thing, predicate, literal(text, stated.language), stated)

    def mint(self, kind: str, label: str) -> str:
        """A term of its own for something that the plan states."""
        first = f"{self.names.base}{kind}/{self.id}/{segment(slug(label))}"
        iri, count = first, 1
        while iri in self._taken:
            count += 1
            iri = f"{first}-{count}"
        self._taken.add(iri)
        return node(iri)

    def owners(self, cities: Sequence[str]) -> list[str]:
        """The parties that a value is said of: all, where the plan names none of its own."""
        return self.known(cities) or self.parties

    def known(self, cities: Sequence[str]) -> list[str]:
        """The parties of some stated names; a name of none or of two is left out."""
        found = (self.by_name.get(same_name(name)) for name in cities)
        return list(dict.fromkeys(party for party in found if party))


def parties_by_name(cities: Sequence[tuple[City, str]]) -> dict[str, str]:
    """The parties by their stated names."""
    # A name that two parties share says of neither that it took part.
    found: dict[str, str] = {}
    shared: set[str] = set()
    for city, party in cities:
        name = same_name(city.name.value or "")
        if found.setdefault(name, party) != party:
            shared.add(name)
    return {name: party for name, party in found.items() if name not in shared}
