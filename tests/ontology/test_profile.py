"""The ontology keeps to OWL 2 RL, alone and with the alignments."""

from __future__ import annotations

import pytest
from profile_of_owl import outside_rl
from rdflib import Graph

from citykg.ontology.files import alignments_file, ontology_files
from citykg.ontology.terms import PREFIXES

HEAD = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in PREFIXES.items())


def ontology(*, aligned: bool = False) -> Graph:
    """The ontology, with or without the alignments."""
    graph = Graph()
    for file in (*ontology_files(), *([alignments_file()] if aligned else [])):
        graph.parse(data=file.read_bytes(), format="turtle")
    return graph


@pytest.mark.parametrize("aligned", [False, True])
def test_owl_2_rl(*, aligned: bool) -> None:
    """No axiom is outside the profile."""
    assert sorted(outside_rl(ontology(aligned=aligned))) == []


@pytest.mark.parametrize(
    ("planted", "says"),
    [
        ("ckg:participant a owl:ReflexiveProperty", "not a kind"),
        ("ckg:City rdfs:subClassOf owl:Thing", "reserved class"),
        ("ckg:Claim rdfs:subClassOf rdf:Statement", "reserved class"),
        ("ckg:host rdfs:subPropertyOf rdf:value", "reserved property"),
        ("ckg:Party owl:disjointUnionOf ( ckg:City ckg:Region )", "class expression"),
        ("ckg:City rdfs:subClassOf [ owl:onProperty ckg:inCountry ]", "class expression"),
        ("ckg:City owl:hasKey ckg:inCountry", "not an axiom"),
        ("ckg:line rdfs:range xsd:gYear", "not a datatype"),
        ("ckg:host rdfs:range xsd:string", "not a class"),
        ("ckg:line a owl:TransitiveProperty", "not for literals"),
        ("ckg:inRegion a owl:TransitiveProperty", "not simple"),
        ('ckg:City wd:P31 "city"', "not declared"),
    ],
)
def test_what_is_outside_is_found(planted: str, says: str) -> None:
    """The checker names what the profile does not allow."""
    graph = ontology()
    graph.update(f"{HEAD} INSERT DATA {{ {planted} }}")
    assert says in "\n".join(outside_rl(graph))
