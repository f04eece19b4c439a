"""Small graphs in the shape that plans have, and their pages in a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from waiting import until

from citykg.ontology.terms import (
    GRAPH_VOCABULARY,
    ID_BASE,
    STATUS,
    TOPIC,
    Ckg,
    Dcterms,
    Oa,
    Prov,
    Rdf,
    Rdfs,
    Schema,
    Sdg,
    Skos,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def slug(label: str) -> str:
    """The label as the end of an IRI."""
    return quote(label.lower().replace(" ", "-"), safe="")


class Story:
    """A store that grows plan by plan; each fact is claimed and quoted."""

    def __init__(self) -> None:
        self.quads: list[ox.Quad] = []
        self.offset = 0

    @property
    def store(self) -> ox.Store:
        """A store of its own with all that was told."""
        store = ox.Store()
        store.extend(self.quads)
        return store

    def add(self, subject: str, predicate: str, value: Any, graph: str) -> None:
        """Add a quad; a value that is text is an IRI."""
        term = ox.NamedNode(value) if isinstance(value, str) else value
        quad = ox.Quad(ox.NamedNode(subject), ox.NamedNode(predicate), term, ox.NamedNode(graph))
        self.quads.append(quad)

    def say(self, plan: str, fact: tuple[str, str, Any], words: str) -> None:
        """Add a fact of a plan with the words that state it."""
        subject, predicate, value = fact
        self.add(subject, predicate, value, plan)
        start = self.offset
        self.offset += len(words) + 1
        evidence = f"{plan}/evidence"
        claim = f"{plan}/claim/{len(self.quads)}"
        document = f"{ID_BASE}document/1"
        passage = f"{document}#char={start},{start + len(words)}"
        self.add(claim, Rdf.type, Ckg.Claim, evidence)
        self.add(claim, Rdf.subject, subject, evidence)
        self.add(claim, Rdf.predicate, predicate, evidence)
        self.add(claim, Rdf.object, value, evidence)
        self.add(claim, Prov.wasQuotedFrom, passage, evidence)
        self.add(passage, Oa.exact, ox.Literal(words), evidence)
        self.add(passage, Oa.start, ox.Literal(start), evidence)
        self.add(passage, Oa.end, ox.Literal(start + len(words)), evidence)
        self.add(passage, Ckg.line, ox.Literal(7), evidence)
        self.add(passage, Dcterms.isPartOf, document, evidence)
        self.add(document, Schema.name, ox.Literal("pairs.txt"), evidence)

    def thing(self, plan: str, path: str, cls: str, label: str) -> str:
        """Add a thing with a stated name."""
        iri = path if ":" in path else ID_BASE + path
        self.add(iri, Rdf.type, cls, plan)
        self.say(plan, (iri, Rdfs.label, ox.Literal(label)), label)
        return iri

    def tell(
        self,
        name: str,
        cities: tuple[str, ...] = ("Manchester", "Montreal"),
        *,
        themes: tuple[str, ...] = (),
        goals: tuple[int, ...] = (),
        activities: tuple[tuple[str, str], ...] = (),
        programme: str | None = None,
    ) -> str:
        """Add a plan with its cooperation and give the plan's IRI."""
        plan = f"{ID_BASE}plan/{name}"
        whole = f"{ID_BASE}cooperation/{name}"
        title = ox.Literal(" – ".join(cities))
        for iri, cls in ((plan, Ckg.ActionPlan), (whole, Ckg.Cooperation)):
            self.add(iri, Rdf.type, cls, plan)
            self.add(iri, Rdfs.label, title, plan)
        self.add(whole, Ckg.hasPlan, plan, plan)
        self.add(plan, Ckg.isPlanOf, whole, plan)
        abouts = [(Ckg.hasGoal, f"{Sdg.GOALS}{goal}", str(goal)) for goal in goals]
        for theme in themes:
            iri = self.thing(plan, f"theme/{slug(theme)}", Ckg.Theme, theme)
            abouts.append((Ckg.hasTheme, iri, theme))
        for place, (label, status) in enumerate(activities):
            iri = self.thing(plan, f"activity/{name}/{place}", Ckg.Activity, label)
            self.say(plan, (plan, Ckg.hasActivity, iri), label)
            self.say(plan, (iri, Ckg.status, STATUS + status), label)
        if programme:
            iri = self.thing(plan, f"programme/{slug(programme)}", Ckg.Programme, programme)
            self.say(plan, (plan, Ckg.hasProgramme, iri), programme)
        for city in cities:
            iri = self.thing(plan, f"city/zz/{slug(city)}", Ckg.City, city)
            self.say(plan, (whole, Ckg.hasParty, iri), city)
            self.add(iri, Ckg.takesPartIn, whole, plan)
            for predicate, about, words in abouts:
                self.say(plan, (iri, predicate, about), words)
        for predicate, about, words in abouts:
            self.say(plan, (plan, predicate, about), words)
            self.say(plan, (whole, predicate, about), words)
        return plan

    def vocabulary(self) -> None:
        """Add a vocabulary of which plans use a part."""
        goal = f"{Sdg.GOALS}11"
        self.add(goal, Rdf.type, Sdg.Goal, GRAPH_VOCABULARY)
        for language, words in (("fr", "Villes durables"), ("en", "Sustainable Cities")):
            label = ox.Literal(words, language=language)
            self.add(goal, Skos.prefLabel, label, GRAPH_VOCABULARY)
        self.add(goal, Skos.notation, ox.Literal("11"), GRAPH_VOCABULARY)
        self.add(f"{TOPIC}housing", Rdf.type, Ckg.UrbanAgendaTopic, GRAPH_VOCABULARY)
        self.add(f"{TOPIC}housing", Skos.prefLabel, ox.Literal("Housing"), GRAPH_VOCABULARY)


@pytest.fixture
def story() -> Story:
    """A graph without plans."""
    return Story()


@pytest.fixture
def pairs(story: Story) -> Story:
    """Three cooperations; one city takes part in two of them, two share a theme."""
    story.vocabulary()
    story.tell(
        "manchester-montreal",
        themes=("Housing", "Migration"),
        goals=(8, 11),
        activities=(("Learning exchange", "completed"), ("Pilot project", "not-done")),
        programme="IUC",
    )
    story.tell("ottawa-rotterdam", ("Ottawa", "Rotterdam"), themes=("Housing",), goals=(11, 3))
    story.tell("surat-rotterdam", ("Surat", "Rotterdam"), themes=("Water",), programme="IUC")
    return story


@pytest.fixture
def show(browser: Any, tmp_path: Path) -> Iterator[Any]:
    """Open a store's page; afterwards nothing may have been asked for, logged or alerted."""
    from citykg.viz.page import write_page

    context = browser.new_context(viewport={"width": 1200, "height": 800})
    page = context.new_page()
    seen: list[str] = []
    file = tmp_path / "page.html"
    page.on("console", lambda message: seen.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: seen.append(f"error: {error}"))
    page.on("dialog", lambda dialog: (seen.append("dialog"), dialog.dismiss()))
    page.on("request", lambda request: seen.append(f"request: {request.url}"))

    def open_page(store: ox.Store, address: str = "", title: str | None = None) -> Any:
        write_page(store, file, title=title)
        page.goto("about:blank")  # or another address of the same page would not open it anew
        page.goto(f"{file.as_uri()}{address}")
        until(page, "globalThis.citykgPage !== undefined")
        return page

    yield open_page
    allowed = f"request: {file.as_uri()}"
    assert [item for item in seen if item.split("#")[0] != allowed] == []
    context.close()
