"""Items and sentences: where one ends and the next begins."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citykg.loaders.items import items_of
from citykg.loaders.markup import clean, mask
from citykg.loaders.sentences import sentences_of


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
        ("We want:\n• clean air.\nMay 2019 \tA visit.\nJune 2019 \tA fair.", ["clean air."]),
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
        ("(1) clean air (2) more work", ["clean air", "more work"]),
        ("1) clean air 2) more work", ["clean air", "more work"]),
        ("i) clean air ii) more work iii) song", ["clean air", "more work", "song"]),
        ("I. Clean air\nII. More work", ["Clean air", "More work"]),
        ("➢ clean air ✓ more work", ["clean air", "more work"]),
        ("• clean air\n- more work\n* song", ["clean air", "more work", "song"]),
        ("• clean air for\n\nall\n• more work", ["clean air for\n\nall", "more work"]),
        ("Clean air for coop-\nerating towns\nMore work",
         ["Clean air for coop-\nerating towns", "More work"]),
        ("Point 2 b) of the law. It was 3. May.", ["Point 2 b) of the law. It was 3. May."]),
        ("low-carbon and cost-effective", ["low-carbon and cost-effective"]),
    ],
)  # fmt: skip
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
    ("text", "items"),
    [
        ("• clean air • work", [(None, "clean air"), (None, "work")]),
        ("They want: • clean air • work", [("They want:", "clean air"), ("They want:", "work")]),
        (
            "• Training:\n  – for staff\n  – for schools\n• Work",
            [("Training:", "for staff"), ("Training:", "for schools"), (None, "Work")],
        ),
        (
            "• Training\n  – for staff\n  – for schools\n• Work",
            [(None, "Training"), ("Training", "for staff"), ("Training", "for schools"),
             (None, "Work")],
        ),
        ("• clean air\n- work", [(None, "clean air"), (None, "work")]),
        (
            "<p>Porto:</p><ul><li>clean air<li>work</ul><p>Austin:</p><ul><li>song</ul>",
            [("Porto:", "clean air"), ("Porto:", "work"), ("Austin:", "song")],
        ),
    ],
)  # fmt: skip
def test_an_item_knows_what_it_stands_under(text: str, items: list[tuple[str | None, str]]) -> None:
    """The lead of a list, a heading within it and the item that holds a list lead its items."""
    masked = mask(text)
    found = items_of(masked)
    assert len(found.leads) == len(found.items)
    assert [
        (lead and clean(masked[slice(*lead)]), clean(masked[slice(*item)]))
        for lead, item in zip(found.leads, found.items, strict=True)
    ] == items


@given(st.text(alphabet="ab.;:-•–\n \t1)2(\u2029\u2060A", max_size=80))
def test_items_are_runs_of_their_text(text: str) -> None:
    """Items stand in order, apart, and lose no word that is not a lead's or a heading's."""
    found = items_of(text)
    ends = [0]
    for start, end in found.items:
        assert ends[-1] <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        ends.append(end)


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


@pytest.mark.parametrize(
    ("lines", "items"),
    [
        (["housing", "water"], 2),
        (["clean water", "public transport", "jobs"], 3),
        (["to reduce noise", "to plant trees"], 2),
        (["improve air", "create jobs", "plant trees in the", "old town"], 3),
        (["Reduce the number of", "cars in the centre"], 1),
        (["air quality in", "the old town"], 1),
        (["air,", "water"], 1),
        (["viviendas", "agua"], 2),
        (["énergie", "bâtiments publics"], 2),
    ],
)
def test_short_lines_that_an_author_parted_are_items(lines: list[str], items: int) -> None:
    """Lines in lower case are items, unless a small word is left hanging between them."""
    assert len(items_of("\u2029".join(lines)).items) == items


@pytest.mark.parametrize(
    ("text", "items", "tail"),
    [
        (
            "• Catalogue\n• Action plan\nNo memorandum of understanding has been signed so far.",
            ["Catalogue", "Action plan"],
            "No memorandum of understanding has been signed so far.",
        ),
        (
            "• We work with the people of\nPorto to reduce noise in all its schools and streets.",
            ["We work with the people of\nPorto to reduce noise in all its schools and streets."],
            None,
        ),
        (
            "• Reduce noise.\n• Plan\nThe cities have not signed anything yet this year.",
            ["Reduce noise.", "Plan\nThe cities have not signed anything yet this year."],
            None,
        ),
    ],
)
def test_sentences_behind_a_list_are_no_items(
    text: str, items: list[str], tail: str | None
) -> None:
    """A line that begins anew behind a list without full stops is none of its items."""
    found = items_of(text)
    assert [text[a:b] for a, b in found.items] == items
    assert (text[slice(*found.tail)] if found.tail else None) == tail
