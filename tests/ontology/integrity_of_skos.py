"""The checks that concept schemes are held to: each gives the faults it finds, in words.

S9 to S46 are the integrity conditions of the SKOS Reference (https://www.w3.org/TR/skos-reference/);
the others are quality checks of qSKOS (Mader, Haslhofer, Isaac 2012) that our schemes can be held to.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from citykg.ontology.terms import ID_BASE, Ckg, Rdf, Rdfs, Skos

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

LABELS: Final = (Skos.prefLabel, Skos.altLabel, Skos.hiddenLabel)
NOTES: Final = tuple(
    Skos.NS + name
    for name in "note changeNote definition editorialNote example historyNote scopeNote".split()
)
MAPPED: Final = {
    Skos.exactMatch,
    Skos.closeMatch,
    Skos.broadMatch,
    Skos.narrowMatch,
    Skos.relatedMatch,
}
NARROWER: Final = Skos.NS + "narrower"
RELATED: Final = Skos.NS + "related"
TOP: Final = Skos.NS + "hasTopConcept"
MEMBER: Final = Skos.NS + "member"
COLLECTION: Final = Skos.NS + "Collection"
KNOWN: Final = {
    Skos.NS + name
    for name in (
        "Concept ConceptScheme Collection OrderedCollection inScheme hasTopConcept topConceptOf"
        " prefLabel altLabel hiddenLabel notation broader narrower related broaderTransitive"
        " narrowerTransitive semanticRelation member memberList mappingRelation"
    ).split()
} | {*NOTES, *MAPPED}
_TAG: Final = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")

Pairs = set[tuple[str, str]]
CHECKS: Final[dict[str, Callable[[Schemes], Iterator[str]]]] = {}


def check(name: str) -> Callable[[Callable[[Schemes], Iterator[str]]], object]:
    """Enter a check under its name."""

    def enter(function: Callable[[Schemes], Iterator[str]]) -> object:
        CHECKS[name] = function
        return function

    return enter


class Schemes:
    """Triples, as far as concept schemes are made of them."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self._links: defaultdict[str, Pairs] = defaultdict(set)
        self._words: defaultdict[str, set[tuple[str, str, str]]] = defaultdict(set)
        self.used: set[str] = set()
        for quad in quads:
            subject, predicate, value = quad.subject, quad.predicate.value, quad.object
            if not isinstance(subject, ox.NamedNode):
                continue
            if predicate.startswith(Skos.NS):
                self.used.add(predicate)
            if isinstance(value, ox.NamedNode):
                self._links[predicate].add((subject.value, value.value))
                if predicate == Rdf.type and value.value.startswith(Skos.NS):
                    self.used.add(value.value)
            elif isinstance(value, ox.Literal):
                self._words[predicate].add((subject.value, value.value, value.language or ""))

    def pairs(self, *predicates: str) -> Pairs:
        """What is joined to what."""
        return set().union(*(self._links[predicate] for predicate in predicates))

    def words(self, *predicates: str) -> set[tuple[str, str, str]]:
        """Things with their words and the language of these."""
        return set().union(*(self._words[predicate] for predicate in predicates))

    def of_type(self, *kinds: str) -> set[str]:
        """The members of a class."""
        return {thing for thing, kind in self._links[Rdf.type] if kind in kinds}

    @property
    def schemes(self) -> set[str]:
        """All that is said or used to be a scheme."""
        return self.of_type(Skos.ConceptScheme) | {
            scheme for _, scheme in self.pairs(Skos.inScheme)
        }

    @property
    def concepts(self) -> set[str]:
        """All that is said to be a concept or is in a scheme; countries are the latter only."""
        return self.of_type(Skos.Concept) | {concept for concept, _ in self.pairs(Skos.inScheme)}

    def scheme_of(self) -> dict[str, set[str]]:
        """The schemes of each concept."""
        return _grouped(self.pairs(Skos.inScheme))

    def preferred(self) -> set[tuple[str, str, str]]:
        """The preferred labels; of a country, which is more than a concept, its labels."""
        named = {thing for thing, _, _ in self.words(Skos.prefLabel)}
        plain = self.words(Rdfs.label)
        members = {concept for concept, _ in self.pairs(Skos.inScheme)} - named
        return self.words(Skos.prefLabel) | {word for word in plain if word[0] in members}

    def broader(self) -> Pairs:
        """What is below what, in either direction of saying so."""
        return self.pairs(Skos.broader) | _turned(self.pairs(NARROWER))

    def same(self) -> Pairs:
        """Exact matches with what follows from them: they are symmetric and transitive (S44, S45)."""
        near = _grouped(self.pairs(Skos.exactMatch) | _turned(self.pairs(Skos.exactMatch)))
        return {(one, other) for one in near for other in _reached(near, one) if one != other}


def _turned(pairs: Pairs) -> Pairs:
    return {(other, one) for one, other in pairs}


def _grouped(pairs: Pairs) -> dict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        found[one].add(other)
    return dict(found)


def _reached(near: dict[str, set[str]], start: str) -> set[str]:
    """All that is reached from a thing, in one step or more."""
    found: set[str] = set()
    left = [start]
    while left:
        for other in near.get(left.pop(), ()):
            if other not in found:
                found.add(other)
                left.append(other)
    return found


# --- the integrity conditions of the SKOS Reference


@check("S9 a scheme is no concept")
def _(data: Schemes) -> Iterator[str]:
    for thing in data.schemes & data.concepts:
        yield f"{thing} is a concept and a scheme"


@check("S13 no label is of two kinds")
def _(data: Schemes) -> Iterator[str]:
    kinds = {kind: data.words(kind) for kind in LABELS}
    for place, one in enumerate(LABELS):
        for other in LABELS[place + 1 :]:
            for thing, text, language in kinds[one] & kinds[other]:
                yield f"{thing} has {text!r}@{language} as a label of two kinds"


@check("S14 one preferred label a language")
def _(data: Schemes) -> Iterator[str]:
    texts: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for thing, text, language in data.words(Skos.prefLabel):
        texts[thing, language.casefold()].add(text)
    for (thing, language), found in texts.items():
        if len(found) > 1:
            yield f"{thing} has two preferred labels in {language or 'no language'}: {found}"


@check("S27 related is not above")
def _(data: Schemes) -> Iterator[str]:
    above = _grouped(data.broader())
    for one, other in data.pairs(RELATED):
        if other in _reached(above, one) or one in _reached(above, other):
            yield f"{one} and {other} are related, and one is above the other"


@check("S37 a collection is no concept")
def _(data: Schemes) -> Iterator[str]:
    kinds = data.of_type(COLLECTION, Skos.NS + "OrderedCollection")
    for thing in kinds & (data.concepts | data.schemes):
        yield f"{thing} is a collection and a concept or scheme"


@check("S46 the same is not broader, narrower or related")
def _(data: Schemes) -> Iterator[str]:
    other_ways = data.pairs(Skos.broadMatch, Skos.narrowMatch, Skos.relatedMatch)
    for one, other in data.same() & (other_ways | _turned(other_ways)):
        if one < other:
            yield f"{one} and {other} match exactly, and in another way"


# --- quality


@check("no concept is broader than itself")
def _(data: Schemes) -> Iterator[str]:
    above = _grouped(data.broader() | data.pairs(Skos.broadMatch))
    for concept in above:
        if concept in _reached(above, concept):
            yield f"{concept} is above itself"


@check("nothing is joined to itself")
def _(data: Schemes) -> Iterator[str]:
    for one, other in data.pairs(Skos.broader, NARROWER, RELATED, *MAPPED):
        if one == other:
            yield f"{one} is joined to itself"


@check("no way up is said twice")
def _(data: Schemes) -> Iterator[str]:
    above = _grouped(data.broader())
    for concept, parents in above.items():
        for parent in parents:
            if any(parent in _reached(above, other) for other in parents - {parent}):
                yield f"{concept} is below {parent} directly and by another"


@check("every concept of ours is in a scheme")
def _(data: Schemes) -> Iterator[str]:
    there = data.scheme_of()
    for concept in data.concepts:
        if not there.get(concept):
            yield f"{concept} is in no scheme"


@check("every scheme of ours is described")
def _(data: Schemes) -> Iterator[str]:
    said = data.of_type(Skos.ConceptScheme)
    named = {thing for thing, _, _ in data.words(Skos.prefLabel)}
    for scheme in data.schemes:
        if scheme.startswith(ID_BASE) and (scheme not in said or scheme not in named):
            yield f"{scheme} is not described"


@check("every concept of a tree is below its top")
def _(data: Schemes) -> Iterator[str]:
    above = _grouped(data.broader())
    tops = _grouped(data.pairs(TOP))
    for concept, schemes in data.scheme_of().items():
        for scheme in schemes & tops.keys():
            if not ({concept} | _reached(above, concept)) & tops[scheme]:
                yield f"{concept} is an orphan of {scheme}"


@check("a top concept says so itself and is below nothing")
def _(data: Schemes) -> Iterator[str]:
    above, schemes = _grouped(data.broader()), data.scheme_of()
    tops = data.pairs(TOP)
    for scheme, concept in tops ^ _turned(data.pairs(Skos.topConceptOf)):
        yield f"{concept} and {scheme} do not both say that it is its top"
    for scheme, concept in tops:
        if any(scheme in schemes.get(other, ()) for other in above.get(concept, ())):
            yield f"{concept} is the top of {scheme} and below another concept of it"


@check("what a concept is joined to is there")
def _(data: Schemes) -> Iterator[str]:
    there = data.concepts
    found = {*data.pairs(Skos.broader, NARROWER, RELATED, TOP, MEMBER)}
    found |= {pair for pair in data.pairs(*MAPPED) if pair[1].startswith(ID_BASE)}
    for one, other in found:
        if other not in there:
            yield f"{one} is joined to {other}, which is not there"


@check("every concept has a preferred label")
def _(data: Schemes) -> Iterator[str]:
    for concept in data.concepts - {thing for thing, _, _ in data.preferred()}:
        yield f"{concept} has no preferred label"


@check("no label is empty or untidy")
def _(data: Schemes) -> Iterator[str]:
    for thing, text, _ in data.words(*LABELS):
        if not text or text != " ".join(text.split()):
            yield f"{thing} has the label {text!r}"


@check("language tags are well formed and one for a language")
def _(data: Schemes) -> Iterator[str]:
    themes, concepts = data.of_type(Ckg.Theme), data.concepts
    for thing, text, language in data.words(*LABELS):
        # A theme has no tag where the language of its document is not known; the name of a
        # programme, which is no concept, is of no language.
        free = not language and (thing in themes or thing not in concepts)
        if not (free or _TAG.fullmatch(language)):
            yield f"{thing} has {text!r} in the language {language!r}"


@check("the concepts of a scheme have the same languages")
def _(data: Schemes) -> Iterator[str]:
    languages: defaultdict[str, set[str]] = defaultdict(set)
    for concept, _, language in data.preferred():
        languages[concept].add(language)
    themes = data.of_type(Ckg.Theme)
    for scheme, members in _grouped(_turned(data.pairs(Skos.inScheme))).items():
        most = set().union(*(languages[member] for member in members - themes))
        for member in members - themes:
            if languages[member] != most:
                yield f"{member} of {scheme} has no label in {sorted(most - languages[member])}"


@check("no two concepts of a scheme have one preferred label")
def _(data: Schemes) -> Iterator[str]:
    yield from _shared(data, {(c, t.casefold(), tag) for c, t, tag in data.preferred()})


@check("no notation means two concepts of a scheme")
def _(data: Schemes) -> Iterator[str]:
    yield from _shared(data, data.words(Skos.notation))


def _shared(data: Schemes, words: set[tuple[str, str, str]]) -> Iterator[str]:
    schemes = data.scheme_of()
    owners: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
    for concept, text, language in words:
        for scheme in schemes.get(concept, ()):
            owners[scheme, text, language].add(concept)
    for (_, text, language), found in owners.items():
        if len(found) > 1:
            yield f"{text!r}@{language} is of {sorted(found)}"


@check("kinds and collections are explained")
def _(data: Schemes) -> Iterator[str]:
    explained = {thing for thing, _, _ in data.words(*NOTES)}
    kinds = data.of_type(Ckg.ActivityType, Ckg.OutputType, Ckg.Status, Ckg.UrbanAgendaTopic)
    for thing in (kinds | data.of_type(COLLECTION)) - explained:
        yield f"{thing} is not explained"


@check("mappings lead out of a scheme, and relations do not")
def _(data: Schemes) -> Iterator[str]:
    schemes = data.scheme_of()
    for one, other in data.pairs(*MAPPED):
        if schemes.get(one, set()) & schemes.get(other, set()):
            yield f"{one} is mapped to {other} of its own scheme"
    for one, other in data.pairs(Skos.broader, NARROWER, RELATED):
        if one in schemes and other in schemes and not schemes[one] & schemes[other]:
            yield f"{one} is in a relation with {other} of another scheme: map it"


@check("no pair is mapped in two ways")
def _(data: Schemes) -> Iterator[str]:
    ways: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for predicate in sorted(MAPPED):
        for pair in data.pairs(predicate):
            ways[pair].add(predicate)
    for (one, other), found in ways.items():
        if len(found) > 1:
            yield f"{one} is mapped to {other} in two ways"


@check("one thing is not two of one vocabulary")
def _(data: Schemes) -> Iterator[str]:
    # A country or goal that matches two items of Wikidata makes the two items one.
    for one, others in _grouped(data.pairs(Skos.exactMatch)).items():
        hosts = [other.split("/")[2] for other in others]
        if len(set(hosts)) < len(hosts):
            yield f"{one} matches two things of one vocabulary exactly: {sorted(others)}"


@check("SKOS has the terms that are used")
def _(data: Schemes) -> Iterator[str]:
    for term in data.used - KNOWN:
        yield f"{term} is no term of SKOS"


@check("what only follows is not said")
def _(data: Schemes) -> Iterator[str]:
    for name in ("broaderTransitive", "narrowerTransitive", "semanticRelation", "mappingRelation"):
        for one, _other in data.pairs(Skos.NS + name):
            yield f"{one} is said to have skos:{name}, which follows from others"


@check("concepts are named by http")
def _(data: Schemes) -> Iterator[str]:
    for thing in data.concepts | data.schemes:
        if not thing.startswith(("http://", "https://")):
            yield f"{thing} cannot be looked up"
