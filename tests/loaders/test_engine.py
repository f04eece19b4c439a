"""One engine for every layout: who is a party, where a plan begins, what belongs to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import plans_in

if TYPE_CHECKING:
    from citykg.plan import Plan

PARTIES = [("Leeds", "GB", 789_000), ("Jaipur", "IN", 3_100_000)]


def parties(plan: Plan) -> list[tuple[object, object, object]]:
    """Name, country and population of each party."""
    return [
        (
            city.name.value,
            city.country.value if city.country else None,
            city.population.value if city.population else None,
        )
        for city in plan.cities
    ]


ROW_EACH = """# Housing together

| City | Country | Population | Area |
|------|---------|------------|------|
| Leeds | United Kingdom | 789,000 | 552 km² |
| Jaipur | India | 3.1 million | 467 km2 |

Period: May 2018 - June 2020

Themes: housing; transport
"""

UNNAMED = "\tCountry\tPopulation\nLeeds\tUK\t789,000\nJaipur\tIndia\t3.1 million\nThemes:\thousing\nPeriod:\t2018\n"

HEADED = """City pairing

Leeds
Country: United Kingdom
Population: 789,000
Challenges: Too few homes.

Jaipur
Country: India
Population: 3.1 million
Challenges: Too much traffic.

Common themes: housing, transport
"""

PAIRED = """Cities\tLeeds, Jaipur\tCountries\tUK, India
Themes\thousing\tPeriod\t2018-2020
Population\t789,000; 3.1 million\tSDGs\t11, 6
"""


@pytest.mark.parametrize("text", [ROW_EACH, HEADED], ids=["a row a party", "a heading a party"])
def test_parties_that_stand_one_below_the_other(text: str) -> None:
    """A table may have a row for each party, a page a heading."""
    (plan,) = plans_in(text, ".md" if "|" in text else ".txt")
    assert parties(plan) == PARTIES
    assert [theme.value for theme in plan.themes] == ["housing", "transport"]
    assert plan.unread == ()


def test_the_column_of_the_names_may_have_no_heading() -> None:
    """What stands first in a row below fields of parties is the party."""
    (plan,) = plans_in(UNNAMED)
    assert parties(plan) == PARTIES


def test_a_row_may_hold_two_labels_with_a_value_each() -> None:
    """Boxes of key facts are set in four columns."""
    (plan,) = plans_in(PAIRED)
    assert [city.name.value for city in plan.cities] == ["Leeds", "Jaipur"]
    assert [goal.value for goal in plan.sdgs] == [11, 6]
    assert plan.period
    assert plan.period.end
    assert plan.period.end.value == "2020"


def test_what_stands_in_the_section_of_a_party_is_its_own() -> None:
    """What each section has is of its party; what only one place has is of all."""
    (plan,) = plans_in(HEADED)
    assert [(item.value, item.cities) for item in plan.challenges] == [
        ("Too few homes.", ("Leeds",)),
        ("Too much traffic.", ("Jaipur",)),
    ]
    assert plan.themes[0].cities == ("Leeds", "Jaipur")


COLUMNS = """City:\tLeeds\tJaipur
Country:\tUK\tIndia
Challenges:\t- few homes\t- much traffic
Objectives:\tLearn from each other.
Results:\t\tMore buses.
"""


def test_what_stands_in_the_column_of_a_party_is_its_own() -> None:
    """One cell for all holds for all; a cell in the second column is of the second party."""
    (plan,) = plans_in(COLUMNS)
    owners = [
        (item.value, item.cities) for item in (*plan.challenges, *plan.objectives, *plan.results)
    ]
    assert owners == [
        ("few homes", ("Leeds",)),
        ("much traffic", ("Jaipur",)),
        ("Learn from each other.", ("Leeds", "Jaipur")),
        ("More buses.", ("Jaipur",)),
    ]


ON_A_PAGE = """# Cooperations of the programme

| Cities | Countries | Themes | Period |
|---|---|---|---|
| Leeds – Jaipur | UK; India | housing; transport | 2018-2020 |
| Bologna – Austin | Italy; USA | innovation | 2017-2019 |

For more information see our website.
"""


def test_a_table_of_cooperations_may_stand_on_a_page() -> None:
    """Each row is a plan, and what stands around the table is shown as unread."""
    plans = plans_in(ON_A_PAGE, ".md")
    assert [plan.id for plan in plans] == ["leeds-jaipur", "bologna-austin"]
    assert {plan.template for plan in plans} == {"table-row"}
    left = [item.value for plan in plans for item in plan.unread]
    assert left == ["Cooperations of the programme", "For more information see our website."]


TWO = """Leeds – Jaipur

Cities: Leeds, Jaipur
Countries: UK, India
Period: 2018-2020
Themes: housing
Objectives: Learn.

Bologna – Austin

Cities: Bologna, Austin
Countries: Italy, USA
Period: 2017-2019
Themes: innovation
Objectives: Share.
"""


def test_a_document_may_hold_several_plans() -> None:
    """A row that names a whole pair anew begins a plan, and so does the title above it."""
    first, second = plans_in(TWO)
    assert (first.id, second.id) == ("leeds-jaipur", "bologna-austin")
    assert first.title
    assert second.title
    assert second.title.value == "Bologna – Austin"
    assert [item.value for item in first.objectives] == ["Learn."]
    assert [item.value for item in second.objectives] == ["Share."]
    assert first.unread == second.unread == ()
    assert first.source.row != second.source.row


SHEET = 'City,Leeds,Jaipur\nCountry,UK,India\nPopulation,"789,000",3.1 million\nThemes,"housing; transport"\nChallenges,"- a\n- b","- c\n- d"\n'


def test_a_sheet_may_be_a_summary() -> None:
    """A file of comma-separated values holds a label and a column for each party."""
    (plan,) = plans_in(SHEET, ".csv")
    assert parties(plan) == PARTIES
    assert [(item.value, item.cities) for item in plan.challenges] == [
        ("a", ("Leeds",)),
        ("b", ("Leeds",)),
        ("c", ("Jaipur",)),
        ("d", ("Jaipur",)),
    ]


TITLED = "List of cooperations,,\nas of May 2021,,\nCities,Countries,Themes\nLeeds; Jaipur,UK; India,housing\n"


def test_a_table_may_stand_below_a_title() -> None:
    """The header is the first row that names cities and more; what is above it is unread."""
    (plan,) = plans_in(TITLED, ".csv")
    assert [city.name.value for city in plan.cities] == ["Leeds", "Jaipur"]
    assert [item.value for item in plan.unread][:1] == ["List of cooperations"]
