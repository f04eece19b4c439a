"""Labels: which field a heading names, in seven languages."""

from __future__ import annotations

import pytest

from citykg.loaders.labels import label_of


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("City:", ("city",)),
        ("Province, State, Department...:", ("region",)),
        ("State/Country", ("region", "country")),
        ("Size (km²)", ("area",)),
        ("Number of inhabitants", ("population",)),
        ("Theme(s) of cooperation", ("themes",)),
        ("Priority areas", ("themes",)),
        ("Related SDGs and Urban Agenda topics:", ("sdgs", "topics")),
        ("Key focus of cooperation themes:", ("focus",)),
        ("Key challenges of cooperation theme:", ("challenges",)),
        ("Main objectives of cooperation as described in the U-CAP:", ("objectives",)),
        (
            "Short description of main activities and key outputs (e.g. pilots):",
            ("activities", "outputs"),
        ),
        ("Expected results and benefits:", ("results",)),
        (
            "For further information (including access to the full iLAP), please contact",
            ("contact",),
        ),
        ("Número de habitantes", ("population",)),
        ("Principaux défis", ("challenges",)),
        ("Obiettivi principali della cooperazione", ("objectives",)),
        ("Período de cooperação", ("period",)),
        ("Wichtigste Herausforderungen", ("challenges",)),
        ("Huvudsakliga utmaningar", ("challenges",)),
    ],
)
def test_a_label_names_its_fields(text: str, fields: tuple[str, ...]) -> None:
    """A label in any wording that we know names its fields, in its order."""
    label = label_of(text)
    assert label is not None
    assert label.fields == fields
    assert label.certain


@pytest.mark.parametrize(
    "text",
    [
        "Housing",
        "Learning from each other about how to create a more inclusive economy:",
        "",
        "12",
    ],
)
def test_what_is_no_label_names_nothing(text: str) -> None:
    """A value or a sentence is no label."""
    label = label_of(text)
    assert label is None or not label.certain


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Main challange", "challenges"),
        ("Expected ouputs", "outputs"),
        ("Cooperaton period", "period"),
        ("Popluation", "population"),
    ],
)
def test_a_label_may_be_misspelt(text: str, field: str) -> None:
    """One letter too many, too few or out of place in a long word."""
    label = label_of(text)
    assert label
    assert label.fields == (field,)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Topics of the Urban Agenda for the EU", "topics"),
        ("Goals of the 2030 Agenda addressed", "sdgs"),
        ("Start and end", "period"),
        ("Main objectives of the cooperation", "objectives"),
        ("Name", "city"),
    ],
)
def test_what_a_label_is_about(text: str, field: str) -> None:
    """A complement says which topics or goals; two halves are a whole; a word alone may be one."""
    label = label_of(text)
    assert label
    assert label.fields == (field,)


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("Challenges faced by the towns", "challenges"),
        ("What the cities hope to achieve", "objectives"),
        ("Retos locales", "challenges"),
        ("Qué se pretende", "objectives"),
        ("Desafios a enfrentar", "challenges"),
        ("Ligação aos ODS", "sdgs"),
        ("Criticità rilevate", "challenges"),
        ("Linee d'azione", "focus"),
        ("Défis à relever", "challenges"),
        ("Objectifs poursuivis", "objectives"),
        ("Lokale Herausforderungen", "challenges"),
        ("Lernziele", "objectives"),
        ("Arbeitsschwerpunkte", "focus"),
        ("Gemensamma utmaningar som ska lösas", "challenges"),
        ("Vad städerna vill uppnå", "objectives"),
    ],
)
def test_labels_with_the_words_that_offices_add(label: str, field: str) -> None:
    """A label means the same with what says whose it is, or that it was found."""
    found = label_of(label)
    assert found is not None
    assert found.certain
    assert found.fields[0] == field
