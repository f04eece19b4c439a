"""All concept schemes together hold the conditions of SKOS, as they ship and in a built graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from integrity_of_skos import CHECKS, Schemes

from citykg.build import build
from citykg.graph.folder import LINKS as LINKS_FILE
from citykg.ontology.files import vocabulary_files
from citykg.ontology.terms import GRAPH_ONTOLOGY, GRAPH_SUGGESTIONS, PREFIXES, Ckg, Skos

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "".join(
    f"PREFIX {prefix}: <{iri}>\n"
    for prefix, iri in {
        **PREFIXES,
        "topic": "https://w3id.org/citykg/id/topic/",
        "field": "https://w3id.org/citykg/id/field/",
        "scheme": "https://w3id.org/citykg/id/scheme/",
        "status": "https://w3id.org/citykg/id/status/",
        "output": "https://w3id.org/citykg/id/output-type/",
        "country": "https://w3id.org/citykg/id/country/",
        "agreement": "https://w3id.org/citykg/id/agreement/",
    }.items()
)
FAULTS: dict[str, tuple[str, str]] = {
    "S9 a scheme is no concept": (
        "scheme:topics a skos:Concept",
        "scheme/topics is a concept and a scheme",
    ),
    "S13 no label is of two kinds": (
        'topic:housing skos:hiddenLabel "Housing"@en',
        "topic/housing has 'Housing'@en as a label of two kinds",
    ),
    "S14 one preferred label a language": (
        'field:housing skos:prefLabel "Homes"@en',
        "field/housing has two preferred labels in en",
    ),
    "S27 related is not above": (
        "field:climate-action skos:related field:climate-and-energy",
        "are related, and one is above",
    ),
    "S37 a collection is no concept": (
        "agreement:pact-of-amsterdam a skos:Concept",
        "pact-of-amsterdam is a collection and a concept",
    ),
    # Not said of the two, but it follows: the field is the topic, and the topic is related to it.
    "S46 the same is not broader, narrower or related": (
        "topic:air-quality skos:exactMatch field:air-quality",
        "match exactly, and in another way",
    ),
    "no concept is broader than itself": (
        "field:climate-and-energy skos:broader field:climate-action",
        "field/climate-action is above itself",
    ),
    "nothing is joined to itself": (
        "topic:housing skos:closeMatch topic:housing",
        "topic/housing is joined to itself",
    ),
    "no way up is said twice": (
        "field:deeper skos:broader field:climate-action , field:climate-and-energy",
        "deeper is below https://w3id.org/citykg/id/field/climate-and-energy directly and by",
    ),
    "every concept of ours is in a scheme": (
        'topic:lost a skos:Concept ; skos:prefLabel "Lost"@en',
        "topic/lost is in no scheme",
    ),
    "every scheme of ours is described": (
        "topic:housing skos:inScheme scheme:others",
        "scheme/others is not described",
    ),
    "every concept of a tree is below its top": (
        "field:lost skos:inScheme scheme:fields",
        "field/lost is an orphan of",
    ),
    "a top concept says so itself and is below nothing": (
        "scheme:fields skos:hasTopConcept field:housing",
        "field/housing and https://w3id.org/citykg/id/scheme/fields do not both say",
    ),
    "what a concept is joined to is there": (
        "field:housing skos:relatedMatch topic:homes",
        "topic/homes, which is not there",
    ),
    "every concept has a preferred label": (
        'topic:lost skos:inScheme scheme:topics ; skos:altLabel "Lost"@en',
        "topic/lost has no preferred label",
    ),
    "no label is empty or untidy": ('topic:housing skos:altLabel "  "@en', "the label '  '"),
    "language tags are well formed and one for a language": (
        'topic:housing skos:altLabel "Homes"',
        "'Homes' in the language ''",
    ),
    "the concepts of a scheme have the same languages": (
        'topic:housing skos:prefLabel "Asuminen"@fi',
        "has no label in ['fi']",
    ),
    "no two concepts of a scheme have one preferred label": (
        'topic:food skos:prefLabel "housing"@en',
        "'housing'@en is of",
    ),
    "no notation means two concepts of a scheme": (
        'country:fr skos:notation "ES"',
        "'ES'@ is of",
    ),
    "kinds and collections are explained": (
        "status:postponed a ckg:Status",
        "status/postponed is not explained",
    ),
    "mappings lead out of a scheme, and relations do not": (
        "topic:housing skos:closeMatch topic:urban-poverty",
        "topic/urban-poverty of its own scheme",
    ),
    "no pair is mapped in two ways": (
        "country:fr skos:closeMatch eu-country:FRA",
        "country/FRA in two ways",
    ),
    "one thing is not two of one vocabulary": (
        "country:fr skos:exactMatch eu-country:ESP",
        "country/fr matches two things of one vocabulary exactly",
    ),
    "SKOS has the terms that are used": (
        'topic:housing skos:preferredLabel "Homes"@en',
        "core#preferredLabel is no term of SKOS",
    ),
    "what only follows is not said": (
        "field:climate-action skos:broaderTransitive field:climate-and-energy",
        "is said to have skos:broaderTransitive",
    ),
    "concepts are named by http": (
        "<urn:topic> skos:inScheme scheme:topics",
        "urn:topic cannot be looked up",
    ),
}
"""Of each check what is added to the schemes, and what it then finds."""


def shipped() -> list[ox.Quad]:
    """The quads of all schemes that ship."""
    return [
        quad
        for file in vocabulary_files()
        for quad in ox.parse(file.read_bytes(), ox.RdfFormat.TURTLE)
    ]


@pytest.fixture(scope="module")
def together() -> list[ox.Quad]:
    """The quads of all schemes that ship, parsed once."""
    return shipped()


@pytest.fixture(scope="module")
def graph(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of the examples."""
    folder = tmp_path_factory.mktemp("examples") / "graph"
    build([examples], folder, check=False, suggest=False)
    return folder


@pytest.fixture(scope="module")
def built(graph: Path) -> list[ox.Quad]:
    """What a built graph says, its themes and links among the rest, but for its ontology."""
    apart = {GRAPH_ONTOLOGY, GRAPH_SUGGESTIONS}
    with (graph / "graph.nq").open("rb") as file:
        return [
            quad
            for quad in ox.parse(file, ox.RdfFormat.N_QUADS)
            if quad.graph_name.value not in apart
            and not quad.graph_name.value.endswith("/evidence")
        ]


@pytest.mark.parametrize("name", CHECKS)
def test_the_schemes_that_ship(name: str, together: list[ox.Quad]) -> None:
    """All schemes together have no fault of this kind."""
    assert sorted(CHECKS[name](Schemes(together))) == []


@pytest.mark.parametrize("name", CHECKS)
def test_a_built_graph(name: str, built: list[ox.Quad]) -> None:
    """Nor have they with the themes of plans and the links."""
    assert sorted(CHECKS[name](Schemes(built))) == []


@pytest.mark.parametrize("name", CHECKS)
def test_a_planted_fault_is_found(name: str, together: list[ox.Quad]) -> None:
    """Each check finds a fault of its kind once it is there."""
    added, says = FAULTS[name]
    turtle = f"{HEAD}{added} ."
    planted = ox.parse(turtle.encode(), ox.RdfFormat.TURTLE)
    assert says in "\n".join(CHECKS[name](Schemes([*together, *planted])))


def test_the_built_graph_has_themes_and_links(graph: Path, built: list[ox.Quad]) -> None:
    """What is checked is there: themes in a scheme of their own, joined to fields."""
    schemes = Schemes(built)
    themes = schemes.of_type(Ckg.Theme)
    assert len(themes) > 3
    exact = schemes.pairs(Skos.exactMatch)
    assert any(one in themes and "/field/" in other for one, other in exact)
    assert (graph / LINKS_FILE).is_file()
