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
    """What the table saves as CSV, with its line ends."""
    with page.expect_download() as found:
        page.get_by_role("button", name="Save as CSV").click()
    assert found.value.suggested_filename == "Our-cities-2026.csv"
    return Path(found.value.path()).read_bytes().decode()


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
    assert not text.startswith("\ufeff")
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
    """The names of the themes and goals of each cooperation and of what belongs to it."""
    figure = draw(read_facts(store))
    nodes = figure["nodes"]
    about: dict[int, set[str]] = {}
    for subjects, _, thing, *_ in figure["facts"]:
        if isinstance(thing, int) and nodes[thing]["group"] in {"theme", "goal"}:
            for subject in subjects:
                for unit in nodes[subject].get("of", [subject]):
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
