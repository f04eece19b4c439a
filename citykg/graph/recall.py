"""A plan out of the graph: the record that was built, as far as the graph holds it.

What the graph does not hold is `LOST`: it keeps what a plan says, and of its document no more than
the passages that say it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote

from citykg.errors import UsageError
from citykg.graph.known import Known, node, text_of
from citykg.graph.recalled import Recalled
from citykg.graph.store import open_store
from citykg.ontology.terms import (
    ID_BASE,
    Ckg,
    Dcterms,
    Prov,
    Rdf,
    Rdfs,
    Schema,
    Sdg,
    Skos,
)
from citykg.plan import (
    Activity,
    City,
    Output,
    Owned,
    Period,
    Plan,
    Source,
    Stated,
    Statement,
)

if TYPE_CHECKING:
    from pyoxigraph import Store

LOST: Final = (
    "the template, how well it fitted, what was unread, blank or a problem",
    "values that were not understood",
    "that a value is said of no party: it is said of all",
    "who took part in what was not done",
    "a sentence that is the activity's whole label; a cue that is the label itself",
    "the form of a duration: P18M is P1Y6M",
    "the folder and encoding of the document, its pages, and the row of a table",
)
"""What a recalled plan lacks of the plan that was built."""

_NEAR: Final = 3
_IRI_CHARACTERS: Final = "!#$%&'()*+,/:;=?@[]~-._"


def recall(source: Path | Store, plan: str) -> Plan:
    """The plan of a graph that an IRI, a short name or a label names, with its passages.

    Raises UsageError, in one sentence with the nearest names, where it names no plan or several.

        plan = recall(Path("citykg-graph"), "manchester-montreal")
    """
    store = open_store(source) if isinstance(source, Path) else source
    return _plan(Recalled(store, plan_named(store, plan)))


def plan_named(store: Store, name: str) -> str:
    """The IRI of the plan that a name means; raises UsageError for none or several."""
    known = Known(store)
    bare = name.strip().strip("<>")
    for form in dict.fromkeys((bare, quote(bare, safe=_IRI_CHARACTERS))):
        for prefix in ("", f"{known.base}plan/", known.base, f"{ID_BASE}plan/", ID_BASE):
            iri = prefix + form
            if ":" in iri and _is_plan(store, iri):
                return iri
    plans = {
        text_of(quad.subject)
        for quad in store.quads_for_pattern(None, node(Rdf.type), node(Ckg.ActionPlan), None)
    }
    labels: dict[str, list[str]] = {}
    for iri in sorted(plans):
        for predicate in (Rdfs.label, Dcterms.title):
            for quad in store.quads_for_pattern(node(iri), node(predicate), None, node(iri)):
                found = labels.setdefault(text_of(quad.object).casefold(), [])
                if iri not in found:
                    found.append(iri)
    found = labels.get(bare.casefold(), [])
    if len(found) == 1:
        return found[0]
    if found:
        listed = ", ".join(map(known.short, found[: _NEAR + 2]))
        raise UsageError(f"{len(found)} plans are called {bare!r}: say which ({listed}).")
    raise UsageError(_unknown(bare, known, sorted(plans), labels))


def _is_plan(store: Store, iri: str) -> bool:
    try:
        term = node(iri)
    except ValueError:
        return False
    quads = store.quads_for_pattern(term, node(Rdf.type), node(Ckg.ActionPlan), None)
    return next(quads, None) is not None


def _unknown(name: str, known: Known, plans: list[str], labels: dict[str, list[str]]) -> str:
    from difflib import get_close_matches

    if not plans:
        return f"The graph holds no plans, so none is called {name!r}."
    names = {label: iris[0] for label, iris in labels.items()}
    names |= {unquote(iri.rpartition("/")[2]).casefold(): iri for iri in plans}
    wanted = unquote(name).casefold().rpartition("plan/")[2]
    close = [names[match] for match in get_close_matches(wanted, names, n=_NEAR)]
    near = list(dict.fromkeys(map(known.short, close)))
    hint = f"did you mean {', '.join(near)}?" if near else f"there are {len(plans)}, such as "
    if not near:
        hint += f"{known.short(plans[0])}."
    return f"No plan in the graph is called {name!r}; {hint}"


def _plan(graph: Recalled) -> Plan:
    plan = graph.plan
    parties = _parties(graph)
    names = {party: city.name.value or "" for party, city in parties.items()}
    owned = _Owned(graph, names)
    activities, outputs = _deeds(graph, names)
    return Plan(
        id=unquote(plan.rpartition("/")[2]),
        template="graph",
        source=_source(graph),
        title=graph.words(plan, Dcterms.title),
        programme=next(
            (_named(graph, iri, said) for iri, said in graph.links(plan, Ckg.hasProgramme)), None
        ),
        cities=tuple(parties.values()),
        period=_period(graph),
        themes=owned.words(Ckg.hasTheme),
        sdgs=tuple(
            Owned(int(goal.value), goal.start, goal.end, goal.quote, None, goal.cities)
            for goal in owned.codes(Ckg.hasGoal, Sdg.GOALS)
            if goal.value and goal.value.isdigit()
        ),
        sdg_targets=owned.codes(Ckg.hasTarget, Sdg.GOALS),
        sdg_indicators=owned.noted(Ckg.hasIndicator),
        urban_agenda_topics=owned.codes(Ckg.hasTopic, f"{ID_BASE}topic/"),
        focus_areas=owned.statements(Ckg.hasFocusArea),
        challenges=owned.statements(Ckg.hasChallenge),
        objectives=owned.statements(Ckg.hasObjective),
        results=owned.statements(Ckg.hasResult),
        activities=activities,
        outputs=outputs,
        contacts=_contacts(graph),
        sources=graph.values(plan, Dcterms.source),
    )


def _source(graph: Recalled) -> Source:
    document = next(iter(graph.objects(graph.plan, Prov.wasDerivedFrom)), "")
    told = {
        predicate: next(iter(graph.objects(document, predicate)), "")
        for predicate in (Schema.name, Schema.sha256, Schema.encodingFormat, Ckg.characterCount)
    }
    return Source(
        path=told[Schema.name],
        sha256=told[Schema.sha256],
        media_type=told[Schema.encodingFormat],
        characters=int(told[Ckg.characterCount] or 0),
    )


def _named(graph: Recalled, iri: str, said: Stated[str]) -> Stated[str]:
    """What the plan calls a thing: of its names, the one that the same words state."""
    found = [*graph.values(iri, Rdfs.label), *graph.values(iri, Skos.altLabel)]
    own = [name for name in found if (name.start, name.end) == (said.start, said.end)]
    return (own or found or [said])[0]


def _parties(graph: Recalled) -> dict[str, City]:
    """The parties by IRI, in the order in which the document names them."""
    cooperation = next(iter(graph.objects(graph.plan, Ckg.isPlanOf)), "")
    found = {}
    for party, said in graph.links(cooperation, Ckg.hasParty):
        region = next(iter(graph.links(party, Ckg.inRegion)), None)
        country = next(iter(graph.links(party, Ckg.inCountry)), None)
        code = unquote(country[0].rpartition("/")[2]).upper() if country else ""
        population = next(iter(graph.values(party, Ckg.population)), None)
        area = next(iter(graph.values(party, Ckg.areaKm2)), None)
        found[party] = City(
            name=_named(graph, party, said),
            region=_named(graph, *region) if region else None,
            country=_with(country[1], code) if country else None,
            population=_with(population, int(population.value or 0)) if population else None,
            area_km2=_with(area, float(area.value or 0)) if area else None,
            kind=_kind(graph, party),
        )
    return found


def _kind(graph: Recalled, party: str) -> str:
    return "region" if Ckg.Region in graph.objects(party, Rdf.type) else "city"


def _period(graph: Recalled) -> Period | None:
    found = {
        name: next(iter(graph.values(graph.plan, predicate)), None)
        for name, predicate in (
            ("start", Schema.startDate),
            ("end", Schema.endDate),
            ("duration", Schema.duration),
            ("interval", Dcterms.temporal),
        )
    }
    return Period(**found) if any(found.values()) else None


class _Owned:
    """What a plan is about and states, each with the parties it is said of."""

    def __init__(self, graph: Recalled, names: dict[str, str]) -> None:
        self.graph = graph
        self.names = names

    def words(self, predicate: str) -> tuple[Owned[str], ...]:
        return tuple(
            self._owned(_named(self.graph, iri, said), predicate, iri)
            for iri, said in self.graph.links(self.graph.plan, predicate)
        )

    def codes(self, predicate: str, namespace: str) -> tuple[Owned[str], ...]:
        return tuple(
            self._owned(_with(said, unquote(iri.removeprefix(namespace))), predicate, iri)
            for iri, said in self.graph.links(self.graph.plan, predicate)
        )

    def noted(self, predicate: str) -> tuple[Owned[str], ...]:
        return tuple(
            self._owned(_with(said, code), predicate, iri)
            for iri, said in self.graph.links(self.graph.plan, predicate)
            for code in self.graph.objects(iri, Skos.notation)
        )

    def statements(self, predicate: str) -> tuple[Statement, ...]:
        graph, found = self.graph, []
        for iri, said in graph.links(graph.plan, predicate):
            item = _named(graph, iri, said)
            lead = graph.words(iri, Ckg.lead)
            told = (item.value, item.start, item.end, item.quote, item.language)
            cities = _known(graph, self.names, iri, Ckg.ofParty)
            found.append(Statement(*told, cities, lead.passage if lead else None))
        return tuple(found)

    def _owned(self, stated: Stated[str], predicate: str, iri: str) -> Owned[str]:
        cities = tuple(
            name for party, name in self.names.items() if self.graph.has(party, predicate, iri)
        )
        return Owned(stated.value, stated.start, stated.end, stated.quote, stated.language, cities)


def _deeds(
    graph: Recalled, names: dict[str, str]
) -> tuple[tuple[Activity, ...], tuple[Output, ...]]:
    activities = []
    for iri, said in graph.links(graph.plan, Ckg.hasActivity):
        deed = _deed(graph, names, iri, said, Ckg.activityType, Ckg.participant)
        told = {name: getattr(deed, name) for name in deed.__struct_fields__}
        hosts, visitors = (_known(graph, names, iri, role) for role in (Ckg.host, Ckg.visitor))
        others = graph.values(iri, Ckg.attendance)
        activities.append(Activity(**told, hosts=hosts, visitors=visitors, participants=others))
    outputs = tuple(
        _deed(graph, names, iri, said, Ckg.outputType, Ckg.producedBy)
        for iri, said in graph.links(graph.plan, Ckg.hasOutput)
    )
    return tuple(activities), outputs


def _deed(  # noqa: PLR0913 - a deed, and the terms that its class has for its type and parties
    graph: Recalled,
    names: dict[str, str],
    iri: str,
    said: Stated[str],
    type_predicate: str,
    role: str,
) -> Output:
    kind = next(iter(graph.links(iri, type_predicate)), None)
    status = next(iter(graph.links(iri, Ckg.status)), None)
    return Output(
        label=_named(graph, iri, said),
        type=_slug(kind[0]) if kind else None,
        status=_slug(status[0]) if status else None,
        cities=_known(graph, names, iri, role),
        type_cue=kind[1].passage if kind else None,
        status_cue=status[1].passage if status else None,
        sentence=graph.words(iri, Dcterms.description),
        dates=graph.values(iri, Dcterms.date),
        themes=tuple(
            _named(graph, theme, said).value or ""
            for theme, said in graph.links(graph.plan, Ckg.hasTheme)
            if graph.has(iri, Ckg.hasTheme, theme)
        ),
    )


def _known(graph: Recalled, names: dict[str, str], iri: str, role: str) -> tuple[str, ...]:
    """The parties of a deed in one role, in the plan's order."""
    linked = graph.objects(iri, role)
    return tuple(name for party, name in names.items() if party in linked)


def _contacts(graph: Recalled) -> tuple[Stated[str], ...]:
    return tuple(
        _named(graph, iri, said) for iri, said in graph.links(graph.plan, Ckg.contactPoint)
    )


def _slug(iri: str) -> str:
    return unquote(iri.rpartition("/")[2])


def _with(said: Stated[str], value: object) -> Stated:  # type: ignore[type-arg]
    """Another value, stated by the same words."""
    return Stated(value, said.start, said.end, said.quote)
