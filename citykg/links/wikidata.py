"""Wikidata: the question about places of GeoNames, how its answer is read, and the links.

A city is joined to an item by two steps: the link to its place in GeoNames, and the item that
states that place's number.  Nothing is looked up by name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import msgspec

from citykg.errors import DataError
from citykg.graph.nquads import literal, node
from citykg.links.answers import CODES, Item, is_label
from citykg.links.findings import Candidate, Found, Open
from citykg.links.mapping import TOOL, Mapping
from citykg.links.quads import END
from citykg.ontology.terms import PREFIXES, Gn, Owl, Rdfs, Semapv, Skos

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pyoxigraph import QuerySolution

    from citykg.graph.remote import Remote
    from citykg.links.answers import Answers

ENDPOINT: Final = "https://query.wikidata.org/sparql"
LANGUAGES: Final = ("en", "fr", "es", "pt", "de", "it", "sv")
"""The languages whose labels are asked for."""
BATCH: Final = 100
"""Places of one question: some 1,100 rows, a few seconds."""

_NAME: Final = "Wikidata"
_ITEM: Final = PREFIXES["wd"]
_DIRECT: Final = "http://www.wikidata.org/prop/direct/"
_NUMBER: Final = _DIRECT + "P1566"
_PROPERTIES: Final = {
    "nuts": _DIRECT + "P605",
    "lau": _DIRECT + "P782",
    "locode": _DIRECT + "P1937",
}
_KINDS: Final = {iri: kind for kind, iri in _PROPERTIES.items()}
_QID: Final = re.compile(re.escape(_ITEM) + r"(Q[1-9][0-9]{0,11})")
_CHAINED: Final = 0.98
"""What is left of the confidence in the link to GeoNames: Wikidata's numbers err now and then."""
_SHOWN: Final = 5


class Answered(msgspec.Struct, frozen=True):
    """What one question gave."""

    places: dict[int, tuple[Item, ...]]
    """The items of each number that was asked for; none where Wikidata has none."""
    left_out: int
    """Labels and codes that can be none, and are not kept."""


def question(numbers: Sequence[int]) -> str:
    """The query for the items of these numbers: a row for each thing that an item says.

    Each part of the UNION is whole by itself, so that two labels and two codes of an item are
    four rows and not all their pairs, and no engine has to guess where to begin.
    """
    values = " ".join(f'"{number:d}"' for number in numbers)
    begin = f"VALUES ?number {{ {values} }} ?item wdt:P1566 ?number"
    parts = [f"{{ {begin} . BIND (wdt:P1566 AS ?property) BIND (?number AS ?value) }}"]
    for iri in _PROPERTIES.values():
        name = f"wdt:{iri.removeprefix(_DIRECT)}"
        parts.append(f"{{ {begin} ; {name} ?value . BIND ({name} AS ?property) }}")
    tags = ", ".join(f'"{tag}"' for tag in LANGUAGES)
    parts.append(
        f"{{ {begin} ; rdfs:label ?value . FILTER (LANG(?value) IN ({tags}))"
        " BIND (rdfs:label AS ?property) }"
    )
    union = "\n  UNION ".join(parts)
    return (
        f"PREFIX rdfs: <{Rdfs.NS}>\nPREFIX wdt: <{_DIRECT}>\n"
        f"SELECT ?number ?item ?property ?value WHERE {{\n  {union}\n}}"
    )


def ask(remote: Remote, numbers: Sequence[int]) -> Answered:
    """Ask an endpoint for the items of these numbers, in one question.

    Raises DataError where it does not answer, or answers what was not asked.
    """
    said = _Said(remote.address, numbers)
    try:
        for row in _rows(remote, question(numbers)):
            said.add(row)
    except (SyntaxError, ValueError) as error:
        # Results are parsed while they are read.
        raise DataError(f"{remote.address} sent results that are not JSON: {error}.") from error
    answered = said.answered()
    if not any(answered.places.values()) and not _has_numbers(remote):
        # Without this, whoever asks a wrong address is told for ever that nothing is known.
        raise DataError(
            f"{remote.address} holds no item with a number of GeoNames: it is not the endpoint of"
            " Wikidata; give that with --endpoint."
        )
    return answered


def link_wikidata(mappings: Iterable[Mapping], answers: Answers) -> Found:
    """The items of the things whose links to GeoNames hold; what has two items is left open.

    What was never asked for is neither linked nor left open.
    """
    found: list[Mapping] = []
    left: list[Open] = []
    for mapping in mappings:
        number = number_of(mapping.object_id)
        if mapping.is_rejected or number is None or mapping.predicate_id not in _SAME:
            continue
        items = answers.of(number)
        if items is None:
            continue
        if len(items) == 1:
            found.append(_mapping(mapping, number, items[0]))
        else:
            left.append(_open(mapping, number, items))
    return Found(tuple(found), tuple(left))


_SAME: Final = frozenset((Skos.exactMatch, Owl.sameAs))


def number_of(iri: str) -> int | None:
    """The number of a place of GeoNames; None for another IRI.

    >>> number_of("https://sws.geonames.org/2643123/"), number_of("http://example.org/1")
    (2643123, None)
    """
    rest = iri.removeprefix(Gn.PLACES)
    number = rest.rstrip("/")
    good = rest != iri and number.isascii() and number.isdecimal() and len(number) <= 10
    return int(number) or None if good else None


def item_lines(mappings: Iterable[Mapping], answers: Answers) -> Iterator[str]:
    """Yield what Wikidata says of the items that things are linked to: of them, not of ours."""
    items = {_ITEM + item.item: item for item in answers.items()}
    for iri in sorted({mapping.object_id for mapping in mappings} & items.keys()):
        item = items[iri]
        for tag, label in item.labels.items():
            yield f"{node(iri)} {node(Rdfs.label)} {literal(label, tag)}{END}"
        for kind, predicate in _PROPERTIES.items():
            for code in getattr(item, kind):
                yield f"{node(iri)} {node(predicate)} {literal(code)}{END}"


def _mapping(place: Mapping, number: int, item: Item) -> Mapping:
    return Mapping(
        subject_id=place.subject_id,
        predicate_id=Skos.exactMatch,
        object_id=_ITEM + item.item,
        subject_label=place.subject_label,
        object_label=item.label,
        justification=Semapv.MappingChaining,
        confidence=max(round(place.confidence * _CHAINED, 2), 0.01),
        tool=TOOL,
        comment=f"it is linked to place {number} of GeoNames,"
        " and this is the only item of Wikidata that states that number",
    )


def _open(place: Mapping, number: int, items: tuple[Item, ...]) -> Open:
    name = place.subject_label or place.subject_id
    if not items:
        reason = f"no item states the number {number} of its place in GeoNames"
        return Open(_NAME, place.subject_id, name, "unknown", reason)
    reason = f"{len(items)} items state the number {number} of its place in GeoNames"
    candidates = tuple(Candidate(_ITEM + i.item, i.label or i.item) for i in items[:_SHOWN])
    return Open(_NAME, place.subject_id, name, "doubt", reason, candidates)


def _rows(remote: Remote, query: str) -> Iterator[QuerySolution]:
    from pyoxigraph import QuerySolutions

    results = remote.results(query)
    names = {"number", "item", "property", "value"}
    if not isinstance(results, QuerySolutions) or not names <= {
        variable.value for variable in results.variables
    }:
        raise DataError(f"{remote.address} answered another question than the one it was asked.")
    yield from results


def _has_numbers(remote: Remote) -> bool:
    return bool(remote.results(f"ASK {{ ?item <{_NUMBER}> ?number }}"))


class _Said:
    """What the rows of an answer say, item by item."""

    def __init__(self, address: str, numbers: Sequence[int]) -> None:
        self._address = address
        self._items: dict[int, dict[str, dict[str, set[str]]]] = {n: {} for n in numbers}
        self._labels: dict[str, dict[str, set[str]]] = {}
        self._left_out = 0

    def add(self, row: QuerySolution) -> None:
        """Take one row; raises DataError where it cannot be an answer to the question."""
        from pyoxigraph import Literal, NamedNode

        number, item, about, value = (row[n] for n in ("number", "item", "property", "value"))
        text = number.value if isinstance(number, Literal) else ""
        asked = int(text) if text.isascii() and text.isdecimal() and len(text) <= 10 else -1
        if asked not in self._items or text != str(asked):
            raise self._bad(f"about {text or str(number)}, a number that it was not asked for")
        named = _QID.fullmatch(item.value) if isinstance(item, NamedNode) else None
        if named is None:
            raise self._bad(f"with {item}, which is no item of Wikidata")
        if not isinstance(value, Literal) or not isinstance(about, NamedNode):
            raise self._bad(f"with {value}, where words were asked for")
        codes = self._items[asked].setdefault(named[1], {kind: set() for kind in CODES})
        if about.value == Rdfs.label:
            self._add_label(named[1], (value.language or "").lower(), value.value)
        elif kind := _KINDS.get(about.value):
            self._add_code(codes[kind], kind, value.value)
        elif about.value != _NUMBER:
            raise self._bad(f"with {about.value}, a property that it was not asked for")

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
        label = " ".join(text.split()) if len(text) < 1_000 else ""
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
