"""Which IRI each thing of a build gets, decided from all of its plans at once.

`Names.of(plans)` decides; the same plans get the same names whatever the order of their files,
and `decisions` lists what was not obvious: nothing is merged or renamed in silence.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from citykg.graph.identity import (
    Copy,
    content_digest,
    name_cooperations,
    name_plans,
    outline,
)
from citykg.graph.iris import checked_base, same_name
from citykg.graph.places import Places
from citykg.graph.things import Decision, Named, Thing, name_things
from citykg.ontology.terms import ID_BASE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from citykg.plan import City, Plan, Stated


class PlanName(NamedTuple):
    """What a plan is called: its id as it stands in IRIs, such as `manchester-montreal`."""

    id: str
    iri: str
    """Also the name of its graph."""
    cooperation: Named


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
        self._copies: dict[str, list[Copy]] = {}
        self._plan_ids: dict[str, str] = {}
        self._cooperations: dict[str, Named] = {}

    @classmethod
    def of(cls, plans: Iterable[Plan], base: str = ID_BASE) -> Names:
        """The names of a build; raises UsageError for a base that cannot carry names."""
        plans = list(plans)
        base = checked_base(base)
        # A copy of a document says nothing new: it must not count twice in what is decided.
        copies: dict[str, list[Copy]] = {}
        first: dict[str, Plan] = {}
        for plan in plans:
            content = content_digest(plan)
            first.setdefault(content, plan)
            copies.setdefault(content, []).append(Copy(plan.source.path, plan.id))
        distinct = list(first.values())
        parties = (city for plan in distinct for city in plan.cities)
        places = Places.of((city for city in parties if city.name.value is not None), base)
        names = cls(base, places)
        names._copies = {content: sorted(found) for content, found in copies.items()}
        decisions = [*places.decisions]
        names._themes, more = _labelled("theme", (t for p in distinct for t in p.themes), base)
        decisions += more
        names._programmes, more = _labelled(
            "programme", (plan.programme for plan in distinct if plan.programme), base
        )
        decisions += more
        outlines = [
            outline(plan, content, names._copies[content][0].stated_id, places.city)
            for content, plan in first.items()
        ]
        names._plan_ids, more = name_plans(outlines, base)
        decisions += more
        names._cooperations, more = name_cooperations(outlines, names._plan_ids, base)
        decisions += more
        decisions += names._duplicates()
        names.decisions = tuple(sorted(set(decisions)))
        for plan in distinct:
            for theme in plan.themes:
                if theme.value is not None:
                    labels = names.theme_labels.setdefault(names.theme(theme.value), Counter())
                    labels[theme.language or "", " ".join(theme.value.split())] += 1
        return names

    def is_kept(self, plan: Plan) -> bool:
        """Whether the plan is the one to write: false for a further copy of a document."""
        return self._copies[content_digest(plan)][0] == (plan.source.path, plan.id)

    def plan(self, plan: Plan) -> PlanName:
        """What the plan and its cooperation are called."""
        content = content_digest(plan)
        own = self._plan_ids[content]
        return PlanName(own, f"{self.base}plan/{own}", self._cooperations[content])

    def city(self, city: City) -> Named:
        """What a party is called: `city/gb/manchester`, or `region/…` where it is a region."""
        return self.places.city(city)

    def theme(self, label: str) -> str:
        """The IRI of the theme."""
        return self._themes[label].iri

    def programme(self, label: str) -> Named:
        """What the programme is called."""
        return self._programmes[label]

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


def _labelled(
    kind: str, stated: Iterable[Stated[str]], base: str
) -> tuple[dict[str, Named], list[Decision]]:
    # Things that only their label tells apart, by each label that is stated.
    counts = Counter(item.value for item in stated if item.value is not None)
    things = {label: Thing(kind, f"{kind}/", same_name(label)) for label in counts}
    spellings: dict[Thing, Counter[str]] = {}
    for label, thing in things.items():
        spellings.setdefault(thing, Counter())[" ".join(label.split())] += counts[label]
    named, decisions = name_things(spellings, base)
    return {label: named[thing] for label, thing in things.items()}, decisions
