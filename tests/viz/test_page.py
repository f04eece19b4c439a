"""The page as a file: whole, closed to the network, the same each time."""

from __future__ import annotations

import base64
import hashlib
import re
from html import unescape
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest
from written_pages import block, graph_of

from citykg.errors import UsageError
from citykg.graph.facts import KINDS, read_facts
from citykg.ontology.terms import ID_BASE, Ckg, Dcterms
from citykg.viz.figure import clean, draw
from citykg.viz.page import render, write_page
from citykg.viz.palette import GOALS, LOOKS, goal_colour
from citykg.viz.words import headings

if TYPE_CHECKING:
    from pathlib import Path

PLAN = f"{ID_BASE}plan/manchester-montreal"


def test_page_is_one_file_in_utf8(pairs: Any, tmp_path: Path) -> None:
    """A page is a whole HTML document with its language, its encoding and its title."""
    target = tmp_path / "page.html"
    write_page(pairs.store, target, title="Łódź & 北九州")
    page = target.read_bytes().decode()
    assert page.startswith('<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">')
    assert "<title>Łódź &amp; 北九州</title>" in page
    assert page.rstrip().endswith("</html>")
    assert list(tmp_path.iterdir()) == [target]


def test_page_asks_for_nothing(pairs: Any) -> None:
    """No element of the page names another file."""
    page = render(read_facts(pairs.store))
    markup = re.sub(r"<(script|style)([^>]*)>.*?</\1>", r"<\1\2>", page, flags=re.DOTALL)
    assert set(re.findall(r'(?:src|href|action|data)="([^"]*)"', markup)) == {"data:,"}
    assert "url(" not in block(page, "<style>")
    assert "@import" not in block(page, "<style>")


def test_policy_allows_what_the_page_holds_and_no_more(pairs: Any) -> None:
    """The policy names each script and style of the page by its hash, and forbids the rest."""
    page = render(read_facts(pairs.store))
    policy = unescape(re.findall(r'Policy" content="([^"]*)"', page)[0])
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    scripts = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    hashes = [
        "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"
        for text in [*scripts, block(page, "<style>")]
    ]
    assert len(scripts) == 2
    assert rules["default-src"] == "'none'"
    assert rules["script-src"].split() == hashes[:2]
    assert rules["style-src"] == hashes[2]
    assert "unsafe" not in policy


def test_same_graph_gives_the_same_bytes(pairs: Any, tmp_path: Path) -> None:
    """A page depends on the graph and the title, not on the order of loading or the time."""
    write_page(pairs.store, tmp_path / "one.html")
    pairs.quads.reverse()
    write_page(pairs.store, tmp_path / "two.html")
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()


def test_failed_writing_leaves_the_old_page(pairs: Any, tmp_path: Path, monkeypatch: Any) -> None:
    """A page that cannot be written whole does not touch the one that is there."""
    target = tmp_path / "page.html"
    target.write_text("old")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(UsageError, match="No space"):
        write_page(pairs.store, target)
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_data_cannot_end_its_block(pairs: Any) -> None:
    """No name can close the data block or begin an element in it."""
    hostile = "</script><script>alert(1)</script><!--\u2028\u2029&amp;"
    pairs.thing(PLAN, f"{ID_BASE}city/zz/hostile", Ckg.City, hostile)
    page = render(read_facts(pairs.store), title=hostile)
    assert hostile in [node.get("name", node["label"]) for node in graph_of(page)["nodes"]]
    assert page.count("</script") == 5


def test_title_and_summary_come_from_the_graph(pairs: Any, story: Any) -> None:
    """Without a title, the page is named after what it shows."""
    page = render(read_facts(pairs.store))
    assert "<title>3 city cooperations</title>" in page
    assert "3 cooperations, 5 cities, 3 goals, 3 themes" in page
    story.quads.clear()
    story.tell("pair")
    assert "<title>Manchester – Montreal</title>" in render(read_facts(story.store))


def test_empty_graph_says_so(story: Any) -> None:
    """A graph without plans gives a page that says that there is nothing yet."""
    page = render(read_facts(story.store))
    assert "This graph holds no plans yet." in page
    assert "There is nothing to draw yet" in page
    assert graph_of(page)["nodes"] == []


def test_node_says_kind_status_and_colour(pairs: Any) -> None:
    """A node carries its kind, its status in words where it was denied, and its goal's colour."""
    nodes = {node["iri"]: node for node in draw(read_facts(pairs.store))["nodes"]}
    pilot = nodes[f"{ID_BASE}activity/manchester-montreal/1"]
    assert (pilot["group"], pilot["status"]) == ("activity", "not-done")
    assert (pilot["label"], pilot["name"]) == ("✕ not done: Pilot project", "Pilot project")
    assert nodes["http://metadata.un.org/sdg/11"]["colour"] == "#fd9d24"


def test_fact_keeps_its_quote_and_place(pairs: Any) -> None:
    """A fact of the figure leads to the words that state it, with document, offsets and line."""
    data = draw(read_facts(pairs.store))
    themes = next(place for place, row in enumerate(data["predicates"]) if row[1] == "Themes")
    facts = [fact for fact in data["facts"] if fact[1] == themes]
    assert sum(len(subjects) for subjects, *_ in facts) == 16
    for _, _, theme, _, quotes in facts:
        window, at, length, start, end, line, _ = data["quotes"][quotes[0]]
        document, told = data["windows"][window]
        words = told[at : at + length]
        assert words == data["nodes"][theme]["label"]
        assert (data["documents"][document], end - start, line) == ("pairs.txt", len(words), 7)


def test_options_switch_physics_off(pairs: Any) -> None:
    """Nothing moves by itself and no name is read as mark-up."""
    options = draw(read_facts(pairs.store))["options"]
    assert options["physics"] == {"enabled": False}
    assert options["nodes"]["font"] == {"multi": False}


def test_long_and_odd_names_are_kept(pairs: Any) -> None:
    """A name of any length is kept whole beside its short form; NUL becomes visible."""
    long = "Lange Gasse " * 400
    pairs.thing(PLAN, f"{ID_BASE}city/zz/long", Ckg.City, long)
    pairs.thing(PLAN, f"{ID_BASE}city/zz/nul", Ckg.City, "a\x00b\x1b[0m")
    nodes = {node["iri"]: node for node in draw(read_facts(pairs.store))["nodes"]}
    assert len(nodes[f"{ID_BASE}city/zz/long"]["label"]) <= 80
    assert nodes[f"{ID_BASE}city/zz/long"]["name"] == long
    assert nodes[f"{ID_BASE}city/zz/nul"]["label"] == "a\ufffdb\ufffd[0m"
    assert clean("tab\tand\nline") == "tab\tand\nline"


def test_every_kind_has_a_look_of_its_own() -> None:
    """Each kind of thing has words, and a shape and colours that no other kind has."""
    assert set(LOOKS) == set(KINDS.values())
    assert len({look.shape for look in LOOKS.values()}) == len(LOOKS)
    told_apart = [look for kind, look in LOOKS.items() if kind not in {"contact", "target"}]
    for scheme in ("light", "dark"):
        colours = [getattr(look, scheme) for look in told_apart]
        assert len(set(colours)) == len(colours)


@pytest.mark.parametrize(("scheme", "surface"), [("light", "#fbfcfd"), ("dark", "#12171e")])
def test_colours_stand_out(scheme: str, surface: str) -> None:
    """Each kind has at least 3:1 against the page; goals have the UN's colours instead."""
    for kind in set(LOOKS) - {"goal", "target"}:
        colour = getattr(LOOKS[kind], scheme)
        lighter, darker = sorted((luminance(colour), luminance(surface)), reverse=True)
        assert (lighter + 0.05) / (darker + 0.05) >= 3, kind


def luminance(colour: str) -> float:
    """Relative luminance (https://www.w3.org/TR/WCAG22/#dfn-relative-luminance)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_goals_have_the_official_colours() -> None:
    """Goals 1 to 17 differ, a target has its goal's colour, and there is no goal 18."""
    assert all(one != two for one, two in combinations(GOALS, 2))
    assert goal_colour("1") == "#e5243b"
    assert goal_colour("17.2") == "#19486a"
    assert [goal_colour(number) for number in ("0", "18", "x", "")] == [None] * 4


def test_unknown_predicate_has_words() -> None:
    """A predicate that the page does not know is named by its own name."""
    assert headings("https://example.org/ns#knowsWell") == ("Knows well", "Knows well (from)")


def test_addresses_are_values(pairs: Any) -> None:
    """A source's address is a value of the plan, not a thing."""
    pairs.add(PLAN, Dcterms.source, "https://example.org/page", PLAN)
    pairs.add(PLAN, Dcterms.title, ox.Literal("Summary"), PLAN)
    data = draw(read_facts(pairs.store))
    values = {fact[2] for fact in data["facts"] if isinstance(fact[2], str)}
    assert {"https://example.org/page", "Summary"} <= values
