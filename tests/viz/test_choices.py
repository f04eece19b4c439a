"""What the reader chooses: facets, kinds, a way between two things; by keyboard, and by address."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlencode

import pyoxigraph as ox
import pytest
from axe_playwright_python.sync_playwright import Axe
from waiting import until

from citykg.ontology.terms import (
    ACTIVITY_TYPE,
    GRAPH_LINKS,
    ID_BASE,
    Ckg,
    Owl,
    Rdfs,
    Schema,
    Sdg,
    Skos,
    Sssom,
)

SHOWN = "citykgPage.nodes.filter((node) => citykgPage.isShown(node)).map((node) => node.label)"


def shown(page: Any) -> set[str]:
    """The names of what is shown."""
    return set(page.evaluate(SHOWN))


def said(page: Any) -> dict[str, list[str]]:
    """What the address says."""
    return parse_qs(page.evaluate("location.hash").removeprefix("#"))


def tick(page: Any, facet: str, words: str) -> None:
    """Choose a value of a facet."""
    page.evaluate(f"document.querySelector('[data-facet={facet}]').open = true")
    page.locator(f"[data-facet={facet}] label", has_text=words).locator("input").click()


def left(page: Any, facet: str, words: str) -> Any:
    """How many cooperations a value would leave."""
    label = page.locator(f"[data-facet={facet}] label", has_text=words)
    return label.locator("small").text_content()


@pytest.fixture
def dated(pairs: Any) -> Any:
    """The three cooperations with years, a type, a link, and a name in another language."""
    plan = f"{ID_BASE}plan/manchester-montreal"
    pairs.add(plan, Schema.startDate, ox.Literal("2017"), plan)
    pairs.add(plan, Schema.endDate, ox.Literal("2019-03"), plan)
    pairs.add(
        f"{ID_BASE}activity/manchester-montreal/0",
        Ckg.activityType,
        f"{ACTIVITY_TYPE}study-visit",
        plan,
    )
    pairs.add(
        f"{ID_BASE}plan/ottawa-rotterdam",
        Schema.startDate,
        ox.Literal("2019-05-01"),
        f"{ID_BASE}plan/ottawa-rotterdam",
    )
    mapping = f"{ID_BASE}mapping/1"
    there = "https://sws.geonames.org/2643123/"
    for predicate, value in (
        (Owl.annotatedSource, f"{ID_BASE}city/zz/manchester"),
        (Owl.annotatedProperty, f"{Skos.NS}exactMatch"),
        (Owl.annotatedTarget, there),
        (Sssom.confidence, ox.Literal("0.97")),
        (Rdfs.comment, ox.Literal("name and country agree")),
    ):
        pairs.add(mapping, predicate, value, GRAPH_LINKS)
    return pairs


def test_facets_choose_cooperations_and_count_what_is_left(dated: Any, show: Any) -> None:
    """Each value says how many cooperations it leaves; what belongs to others is not shown."""
    page = show(dated.store)
    page.locator("#facets-box summary").first.click()
    counts = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll('[data-facet]')].map((box) =>
        [box.dataset.facet, Object.fromEntries([...box.querySelectorAll('label')].map((one) =>
          [one.querySelector('.word').textContent, Number(one.querySelector('small').textContent)]))]))"""
    )
    assert counts["theme"] == {"Housing": 2, "Migration": 1, "Water": 1}
    assert counts["goal"]["11 Sustainable Cities"] == 2
    assert counts["year"] == {"2019": 2, "2018": 1, "2017": 1}
    assert counts["status"] == {"completed": 1, "not done": 1}
    tick(page, "theme", "Housing")
    assert page.locator("#chosen").inner_text() == "2 of 3 cooperations"
    assert {"Manchester", "Ottawa", "Housing"} <= shown(page)
    assert not {"Surat", "Water"} & shown(page)
    # The other facets count within it, and their values of others stay, with nothing left.
    assert left(page, "year", "2017") == "1"
    tick(page, "year", "2017")
    assert page.locator("#chosen").inner_text() == "1 of 3 cooperations"
    assert "Ottawa" not in shown(page)
    assert left(page, "theme", "Water") == "0"
    page.locator("#all").click()
    assert {"Surat", "Ottawa", "Water"} <= shown(page)
    assert said(page) == {}


def test_an_address_restores_all_of_it(dated: Any, show: Any) -> None:
    """Selection, kinds, statuses, facets and search are in the address; Back goes back."""
    page = show(dated.store)
    page.keyboard.press("/")
    page.keyboard.type("hou")
    page.keyboard.press("Enter")
    page.locator('[data-kind="region"], [data-kind="plan"]').first.click()
    page.locator('[data-status="not-done"]').click()
    page.locator("#facets-box summary").first.click()
    tick(page, "goal", "11")
    there = said(page)
    assert there["node"] == [f"{ID_BASE}theme/housing"]
    assert there["goal"] == [f"{Sdg.GOALS}11"]
    assert "plan" not in there["types"][0].split(",")
    assert there["states"] == ["completed"]
    seen = shown(page)
    assert not {"✕ not done: Pilot project", "Surat"} & seen
    hash_ = page.evaluate("location.hash")
    again = show(dated.store, hash_)
    assert shown(again) == seen
    assert again.locator("#details h2").inner_text() == "Housing"
    assert again.evaluate("location.hash") == hash_
    tick(again, "year", "2017")
    assert "year" in said(again)
    again.go_back()
    until(again, "!location.hash.includes('year')")
    assert shown(again) == seen
    again.locator("#reset").click()
    assert said(again) == {}
    assert {"Surat", "✕ not done: Pilot project"} <= shown(again)


@pytest.mark.parametrize(
    "address",
    [
        {"node": "nowhere", "to": "nowhere", "view": "nowhere", "goal": "nowhere", "lang": "xx"},
        {"types": "", "states": ""},
        {"q": "x" * 10_000, "year": "<script>alert(1)</script>"},
        {"__proto__": "x", "view": "__proto__", "lang": "constructor"},
    ],
)
def test_an_address_that_nobody_made_harms_nothing(
    dated: Any, show: Any, address: dict[str, str]
) -> None:
    """What the graph does not know is passed over."""
    page = show(dated.store, f"#{urlencode(address)}")
    assert page.locator("#details h2").inner_text() == "How to read this"
    assert page.locator("#view-network").is_visible()


def test_a_way_leads_from_one_thing_to_another(dated: Any, show: Any) -> None:
    """The shortest way is told step by step, each with what links it; the address keeps it."""
    page = show(dated.store)
    page.keyboard.press("/")
    page.keyboard.type("manchester city")
    page.keyboard.press("Enter")
    page.locator(".action", has_text="Way to").click()
    page.keyboard.type("surat city")
    page.keyboard.press("Enter")
    steps = page.locator(".path li").all_inner_texts()
    names = [step.split("\n")[-1] for step in steps]
    assert (names[0], names[-1]) == ("Manchester", "Surat")
    assert len(names) == 5
    assert all("\n" in step for step in steps[1:])
    assert said(page)["to"] == [f"{ID_BASE}city/zz/surat"]
    assert page.locator("#details h2").inner_text() == "Manchester"
    page.keyboard.press("Escape")
    assert page.locator(".path").count() == 0


def test_the_search_knows_other_names_and_quotes(dated: Any, show: Any) -> None:
    """A goal is found by its French name, a thing by the words that state something of it."""
    page = show(dated.store)
    page.keyboard.press("/")
    page.keyboard.type("villes durables")
    assert page.locator("#results li").first.inner_text().startswith("Sustainable Cities")
    page.locator("#search").fill("learning exchange")
    found = page.locator("#results li").all_inner_texts()
    assert found[0].startswith("Learning exchange")
    assert any("Learning exchange" in one and one.startswith("Manchester") for one in found[1:])


def test_arrows_walk_and_enter_selects(dated: Any, show: Any) -> None:
    """In the network, arrows go from neighbour to neighbour, each is told, Enter goes there."""
    page = show(dated.store, "#" + urlencode({"node": f"{ID_BASE}theme/water"}))
    page.locator("#map").focus()
    told = []
    for _ in range(4):
        page.keyboard.press("ArrowRight")
        told.append(page.locator("#told").inner_text())
    assert any(one.startswith("Surat, city") for one in told)
    assert any(one.startswith("Rotterdam, city") for one in told)
    while not page.locator("#told").inner_text().startswith("Surat, city"):
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    assert page.locator("#details h2").inner_text() == "Surat"
    assert page.evaluate("document.activeElement.id") == "map"
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    assert "walk from neighbour to neighbour" in page.locator("#help").inner_text()
    page.keyboard.press("Escape")
    assert page.locator("#help").is_hidden()
    assert page.locator("#details h2").inner_text() == "Surat"


def test_the_panel_leads_outside_and_to_questions(dated: Any, show: Any) -> None:
    """Links to other vocabularies say how sure they are; saved queries are there to copy."""
    page = show(dated.store, "#" + urlencode({"node": f"{ID_BASE}city/zz/manchester"}))
    panel = page.locator("#details")
    assert (
        panel.locator("a", has_text="GeoNames · 2643123").get_attribute("href")
        == "https://sws.geonames.org/2643123/"
    )
    assert "the same · confidence 0.97 · name and country agree" in panel.inner_text()
    panel.locator("summary", has_text="Saved queries").click()
    assert "citykg query partners-for -p 'city=city/zz/manchester'" in panel.inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1400])
def test_axe_finds_no_fault(
    dated: Any, browser: Any, tmp_path: Any, scheme: str, width: int
) -> None:
    """In every view, with and without a selection, and with the help open; and nothing overflows."""
    from citykg.viz.page import write_page

    write_page(dated.store, tmp_path / "page.html")
    # The policy of the page lets in nothing, axe neither.
    context = browser.new_context(
        viewport={"width": width, "height": 850}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    page.goto((tmp_path / "page.html").as_uri())
    page.evaluate(
        "document.querySelectorAll('aside details').forEach((one) => { one.open = true; })"
    )
    tabs = page.locator("#tabs button")
    for place in range(tabs.count()):
        tabs.nth(place).click()
        assert faults(page) == [], tabs.nth(place).inner_text()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.evaluate(
            "citykgPage.select(citykgPage.nodes.findIndex((one) => one.label === 'Manchester'))"
        )
        assert faults(page) == [], tabs.nth(place).inner_text()
    page.locator("#helper").click()
    assert faults(page) == []
    context.close()


def faults(page: Any) -> list[tuple[str, str]]:
    """What axe finds wrong, and where."""
    violations = Axe().run(page).response["violations"]
    return [(one["id"], one["nodes"][0]["html"]) for one in violations]
