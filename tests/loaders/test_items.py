"""Items and sentences: where one ends and the next begins."""

from __future__ import annotations

import pytest

from citykg.loaders.items import items_of, sentences_of
from citykg.loaders.markup import clean, mask


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("• clean air • more work – for all", ["clean air", "more work – for all"]),
        ("- clean air - more work – for all", ["clean air", "more work – for all"]),
        ("-Housing -Urban Poverty", ["Housing", "Urban Poverty"]),
        ("1. clean air 2. more work", ["clean air", "more work"]),
        ("a) clean air b) more work", ["clean air", "more work"]),
        ("A) clean air B) more work", ["clean air", "more work"]),
        ("They want: • clean air • work", ["clean air", "work"]),
        ("They want:\nClean air\nMore work", ["Clean air", "More work"]),
        ("Clean air\nMore work", ["Clean air", "More work"]),
        (
            "Clean air for\nall who live here\nMore work",
            ["Clean air for\nall who live here", "More work"],
        ),
        ("clean air; more work", ["clean air", "more work"]),
        ("<ul><li>clean air<li>more work</ul>", ["clean air", "more work"]),
        (
            "<ul> • clean air • more work</ul> <p>They also sing.</p>",
            ["clean air", "more work", "They also sing."],
        ),
        ("low-carbon and cost-effective", ["low-carbon and cost-effective"]),
    ],
)
def test_a_list_is_cut_at_its_own_marks(text: str, items: list[str]) -> None:
    """Bullets, numbers, letters, lines and semicolons cut a list; dashes inside an item do not."""
    masked = mask(text)
    found = items_of(masked)
    assert [clean(masked[a:b]) for a, b in found.items] == [clean(item) for item in items]


def test_a_lead_is_no_item() -> None:
    """What announces a list is kept apart from it."""
    text = "They want: • clean air • work"
    lead = items_of(text).lead
    assert lead is not None
    assert text[slice(*lead)] == "They want:"


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two.", ["One.", "Two."]),
        ("<i>One.</i> Two.", ["One.", "Two."]),
        ("See e.g. this. And St. John's.", ["See e.g. this.", "And St. John's."]),
        ("Licence no. 12 is here. It is.", ["Licence no. 12 is here.", "It is."]),
        ("It goes\n\n\n\ton here. End.", ["It goes on here.", "End."]),
    ],
)
def test_sentences_end_where_they_end(text: str, sentences: list[str]) -> None:
    """Abbreviations, tags and page breaks end no sentence."""
    masked = mask(text)
    assert [clean(masked[a:b]) for a, b in sentences_of(masked)] == sentences
