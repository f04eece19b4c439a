"""Claims: what sentences say to be a challenge, an objective, a focus or a theme."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citykg.loaders import readings_of
from citykg.loaders.claims import claims_in, is_of_paper, lead_of
from citykg.loaders.document import document_of
from citykg.loaders.formats import format_named

LANGUAGES = ("en", "es", "pt", "it", "fr", "de", "sv")


def said(text: str, language: str) -> list[tuple[str, str]]:
    """The field and the words of each claim of a sentence."""
    return [(c.field, text[c.start : c.end]) for c in claims_in(text, 0, len(text), language)]


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "Both towns struggle with empty shops.", ["empty shops"]),
        ("en", "The biggest problem for Lund is that trams are full.", ["trams are full"]),
        ("en", "Noise and dust are a common problem.", ["Noise and dust"]),
        ("es", "Ambas ciudades sufren sequías largas.", ["sequías largas"]),
        ("pt", "A cidade depara-se com a perda de comércio.", ["a perda de comércio"]),
        ("it", "La sfida comune è la gestione dei rifiuti.", ["la gestione dei rifiuti"]),
        ("fr", "Les villes sont confrontées à des loyers élevés.", ["des loyers élevés"]),
        ("de", "Beide Städte leiden unter vollen Zügen.", ["vollen Zügen"]),
        ("sv", "Städerna brottas med tomma butiker.", ["tomma butiker"]),
        (
            "en",
            "Lund faces floods in spring, whereas Bergen suffers from heavy rain.",
            ["floods in spring", "heavy rain"],
        ),
    ],
)
def test_challenges_are_told(language: str, text: str, words: list[str]) -> None:
    """What stands behind the cue is the challenge, each where several are told."""
    assert said(text, language) == [("challenges", one) for one in words]


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "The project seeks to cut noise and to save water.", ["cut noise", "save water"]),
        ("en", "They meet with a view to opening the quay.", ["opening the quay"]),
        ("es", "La alianza tiene por objeto crear empleo y reducir gases.", ["crear empleo", "reducir gases"]),
        ("pt", "A parceria visa plantar árvores e poupar água.", ["plantar árvores", "poupar água"]),
        ("it", "Il progetto mira a ridurre il rumore.", ["ridurre il rumore"]),
        ("fr", "Le jumelage vise à former des jeunes et à créer un label.", ["former des jeunes", "créer un label"]),
        ("de", "Ziel ist es, neue Bäume zu pflanzen.", ["neue Bäume zu pflanzen"]),
        ("sv", "Syftet är att spara vatten och att minska buller.", ["spara vatten", "minska buller"]),
    ],
)  # fmt: skip
def test_objectives_are_told(language: str, text: str, words: list[str]) -> None:
    """Each of the infinitives behind the cue is an objective."""
    assert said(text, language) == [("objectives", one) for one in words]


def test_focus_and_themes_are_told() -> None:
    """A focus is one; themes are a list, whose words may hold a conjunction."""
    assert said("The exchange focuses on old squares.", "en") == [("focus", "old squares")]
    assert said("They work together on parks, salt and water and roads.", "en") == [
        ("themes", "parks"),
        ("themes", "salt and water"),
        ("themes", "roads"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The cities do not aim to build a tram.",
        "Nobody struggles.",
        "The tram was opened in May.",
        "The goal keeper won.",
        "",
    ],
)
def test_other_sentences_claim_nothing(text: str) -> None:
    """What is denied, and words that only look like a cue, are no claims."""
    assert said(text, "en") == []


def test_a_lead_tells_the_field_of_its_list() -> None:
    """A lead that ends in the cue announces the items."""
    assert lead_of("The partnership aims to:", 0, 24, "en") == "objectives"
    assert lead_of("They met twice:", 0, 15, "en") is None


def test_a_document_that_speaks_of_itself() -> None:
    """The aim of a report is none of the cooperation's."""
    assert is_of_paper("This report aims to inform the council.", "en")
    assert is_of_paper("Dieser Bericht soll informieren.", "de")
    assert not is_of_paper("This cooperation aims to save water.", "en")


@given(st.text(max_size=300), st.sampled_from(LANGUAGES))
def test_claims_lie_in_their_sentence_in_order(text: str, language: str) -> None:
    """Whatever the text: claims are runs of it, not empty, and do not overlap."""
    at = 0
    for claim in claims_in(text, 0, len(text), language):
        assert at <= claim.start < claim.end <= len(text)
        assert not re.fullmatch(r"\s*", text[claim.start : claim.end])
        at = claim.end


TEXT = """City cooperation of Lund and Bergen

Lund (Sweden, 94,000 inhabitants) and Bergen (Norway, 285,000 inhabitants) have worked together
on tourism and housing since May 2019 in the IUC programme. Lund struggles with empty shops in the
old town. The cooperation of Lund and Bergen aims to bring students into old houses and to open
the harbour. The workshop in Bergen aimed to compare rents. A workshop was held in Bergen in March
2020, and Lund wants to hold a second workshop in Lund in 2021.
"""


def test_prose_states_what_no_label_does() -> None:
    """Prose gives statements, said of the party it names; what an event is for is none."""
    (reading,) = readings_of(document_of(TEXT.encode(), "x.txt", format_named(".txt")))
    plan, text = reading.plan, reading.document.text
    assert [(one.value, one.cities) for one in plan.challenges] == [
        ("empty shops in the old town", ("Lund",))
    ]
    assert [one.value for one in plan.objectives] == [
        "bring students into old houses",
        "open the harbour",
    ]
    assert [one.value for one in plan.themes] == ["tourism", "housing"]
    for one in (*plan.challenges, *plan.objectives, *plan.themes):
        assert text[one.start : one.end] == one.quote


def test_a_section_of_a_text_ends_at_its_empty_line() -> None:
    """A label within prose has the lines below it, and not the prose behind them."""
    text = TEXT + "\nChallenges\nHarbours are noisy at night.\n\nMayors met in Lund in May 2019.\n"
    (reading,) = readings_of(document_of(text.encode(), "x.txt", format_named(".txt")))
    assert [one.value for one in reading.plan.challenges] == ["Harbours are noisy at night."]
