"""Changes in words, as a person tells them: `population of Manchester: 530,000 -> 545,000`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from citykg.graph.known import node
from citykg.ontology.terms import Ckg, Dcterms, Rdfs, Schema, Skos, Xsd

if TYPE_CHECKING:
    from collections.abc import Sequence

    from citykg.differences.reading import Fact, Reading
    from citykg.graph.known import Known
    from citykg.graph.store import Term

SINGLE: Final = {
    *(Ckg.population, Ckg.areaKm2, Ckg.inCountry, Ckg.inRegion, Ckg.hasProgramme, Ckg.status),
    *(Ckg.activityType, Ckg.outputType, Ckg.lead, Schema.startDate, Schema.endDate),
    *(Schema.duration, Dcterms.temporal, Dcterms.title, Dcterms.description, Rdfs.label),
}
"""Properties of which a thing has one: what comes is in the place of what goes."""

_NOUNS: Final = {
    Ckg.areaKm2: "area",
    Ckg.ofParty: "party",
    Ckg.producedBy: "producer",
    Dcterms.temporal: "period",
    Dcterms.description: "sentence",
    Ckg.lead: "sentence above",
    Rdfs.label: "name",
    Skos.altLabel: "other name",
    Dcterms.source: "source",
}
_KIND_WORDS: Final = {"focus-area": "focus area"}
_NUMBERED: Final = {Ckg.hasGoal, Ckg.hasTarget, Ckg.hasIndicator}
"""Whose objects people know by their numbers."""

_UNITS: Final = {Ckg.areaKm2: " km²"}
_VERB: Final = re.compile(r"^(has|in|is) ")
# A terminal obeys these: escape sequences, and marks that turn the direction of writing.
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_LONGEST: Final = 400
_LISTED: Final = 4


def plain(text: str, longest: int = _LONGEST) -> str:
    """The text on one line, with nothing that a terminal would obey, and cut if it is long."""
    line = _CONTROL.sub("\ufffd", " ".join(text.split()))
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def kind_word(kind: str) -> str:
    """What to call a kind of thing in a sentence."""
    return _KIND_WORDS.get(kind, kind)


def plural(kind: str) -> str:
    """What to call several things of a kind."""
    word = kind_word(kind)
    return f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"


def counted(number: int, kind: str) -> str:
    """A number of things of a kind: `2 cities`."""
    return f"{number:,} {kind_word(kind) if number == 1 else plural(kind)}"


def joined(names: Sequence[str]) -> str:
    """Names in a sentence: `Leeds, York and Girona`; of many, the first ones."""
    if len(names) > _LISTED:
        return f"{', '.join(names[: _LISTED - 1])} and {len(names) - _LISTED + 1} more"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def noun(known: Known, predicate: str) -> str:
    """What a fact of this predicate gives: `population`, `theme`, `country`."""
    return _NOUNS.get(predicate) or _VERB.sub("", known.verb(node(predicate)))


def value_words(reading: Reading, fact: Fact) -> str:
    """The object of a fact as people write it."""
    if fact.thing is not None:
        label = reading.label(fact.thing)
        if fact.predicate not in _NUMBERED:
            return plain(label)
        short = reading.version.known.short(reading.iri_of(fact.thing))
        return plain(f"{label} ({short})" if short != label else label)
    term = reading.terms[fact.object]
    text = plain(_number(term))
    return text + _UNITS.get(fact.predicate, "")


def told_apart(old: str, new: str, terms: tuple[Term, Term]) -> tuple[str, str]:
    """Two values in words, with their languages or types where nothing else is different."""
    if old != new:
        return old, new
    one, other = map(_mark, terms)
    if one == other:
        # Spaces and marks that are not shown.
        one, other = map(str, terms)
    return f"{old} ({plain(one)})", f"{new} ({plain(other)})"


def sentence(reading: Reading, fact: Fact) -> str:
    """A fact as `citykg explain` words it."""
    known = reading.version.known
    subject, verb = reading.label(fact.subject), known.verb(node(fact.predicate))
    value = reading.label(fact.thing) if fact.thing else known.label(reading.terms[fact.object])
    return plain(f"{subject} {verb} {value}")


def _number(term: Term) -> str:
    value = str(getattr(term, "value", term))
    datatype = getattr(getattr(term, "datatype", None), "value", "")
    if datatype == Xsd.integer and value.lstrip("-").isdecimal() and len(value) < 19:
        return f"{int(value):,}"
    return value


def _mark(term: Term) -> str:
    language = getattr(term, "language", None)
    datatype = str(getattr(getattr(term, "datatype", None), "value", ""))
    return language or re.split(r"[#/]", datatype)[-1]
