"""The concept schemes: whole, consistent, and usable for recognising words in a text."""

from __future__ import annotations

import doctest
from collections import Counter, defaultdict

import pytest
from rdflib import RDF, SKOS, Graph, URIRef

from citykg.ontology import vocabulary
from citykg.ontology.files import SCHEMES, scheme_file, vocabulary_files
from citykg.ontology.terms import (
    ACTIVITY_TYPE,
    COUNTRY,
    FIELD,
    OUTPUT_TYPE,
    PREFIXES,
    SCHEME,
    STATUS,
    TOPIC,
    Sdg,
)
from citykg.ontology.vocabulary import concept, concepts

LANGUAGES = {"en", "de", "es", "fr", "it", "pt", "sv"}
UN_LANGUAGES = {"ar", "en", "es", "fr", "ru", "zh"}
BASES = {
    "activity-types": ACTIVITY_TYPE,
    "countries": COUNTRY,
    "fields": FIELD,
    "goals": Sdg.GOALS,
    "output-types": OUTPUT_TYPE,
    "statuses": STATUS,
    "targets": Sdg.GOALS,
    "topics": TOPIC,
}


@pytest.fixture(scope="module")
def graphs() -> dict[str, Graph]:
    """The files of the schemes, as rdflib reads them."""
    return {
        scheme: Graph().parse(data=scheme_file(scheme).read_bytes(), format="turtle")
        for scheme in SCHEMES
    }


@pytest.mark.parametrize("scheme", SCHEMES)
def test_iris(scheme: str) -> None:
    """A concept's IRI is the scheme's base and its slug."""
    assert concepts(scheme)
    for item in concepts(scheme):
        assert item.iri == BASES[scheme] + item.slug


@pytest.mark.parametrize("scheme", SCHEMES)
def test_preferred_labels(scheme: str) -> None:
    """A concept has exactly one preferred label in each of the seven languages.

    What is the United Nations' has one in each of its six too.
    """
    expected = LANGUAGES | (UN_LANGUAGES if BASES[scheme] == Sdg.GOALS else set())
    for item in concepts(scheme):
        languages = Counter(label.language for label in item.labels if label.kind == "preferred")
        assert languages == dict.fromkeys(expected, 1), item.slug


@pytest.mark.parametrize("scheme", SCHEMES)
def test_label_kinds_are_disjoint(scheme: str) -> None:
    """No wording of a concept is preferred, alternative or hidden twice in one language."""
    for item in concepts(scheme):
        wordings = Counter((label.text.casefold(), label.language) for label in item.labels)
        assert {wording for wording, count in wordings.items() if count > 1} == set(), item.slug


@pytest.mark.parametrize("scheme", SCHEMES)
def test_labels_are_unambiguous(scheme: str) -> None:
    """A wording means one concept of a scheme, whatever its case and language."""
    meanings = defaultdict(set)
    for item in concepts(scheme):
        for label in item.labels:
            meanings[label.text.casefold()].add(item.slug)
    assert {text: slugs for text, slugs in meanings.items() if len(slugs) > 1} == {}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_labels_are_clean(scheme: str) -> None:
    """A label is made of single spaces and words, and has a language."""
    for item in concepts(scheme):
        for label in item.labels:
            assert label.text == " ".join(label.text.split())
            assert label.text
            assert label.language


@pytest.mark.parametrize("scheme", sorted({*SCHEMES} - {"fields"}))
def test_both_apostrophes(scheme: str) -> None:
    """A label that is written with an apostrophe is there with the curly one too.

    Loaders look for these labels in texts as they are; a theme is compared without its signs.
    """
    for item in concepts(scheme):
        texts = {label.text.casefold() for label in item.labels}
        for text in texts:
            assert text.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}") in texts


@pytest.mark.parametrize("scheme", sorted({*SCHEMES} - {"countries", "targets"}))
def test_skos_integrity(graphs: dict[str, Graph], scheme: str) -> None:
    """Every concept is in its scheme, below a top concept, and none is broader than itself."""
    graph = graphs[scheme]
    top = URIRef(SCHEME + scheme)
    members = set(graph.subjects(RDF.type, SKOS.Concept))
    assert members == set(graph.subjects(SKOS.inScheme, top))
    assert set(graph.subjects(SKOS.topConceptOf, top)) == (
        set(graph.objects(top, SKOS.hasTopConcept)) or members
    )
    for member in members:
        chain = list(graph.transitive_objects(member, SKOS.broader))
        assert len(chain) == len(set(chain))
        assert set(chain) <= members
        assert (chain[-1], SKOS.topConceptOf, top) in graph
        assert member not in list(graph.transitive_objects(member, SKOS.broader))[1:]


def test_targets(graphs: dict[str, Graph]) -> None:
    """The 169 targets of the United Nations, each below its goal and in the scheme of the goals."""
    graph, scheme = graphs["targets"], URIRef(SCHEME + "goals")
    assert len(concepts("targets")) == 169
    for item in concepts("targets"):
        target = URIRef(item.iri)
        goal = URIRef(Sdg.GOALS + item.slug.partition(".")[0])
        assert item.notation == item.slug
        assert list(graph.objects(target, SKOS.broader)) == [goal]
        assert (goal, RDF.type, SKOS.Concept) in graphs["goals"]
        assert scheme in set(graph.objects(target, SKOS.inScheme))


def test_fields(graphs: dict[str, Graph]) -> None:
    """Each field leads to goals or topics that are there; every topic is in some field."""
    related = set(graphs["fields"].objects(None, SKOS.relatedMatch))
    topics = {URIRef(item.iri) for item in concepts("topics")}
    goals = {URIRef(item.iri) for item in concepts("goals")}
    assert related <= topics | goals
    assert topics <= related
    for item in concepts("fields"):
        assert list(graphs["fields"].objects(URIRef(item.iri), SKOS.relatedMatch)), item.slug


def test_goals() -> None:
    """The goals are the seventeen of the United Nations, in order, with their own number."""
    assert [item.notation for item in concepts("goals")] == [str(n) for n in range(1, 18)]
    assert concept("goals", "11").label() == "Sustainable Cities and Communities"


def test_topics() -> None:
    """The topics are the twenty partnerships, each with a date and in one agreement."""
    assert len(concepts("topics")) == 20


def test_topics_have_agreements(graphs: dict[str, Graph]) -> None:
    """Each topic is a member of exactly one agreement's collection."""
    members = Counter(graphs["topics"].objects(None, SKOS.member))
    assert members == {URIRef(item.iri): 1 for item in concepts("topics")}


def test_countries_elsewhere(graphs: dict[str, Graph]) -> None:
    """Each country is one of the EU's authority table and one of GeoNames, never the same twice."""
    found: list[str] = []
    for item in concepts("countries"):
        matches = sorted(map(str, graphs["countries"].objects(URIRef(item.iri), SKOS.exactMatch)))
        assert len(matches) == 2
        assert matches[0] == PREFIXES["eu-country"] + item.codes[1]
        assert matches[1].startswith(PREFIXES["geonames"])
        found += matches
    assert len(set(found)) == len(found)


def test_countries() -> None:
    """A country is found by its codes and its usual names; all of ISO 3166-1 is there."""
    assert len(concepts("countries")) == 249
    britain = concept("countries", "gb")
    assert britain.codes == ("GB", "GBR")
    assert {"UK", "England", "Scotland", "Royaume-Uni"} <= {item.text for item in britain.labels}
    codes = Counter(code for item in concepts("countries") for code in item.codes)
    assert set(codes.values()) == {1}


@pytest.mark.parametrize(
    ("scheme", "slug", "wording"),
    [
        ("activity-types", "learning-exchange", "learning exchange"),
        ("activity-types", "study-visit", "study tour"),
        ("activity-types", "working-visit", "working mission"),
        ("activity-types", "staff-exchange", "staff exchanges"),
        ("activity-types", "webinar", "joint webinars"),
        ("activity-types", "pilot-project", "proyecto piloto"),
        ("output-types", "memorandum-of-understanding", "MoU"),
        ("output-types", "action-plan", "U-CAP"),
        ("output-types", "case-study", "case studies"),
        ("output-types", "summary-paper", "final summary paper"),
        ("topics", "climate-adaptation", "Climate change adaptation"),
        ("topics", "innovative-and-responsible-public-procurement", "Public procurement"),
        ("goals", "8", "decent work"),
        ("countries", "kr", "Republic of Korea"),
        ("countries", "gr", "Ελλάδα"),
    ],
)
def test_wordings(scheme: str, slug: str, wording: str) -> None:
    """Wordings that plans use are labels, whatever their case."""
    texts = {label.text.casefold() for label in concept(scheme, slug).labels}
    assert wording.casefold() in texts


def test_no_bare_visit() -> None:
    """A general word belongs to the general concept only."""
    assert "visit" in {label.text for label in concept("activity-types", "visit").labels}
    assert "meeting" in {label.text for label in concept("activity-types", "meeting").labels}


def test_unknown_names() -> None:
    """An unknown scheme or concept is named in the error."""
    with pytest.raises(ValueError, match="colours"):
        concepts("colours")
    with pytest.raises(KeyError, match="teleport"):
        concept("activity-types", "teleport")


def test_one_file_a_scheme() -> None:
    """Each scheme has its file."""
    assert [path.name for path in vocabulary_files()] == [f"{scheme}.ttl" for scheme in SCHEMES]


def test_examples() -> None:
    """The examples in the module's docstrings are true."""
    assert doctest.testmod(vocabulary).failed == 0
