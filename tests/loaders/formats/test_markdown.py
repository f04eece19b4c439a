"""Markdown: its signs masked, its tables as rows, its words where they were."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citykg.loaders.formats.markdown import text_of
from citykg.loaders.markup import HEADING, JOINER, PARAGRAPH


def look(text: str) -> str:
    """The masked text, one blank for many: `→` is a tab, `¶` a paragraph, `#` a heading."""
    extract = text_of(text.encode(), "x.md")
    assert len(extract.masked) == len(text)
    shown = extract.masked.replace(JOINER, "").replace(PARAGRAPH, "¶")
    shown = shown.replace("\t", "→").replace(HEADING, "#")
    lines = (" ".join(line.split(" ")) for line in shown.split("\n"))
    return "\n".join(" ".join(line.split()) for line in lines).replace(" →", "→").replace("→ ", "→")


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("| City | Porto | Austin |\n|:--|---|--:|\n| Area | 4 | 5 |", "City→Porto→Austin\n\nArea→4→5"),
        ("| | Porto | Austin |\n|---|---|---|\n| Area | | 5 |", "→Porto→Austin\n\nArea→→5"),
        ("City | Porto | Austin\n--- | --- | ---\nArea | 4 | 5", "City→Porto→Austin\n\nArea→4→5"),
        ("| City | A \\| B |\n|---|---|\n| x | y |", "City→A | B\n\nx→y"),
        ("| City | A |\n|---|---|\n| T | • a<br>• b |\n\nafter | that", "City→A\n\nT→• a¶ • b\n\nafter | that"),
    ],
)  # fmt: skip
def test_a_table_is_rows(text: str, masked: str) -> None:
    """Bars are borders, the line of dashes is none, an escaped bar is a character."""
    assert look(text) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("## Themes ##", "#Themes"),
        ("Themes\n---\na", "Themes\n\na"),
        ("**City:** Porto", "City: Porto"),
        ("__City__: *Porto* and _Bonn_", "City: Porto and Bonn"),
        ("**_Themes_**", "Themes"),
        ("food_policy@city_hall.it", "food_policy@city_hall.it"),
        ("5 * 3 * 2", "5 * 3 * 2"),
        ("* a\n+ b\n- c\n1. d\n    - e", "* a\n+ b\n- c\n1. d\n- e"),
        ("> quoted", "quoted"),
        ("`code`", "code"),
        ("```\nCity: A\n```", "\nCity: A\n"),
        ("a\\\nb \\* c", "a\nb * c"),
        ("***\n* * *", "\n"),
        ("~~not this~~ this", "this"),
        ('[text](http://x.y/z_(a) "t") end', "text end"),
        ("[text][ref]\n\n[ref]: http://x.y", "text\n\n"),
        ("[Write](mailto:a@b.eu?x=1)", "Write a@b.eu"),
        ("[a@b.eu](mailto:a@b.eu)", "a@b.eu"),
        ("<a@b.eu> <https://x.y/z>", "a@b.eu https://x.y/z"),
        ("![SDG 11](a.png) ![photo 3](b.png) x", "SDG 11 x"),
        ("Porto[^1]\n\n[^1]: In 2021.", "Porto\n\n#In 2021."),
        ("<b>City</b>: &eacute; <!-- x -->", "City: é"),
        ("<city name> is", "<city name> is"),
    ],
)  # fmt: skip
def test_signs_are_no_words(text: str, masked: str) -> None:
    """What Markdown does not show is masked, and nothing else is."""
    assert look(text) == masked


@pytest.mark.parametrize(
    ("text", "masked", "noted"),
    [
        ('---\ntitle: "Porto"\nlayout: post\n---\nx', "\nPorto\n\n\nx", True),
        ("---\ntitle: Porto\n---\n# Porto and Bonn", "\n\n\n#Porto and Bonn", False),
        ("---\nsdgs:\n  - SDG 11\n---\nx", "\nsdgs:\n- SDG 11\n\nx", False),
        ("---\ndate: 2019-03-02\nperiod: 2018\n---\nx", "\n\nperiod: 2018\n\nx", True),
        ("---\nstart_date: 2018-05\nend: 2019-05\n---\nx", "\nstart date: 2018-05\nend: 2019-05\n\nx", False),
        ('---\ncities: ["Porto", Bonn]\n---\nx', "\ncities: Porto , Bonn\n\nx", False),
        ("a\n\n---\n\nb", "a\n\n---\n\nb", False),
    ],
)  # fmt: skip
def test_front_matter_is_the_record_of_a_page(text: str, masked: str, *, noted: bool) -> None:
    """Its title and the fields of a plan are read; its own date is not that of a cooperation."""
    assert look(text) == masked
    assert bool(text_of(text.encode(), "x.md").notes) == noted


_PIECES = st.sampled_from(
    ["**", "*", "_", "__", "[", "](", ")", "![", "|", "---", "\n", "# ", "> ", "`", "\\", "<", ">", "&amp;",
     "City", "Porto", " ", "1. ", "- ", "~~", "[^1]", ":", "mailto:a@b.c", "\t", "\r\n", "===", "é", "\u2060"]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(_PIECES, min_size=1, max_size=40).map("".join))
def test_any_markdown_keeps_its_offsets(text: str) -> None:
    """The masked text is as long, and each letter in it stands where the text has it."""
    masked = text_of(text.encode(), "x.md").masked
    assert len(masked) == len(text)
    for here, there in zip(masked, text, strict=True):
        assert here == there or not here.isalnum()


def test_a_byte_order_mark_hides_no_heading() -> None:
    """The first line of a file that an editor has marked is read like any other."""
    assert look("\ufeff# Plan\n\ntext").lstrip("\n ") == look("# Plan\n\ntext").lstrip("\n ")
