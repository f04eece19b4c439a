"""Things that are known by a name - places, themes, programmes - and the IRI each one gets.

A name may mean two things and a thing may have several spellings.  Both are decided here, the
same way whatever the order of the names, and every decision is listed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from citykg.graph.iris import apart, digest, segment, slug

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Mapping


class Decision(msgspec.Struct, frozen=True, order=True):
    """One thing that had to be decided about a name, for a person to check."""

    kind: str
    """`city`, `region`, `theme`, `programme`, `cooperation`, `plan` or `document`."""
    name: str
    iri: str
    reason: str


class Thing(NamedTuple):
    """What tells one thing from another.

    `scope` is the part of the IRI before the name, such as `city/gb/`; `name` is what all its
    spellings share (`iris.same_name`); `qualifier` is stated only where the name alone is not
    enough, such as the region of a city.
    """

    kind: str
    scope: str
    name: str
    qualifier: str = ""


class Named(NamedTuple):
    """A thing's IRI and its one label: the most frequent spelling, by code point among equals."""

    iri: str
    label: str


def name_things(
    spellings: Mapping[Thing, Counter[str]], base: str
) -> tuple[dict[Thing, Named], list[Decision]]:
    """What each thing is called, and what had to be decided for it."""
    decided = apart({thing: _candidates(thing) for thing in spellings})
    named: dict[Thing, Named] = {}
    decisions: list[Decision] = []
    for thing, path in decided.items():
        found = spellings[thing]
        label = min(found.items(), key=lambda item: (-item[1], item[0]))[0]
        iri = base + path
        named[thing] = Named(iri, label)
        reasons = []
        if thing.qualifier:
            reasons.append(
                "stated in different regions under one name: the region tells them apart"
            )
        if path != _candidates(thing)[0]:
            reasons.append("another name reads the same without its punctuation or its end")
        if len(found) > 1:
            others = ", ".join(repr(other) for other in sorted(found) if other != label)
            reasons.append(f"also spelled {others}: taken for the same {thing.kind}")
        decisions += [Decision(thing.kind, label, iri, reason) for reason in reasons]
    return named, decisions


def _candidates(thing: Thing) -> list[str]:
    words = slug(thing.name)
    if thing.qualifier:
        words += "-" + slug(thing.qualifier)
    first = thing.scope + segment(words)
    if not thing.qualifier and thing.name == words.replace("-", " "):
        # Who clashes has punctuation that this name has not: the plain name stays.
        return [first]
    mark = digest(f"{thing.name}\n{thing.qualifier}")
    return [first, f"{first}-{mark[:8]}", f"{first}-{mark}"]
