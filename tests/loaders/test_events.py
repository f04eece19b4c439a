"""Activities and outputs: what was done, is planned or denied, and who came to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from citykg.plan import Plan


@pytest.mark.parametrize(
    ("sentence", "kind", "status"),
    [
        ("The cities held a workshop in May 2019.", "workshop", "completed"),
        ("Both cities will hold a workshop.", "workshop", "planned"),
        ("The cities plan to organise a webinar.", "webinar", "planned"),
        ("They also intend to set up a mentoring programme.", "mentoring", "planned"),
        ("A pilot project is being implemented.", "pilot-project", "ongoing"),
        ("The cities could run a pilot project.", "pilot-project", "possible"),
        ("No pilot project was carried out.", "pilot-project", "not-done"),
        ("The cities have not yet implemented a pilot project.", "pilot-project", "not-done"),
        ("The cities didn’t carry out a pilot project.", "pilot-project", "not-done"),
        ("Neither city carried out a pilot project.", "pilot-project", "not-done"),
        ("A pilot project was discussed but has not been started.", "pilot-project", "not-done"),
        ("A pilot project was planned but never implemented.", "pilot-project", "not-done"),
        (
            "It was not until 2019 that a pilot project was implemented.",
            "pilot-project",
            "completed",
        ),
        ("The study visit was postponed.", "study-visit", "planned"),
    ],
)
def test_a_status_has_its_cue(
    sentence: str, kind: str, status: str, row: Callable[[str], Plan]
) -> None:
    """A denial outranks the verb it denies; a plan is no deed."""
    (activity,) = row(f"Activities:\t{sentence}\n").activities
    assert (activity.type, activity.status) == (kind, status)


def test_a_bare_item_states_no_status(row: Callable[[str], Plan]) -> None:
    """An item that says what, and not whether, has no status: none is invented."""
    (activity,) = row("Activities:\t• Study visit to Porto (May 2022)\n").activities
    assert (activity.type, activity.status, activity.hosts) == ("study-visit", None, ("Porto",))
    assert activity.label.value == "Study visit to Porto (May 2022)"


def test_a_label_may_state_the_status(row: Callable[[str], Plan]) -> None:
    """What stands under "Planned activities" is planned, by the words of the label."""
    (activity,) = row("Planned activities:\t• Study visit to Porto\n").activities
    assert activity.status == "planned"
    assert activity.status_cue is not None
    assert activity.status_cue.quote == "Planned"


def test_one_clause_does_not_lend_its_status_to_the_next(row: Callable[[str], Plan]) -> None:
    """Each thing has the status of its own words."""
    plan = row(
        "Activities:\tThe cities held a workshop, but have not implemented a pilot project.\n"
    )
    assert [(a.type, a.status) for a in plan.activities] == [
        ("workshop", "completed"),
        ("pilot-project", "not-done"),
    ]


@pytest.mark.parametrize(
    ("sentence", "hosts", "visitors"),
    [
        ("Austin’s water experts conducted a technical visit to Porto.", "Porto", "Austin"),
        ("A study visit of Porto to Austin took place.", "Austin", "Porto"),
        ("Study visit Austin to Porto (May 2022).", "Porto", "Austin"),
        ("Porto hosted a study visit of experts from Austin.", "Porto", "Austin"),
        ("Porto visited Austin in May 2022.", "Austin", "Porto"),
        ("Porto welcomed two planners from Austin.", "Porto", "Austin"),
        ("Porto was visited by a delegation from Austin.", "Porto", "Austin"),
        ("A delegation from Austin travelled to Porto.", "Porto", "Austin"),
        ("Officials of Porto were received by the mayor of Austin.", "Austin", "Porto"),
    ],
)
def test_who_came_to_whom(
    sentence: str, hosts: str, visitors: str, row: Callable[[str], Plan]
) -> None:
    """Host and visitor are told by the words beside the names, not by their order."""
    (activity,) = row(f"Activities:\t{sentence}\n").activities
    assert (activity.hosts, activity.visitors) == ((hosts,), (visitors,))


def test_each_to_the_other_is_two_visits(row: Callable[[str], Plan]) -> None:
    """A visit in both directions is one in each."""
    plan = row(
        "Activities:\tEach city sent a delegation to their partner city for a study visit.\n"
    )
    assert {(a.hosts, a.visitors) for a in plan.activities} == {
        (("Porto",), ("Austin",)),
        (("Austin",), ("Porto",)),
    }


def test_one_event_is_told_once(row: Callable[[str], Plan]) -> None:
    """What points back to an event, and a delegation on its way to one, are no events of their own."""
    plan = row(
        "Activities:\tPorto hosted a delegation from Austin for a technical visit. "
        "These visits showed the way. The technical visit was a success.\n"
    )
    assert [activity.type for activity in plan.activities] == ["technical-visit"]


@pytest.mark.parametrize(
    "sentence",
    [
        "The cities met to study the river and to visit nobody.",
        "Studies show that rents rise.",
        "Porto has a training centre.",
        "They learned how to identify strategies for improvement.",
    ],
)
def test_what_is_no_event_makes_none(sentence: str, row: Callable[[str], Plan]) -> None:
    """A verb, a place, a purpose and somebody else's studies are no activities; they stay unread."""
    plan = row(f"Activities:\t{sentence}\n")
    assert not plan.activities
    assert not plan.outputs
    assert sentence.rstrip(".") in (plan.unread[-1].value or "")


def test_a_purpose_is_not_an_event(row: Callable[[str], Plan]) -> None:
    """A study is told; the strategies it is to find are not."""
    plan = row("Activities:\tBoth cities conducted a study to identify strategies.\n")
    assert [(a.type, a.status, a.cities) for a in plan.activities] == [
        ("study", "completed", ("Porto", "Austin"))
    ]
    assert not plan.outputs


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The cities will publish a final report.", [("report", "expected")]),
        ("Joint action plan (adopted); manual (in preparation)",
         [("action-plan", "completed"), ("manual", "ongoing")]),
        ("Porto and Austin plan to sign a Memorandum of Understanding.",
         [("memorandum-of-understanding", "planned")]),
        ("Action plan on smart cities", [("action-plan", None)]),
        ("Action plan to improve air quality", [("action-plan", None)]),
        ("The final report has been published.", [("report", "completed")]),
    ],
)  # fmt: skip
def test_outputs_have_type_and_status(
    text: str, found: list[tuple[str, str]], row: Callable[[str], Plan]
) -> None:
    """What will be made is expected, what will be signed is planned."""
    plan = row(f"Outputs:\t{text}\n")
    assert [(output.type, output.status) for output in plan.outputs] == found


def test_an_output_of_each_city_is_one_for_each(row: Callable[[str], Plan]) -> None:
    """What both will have written on "their respective" rivers is one report a city."""
    plan = row(
        "Expected results:\tBoth Porto and Austin will have written a report on their respective "
        "rivers.\n"
    )
    assert [(o.type, o.status, o.cities) for o in plan.outputs] == [
        ("report", "expected", ("Porto",)),
        ("report", "expected", ("Austin",)),
    ]


@pytest.mark.parametrize(
    ("labels", "sentence", "kind", "status"),
    [
        ("Ciudad\tPaís\tActividades", "Porto visitó Austin en mayo de 2019.", "visit", "completed"),
        ("Ville\tPays\tActivités", "Porto a accueilli une délégation de Austin.", None, "completed"),
        ("Stadt\tLand\tAktivitäten", "Porto und Austin haben kein Pilotprojekt durchgeführt.",
         "pilot-project", "not-done"),
        ("Città\tPaese\tAttività", "Le due città organizzeranno un seminario.", "seminar", "planned"),
        ("Stad\tLand\tAktiviteter", "Porto besökte Austin i maj 2019.", "visit", "completed"),
        ("Cidade\tPaís\tAtividades", "As cidades realizaram um seminário.", "seminar", "completed"),
    ],
)  # fmt: skip
def test_activities_are_read_in_other_languages(
    labels: str, sentence: str, kind: str | None, status: str, plan: Callable[[str], Plan]
) -> None:
    """The language of the labels is the language of the cues."""
    city, country, activities = labels.split("\t")
    read = plan(f"{city}:\tPorto\tAustin\n{country}:\tPortugal\tUSA\n{activities}:\t{sentence}\n")
    (activity,) = read.activities
    assert activity.status == status
    assert kind is None or activity.type == kind


def test_the_lead_of_a_list_lends_its_status(row: Callable[[str], Plan]) -> None:
    """What a list's introduction says holds for its items, by the introduction's words."""
    plan = row(
        "Activities:\tIn 2018. The cities plan to hold the following events: • a workshop • a seminar\n"
    )
    assert [(a.type, a.status) for a in plan.activities] == [
        ("workshop", "planned"),
        ("seminar", "planned"),
    ]
    assert {a.status_cue.quote for a in plan.activities if a.status_cue} == {"plan to hold"}
