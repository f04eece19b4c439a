"""Faults between things and between graphs: what is changed in a good graph, and what is found."""

from __future__ import annotations

from typing import NamedTuple

from graph_examples import BASE, COOPERATION, DOCUMENT, LODZ, PILOT, PLAN_IRI, REPORT, VISIT
from plan_examples import TEXT

from citykg.ontology.terms import PREFIXES

CLAIM = f"{PLAN_IRI}/claim/planted"
POINT = BASE + "geometry/geonames-3093133"
PLACE = "https://sws.geonames.org/3093133/"
MAPPING = BASE + "mapping/planted"
ELSEWHERE = BASE + "city/de/elsewhere"
FIRST = f"{DOCUMENT}#char={TEXT.index('Łódź')},{TEXT.index('Łódź') + 4}"
SUGGESTION = BASE + "suggestion/planted"

HEAD = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in PREFIXES.items()) + (
    f"PREFIX id: <{BASE}>\nPREFIX graph: <{BASE}graph/>\n"
)
LINKS = f"""
INSERT DATA {{ GRAPH graph:links {{
    <{LODZ}> skos:exactMatch <{PLACE}> ; geo:hasGeometry <{POINT}> .
    <{MAPPING}> a sssom:Mapping , owl:Axiom ;
        owl:annotatedSource <{LODZ}> ;
        owl:annotatedProperty skos:exactMatch ;
        owl:annotatedTarget <{PLACE}> ;
        sssom:mapping_justification semapv:CompositeMatching ;
        sssom:confidence 0.97 .
    <{PLACE}> a gn:Feature .
    <{POINT}> a geo:Geometry ;
        geo:asWKT "POINT (19.47395 51.77058)"^^geo:wktLiteral ;
        prov:wasDerivedFrom <{PLACE}> .
}} }}
"""
"""A link as the build writes it: nothing is wrong with it."""


class Planted(NamedTuple):
    """A change, and the one violation with this message that it makes."""

    update: str
    message: str
    focus: str
    severity: str = "violation"


def plan(triples: str) -> str:
    """An update that adds to the plan's graph."""
    return f"INSERT DATA {{ GRAPH <{PLAN_IRI}> {{ {triples} }} }}"


def evidence(triples: str) -> str:
    """An update that adds to the evidence."""
    return f"INSERT DATA {{ GRAPH <{PLAN_IRI}/evidence> {{ {triples} }} }}"


def links(triples: str) -> str:
    """An update that adds to the links."""
    return f"INSERT DATA {{ GRAPH graph:links {{ {triples} }} }}"


def instead(subject: str, path: str, value: str = "", graph: str = "graph:links") -> str:
    """An update that puts a value in the place of another, or nothing."""
    new = f"<{subject}> {path} {value}" if value else ""
    return (
        f"DELETE WHERE {{ GRAPH {graph} {{ <{subject}> {path} ?any }} }} ;\n"
        f"INSERT DATA {{ GRAPH {graph} {{ {new} }} }}"
    )


PLANTED = {
    "period of an activity": Planted(
        plan(f'<{VISIT}> schema:startDate "2020"^^xsd:gYear ; schema:endDate "2019"^^xsd:gYear'),
        "ends after it begins",
        VISIT,
    ),
    "one party": Planted(
        f"DELETE WHERE {{ GRAPH <{PLAN_IRI}> {{ ?any ckg:hasParty <{LODZ}> }} }}",
        "at least two parties",
        COOPERATION,
        "warning",
    ),
    "density": Planted(plan(f"<{LODZ}> ckg:areaKm2 0.5"), "so many people", LODZ, "warning"),
    "host": Planted(plan(f"<{VISIT}> ckg:host <{ELSEWHERE}>"), "is a party of the plan's", VISIT),
    "owner": Planted(
        plan(f"<{REPORT}> ckg:producedBy <{ELSEWHERE}>"), "is a party of the plan's", REPORT
    ),
    "denied": Planted(
        plan(f"<{LODZ}> ckg:hasActivity <{PILOT}>"), "linked from the plan alone", LODZ
    ),
    "nobody": Planted(plan(f"<{PILOT}> ckg:host <{LODZ}>"), "Nobody took part", PILOT),
    "language": Planted(
        plan(f'<{REPORT}> dcterms:description "Ein Bericht"@german'), "such as en or pt-BR", REPORT
    ),
    "unbacked": Planted(plan(f"<{LODZ}> ckg:hasGoal sdg:4"), "no passage is given", LODZ),
    "unsaid": Planted(
        evidence(
            f"<{CLAIM}> a ckg:Claim ; rdf:subject <{LODZ}> ; rdf:predicate ckg:hasGoal ;"
            f" rdf:object sdg:4 ; prov:wasQuotedFrom <{FIRST}>"
        ),
        "the graph does not say this",
        CLAIM,
    ),
    "length": Planted(
        instead(FIRST, "oa:exact", '"Łódźka"', f"<{PLAN_IRI}/evidence>"),
        "as long as its words",
        FIRST,
    ),
    "behind the end": Planted(
        instead(FIRST, "oa:end", "99999", f"<{PLAN_IRI}/evidence>"), "ends behind it", FIRST
    ),
    "declared among suggestions": Planted(
        f"INSERT DATA {{ GRAPH graph:suggestions {{ <{LODZ}> ckg:hasIndicator sdg:C010101 }} }}",
        "suggested is not declared",
        LODZ,
    ),
    "suggested among the declared": Planted(
        plan(f"<{SUGGESTION}> a ckg:Suggestion"), "where plans declare", SUGGESTION
    ),
    "no source": Planted(instead(MAPPING, "owl:annotatedSource"), "leads from exactly", MAPPING),
    "no kind": Planted(
        instead(MAPPING, "owl:annotatedProperty", "rdfs:seeAlso"), "exactly one kind", MAPPING
    ),
    "no target": Planted(instead(MAPPING, "owl:annotatedTarget"), "leads to exactly", MAPPING),
    "no justification": Planted(instead(MAPPING, "sssom:mapping_justification"), "SEMAPV", MAPPING),
    "justified by something else": Planted(
        instead(MAPPING, "sssom:mapping_justification", "ckg:Claim"), "SEMAPV", MAPPING
    ),
    "no confidence": Planted(instead(MAPPING, "sssom:confidence"), "one confidence", MAPPING),
    "confidence of zero": Planted(
        instead(MAPPING, "sssom:confidence", "0.0"), "one confidence", MAPPING
    ),
    "confidence above one": Planted(
        instead(MAPPING, "sssom:confidence", "1.01"), "one confidence", MAPPING
    ),
    "no point on earth": Planted(
        instead(POINT, "geo:asWKT", '"POINT (51.77 191.4)"^^geo:wktLiteral'), "one point", POINT
    ),
    "point of nobody": Planted(instead(POINT, "prov:wasDerivedFrom"), "which gazetteer", POINT),
    "unexplained": Planted(
        links(f"<{LODZ}> skos:closeMatch wd:Q580"), "has a mapping that says why", LODZ
    ),
    "unlinked": Planted(instead(LODZ, "skos:exactMatch"), "this link is not there", MAPPING),
    "from elsewhere": Planted(
        links(f"<{PLACE}> skos:exactMatch wd:Q580"), "from somebody else's", PLACE
    ),
    "two places": Planted(
        links(f"<{LODZ}> skos:exactMatch <https://sws.geonames.org/1/>"), "here it is two", LODZ
    ),
}
