"""Wikidata, asked: the question about places of GeoNames, and how its answer is read.

Nothing is looked up by name: an item is asked for by the number of GeoNames that it states.
"""

from __future__ import annotations

import re
from importlib.resources import files
from typing import TYPE_CHECKING, Final

import msgspec

from citykg.errors import DataError
from citykg.graph.known import node, text_of
from citykg.links.answers import CODES, Item, is_label
from citykg.links.places import geonames_id
from citykg.ontology.terms import GRAPH_LINKS, Owl, Rdfs, Skos, Wikidata

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pyoxigraph import Store

    from citykg.graph.remote import Remote, Row

ENDPOINT: Final = "https://query.wikidata.org/sparql"
LANGUAGES: Final = ("en", "fr", "es", "pt", "de", "it", "sv")
"""The languages whose labels are asked for."""
BATCH: Final = 100
"""Places of one question: some 1,100 rows, a few seconds."""
PATIENCE_SECONDS: Final = 150.0
"""For a question that may take the service's 60, and a minute that it may ask to wait before."""
MOST_BYTES: Final = 16 << 20
"""An answer is some 300 kB; one of more than this is no answer to the question."""

_KINDS: Final = {getattr(Wikidata, kind): kind for kind in CODES}
_ASKED: Final = frozenset({*_KINDS, Rdfs.label, Wikidata.geonames})
_COLUMNS: Final = ("geonames", "item", "property", "value")
"""What a row says: of which number, which item, what."""
_MARKS: Final = " \u200e\u200f\ufeff"
"""What is seen nowhere, and around labels now and then: marks of direction and of byte order."""
_QID: Final = re.compile(re.escape(Wikidata.ITEMS) + r"(Q[1-9][0-9]{0,11})")


class Answered(msgspec.Struct, frozen=True):
    """What one question gave."""

    places: dict[int, tuple[Item, ...]]
    """The items of each number that was asked for; none where Wikidata has none."""
    left_out: int
    """Labels and codes that can be none, and are not kept."""


def question(numbers: Sequence[int]) -> str:
    """The query for the items of these numbers: a row for each thing that an item says."""
    query = (files(__package__) / "data/wikidata.rq").read_text("utf-8")
    return query.replace('"2643123"', " ".join(f'"{number:d}"' for number in numbers))


def ask(remote: Remote, numbers: Sequence[int]) -> Answered:
    """Ask an endpoint for the items of these numbers, in one question.

    Raises DataError where it does not answer, or answers what was not asked.
    """
    said = _Said(remote.address, numbers)
    for row in _rows(remote, question(numbers)):
        said.add(row)
    answered = said.answered()
    if not any(answered.places.values()) and not _has_numbers(remote):
        # Without this, whoever asks a wrong address is told for ever that nothing is known.
        raise DataError(
            f"{remote.address} holds no item with a number of GeoNames: it is not the endpoint of"
            " Wikidata; give that with --endpoint."
        )
    return answered


def numbers_in(store: Store) -> list[int]:
    """The numbers of the places of GeoNames that things of a graph are linked to."""
    links = node(GRAPH_LINKS)
    targets = {
        text_of(quad.object)
        for predicate in (Skos.exactMatch, Owl.sameAs)
        for quad in store.quads_for_pattern(None, node(predicate), None, links)
    }
    return sorted({number for iri in targets if (number := geonames_id(iri)) is not None})


def _rows(remote: Remote, query: str) -> Iterator[Row]:
    results = remote.results(query)
    if isinstance(results, bool) or not set(_COLUMNS) <= set(results.variables):
        raise DataError(f"{remote.address} answered another question than the one it was asked.")
    order = [results.variables.index(name) for name in _COLUMNS]
    yield from (tuple(row[place] for place in order) for row in results.rows)


def _has_numbers(remote: Remote) -> bool:
    return bool(remote.results(f"ASK {{ ?item <{Wikidata.geonames}> ?number }}"))


class _Said:
    """What the rows of an answer say, item by item."""

    def __init__(self, address: str, numbers: Sequence[int]) -> None:
        self._address = address
        self._items: dict[int, dict[str, dict[str, set[str]]]] = {n: {} for n in numbers}
        self._labels: dict[str, dict[str, set[str]]] = {}
        self._left_out = 0

    def add(self, row: Row) -> None:
        """Take one row; raises DataError where it cannot be an answer to the question."""
        from pyoxigraph import Literal, NamedNode

        number, item, about, value = row
        text = number.value if isinstance(number, Literal) else ""
        asked = int(text) if text.isascii() and text.isdecimal() and len(text) <= 10 else -1
        if asked not in self._items or text != str(asked):
            raise self._bad(f"about {text or str(number)}, a number that it was not asked for")
        named = _QID.fullmatch(item.value) if isinstance(item, NamedNode) else None
        if named is None:
            raise self._bad(f"with {item}, which is no item of Wikidata")
        if not isinstance(about, NamedNode) or about.value not in _ASKED:
            raise self._bad(f"with {about}, a property that it was not asked for")
        codes = self._items[asked].setdefault(named[1], {kind: set() for kind in CODES})
        if not isinstance(value, Literal):
            # Where Wikidata knows that there is a code and not which, the value is no words.
            self._left_out += 1
        elif about.value == Rdfs.label:
            self._add_label(named[1], (value.language or "").lower(), value.value)
        elif kind := _KINDS.get(about.value):
            self._add_code(codes[kind], kind, value.value)

    def answered(self) -> Answered:
        """All that was said."""
        places = {
            number: tuple(sorted(self._item(qid, codes) for qid, codes in items.items()))
            for number, items in self._items.items()
        }
        return Answered(places, self._left_out)

    def _item(self, qid: str, codes: dict[str, set[str]]) -> Item:
        # An item has one label a language; of a stranger's two the choice must not be the order.
        labels = {tag: min(texts) for tag, texts in sorted(self._labels.get(qid, {}).items())}
        return Item(qid, labels, **{kind: tuple(sorted(said)) for kind, said in codes.items()})

    def _add_label(self, qid: str, language: str, text: str) -> None:
        label = " ".join(text.split()).strip(_MARKS) if len(text) < 1_000 else ""
        if language in LANGUAGES and is_label(label):
            self._labels.setdefault(qid, {}).setdefault(language, set()).add(label)
        else:
            self._left_out += 1

    def _add_code(self, codes: set[str], kind: str, text: str) -> None:
        if CODES[kind].fullmatch(text):
            codes.add(text)
        else:
            self._left_out += 1

    def _bad(self, what: str) -> DataError:
        shown = "".join(c if c.isprintable() else "\ufffd" for c in what[:200])
        return DataError(f"{self._address} answered {shown}: nothing of this answer is kept.")
