"""Tables of cooperations: one cooperation a row, in any of the usual separators."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import plans_in

from citykg.errors import DataError
from citykg.loaders import read_plans, readings_of
from citykg.loaders.document import document_of
from citykg.loaders.formats import format_named
from citykg.plan import passages

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from citykg.plan import Plan


def test_the_nth_country_belongs_to_the_nth_city(table: Callable[[str], list[Plan]]) -> None:
    """Values left blank keep their place."""
    (plan,) = table(
        "Cities,Country,Population\nLeuven; Gwalior; Pune,; India; ,100 000; ; 3 000 000\n"
    )
    assert [
        (c.name.value, c.country and c.country.value, c.population and c.population.value)
        for c in plan.cities
    ] == [("Leuven", None, 100_000), ("Gwalior", "IN", None), ("Pune", None, 3_000_000)]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_any_separator_is_found(separator: str, table: Callable[[str], list[Plan]]) -> None:
    """Commas, semicolons and tabs separate columns; the header tells which."""
    rows = [["Cities", "Themes"], ["Porto | Austin", "water | energy"]]
    (plan,) = table("\n".join(separator.join(row) for row in rows))
    assert [city.name.value for city in plan.cities] == ["Porto", "Austin"]
    assert [theme.value for theme in plan.themes] == ["water", "energy"]


def test_a_quoted_cell_keeps_its_offsets(table: Callable[[str], list[Plan]]) -> None:
    """Quotes around a cell are not part of it; a doubled quote is one."""
    (plan,) = table('Cities,Challenges\n"Porto; Austin","a ""green"", fair city"\n')
    (challenge,) = plan.challenges
    assert challenge.value == 'a "green", fair city'
    assert challenge.quote == 'a ""green"", fair city'


def test_a_separator_in_brackets_separates_nothing(table: Callable[[str], list[Plan]]) -> None:
    """What stands in brackets belongs to its item."""
    (plan,) = table(
        "Cities,Activities\nPorto; Austin,two meetings (May 2021; June 2022); webinar\n"
    )
    assert [activity.label.value for activity in plan.activities] == [
        "two meetings (May 2021; June 2022)",
        "webinar",
    ]


def test_an_unknown_column_is_kept_as_unread(table: Callable[[str], list[Plan]]) -> None:
    """A column that we have no field for is reported, and its words are unread."""
    (plan,) = table("Cities,Country,Mascot\nPorto; Austin,Portugal; USA,a dragon\n")
    assert [unread.value for unread in plan.unread] == ["a dragon"]
    assert [problem.code for problem in plan.problems] == ["label"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a,b\n1,2\n", ":1: is not a table of cooperations"),
        ('Cities,Themes\n"Porto; Austin,water\n', ":2: the quote that opens a cell is not closed"),
        ('Cities,Themes\n"Porto"; Austin,water\n', ":2: a cell goes on after its closing quote"),
        ("Cities,Themes\nPorto; Austin,water,energy\n", ":2: the row has 3 cells"),
    ],
)
def test_a_broken_table_is_one_sentence(
    text: str, says: str, table: Callable[[str], list[Plan]]
) -> None:
    """The sentence names the file and the line."""
    with pytest.raises(DataError, match=says):
        table(text)


def test_the_examples_are_78_cooperations(examples: Path) -> None:
    """Every row of the example table is a plan; every passage is its characters."""
    readings = read_plans(examples / "cooperations.csv")
    assert len(readings) == 78
    assert all(len(r.plan.cities) >= 2 for r in readings)
    assert len({r.plan.id for r in readings}) == 78
    assert all(r.plan.sources for r in readings)
    for reading in readings:
        text = reading.document.text
        assert all(text[p.start : p.end] == p.quote for p in passages(reading.plan))


def test_a_header_with_one_known_word_is_not_that_field(
    table: Callable[[str], list[Plan]],
) -> None:
    """A column is a field only if the most of its header says so."""
    (plan,) = table(
        "Cities,Country,Pairing agreement signed\nPorto; Austin,Portugal; USA,May 2019\n"
    )
    assert [city.name.value for city in plan.cities] == ["Porto", "Austin"]
    assert [unread.value for unread in plan.unread] == ["May 2019"]


@pytest.mark.parametrize(("first", "last"), [("From", "To"), ("Desde", "Hasta"), ("Von", "Bis")])
def test_two_columns_from_and_to_are_the_period(first: str, last: str) -> None:
    """One of them alone is not known for a column of dates."""
    head = f"City 1;City 2;Country;{first};{last};Themes\n"
    (plan,) = plans_in(f"{head}Porto;Austin;Portugal, USA;11/2021;12/2023;Water\n", ".csv")
    assert plan.period
    assert [day and day.value for day in (plan.period.start, plan.period.end)] == [
        "2021-11",
        "2023-12",
    ]
    (plan,) = plans_in(
        f"{head.replace(last, 'x')}Porto;Austin;Portugal, USA;11/2021;12;Water\n", ".csv"
    )
    assert plan.period is None


def test_a_note_below_a_table_is_no_plan() -> None:
    """A row of one cell that holds sentences names no city; it is shown as unread."""
    head = "City,Partner city,Themes\nPorto,Austin,Housing\n"
    plans = plans_in(head + "Do not merge cells. Questions go to the programme office.\n", ".csv")
    assert [[city.name.value for city in plan.cities] for plan in plans] == [["Porto", "Austin"]]


@pytest.mark.parametrize("margin", ["            ", "    "])
def test_a_blank_before_a_pipe_is_a_cell(margin: str) -> None:
    """Columns drawn with pipes: the first row has no label, and still names the parties."""
    text = (
        f"Fact sheet\n\n{margin}| Porto | Austin\n"
        "Region      | Norte | Texas\n"
        "Country     | Portugal | United States\n"
        "Population  | 231,800 | 961,855\n"
    )
    (plan,) = plans_in(text)
    assert [(c.name.value, c.region and c.region.value) for c in plan.cities] == [
        ("Porto", "Norte"),
        ("Austin", "Texas"),
    ]


@pytest.mark.parametrize(
    ("city", "done", "planned"),
    [
        ("Cities", "Done so far", "Still to come"),
        ("Ciudades", "Hecho hasta ahora", "Previsto"),
        ("Cidades", "Feito até agora", "Previsto"),
        ("Città", "Fatto finora", "In programma"),
        ("Villes", "Déjà fait", "À venir"),
        ("Städte", "Bisher", "Geplant"),
        ("Städer", "Gjort hittills", "Planeras"),
    ],
)
def test_columns_of_what_is_done_and_planned(city: str, done: str, planned: str) -> None:
    """Their heads state the status of what stands below them; elsewhere such words are no labels."""
    table = f"{city};SDGs;{done};{planned}\nPorto / Lund;11;Workshop (May 2022);Webinar 2023\n"
    kind = format_named(".csv")
    assert kind is not None
    (reading,) = readings_of(document_of(table.encode(), "list.csv", kind))
    assert {a.type: a.status for a in reading.plan.activities} == {
        "workshop": "completed",
        "webinar": "planned",
    }
