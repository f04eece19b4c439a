"""Graphs of cooperations in memory, told in few words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from citykg.analysis.rows import Rows, read_rows
from citykg.ontology.terms import (
    ACTIVITY_TYPE,
    COUNTRY,
    ID_BASE,
    STATUS,
    TOPIC,
    Ckg,
    Rdf,
    Rdfs,
    Sdg,
    Skos,
)

if TYPE_CHECKING:
    from collections.abc import Iterable


def city(path: str) -> str:
    """The IRI of a place such as `gb/leeds` or `region/it/lazio`."""
    return f"{ID_BASE}{path}" if path.startswith("region/") else f"{ID_BASE}city/{path}"


class Told:
    """A graph that grows plan by plan, each in its own named graph, as a build writes it."""

    def __init__(self) -> None:
        self.quads: list[ox.Quad] = []

    def add(self, graph: str, subject: str, predicate: str, value: Any) -> None:
        """Add a quad; a value that is text is an IRI."""
        term = ox.NamedNode(value) if isinstance(value, str) else value
        names = (ox.NamedNode(one) for one in (subject, predicate))
        self.quads.append(ox.Quad(*names, term, ox.NamedNode(graph)))

    def plan(
        self,
        name: str,
        *places: str,
        goals: Iterable[int] = (),
        topics: Iterable[str] = (),
        themes: Iterable[str] = (),
        deeds: Iterable[tuple[str, str | None]] = (),
        cooperation: str | None = None,
    ) -> Told:
        """Tell a plan of some places; a deed is a type and a status, or None for none."""
        plan, whole = f"{ID_BASE}plan/{name}", f"{ID_BASE}cooperation/{cooperation or name}"
        parties = [city(place) for place in places]
        self.add(plan, plan, Rdf.type, Ckg.ActionPlan)
        self.add(plan, whole, Rdf.type, Ckg.Cooperation)
        self.add(plan, plan, Ckg.isPlanOf, whole)
        self.add(plan, whole, Rdfs.label, ox.Literal(" – ".join(places) or name))
        for place, party in zip(places, parties, strict=True):
            self.add(plan, party, Rdf.type, Ckg.Region if "region/" in place else Ckg.City)
            country, label = place.removeprefix("region/").split("/")
            self.add(plan, party, Rdfs.label, ox.Literal(label.title()))
            if country != "zz":
                self.add(plan, party, Ckg.inCountry, COUNTRY + country)
            self.add(plan, whole, Ckg.hasParty, party)
            self.add(plan, party, Ckg.takesPartIn, whole)
        subjects = [(Ckg.hasGoal, f"{Sdg.GOALS}{goal}") for goal in goals]
        subjects += [(Ckg.hasTopic, TOPIC + topic) for topic in topics]
        subjects += [(Ckg.hasTheme, f"{ID_BASE}theme/{theme}") for theme in themes]
        for predicate, subject in subjects:
            for thing in (plan, whole, *parties):
                self.add(plan, thing, predicate, subject)
        for number, (kind, status) in enumerate(deeds):
            deed = f"{ID_BASE}activity/{name}/{number}"
            self.add(plan, deed, Ckg.activityType, ACTIVITY_TYPE + kind)
            if status:
                self.add(plan, deed, Ckg.status, STATUS + status)
            for thing in (plan, whole, *parties):
                self.add(plan, thing, Ckg.hasActivity, deed)
        return self

    def link(self, place: str, other: str) -> Told:
        """Tell that a place is the same as a thing of another vocabulary."""
        self.add(f"{ID_BASE}graph/links", city(place), Skos.exactMatch, other)
        return self

    @property
    def store(self) -> ox.Store:
        """The graph as a store of its own."""
        store = ox.Store()
        store.extend(self.quads)
        return store

    @property
    def rows(self) -> Rows:
        """The rows of the graph."""
        return read_rows(self.store)
