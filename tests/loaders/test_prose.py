"""News and case studies: parties out of the title, deeds out of sentences, nothing made up."""

from __future__ import annotations

import pytest
from conftest import plans_in

from citykg.errors import DataError

NEWS = """Leeds and Jaipur swap lessons on heritage

Jaipur, 12 May 2022

A delegation from Jaipur visited Leeds last week to see how the city looks after its old mills.
The two cities work together under the IURC programme, which supports SDG 11.

The two cities plan to sign a memorandum of understanding.

"We have learned a lot," said the mayor of Leeds. Jaipur is known for its palaces.
No pilot project has been started yet.
"""


def test_a_news_item_tells_who_did_what() -> None:
    """The parties of the title, the deeds of the sentences, each with its status."""
    (plan,) = plans_in(NEWS)
    assert plan.template == "prose"
    assert [city.name.value for city in plan.cities] == ["Leeds", "Jaipur"]
    visit = plan.activities[0]
    assert (visit.status, visit.hosts, visit.visitors) == ("completed", ("Leeds",), ("Jaipur",))
    told = {(deed.type, deed.status) for deed in (*plan.activities, *plan.outputs)}
    assert ("pilot-project", "not-done") in told
    assert ("memorandum-of-understanding", "planned") in told
    assert [goal.value for goal in plan.sdgs] == [11]
    assert "Jaipur, 12 May 2022" in [item.value for item in plan.unread]


def test_parties_may_come_with_their_countries() -> None:
    """Then once is enough."""
    text = """Porto (Portugal) and Austin (USA) sign an agreement

The cities signed a pairing agreement on 3 May 2019 in the town hall, before many guests.
They will hold a workshop on water in autumn, and a second one a year later in the harbour.
"""
    (plan,) = plans_in(text)
    assert [(c.name.value, c.country.value) for c in plan.cities if c.country] == [
        ("Porto", "PT"),
        ("Austin", "US"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Romeo and Juliet\n\nRomeo loves Juliet. Juliet loves Romeo. Romeo and Juliet meet by night, and by day they part again and weep for each other and wait.\n",
        "Minutes of the meeting\n\nThe cities of this country met. They talked about water for a long time and then went home again, each to its own.\n",
        "Leeds and Jaipur\n",
    ],
    ids=["no cities", "no parties", "no sentences"],
)
def test_other_texts_are_refused(text: str) -> None:
    """A text that is not about two cooperating cities is no plan."""
    with pytest.raises(DataError, match="is not a plan summary"):
        plans_in(text)
