"""What each layout cannot say, listed; and a plan as a layout can say it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import structs

from citykg.plan import Activity, Owned, Statement
from citykg.summaries.titles import is_heading
from citykg.summaries.wording import TEXT_LAYOUTS, said_words

if TYPE_CHECKING:
    from citykg.plan import City, Output, Period, Plan, Stated

T = TypeVar("T")
E = TypeVar("E", "Activity", "Output")

_EVERY = (
    "where each value stands: offsets, quotes and cues are those of the new file",
    "white space: each run of it, and of control characters, is one blank",
    "what tells of the old file: path, template, fit, drift, problems, blank fields, unread words",
)
_TEXT = (
    "a title that would be read as a heading, such as a field's name",
    "the identifier: it is made of the parties' names again",
    "a value that was not understood, and the sentence that opens a list",
    "whose a value is, unless one party alone: it is said of all, behind those of one party",
    "signs that the layout reads: a bullet is written ‧, a pipe ¦, a tag's < ‹",
    "punctuation around a party's name; a name without letters, an item such as n/a or ---",
    "invisible signs, such as those that say which way letters run; full-width forms are narrow",
    "that a plan declares no goals, where other words of it name one by its sign: SDG 11",
    "a plan that names fewer than three fields: a summary of so few is none",
    "the full stop behind a theme, semicolons and commas at the end of an item",
    "a duration or interval beside the start and end; of an area, what is beyond six decimals",
    "the kind of a party that its name does not tell, unless all are regions; the region of those",
    "who took part in an activity or output, when and for which theme, where no words of it say so",
)
LOSSES: dict[str, tuple[str, ...]] = {
    "json": _EVERY,
    "yaml": _EVERY,
    "ilap": (*_EVERY, *_TEXT),
    "md": (*_EVERY, *_TEXT),
}
"""For each format, what reading the summary again does not give back."""

_ENDS = {"themes": " .;,"}


def said(plan: Plan, layout: str) -> Plan:
    """The plan as a layout can say it: without what `LOSSES` lists.

    Of the events of a text, which are read out of their words, all is kept.
    """
    return _Sayer(plan, layout).plan()


class _Sayer:
    def __init__(self, plan: Plan, layout: str) -> None:
        self.record = plan
        self.layout = layout
        self.text = layout in TEXT_LAYOUTS
        self.names = tuple(self.words(city.name.value or "") for city in plan.cities)

    def plan(self) -> Plan:
        plan = self.record
        changed: dict[str, Any] = {
            name: self.values(getattr(plan, name), _ENDS.get(name, " ;,"))
            for name in (
                "themes",
                "sdgs",
                "sdg_targets",
                "sdg_indicators",
                "urban_agenda_topics",
                "focus_areas",
                "challenges",
                "objectives",
                "results",
                "contacts",
                "sources",
            )
        }
        return structs.replace(
            plan,
            title=None if self.text and is_heading(plan.title) else self.value(plan.title),
            programme=self.value(plan.programme),
            cities=tuple(map(self.city, plan.cities)),
            period=self.period(plan.period),
            activities=tuple(map(self.event, plan.activities)),
            outputs=tuple(map(self.event, plan.outputs)),
            **changed,
        )

    def words(self, text: str) -> str:
        return said_words(text, self.layout)

    def value(self, stated: Stated[T] | None, ends: str = " ") -> Stated[T] | None:
        if stated is None:
            return None
        value: object = stated.value
        if isinstance(value, str):
            value = self.words(value)
            value = value.rstrip(ends) if self.text else value
        if value == "" or (value is None and (self.text or not stated.quote.strip())):
            return None
        if isinstance(stated, Owned):
            cities = tuple(map(self.words, stated.cities))
            alone = len(cities) == 1 < len(self.names)
            cities = self.names if self.text and not alone else cities
            more = {"lead": None} if isinstance(stated, Statement) and self.text else {}
            return structs.replace(stated, value=value, cities=cities, **more)
        return structs.replace(stated, value=value)

    def values(self, stated: tuple[Stated[T], ...], ends: str) -> tuple[Stated[T], ...]:
        return tuple(value for item in stated if (value := self.value(item, ends)) is not None)

    def city(self, city: City) -> City:
        told = {
            name: self.value(getattr(city, name))
            for name in ("name", "region", "country", "population", "area_km2")
        }
        area = city.area_km2
        if self.text and area and area.value is not None:
            told["area_km2"] = structs.replace(area, value=round(area.value, 6))
        return structs.replace(city, **told)

    def period(self, period: Period | None) -> Period | None:
        if period is None:
            return None
        told = {name: self.value(getattr(period, name)) for name in period.__struct_fields__}
        if self.text:
            told["duration"] = told["interval"] = None
        return structs.replace(period, **told) if any(told.values()) else None

    def event(self, event: E) -> E:
        more = {}
        if isinstance(event, Activity):
            more["participants"] = self.values(event.participants, " ")
        return structs.replace(
            event,
            **more,
            label=self.value(event.label, " .;,") or event.label,
            sentence=self.value(event.sentence),
            dates=self.values(event.dates, " "),
            **{
                name: tuple(map(self.words, getattr(event, name)))
                for name in ("cities", "hosts", "visitors", "themes")
                if hasattr(event, name)
            },
        )
