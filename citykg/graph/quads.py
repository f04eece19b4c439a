"""A plan as quads: what it declares in its own graph, and the evidence in the graph beside.

Pure: the same plan, names and lines give the same bytes.  The lines are canonical N-Quads, each
with its newline, in the order of the record and none twice.  `docs/ontology.md` draws the shape.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from citykg.graph.deeds import named_cities, write_deeds
from citykg.graph.evidence import whole_lines
from citykg.graph.iris import same_name, segment, slug, web_address
from citykg.graph.nquads import decimal, duration, integer, literal, moment, node, typed
from citykg.graph.places import stated_region
from citykg.graph.sheet import LABEL, Sheet, parties_by_name
from citykg.ontology.indicators import indicator_iri
from citykg.ontology.terms import (
    COUNTRY,
    TOPIC,
    Ckg,
    Dcterms,
    Edtf,
    Prov,
    Rdf,
    Schema,
    Sdg,
    Skos,
)
from citykg.plan import Stated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from citykg.graph.names import Names
    from citykg.plan import Activity, City, Output, Owned, Period, Plan

S = TypeVar("S", bound=Stated[str])
T = TypeVar("T")

_A: Final = node(Rdf.type)
_HAS_PLAN: Final = node(Ckg.hasPlan)


class PlanQuads(NamedTuple):
    """The quads of a plan as text: blocks of whole canonical N-Quads lines.

    A block of evidence holds all the lines about one claim or passage, in the order of their
    bytes.  Where several plans are of one document, they may cite the same passages.
    """

    facts: list[str]
    """The plan's own graph, line by line."""
    claims: list[str]
    """The claims of the graph beside it."""
    passages: list[str]
    """The passages and the document of the graph beside it."""


def plan_quads(plan: Plan, names: Names, line_of: Callable[[int], int]) -> Iterator[str]:
    """Yield the plan's quads, one canonical N-Quads line each.

    `line_of` gives the 1-based line of a character offset of the plan's document.
    """
    for blocks in plan_blocks(plan, names, line_of):
        for block in blocks:
            yield from whole_lines(block)


def plan_blocks(plan: Plan, names: Names, line_of: Callable[[int], int]) -> PlanQuads:
    """The quads of `plan_quads` in larger pieces, which is faster."""
    sheet = _Writer(plan, names, line_of)
    sheet.write_parties()
    sheet.write_plan()
    sheet.write_subjects()
    sheet.write_goals()
    sheet.write_statements()
    write_deeds(sheet)
    sheet.write_document()
    found = sheet.statements
    return PlanQuads(found.facts_lines(), found.claim_blocks(), found.passage_blocks())


def unlinked_parties(plan: Plan) -> Iterator[tuple[str, Stated[str]]]:
    """Yield each name that an activity or output gives to no party of the plan, or to two.

    Such a city is not linked, for the plan does not say which city it is; with it comes the
    label of the activity or output.
    """
    known = parties_by_name([(city, str(place)) for place, city in enumerate(plan.cities)])
    deeds: list[Activity | Output] = [*plan.activities, *plan.outputs]
    for deed in deeds:
        for name in dict.fromkeys(named_cities(deed)):
            if same_name(name) not in known:
                yield name, deed.label


class _Writer(Sheet):
    """Writes what a plan says of its parties, its subjects and itself."""

    # --- who

    def write_parties(self) -> None:
        add, state = self.statements.structure, self.statements.fact
        for city, party in self.cities:
            add(party, _A, node(Ckg.Region if city.kind == "region" else Ckg.City))
            self.name(party, self.names.city(city).label, city.name)
            if city.country and city.country.value:
                country = node(COUNTRY + segment(slug(city.country.value)))
                state(party, node(Ckg.inCountry), country, city.country)
            self._write_region(city, party)
            if city.population and city.population.value is not None:
                state(party, node(Ckg.population), integer(city.population.value), city.population)
            if city.area_km2 and city.area_km2.value is not None:
                area = decimal(city.area_km2.value)
                if area is not None:
                    state(party, node(Ckg.areaKm2), area, city.area_km2)
            state(self.cooperation, node(Ckg.hasParty), party, city.name)
            add(party, node(Ckg.takesPartIn), self.cooperation)
            add(party, _HAS_PLAN, self.plan)

    def _write_region(self, city: City, party: str) -> None:
        stated = stated_region(city)
        if stated is None or city.region is None:
            return
        named = self.names.places.called(stated)
        region = node(named.iri)
        if region == party:
            return
        self.statements.structure(region, _A, node(Ckg.Region))
        self.name(region, named.label, city.region)
        if city.country and city.country.value:
            country = node(COUNTRY + segment(slug(city.country.value)))
            self.statements.fact(region, node(Ckg.inCountry), country, city.country)
        self.statements.fact(party, node(Ckg.inRegion), region, city.region)

    # --- the plan itself

    def write_plan(self) -> None:
        plan, add, state = self.record, self.statements.structure, self.statements.fact
        listed = " – ".join(city.name.value or "" for city, _ in self.cities)
        title = plan.title.value if plan.title else None
        add(self.plan, _A, node(Ckg.ActionPlan))
        add(self.plan, LABEL, literal(listed or title or plan.id))
        add(self.plan, node(Ckg.isPlanOf), self.cooperation)
        add(self.plan, node(Prov.wasDerivedFrom), self.document)
        add(self.cooperation, _A, node(Ckg.Cooperation))
        add(self.cooperation, LABEL, literal(self.cooperation_label))
        add(self.cooperation, _HAS_PLAN, self.plan)
        if plan.title and title:
            state(self.plan, node(Dcterms.title), literal(title, plan.title.language), plan.title)
        if plan.programme and plan.programme.value:
            named = self.names.programme(plan.programme.value)
            programme = node(named.iri)
            add(programme, _A, node(Ckg.Programme))
            self.name(programme, named.label, plan.programme)
            for subject in (self.plan, self.cooperation):
                state(subject, node(Ckg.hasProgramme), programme, plan.programme)
        if plan.period:
            ends = ((Schema.startDate, plan.period.start), (Schema.endDate, plan.period.end))
            for predicate, stated in ends:
                if stated and stated.value:
                    for subject in (self.plan, self.cooperation):
                        state(subject, node(predicate), moment(stated.value), stated)
            self._write_span(plan.period)
        for source in plan.sources:
            if source.value:
                address = web_address(source.value)
                page = node(address) if address else literal(source.value)
                state(self.plan, node(Dcterms.source), page, source)

    def _write_span(self, period: Period) -> None:
        """How long it runs, and the whole as it is stated: with open ends, from spring to May."""
        for predicate, stated, term in (
            (Dcterms.temporal, period.interval, lambda text: typed(text, Edtf.level1)),
            (Schema.duration, period.duration, duration),
        ):
            if stated and stated.value:
                for subject in (self.plan, self.cooperation):
                    self.statements.fact(subject, node(predicate), term(stated.value), stated)

    # --- what it is about

    def write_subjects(self) -> None:
        plan, add, state = self.record, self.statements.structure, self.statements.fact
        for theme in plan.themes:
            if theme.value is not None:
                term = node(self.names.theme(theme.value))
                self.themes[same_name(theme.value)] = term
                add(term, _A, node(Ckg.Theme))
                add(term, _A, node(Skos.Concept))
                state(term, LABEL, literal(theme.value, theme.language), theme)
                self._link(Ckg.hasTheme, term, theme)
        for topic in plan.urban_agenda_topics:
            if topic.value:
                self._link(Ckg.hasTopic, node(TOPIC + segment(slug(topic.value))), topic)

    def write_goals(self) -> None:
        plan = self.record
        for goal in plan.sdgs:
            if goal.value is not None:
                self._link(Ckg.hasGoal, f"<{Sdg.GOALS}{goal.value:d}>", goal)
        for target in plan.sdg_targets:
            if target.value:
                code = target.value.casefold()
                self._link(Ckg.hasTarget, self._part(Sdg.Target, segment(code), code), target)
        for indicator in plan.sdg_indicators:
            iri = indicator_iri(indicator.value or "")
            if indicator.value and iri:
                name = iri.removeprefix(Sdg.GOALS)
                term = self._part(Sdg.Indicator, name, indicator.value.casefold())
                self._link(Ckg.hasIndicator, term, indicator)

    def _part(self, cls: str, name: str, code: str) -> str:
        """A target or indicator, and the goal or target that it is a part of."""
        add, term = self.statements.structure, f"<{Sdg.GOALS}{name}>"
        add(term, _A, node(cls))
        add(term, node(Skos.notation), literal(code))
        add(term, node(Skos.broader), f"<{Sdg.GOALS}{segment(code.rpartition('.')[0])}>")
        return term

    def _link(self, predicate: str, term: str, said: Owned[T]) -> None:
        everyone = [self.plan, self.cooperation, *self.owners(said.cities)]
        self.statements.facts(everyone, node(predicate), term, said)

    # --- what it states

    def write_statements(self) -> None:
        plan = self.record
        for kind, cls, predicate, stated in (
            ("focus-area", Ckg.FocusArea, Ckg.hasFocusArea, plan.focus_areas),
            ("challenge", Ckg.Challenge, Ckg.hasChallenge, plan.challenges),
            ("objective", Ckg.Objective, Ckg.hasObjective, plan.objectives),
            ("result", Ckg.Result, Ckg.hasResult, plan.results),
        ):
            for term, item in self._minted(kind, stated):
                self._write_thing(term, cls, predicate, item)
                if item.lead:
                    lead = literal(" ".join(item.lead.quote.split()), item.language)
                    self.statements.fact(term, node(Ckg.lead), lead, item.lead)
                for party in self.owners(item.cities):
                    self.statements.fact(term, node(Ckg.ofParty), party, item)
        for term, contact in self._minted("contact", plan.contacts):
            self._write_thing(term, Ckg.ContactPoint, Ckg.contactPoint, contact)
            text = (contact.value or "").strip()
            address = web_address(text)
            if address is not None:
                self.statements.fact(term, node(Schema.url), node(address), contact)
            else:
                predicate = Schema.email if "@" in text else Schema.url
                self.statements.fact(term, node(predicate), literal(text), contact)

    def _write_thing(self, term: str, cls: str, predicate: str, stated: Stated[str]) -> None:
        self.statements.structure(term, _A, node(cls))
        label = literal(stated.value or "", stated.language)
        self.statements.fact(term, LABEL, label, stated)
        self.statements.fact(self.plan, node(predicate), term, stated)

    def _minted(self, kind: str, stated: Sequence[S]) -> Iterator[tuple[str, S]]:
        for item in sorted((i for i in stated if i.value is not None), key=lambda i: i.start):
            yield self.mint(kind, item.value or ""), item

    # --- where it was read

    def write_document(self) -> None:
        plan, add = self.record, self.statements.about_document
        source = plan.source
        add(self.document, _A, node(Ckg.PlanDocument))
        # The name without its folder: the same bytes are the same document wherever they lie.
        name = PurePath(source.path.replace("\\", "/")).name
        add(self.document, node(Schema.name), literal(name))
        add(self.document, node(Schema.encodingFormat), literal(source.media_type))
        add(self.document, node(Schema.sha256), literal(source.sha256))
        add(self.document, node(Ckg.characterCount), integer(source.characters))
        if plan.title and plan.title.value and source.row is None:
            # In a table the title is the row's, not the document's.
            title = literal(plan.title.value, plan.title.language)
            add(self.document, node(Dcterms.title), title)
