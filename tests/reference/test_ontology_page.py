"""The page of the ontology: every term at its anchor, whole without a server, easy to read."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from citykg.ontology.terms import Ckg
from citykg.reference import page
from citykg.reference.diagram import diagram, layout
from citykg.reference.terms import prefixed, terms

if TYPE_CHECKING:
    from citykg.reference.diagram import Box

VOID = {"meta", "link", "br", "rect", "line", "path"}


class Reader(HTMLParser):
    """Notes what a page refers to, and that what opens is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.hrefs: list[str] = []
        self.open: list[str] = []
        self.headings: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a beginning."""
        values = dict(attrs)
        if values.get("id"):
            self.ids.append(values["id"] or "")
        if tag == "a":
            self.hrefs.append(values["href"] or "")
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Hold that it is the end of what was opened last."""
        if tag not in VOID:
            assert self.open.pop() == tag


@pytest.fixture(scope="module")
def read() -> Reader:
    """The page, read."""
    reader = Reader()
    reader.feed(page())
    assert reader.open == []
    return reader


def test_every_term_stands_at_the_anchor_of_its_iri(read: Reader) -> None:
    """`…/ontology#City` leads to the city, so the page can stand where the IRI leads."""
    for term in terms():
        if term.is_ours:
            assert term.iri == Ckg.NS + term.anchor
        assert term.anchor in read.ids
    assert len(read.ids) == len(set(read.ids))


def test_every_link_within_the_page_leads_somewhere(read: Reader) -> None:
    """And no name of a term is left without one."""
    inner = [href[1:] for href in read.hrefs if href.startswith("#")]
    assert len(inner) > 100
    assert set(inner) <= set(read.ids)


def test_headings_descend_step_by_step(read: Reader) -> None:
    """One first heading, and no level left out."""
    assert read.headings.count(1) == 1
    assert read.headings[0] == 1
    steps = zip(read.headings, read.headings[1:], strict=False)
    assert all(after <= before + 1 for before, after in steps)


def test_the_page_asks_nothing_of_a_server() -> None:
    """No script, no picture, no font from elsewhere, and a policy that forbids it."""
    html = page()
    assert "<script" not in html
    assert not re.search(r'(?:src|url\()\s*=?\s*["\']?https?:', html)
    assert "default-src 'none'" in unescape(html)


def test_the_same_page_each_time() -> None:
    """Nothing depends on the order of a set."""
    assert page() == page()


def test_the_diagram_is_true() -> None:
    """What is drawn is declared so: each arrow's property may join its two classes."""
    known = {term.name: term for term in terms()}

    def and_above(name: str) -> set[str]:
        found = {name}
        for above in known[name].above:
            if prefixed(above) in known:
                found |= and_above(prefixed(above))
        return found

    for edge in layout().edges:
        term = known[edge.property]
        if term.is_ours:
            below = {known[edge.end].iri} | {known[name].iri for name in and_above(edge.end)}
            # An objective is a plan item: what takes it is drawn as taking plan items.
            below |= {one.iri for one in known.values() if known[edge.end].iri in one.above}
            assert set(term.domain) & {known[name].iri for name in and_above(edge.start)}
            assert set(term.range) & below


def test_the_diagram_shows_every_class() -> None:
    """All but the four kinds of plan items, which stand as one."""
    shown = set(layout().boxes)
    items = {"ckg:Challenge", "ckg:FocusArea", "ckg:Objective", "ckg:Result"}
    ours = {term.name for term in terms() if term.is_ours and term.kind == "class"}
    assert ours - items <= shown


def inside(box: Box, x: float, y: float) -> bool:
    """Whether a point is in a box, by more than a hair."""
    drawn = diagram()
    return 1 < x - box.x < drawn.box_width - 1 and 1 < y - box.y < drawn.box_height - 1


def test_boxes_keep_apart() -> None:
    """No class hides another."""
    drawn = diagram()
    for place, one in enumerate(drawn.boxes):
        for other in drawn.boxes[place + 1 :]:
            apart = abs(one.x - other.x) >= drawn.box_width
            assert apart or abs(one.y - other.y) >= drawn.box_height


def test_no_arrow_crosses_a_box() -> None:
    """An arrow touches the two classes that it joins and no other."""
    for arrow in diagram().arrows:
        for step in range(1, 40):
            x = arrow.x1 + (arrow.x2 - arrow.x1) * step / 40
            y = arrow.y1 + (arrow.y2 - arrow.y1) * step / 40
            assert not any(inside(box, x, y) for box in diagram().boxes), arrow.words


def test_words_stand_free() -> None:
    """The name of a property stands on no class and on no other name."""
    words = [(a.words_x, a.words_y, len(a.words) * 3.1) for a in diagram().arrows]
    for place, (x, y, half) in enumerate(words):
        for side in (-1, 0, 1):
            assert not any(inside(box, x + side * half, y) for box in diagram().boxes)
        for x2, y2, half2 in words[place + 1 :]:
            assert abs(y - y2) > 12 or abs(x - x2) > half + half2 - 2
