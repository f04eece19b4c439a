"""The ontology passes each check of its catalogue, and each check finds the fault it is for."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
from pitfalls import CHECKS
from rdflib import Graph

from citykg.ontology.files import ontology_files
from citykg.ontology.terms import PREFIXES

DOCS = Path(__file__).parents[2] / "docs" / "ontology.md"
HEAD = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in PREFIXES.items()) + (
    "PREFIX vann: <http://purl.org/vocab/vann/>\nPREFIX o: <https://w3id.org/citykg/>\n"
)


class Fault(NamedTuple):
    """What is planted, as an update, and what the check says of it."""

    update: str
    says: str


FAULTS = {
    "P02": Fault("INSERT DATA { ckg:City owl:equivalentClass ckg:Region }", "synonyms"),
    "P03": Fault("INSERT DATA { ckg:isA a owl:ObjectProperty }", "isA"),
    "P04": Fault("INSERT DATA { ckg:Bridge a owl:Class }", "Bridge"),
    "P05": Fault("INSERT DATA { ckg:host owl:inverseOf ckg:hasPlan }", "host and hasPlan"),
    "P06": Fault("INSERT DATA { ckg:Party rdfs:subClassOf ckg:City }", "City is below itself"),
    "P07": Fault("INSERT DATA { ckg:CityOrRegion a owl:Class }", "CityOrRegion"),
    "P08": Fault('DELETE DATA { ckg:City rdfs:label "ville"@fr }', "City has labels"),
    "P10": Fault("DELETE DATA { ckg:Claim owl:disjointWith ckg:Passage }", "0 times"),
    "P11": Fault("DELETE DATA { ckg:host rdfs:range ckg:Party }", "host has no range"),
    "P12": Fault('INSERT DATA { ckg:visitor rdfs:label "host"@en }', "host and visitor"),
    "P13": Fault("DELETE DATA { ckg:hasParty owl:inverseOf ckg:takesPartIn }", "hasParty"),
    "P19": Fault("INSERT DATA { ckg:host rdfs:domain ckg:Output }", "more than one domain"),
    "P20": Fault('INSERT DATA { ckg:City skos:definition "City."@en }', "by its label"),
    "P21": Fault("INSERT DATA { ckg:OtherActivity a owl:Class }", "left over"),
    "P22": Fault("INSERT DATA { ckg:has_port a owl:ObjectProperty }", "has_port"),
    "P23": Fault("INSERT DATA { ckg:number a rdfs:Datatype }", "datatype of our own"),
    "P24": Fault("INSERT DATA { ckg:City rdfs:subClassOf ckg:City }", "defined by itself"),
    "P25": Fault("INSERT DATA { ckg:host owl:inverseOf ckg:host }", "its own inverse"),
    "P26": Fault("INSERT DATA { ckg:hasParty a owl:SymmetricProperty }", "has an inverse"),
    "P27": Fault("INSERT DATA { ckg:host owl:equivalentProperty ckg:line }", "not equivalent"),
    "P28": Fault("INSERT DATA { ckg:host a owl:SymmetricProperty }", "between different"),
    "P29": Fault("INSERT DATA { ckg:host a owl:TransitiveProperty }", "between different"),
    "P31": Fault("INSERT DATA { ckg:City owl:equivalentClass ckg:Party }", "not equivalent"),
    "P32": Fault('INSERT DATA { ckg:Region rdfs:label "city"@en }', "both called"),
    "P34": Fault("INSERT DATA { ckg:City rdfs:subClassOf o:Place }", "not declared as a class"),
    "P35": Fault('INSERT DATA { ckg:City vann:example "x" }', "not declared as a property"),
    "P36": Fault("INSERT DATA { <https://w3id.org/citykg/core.ttl> a owl:Ontology }", "extension"),
    "P38": Fault("DELETE DATA { o:ontology a owl:Ontology }", "no ontology"),
    "P39": Fault('INSERT DATA { o:ontology vann:preferredNamespaceUri "urn:x" }', "namespace"),
    "P40": Fault("INSERT DATA { skos:Concept rdfs:subClassOf ckg:Party }", "Concept is given"),
    "P41": Fault("DELETE WHERE { o:ontology dcterms:license ?any }", "no licence"),
    "metadata": Fault("DELETE WHERE { o:ontology dcterms:abstract ?any }", "no abstract"),
    "version": Fault(
        'DELETE DATA { o:ontology owl:versionInfo "0.2.0" } ;'
        'INSERT DATA { o:ontology owl:versionInfo "9" }',
        "version 9",
    ),
    "punning": Fault("INSERT DATA { ckg:host a owl:DatatypeProperty }", "two kinds"),
    "blank-nodes": Fault("INSERT DATA { ckg:City rdfs:subClassOf [] }", "subClassOf"),
}


def core() -> Graph:
    """The ontology, as rdflib reads it."""
    (file,) = ontology_files()
    return Graph().parse(data=file.read_bytes(), format="turtle")


@pytest.mark.parametrize("name", CHECKS)
def test_no_pitfall(name: str) -> None:
    """The ontology has no fault of this kind."""
    assert sorted(CHECKS[name](core())) == []


@pytest.mark.parametrize("name", CHECKS)
def test_check_can_fail(name: str) -> None:
    """A fault of this kind is found once it is there."""
    graph = core()
    size = len(graph)
    graph.update(HEAD + FAULTS[name].update)
    assert len(graph) != size or name == "version"
    assert FAULTS[name].says in "\n".join(CHECKS[name](graph))


def test_catalogue_is_documented() -> None:
    """The page lists each check once, in the order of the code."""
    lines = DOCS.read_text(encoding="utf-8").splitlines()
    rows = [line.split("|")[1].strip() for line in lines if line.startswith("| ")]
    assert [row for row in rows if row in CHECKS] == list(CHECKS)
