"""What the reader does, in any order: nothing contradicts, and the focus is never lost."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox
import pytest
from waiting import until

from citykg.ontology.terms import ID_BASE, Schema

SURAT = f"{ID_BASE}city/zz/surat"
OTTAWA = f"{ID_BASE}city/zz/ottawa"
SCALE = "citykgPage.view().scale"
FOCUSED = "document.activeElement.id || document.activeElement.tagName"
WAY = "[...document.querySelectorAll('#details .path .word')].map((one) => one.textContent)"


def told(page: Any) -> str:
    """What was said aloud last."""
    return str(page.locator("#told").inner_text())


def test_network_is_whole_after_another_view(pairs: Any, show: Any) -> None:
    """Who comes to the network from another view finds it drawn, not shrunk to a point."""
    page = show(pairs.store)
    whole = page.evaluate(SCALE)
    page = show(pairs.store, f"#view=table&node={SURAT}")
    page.keyboard.press("Escape")
    page.get_by_role("row").get_by_role("button", name="Housing", exact=True).first.click()
    page.locator("#tab-network").click()
    until(page, f"{SCALE} === {whole}")
    page = show(pairs.store, f"#view=table&node={SURAT}")
    page.locator("#tab-network").click()
    until(page, f"{SCALE} === {whole}")


def test_zoom_outlives_a_resize(pairs: Any, show: Any) -> None:
    """A window that changes its size shows all anew, but for who has moved the network."""
    page = show(pairs.store)
    whole = page.evaluate(SCALE)
    page.set_viewport_size({"width": 900, "height": 700})
    until(page, f"{SCALE} < {whole}")
    page.locator("#closer").click()
    page.wait_for_timeout(450)
    near = page.evaluate(SCALE)
    page.set_viewport_size({"width": 890, "height": 690})
    page.wait_for_timeout(150)
    assert page.evaluate(SCALE) == pytest.approx(near, rel=0.05)
    page.locator("#reset").click()
    until(page, f"{SCALE} < {whole}")


def test_way_is_of_what_is_shown(pairs: Any, show: Any) -> None:
    """A way leads around a kind that is taken off; to a thing itself there is none."""
    page = show(pairs.store, f"#node={SURAT}&to={OTTAWA}")
    way = page.evaluate(WAY)
    assert way == ["Surat", "Surat – Rotterdam", "Rotterdam", "Ottawa – Rotterdam", "Ottawa"]
    page.locator("#legend [data-kind=cooperation]").click()
    shown = page.evaluate("citykgPage.nodes.filter(citykgPage.isShown).map(({ group }) => group)")
    assert "cooperation" not in shown
    assert "cooperation" not in page.evaluate(WAY)
    assert not {"Surat – Rotterdam", "Ottawa – Rotterdam"} & {*page.evaluate(WAY)[1:2]}
    page = show(pairs.store, f"#node={SURAT}&to={SURAT}")
    assert page.locator("#details .path").count() == 0


def test_end_of_a_way_may_be_selected(pairs: Any, show: Any) -> None:
    """While the page asks where a way is to lead, what is selected anywhere is its end."""
    page = show(pairs.store, f"#node={SURAT}&view=table")
    page.get_by_role("button", name="Way to …").click()
    page.get_by_role("row").get_by_role("button", name="Housing", exact=True).first.click()
    assert page.locator("#details h2").inner_text() == "Surat"
    assert page.evaluate(WAY)[-1] == "Housing"
    assert page.locator("#search").get_attribute("placeholder") == "Search   /"
    page.locator("#details .path button").last.click()
    assert page.locator("#details h2").inner_text() == "Housing"
    page.get_by_role("button", name="Way to …").click()
    page.go_back()
    page.wait_for_selector("#details h2:has-text('Surat')")
    assert page.locator("#search").get_attribute("placeholder") == "Search   /"


def test_focus_stays(pairs: Any, show: Any) -> None:
    """What is pressed may go away; the focus is then on what came instead."""
    pairs.tell("many", themes=tuple(f"Theme {place}" for place in range(50)))
    page = show(pairs.store, f"#node={ID_BASE}city/zz/manchester")
    page.locator("#details .more").first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.matches('#details li:nth-child(41) button')")
    page.keyboard.press("Enter")
    assert page.evaluate(FOCUSED) == "details"
    page.locator("#view-network #map").focus()
    page.keyboard.press("3")
    assert page.evaluate(FOCUSED) == "tab-table"
    page.locator("#view-table thead button").first.focus()
    page.go_back()
    page.wait_for_selector("#view-network:not([hidden])")
    assert page.evaluate(FOCUSED) == "tab-network"
    page.locator("#facets-box > summary").click()
    box = page.locator("[data-facet=theme]")
    box.locator("summary").click()
    box.locator("input").first.check()
    page.locator("#all").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.parentElement.id") == "facets-box"
    page.locator("#map").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    assert page.evaluate(FOCUSED) == "map"
    assert page.evaluate("citykgPage.state.hovered") is None


def test_keys_of_the_browser_are_its_own(pairs: Any, show: Any) -> None:
    """Alt and an arrow go back, wherever the focus is."""
    page = show(pairs.store)
    for where in ("#map", "#tab-network"):
        page.evaluate("citykgPage.select(0)")
        page.locator(where).focus()
        page.evaluate(
            """document.activeElement.addEventListener("keydown", (event) =>
            setTimeout(() => { globalThis.isTaken = event.defaultPrevented; }), { once: true })"""
        )
        page.keyboard.press("Alt+ArrowUp")
        until(page, "globalThis.isTaken === false")
    for view, button in (("matrix", "td button"), ("timeline", "li button")):
        pairs.add(f"{ID_BASE}cooperation/surat-rotterdam", Schema.startDate, ox.Literal("2018"),
                  f"{ID_BASE}plan/surat-rotterdam")  # fmt: skip
        page = show(pairs.store, f"#view={view}")
        page.locator(f"#view-{view} {button}").first.focus()
        page.evaluate(
            """document.addEventListener("keydown", (event) =>
            { globalThis.isTaken = event.defaultPrevented; }, { once: true })"""
        )
        page.keyboard.press("Alt+ArrowDown")
        assert page.evaluate("globalThis.isTaken") is False


def test_pointer_of_one_view_does_not_dim_another(pairs: Any, show: Any) -> None:
    """What the pointer is on is looked at in its view only."""
    page = show(pairs.store)
    page.locator("#map").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("citykgPage.state.hovered") is not None
    page.keyboard.press("2")
    assert page.evaluate("citykgPage.state.hovered") is None


def test_what_is_said_is_true_and_once(pairs: Any, show: Any) -> None:
    """Everything is shown only if it is; opening the page and its languages say nothing."""
    page = show(pairs.store)
    assert told(page) == ""
    page.locator("#legend [data-kind=theme]").click()
    page.evaluate("citykgPage.select(0)")
    page.select_option("#language", "fr")
    page.evaluate("document.getElementById('told').textContent = ''")
    page.select_option("#language", "en")
    assert told(page) == ""
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert told(page) == "Nothing is selected"
    page.locator("#reset").click()
    assert told(page) == "Everything is shown"


def test_search_and_address_agree(pairs: Any, show: Any) -> None:
    """The search shows what the address says, even while it has the focus."""
    page = show(pairs.store, "#view=table&q=surat")
    search = page.locator("#search")
    assert search.input_value() == "surat"
    search.focus()
    page.evaluate("location.hash = '#view=table&q=water'")
    until(page, "document.getElementById('search').value === 'water'")
    page.locator("#view-table [role=status]", has_text=" of ").wait_for()
    assert page.locator("#view-table tbody th", has_text="Water").count()


@pytest.mark.parametrize("width", [1400, 800])
def test_results_cover_no_view(pairs: Any, show: Any, width: int) -> None:
    """What is found is listed over the panel, so that the table is seen while it is filtered."""
    page = show(pairs.store, "#view=table")
    page.set_viewport_size({"width": width, "height": 800})
    page.locator("#search").fill("surat")
    found, stage = page.locator("#results").bounding_box(), page.locator(".stage").bounding_box()
    assert found["x"] >= stage["x"] + stage["width"]
    assert found["x"] + found["width"] <= width


def test_results_are_taken_by_a_tap_and_not_by_a_swipe(pairs: Any, show: Any) -> None:
    """A finger that scrolls the list takes nothing; nothing found is said, and is no mark-up error."""
    page = show(pairs.store)
    page.locator("#search").fill("surat")
    first = page.locator("#results li").first
    first.dispatch_event("pointerdown", {"pointerType": "touch"})
    first.dispatch_event("pointercancel", {"pointerType": "touch"})
    assert page.locator("#details h2").inner_text() == "How to read this"
    first.click()
    assert page.locator("#details h2").inner_text() == "Surat"
    page.locator("#search").fill("zzzz")
    assert told(page) == "Nothing has that name"
    assert page.locator("#results > :not([role=option])").count() == 0
    page.locator("#search").blur()
    assert page.locator("#search").get_attribute("aria-activedescendant") is None


def test_timeline_is_shown_whole_again(pairs: Any, show: Any) -> None:
    """Show all and Esc undo the zoom of the timeline; a narrower window does not zoom."""
    for name, year in (("surat-rotterdam", "2010"), ("ottawa-rotterdam", "2020")):
        plan = f"{ID_BASE}plan/{name}"
        pairs.add(f"{ID_BASE}cooperation/{name}", Schema.startDate, ox.Literal(year), plan)
    page = show(pairs.store, "#view=timeline")
    view = page.locator("#view-timeline")
    is_whole = "(one) => one.scrollWidth <= one.clientWidth"
    assert view.evaluate(is_whole)
    for again in (page.locator("#reset").click, lambda: page.keyboard.press("Escape")):
        for _ in range(3):
            page.locator("#closer").click()
        assert not view.evaluate(is_whole)
        again()
        assert view.evaluate(is_whole)
        assert view.evaluate("(one) => one.scrollLeft") == 0
    page.set_viewport_size({"width": 800, "height": 700})
    page.wait_for_timeout(100)
    assert view.evaluate(is_whole)


def test_paper_has_what_is_drawn(pairs: Any, show: Any) -> None:
    """On paper the network and the map have room, each in its own shape."""
    page = show(pairs.store)
    for view, canvas in (("network", "#map canvas"), ("world", ".world canvas")):
        page.locator(f"#tab-{view}").click()
        page.wait_for_timeout(200)
        page.emulate_media(media="print")
        assert page.locator(canvas).bounding_box()["height"] > 200
        page.emulate_media(media="screen")


def test_what_is_chosen_is_seen(pairs: Any, show: Any) -> None:
    """An address that chooses opens the place where it is told what is chosen."""
    assert show(pairs.store).locator("#facets-box").get_attribute("open") is None
    page = show(pairs.store, f"#theme={ID_BASE}theme/water")
    assert page.locator("#chosen").inner_text() == "1 of 3 cooperations"


def test_table_and_matrix_are_shown_whole_again(pairs: Any, show: Any) -> None:
    """Show all lets go of an order, of rows and of columns that were chosen; Esc leaves them."""
    page = show(pairs.store, f"#view=table&node={SURAT}")
    first = page.locator("#view-table tbody tr[aria-rowindex]").first.inner_text()
    page.get_by_role("button", name="Status").click()
    page.get_by_label("only what is selected").check()
    page.keyboard.press("Escape")
    heading = page.get_by_role("columnheader", name="Status")
    assert heading.get_attribute("aria-sort") == "ascending"
    page.locator("#reset").click()
    assert heading.get_attribute("aria-sort") == "none"
    assert not page.get_by_label("only what is selected").is_checked()
    assert page.locator("#view-table tbody tr[aria-rowindex]").first.inner_text() == first
    page.locator("#tab-matrix").click()
    rows = page.locator("#view-matrix select").first
    rows.select_option("programme")
    page.keyboard.press("Escape")
    assert rows.input_value() == "programme"
    page.locator("#reset").click()
    assert rows.input_value() == "goal"


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_every_tab_is_seen_on_a_telephone(pairs: Any, show: Any, language: str) -> None:
    """The names of the views have room in every language; no button is cut off."""
    page = show(pairs.store, f"#lang={language}")
    for width in (390, 800, 1000):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.locator("#tabs").evaluate("(one) => one.scrollWidth <= one.clientWidth")
        bar = page.locator(".bar").bounding_box()
        for button in page.locator(".bar :is(button, summary):visible").all():
            box = button.bounding_box()
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= bar["width"]
