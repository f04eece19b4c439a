"""Tables of activities and outputs inside a summary: one a row, in seven languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from citykg.loaders import read_plans

if TYPE_CHECKING:
    from pathlib import Path

    from citykg.plan import Plan

_TOP = """Cooperation summary

City\tPorto\tAustin
Country\tPortugal\tUnited States
Population\t230,000\t900,000

Themes
• Mobility
• Housing

"""


def _plan(tmp_path: Path, rows: str) -> Plan:
    path = tmp_path / "plan.txt"
    path.write_text(_TOP + rows, "utf-8")
    (reading,) = read_plans(path)
    return reading.plan


def test_each_row_is_an_event_with_its_date_place_and_status(tmp_path: Path) -> None:
    """The cells beside an activity say when and where it was, and whether it was done."""
    plan = _plan(
        tmp_path,
        "Activities\n\nActivity\tDate\tPlace\tStatus\n"
        "Kick-off meeting\t14 April 2021\tonline\tdone\n"
        "Study visit of Austin\tMay 2022\tPorto\t✓\n"
        "Workshop on noise\tJune 2023\tAustin\tplanned\n"
        "Peer review of the climate plan\t2023\t\tcancelled\n",
    )
    assert [(a.type, a.status, a.hosts, [d.value for d in a.dates]) for a in plan.activities] == [
        ("kick-off-meeting", "completed", (), ["2021-04-14"]),
        ("study-visit", "completed", ("Porto",), ["2022-05"]),
        ("workshop", "planned", ("Austin",), ["2023-06"]),
        ("peer-review", "not-done", (), ["2023"]),
    ]
    assert plan.activities[1].visitors == ("Austin",)
    cues = [activity.status_cue for activity in plan.activities]
    assert [cue and cue.quote for cue in cues] == ["done", "✓", "planned", "cancelled"]


@pytest.mark.parametrize(
    ("rows", "statuses"),
    [
        ("Output\tStatus\nManual\tyes\nMap\tno\n", ["completed", "not-done"]),
        ("Output | Status\nManual | published in May\nMap | draft\n", ["completed", "ongoing"]),
        ("Producto\tEstado\nManual\tpublicado\nMapa\ten curso\n", ["completed", "ongoing"]),
        ("Livrable\tÉtat\nManuel\tpublié\nCarte\tprévu\n", ["completed", "planned"]),
        ("Produkt\tStand\nHandbuch\tin Arbeit\nStadtplan\tfertig\n", ["ongoing", "completed"]),
        ("Prodotto\tStato\nManuale\tbozza\nMappa\tannullata\n", ["ongoing", "not-done"]),
        ("Produto\tEstado\nManual\tpronto\nMapa\tprevisto\n", ["completed", "planned"]),
        ("Leverans\tStatus\nHandbok\tklar\nKarta\tpågår\n", ["completed", "ongoing"]),
    ],
)
def test_a_column_states_the_status(tmp_path: Path, rows: str, statuses: list[str]) -> None:
    """Words, yes and no, in any of the seven languages."""
    plan = _plan(tmp_path, f"Outputs\n\n{rows}")
    assert [(o.type, o.status) for o in plan.outputs] == list(
        zip(["manual", "map"], statuses, strict=True)
    )


def test_a_row_of_parties_is_no_table_of_events(tmp_path: Path) -> None:
    """Columns that belong to the parties are read as theirs."""
    plan = _plan(tmp_path, "Activities\tA workshop was held in Porto.\tA webinar was held.\n")
    assert [a.type for a in plan.activities] == ["workshop", "webinar"]


def test_what_a_remark_says_that_nobody_knows_stays_unread(tmp_path: Path) -> None:
    """A remark is read where it states a status, and shown where it does not."""
    plan = _plan(
        tmp_path,
        "Outputs\n\nOutput\tRemarks\nManual\tdone in May\nMap\tsee the annex of the town\n",
    )
    assert [o.status for o in plan.outputs] == ["completed", None]
    assert "see the annex of the town" in [u.quote for u in plan.unread]


@pytest.mark.parametrize(
    ("rows", "statuses"),
    [
        ("Activity\tWorkshop on noise\t\tdone 11/2019\n", ["completed"]),
        ("Activity\tWorkshop on noise\tcancelled because of Covid\n", ["not-done"]),
        ("Activities\tWorkshop on noise\tWebinar on heat\n", [None, None]),
    ],
)
def test_a_cell_that_only_notes_a_status_is_of_what_stands_before_it(
    tmp_path: Path, rows: str, statuses: list[str | None]
) -> None:
    """A remark beside an activity is no activity."""
    assert [a.status for a in _plan(tmp_path, rows).activities] == statuses


_WHO = """# Porto – Austin

| City | Porto | Austin |
|---|---|---|
| Country | Portugal | USA |
| SDGs | 11 | |

## Activities

| Action | Lead | By when | State |
|---|---|---|---|
| A1. Study visit to Porto | Austin | 3–7 October 2022 | booked |
| A2. Monthly online meeting | both | since January 2022 | running |
| A3. Survey of passengers | Austin | Q3 2022 | cancelled – replaced by interviews |
| A4. Training on compost | Austin | November 2022 | 40 % |
| A5. Peer review | both | 2022 | 100 % |
| A6. Webinar | tbc | 2023 | open |
| A7. Conference | Porto | 2023 | green |
"""


def test_a_column_says_who_acts(tmp_path: Path) -> None:
    """Who acts at another's place has come there; "both" are all; a share is a status."""
    path = tmp_path / "plan.md"
    path.write_text(_WHO, "utf-8")
    (found,) = (reading.plan for reading in read_plans(path))
    rows = [(a.type, a.status, a.visitors, len(a.cities)) for a in found.activities]
    assert rows == [
        ("study-visit", "planned", ("Austin",), 2),
        ("online-meeting", "ongoing", (), 2),
        ("survey", "not-done", (), 1),
        ("training", "ongoing", (), 1),
        ("peer-review", "completed", (), 2),
        ("webinar", "planned", (), 0),
        ("conference", None, (), 1),
    ]
    assert [u.quote for u in found.unread][-1:] == ["green"]
