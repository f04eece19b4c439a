"""Quotes in what stands around them: in windows, in pages, in the panel."""

from __future__ import annotations

import shutil
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hostile_names import NAMES
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner
from written_pages import graph_of

import citykg
from citykg.build import build
from citykg.build.relinking import relink
from citykg.cli import app
from citykg.graph.facts import Quote
from citykg.graph.texts import Texts
from citykg.viz.page import write_page
from citykg.viz.windows import AROUND, open_windows, units_of

CORPUS = Path(__file__).parents[1] / "corpus"
PLAN = "Twin Cooperation Summary\nCity: Leeds and Porto\nCountry: United Kingdom and Portugal\n{}\nCooperation Themes: Housing\n{}\n"


class Known(Texts):
    """Texts that are at hand as they are."""

    def __init__(self, **known: str) -> None:
        self.known = known

    def of(self, sha256: str) -> str:
        """The text of that name."""
        return self.known.get(sha256, "")


def quote(text: str, start: int, end: int, sha256: str = "a") -> Quote:
    """Some characters of a text."""
    return Quote("plan.txt", start, end, 1, text[start:end], 0, sha256)


def built(folder: Path, *plans: Path | str) -> Path:
    """A graph of plans, files or texts."""
    (folder / "plans").mkdir()
    for place, plan in enumerate(plans):
        if isinstance(plan, Path):
            shutil.copy(plan, folder / "plans")
        else:
            (folder / f"plans/{place}.txt").write_text(plan, encoding="utf-8", newline="")
    build([folder / "plans"], folder / "graph", check=False, suggest=False)
    return folder / "graph"


def stretches(page: Path) -> list[tuple[str, str, str, str]]:
    """Of each quote of a page: its document, what stands before it, its words, what follows."""
    data = graph_of(page.read_text("utf-8"))
    found = []
    for window, at, length, *_ in data["quotes"]:
        document, text = data["windows"][window]
        units = text.encode("utf-16-le")
        parts = (units[: 2 * at], units[2 * at : 2 * (at + length)], units[2 * (at + length) :])
        before, words, after = (part.decode("utf-16-le") for part in parts)
        found.append((data["documents"][document], before, words, after))
    return found


@given(
    st.text(min_size=1, max_size=600),
    st.lists(st.tuples(st.integers(0, 600), st.integers(1, 90)), min_size=1, max_size=20),
)
def test_each_stretch_of_a_document_stands_once(text: str, spans: list[tuple[int, int]]) -> None:
    """Each quote stands in one window with all that is around it; windows do not overlap."""
    places = [(at % len(text), min(len(text), at % len(text) + size)) for at, size in spans]
    quotes = [quote(text, start, end) for start, end in places]
    windows, window_of = open_windows(quotes, Known(a=text))
    for one in quotes:
        window = windows[window_of[one]]
        assert window.start <= max(0, one.start - AROUND)
        assert window.end >= min(len(text), one.end + AROUND)
        assert text[window.start : window.end] == window.text
        before = window.text[: one.start - window.start].encode("utf-16-le", "surrogatepass")
        assert units_of(window)(one.start) == len(before) // 2
    assert all(one.end <= other.start for one, other in pairwise(windows))


def test_a_quote_whose_words_are_others_stands_alone() -> None:
    """What is not in the text where it should be has nothing around it, and spoils nothing."""
    text = "x" * 200 + "Housing in Leeds" + "y" * 200
    right = quote(text, 200, 207)
    wrong = Quote("plan.txt", 205, 210, 1, "xxxxx", 0, "a")
    beyond = Quote("plan.txt", 410, 420, 1, "yyyyyy", 0, "a")
    before = Quote("plan.txt", -5, 2, 1, "xxxxxxx", 0, "a")
    other = quote(text, 203, 216)
    windows, window_of = open_windows([right, wrong, beyond, before, other], Known(a=text))
    for alone in (wrong, beyond, before):
        assert windows[window_of[alone]].text == alone.text
    assert window_of[right] == window_of[other]
    assert windows[window_of[right]].text == text[200 - AROUND : 216 + AROUND]


def test_two_documents_of_one_name_are_two() -> None:
    """What stands around a quote is of its own document."""
    one, two = "first Housing first", "other Housing other"
    quotes = [quote(one, 6, 13), quote(two, 6, 13, "b")]
    windows, window_of = open_windows(quotes, Known(a=one, b=two))
    assert [windows[window_of[each]].text for each in quotes] == [one, two]


def test_the_page_of_a_build_holds_the_words_around_a_quote(tmp_path: Path) -> None:
    """Of a PDF file they are in the folder, of a text in the text itself."""
    names = ("22-sisak-chongqing.pdf", "01-ottawa-zaragoza.txt", "31-fuenlabrada-hangzhou.docx")
    graph = built(tmp_path, *(CORPUS / name for name in names))
    found = stretches(graph / "index.html")
    assert {document for document, *_ in found} == set(names)
    # No quote is the whole of its document: something stands around each.
    assert all(before or after for _, before, _, after in found)
    write_page(graph, tmp_path / "again.html")
    assert (tmp_path / "again.html").read_bytes() == (graph / "index.html").read_bytes()


@pytest.mark.parametrize(
    "options",
    [[], ["--focus", "Manchester"], ["--query", "cities-by-goal", "-p", "goal=11"], None],
    ids=["all", "focus", "query", "notebook"],
)
def test_every_way_to_draw_a_folder_shows_the_words_around(
    options: list[str] | None, tmp_path: Path, examples: Path
) -> None:
    """`citykg view`, of all or of a part, and `citykg.view` in a notebook."""
    graph = built(tmp_path, examples / "plans" / "manchester-montreal.txt")
    page = tmp_path / "page.html"
    if options is None:
        page.write_text(citykg.view(graph).page, encoding="utf-8")
    else:
        result = CliRunner().invoke(app, ["view", str(graph), "-o", str(page), *options])
        assert result.exit_code == 0, result.output
    found = stretches(page)
    assert found
    assert any("Province, State" in after for _, _, _, after in found)


def test_a_document_that_has_changed_gives_its_quotes_alone(tmp_path: Path) -> None:
    """Nothing of the new text comes into the page, and nothing is guessed."""
    graph = built(tmp_path, PLAN.format("Old note.", "End."))
    (tmp_path / "plans/0.txt").write_text(PLAN.format("New note.", "End."), encoding="utf-8")
    write_page(graph, tmp_path / "page.html")
    found = stretches(tmp_path / "page.html")
    assert "Housing" in {words for _, _, words, _ in found}
    assert not any("note" in before + after for _, before, _, after in found)


def test_a_page_that_lacked_a_document_is_drawn_again_when_it_is_there(tmp_path: Path) -> None:
    """What a build makes does not depend on the version before."""
    graph = built(tmp_path, PLAN.format("Old note.", "End."))
    first = (graph / "index.html").read_bytes()
    (tmp_path / "plans").rename(tmp_path / "away")
    relink(graph)
    assert (graph / "index.html").read_bytes() != first
    (tmp_path / "away").rename(tmp_path / "plans")
    build([tmp_path / "plans"], graph, check=False, suggest=False)
    assert (graph / "index.html").read_bytes() == first


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Any:
    """Open the page of a plan with its theme selected; nothing may be asked for or alerted."""
    context = browser.new_context(viewport={"width": 1200, "height": 800})
    seen: list[str] = []

    def open_plan(text: str) -> Any:
        page = context.new_page()
        page.on("pageerror", lambda error: seen.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (seen.append("dialog"), dialog.dismiss()))
        graph = built(tmp_path, text)
        file = (graph / "index.html").resolve()
        page.goto(f"{file.as_uri()}#node=https%3A%2F%2Fw3id.org%2Fcitykg%2Fid%2Ftheme%2Fhousing")
        page.wait_for_selector("#details blockquote")
        return page

    yield open_plan
    assert seen == []
    context.close()


def test_the_panel_marks_the_quote_in_the_words_around_it(opened: Any) -> None:
    """Whole words on both sides, lines as lines, and a sign where the text goes on."""
    long = "many words " * 40
    page = opened(PLAN.format(f"Note: {long}\r\n\r\n", f"\r\nNotes:\tparks 🏙️ {long}"))
    block = page.locator("#details blockquote").first
    assert block.locator("mark").inner_text() == "Housing"
    told = block.locator("q").inner_text()
    assert told.startswith(("…many words", "…words many"))
    assert "words\nCooperation Themes: Housing\nNotes: parks 🏙️ many" in told
    assert told.endswith(("many…", "words…"))
    place = block.locator("cite").inner_text()
    assert place.startswith("0.txt, line ")
    # The search is of what was quoted.
    page.locator("#search").fill("Housing")
    assert page.locator("[role=option]").count()
    page.locator("#search").fill("parks")
    assert page.locator("#results").inner_text() == "Nothing has that name"


def test_the_mark_up_of_a_web_page_is_not_read_out(opened: Any) -> None:
    """Tags around a quote are dropped, those that are cut in two as well; a plain < stays."""
    page = opened(
        PLAN.format('<p class="a">Note: <b>trams</b></p>', "<p>Notes: 3 < 4<br>parks</p>")
    )
    told = page.locator("#details blockquote q").first.inner_text()
    assert "trams" in told
    assert "3 < 4 parks" in told
    assert "p>" not in told
    assert "class" not in told


@pytest.mark.parametrize("place", range(0, len(NAMES), 13))
def test_what_stands_around_a_quote_never_becomes_an_element(place: int, opened: Any) -> None:
    """Mark-up around a quote is text; signs that turn letters turn nothing."""
    names = [name[:60].replace("\x00", "") for name in NAMES[place : place + 13]]
    names = [name for name in names if name.isprintable() or "\u202e" in name]
    text = "Cooperation Themes: Housing\n"
    page = opened(
        f"Twin Cooperation Summary\nCity: Leeds and Porto\nCountry: United Kingdom and Portugal\nNote: {' '.join(names)[-70:]}\n"
        f"{text}Notes: \u202e{' '.join(names)[:70]}\n"
    )
    block = page.locator("#details blockquote").first
    inside = block.evaluate("(one) => [...one.querySelectorAll('*')].map((e) => e.localName)")
    assert set(inside) <= {"q", "mark", "cite", "bdi", "span"}
    assert "\u202e" not in block.locator("q").inner_text()
    assert (
        page.evaluate("document.querySelectorAll('#details :is(img, iframe, script)').length") == 0
    )
