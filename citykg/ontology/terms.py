"""Every IRI and prefix the project uses, once.  A test holds `Ckg` against core.ttl."""

from __future__ import annotations

from typing import Final


class Ckg:
    """The terms of the citykg ontology."""

    NS: Final = "https://w3id.org/citykg/ontology#"

    # classes
    Programme: Final = NS + "Programme"
    Cooperation: Final = NS + "Cooperation"
    ActionPlan: Final = NS + "ActionPlan"
    PlanDocument: Final = NS + "PlanDocument"
    Party: Final = NS + "Party"
    City: Final = NS + "City"
    Region: Final = NS + "Region"
    Country: Final = NS + "Country"
    Theme: Final = NS + "Theme"
    UrbanAgendaTopic: Final = NS + "UrbanAgendaTopic"
    FocusArea: Final = NS + "FocusArea"
    Challenge: Final = NS + "Challenge"
    Objective: Final = NS + "Objective"
    Result: Final = NS + "Result"
    PlanItem: Final = NS + "PlanItem"
    Activity: Final = NS + "Activity"
    ActivityType: Final = NS + "ActivityType"
    Output: Final = NS + "Output"
    OutputType: Final = NS + "OutputType"
    Status: Final = NS + "Status"
    ContactPoint: Final = NS + "ContactPoint"
    Claim: Final = NS + "Claim"
    Passage: Final = NS + "Passage"
    Suggestion: Final = NS + "Suggestion"

    # who, and in which plan
    hasParty: Final = NS + "hasParty"
    takesPartIn: Final = NS + "takesPartIn"
    hasPlan: Final = NS + "hasPlan"
    isPlanOf: Final = NS + "isPlanOf"
    hasProgramme: Final = NS + "hasProgramme"
    inCountry: Final = NS + "inCountry"
    inRegion: Final = NS + "inRegion"
    population: Final = NS + "population"
    areaKm2: Final = NS + "areaKm2"
    contactPoint: Final = NS + "contactPoint"

    # what about: the same links from a city, a cooperation and a plan
    hasTheme: Final = NS + "hasTheme"
    hasGoal: Final = NS + "hasGoal"
    hasTarget: Final = NS + "hasTarget"
    hasIndicator: Final = NS + "hasIndicator"
    hasTopic: Final = NS + "hasTopic"
    hasActivity: Final = NS + "hasActivity"
    hasOutput: Final = NS + "hasOutput"

    # what a plan states
    hasFocusArea: Final = NS + "hasFocusArea"
    hasChallenge: Final = NS + "hasChallenge"
    hasObjective: Final = NS + "hasObjective"
    hasResult: Final = NS + "hasResult"
    ofParty: Final = NS + "ofParty"
    lead: Final = NS + "lead"

    # activities and outputs
    activityType: Final = NS + "activityType"
    outputType: Final = NS + "outputType"
    status: Final = NS + "status"
    host: Final = NS + "host"
    visitor: Final = NS + "visitor"
    participant: Final = NS + "participant"
    producedBy: Final = NS + "producedBy"
    attendance: Final = NS + "attendance"

    # documents and evidence
    line: Final = NS + "line"
    page: Final = NS + "page"
    characterCount: Final = NS + "characterCount"

    # what is suggested, not declared
    suggestedFor: Final = NS + "suggestedFor"
    score: Final = NS + "score"


class Rdf:
    """RDF 1.1 concepts and reification."""

    NS: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    type: Final = NS + "type"
    subject: Final = NS + "subject"
    predicate: Final = NS + "predicate"
    object: Final = NS + "object"
    langString: Final = NS + "langString"
    first: Final = NS + "first"
    rest: Final = NS + "rest"
    nil: Final = NS + "nil"


class Rdfs:
    """RDF Schema."""

    NS: Final = "http://www.w3.org/2000/01/rdf-schema#"
    label: Final = NS + "label"
    comment: Final = NS + "comment"
    Literal: Final = NS + "Literal"
    Resource: Final = NS + "Resource"
    subClassOf: Final = NS + "subClassOf"


class Skos:
    """SKOS."""

    NS: Final = "http://www.w3.org/2004/02/skos/core#"
    Concept: Final = NS + "Concept"
    ConceptScheme: Final = NS + "ConceptScheme"
    prefLabel: Final = NS + "prefLabel"
    altLabel: Final = NS + "altLabel"
    hiddenLabel: Final = NS + "hiddenLabel"
    inScheme: Final = NS + "inScheme"
    topConceptOf: Final = NS + "topConceptOf"
    notation: Final = NS + "notation"
    broader: Final = NS + "broader"
    exactMatch: Final = NS + "exactMatch"
    closeMatch: Final = NS + "closeMatch"
    broadMatch: Final = NS + "broadMatch"
    narrowMatch: Final = NS + "narrowMatch"
    relatedMatch: Final = NS + "relatedMatch"


class Dcterms:
    """Dublin Core terms."""

    NS: Final = "http://purl.org/dc/terms/"
    title: Final = NS + "title"
    description: Final = NS + "description"
    identifier: Final = NS + "identifier"
    isPartOf: Final = NS + "isPartOf"
    source: Final = NS + "source"
    subject: Final = NS + "subject"
    license: Final = NS + "license"
    conformsTo: Final = NS + "conformsTo"
    date: Final = NS + "date"
    temporal: Final = NS + "temporal"
    format: Final = NS + "format"
    language: Final = NS + "language"


class Dc:
    """Dublin Core elements, as they were before they were terms."""

    NS: Final = "http://purl.org/dc/elements/1.1/"
    title: Final = NS + "title"


class Foaf:
    """Friend of a Friend."""

    NS: Final = "http://xmlns.com/foaf/0.1/"
    name: Final = NS + "name"


class Pos:
    """The W3C's basic vocabulary of places."""

    NS: Final = "http://www.w3.org/2003/01/geo/wgs84_pos#"
    lat: Final = NS + "lat"
    long: Final = NS + "long"


class Schema:
    """schema.org."""

    NS: Final = "https://schema.org/"
    PLAIN: Final = "http://schema.org/"
    """How many people write it, with the same names behind it."""
    startDate: Final = NS + "startDate"
    endDate: Final = NS + "endDate"
    duration: Final = NS + "duration"
    email: Final = NS + "email"
    url: Final = NS + "url"
    encodingFormat: Final = NS + "encodingFormat"
    sha256: Final = NS + "sha256"
    name: Final = NS + "name"
    position: Final = NS + "position"
    geo: Final = NS + "geo"
    latitude: Final = NS + "latitude"
    longitude: Final = NS + "longitude"
    text: Final = NS + "text"


class Prov:
    """PROV-O."""

    NS: Final = "http://www.w3.org/ns/prov#"
    wasQuotedFrom: Final = NS + "wasQuotedFrom"
    wasDerivedFrom: Final = NS + "wasDerivedFrom"


class Oa:
    """Web Annotation."""

    NS: Final = "http://www.w3.org/ns/oa#"
    exact: Final = NS + "exact"
    start: Final = NS + "start"
    end: Final = NS + "end"


class Xsd:
    """XML Schema datatypes."""

    NS: Final = "http://www.w3.org/2001/XMLSchema#"
    integer: Final = NS + "integer"
    nonNegativeInteger: Final = NS + "nonNegativeInteger"
    decimal: Final = NS + "decimal"
    date: Final = NS + "date"
    gYear: Final = NS + "gYear"
    gYearMonth: Final = NS + "gYearMonth"
    anyURI: Final = NS + "anyURI"
    string: Final = NS + "string"
    float: Final = NS + "float"
    boolean: Final = NS + "boolean"
    time: Final = NS + "time"
    dateTime: Final = NS + "dateTime"
    duration: Final = NS + "duration"


class Edtf:
    """The Library of Congress's datatypes of the Extended Date/Time Format."""

    NS: Final = "http://id.loc.gov/datatypes/edtf/"
    level1: Final = NS + "EDTF-level1"


class Owl:
    """OWL 2, as far as mappings and ontologies need it."""

    NS: Final = "http://www.w3.org/2002/07/owl#"
    Axiom: Final = NS + "Axiom"
    annotatedSource: Final = NS + "annotatedSource"
    annotatedProperty: Final = NS + "annotatedProperty"
    annotatedTarget: Final = NS + "annotatedTarget"
    sameAs: Final = NS + "sameAs"
    Ontology: Final = NS + "Ontology"
    Thing: Final = NS + "Thing"
    NamedIndividual: Final = NS + "NamedIndividual"


class Sssom:
    """The Simple Standard for Sharing Ontological Mappings."""

    NS: Final = "https://w3id.org/sssom/"
    Mapping: Final = NS + "Mapping"
    mapping_justification: Final = NS + "mapping_justification"
    confidence: Final = NS + "confidence"
    author_label: Final = NS + "author_label"


class Semapv:
    """The semantic mapping vocabulary: why a mapping is thought to be right."""

    NS: Final = "https://w3id.org/semapv/vocab/"
    CompositeMatching: Final = NS + "CompositeMatching"
    LexicalMatching: Final = NS + "LexicalMatching"
    ManualMappingCuration: Final = NS + "ManualMappingCuration"
    MappingChaining: Final = NS + "MappingChaining"


class Geo:
    """GeoSPARQL 1.1."""

    NS: Final = "http://www.opengis.net/ont/geosparql#"
    Geometry: Final = NS + "Geometry"
    hasGeometry: Final = NS + "hasGeometry"
    asWKT: Final = NS + "asWKT"
    wktLiteral: Final = NS + "wktLiteral"


class Gn:
    """The ontology of GeoNames."""

    NS: Final = "https://www.geonames.org/ontology#"
    Feature: Final = NS + "Feature"
    name: Final = NS + "name"
    countryCode: Final = NS + "countryCode"
    population: Final = NS + "population"
    PLACES: Final = "https://sws.geonames.org/"
    """Followed by a place's number and a slash."""


class Sd:
    """SPARQL 1.1 Service Description: the named graphs of a store."""

    NS: Final = "http://www.w3.org/ns/sparql-service-description#"
    Dataset: Final = NS + "Dataset"
    NamedGraph: Final = NS + "NamedGraph"
    defaultGraph: Final = NS + "defaultGraph"
    name: Final = NS + "name"


class Void:
    """The Vocabulary of Interlinked Datasets."""

    NS: Final = "http://rdfs.org/ns/void#"
    triples: Final = NS + "triples"
    uriSpace: Final = NS + "uriSpace"


class Wikidata:
    """Wikidata: its items, and the properties that identify them elsewhere."""

    NS: Final = "http://www.wikidata.org/prop/direct/"
    ITEMS: Final = "http://www.wikidata.org/entity/"
    """Followed by an item's number: Q18125."""
    geonames: Final = NS + "P1566"
    nuts: Final = NS + "P605"
    lau: Final = NS + "P782"
    locode: Final = NS + "P1937"


class Sdg:
    """The UN's ontology of the Sustainable Development Goals."""

    NS: Final = "http://metadata.un.org/sdg/ontology#"
    Goal: Final = NS + "Goal"
    Target: Final = NS + "Target"
    Indicator: Final = NS + "Indicator"
    GOALS: Final = "http://metadata.un.org/sdg/"
    """Followed by a goal's number or a target's code: the UN's own IRIs."""


class Dcat:
    """Data Catalog Vocabulary."""

    NS: Final = "http://www.w3.org/ns/dcat#"
    Dataset: Final = NS + "Dataset"


class Sh:
    """SHACL, whose words say how a query is called and which prefixes there are."""

    NS: Final = "http://www.w3.org/ns/shacl#"


ID_BASE: Final = "https://w3id.org/citykg/id/"
"""The base of the things we mint; `--base` moves what comes from plans, never the vocabulary."""

CONCEPTS: Final = frozenset(
    {"activity-type", "agreement", "country", "field", "output-type", "scheme", "status", "topic"}
)
"""What the IRIs of our vocabulary go on with behind `ID_BASE`, under any base."""
TOPIC: Final = ID_BASE + "topic/"
FIELD: Final = ID_BASE + "field/"
ACTIVITY_TYPE: Final = ID_BASE + "activity-type/"
OUTPUT_TYPE: Final = ID_BASE + "output-type/"
STATUS: Final = ID_BASE + "status/"
COUNTRY: Final = ID_BASE + "country/"
SCHEME: Final = ID_BASE + "scheme/"

EVIDENCE: Final = "/evidence"
"""What the name of a plan's evidence graph ends with; before it stands the plan's IRI."""

GRAPH_ONTOLOGY: Final = ID_BASE + "graph/ontology"
GRAPH_VOCABULARY: Final = ID_BASE + "graph/vocabulary"
GRAPH_LINKS: Final = ID_BASE + "graph/links"
GRAPH_SUGGESTIONS: Final = ID_BASE + "graph/suggestions"
GRAPH_PUSHED: Final = ID_BASE + "graph/pushed"
"""On a remote store only: what was pushed to it."""
GRAPH_PUSHED_FILES: Final = GRAPH_PUSHED + "/files"
GRAPH_PUSHED_PROBE: Final = GRAPH_PUSHED + "/probe"

PREFIXES: Final = {
    "ckg": Ckg.NS,
    "dcterms": Dcterms.NS,
    "edtf": Edtf.NS,
    "eu-country": "http://publications.europa.eu/resource/authority/country/",
    "eu-file-type": "http://publications.europa.eu/resource/authority/file-type/",
    "eu-language": "http://publications.europa.eu/resource/authority/language/",
    "eurovoc": "http://eurovoc.europa.eu/",
    "geo": Geo.NS,
    "geonames": Gn.PLACES,
    "gn": Gn.NS,
    "oa": Oa.NS,
    "owl": Owl.NS,
    "prov": Prov.NS,
    "rdf": Rdf.NS,
    "rdfs": Rdfs.NS,
    "schema": Schema.NS,
    "sdg": Sdg.GOALS,
    "sdgo": Sdg.NS,
    "semapv": Semapv.NS,
    "skos": Skos.NS,
    "sssom": Sssom.NS,
    "wd": Wikidata.ITEMS,
    "wdt": Wikidata.NS,
    "xsd": Xsd.NS,
}
"""Prefix to namespace, for every file we write and every query we read."""
