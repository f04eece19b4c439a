"""Small graphs of other people's: friends, concepts, a catalogue, where things come from."""

from __future__ import annotations

PREFIXES = """
@prefix ex: <https://example.org/id/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix geo: <http://www.w3.org/2003/01/geo/wgs84_pos#> .
@prefix schema: <http://schema.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

FRIENDS = (
    PREFIXES
    + """
ex:ada a foaf:Person ; foaf:name "Ada" , "Adélaïde"@fr ; foaf:age 36 ; foaf:knows ex:ben , ex:eva ;
    org:memberOf ex:office ; foaf:homepage <https://example.org/ada> ; foaf:nick "=1+1" .
ex:ben a foaf:Person ; foaf:name "Ben" ; foaf:knows ex:eva ; org:memberOf ex:office .
ex:eva a foaf:Person ; foaf:name "Eva" ; foaf:knows ex:hugo ; org:memberOf ex:office ;
    foaf:based_near [ geo:lat "53.48"^^xsd:decimal ; geo:long "-2.24"^^xsd:decimal ] .
ex:hugo a foaf:Person ; foaf:knows ex:ada ; org:memberOf ex:office .
ex:office a org:Organization ; skos:prefLabel "City office"@en , "Bureau"@fr ;
    geo:lat 48.8 ; geo:long 2.3 ; owl:sameAs <http://www.wikidata.org/entity/Q90> .
<https://example.org/id/no%20type/Caf%C3%A9> rdfs:seeAlso ex:ada .
"""
)

CONCEPTS = (
    PREFIXES
    + """
ex:scheme a skos:ConceptScheme ; dcterms:title "Homes"@en .
ex:home a skos:Concept ; skos:prefLabel "home"@en , "logement"@fr ; skos:altLabel "dwelling"@en ;
    skos:inScheme ex:scheme ; skos:topConceptOf ex:scheme .
ex:house a skos:Concept ; skos:prefLabel "house"@en ; skos:broader ex:home ; skos:inScheme ex:scheme .
ex:flat a skos:Concept ; skos:prefLabel "flat"@en ; skos:broader ex:home ; skos:inScheme ex:scheme ;
    skos:exactMatch <http://eurovoc.europa.eu/1> .
ex:loft a skos:Concept ; skos:prefLabel "loft"@en ; skos:broader ex:flat ; skos:inScheme ex:scheme .
"""
)

CATALOGUE = (
    PREFIXES
    + """
ex:data a dcat:Dataset ; dcterms:title "Trees of a city"@en ; dcterms:publisher [ a foaf:Agent ;
    foaf:name "Parks" ] ; dcat:distribution [ a dcat:Distribution ; dcat:mediaType "text/csv" ] ,
    [ a dcat:Distribution ; dcat:downloadURL <https://example.org/trees.json> ] ;
    dcat:keyword "trees" , "parks"@en ; dcterms:issued "2021-03-01"^^xsd:date .
"""
)

PROVENANCE = (
    PREFIXES
    + """
ex:report a prov:Entity ; rdfs:label "Report" ; prov:wasDerivedFrom ex:survey ;
    prov:wasGeneratedBy ex:writing ; prov:wasAttributedTo ex:writer .
ex:survey a prov:Entity ; prov:value "1" , "01"^^xsd:integer , "1"@en .
ex:writing a prov:Activity ; prov:used ex:survey ; prov:qualifiedAssociation
    [ a prov:Association ; prov:agent ex:writer ; prov:hadRole ex:author ] .
ex:writer a prov:Agent , prov:Person .
ex:list prov:members ( ex:writer ex:survey "three" ) .
"""
)

ALL = {
    "friends": FRIENDS,
    "concepts": CONCEPTS,
    "catalogue": CATALOGUE,
    "provenance": PROVENANCE,
}
