"""The diagram of the ontology: its classes and how they are joined, as one inline SVG.

Where the boxes stand is data (diagram.toml): a dozen and a half classes are laid out better by
hand than by any algorithm, and always the same.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from citykg.reference.terms import prefixed, terms

if TYPE_CHECKING:
    from collections.abc import Iterator

_STEP: Final = (176, 104)
"""From one column to the next, and from one row, in pixels."""
_BOX: Final = (136, 34)
_MARGIN: Final = 12


class Edge(msgspec.Struct, frozen=True, rename={"start": "from", "end": "to"}):
    """A property drawn as an arrow."""

    property: str
    start: str
    end: str


class Layout(msgspec.Struct, frozen=True):
    """Where each class stands, and what is drawn between them; names are prefixed ones."""

    boxes: dict[str, tuple[float, float]]
    edges: tuple[Edge, ...]


class Box(NamedTuple):
    """A class: its corner, its middle, its words, and where a click leads."""

    name: str
    anchor: str
    x: float
    y: float
    middle_x: float
    middle_y: float
    is_ours: bool


class Arrow(NamedTuple):
    """An arrow from box to box, and where its words stand."""

    words: str
    anchor: str
    x1: float
    y1: float
    x2: float
    y2: float
    words_x: float
    words_y: float
    is_below: bool
    """Whether it says that one class is below another."""


class Diagram(NamedTuple):
    """All that is drawn, in pixels."""

    width: float
    height: float
    box_width: float
    box_height: float
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


@cache
def layout() -> Layout:
    """The layout as it is written down."""
    text = (files(__package__) / "diagram.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), Layout)


def diagram() -> Diagram:
    """The diagram of the ontology."""
    placed = layout()
    known = {term.name: term for term in terms()}
    boxes = {name: _box(name, known[name].anchor, at) for name, at in placed.boxes.items()}
    arrows = [
        *(_arrow(boxes[name], boxes[above]) for name, above in _below(placed.boxes)),
        *(
            _arrow(boxes[edge.start], boxes[edge.end], known[edge.property].anchor, edge.property)
            for edge in placed.edges
        ),
    ]
    return Diagram(
        width=max(box.x for box in boxes.values()) + _BOX[0] + _MARGIN,
        height=max(box.y for box in boxes.values()) + _BOX[1] + _MARGIN,
        box_width=_BOX[0],
        box_height=_BOX[1],
        boxes=tuple(boxes.values()),
        arrows=tuple(arrows),
    )


def _below(names: dict[str, tuple[float, float]]) -> Iterator[tuple[str, str]]:
    """Yield each class that is drawn with a class above it that is drawn too."""
    for term in terms():
        for above in term.above:
            if term.kind == "class" and term.name in names and prefixed(above) in names:
                yield term.name, prefixed(above)


def _box(name: str, anchor: str, at: tuple[float, float]) -> Box:
    x, y = (_MARGIN + place * step for place, step in zip(at, _STEP, strict=True))
    middle = x + _BOX[0] / 2, y + _BOX[1] / 2
    return Box(name, anchor, x, y, *middle, is_ours=name.startswith("ckg:"))


def _arrow(start: Box, end: Box, anchor: str = "", name: str = "") -> Arrow:
    x1, y1 = _border(start, end)
    x2, y2 = _border(end, start)
    words = name.removeprefix("ckg:") if name else "is a"
    return Arrow(words, anchor, x1, y1, x2, y2, (x1 + x2) / 2, (y1 + y2) / 2, is_below=not name)


def _border(of: Box, towards: Box) -> tuple[float, float]:
    """Where the line between two middles leaves the first box."""
    dx, dy = towards.middle_x - of.middle_x, towards.middle_y - of.middle_y
    sides = [half / abs(d) for half, d in ((_BOX[0] / 2, dx), (_BOX[1] / 2, dy)) if d]
    share = min(sides)
    return round(of.middle_x + dx * share, 1), round(of.middle_y + dy * share, 1)
