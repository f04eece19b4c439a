"""The elements of an HTML page: where each opens and closes, as browsers would have it.

A page is a list of events (an element opens, closes, a text stands between), so that a page that
nests without end costs no more than one that does not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from citykg.loaders.formats.html.tokens import (
    END,
    LITERAL,
    START,
    attributes_of,
    tokens_of,
)
from citykg.loaders.formats.html.visible import HEADINGS, Node, Site, is_hidden, may_be_hidden
from citykg.loaders.markup import BLOCKS

OPEN, CLOSE, WORDS = "open", "close", "words"

_VOID = frozenset(
    "area base br col embed hr img input link meta param source track wbr basefont frame".split()
)
_CELLS = frozenset({"td", "th"})
_GROUPS = frozenset({"thead", "tbody", "tfoot"})
# What an element closes that is still open, and the elements that this stops at.
_ENDS = {
    "li": (("li",), ("ul", "ol", "menu", "td", "th", "table")),
    "dt": (("dt", "dd"), ("dl", "td", "th", "table")),
    "dd": (("dt", "dd"), ("dl", "td", "th", "table")),
    "td": (("td", "th"), ("table", "tr")),
    "th": (("td", "th"), ("table", "tr")),
    "tr": (("tr",), ("table",)),
    "thead": (("thead", "tbody", "tfoot", "tr"), ("table",)),
    "tbody": (("thead", "tbody", "tfoot", "tr"), ("table",)),
    "tfoot": (("thead", "tbody", "tfoot", "tr"), ("table",)),
    "option": (("option",), ("select",)),
}
_END_OF_P = ("td", "th", "caption", "table", "button")
_BREAKS = frozenset(("br", "li", "p"))
_OWNERS = {"tr": "table", "td": "tr", "th": "tr", "dt": "dl", "dd": "dl"}
_NEARBY = 8
_ROLES = {
    "row": "tr",
    "cell": "td",
    "gridcell": "td",
    "rowheader": "th",
    "columnheader": "th",
    "table": "table",
    "grid": "table",
    "heading": "h6",
}
_SUBSTANTIAL = frozenset({"h1", "main", "article", "table", "dl", "body", "html"})


class Event(NamedTuple):
    """`kind` is OPEN, CLOSE or WORDS; words have `[start, end)`, and may be `literal`."""

    kind: str
    node: Node | None
    start: int
    end: int
    literal: bool = False


@dataclass
class Page:
    """The events of a page, and the numbers of those that it does not show."""

    text: str
    events: list[Event]
    hidden: list[tuple[int, int]]
    """Runs `[first, last]` of events, in order, none inside another."""

    def words_of(self, node: Node, most: int = 200) -> str:
        """The first characters of an element's text, as they stand in the page."""
        parts: list[str] = []
        length = 0
        for event in self.events[node.first : min(node.last, node.first + most)]:
            if event.kind == WORDS:
                parts.append(self.text[event.start : event.end])
                length += event.end - event.start
                if length > most:
                    break
        return "".join(parts)


def page_of(text: str) -> Page:
    """The elements of a page; every text is a page."""
    builder = _Builder(text)
    for kind, name, start, end in tokens_of(text):
        if kind == START:
            builder.open(name, start, end)
        elif kind == END:
            builder.close(name, start, end)
        else:
            builder.words(start, end, literal=kind == LITERAL)
    return builder.page()


class _Builder:
    def __init__(self, text: str) -> None:
        self.text = text
        self.events: list[Event] = []
        self.stack: list[Node] = []
        self.open_at: dict[str, list[int]] = {}  # of each name, where in the stack it is open
        self.blocks: list[int] = []
        self.candidates: list[Node] = []  # what may be hidden
        self.site = Site()

    def open(self, name: str, start: int, end: int) -> None:
        if name in BLOCKS and self.open_at.get("p") and self._last("p") > self._last(*_END_OF_P):
            self._pop_to(self._last("p"))
        ended, scopes = _ENDS.get(name, ((), ()))
        if ended:
            at, scope = self._first_after(ended, self._last(*scopes)), self._last(*scopes)
            if at > scope:
                self._pop_to(at)
        node = self._node(name, start, end)
        self.events.append(Event(OPEN, node, start, end))
        if name in _VOID or (self.text[end - 2] == "/" and name not in BLOCKS):
            node.last = len(self.events)
            self.events.append(Event(CLOSE, node, end, end))
            return
        self.open_at.setdefault(name, []).append(len(self.stack))
        if name in BLOCKS:
            self.blocks.append(len(self.stack))
        self.stack.append(node)

    def close(self, name: str, start: int, end: int) -> None:
        at = self._last(name)
        if at < 0 or (name not in BLOCKS and self.blocks and self.blocks[-1] > at):
            return
        if name not in _CELLS | _GROUPS | {"tr", "table"} and at < self._last("td", "th"):
            return  # what is opened outside of a cell is not closed in it
        if name in _CELLS | _GROUPS | {"tr"} and at < self._last("table"):
            return
        self.stack[at].closed = True
        self._pop_to(at, start, end)

    def words(self, start: int, end: int, *, literal: bool) -> None:
        self.events.append(
            Event(WORDS, self.stack[-1] if self.stack else None, start, end, literal)
        )

    def page(self) -> Page:
        if self.stack:
            self._pop_to(0)
        hidden: list[tuple[int, int]] = []
        for node in self.candidates:  # in the order of the page
            if (not hidden or node.first > hidden[-1][1]) and is_hidden(node, self.site):
                hidden.append((node.first, node.last))
        return Page(self.text, self.events, hidden)

    def _node(self, tag: str, start: int, end: int) -> Node:
        attributes = attributes_of(self.text, start, end) if end - start > len(tag) + 3 else {}
        role = attributes["role"].value.lower() if "role" in attributes else ""
        name = _ROLES.get(role, tag) if tag not in _VOID else tag
        parent = self.stack[-1] if self.stack else None
        node = Node(name, tag, start, end, attributes, parent, len(self.events))
        node.cell = parent.cell if parent else None
        if name in _SUBSTANTIAL:
            node.substantial = True
            above = parent
            while above is not None and not above.substantial:
                above.substantial = True
                above = above.parent
        self._tell(node)
        if name in _OWNERS:
            self._find_owner(node)
        if may_be_hidden(name, attributes):
            self.candidates.append(node)
        for key in ("aria-controls", "data-target", "data-bs-target", "href"):
            if key in attributes:
                self.site.controlled.add(attributes[key].value.lstrip("#"))
        self.site.has_heading |= name == "h1"
        self.site.has_main |= name in ("main", "article")
        return node

    def _tell(self, node: Node) -> None:
        """Tell the cell, or the foot of the page, that an element is in what it is."""
        cell = node.cell
        if cell is not None:
            cell.complex |= node.name in {"table", "dl"} or node.name in HEADINGS
            cell.breaks += node.name in _BREAKS
        if node.name == "a" and node.attribute("href").lower().startswith("mailto:"):
            foot = node.parent
            while foot is not None and foot.name != "footer":
                foot = foot.parent
            if foot is not None:
                foot.addressed = True

    def _find_owner(self, node: Node) -> None:
        above = node.parent
        for _ in range(_NEARBY):
            if above is None or above.name == _OWNERS[node.name] or above.name in _CELLS:
                break
            above = above.parent
        if above is not None and above.name == _OWNERS[node.name]:
            node.owner = above
            above.rows.append(node)
        if node.name in _CELLS or node.name == "dd":
            node.cell = node

    def _last(self, *names: str) -> int:
        return max((at[-1] for name in names if (at := self.open_at.get(name))), default=-1)

    def _first_after(self, names: tuple[str, ...], scope: int) -> int:
        """The outermost of some open elements above the scope; those are few."""
        found = -1
        for name in names:
            for at in reversed(self.open_at.get(name, ())):
                if at <= scope:
                    break
                found = at if found < 0 else min(found, at)
        return found

    def _pop_to(self, at: int, start: int | None = None, end: int | None = None) -> None:
        here = len(self.text) if not self.events else self.events[-1].end
        while len(self.stack) > at:
            node = self.stack.pop()
            self.open_at[node.tag].pop()
            if self.blocks and self.blocks[-1] == len(self.stack):
                self.blocks.pop()
            node.last = len(self.events)
            own = len(self.stack) == at and start is not None and end is not None
            a, b = (start, end) if own else (here, here)
            self.events.append(Event(CLOSE, node, a or 0, b or 0))
