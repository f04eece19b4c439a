"""Plain text and tables: decoded, with what is layout in them masked."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from steps import calls_of

from citykg.errors import DataError
from citykg.loaders.formats.encoding import decoded, notes_on
from citykg.loaders.formats.text import table_of, text_of
from citykg.loaders.markup import HEADING, JOINER

_SPANISH = "Ciudad:\tMálaga\tCórdoba\nPoblación: 1,5 millones – “según” el año 2019\n• Energía"


def look(text: str) -> str:
    """The masked text: `→` is a tab, `#` a heading, no joiners, no blanks at line ends."""
    extract = text_of(text.encode(), "x.txt")
    assert len(extract.masked) == len(text)
    shown = extract.masked.replace(JOINER, "").replace("\t", "→").replace(HEADING, "#")
    return "\n".join(line.rstrip(" ") for line in shown.split("\n"))


@pytest.mark.parametrize("encoding", ["cp1252", "mac-roman", "utf-16-le", "utf-16-be"])
def test_an_encoding_without_a_mark_is_guessed(encoding: str) -> None:
    """The text is whole, and the guess is said to be one."""
    text, name, guessed = decoded(_SPANISH.encode(encoding), "x.txt")
    assert text == _SPANISH
    assert (name, guessed) == (encoding, True)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Zgromadzenie w Łodzi: współpraca miast, Kraków i Wrocław", "cp1250"),
        ("Coopération entre Orléans et Québec, dès l’été 2019", "cp850"),
        ("Ville: Orléans – 114 644 habitants à l’été", "mac-roman"),
    ],
)
def test_letters_of_other_code_pages_are_told_apart(text: str, encoding: str) -> None:
    """Accented letters where letters stand, and quotes where quotes stand, decide."""
    data = text.replace("’", "'").encode(encoding)
    assert decoded(data, "x.txt")[0] == text.replace("’", "'")


def test_utf_8_with_a_byte_that_was_lost_is_still_utf_8() -> None:
    """A file that was cut is no reason to read all of it as another encoding."""
    data = "Málaga, Córdoba, Cádiz, Jaén y Almería".encode()
    extract = text_of(data[:-2], "x.txt")
    assert extract.text.startswith("Málaga, Córdoba")
    assert extract.guessed
    assert [note.code for note in extract.notes] == ["lost-characters"]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\x7fELF\0\0\1\2", "NUL"),
        (b"a\0b", "NUL"),
        (b"\xff\xfe\x00\xd8", "does not fit"),
        (b"\xed\xa0\x80 City", "encoding|text"),
        (b"%PDF-1.7", "PDF"),
        (b"PK\x03\x04", "zip"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, says: str) -> None:
    """NUL, lone surrogates and files of other kinds end in one sentence, or stay visible."""
    try:
        text = text_of(data, "x.txt").text
    except DataError as error:
        assert "\n" not in str(error)  # noqa: PT017 - the other outcome is a text
        assert any(part in str(error) for part in says.split("|"))  # noqa: PT017
    else:
        assert not any("\ud800" <= char <= "\udfff" for char in text)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("SÃ£o Paulo", ["mojibake"]),
        ("the cityâ€™s plan", ["mojibake"]),
        ("Â°C", ["mojibake"]),
        ("São Paulo, Ãlvares, Âncora, Ô", []),
        ("a \ufffd b", ["lost-characters"]),
    ],
)
def test_what_was_decoded_wrongly_is_noted_and_kept(text: str, codes: list[str]) -> None:
    """Broken characters are shown to a person, never repaired."""
    assert [note.code for note in notes_on(text)] == codes
    assert text_of(text.encode(), "x.txt").text == text


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("City:\tPorto\r\nCountry:\tPT\rArea:\t4", "City:→Porto\nCountry:→PT\nArea:→4"),
        ("a\u2028b\x85c\x0bd", "a\nb\nc\nd"),
        ("\tCity: Porto\n\t\tCountry: PT", " City: Porto\n  Country: PT"),
        ("Themes\t• a\n\tgoes on", "Themes→• a\n→goes on"),
        ("•\tone\n\t2.\ttwo", "• one\n 2. two"),
        ("City：Ｐｏｒｔｏ　１２", "City:Porto 12"),
        ("\u202aPorto\u202c\u200b", "Porto"),
        ("City:\t\tPorto\t\tBonn\nArea:\t\t4\t\t5\nThemes:\t\ta\t\tb", "City:→ Porto→ Bonn\nArea:→ 4→ 5\nThemes:→ a→ b"),
        ("City:\tPorto\tBonn\nPopulation:\t\t5\nArea:\t4\t5", "City:→Porto→Bonn\nPopulation:→→5\nArea:→4→5"),
    ],
)  # fmt: skip
def test_only_tabs_between_cells_are_cells(text: str, masked: str) -> None:
    """Indentation, the tab behind a bullet and runs up to a tab stop are none."""
    assert look(text) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("The partnership: a partner-\nship of two", "The partnership: a partnership of two"),
        ("low-income homes; low-\nincome areas", "low-income homes; low-income areas"),
        ("a long-\nterm plan", "a long-term plan"),
        ("medium- and long; medium-\nand long-term", "medium- and long; medium-\nand long-term"),
        (
            "refurbish-\nment of flats; Zusammenar-\nbeit, Versicher-\nung",
            "refurbishment of flats; Zusammenar-beit, Versicherung",
        ),
        ("North-\nRhine", "North-\nRhine"),
        ("2017-\n2019", "2017-\n2019"),
        ("themes -\nwater", "themes -\nwater"),
        ("- a\n- b", "- a\n- b"),
    ],
)
def test_a_word_that_a_line_end_breaks_is_whole(text: str, masked: str) -> None:
    """The rest of the text says whether the hyphen is the word's own; else it stays."""
    assert look(text) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("x\n\nChallenges\n==========\na", "x\n#Challenges\n\na"),
        ("Challenges\n----------\na", "Challenges\n\na"),
        ("It ended.\n---------\na", "It ended.\n---------\na"),
        ("a b\nPage 1 of 2\nc\nPage 2 of 2", "a b\n\nc\n"),
        ("Target 3 of 7", "Target 3 of 7"),
        ("a\n23\nb\nc\nd\ne\nf\n24\ng", "a\n\nb\nc\nd\ne\nf\n\ng"),
        ("a\n- 1 -\nb\nc\nd\ne\nf\n\n- 2 -", "a\n\nb\nc\nd\ne\nf\n\n"),
        ("a\n23\nb\nc\nd\ne\nf\n25\ng", "a\n23\nb\nc\nd\ne\nf\n25\ng"),
        ("Plan\na\n1\n\fPlan\nb\n2\n\fPlan\nc\n3", "Plan\na\n\n\n\nb\n\n\n\nc\n"),
        ("SDGs\n8\n11", "SDGs\n8\n11"),
    ],
)
def test_headings_and_pages_are_told(text: str, masked: str) -> None:
    """An underlined line is a heading; what pages repeat is no text."""
    assert look(text) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Themes\n1 Waste\n2 Local climate action plans\nSDGs", "Themes\n• Waste\n• Local climate action plans\nSDGs"),
        ("Aims\na Clean air\nb Short ways", "Aims\n• Clean air\n• Short ways"),
        ("SDGs\n1 No poverty\n2 Zero hunger", "SDGs\n1 No poverty\n2 Zero hunger"),
        ("1 Waste\n3 Water", "1 Waste\n3 Water"),
        ("a city\nin Spain", "a city\nin Spain"),
    ],
)  # fmt: skip
def test_counted_lines_are_items(text: str, masked: str) -> None:
    """What is copied out of a page loses the points of its numbers; goals keep their own."""
    assert look(text) == masked


def test_pages_begin_behind_form_feeds() -> None:
    """A text with form feeds has pages."""
    assert text_of(b"City: A\n\fCountry: B\n\f", "x.txt").pages == (0, 9)


def test_a_page_of_tags_is_read_as_such_by_any_name() -> None:
    """HTML that was saved as text has the same layout; tags within tabs are mark-up of cells."""
    assert look("<table><tr><td>City</td><td>Porto</table>").split() == ["City", "→Porto"]
    assert look("City:\t<p>Porto</p>\nArea:\t<b>4</b>").startswith("City:→")


def test_a_doubled_quote_is_one() -> None:
    """In a table the quotes that CSV doubles are one, and the length stays."""
    extract = table_of(b'a,"say ""x"""', "x.csv")
    assert extract.masked.replace(JOINER, "") == 'a,"say "x""'
    assert len(extract.masked) == len(extract.text)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.sampled_from("aB1-•|=\t\n\r\f \u2028\u2029\u2060<p>&;é：")))
def test_any_text_keeps_its_offsets(text: str) -> None:
    """The masked text is as long, and its words stand where they stood."""
    if text:
        extract = text_of(text.encode(), "x.txt")
        assert extract.text == text
        assert len(extract.masked) == len(text)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_a_text_or_one_sentence(data: bytes) -> None:
    """Never anything but an extract or a DataError."""
    try:
        extract = text_of(data, "x.txt")
    except DataError as error:
        assert "\n" not in str(error)  # noqa: PT017 - the other outcome is an extract
    else:
        assert len(extract.masked) == len(extract.text)


@pytest.mark.parametrize(
    "unit", ["a\n\f", "abc-\n", "a\t\tb\n", "Page 1 of 2\n", "ab\n===\n", "\f", "\t", '<p "', "|-|\n"]
)  # fmt: skip
def test_a_hostile_text_takes_steps_in_proportion(unit: str) -> None:
    """Four times the text takes about four times the calls, not sixteen."""

    def calls(times: int) -> int:
        data = (unit * times).encode()
        return calls_of(lambda: text_of(data, "x.txt"))

    assert calls(8_000) < max(calls(2_000), 100) * 6
