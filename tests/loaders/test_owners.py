"""Whose a statement is, where the statement itself says so."""

from __future__ import annotations

import pytest

from citykg.loaders.owners import without_owner

PORTO, AUSTIN = "Porto", "Austin"
BOTH = (PORTO, AUSTIN)


@pytest.mark.parametrize(
    ("text", "language", "words", "whose"),
    [
        ("Noise at night (Porto)", "en", "Noise at night", (PORTO,)),
        ("Noise at night (both)", "en", "Noise at night", BOTH),
        ("Noise at night (Porto, Austin).", "en", "Noise at night", BOTH),
        ("Noise at night [Austin]", "en", "Noise at night", (AUSTIN,)),
        ("Ruido nocturno (las dos ciudades)", "es", "Ruido nocturno", BOTH),
        ("Ruído noturno (ambas as cidades)", "pt", "Ruído noturno", BOTH),
        ("Rumore notturno (entrambe)", "it", "Rumore notturno", BOTH),
        ("Bruit la nuit (les deux villes)", "fr", "Bruit la nuit", BOTH),
        ("Nächtlicher Lärm (beide Städte)", "de", "Nächtlicher Lärm", BOTH),
        ("Buller på natten (båda)", "sv", "Buller på natten", BOTH),
        ("Austin: heat in summer", "en", "heat in summer", (AUSTIN,)),
        ("For Porto: old pipes", "en", "old pipes", (PORTO,)),
        ("Porto – old pipes", "en", "old pipes", (PORTO,)),
    ],
)
def test_the_owner_is_no_part_of_the_words(
    text: str, language: str, words: str, whose: tuple[str, ...]
) -> None:
    """What names the owner is cut off, in brackets behind or before a colon."""
    start, end, found = without_owner(text, BOTH, language)
    assert (text[start:end], found) == (words, whose)


@pytest.mark.parametrize(
    "text",
    [
        "Noise at night (draft)",
        "The bridge of Porto (2020)",
        "The ring (Porto) and the belt (Austin)",
        "(Porto)",
        "Porto wants: clean air",
        "A plan for Porto",
        "",
    ],
)
def test_other_brackets_stay(text: str) -> None:
    """Brackets that name no party, and those of a part of the words alone, are words."""
    start, end, _ = without_owner(text, BOTH, "en")
    assert text[start:end] == text


def test_without_parties_nothing_is_cut() -> None:
    """One party owns all: its name in brackets says something else."""
    assert without_owner("Noise (Porto)", (PORTO,), "en") == (0, 13, ())
