"""Words that state a status because they stand by themselves."""

from __future__ import annotations

import pytest

from citykg.loaders.notes import boxed, heading_cue, note_in, noted, stands_alone


@pytest.mark.parametrize(
    ("language", "item", "status"),
    [
        ("en", "Manual (first draft)", "ongoing"),
        ("en", "Manual: half written", "ongoing"),
        ("en", "Manual – ready", "completed"),
        ("en", "Done: manual", "completed"),
        ("en", "Manual, signed in June 2022", "completed"),
        ("en", "Agreement: negotiations broken off, not concluded", "not-done"),
        ("en", "Exchange, if the councils agree", "possible"),
        ("en", "Workshop; date to be confirmed", "planned"),
        ("en", "Workshop (half day)", None),
        ("en", "Workshop (May 2019)", None),
        ("en", "Workshop, open to all", None),
        ("en", "Plan: draft expected by May", None),
        ("es", "Mapa: en elaboración", "ongoing"),
        ("pt", "Manual – pronto", "completed"),
        ("it", "Manuale (bozza)", "ongoing"),
        ("fr", "Carte : à faire", "planned"),
        ("de", "Handbuch – in Abstimmung", "ongoing"),
        ("de", "Workshop (halbtägig)", None),
        ("sv", "Karta: klar", "completed"),
        ("sv", "Rapport – om parker", None),
    ],
)
def test_an_item_notes_its_status(language: str, item: str, status: str | None) -> None:
    """At its end, in brackets or behind a colon, or at its beginning."""
    cue = noted(item, language, output=True)
    assert (cue and cue.status) == status


@pytest.mark.parametrize(
    ("language", "heading", "status"),
    [
        ("en", "What we did", "completed"),
        ("en", "Steps taken", "completed"),
        ("en", "Next activities", "planned"),
        ("en", "Still to come", "planned"),
        ("en", "Activities not carried out", "not-done"),
        ("en", "Completed and planned activities", None),
        ("en", "Activities", None),
        ("en", "Follow-up visits", None),
        ("de", "Nicht durchgeführte Aktivitäten", "not-done"),
        ("de", "Ausblick", "planned"),
        ("it", "Che cosa faremo", "planned"),
        ("it", "Attività non svolte", "not-done"),
        ("fr", "Produits attendus", "expected"),
        ("fr", "Actions non réalisées", "not-done"),
        ("es", "Próximos pasos", "planned"),
        ("pt", "O que fizemos", "completed"),
        ("sv", "Ej genomförda aktiviteter", "not-done"),
    ],
)
def test_a_heading_states_a_status(language: str, heading: str, status: str | None) -> None:
    """Of what stands under it, unless it names several."""
    cue = heading_cue(heading, language)
    assert (cue and cue.status) == status


@pytest.mark.parametrize(
    ("item", "status"),
    [("[x] Manual", "completed"), ("[ ] Manual", "planned"), ("☑ Manual", "completed"),
     ("☐ Manual", "planned"), ("❌ Manual", "not-done"), ("Manual [x]", None)],
)  # fmt: skip
def test_a_box_states_a_status(item: str, status: str | None) -> None:
    """A box that is ticked, empty or crossed."""
    cue, begin = boxed(item)
    assert (cue and cue.status) == status
    assert item[begin:].strip() == item.lstrip("[x] ☑☐❌") or status is None


def test_a_made_thing_is_online_and_a_meeting_is_held_online() -> None:
    """One word says that an output is there, and of an activity only how it was held."""
    assert note_in("online", 0, 6, "en", output=True)
    assert note_in("online", 0, 6, "en") is None


def test_a_cell_with_more_than_a_status_states_none() -> None:
    """A cell of a row is a note only where it holds nothing else."""
    assert stands_alone("expected Oct 2020", "en")
    assert stands_alone("A workshop was held in May", "en") is None
