"""The views beside the network, in a browser.  The fixture `show` fails on any request or error."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from citykg.graph.facts import read_facts
from citykg.ontology.terms import ID_BASE, Ckg, Rdf, Rdfs, Schema
from citykg.viz.figure import draw

HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(2)</script>",
    '"><svg onload=alert(3)>',
    "{{7*7}} ${alert(7)}",
    "\u202egnp.tsoh\u202c",
    "x" * 3000,
)
FORMULAS = ("=HYPERLINK(0)", "+1", "-2,5", "@SUM(A1)", '=1,"2"')


def rows_of(store: Any) -> int:
    """How many facts a page of the store tells, one for each subject."""
    return sum(len(row[0]) for row in draw(read_facts(store))["facts"])


def column(page: Any, name: str) -> list[str]:
    """The words of a column of the table, as far as its rows are in the page."""
    found: list[str] = page.locator(f"#view-table tbody .table-{name}").all_inner_texts()
    return found


def saved(page: Any) -> str:
    """What is saved of the table, with its line ends."""
    page.click("#saver summary")
    with page.expect_download() as found:
        page.click("#saves [data-file=table]")
    assert found.value.suggested_filename == "Our-cities-2026-table.csv"
    return Path(found.value.path()).read_bytes().decode("utf-8-sig")


def test_table_sorts_filters_and_selects(pairs: Any, show: Any) -> None:
    """Every fact is a row; a heading sorts, the search filters, a name selects."""
    page = show(pairs.store, "#view=table")
    every = rows_of(pairs.store)
    counted = page.locator("#view-table [role=status]")
    assert counted.inner_text() == f"{every} of {every} facts"
    table = page.locator("#view-table table")
    assert table.get_attribute("aria-rowcount") == str(every + 1)
    assert table.locator("caption").text_content()
    assert (
        table.locator("tbody th[scope=row]").count()
        == table.locator("tr[aria-rowindex]").count() - 1
    )

    heading = page.get_by_role("columnheader", name="Subject")
    assert heading.get_attribute("aria-sort") == "none"
    heading.get_by_role("button").focus()
    page.keyboard.press("Enter")
    assert heading.get_attribute("aria-sort") == "ascending"
    subjects = column(page, "subject")
    assert subjects == sorted(subjects, key=str.casefold)
    page.keyboard.press("Enter")
    assert heading.get_attribute("aria-sort") == "descending"
    assert column(page, "subject")[0] == "Water"
    page.get_by_role("button", name="Status").click()
    assert column(page, "status")[0] == "completed"  # nothing stands last
    page.get_by_role("button", name="Status").click()
    assert column(page, "status")[0] == "not done"
    assert "✕ not done: Pilot project" in column(page, "subject")

    page.keyboard.press("/")
    page.keyboard.type("montréal takes")
    assert set(column(page, "subject")) == {"Manchester", "Montreal"}
    assert set(column(page, "what")) == {"Takes part in"}
    page.keyboard.press("Escape")
    only = page.get_by_label("only what is selected")
    assert only.is_disabled()
    page.get_by_role("row").get_by_role("button", name="Housing", exact=True).first.click()
    assert page.locator("#details h2").inner_text() == "Housing"
    assert page.locator("tr.selected [aria-current=true]").count() > 3
    only.check()
    assert page.locator("#view-table tbody tr[aria-rowindex]:not(.selected)").count() == 0
    assert counted.inner_text() == f"{page.locator('tr.selected').count()} of {every} facts"
    only.uncheck()
    page.locator('#legend button[data-kind="theme"]').click()
    assert "Water" not in column(page, "object")


def test_csv_has_what_is_shown_and_no_formulas(pairs: Any, show: Any) -> None:
    """The file has a line for each row of the table; no value of it runs in a spreadsheet."""
    plan = pairs.tell("formulas", ("=CMD()", "Split\r\ncity"), themes=FORMULAS)
    page = show(pairs.store, "#view=table", title="Our cities: 2026")
    text = saved(page)
    lines = list(csv.reader(io.StringIO(text, newline="")))
    assert lines[0] == [
        *("Subject", "What", "Object or value", "Plan"),
        *("Quote", "Document", "Line", "Status"),
    ]
    assert len(lines) == rows_of(pairs.store) + 1
    assert text.endswith("\r\n")
    assert not [value for line in lines for value in line if value[:1] in set("=+-@\t\r")]
    assert '\'=1,""2""' in text
    fact = [
        "Manchester",
        "Themes",
        "Housing",
        "Manchester – Montreal",
        "Housing",
        "pairs.txt",
        "7",
        "",
    ]
    assert fact in lines
    page.keyboard.press("/")
    page.keyboard.type("HYPERLINK")
    page.keyboard.press("Tab")
    found = list(csv.reader(io.StringIO(saved(page), newline="")))
    assert 1 < len(found) < len(lines)
    assert {"'=HYPERLINK(0)"} >= {line[2] for line in found[1:] if line[1] == "Stated as"}
    assert plan


def test_table_of_many_facts_is_quick(story: Any, show: Any) -> None:
    """A table of 20,000 facts opens, sorts and is scrolled to its end without a wait."""
    plan = f"{ID_BASE}plan/many"
    story.add(plan, Rdf.type, Ckg.ActionPlan, plan)
    for place in range(10_000):
        theme = f"{ID_BASE}theme/{place}"
        story.add(theme, Rdf.type, Ckg.Theme, plan)
        story.add(theme, Rdfs.label, ox.Literal(f"Theme {place}"), plan)
        story.add(plan, Ckg.hasTheme, theme, plan)
        story.add(theme, Schema.url, ox.Literal(f"https://example.org/{place}"), plan)
    page = show(story.store)
    page.evaluate("globalThis.begun = performance.now()")
    page.locator("#tab-table").click()
    page.get_by_role("button", name="Object or value").click()
    page.locator("#view-table .table-scroll").evaluate("(box) => box.scrollTo(0, 1e9)")
    total = int(page.locator("#view-table table").get_attribute("aria-rowcount"))
    assert total > 20_000
    page.locator(f'#view-table tr[aria-rowindex="{total}"]').wait_for()
    assert page.evaluate("performance.now() - begun") < 5000
    assert column(page, "object")[-1] == "Theme 9999"
    assert page.locator("#view-table tr").count() < 200


def shares(store: Any) -> dict[int, set[str]]:
    """The names of the themes and goals that the plan of each cooperation states."""
    figure = draw(read_facts(store))
    nodes = figure["nodes"]
    about: dict[int, set[str]] = {}
    for _, _, thing, plan, *_ in figure["facts"]:
        if isinstance(thing, int) and nodes[thing]["group"] in {"theme", "goal"}:
            for unit in nodes[plan]["of"]:
                about.setdefault(unit, set()).add(nodes[thing]["label"])
    return about


def test_matrix_counts_and_chooses(pairs: Any, show: Any) -> None:
    """A cell says how many cooperations have both; it chooses them, a heading selects a thing."""
    about = shares(pairs.store)
    page = show(pairs.store, "#view=matrix")
    rows, columns = page.locator("#view-matrix select").all()
    # No plan names a topic: the two that most cooperations have are set against each other.
    assert (rows.input_value(), columns.input_value()) == ("goal", "theme")
    table = page.locator("#view-matrix table")
    assert table.locator("caption").text_content() == "Cooperations by Goals and Themes"
    names = table.locator("thead th bdi").all_inner_texts()
    assert names[0] == "Housing"  # what most have comes first
    for line in table.locator("tbody tr").all():
        goal = line.locator("th[scope=row] bdi").inner_text()
        told = {label for labels in about.values() for label in labels}
        (goal,) = {label for label in told if label == goal or label == goal.split(" ", 1)[-1]}
        counts = [sum({goal, name} <= labels for labels in about.values()) for name in names]
        total = sum(goal in labels for labels in about.values())
        cells = [cell.inner_text() for cell in line.locator("td").all()]
        assert cells == [*(str(count or "") for count in counts), str(total)]
    every = table.locator("tfoot td").last.inner_text()
    assert every == str(
        sum(bool(labels & {*names}) and bool(labels - {*names}) for labels in about.values())
    )
    assert (
        f"Cooperations with both: {every}."
        in page.locator("#view-matrix [role=status]").inner_text()
    )

    page.get_by_role("button", name=": 11 Sustainable Cities and Housing").focus()
    page.keyboard.press("ArrowRight")
    said = page.evaluate("document.activeElement.ariaLabel")
    assert said.endswith(f": 11 Sustainable Cities and {names[1]}")
    page.keyboard.press("Enter")
    assert page.locator("#chosen").text_content() == f"{said[0]} of 3 cooperations"
    assert page.evaluate("document.activeElement.ariaPressed") == "true"
    assert "goal=" in page.url
    assert "theme=" in page.url
    page.keyboard.press("Enter")
    assert page.locator("#chosen").text_content() == ""
    table.get_by_role("button", name="Housing", exact=True).click()
    assert page.locator("#details h2").inner_text() == "Housing"
    assert table.locator("th.selected").all_inner_texts() == ["Housing"]
    rows.select_option("theme")
    assert (rows.input_value(), columns.input_value()) == ("theme", "goal")
    columns.select_option("year")
    assert "No cooperation" in page.locator("#view-matrix [role=status]").inner_text()


def test_matrix_of_many_leaves_some_out(story: Any, show: Any) -> None:
    """At most 60 rows and columns are shown, with a word on the others."""
    story.tell("many", themes=tuple(f"Theme {place}" for place in range(70)), goals=(1, 2))
    page = show(story.store, "#view=matrix")
    assert page.locator("#view-matrix tbody tr, #view-matrix thead th bdi").count() == 62
    assert "Themes: 10 more" in page.locator("#view-matrix [role=status]").inner_text()


def dated(story: Any, name: str, begin: str | None, end: str | None = None) -> str:
    """A cooperation of the name with these dates; gives its plan."""
    plan: str = story.tell(name.lower(), (name,), activities=((f"Visit of {name}", "planned"),))
    for predicate, date in ((Schema.startDate, begin), (Schema.endDate, end)):
        if date is not None:
            story.add(f"{ID_BASE}cooperation/{name.lower()}", predicate, ox.Literal(date), plan)
    return plan


def test_timeline_orders_and_reads_odd_dates(story: Any, show: Any) -> None:
    """Bars stand by their begin; a date that cannot be read is written under "no date"."""
    plan = dated(story, "Planned", None)
    story.add(plan, Schema.startDate, ox.Literal("2016-05"), plan)
    story.add(plan, Schema.endDate, ox.Literal("2016-05-31"), plan)
    dated(story, "Interval", "2017-03/2019")
    dated(story, "About", "2017~", "2018")
    dated(story, "Until", None, "2015-02-28")
    dated(story, "From", "2020-21")  # spring
    dated(story, "Decade", "201X", "201X")
    dated(story, "Leap", "2019-02-30")
    dated(story, "Turned", "2019", "2018")
    dated(story, "Month", "2018-13")
    dated(story, "Words", "next year")
    dated(story, "Far", "9999", "9999")
    dated(story, "Nothing", None)
    deed = dated(story, "Deed", None)
    visit = f"{ID_BASE}activity/deed/0"
    story.add(visit, Schema.startDate, ox.Literal("2018-06-01"), deed)
    story.add(visit, Schema.endDate, ox.Literal("2018-06-03"), deed)
    page = show(story.store, "#view=timeline")
    bars = page.locator("#view-timeline .timeline-list > li > .timeline-track button")
    assert [bar.get_attribute("aria-label") for bar in bars.all()] == [
        "Decade, 201X",
        "Until, until 2015-02-28",
        "Planned, 2016-05 to 2016-05-31",
        "About, about 2017 to 2018",
        "Interval, 2017-03 to 2019",
        "Deed, no date, activities and outputs with dates: 1",
        "From, from 2020-21",
    ]
    lefts = [bar.bounding_box()["x"] for bar in bars.all()]
    assert lefts[1:5] == sorted(lefts[1:5])
    assert page.locator(".timeline-year").all_inner_texts()[0] == "2010"
    undated = page.locator("#view-timeline .timeline-undated")
    assert undated.locator("h2").inner_text() == "No date (6)"
    assert undated.locator("button").all_text_contents() == [
        *("Far9999", "Leap2019-02-30", "Month2018-13", "Nothing"),
        *("Turned2019, 2018", "Wordsnext year"),
    ]

    before = bars.nth(4).bounding_box()["width"]
    page.locator("#closer").click()
    assert bars.nth(4).bounding_box()["width"] > 1.4 * before
    page.locator("#farther").click()
    assert abs(bars.nth(4).bounding_box()["width"] - before) < 2
    bars.nth(4).focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.locator("#details h2").inner_text() == "Deed"
    assert bars.nth(5).get_attribute("aria-current") == "true"
    inner = page.locator("#view-timeline ol ol button")
    assert inner.get_attribute("aria-label") == "Visit of Deed, 2018-06-01 to 2018-06-03, planned"
    assert "dashed" in str(inner.get_attribute("class"))
    inner.click()
    assert page.locator("#details h2").inner_text() == "Visit of Deed"
    assert inner.get_attribute("aria-current") == "true"


def test_views_share_what_is_selected_and_hostile_names_stay_text(story: Any, show: Any) -> None:
    """What is selected in one view is in all; no name becomes an element in any."""
    story.tell("odd", HOSTILE[:3], themes=HOSTILE, goals=(11,), programme=HOSTILE[0])
    plan = dated(story, "Hostile", HOSTILE[0], HOSTILE[1])
    story.add(plan, Rdfs.label, ox.Literal(HOSTILE[2]), plan)
    page = show(story.store, "#view=matrix")
    page.locator("#view-matrix thead th button").first.click()
    chosen = page.locator("#details h2").inner_text()
    assert chosen in HOSTILE
    page.keyboard.press("3")
    page.locator("#view-table tr.selected").first.wait_for()
    assert chosen in page.locator("#view-table [aria-current=true]").first.inner_text()
    page.locator("#tab-timeline").click()
    assert page.locator("#view-timeline").inner_text()
    assert page.locator("#details h2").inner_text() == chosen
    page.locator('#legend button[data-kind="cooperation"]').click()
    assert page.locator("#view-timeline li").count() == 0
    page.go_back()
    page.locator("#view-table").wait_for()
    assert page.locator("main :is(img, svg, iframe, script, b)").count() == 0


def test_views_fit_a_telephone_and_an_empty_graph(story: Any, pairs: Any, show: Any) -> None:
    """A narrow page never scrolls sideways; a graph without plans has views without rows."""
    page = show(pairs.store)
    page.set_viewport_size({"width": 390, "height": 800})
    for name in ("table", "matrix", "timeline"):
        page.locator(f"#tab-{name}").click()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page = show(type(story)().store)
    page.locator("#tab-table").click()
    assert page.locator("#view-table [role=status]").inner_text() == "0 of 0 facts"
    page.locator("#tab-matrix").click()
    assert "No cooperation" in page.locator("#view-matrix").inner_text()
    page.locator("#tab-timeline").click()
    assert page.locator("#view-timeline").inner_text() == "No cooperation is shown"


def test_a_long_timeline_is_turned_page_by_page(story: Any, show: Any) -> None:
    """Of many cooperations 250 have rows at once: those of what is selected, or turned to."""
    for place in range(260):
        dated(story, f"Pair{place:03}", f"2017-{1 + place % 12:02}")
    page = show(story.store, "#view=timeline")
    rows = page.locator("#view-timeline .timeline-list > li")
    turner = page.locator("#view-timeline nav")
    assert rows.count() == 250
    assert turner.locator("span").inner_text() == "1 to 250 of 260"
    assert turner.locator("button").nth(0).is_disabled()
    turner.locator("button", has_text="Later").click()
    assert rows.count() == 10
    assert turner.locator("span").inner_text() == "251 to 260 of 260"
    assert turner.locator("button").nth(1).is_disabled()
    page.evaluate(
        "citykgPage.select(citykgPage.nodes.find((one) => one.label === 'Pair000').id, true)"
    )
    assert rows.count() == 250
    assert page.locator("#view-timeline li.selected").count() == 1
