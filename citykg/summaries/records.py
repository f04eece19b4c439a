"""A plan as a record: the mapping of its fields that our JSON and YAML files hold."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from citykg.loaders.places import kind_of
from citykg.plan import Owned, Statement
from citykg.summaries.headings import language_of
from citykg.summaries.wording import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from citykg.plan import Activity, City, Output, Period, Plan, Stated

_WIDE = 1_000_000


def to_json(plan: Plan) -> str:
    """The record as JSON, in the order of its fields."""
    return json.dumps(record_of(plan), ensure_ascii=False, indent=2) + "\n"


def to_yaml(plan: Plan) -> str:
    """The record as YAML, in the order of its fields."""
    import yaml

    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    text: str = yaml.dump(
        record_of(plan), Dumper=dumper, allow_unicode=True, sort_keys=False, width=_WIDE
    )
    return text


def record_of(plan: Plan) -> dict[str, Any]:
    """The fields of a plan as plain data; one that says nothing is left out.

    A value is as plain as it can be: a mapping with `value` only where it is not said of all
    parties, is in another language than the plan, or was not understood.
    """
    writer = _Writer(plan)
    record: dict[str, Any] = {
        "id": plan.id,
        "language": writer.language,
        "title": writer.leaf(plan.title),
        "programme": writer.leaf(plan.programme),
        "cities": [writer.city(city) for city in plan.cities],
        "period": writer.period(plan.period),
    }
    for field in (
        "themes",
        "sdgs",
        "sdg_targets",
        "sdg_indicators",
        "urban_agenda_topics",
        "focus_areas",
        "challenges",
        "objectives",
    ):
        record[field] = writer.leaves(getattr(plan, field))
    record["activities"] = [writer.event(event) for event in plan.activities]
    record["outputs"] = [writer.event(event) for event in plan.outputs]
    for field in ("results", "contacts", "sources"):
        record[field] = writer.leaves(getattr(plan, field))
    return _filled(record)


class _Writer:
    def __init__(self, plan: Plan) -> None:
        self.language = language_of(plan)
        self.names = tuple(city.name.value or "" for city in plan.cities)

    def leaf(self, stated: Stated[Any] | None) -> object:
        """A value, alone or with what is said of it."""
        if stated is None:
            return None
        value = one_line(stated.value) if isinstance(stated.value, str) else stated.value
        if value == "":
            return None
        more: dict[str, Any] = {}
        if value is None:
            quote = one_line(stated.quote)
            if not quote:
                return None
            more["quote"] = quote
        if stated.language and stated.language.lower().split("-")[0] != self.language:
            more["language"] = stated.language
        if isinstance(stated, Owned) and stated.cities != self.names:
            more["cities"] = list(map(one_line, stated.cities))
        if isinstance(stated, Statement) and stated.lead and one_line(stated.lead.quote):
            more["lead"] = one_line(stated.lead.quote)
        return {"value": value, **more} if more else value

    def leaves(self, stated: Sequence[Stated[Any]]) -> list[object]:
        """The values of a list."""
        return [leaf for item in stated if (leaf := self.leaf(item)) is not None]

    def city(self, city: City) -> dict[str, Any]:
        """A party."""
        name = one_line(city.name.value or "")
        return _filled(
            {
                "name": self.leaf(city.name),
                # Where the name itself says it, it need not be said again.
                "kind": None if kind_of(name) == city.kind else city.kind,
                "region": self.leaf(city.region),
                "country": self.leaf(city.country),
                "population": self.leaf(city.population),
                "area_km2": self.leaf(city.area_km2),
            }
        )

    def period(self, period: Period | None) -> dict[str, Any] | None:
        """The period, as it is stated."""
        if period is None:
            return None
        return _filled(
            {name: self.leaf(getattr(period, name)) for name in period.__struct_fields__}
        )

    def event(self, event: Activity | Output) -> dict[str, Any]:
        """An activity or output."""
        told = {
            "label": self.leaf(event.label),
            "type": event.type,
            "status": event.status,
        }
        for field in ("cities", "hosts", "visitors"):
            told[field] = list(map(one_line, getattr(event, field, ())))
        told["participants"] = self.leaves(getattr(event, "participants", ()))
        told["dates"] = self.leaves(event.dates)
        told["themes"] = list(map(one_line, event.themes))
        told["sentence"] = self.leaf(event.sentence)
        return _filled(told)


def _filled(record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if value not in (None, [], {})}
