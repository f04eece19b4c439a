"""The values of a record: each scalar read by the grammar of its field, or not at all."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from citykg.loaders import mentions, numbers, places
from citykg.loaders.cell import Cell
from citykg.loaders.cities import PLAUSIBLE
from citykg.loaders.fields import Block, Fields
from citykg.loaders.items import items_of
from citykg.loaders.labels import fold
from citykg.loaders.ledger import Ledger
from citykg.loaders.lexicon import lexicon
from citykg.loaders.markup import clean
from citykg.loaders.record.keys import Key, everyone, key_of, nearest
from citykg.ontology.vocabulary import concepts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from citykg.loaders.document import Document
    from citykg.loaders.record.tree import Node
    from citykg.plan import Passage, Stated

T = TypeVar("T")

_NUMBER = re.compile(r"\d{1,25}(?:\.\d{1,25})?(?:[eE][+-]?\d{1,2})?", re.ASCII)
_MOST_HINTS = 100
"""Of a file that is something else, no more keys are compared with ours."""
_WHOLE = re.compile(r"\d{1,15}", re.ASCII)
_INDICATOR = re.compile(r"(\d{1,2}\.(?:\d{1,2}|[a-d]))\.\d{1,2}", re.ASCII)
_LANGUAGES = frozenset(("en", "es", "pt", "it", "fr", "de", "sv"))


class Entry(NamedTuple):
    """A key of a mapping that names fields, and its value."""

    key: Node
    named: Key
    value: Node


@dataclass(frozen=True)
class Leaf:
    """A scalar to be read, and what a mapping around it says of it."""

    node: Node
    language: str
    owners: tuple[str, ...] | None = None
    """The parties it is said of; None where the record does not say."""
    unknown: bool = False
    """Whether the record itself says that the value was not understood."""
    lead: Node | None = None


class Values:
    """Reads the scalars of one plan, and keeps account of them."""

    def __init__(self, document: Document, start: int, language: str = "en") -> None:
        self.document = document
        self._extents = Block((), (start, start))
        line = document.line_of(start)
        fields = Fields(document, language, (self._extents,), row=line)
        self.ledger = Ledger(fields)
        self.language = language
        self._strange = 0
        self.names: tuple[str, ...] = ()
        self._aliases: dict[str, str] = {}

    # --- mappings

    def entries(self, node: Node, place: str) -> dict[str, list[Entry]]:
        """The entries of a mapping by the first field that each names; the others are unread."""
        found: dict[str, list[Entry]] = {}
        for key, value in node.pairs:
            words = clean(key.masked)
            named = key_of(words, place) if words else None
            if named is None:
                near = nearest(words, place) if self._strange < _MOST_HINTS else None
                self.unknown_key(key, words, value, near)
            else:
                found.setdefault(named.fields[0], []).append(Entry(key, named, value))
        return found

    def unknown_key(self, key: Node, words: str, value: Node, near: str | None) -> None:
        """Note a key that names no field: all of it is unread."""
        self._strange += 1
        hint = f"; did you mean “{near}”?" if near else ""
        self.ledger.problem(
            "key",
            f"no field is known by the key “{words}”; what it says is unread{hint}",
            key.start,
        )
        self.leave(key)
        self.leave(value)

    def leave(self, node: Node) -> None:
        """Leave all that a node says to be unread, but for what is taken of it."""
        self._extents.columns.extend([(part.start, part.end)] for part in node.scalars())

    def misplaced(self, what: str, node: Node) -> None:
        """Note a mapping or list where one value is due: all of it is unread."""
        self.ledger.problem(
            what, f"a {node.kind} stands where one value of {what} is due; it is unread", node.start
        )
        self.leave(node)

    # --- scalars

    def leaf(self, what: str, node: Node) -> Leaf | None:
        """The scalar that a node is or holds under `value`; None where it says nothing."""
        if node.is_words:
            self.leave(node)
            return Leaf(node, self.language) if clean(node.masked) else None
        if node.kind == "nothing":
            return None
        if node.kind == "list" or not is_value(node):
            self.misplaced(what, node)
            return None
        entries = self.entries(node, "value")
        value = entries["value"][0].value
        language = self.language
        for entry in entries.get("language", ()):
            language = self.language_of(entry.value) or language
        owners = self.parties(entries["cities"][0].value) if "cities" in entries else None
        lead = entries["lead"][0].value if "lead" in entries else None
        if value.kind == "nothing" and "quote" in entries:
            quote = entries["quote"][0].value
            if quote.is_words:
                self.leave(quote)
                return Leaf(quote, language, owners, unknown=True)
        if value.pairs:
            self.misplaced(what, value)
            return None
        inner = self.leaf(what, value)
        return replace(inner, language=language, owners=owners, lead=lead) if inner else None

    def leaves(
        self, what: str, node: Node, owners: tuple[str, ...] | None = None
    ) -> Iterator[tuple[Leaf, bool]]:
        """The scalars of a list, or by party, with their owners, and whether each is an item.

        What is said of no party is said of all, as where a row has one cell.
        """
        owners = self.names if owners is None else owners
        if node.kind == "list":
            for item in node.items:
                leaf = self.leaf(what, item)
                if leaf:
                    yield self._own(leaf, owners), True
        elif node.kind == "mapping" and not is_value(node):
            for key, value in node.pairs:
                name = self.party(clean(key.masked))
                if name is None:
                    self.unknown_key(key, clean(key.masked), value, None)
                else:
                    yield from self.leaves(what, value, (name,))
        else:
            leaf = self.leaf(what, node)
            if leaf:
                yield self._own(leaf, owners), False

    @staticmethod
    def _own(leaf: Leaf, owners: tuple[str, ...]) -> Leaf:
        return replace(leaf, owners=owners) if leaf.owners is None else leaf

    def cell(self, node: Node) -> Cell:
        """The scalar as a cell."""
        return Cell(self.document, [(node.start, node.end)])

    def pieces(self, leaf: Leaf, *, item: bool) -> Iterator[Stated[str]]:
        """The words of a leaf; one that is no item of a list may hold one of its own."""
        cell = self.cell(leaf.node)
        spans: tuple[tuple[int, int], ...] = ((0, len(cell.text)),)
        if leaf.unknown:
            yield self.unknown("value", leaf)
            return
        if not item:
            spans = items_of(cell.text).items
        for span in spans:
            words = cell.words(*span, leaf.language)
            if words.value:
                yield self.ledger.took(words)

    def words(self, what: str, node: Node) -> Stated[str] | None:
        """The words of a scalar, as they are."""
        leaf = self.leaf(what, node)
        return self.ledger.took(self._whole(leaf)) if leaf else None

    def _whole(self, leaf: Leaf) -> Stated[str]:
        cell = self.cell(leaf.node)
        if leaf.unknown:
            return cell.stated(None, 0, len(cell.text))
        return cell.words(0, len(cell.text), leaf.language)

    def lead(self, leaf: Leaf) -> Passage | None:
        """The sentence that opens the list a statement is an item of, where the record says so."""
        node = leaf.lead
        if node is None:
            return None
        entries = self.entries(node, "value") if node.kind == "mapping" else {}
        if "quote" in entries:
            node = entries["quote"][0].value
        if not node.is_words:
            return None
        self.leave(node)
        passage = self.cell(node).passage(0, node.end - node.start)
        self.ledger.take(passage)
        return passage

    def unknown(self, what: str, leaf: Leaf) -> Stated[T]:
        """The value that is not understood, noted."""
        cell = self.cell(leaf.node)
        unknown: Stated[T] = cell.stated(None, 0, len(cell.text))
        return self.ledger.not_understood(what, unknown)

    # --- values with a grammar

    def country(self, node: Node) -> Stated[str] | None:
        """The ISO code of the country that a scalar names."""
        leaf = self.leaf("country", node)
        if leaf is None:
            return None
        cell = self.cell(leaf.node)
        named = None if leaf.unknown else places.country_in(cell.text)
        if named is None and not leaf.unknown:
            # Here two letters are a code in any case: it is the country's own field.
            named = places.country_in(cell.text.upper()) if len(cell.text.strip()) <= 3 else None
        if named is None:
            return self.unknown("country", leaf)
        return self.ledger.took(cell.stated(*named))

    def population(self, node: Node) -> Stated[int] | None:
        """The number of persons that a scalar states."""
        leaf = self.leaf("population", node)
        if leaf is None:
            return None
        cell = self.cell(leaf.node)
        text = cell.text.strip()
        if leaf.unknown or (leaf.node.kind == "number" and not _WHOLE.fullmatch(text)):
            return self.unknown("population", leaf)
        if _WHOLE.fullmatch(text):
            stated = cell.stated(int(text), 0, len(cell.text))
        else:
            found = numbers.populations_in(cell.text)
            if len(found) != 1:
                return self.unknown("population", leaf)
            stated = cell.stated(int(found[0].value), found[0].start, found[0].end)
        self._check("population", stated.value, stated)
        return self.ledger.took(stated)

    def area(self, entry: Entry) -> Stated[float] | None:
        """The square kilometres that a scalar states; its key may name another unit."""
        leaf = self.leaf("area", entry.value)
        if leaf is None:
            return None
        cell = self.cell(leaf.node)
        unit = numbers.unit_in(clean(entry.key.masked).replace("_", " ")) or "km2"
        plain = leaf.node.kind == "number" or not entry.named.languages
        if leaf.unknown:
            return self.unknown("area", leaf)
        if plain and _NUMBER.fullmatch(cell.text.strip()):
            # A number of JSON, or one under our own name, is grouped by nothing.
            value = float(cell.text) * numbers.KM2_PER_UNIT[unit]
            stated = cell.stated(value, 0, len(cell.text))
        else:
            found = numbers.areas_in(cell.text, unit)
            if len(found) != 1:
                return self.unknown("area", leaf)
            stated = cell.stated(found[0].value, found[0].start, found[0].end)
        self._check("area", stated.value, stated)
        return self.ledger.took(stated)

    def _check(self, field: str, value: float | None, stated: Stated[T]) -> None:
        low, high = PLAUSIBLE[field]
        if value is not None and not low <= value <= high:
            self.ledger.problem(
                field, f"“{stated.quote}” is an unlikely {field} ({value:,})", stated.start
            )

    def concept(self, scheme: str, what: str, node: Node) -> Stated[str] | None:
        """The concept of a scheme that a scalar names, by its slug or a label in any language."""
        leaf = self.leaf(what, node)
        if leaf is None:
            return None
        slug = None if leaf.unknown else concept_in(scheme, clean(leaf.node.masked))
        if slug is None:
            return self.unknown(what, leaf)
        cell = self.cell(leaf.node)
        return self.ledger.took(cell.stated(slug, 0, len(cell.text)))

    def goals(self, leaf: Leaf, due: str) -> Iterator[tuple[str, Stated[str]]]:
        """The goals, targets and indicators in a leaf, each with what it is.

        `due` is what the leaf's field is for: a list of targets holds no goal.
        """
        cell = self.cell(leaf.node)
        indicator = _INDICATOR.fullmatch(cell.text.strip().casefold())
        if indicator and mentions.is_target(indicator[1]):
            code = cell.text.strip().casefold()
            yield "indicator", self.ledger.took(cell.stated(code, 0, len(cell.text)))
            return
        found = [] if leaf.unknown else mentions.goals_in(cell.text, 0, len(cell.text))
        found = [mention for mention in found if due == "goal" or mention.kind != "goal"]
        if not found:
            yield due, self.unknown(due, leaf)
        for mention in found:
            stated: Stated[str] = cell.stated(mention.code, mention.start, mention.end)
            if mention.code is None:
                self.ledger.not_understood(mention.kind, stated)
            yield mention.kind, self.ledger.took(stated)

    def language_of(self, node: Node) -> str | None:
        """The language that a record names by its tag."""
        if not node.is_words:
            return None
        tag = clean(node.masked)
        if tag.casefold().split("-")[0] in _LANGUAGES:
            return tag.casefold()
        self.ledger.problem(
            "language",
            f"“{tag}” is not the tag of a language that we read; use one of "
            f"{', '.join(sorted(_LANGUAGES))}",
            node.start,
        )
        return None

    # --- parties

    def know(self, names: tuple[str, ...]) -> None:
        """Take note of the parties' names."""
        self.names = names
        for name in names:
            for alias in places.aliases_of(name):
                self._aliases.setdefault(alias, name)
        self._aliases |= {fold(name): name for name in names}

    def party(self, words: str) -> str | None:
        """The stated name of the party that words name."""
        known = self._aliases.get(fold(words))
        return known or self._aliases.get(places.aliases_of(words)[-1])

    def parties(self, node: Node) -> tuple[str, ...]:
        """The parties that a scalar or list names, each once; a stranger is unread."""
        found: list[str] = []
        for part in node.items if node.kind == "list" else (node,):
            leaf = self.leaf("cities", part)
            if leaf is None:
                continue
            words = clean(leaf.node.masked)
            name = self.party(words)
            if name is None and fold(words) in everyone():
                found.extend(self.names)
            elif name is None:
                known = ", ".join(self.names) or "none"
                self.ledger.problem(
                    "cities", f"“{words}” is no party of the plan ({known})", leaf.node.start
                )
                continue
            else:
                found.append(name)
            self.ledger.take(self.cell(leaf.node).passage(0, leaf.node.end - leaf.node.start))
        return tuple(dict.fromkeys(found))


def is_value(node: Node) -> bool:
    """Whether a mapping holds one value and what is said of it."""
    return any(
        named and named.fields == ("value",)
        for key, _ in node.pairs
        if (named := key_of(clean(key.masked), "value"))
    )


def concept_in(scheme: str, words: str) -> str | None:
    """The slug of the concept that words name.

    >>> concept_in("activity-types", "Visita de estudio")
    'study-visit'
    """
    slug = "-".join(fold(words).replace("_", " ").split())
    if any(concept.slug == slug for concept in concepts(scheme)):
        return slug
    return lexicon(scheme).exact(words)
