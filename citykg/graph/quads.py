"""A plan as quads: what it declares in its own graph, and the evidence in the graph beside.

Pure: the same plan, names and lines give the same bytes.  The lines are canonical N-Quads, each
with its newline, in the order of the record and none twice.  `docs/ontology.md` draws the shape.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Final, NamedTuple

from citykg.graph.evidence import Statements, whole_lines
from citykg.graph.iris import same_name, segment, slug, web_address
from citykg.graph.nquads import decimal, integer, literal, moment, node
from citykg.graph.places import stated_region
from citykg.ontology.terms import (
    ACTIVITY_TYPE,
    COUNTRY,
    OUTPUT_TYPE,
    STATUS,
    TOPIC,
    Ckg,
    Dcterms,
    Prov,
    Rdf,
    Rdfs,
    Schema,
    Sdg,
    Skos,
)
from citykg.plan import Activity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from citykg.graph.evidence import Spoken
    from citykg.graph.names import Names
    from citykg.plan import City, Output, Plan, Stated

NOT_DONE: Final = "not-done"
"""The status of what a plan denies: linked from the plan only, for nobody took part in it."""

_A: Final = node(Rdf.type)
_LABEL: Final = node(Rdfs.label)
_ALSO: Final = node(Skos.altLabel)
_DESCRIPTION: Final = node(Dcterms.description)
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
    sheet = _Sheet(plan, names, line_of)
    sheet.write_parties()
    sheet.write_plan()
    sheet.write_subjects()
    sheet.write_statements()
    sheet.write_activities()
    sheet.write_document()
    found = sheet.statements
    return PlanQuads(found.facts_lines(), found.claim_blocks(), found.passage_blocks())


def unlinked_parties(plan: Plan) -> Iterator[tuple[str, Stated[str]]]:
    """Yield each name that an activity or output gives to no party of the plan, or to two.

    Such a city is not linked, for the plan does not say which city it is; with it comes the
    label of the activity or output.
    """
    known = _parties_by_name([(city, str(place)) for place, city in enumerate(plan.cities)])
    deeds: list[Activity | Output] = [*plan.activities, *plan.outputs]
    for deed in deeds:
        for name in dict.fromkeys(_named_cities(deed)):
            if same_name(name) not in known:
                yield name, deed.label


class _Sheet:
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
        self.by_name = _parties_by_name(self.cities)
        self.everyone = [self.plan, self.cooperation, *self.parties]
        self.statements = Statements(own.iri, document, line_of)
        self._taken: set[str] = set()

    # --- who

    def write_parties(self) -> None:
        add, state = self.statements.structure, self.statements.fact
        for city, party in self.cities:
            add(party, _A, node(Ckg.Region if city.kind == "region" else Ckg.City))
            self._name(party, self.names.city(city).label, city.name)
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
        named = self.names.places.region(stated)
        region = node(named.iri)
        if region == party:
            return
        self.statements.structure(region, _A, node(Ckg.Region))
        self._name(region, named.label, city.region)
        if city.country and city.country.value:
            country = node(COUNTRY + segment(slug(city.country.value)))
            self.statements.fact(region, node(Ckg.inCountry), country, city.country)
        self.statements.fact(party, node(Ckg.inRegion), region, city.region)

    def _name(self, thing: str, label: str, stated: Stated[str]) -> None:
        # One label for a thing that plans spell differently, or each spelling would be a row.
        text = " ".join((stated.value or "").split())
        predicate = _LABEL if text == label else _ALSO
        self.statements.fact(thing, predicate, literal(text, stated.language), stated)

    # --- the plan itself

    def write_plan(self) -> None:
        plan, add, state = self.record, self.statements.structure, self.statements.fact
        listed = " – ".join(city.name.value or "" for city, _ in self.cities)
        title = plan.title.value if plan.title else None
        add(self.plan, _A, node(Ckg.ActionPlan))
        add(self.plan, _LABEL, literal(listed or title or plan.id))
        add(self.plan, node(Ckg.isPlanOf), self.cooperation)
        add(self.plan, node(Prov.wasDerivedFrom), self.document)
        add(self.cooperation, _A, node(Ckg.Cooperation))
        add(self.cooperation, _LABEL, literal(self.cooperation_label))
        add(self.cooperation, _HAS_PLAN, self.plan)
        if plan.title and title:
            state(self.plan, node(Dcterms.title), literal(title, plan.title.language), plan.title)
        if plan.programme and plan.programme.value:
            named = self.names.programme(plan.programme.value)
            programme = node(named.iri)
            add(programme, _A, node(Ckg.Programme))
            self._name(programme, named.label, plan.programme)
            for subject in (self.plan, self.cooperation):
                state(subject, node(Ckg.hasProgramme), programme, plan.programme)
        if plan.period:
            ends = ((Schema.startDate, plan.period.start), (Schema.endDate, plan.period.end))
            for predicate, stated in ends:
                if stated and stated.value:
                    for subject in (self.plan, self.cooperation):
                        state(subject, node(predicate), moment(stated.value), stated)
        for source in plan.sources:
            if source.value:
                address = web_address(source.value)
                page = node(address) if address else literal(source.value)
                state(self.plan, node(Dcterms.source), page, source)

    # --- what it is about

    def write_subjects(self) -> None:
        plan, add, state = self.record, self.statements.structure, self.statements.fact
        for theme in plan.themes:
            if theme.value is not None:
                term = node(self.names.theme(theme.value))
                add(term, _A, node(Ckg.Theme))
                add(term, _A, node(Skos.Concept))
                state(term, _LABEL, literal(theme.value, theme.language), theme)
                self._link(Ckg.hasTheme, term, theme)
        for goal in plan.sdgs:
            if goal.value is not None:
                self._link(Ckg.hasGoal, f"<{Sdg.GOALS}{goal.value:d}>", goal)
        for target in plan.sdg_targets:
            if target.value:
                code = target.value.casefold()
                term = f"<{Sdg.GOALS}{segment(code)}>"
                add(term, _A, node(Sdg.Target))
                add(term, node(Skos.notation), literal(code))
                goal_number = segment(code.partition(".")[0])
                add(term, node(Skos.broader), f"<{Sdg.GOALS}{goal_number}>")
                self._link(Ckg.hasTarget, term, target)
        for topic in plan.urban_agenda_topics:
            if topic.value:
                self._link(Ckg.hasTopic, node(TOPIC + segment(slug(topic.value))), topic)

    def _link(self, predicate: str, term: str, said: Spoken) -> None:
        self.statements.facts(self.everyone, node(predicate), term, said)

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
        self.statements.fact(term, _LABEL, label, stated)
        self.statements.fact(self.plan, node(predicate), term, stated)

    def _minted(
        self, kind: str, stated: Sequence[Stated[str]]
    ) -> Iterator[tuple[str, Stated[str]]]:
        for item in sorted((i for i in stated if i.value is not None), key=lambda i: i.start):
            yield self._mint(kind, item.value or ""), item

    def _mint(self, kind: str, label: str) -> str:
        first = f"{self.names.base}{kind}/{self.id}/{segment(slug(label))}"
        iri, count = first, 1
        while iri in self._taken:
            count += 1
            iri = f"{first}-{count}"
        self._taken.add(iri)
        return node(iri)

    # --- what was done and made

    def write_activities(self) -> None:
        for activity in sorted(self.record.activities, key=lambda item: item.label.start):
            self._write_deed(activity)
        for output in sorted(self.record.outputs, key=lambda item: item.label.start):
            self._write_deed(output)

    def _write_deed(self, deed: Activity | Output) -> None:
        add, state = self.statements.structure, self.statements.fact
        label, sentence = deed.label, deed.sentence
        if label.value is None:
            return
        activity = isinstance(deed, Activity)
        term = self._mint("activity" if activity else "output", label.value)
        add(term, _A, node(Ckg.Activity if activity else Ckg.Output))
        state(term, _LABEL, literal(label.value, label.language), label)
        scheme = ACTIVITY_TYPE if activity else OUTPUT_TYPE
        type_predicate = node(Ckg.activityType if activity else Ckg.outputType)
        if deed.type:
            state(term, type_predicate, _concept(scheme, deed.type), deed.type_cue or label)
        if deed.status:
            status_words = deed.status_cue or sentence or label
            state(term, node(Ckg.status), _concept(STATUS, deed.status), status_words)
        if sentence and sentence.value and len(sentence.value) > len(label.value):
            text = literal(sentence.value, sentence.language)
            state(term, _DESCRIPTION, text, sentence)
        named = self._known(deed.cities)
        roles = {Ckg.participant if activity else Ckg.producedBy: named}
        if isinstance(deed, Activity):
            roles[Ckg.host] = self._known(deed.hosts)
            roles[Ckg.visitor] = self._known(deed.visitors)
        has = node(Ckg.hasActivity if activity else Ckg.hasOutput)
        state(self.plan, has, term, label)
        if deed.status != NOT_DONE:
            for predicate, parties in roles.items():
                for party in parties:
                    state(term, node(predicate), party, sentence or label)
            # A plan that names cities for a deed says that the others had no part in it.
            linked = self._known(_named_cities(deed)) if any(_named_cities(deed)) else self.parties
            self.statements.facts([self.cooperation, *linked], has, term, label)

    def _known(self, cities: Sequence[str]) -> list[str]:
        found = (self.by_name.get(same_name(name)) for name in cities)
        return list(dict.fromkeys(party for party in found if party))

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


def _parties_by_name(cities: Sequence[tuple[City, str]]) -> dict[str, str]:
    # A name that two parties share says of neither that it took part.
    found: dict[str, str] = {}
    shared: set[str] = set()
    for city, party in cities:
        name = same_name(city.name.value or "")
        if found.setdefault(name, party) != party:
            shared.add(name)
    return {name: party for name, party in found.items() if name not in shared}


def _named_cities(deed: Activity | Output) -> tuple[str, ...]:
    if isinstance(deed, Activity):
        return (*deed.cities, *deed.hosts, *deed.visitors)
    return deed.cities


def _concept(scheme: str, name: str) -> str:
    return node(scheme + segment(slug(name)))
