"""The peer: what a user would put together from regular expressions and rdflib.

What it does: takes the mark-up out, cuts the rows at their tabs and reads, each by one regular
expression, the towns, regions, countries, populations, areas, the period, themes, numbers of
goals, Urban Agenda topics, focus areas, challenges, objectives and results, and from the sentences
about the work activities and outputs with the first type and status whose word they hold.  It adds
one triple after the other with rdflib, in the shape of our graph: links of the towns, the
cooperation and the plan, and for every fact that it read a claim with its passage (in the text
without mark-up).  It writes Turtle and asks SPARQL, both with rdflib.

What it does not do: keep what it did not understand, tell a denial from a fact but by one word,
who hosted whom, names of one thing in several spellings, targets of goals, contacts, country codes
(a country is named by its words), offsets into the file as it is, names that stay when two things
of a plan share one, a check, a store on disk, a page, a report.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from rdflib import Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, PROV, RDF, RDFS, SKOS, XSD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib.term import Node

    Quad = tuple[Node, Node, Node, URIRef]

BASE = "https://w3id.org/citykg/id/"
CKG = Namespace("https://w3id.org/citykg/ontology#")
OA = Namespace("http://www.w3.org/ns/oa#")
SDGO = Namespace("http://metadata.un.org/sdg/ontology#")
SCHEMA = Namespace("https://schema.org/")

_TAG = re.compile(r"<[^>]+>")
_MONTHS = "January February March April May June July August September October November December"
_DATE = re.compile(rf"({'|'.join(_MONTHS.split())}) (\d{{4}})")
_GOAL = re.compile(r"(?<!\d)(1[0-7]|[1-9])(?!\d)")
_BULLET = re.compile(r"(?:^|\s)[•-] ?([^\s•-].*?)(?=\s[•-]|$)", re.DOTALL)
_TOPIC = re.compile(r"-(\w[^-]*\w)")
_SENTENCE = re.compile(r"[^.\s][^.]*\.", re.DOTALL)
_NUMBER = re.compile(r"\d[\d, ]*\d|\d")
_AREA = re.compile(r"\d+(?:\.\d+)?")
_FIELDS = {
    name: re.compile(rf"(?ms)^\s*{label}[^\t\n]*\t(.*?)(?=^[^\t\n]+\t|^For further|\Z)")
    for name, label in {
        "city": "City",
        "region": "(?:Province|Region)",
        "country": "Country",
        "population": "Population",
        "area": "Size",
        "period": "Period",
        "theme": "Cooperation Themes",
        "mentions": r"Related\s+SDGs",
        "focus": r"Key\s+focus",
        "challenge": r"Key\s+challenges",
        "objective": r"Main\s+objectives",
        "work": r"Short description",
        "result": r"Expected\s+results",
    }.items()
}
_ACTIVITIES = re.compile(
    "learning exchange|study visit|technical visit|staff exchange|workshop|webinar|training"
    "|study|pilot project|meeting",
    re.IGNORECASE,
)
_OUTPUTS = re.compile(
    "action plan|final report|case study|summary paper|memorandum of understanding|guidelines",
    re.IGNORECASE,
)
_STATUSES = {
    "not-done": re.compile(r"\bnot\b"),
    "planned": re.compile(r"\bplan(?:s|ned)?\b(?! for)|\bwill be\b"),
    "expected": re.compile(r"\bexpected\b|\bwill have\b|\bare to\b"),
    "ongoing": re.compile(r"\bcurrently\b"),
    "completed": re.compile(r"\b(?:held|went|hosted|conducted|carried out|delivered|organised)\b"),
}


_PARTY = r"([^(),|\n]+?) \(([^()]+)\)"
_PAIR = rf"{_PARTY}(?:,| and) {_PARTY}"
_REWRITTEN = [
    (re.compile(pattern, re.MULTILINE), rows)
    for pattern, rows in (
        # A label and its value on a line.
        (rf"^Cities: {_PAIR}$", r"City:\t\1\t\3\nCountry:\t\2\t\4"),
        (r"^SDGs: (\d+).*$", r"Related SDGs:\tSDGs: \1"),
        (r"^Challenges: (.*)$", r"Key challenges\t- \1"),
        # A paragraph.
        (
            rf"^{_PAIR} have worked together since ([A-Z]\w+ \d{{4}})\.",
            r"City:\t\1\t\3\nCountry:\t\2\t\4\nPeriod:\t\5\n",
        ),
        (r" contributes to SDG (\d+)\.", r"\nRelated SDGs:\tSDGs: \1\n"),
        (
            r" Both cities face the challenge that ([^.]*)\.",
            r"\nKey challenges\t- \1\nShort description\t",
        ),
        # A table of Markdown.
        (r"^\|---.*", ""),
        (r"^\|  \| (.*?) \| (.*?) \|$", r"City:\t\1\t\2"),
        (r"^\| (Country|Population) \| (.*?) \| (.*?) \|$", r"\1:\t\2\t\3"),
        (r"^\| Themes \| (.*?) \| \|$", r"Cooperation Themes:\t• \1"),
        (r"^Cooperation themes:", "Cooperation Themes:"),
        (r"^(?:## Activities\n+|Activities:\s*)", r"Short description\t"),
    )
]


class Said(NamedTuple):
    """A value and the characters that say it."""

    value: str
    start: int
    quote: str


class Deed(NamedTuple):
    """An activity or output."""

    kind: str
    type: str
    status: str | None
    sentence: Said


class Record(NamedTuple):
    """What the peer understands of a plan."""

    name: str
    sha256: str
    characters: int
    line_ends: list[int]
    title: Said
    columns: dict[str, list[Said]]
    lists: dict[str, list[Said]]
    period: list[Said]
    goals: list[Said]
    topics: list[Said]
    deeds: list[Deed]


def as_rows(text: str) -> str:
    """The short layouts rewritten as rows with tabs; a long plan stays as it is."""
    for pattern, rows in _REWRITTEN:
        text = pattern.sub(rows, text)
    return text


def read_record(name: str, data: bytes) -> Record:
    """What one plan says, by regular expressions."""
    text = as_rows(_TAG.sub(" ", data.decode()))
    cells = {field: pattern.search(text) for field, pattern in _FIELDS.items()}

    def cell(field: str) -> tuple[int, str]:
        match = cells[field]
        return (match.start(1), match[1]) if match else (0, "")

    def found(field: str, pattern: re.Pattern[str]) -> list[Said]:
        at, words = cell(field)
        return [
            Said(" ".join(m[m.re.groups].split()), at + m.start(m.re.groups), m[m.re.groups])
            for m in pattern.finditer(words)
        ]

    column = re.compile(r"[^\t\n]+")
    mentions = cell("mentions")[1]
    goals, _, topics = mentions.partition("EU Urban Agenda")
    at, topics_at = cell("mentions")[0], cell("mentions")[0] + len(goals) + len("EU Urban Agenda")
    months = _MONTHS.split()
    heading = text.strip().partition("\n")[0]
    return Record(
        name=name,
        sha256=sha256(data).hexdigest(),
        characters=len(text),
        line_ends=[m.start() for m in re.finditer("\n", text)],
        title=Said(heading, text.find(heading), heading),
        columns={
            "city": found("city", column),
            "region": found("region", column),
            "country": found("country", column),
            "population": found("population", re.compile(r"(?:^|(?<=\t))[^\t\n]+")),
            "area": found("area", re.compile(r"(?:^|(?<=\t))[^\t\n]+")),
        },
        lists={
            "theme": found("theme", _BULLET),
            "focus": found("focus", _BULLET),
            "challenge": found("challenge", _BULLET),
            "objective": found("objective", _BULLET),
            "result": found("result", _SENTENCE),
        },
        period=[
            Said(
                f"{said.quote[-4:]}-{months.index(said.quote.split()[0]) + 1:02}",
                said.start,
                said.quote,
            )
            for said in found("period", re.compile(f"({_DATE.pattern.replace('(', '(?:')})"))
        ],
        goals=[Said(m[0], at + m.start(), m[0]) for m in _GOAL.finditer(goals)],
        topics=[Said(m[1].strip(), topics_at + m.start(1), m[1]) for m in _TOPIC.finditer(topics)],
        deeds=list(_deeds([*found("work", _SENTENCE), *found("result", _SENTENCE)])),
    )


def _deeds(sentences: list[Said]) -> Iterator[Deed]:
    for sentence in sentences:
        status = next((s for s, cue in _STATUSES.items() if cue.search(sentence.value)), None)
        for kind, pattern in (("activity", _ACTIVITIES), ("output", _OUTPUTS)):
            word = pattern.search(sentence.value)
            if word:
                yield Deed(kind, _slug(word[0]), status, sentence)


def _slug(text: str) -> str:
    return re.sub(r"\W+", "-", text.casefold()).strip("-")[:60]


def _iri(*path: str) -> URIRef:
    return URIRef(BASE + "/".join(quote(part) for part in path))


def quads(record: Record) -> Iterator[Quad]:  # noqa: C901, PLR0912, PLR0915 - a script's way
    """Yield the quads of one plan: what it declares, and the evidence for each fact."""
    cities = record.columns["city"]
    plan_id = "-".join(_slug(said.value) for said in cities)
    plan, cooperation = _iri("plan", plan_id), _iri("cooperation", plan_id)
    evidence = URIRef(f"{plan}/evidence")
    document = _iri("document", record.sha256[:16])
    claims = 0
    passages: set[URIRef] = set()

    def fact(s: Node, p: Node, o: Node, said: Said) -> Iterator[Quad]:
        nonlocal claims
        yield s, p, o, plan
        claims += 1
        claim = URIRef(f"{plan}/claim/{claims}")
        end = said.start + len(said.quote)
        passage = URIRef(f"{document}#char={said.start},{end}")
        yield claim, RDF.type, CKG.Claim, evidence
        yield claim, RDF.subject, s, evidence
        yield claim, RDF.predicate, p, evidence
        yield claim, RDF.object, o, evidence
        yield claim, PROV.wasQuotedFrom, passage, evidence
        if passage in passages:
            return
        passages.add(passage)
        yield passage, RDF.type, CKG.Passage, evidence
        yield passage, OA.exact, Literal(said.quote), evidence
        yield passage, OA.start, Literal(said.start, datatype=XSD.nonNegativeInteger), evidence
        yield passage, OA.end, Literal(end, datatype=XSD.nonNegativeInteger), evidence
        line = bisect_left(record.line_ends, said.start) + 1
        yield passage, CKG.line, Literal(line), evidence
        yield passage, DCTERMS.isPartOf, document, evidence

    towns = []
    regions, countries, people, areas = (
        [*record.columns[name], *[None] * len(cities)]
        for name in ("region", "country", "population", "area")
    )
    for number, city in enumerate(cities):
        said_country, said_region = countries[number], regions[number]
        where = _slug(said_country.value) if said_country else "zz"
        town = _iri("city", where, _slug(city.value))
        towns.append(town)
        yield town, RDF.type, CKG.City, plan
        yield from fact(town, RDFS.label, Literal(city.value), city)
        yield from fact(cooperation, CKG.hasParty, town, city)
        yield town, CKG.takesPartIn, cooperation, plan
        yield town, CKG.hasPlan, plan, plan
        if said_country:
            yield from fact(town, CKG.inCountry, _iri("country", where), said_country)
        if said_region:
            region = _iri("region", where, _slug(said_region.value))
            yield region, RDF.type, CKG.Region, plan
            yield from fact(region, RDFS.label, Literal(said_region.value), said_region)
            yield from fact(town, CKG.inRegion, region, said_region)
        for said, predicate, pattern, datatype in (
            (people[number], CKG.population, _NUMBER, XSD.integer),
            (areas[number], CKG.areaKm2, _AREA, XSD.decimal),
        ):
            match = pattern.search(said.value) if said else None
            if said and match:
                digits = re.sub(r"[, ]", "", match[0])
                yield from fact(town, predicate, Literal(digits, datatype=datatype), said)
    everyone = [plan, cooperation, *towns]
    yield plan, RDF.type, CKG.ActionPlan, plan
    yield plan, RDFS.label, Literal(" – ".join(said.value for said in cities)), plan
    yield plan, CKG.isPlanOf, cooperation, plan
    yield plan, PROV.wasDerivedFrom, document, plan
    yield from fact(plan, DCTERMS.title, Literal(record.title.value), record.title)
    yield cooperation, RDF.type, CKG.Cooperation, plan
    yield cooperation, CKG.hasPlan, plan, plan
    for predicate, said in zip((SCHEMA.startDate, SCHEMA.endDate), record.period, strict=False):
        for subject in (plan, cooperation):
            yield from fact(subject, predicate, Literal(said.value, datatype=XSD.gYearMonth), said)
    for said in record.lists["theme"]:
        theme = _iri("theme", _slug(said.value))
        yield theme, RDF.type, CKG.Theme, plan
        yield theme, RDF.type, SKOS.Concept, plan
        yield from fact(theme, RDFS.label, Literal(said.value, lang="en"), said)
        for subject in everyone:
            yield from fact(subject, CKG.hasTheme, theme, said)
    for said in record.goals:
        goal = URIRef(f"http://metadata.un.org/sdg/{said.value}")
        for subject in everyone:
            yield from fact(subject, CKG.hasGoal, goal, said)
    for said in record.topics:
        for subject in everyone:
            yield from fact(subject, CKG.hasTopic, _iri("topic", _slug(said.value)), said)
    for kind, cls, predicate in (
        ("focus", CKG.FocusArea, CKG.hasFocusArea),
        ("challenge", CKG.Challenge, CKG.hasChallenge),
        ("objective", CKG.Objective, CKG.hasObjective),
        ("result", CKG.Result, CKG.hasResult),
    ):
        for said in record.lists[kind]:
            thing = _iri(kind, plan_id, _slug(said.value))
            yield thing, RDF.type, cls, plan
            yield from fact(thing, RDFS.label, Literal(said.value, lang="en"), said)
            yield from fact(plan, predicate, thing, said)
    for deed in record.deeds:
        said = deed.sentence
        activity = deed.kind == "activity"
        thing = _iri(deed.kind, plan_id, _slug(said.value))
        yield thing, RDF.type, CKG.Activity if activity else CKG.Output, plan
        yield from fact(thing, RDFS.label, Literal(said.value, lang="en"), said)
        predicate = CKG.activityType if activity else CKG.outputType
        yield from fact(thing, predicate, _iri(f"{deed.kind}-type", deed.type), said)
        if deed.status:
            yield from fact(thing, CKG.status, _iri("status", deed.status), said)
        named = [t for t, city in zip(towns, cities, strict=True) if city.value in said.value]
        has = CKG.hasActivity if activity else CKG.hasOutput
        yield from fact(plan, has, thing, said)
        if deed.status != "not-done":
            for town in named:
                by = CKG.participant if activity else CKG.producedBy
                yield from fact(thing, by, town, said)
            for subject in (cooperation, *(named or towns)):
                yield from fact(subject, has, thing, said)
    yield document, RDF.type, CKG.PlanDocument, evidence
    yield document, SCHEMA.name, Literal(record.name), evidence
    yield document, SCHEMA.sha256, Literal(record.sha256), evidence
    yield document, CKG.characterCount, Literal(record.characters), evidence
