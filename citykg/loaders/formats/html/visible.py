"""Elements of a page, and which of them a reader does not see or would not take for the page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from citykg.loaders.formats.html.tokens import Attribute

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "summary", "legend"})
"""Elements whose words head what follows."""

_NEVER_SHOWN = frozenset(
    "script style template noscript svg math iframe object embed canvas audio video map select "
    "datalist textarea xmp noembed noframes del s strike".split()
)
# Words of classes and identifiers that content management systems give what is not the page's own.
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:cookies?|gdpr|breadcrumbs?|navbar|pagination|pager|skip-?link|sharing|share|"
    r"addtoany|sharedaddy|cmplz|onetrust|usercentrics|borlabs)(?:$|[\s_-])",
    re.IGNORECASE,
)
_FOLDED = re.compile(
    r"(?:^|[\s_-])(?:accordion|collaps\w*|toggle|tab|tabs|panel|pane|tabpanel)(?:$|[\s_-])",
    re.IGNORECASE,
)
_NOT_DISPLAYED = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_AT_TIMES_SHOWN = frozenset({"nav", "title", "button", "header", "footer"})
_UNFOLDS = frozenset({"aria-expanded", "aria-controls", "data-target", "data-bs-target"})
_END_IMPLIED = frozenset("li p td th tr dt dd thead tbody tfoot".split())
_HIDING = frozenset({"hidden", "aria-hidden", "style", "class", "id", "role"})


@dataclass(slots=True, eq=False)
class Node:
    """An element of a page, from its opening tag at `[start, end)` to the event that closes it."""

    name: str
    tag: str
    """The name as the page has it: `name` is `tr` or `td` too where a role says so."""
    start: int
    end: int
    attributes: dict[str, Attribute]
    parent: Node | None
    first: int
    """The number of the event that opens it."""
    last: int = -1
    """The number of the event that closes it."""
    closed: bool = False
    """Whether by an end tag of its own."""
    substantial: bool = False
    """Whether it holds the page's heading, a table or the like."""
    cell: Node | None = None
    """The table cell or definition that it is in, or is."""
    owner: Node | None = None
    """Of a row, its table; of a cell, its row; of a term or definition, its list."""
    rows: list[Node] = field(default_factory=list)
    """Of a table, its rows; of a row, its cells; of a list of definitions, those."""
    complex: bool = False
    """Of a cell, whether it holds a table, a heading or a list of definitions."""
    addressed: bool = False
    """Of the foot of a page, whether it links to an address of mail."""
    breaks: int = 0
    """Of a cell, how many line ends, paragraphs and items of lists it holds."""

    def attribute(self, name: str) -> str:
        """An attribute's value, or nothing."""
        found = self.attributes.get(name)
        return found.value if found else ""


@dataclass(slots=True)
class Site:
    """What a page has as a whole."""

    has_heading: bool = False
    has_main: bool = False
    controlled: set[str] = field(default_factory=set)
    """The identifiers of what its buttons and links unfold."""


def may_be_hidden(name: str, attributes: dict[str, Attribute]) -> bool:
    """Whether an element of a name, with such attributes, has to be looked at again."""
    return name in _NEVER_SHOWN or name in _AT_TIMES_SHOWN or bool(_HIDING & attributes.keys())


def is_hidden(node: Node, site: Site) -> bool:
    """Whether an element, of which all is known, is no text of the page.

    What is never closed hides nothing, nor does what holds the page itself.
    """
    if node.name in _NEVER_SHOWN:
        return node.closed or node.last == node.first + 1 or node.name in {"script", "style"}
    if node.name == "title":
        return site.has_heading
    if node.substantial or not (node.closed or node.name in _END_IMPLIED):
        return False
    return _is_furniture(node, site) or _is_unseen(node, site)


def _is_furniture(node: Node, site: Site) -> bool:
    """Whether every page of the site has it: its head and foot, its menus, its buttons."""
    if node.name in ("header", "footer"):
        if node.addressed:
            return False  # whom to ask
        # Those of the page, not those of an article in it.
        return site.has_main and not _within(node, {"main", "article", "section"})
    if node.name == "button":
        return not (_UNFOLDS & node.attributes.keys() or _within(node, HEADINGS))
    if node.name == "nav" or node.attribute("role") in ("navigation", "search"):
        return True
    return bool(_FURNITURE.search(_named(node)))


def _is_unseen(node: Node, site: Site) -> bool:
    unseen = (
        "hidden" in node.attributes
        or node.attribute("aria-hidden").lower() == "true"
        or bool(_NOT_DISPLAYED.search(node.attribute("style")))
    )
    # What folds out when it is clicked is part of the page.
    folded = node.attribute("id") in site.controlled or bool(_FOLDED.search(_named(node)))
    return unseen and not folded


def _named(node: Node) -> str:
    return f"{node.attribute('class')} {node.attribute('id')}"


def _within(node: Node, names: AbstractSet[str]) -> bool:
    """Whether an element is in one of some; pages do not nest deeper than is looked."""
    above = node.parent
    for _ in range(64):
        if above is None:
            break
        if above.name in names:
            return True
        above = above.parent
    return False
