"""What Wikidata answered about places of GeoNames, kept so that it is asked once.

The file stands beside the versions of a graph folder, not in one: a build replays it without a
network, and the same answers make the same file, whatever the order and the day they came in.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Final

import msgspec

from citykg.errors import DataError, UsageError
from citykg.graph.folder import ANSWERS
from citykg.graph.writing import written_beside
from citykg.ontology.terms import Wikidata

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

FILE: Final = "wikidata.json"

CODES: Final = {
    "nuts": re.compile(r"[A-Z]{2}[0-9A-Z]{0,3}"),
    "lau": re.compile(r"[0-9A-Za-z][0-9A-Za-z ._/-]{0,19}"),
    "locode": re.compile(r"[A-Z]{2} ?[0-9A-Z]{3}"),
}
"""The codes that are asked for, and the forms of them that are taken."""

_LONGEST_LABEL: Final = 250
"""As Wikidata itself has it."""
_MOST_BYTES: Final = 256 << 20

Number = Annotated[str, msgspec.Meta(pattern=r"\A[1-9][0-9]{0,9}\Z")]
Language = Annotated[str, msgspec.Meta(pattern=r"\A[a-z]{2,3}\Z")]


def is_label(text: str) -> bool:
    r"""Whether a text can stand as a label: on one line, of no control or direction characters.

    >>> is_label("Łódź <i>"), is_label("a\u202eb"), is_label("x" * 251)
    (True, False, False)
    """
    return 0 < len(text) <= _LONGEST_LABEL and text.isprintable() and text == text.strip()


class Item(msgspec.Struct, frozen=True, order=True, forbid_unknown_fields=True, omit_defaults=True):
    """An item of Wikidata that states a number of GeoNames, with what it says of itself."""

    id: Annotated[str, msgspec.Meta(pattern=r"\AQ[1-9][0-9]{0,11}\Z")]
    labels: dict[Language, str] = {}
    nuts: tuple[str, ...] = ()
    """Codes of the EU's statistical regions (P605)."""
    lau: tuple[str, ...] = ()
    """Codes of local administrative units (P782)."""
    locode: tuple[str, ...] = ()
    """Codes of UN/LOCODE (P1937)."""

    def __post_init__(self) -> None:
        """Raise a ValueError where a label or code is none."""
        for label in self.labels.values():
            if not is_label(label):
                raise ValueError(f"{label[:40]!a} is no label")
        for kind, form in CODES.items():
            for code in getattr(self, kind):
                if not form.fullmatch(code):
                    raise ValueError(f"{code[:40]!a} is no code of {kind.upper()}")

    @property
    def iri(self) -> str:
        """Its IRI."""
        return Wikidata.ITEMS + self.id

    @property
    def name(self) -> str:
        """Its English label, or that of the first language that it has one in, or its id."""
        tags = ("en", *sorted(self.labels))
        return next((self.labels[tag] for tag in tags if tag in self.labels), self.id)

    def codes(self) -> Iterator[tuple[str, str]]:
        """Yield its codes, each with the property that it is a value of."""
        for kind in CODES:
            for code in getattr(self, kind):
                yield getattr(Wikidata, kind), code


class Answers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was answered, by the number of the place in GeoNames; no item where there is none."""

    endpoints: tuple[str, ...] = ()
    """Who was asked."""
    places: dict[Number, tuple[Item, ...]] = {}

    def missing(self, numbers: Iterable[int]) -> list[int]:
        """The numbers that are not answered yet, in their order of size."""
        return sorted(number for number in set(numbers) if str(number) not in self.places)

    def about(self, number: int) -> tuple[Item, ...] | None:
        """The items that state a number; None where it was never asked for."""
        return self.places.get(str(number))

    def items(self) -> dict[str, list[tuple[str, Item]]]:
        """All items by their IRIs, each with the numbers of GeoNames that it states."""
        known: dict[str, list[tuple[str, Item]]] = {}
        for number, found in self.places.items():
            for item in found:
                known.setdefault(item.iri, []).append((number, item))
        return known

    def joined(self, endpoint: str, more: dict[int, tuple[Item, ...]]) -> Answers:
        """These answers with newer ones, which win."""
        return Answers(
            endpoints=tuple(sorted({*self.endpoints, endpoint})),
            places={**self.places, **{str(n): tuple(sorted(i)) for n, i in more.items()}},
        )

    def to_json(self) -> bytes:
        """The file's text."""
        return (
            msgspec.json.format(msgspec.json.encode(self, order="deterministic"), indent=1) + b"\n"
        )


def read_answers(folder: Path) -> Answers:
    """What is kept in a graph folder; nothing where nothing was asked.

    Raises DataError where the file is not one that `keep_answers` wrote.
    """
    path = folder / ANSWERS / FILE
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
        if len(data) > _MOST_BYTES:
            raise DataError(f"{path}: is too large for a file of answers; {_REMOVE}.")
        return msgspec.json.decode(data, type=Answers)
    except FileNotFoundError:
        return Answers()
    except (OSError, msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise DataError(f"{path}: cannot be read ({error}); {_REMOVE}.") from error


_REMOVE: Final = "remove it, and ask again with 'citykg link --online'"


def keep_answers(folder: Path, endpoint: str, more: dict[int, tuple[Item, ...]]) -> Answers:
    """Add answers to those that are kept, in one step, and return all of them.

    Raises DataError as `read_answers` does, UsageError where the folder cannot be written.
    """
    # Read again each time: somebody else may have asked meanwhile.
    answers = read_answers(folder).joined(endpoint, more)
    home = folder / ANSWERS
    try:
        home.mkdir(exist_ok=True)
    except OSError as error:
        raise UsageError(f"The answers cannot be kept in {home} ({error}).") from error
    with written_beside(home / FILE) as file:
        file.write(answers.to_json())
    return answers
