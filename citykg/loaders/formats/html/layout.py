"""The layout of an HTML page: its tables as rows, its lists as bullets, the rest as lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from citykg.loaders.formats.html.canvas import Canvas
from citykg.loaders.formats.html.tables import Tables
from citykg.loaders.formats.html.tree import CLOSE, OPEN, Page, page_of
from citykg.loaders.formats.html.visible import HEADINGS, Node
from citykg.loaders.markup import BLOCKS, clean, mask_characters, mask_entities

if TYPE_CHECKING:
    from citykg.loaders.formats.html.tokens import Attribute
    from citykg.loaders.formats.html.tree import Event

_BLANKS = re.compile(r"[\s\u001c-\u001f]")
_PRE_BLANKS = re.compile(r"[\r\v\f\x85\u001c-\u001f\u2028\u2029]")
_LABELS = frozenset("b strong span em i u label a font small mark".split())
"""Elements inside of a line that set a label off from its value."""
_SECTIONS = frozenset(
    "article aside details dialog dl fieldset figure hr main section table".split()
)
_UNIT = re.compile(r"(?<![^\W\d_])(?:[kchd]?m|mi|miles?|ft)\s*$", re.IGNORECASE)
_FOOTNOTE = re.compile(r"[\s\[(]*(?:\d{1,3}|[*†‡§]+|[a-z])[\s\])]*")
_MAX_LABEL = 110
_MAX_ALT = 120


def layout_of(text: str) -> str:
    """The page with its mark-up masked and its layout said in signs; as long as the page.

    >>> layout_of("<tr><td>City<td>Porto<td>Austin").split()
    ['City', 'Porto', 'Austin']
    """
    return _Layout(page_of(text)).masked()


class _Layout:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.canvas = Canvas(page.text)
        self.tables = Tables(page, self.canvas)
        self.pre = 0
        self.line: list[str] = []  # the words of this line so far
        self.label_before = False  # whether these were all set off, and are a label
        self.opened: Node | None = None  # the element that set off what begins the line
        self.lead = ""  # the last words, which a raised number may belong to

    def masked(self) -> str:
        events, number = self.page.events, 0
        runs = iter(self.page.hidden)
        hidden = next(runs, None)
        while number < len(events):
            if hidden and number == hidden[0]:
                self._hide(events[number])
                number, hidden = hidden[1] + 1, next(runs, None)
                continue
            event = events[number]
            if event.kind == OPEN and event.node:
                number = self._open(event.node, number)
            elif event.kind == CLOSE and event.node:
                self._close(event.node)
            else:
                self._words(event)
            number += 1
        return self.canvas.finished()

    def _hide(self, event: Event) -> None:
        """What is not shown still takes its place, be it in a row."""
        if event.node and event.node.name in BLOCKS:
            self.tables.opens(event.node)
            self.canvas.block()
            self.tables.closes(event.node)

    def _open(self, node: Node, number: int) -> int:
        """Take an opening tag; gives the number of the last event that is dealt with."""
        canvas, name = self.canvas, node.name
        if self.tables.opens(node) or self._open_block(name):
            pass
        elif name == "img":
            self._picture(node)
        elif name == "a":
            self._address(node)
        elif name == "sup" and self._is_footnote(node):
            canvas.blank()
            return node.last
        elif name in _LABELS and canvas.fresh and self.opened is None:
            self.opened = node
        if name == "span" and "class" in node.attributes and _follows_span(self.page.text, node):
            canvas.blank()
        self.pre += name == "pre"
        return number

    def _open_block(self, name: str) -> bool:
        """Take an opening tag that begins a line; whether it is one."""
        if name == "li":
            self.canvas.item()
        elif name in HEADINGS:
            self.canvas.heading(begins=True)
        elif name in _SECTIONS:
            self.canvas.section()
        elif name in BLOCKS:
            self.canvas.block()
        else:
            return False
        return True

    def _close(self, node: Node) -> None:
        canvas, name = self.canvas, node.name
        self.pre -= name == "pre"
        if self.tables.closes(node):
            return
        if name == "li":
            canvas.item_ends()
        elif name in HEADINGS:
            canvas.heading(begins=False)
        elif name in _SECTIONS:
            canvas.section()
        elif name in BLOCKS:
            canvas.block()
        elif node is self.opened:
            self.opened = None
            self.label_before = not canvas.in_row and _is_label(" ".join(self.line))

    def _words(self, event: Event) -> None:
        raw = self.page.text[event.start : event.end]
        masked = raw
        if self.pre and not self.canvas.in_row:
            masked = _PRE_BLANKS.sub(" ", masked)
        else:
            masked = _BLANKS.sub(" ", masked)
        if not event.literal and "&" in masked:
            masked = mask_entities(masked, loose=True)
        self._put(event.start, event.end, mask_characters(masked))

    def _put(self, start: int, end: int, masked: str) -> None:
        words = clean(masked)
        if not words:
            if masked:
                self.canvas.words(start, end, masked)
            return
        if self.label_before and not self.canvas.fresh and _is_value(words):
            self.canvas.block()
        self.label_before = False
        if self.canvas.fresh:
            self.line.clear()
        if len(self.line) < 16:
            self.line.append(words)
        self.lead = masked
        self.canvas.words(start, end, masked)

    def _picture(self, node: Node) -> None:
        """The text of a picture that states a goal, as the goals' own icons do."""
        for name in ("alt", "title"):
            found = node.attributes.get(name)
            if found and len(found.value) <= _MAX_ALT and names_goal(found.value):
                self._attribute(found)
                return

    def _address(self, node: Node) -> None:
        """The mail address of a link whose words do not say it."""
        found = node.attributes.get("href")
        if not found or not found.value.lower().startswith("mailto:"):
            return
        value = mask_entities(found.value, loose=True)[7:].split("?")[0]
        if "@" in value and "@" not in self.page.words_of(node):
            start = found.start + 7
            self._attribute(found._replace(value=value, start=start, end=start + len(value)))

    def _attribute(self, found: Attribute) -> None:
        self.canvas.blank()
        masked = mask_entities(_BLANKS.sub(" ", found.value), loose=True)
        self._put(found.start, found.end, mask_characters(masked))
        self.canvas.blank()

    def _is_footnote(self, node: Node) -> bool:
        """Whether a raised sign is the mark of a footnote, and not part of a unit."""
        words = clean(self.page.words_of(node, 12))
        return bool(_FOOTNOTE.fullmatch(words)) and not _UNIT.search(self.lead)


def names_goal(alt: str) -> bool:
    """Whether the text of a picture names a goal: `SDG 11`, `Goal 4 icon`, `Zero Hunger`."""
    from citykg.loaders.labels import label_of
    from citykg.loaders.mentions import explicit_goals_in, goals_in

    masked = clean(mask_entities(alt, loose=True))
    if explicit_goals_in(masked):
        return True
    goals = [m for m in goals_in(masked, 0, len(masked)) if m.code is not None]
    if not goals:
        return False
    if any(not masked[m.start : m.end].isdigit() for m in goals):
        return True
    label = label_of(re.sub(r"[\d.]+", " ", masked))
    return label is not None and bool({"sdgs", "objectives"}.intersection(label.fields))


def _is_label(words: str) -> bool:
    from citykg.loaders.labels import label_of

    if not words or len(words) > _MAX_LABEL or words[-1] in ":.,;" or any(map(str.isdigit, words)):
        return False
    label = label_of(words)
    return label is not None and label.certain


def _is_value(words: str) -> bool:
    return words[0].isupper() or words[0].isdigit() or words[0] in "•▪"


def _follows_span(text: str, node: Node) -> bool:
    """Whether the element stands right behind another: what they hold are two things."""
    return text[max(0, node.start - 7) : node.start].lower().endswith("</span>")
