"""What a plan tells of others is none of its own events, and is shown as unread."""

from __future__ import annotations

import pytest
from test_sentences import told

from citykg.loaders.background import is_nothing


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "In 2019 Austin also received a delegation from Lyon under another programme."),
        ("en", "The European Commission organises an annual conference on mobility."),
        ("es", "El Gobierno nacional aprobó una estrategia de movilidad en 2015."),
        ("fr", "Le ministère de l'Environnement a publié un guide en 2016."),
    ],
)
def test_what_others_did_is_unread(language: str, sentence: str) -> None:
    """No event is made of it, and no part of the sentence counts as read."""
    found = told(sentence, language)
    assert not found.activities
    assert not found.outputs
    assert not any(part.used for _, part in found.parts)


def test_the_clause_of_another_programme_alone_is_unread() -> None:
    """What the same sentence tells of the cooperation is read."""
    text = (
        "A workshop was held in Porto, and Austin took part in a conference under another project."
    )
    found = told(text)
    assert [activity.type for activity in found.activities] == ["workshop"]
    unread = [text[part.start : part.end] for _, part in found.parts if not part.used]
    assert len(unread) == 1
    assert "conference under another project" in unread[0]


@pytest.mark.parametrize(
    ("language", "text", "nothing"),
    [
        ("en", "Nothing in this Agreement obliges a Party to carry out a pilot.", True),
        ("de", "Nichts in dieser Vereinbarung verpflichtet die Städte.", True),
        ("fr", "Rien dans le présent accord n’oblige les villes.", True),
        ("en", "A game night called Nothing Doing", False),
    ],
)
def test_what_need_not_be_is_no_activity(language: str, text: str, *, nothing: bool) -> None:
    """A clause that obliges nobody is no item of a list of activities."""
    assert is_nothing(text, language) is nothing
