"""Which IRI each thing of a build gets, decided from the outlines of all its plans at once.

`Names.of(plans)` decides; the same plans get the same names whatever the order of their files,
and `decisions` lists what was not obvious: nothing is merged or renamed in silence.
"""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from citykg.graph.identity import Placed, name_cooperations, name_plans
from citykg.graph.iris import checked_base, same_name
from citykg.graph.outlines import Outline
from citykg.graph.places import Places, stated_city
from citykg.graph.things import Decision, Named, Thing, name_things
from citykg.ontology.terms import ID_BASE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from citykg.plan import City, Plan


class PlanName(NamedTuple):
    """What a plan is called: its id as it stands in IRIs, such as `manchester-montreal`."""

    id: str
    iri: str
    """Also the name of its graph."""
    cooperation: Named


class _Copy(NamedTuple):
    """One place where a plan was found; the first in order is the one that is written."""

    path: str
    stated_id: str


class Names:
    """The IRIs of one build; asking for what no plan of the build states is a KeyError."""

    def __init__(self, base: str, places: Places) -> None:
        self.base = base
        self.places = places
        self.decisions: tuple[Decision, ...] = ()
        self.theme_labels: dict[str, Counter[tuple[str, str]]] = {}
        """Theme IRI to (language or '', label as stated) and how often it is stated."""
        self._themes: dict[str, Named] = {}
        self._programmes: dict[str, Named] = {}
        self._copies: dict[str, list[_Copy]] = {}
        self._plan_ids: dict[str, str] = {}
        self._cooperations: dict[str, Named] = {}

    @classmethod
    def of(cls, plans: Iterable[Plan | Outline], base: str = ID_BASE) -> Names:
        """The names of a build; raises UsageError for a base that cannot carry names."""
        base = checked_base(base)
        # A copy of a document says nothing new: it must not count twice in what is decided.
        copies: dict[str, list[_Copy]] = {}
        first: dict[str, Outline] = {}
        for each in map(_outline, plans):
            first.setdefault(each.content, each)
            copies.setdefault(each.content, []).append(_Copy(each.path, each.stated_id))
        distinct = list(first.values())
        stated = (place for plan in distinct for place in (*plan.parties, *plan.regions))
        names = cls(base, Places.of(stated, base))
        names._copies = {content: sorted(found) for content, found in copies.items()}
        decisions = [*names.places.decisions]
        themes = Counter(label for plan in distinct for label, _ in plan.themes)
        names._themes, more = _labelled("theme", themes, base)
        decisions += more
        programmes = Counter(plan.programme for plan in distinct if plan.programme)
        names._programmes, more = _labelled("programme", programmes, base)
        decisions += more
        placed = [names._placed(plan) for plan in distinct]
        names._plan_ids, more = name_plans(placed, base)
        decisions += more
        names._cooperations, more = name_cooperations(placed, names._plan_ids, base)
        decisions += more
        decisions += names._duplicates()
        names.decisions = tuple(sorted(set(decisions)))
        for plan in distinct:
            for label, language in plan.themes:
                labels = names.theme_labels.setdefault(names.theme(label), Counter())
                labels[language, " ".join(label.split())] += 1
        return names

    def is_kept(self, plan: Plan | Outline) -> bool:
        """Whether the plan is the one to write: false for a further copy of a document."""
        one = _outline(plan)
        return self._copies[one.content][0] == (one.path, one.stated_id)

    def plan(self, plan: Plan | Outline) -> PlanName:
        """What the plan and its cooperation are called."""
        content = _outline(plan).content
        own = self._plan_ids[content]
        return PlanName(own, f"{self.base}plan/{own}", self._cooperations[content])

    def city(self, city: City) -> Named:
        """What a party is called: `city/gb/manchester`, or `region/…` where it is a region."""
        return self.places.called(stated_city(city))

    def theme(self, label: str) -> str:
        """The IRI of the theme."""
        return self._themes[label].iri

    def programme(self, label: str) -> Named:
        """What the programme is called."""
        return self._programmes[label]

    def digest_of(self, outline: Outline) -> bytes:
        """The digest of all names that the quads of a plan hold; empty for a further copy.

        A plan's quads are the same as before if the plan and this digest are.
        """
        if not self.is_kept(outline):
            return b""
        places = (*outline.parties, *outline.regions)
        found = (
            self.base,
            self.plan(outline),
            [self.places.called(place) for place in places],
            self._programmes.get(outline.programme),
            [self.theme(label) for label, _ in outline.themes],
        )
        return sha256(repr(found).encode()).digest()[:16]

    def only(self, outlines: Iterable[Outline]) -> Names:
        """The names of these plans alone, for a process that writes no others.

        The themes' labels, which all plans have a part in, are left out.
        """
        few = Names(self.base, self.places)
        called = self.places.called
        places: dict[tuple[str, str, str, str], Named] = {}
        for outline in outlines:
            content = outline.content
            places.update({place: called(place) for place in outline.parties})
            places.update({place: called(place) for place in outline.regions})
            few._themes.update({label: self._themes[label] for label, _ in outline.themes})
            if outline.programme:
                few._programmes[outline.programme] = self._programmes[outline.programme]
            few._copies[content] = self._copies[content][:1]
            few._plan_ids[content] = self._plan_ids[content]
            few._cooperations[content] = self._cooperations[content]
        few.places = Places(places, [])
        return few

    def _placed(self, plan: Outline) -> Placed:
        called = {self.places.called(party) for party in plan.parties}
        stated_id = self._copies[plan.content][0].stated_id
        return Placed(plan, stated_id, tuple(sorted((one.iri, one.label) for one in called)))

    def _duplicates(self) -> list[Decision]:
        return [
            Decision(
                "document",
                copy.path,
                f"{self.base}plan/{self._plan_ids[content]}",
                f"the same as {found[0].path}: read once",
            )
            for content, found in self._copies.items()
            for copy in found[1:]
        ]


def _outline(plan: Plan | Outline) -> Outline:
    return plan if isinstance(plan, Outline) else Outline.of(plan)


def _labelled(
    kind: str, counts: Counter[str], base: str
) -> tuple[dict[str, Named], list[Decision]]:
    # Things that only their label tells apart, by each label that is stated.
    things = {label: Thing(kind, f"{kind}/", same_name(label)) for label in counts}
    spellings: dict[Thing, Counter[str]] = {}
    for label, thing in things.items():
        spellings.setdefault(thing, Counter())[" ".join(label.split())] += counts[label]
    named, decisions = name_things(spellings, base)
    return {label: named[thing] for label, thing in things.items()}, decisions
