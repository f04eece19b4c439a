"""The parties of a record: a list of names or mappings, or the columns of one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from citykg.loaders import places
from citykg.loaders.labels import fold, label_of
from citykg.loaders.markup import clean
from citykg.loaders.record.keys import key_of
from citykg.loaders.record.values import Entry, is_value
from citykg.plan import City, Stated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from citykg.loaders.record.tree import Node
    from citykg.loaders.record.values import Values

T = TypeVar("T")

KINDS = frozenset(
    ("city", "region", "authority", "metropolitan-area", "cluster", "consortium", "state")
)
"""The kinds of a party in a record's own spelling."""


@dataclass
class Party:
    """A party, and what its own mapping says besides."""

    city: City
    entries: dict[str, list[Entry]] = field(default_factory=dict)


def cities_of(values: Values, entries: dict[str, list[Entry]]) -> list[Party]:
    """The parties that a record names, in its order."""
    return _Cities(values, entries).parties()


class _Cities:
    def __init__(self, values: Values, entries: dict[str, list[Entry]]) -> None:
        self.values = values
        self.entries = entries
        self.kind = self._kind([e.value for e in entries.get("kind", ())])

    def parties(self) -> list[Party]:
        """The parties, with what each one's own mapping or the columns of the record say."""
        named_by = "cities" if self.entries.get("cities") else "regions"
        if named_by == "regions":
            self.kind = self.kind or "region"
        found = [
            party for entry in self.entries.get(named_by, ()) for party in self._named(entry.value)
        ]
        self.values.know(tuple(party.city.name.value or "" for party in found))
        columns = {
            column: self._column(column, len(found))
            for column in ("regions", "countries", "populations", "areas")
            if column != named_by
        }
        for number, party in enumerate(found):
            city = party.city
            told = {name: column.get(number) for name, column in columns.items()}
            party.city = City(
                city.name,
                city.region or self._words("region", told.get("regions")),
                city.country or self._country(told["countries"]),
                self._population(told["populations"]),
                self._area(told["areas"]),
                city.kind,
            )
            self._own(party)
        return found

    # --- names

    def _named(self, node: Node) -> Iterator[Party]:
        if node.kind == "list":
            for item in node.items:
                if item.kind == "mapping" and not is_value(item):
                    yield from self._mapping(item)
                else:
                    yield from self._listed(item, many=False)
        elif node.kind == "mapping" and not is_value(node):
            if any(self._names_party(key) for key, _ in node.pairs):
                yield from self._mapping(node)
                return
            for key, value in node.pairs:
                # The keys are the names: `Porto: {country: Portugal}`.
                self.values.leave(key)
                yield from self._keyed(key, value)
        else:
            yield from self._listed(node, many=True)

    @staticmethod
    def _names_party(key: Node) -> bool:
        named = key_of(clean(key.masked), "city") if clean(key.masked) else None
        return named is not None and named.fields[0] == "name"

    def _listed(self, node: Node, *, many: bool) -> Iterator[Party]:
        """The parties that words name, with the country beside a name: `Porto (Portugal)`."""
        leaf = self.values.leaf("city", node)
        if leaf is None:
            return
        cell, took = self.values.cell(leaf.node), self.values.ledger.took
        if leaf.unknown:
            self.values.unknown("city", leaf)
            return
        for name in places.names_in(cell.text, many=many):
            stated = took(cell.words(name.start, name.end))
            country = took(cell.stated(*name.country)) if name.country else None
            region = took(cell.words(*name.region)) if name.region else None
            kind = self.kind or places.kind_of(stated.value or "")
            yield Party(City(stated, region, country, kind=kind))

    def _keyed(self, key: Node, value: Node) -> Iterator[Party]:
        name = self.values.words("city", key)
        if name is None:
            return
        party = self._party(name)
        if value.kind == "mapping":
            party.entries = self.values.entries(value, "city")
            self._kind_of(party)
        elif value.kind != "nothing":
            self.values.misplaced(f"what is said of {name.value}", value)
        yield party

    def _mapping(self, node: Node) -> Iterator[Party]:
        entries = self.values.entries(node, "city")
        named = entries.pop("name", [])
        name = self.values.words("city", named[0].value) if named else None
        for again in named[1:]:
            self.values.misplaced("name", again.value)
        if name is None or name.value is None:
            self.values.ledger.problem("city", "a party has no name; give it one", node.start)
            self.values.leave(node)
            return
        party = self._party(name)
        party.entries = entries
        self._kind_of(party)
        yield party

    def _party(self, name: Stated[str]) -> Party:
        return Party(City(name, kind=self.kind or places.kind_of(name.value or "")))

    def _kind_of(self, party: Party) -> None:
        """Give a party the kind that its own mapping says."""
        kind = self._kind([entry.value for entry in party.entries.pop("kind", [])])
        if kind:
            party.city = City(party.city.name, kind=kind)

    def _kind(self, nodes: list[Node]) -> str | None:
        """The kind that words name: our own word, or the label of a city or region."""
        for node in nodes:
            stated = self.values.words("kind", node)
            if stated is None or stated.value is None:
                continue
            words = fold(stated.value)
            if words.replace(" ", "-") in KINDS:
                return words.replace(" ", "-")
            # "Region pair" says what both parties are.
            label = label_of(stated.value) or label_of(stated.value.split()[0])
            named = label.fields[0] if label else ""
            if named in {"city", "region"}:
                return named
            self.values.ledger.problem(
                "kind", f"“{stated.value}” is no kind of party; write city or region", stated.start
            )
        return None

    # --- what is said of them

    def _own(self, party: Party) -> None:
        """Add what the party's own mapping says to what the columns said."""
        own, city = party.entries, party.city
        region = self._words("region", self._only(own, "region"))
        country = self._country(self._only(own, "country"))
        population = self._population(self._only(own, "population"))
        area = self._area(self._only(own, "area_km2"))
        party.city = City(
            city.name,
            region or city.region,
            country or city.country,
            population or city.population,
            area or city.area_km2,
            city.kind,
        )

    def _only(self, entries: dict[str, list[Entry]], name: str) -> Entry | None:
        """The one entry of a field; further ones are unread."""
        found = entries.pop(name, [])
        for again in found[1:]:
            self.values.misplaced(name, again.value)
        return found[0] if found else None

    def _words(self, what: str, entry: Entry | None) -> Stated[str] | None:
        return self.values.words(what, entry.value) if entry else None

    def _country(self, entry: Entry | None) -> Stated[str] | None:
        return self.values.country(entry.value) if entry else None

    def _population(self, entry: Entry | None) -> Stated[int] | None:
        return self.values.population(entry.value) if entry else None

    def _area(self, entry: Entry | None) -> Stated[float] | None:
        return self.values.area(entry) if entry else None

    def _column(self, column: str, count: int) -> dict[int, Entry]:
        """The values of a column by party: in the order of the names, or keyed by them."""
        found: dict[int, Entry] = {}
        for entry in self.entries.get(column, ()):
            node = entry.value
            if node.kind == "list" and len(node.items) <= count:
                for number, item in enumerate(node.items):
                    found.setdefault(number, entry._replace(value=item))
            elif node.kind == "mapping" and not is_value(node):
                for key, value in node.pairs:
                    name = self.values.party(clean(key.masked))
                    if name is None:
                        self.values.unknown_key(key, clean(key.masked), value, None)
                    else:
                        number = self.values.names.index(name)
                        found.setdefault(number, entry._replace(value=value))
            elif node.is_words and (count == 1 or column == "countries"):
                for number in range(count):
                    found.setdefault(number, entry)
            elif node.kind != "nothing":
                self.values.ledger.problem(
                    column, f"it is not clear to which of {count} parties this belongs", node.start
                )
                self.values.leave(node)
        return found
