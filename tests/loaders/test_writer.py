"""Letters: who signs is "we", who is written to is "you"."""

from __future__ import annotations

import pytest

from citykg.loaders.cell import Cell
from citykg.loaders.document import document_of
from citykg.loaders.events import Reader, Section
from citykg.loaders.formats import format_named
from citykg.loaders.roles import Parties
from citykg.loaders.writer import writer_of

_CLOSINGS = [
    ("en", "Yours sincerely,"),
    ("en", "With kind regards"),
    ("es", "Reciban un cordial saludo,"),
    ("pt", "Com os melhores cumprimentos,"),
    ("it", "Distinti saluti"),
    ("fr", "Cordialement,"),
    ("de", "Mit freundlichen Grüßen"),
    ("sv", "Med vänlig hälsning"),
]


@pytest.mark.parametrize(("language", "closing"), _CLOSINGS)
def test_who_signs_a_letter_has_written_it(language: str, closing: str) -> None:
    """The party named behind the closing words is the writer, whoever the letter names above."""
    parties = Parties(("Porto", "Austin"), language)
    letter = f"Austin\n\nPorto, Austin.\n\n{closing}\n\nX. Y.\nPorto"
    assert writer_of(letter, parties) == 0


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Dear colleagues of Porto,\nwe thank you.\nPorto",
        "Yours sincerely,\nX. Y.",
        "Yours sincerely,\nPorto\nAustin",
        "We sincerely thank Porto.\nPorto",
    ],
)
def test_a_text_without_one_signature_has_no_writer(text: str) -> None:
    """No closing, no party behind it, or both of them: nobody is taken for the writer."""
    assert writer_of(text, Parties(("Porto", "Austin"), "en")) is None


def test_of_three_parties_nobody_writes() -> None:
    """With three, "you" may be either of the others."""
    parties = Parties(("Porto", "Austin", "Leeds"), "en")
    assert writer_of("Yours sincerely,\nPorto", parties) is None


@pytest.mark.parametrize(
    ("language", "sentence", "hosts", "visitors"),
    [
        ("en", "Our experts visited your city in May 2019.", ("Austin",), ("Porto",)),
        ("en", "Your delegation visited us in May 2019.", ("Porto",), ("Austin",)),
        ("en", "We enjoyed the study visit to your city.", ("Austin",), ("Porto",)),
        ("en", "We will host your delegation in our city in 2030.", ("Porto",), ("Austin",)),
        ("es", "Nuestro equipo visitó su ciudad en mayo de 2019.", ("Austin",), ("Porto",)),
        (
            "it",
            "La nostra delegazione ha visitato la vostra città nel maggio 2019.",
            ("Austin",),
            ("Porto",),
        ),
        ("fr", "Votre délégation a visité notre ville en mai 2019.", ("Porto",), ("Austin",)),
        ("de", "Unsere Fachleute besuchten Ihre Stadt im Mai 2019.", ("Austin",), ("Porto",)),
        ("sv", "Vår delegation besökte er stad i maj 2019.", ("Austin",), ("Porto",)),
    ],
)
def test_we_and_you_are_the_writer_and_the_reader(
    language: str, sentence: str, hosts: tuple[str, ...], visitors: tuple[str, ...]
) -> None:
    """Where neither party is named, the letter's writer tells who is who."""
    parties = Parties(("Porto", "Austin"), language)
    cell = Cell(
        document_of(sentence.encode(), "plan.txt", format_named(".txt")), [(0, len(sentence))]
    )
    section = Section(activities=True, outputs=True)
    unknown = Reader(parties, language)
    unknown.read([cell], section)
    assert not any(a.hosts or a.visitors for a in unknown.found.activities)
    parties.writer = 0
    reader = Reader(parties, language)
    reader.read([cell], section)
    (visit,) = reader.found.activities
    assert (visit.hosts, visit.visitors) == (hosts, visitors)
