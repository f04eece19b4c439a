"""The marks of list items in a Word document: bullets and numbers, which its text does not hold.

A paragraph names a list and a level, itself or by its style; the list's definition says how the
level is marked (ECMA-376, part 1, section 17.9).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from citykg.loaders.formats.docx.words import VAL, W

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MOST_BASES = 20
"""Styles that one style rests on, one on another."""
_PLACE = re.compile(r"%([1-9])")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
          (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_MOST_COUNTED = 3_000


class Mark(NamedTuple):
    """How an item is marked: a bullet of a level that counts from 1, or a number as shown."""

    level: int = 0
    number: str = ""


class Style(NamedTuple):
    """What a paragraph style says of its paragraphs."""

    heading: bool
    list_id: str | None
    list_level: int


@dataclass
class _Level:
    start: int = 1
    kind: str = "decimal"
    pattern: str = ""


@dataclass
class _List:
    key: str
    """Lists with one definition count on, one after another."""
    levels: dict[int, _Level] = field(default_factory=dict)


class Styles:
    """The paragraph styles of a document."""

    def __init__(self, root: Element | None) -> None:
        found = () if root is None else root.findall(f"{W}style")
        self._styles = {style.get(f"{W}styleId", ""): style for style in found}
        self._known: dict[str, Style] = {}

    def style_of(self, paragraph_look: Element | None) -> Style:
        """What the style says that a paragraph names."""
        named = None if paragraph_look is None else paragraph_look.find(f"{W}pStyle")
        name = "" if named is None else named.get(VAL, "")
        if name not in self._known:
            self._known[name] = self._resolved(name)
        return self._known[name]

    def _resolved(self, name: str) -> Style:
        heading, list_id, level = False, None, None
        for _ in range(MOST_BASES):
            style = self._styles.get(name)
            if style is None:
                break
            look = style.find(f"{W}pPr")
            title = style.find(f"{W}name")
            words = "" if title is None else title.get(VAL, "").lower()
            heading = heading or words.startswith(("heading ", "title", "subtitle"))
            if look is not None:
                heading = heading or is_heading(look)
                named, own_level = list_of(look)
                list_id = named if list_id is None else list_id
                level = own_level if level is None else level
            base = style.find(f"{W}basedOn")
            name = "" if base is None else base.get(VAL, "")
        return Style(heading, list_id, level or 0)


def without_table_styles(styles: bytes) -> bytes:
    """The XML of styles without those of tables, which say nothing here and are most of it."""
    kept, at = [], 0
    while (start := styles.find(b'<w:style w:type="table"', at)) >= 0:
        end = styles.find(b"</w:style>", start)
        if end < 0:
            break
        kept.append(styles[at:start])
        at = end + len(b"</w:style>")
    return b"".join([*kept, styles[at:]])


def is_heading(look: Element) -> bool:
    """Whether a paragraph's look gives it a level in the outline."""
    level = look.find(f"{W}outlineLvl")
    return level is not None and level.get(VAL) in tuple("012345678")


def list_of(look: Element) -> tuple[str | None, int | None]:
    """The list and level that a paragraph's look names, each None where it names none."""
    numbering = look.find(f"{W}numPr")
    if numbering is None:
        return None, None
    named, level = numbering.find(f"{W}numId"), numbering.find(f"{W}ilvl")
    return (
        None if named is None else named.get(VAL),
        None if level is None else _int(level.get(VAL), 0),
    )


class Numbering:
    """The lists of a document; it counts their items in the order in which they are marked."""

    def __init__(self, root: Element | None) -> None:
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, dict[int, int]] = {}
        if root is None:
            return
        definitions = {
            definition.get(f"{W}abstractNumId", ""): definition
            for definition in root.findall(f"{W}abstractNum")
        }
        for number in root.findall(f"{W}num"):
            names = number.find(f"{W}abstractNumId")
            key = "" if names is None else names.get(VAL, "")
            known = _List(key)
            if key in definitions:
                _read_levels(definitions[key].findall(f"{W}lvl"), known)
            for change in number.findall(f"{W}lvlOverride"):
                _read_levels(change.findall(f"{W}lvl"), known)
                start = change.find(f"{W}startOverride")
                if start is not None:
                    # Such a list counts for itself.
                    known.key = f"{key}/{number.get(f'{W}numId')}"
                    level = known.levels.setdefault(_int(change.get(f"{W}ilvl"), 0), _Level())
                    level.start = _int(start.get(VAL), 1)
            self._lists[number.get(f"{W}numId", "")] = known

    def mark(self, look: Element | None, style: Style) -> Mark:
        """The mark of a paragraph, counted; an empty one if it is no item."""
        named, level = (None, None) if look is None else list_of(look)
        named = style.list_id if named is None else named
        level = style.list_level if level is None else level
        known = self._lists.get(named or "")
        if known is None or not 0 <= level <= 8:
            return Mark()
        here = known.levels.get(level, _Level())
        if here.kind == "bullet":
            return Mark(level + 1)
        counts = self._counts.setdefault(known.key, {})
        counts[level] = counts.get(level, here.start - 1) + 1
        for deeper in [at for at in counts if at > level]:
            del counts[deeper]

        def shown(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            of = known.levels.get(at, _Level())
            return _numeral(counts.get(at, of.start), of.kind)

        return Mark(0, " ".join(_PLACE.sub(shown, here.pattern).split()))


def _read_levels(levels: list[Element], into: _List) -> None:
    for level in levels:
        start, kind, pattern = (level.find(W + name) for name in ("start", "numFmt", "lvlText"))
        into.levels[_int(level.get(f"{W}ilvl"), 0)] = _Level(
            1 if start is None else _int(start.get(VAL), 1),
            "decimal" if kind is None else kind.get(VAL, "decimal"),
            "" if pattern is None else pattern.get(VAL, ""),
        )


def _numeral(count: int, kind: str) -> str:
    if kind == "none" or not 0 < count <= _MOST_COUNTED:
        return "" if kind == "none" else str(count)
    if kind in ("lowerLetter", "upperLetter"):
        letters = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letters if kind == "lowerLetter" else letters.upper()
    if kind in ("lowerRoman", "upperRoman"):
        roman = ""
        for value, sign in _ROMAN:
            roman += sign * (count // value)
            count %= value
        return roman if kind == "lowerRoman" else roman.upper()
    return f"{count:02d}" if kind == "decimalZero" else str(count)


def _int(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else otherwise
