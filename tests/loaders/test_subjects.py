"""Subjects: whose a sentence is, by name, by its people, by who speaks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from citykg.loaders import readings_of
from citykg.loaders.document import document_of
from citykg.loaders.formats import format_named
from citykg.loaders.subjects import Subjects, speaker_in

LANGUAGES = ("en", "es", "pt", "it", "fr", "de", "sv")


def pair(language: str, writer: int | None = None) -> Subjects:
    """Porto and Lund, of which one may be who writes."""
    people = (("lundenses", 1), ("portuguese partners", 0))
    return replace(Subjects.of(["Porto", "Lund"], people, language), writer=writer)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Our main problem is"),
        ("es", "Nuestro reto principal es"),
        ("pt", "O nosso maior desafio é"),
        ("it", "La nostra sfida principale è"),
        ("fr", "Notre plus grand défi est"),
        ("de", "Unsere größte Herausforderung ist"),
        ("sv", "Vår största utmaning är"),
    ],
)
def test_who_writes_speaks_of_itself(language: str, words: str) -> None:
    """What is ours is of who writes; where that is unknown, none is told."""
    assert pair(language, 1).said_of(words, 0, len(words)) == ("Lund",)
    assert pair(language).said_of(words, 0, len(words)) is None


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Together we struggle with"),
        ("es", "Las dos ciudades compartimos"),
        ("pt", "As cidades enfrentam"),
        ("it", "Insieme affrontiamo"),
        ("fr", "Ensemble, nous faisons face à"),
        ("de", "Gemeinsam stehen wir vor"),
        ("sv", "Tillsammans brottas vi med"),
    ],
)
def test_what_is_shared_is_of_all(language: str, words: str) -> None:
    """Who writes may speak for both."""
    assert pair(language, 1).said_of(words, 0, len(words)) == ("Porto", "Lund")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "You face"),
        ("es", "Ustedes afrontan"),
        ("pt", "Vocês enfrentam"),
        ("it", "Voi affrontate"),
        ("fr", "Vous faites face à"),
        ("de", "Sie stehen vor"),
        ("sv", "Ni brottas med"),
    ],
)
def test_who_is_written_to_is_the_other(language: str, words: str) -> None:
    """What is yours is of the party that does not write."""
    assert pair(language, 1).said_of(words, 0, len(words)) == ("Porto",)


def test_people_stand_for_their_party() -> None:
    """A word of people names the party."""
    words = "Para los lundenses, en cambio, el problema son"
    assert pair("es").said_of(words, 0, len(words)) == ("Lund",)
    words = "The Portuguese partners suffer from"
    assert pair("en").said_of(words, 0, len(words)) == ("Porto",)


@pytest.mark.parametrize(
    "text",
    [
        "“Our problem is noise,” said the mayor of Lund.",
        '"Our problem is noise," said the mayor of Lund.',
        "The mayor of Lund explains: “Our problem is noise.”",
        "«Our problem is noise», says Lund.",
        "„Our problem is noise“, says Lund.",
    ],
)
def test_who_is_quoted_speaks(text: str) -> None:
    """What is quoted is of who says it, even if another party writes."""
    at = text.index("Our")
    assert pair("en", 0).said_of(text, at, at + len("Our problem is")) == ("Lund",)


def test_a_quotation_of_nobody_is_of_nobody() -> None:
    """Who is quoted need not be known, and who writes is not who speaks then."""
    text = "“Our problem is noise,” said the guest."
    assert pair("en", 0).said_of(text, 1, len("“Our problem is")) is None
    text = "“We came by train.” Our problem is noise."
    at = text.index("Our")
    assert pair("en", 0).said_of(text, at, at + len("Our problem is")) == ("Porto",)


@pytest.mark.parametrize(
    ("language", "text", "writer"),
    [
        ("en", "Our partnership with Porto in brief", 1),
        ("es", "Nuestra cooperación con Porto", 1),
        ("pt", "A nossa parceria com Porto", 1),
        ("it", "Il nostro gemellaggio con Porto", 1),
        ("fr", "Notre coopération avec Porto", 1),
        ("de", "Unsere Partnerschaft mit Porto", 1),
        ("sv", "Vårt samarbete med Porto", 1),
        ("en", "City of Lund, press office\nWe want quiet streets.", 1),
        ("en", "To the City of Lund\nWe want quiet streets.", None),
        ("en", "Porto and Lund\nWe want quiet streets.", None),
        ("en", "City of Lund, press office\nThe streets are quiet.", None),
    ],
)
def test_who_writes_is_known_without_a_signature(
    language: str, text: str, writer: int | None
) -> None:
    """The partner of who writes is the other; a first line may name who writes."""
    assert speaker_in(text, pair(language)) == writer


def owners(text: str) -> dict[str, tuple[str, ...]]:
    """The challenges of a text, each with its parties."""
    kind = format_named(".txt")
    assert kind is not None
    (reading,) = readings_of(document_of(text.encode(), "note.txt", kind))
    return {one.value or "": one.cities for one in reading.plan.challenges}


STORY = (
    "Porto (Portugal) and Lund (Sweden) have been working together on noise since 2019 "
    "under the International Urban Cooperation programme. {} "
    "A study visit to Lund took place in May 2020."
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The main problem for Porto is noise at night; in Lund, trams wake the students.",
            {"noise at night": ("Porto",), "trams wake the students": ("Lund",)},
        ),
        (
            "The main problem for Porto is noise at night. In Lund, moreover, trams wake students.",
            {"noise at night": ("Porto",), "trams wake students": ("Lund",)},
        ),
        (
            "The main problem in Porto is noise at night. For the Swedish side it is the old trams.",
            {"noise at night": ("Porto",), "the old trams": ("Lund",)},
        ),
        (
            "The main problem in Porto is noise at night. In Lund, a workshop was held in May 2021.",
            {"noise at night": ("Porto",)},
        ),
        (
            "The two mayors know each other. The city struggles with noise at night.",
            {"noise at night": ()},
        ),
        (
            "Porto is an old port. The city struggles with noise at night.",
            {"noise at night": ("Porto",)},
        ),
    ],
)
def test_what_is_added_is_of_the_party_it_names(
    text: str, expected: dict[str, tuple[str, ...]]
) -> None:
    """A clause may tell the same of another party; of one that is not named, none is guessed."""
    assert owners(STORY.format(text)) == expected


def test_a_verb_left_out_is_that_of_the_first_party() -> None:
    """A letter may go over from you to us."""
    letter = (
        "Dear colleagues in Porto,\n\nthe cooperation between Porto (Portugal) and Lund (Sweden) "
        "under the International Urban Cooperation programme goes on. You face rising rents in the old town, "
        "and we, noise at night. Let us plant more trees together.\n\nYours sincerely,\n\n"
        "City of Lund\n"
    )
    assert owners(letter) == {
        "rising rents in the old town": ("Porto",),
        "noise at night": ("Lund",),
    }
