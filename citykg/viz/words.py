"""What a page calls each predicate, read forwards and backwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from citykg.graph.network import predicate_words
from citykg.ontology.terms import Ckg, Dcterms, Prov, Rdfs, Schema, Skos

if TYPE_CHECKING:
    from collections.abc import Mapping

WORDS: Final = {
    Dcterms.title: ("Title", "Title of"),
    Ckg.takesPartIn: ("Takes part in", "Parties"),
    Ckg.hasParty: ("Parties", "Takes part in"),
    Ckg.isPlanOf: ("Plan of", "Plans"),
    Ckg.hasPlan: ("Plans", "Plan of"),
    Ckg.hasProgramme: ("Programme", "Programme of"),
    Ckg.inCountry: ("Country", "Country of"),
    Ckg.inRegion: ("Region", "Region of"),
    Ckg.population: ("Population", "Population of"),
    Ckg.areaKm2: ("Area in km²", "Area of"),
    Schema.startDate: ("From", "Start of"),
    Schema.endDate: ("Until", "End of"),
    Ckg.status: ("Status", "Status of"),
    Ckg.activityType: ("Type", "Type of"),
    Ckg.outputType: ("Type", "Type of"),
    Ckg.host: ("Host", "Hosts"),
    Ckg.visitor: ("Visitor", "Visits in"),
    Ckg.participant: ("Takes part", "Takes part in (activities)"),
    Ckg.producedBy: ("Produced by", "Produces"),
    Dcterms.description: ("In the plan's words", "Described in"),
    Ckg.hasGoal: ("Goals", "Goal of"),
    Ckg.hasTarget: ("Targets", "Target of"),
    Ckg.hasTopic: ("Topics", "Topic of"),
    Ckg.hasTheme: ("Themes", "Theme of"),
    Ckg.hasFocusArea: ("Focus areas", "Focus area of"),
    Ckg.hasChallenge: ("Challenges", "Challenge of"),
    Ckg.hasObjective: ("Objectives", "Objective of"),
    Ckg.hasActivity: ("Activities", "Activity of"),
    Ckg.hasOutput: ("Outputs", "Output of"),
    Ckg.hasResult: ("Results", "Result of"),
    Ckg.contactPoint: ("Contact", "Contact of"),
    Schema.email: ("E-mail", "E-mail of"),
    Schema.url: ("Web page", "Web page of"),
    Rdfs.label: ("Stated as", "Name of"),
    Skos.altLabel: ("Also stated as", "Other name of"),
    Dcterms.source: ("Sources", "Source of"),
    Prov.wasDerivedFrom: ("Document", "Document of"),
}
"""Predicate to headings, in the order in which a page shows them."""


def headings(predicate: str) -> tuple[str, str]:
    """What to write over the facts of a thing, and over the facts that point at it."""
    words = predicate_words(predicate)
    return WORDS.get(predicate, (words.capitalize(), f"{words.capitalize()} (from)"))


def plain_headings(predicate: str, labels: Mapping[str, str]) -> tuple[str, str]:
    """The same of a property of anybody's: by its label if the file has one, else by its name."""
    words = labels.get(predicate) or predicate_words(predicate)
    words = words[:1].upper() + words[1:]
    return words, f"{words} (from)"


def rank(predicate: str) -> tuple[int, str]:
    """The place of a predicate on the page; unknown ones come last, by name."""
    known = list(WORDS)
    return (known.index(predicate) if predicate in WORDS else len(known)), predicate
