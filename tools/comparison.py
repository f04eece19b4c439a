"""How a plan that was read compares with the one that a careful reader records, fact by fact.

A fact is one value of one field.  It is read where the value is the expected one (`a|b` gives
alternatives), wrong where a value is read that is not stated, exact where its quote is the one
expected.  `allowed` facts of the expected plan count neither way.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from citykg.plan import Activity, City, Output, Plan

LISTS = ("themes", "sdgs", "sdg_targets", "sdg_indicators", "urban_agenda_topics", "contacts")
STATEMENTS = ("focus_areas", "challenges", "objectives", "results")
# A statement that is a part of the expected one counts as read only where it is this long.
SHORTEST_PART = 15
EDGES = " .,;:!?•-–—*▪·➢\"“”'’«»()[]"

Fact = dict[str, Any]


@dataclass
class Count:
    """How many facts are stated, read rightly, read though not stated, and quoted exactly."""

    stated: int = 0
    read: int = 0
    wrong: int = 0
    quoted: int = 0
    exact: int = 0

    def add(self, other: Count) -> None:
        """Take the other's counts into this one."""
        for name in self.__dataclass_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def recall(self) -> float:
        """The share of what is stated that is read."""
        return self.read / self.stated if self.stated else 1.0

    @property
    def precision(self) -> float:
        """The share of what is read that is right."""
        return self.read / (self.read + self.wrong) if self.read + self.wrong else 1.0

    @property
    def span(self) -> float:
        """The share of the facts read, and with a quote to compare, whose quote is the expected."""
        return self.exact / self.quoted if self.quoted else 1.0


@dataclass
class Score:
    """The counts of a document, field by field, and each fact missed or wrong."""

    document: str
    fields: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    misses: list[tuple[str, str, str, str]] = field(default_factory=list)
    """The kind (`missed`, `wrong` or `inexact`), field, expected and read."""
    failure: str = ""

    @property
    def total(self) -> Count:
        """All fields together."""
        total = Count()
        for count in self.fields.values():
            total.add(count)
        return total

    def hit(self, name: str, expected: str | None = None, quote: str | None = None) -> None:
        """Count a fact as read; with `expected` quotes, whether its quote is one of them."""
        count = self.fields[name]
        count.stated += 1
        count.read += 1
        if expected is not None and quote is not None:
            count.quoted += 1
            if any(bare(part) == bare(quote) for part in expected.split("|")):
                count.exact += 1
            else:
                self.misses.append(("inexact", name, expected, quote))

    def miss(self, name: str, expected: object, read: object = "") -> None:
        """Count a stated fact as not read."""
        self.fields[name].stated += 1
        self.misses.append(("missed", name, str(expected), str(read)))

    def wrong(self, name: str, read: object, expected: object = "") -> None:
        """Count a fact that is read but not stated."""
        self.fields[name].wrong += 1
        self.misses.append(("wrong", name, str(expected), str(read)))


def bare(words: object) -> str:
    """The words as they are seen, without white space and the punctuation at their ends.

    Quotes compare by it: those of HTML and Markdown hold mark-up.
    """
    seen = html.unescape(re.sub(r"</?[a-zA-Z][^<>]*>|\*\*", "", str(words)))
    return re.sub(r"\s+|[\u00ad\u2060]", "", unicodedata.normalize("NFC", seen)).strip(EDGES)


def plain(words: object) -> str:
    """The words in lower case, white space as single blanks: values compare by it."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", str(words)).casefold()).strip(EDGES)


def same(expected: object, read: object) -> bool:
    """Whether a read value is one of the alternatives that an expected one gives."""
    if read is None or isinstance(expected, int | float):
        return (
            isinstance(read, int | float)
            and isinstance(expected, int | float)
            and abs(expected - read) <= 1e-3 * abs(expected)
        )
    return any(plain(part) == plain(read) for part in str(expected).split("|"))


def one_of(expected: str | None, read: str | None) -> bool:
    """Whether a type or status is one of `a|b`; `None` among them is none at all."""
    return (read or "None") in (expected or "None").split("|")


def same_names(expected: Sequence[str] | None, read: Iterable[str]) -> bool:
    """Whether the names are those expected, in any order; None expects nothing."""
    if expected is None:
        return True
    left = list(read)
    for name in expected:
        found = next((other for other in left if same(name, other)), None)
        if found is None:
            return False
        left.remove(found)
    return not left


def scalar(score: Score, name: str, expected: Fact | None, read: Any) -> None:
    """Compare a field that has one value."""
    value = None if read is None else read.value
    if expected is None and value is None:
        return
    if expected and value is not None and same(expected["value"], value):
        score.hit(name, str(expected.get("quote", expected["value"])), read.quote)
        return
    if expected and not (value is None and "None" in str(expected["value"]).split("|")):
        score.miss(name, expected["value"], value)
    if value is not None:
        score.wrong(name, value, expected and expected["value"])


def values(score: Score, name: str, plan: Plan, expected: Fact) -> None:
    """Compare a field that is a list of values."""
    left = [item for item in getattr(plan, name) if item.value is not None]
    for fact in expected.get(name, []):
        found = next((item for item in left if same(fact["value"], item.value)), None)
        if found is None:
            score.miss(name, fact["value"], [item.value for item in getattr(plan, name)])
            continue
        left.remove(found)
        score.hit(name, str(fact["quote"]) if "quote" in fact else None, found.quote)
    allowed = expected.get("allowed", {}).get(name, [])
    for item in left:
        if not any(same(fact["value"], item.value) for fact in allowed):
            score.wrong(name, item.value)


def statements(score: Score, name: str, plan: Plan, expected: Fact) -> None:
    """Compare a field that is a list of statements: the same, or one a part of the other."""
    left = [item for item in getattr(plan, name) if item.value is not None]

    def part(fact: Fact, read: str) -> bool:
        return any(
            plain(words) in plain(read)
            or (len(plain(read)) > SHORTEST_PART and plain(read) in plain(words))
            for words in str(fact["value"]).split("|")
        )

    for fact in expected.get(name, []):
        found = next((item for item in left if same(fact["value"], item.value)), None)
        found = found or next((item for item in left if part(fact, item.value)), None)
        if found is None:
            score.miss(name, fact["value"], [item.value for item in getattr(plan, name)])
            continue
        left.remove(found)
        score.hit(name, fact.get("quote", fact["value"]), found.quote)
        if "cities" in fact:
            names(score, "statements.cities", fact["cities"], found.cities, found.quote)
    allowed = expected.get("allowed", {}).get(name, [])
    stated = [*expected.get(name, []), *allowed]
    for item in left:
        if not any(part(fact, item.value) for fact in stated):
            score.wrong(name, item.value)


def names(
    score: Score, name: str, expected: Sequence[str] | None, read: Sequence[str], of: str
) -> None:
    """Compare the parties of a statement or event; naming one that is not stated is wrong."""
    if expected is None or (not expected and not read):
        return
    if same_names(expected, read):
        score.hit(name)
        return
    if expected:
        score.miss(name, list(expected), f"{list(read)} <<{of}>>")
    if any(not any(same(one, other) for one in expected) for other in read):
        score.wrong(name, f"{list(read)} <<{of}>>", list(expected))


def _words_of(event: Activity | Output) -> str:
    return event.sentence.quote if event.sentence else event.label.quote


def _fit(fact: Fact, event: Activity | Output, roles: tuple[str, ...]) -> float:
    """How well a read event answers an expected one; 0 where neither type nor words agree."""
    typed = one_of(fact["type"], event.type)
    label = fact.get("label")
    worded = bool(label) and plain(label) in plain(event.label.quote + " " + _words_of(event))
    if not typed and not (worded and event.type is None):
        return 0.0
    fit = 4.0 * typed + 3.0 * worded + 1.5 * one_of(fact["status"], event.status)
    return fit + sum(same_names(fact.get(role), getattr(event, role)) for role in roles)


def events(score: Score, name: str, plan: Plan, expected: Fact) -> None:
    """Compare activities or outputs: paired by type, words, status and parties, best first."""
    roles = ("hosts", "visitors", "cities") if name == "activities" else ()
    facts, read = list(expected.get(name, [])), list(getattr(plan, name))
    ranked = sorted(
        ((_fit(fact, event, roles), -abs(i - j), i, j))
        for i, fact in enumerate(facts)
        for j, event in enumerate(read)
    )
    pairs: dict[int, int] = {}
    for fit, _, i, j in reversed(ranked):
        if fit and i not in pairs and j not in pairs.values():
            pairs[i] = j
    for i, fact in enumerate(facts):
        if i in pairs:
            _event(score, name, fact, read[pairs[i]], roles)
        elif "None" not in str(fact["type"]).split("|"):
            _unread(score, name, fact)
    allowed = expected.get("allowed", {}).get(name, [])
    for j, event in enumerate(read):
        if j not in pairs.values() and not any(
            one_of(fact["type"], event.type) and one_of(fact["status"], event.status)
            for fact in allowed
        ):
            said = f"{event.type} {event.status} {[getattr(event, role) for role in roles]}"
            score.wrong(f"{name}.type", f"{said} <<{_words_of(event)}>>")


def _unread(score: Score, name: str, fact: Fact) -> None:
    score.miss(f"{name}.type", f"{fact['type']} <<{fact.get('label', '')}>>")
    if "None" not in (fact["status"] or "None").split("|"):
        score.miss(f"{name}.status", fact["status"])
    for part in ("hosts", "visitors", "cities", "dates"):
        if fact.get(part):
            score.miss(f"{name}.{part}", fact[part])


def _event(
    score: Score, name: str, fact: Fact, event: Activity | Output, roles: tuple[str, ...]
) -> None:
    words = _words_of(event)
    if one_of(fact["type"], event.type):
        score.hit(f"{name}.type")
    else:
        score.miss(f"{name}.type", fact["type"], f"{event.type} <<{words}>>")
    if "label" in fact and one_of(fact["type"], event.type):
        count = score.fields[f"{name}.type"]
        count.quoted += 1
        if bare(fact["label"]) in bare(event.label.quote) or bare(fact["label"]) in bare(words):
            count.exact += 1
        else:
            score.misses.append(("inexact", f"{name}.type", fact["label"], words))
    _status(score, f"{name}.status", fact["status"], event.status, words)
    for role in roles:
        names(score, f"{name}.{role}", fact.get(role), getattr(event, role), words)
    if "dates" in fact:
        _dates(score, f"{name}.dates", fact["dates"], [date.value for date in event.dates], words)


def _status(score: Score, name: str, expected: str | None, read: str | None, words: str) -> None:
    if one_of(expected, read):
        if read:
            score.hit(name)
        return
    if expected and "None" not in expected.split("|"):
        score.miss(name, expected, f"{read} <<{words}>>")
    if read:
        score.wrong(name, f"{read} <<{words}>>", expected)


def _dates(score: Score, name: str, expected: list[str], read: list[Any], words: str) -> None:
    left = list(read)
    for date in expected:
        found = next((other for other in left if same(date, other)), None)
        if found is None:
            score.miss(name, date, f"{left} <<{words}>>")
        else:
            left.remove(found)
            score.hit(name)
    for date in left:
        score.wrong(name, f"{date} <<{words}>>", expected)


def cities(score: Score, plan: Plan, expected: Fact) -> None:
    """Compare the parties, found by their names."""
    left = list(plan.cities)
    for fact in expected["cities"]:
        city = next((c for c in left if same(fact["name"]["value"], c.name.value)), None)
        if city is None:
            read = [c.name.value for c in plan.cities]
            score.miss("cities.name", fact["name"]["value"], read)
            for key in ("country", "region", "population", "area_km2"):
                if key in fact:
                    score.miss(f"cities.{key}", fact[key]["value"])
            continue
        left.remove(city)
        score.hit("cities.name", fact["name"]["quote"], city.name.quote)
        _city(score, fact, city)
    for city in left:
        score.wrong("cities.name", city.name.value)


def _city(score: Score, fact: Fact, city: City) -> None:
    for key in ("country", "region", "population", "area_km2"):
        scalar(score, f"cities.{key}", fact.get(key), getattr(city, key))
    if "kind" in fact and one_of(fact["kind"], city.kind):
        score.hit("cities.kind")
    elif "kind" in fact:
        score.miss("cities.kind", fact["kind"], city.kind)
    elif city.kind != "city":
        score.wrong("cities.kind", f"{city.name.value}: {city.kind}", "city")


def compare(score: Score, plan: Plan, expected: Fact) -> None:
    """Compare a plan with the one expected, field by field."""
    scalar(score, "programme", expected.get("programme"), plan.programme)
    cities(score, plan, expected)
    for key in ("start", "end", "duration"):
        fact = expected.get("period", {}).get(key)
        scalar(score, f"period.{key}", fact, plan.period and getattr(plan.period, key))
    for name in LISTS:
        values(score, name, plan, expected)
    for name in STATEMENTS:
        statements(score, name, plan, expected)
    for name in ("activities", "outputs"):
        events(score, name, plan, expected)
    for name in expected.get("empty", []):
        if any(item.value == name for item in plan.empty):
            score.hit("empty")
        else:
            score.miss("empty", name, [item.value for item in plan.empty])
    unread = " ".join([item.quote for item in plan.unread])
    for words in expected.get("unread_has", []):
        if bare(words) in bare(unread):
            score.hit("unread")
        else:
            score.miss("unread", words)
