"""HTML pages: decoded as they say, their layout said in signs, their characters where they were."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from steps import calls_of

from citykg.errors import DataError
from citykg.loaders.formats.html import text_of
from citykg.loaders.formats.html.layout import layout_of, names_goal
from citykg.loaders.formats.html.tokens import attributes_of
from citykg.loaders.markup import HEADING, JOINER, PARAGRAPH


def look(page: str) -> str:
    """The layout, one blank for many: `→` is a tab, `¶` a paragraph, `#` a heading."""
    masked = layout_of(page)
    assert len(masked) == len(page)
    shown = masked.replace(JOINER, "").replace(PARAGRAPH, "¶")
    shown = shown.replace("\t", "→").replace(HEADING, "#")
    lines = [" ".join(line.split(" ")).strip(" ") for line in shown.split("\n")]
    return "\n".join(" ".join(line.split()) for line in lines).replace(" →", "→").strip("\n")


@pytest.mark.parametrize(
    ("page", "layout"),
    [
        ("<table><tr><th>City</th><td>Porto</td><td>Austin</td></tr></table>", "City→Porto→Austin"),
        ("<table><tr><th>City<td>Porto<td>Austin<tr><td>Country<td>Portugal<td>USA", "City→Porto→Austin\nCountry→Portugal→USA"),
        ("<table><tr>\n  <td>City</td>\n  <td>\n Porto\n</td></tr></table>", "City→Porto"),
        ("<table><thead><tr><th></th><th>Porto</th><th>Austin</th></tr></thead></table>", "→Porto→Austin"),
        ("<table><tr><td>Period</td><td colspan=2>2018</td></tr></table>", "Period→2018"),
        ("<table><tr><td>Themes</td><td colspan='2'>A</td><td>B</td></tr></table>", "Themes→A→→B"),
        ("<table><tr><td colspan=2>Themes</td><td>A</td></tr></table>", "Themes→A"),
        ("<table><tr><td rowspan=2>Themes</td><td>A</td></tr><tr><td>B</td></tr></table>", "Themes→A\n→B"),
        ("<table><tr><td>X</td><td rowspan=2>A</td><td>B</td></tr><tr><td>Y</td><td>C</td></tr></table>", "X→A→B\nY→→C"),
        ("<table><tr><td colspan=3>Facts</td></tr><tr><td>City</td><td>A</td></tr></table>", "Facts\nCity→A"),
        ("<table><tr><td>Web</td><td></td></tr><tr><td>City</td><td>A</td></tr></table>", "Web→\nCity→A"),
        ("<table><caption>Facts</caption><tr><td>City</td><td>A</td></tr></table>", "Facts\nCity→A"),
        ("<table><tr><td>City<br>name</td><td>A<br/>B</td></tr></table>", "City ¶name→A ¶B"),
        ("<table><tr><td>T</td><td><p>a</p><p>b</p></td></tr></table>", "T→a ¶b"),
        ("<table><tr><td>T</td><td><ul><li>a<li>b</ul></td></tr></table>", "T→• a ¶• b"),
        ("<table><tr><td>T</td><td><table><tr><td>a</td><td>b</td></tr></table></td></tr><tr><td>U</td><td>x</td></tr><tr><td>V</td><td>y</td></tr><tr><td>W</td><td>y</td></tr></table>", "T→a ¶b\nU→x\nV→y\nW→y"),
        ("<table><tr><td><h3>Porto</h3><p>x</td><td><h3>Austin</h3></td></tr></table>", "#Porto\nx\n\n#Austin"),
        ("<table><tr><td>Porto<br>Portugal<br>237,591</td><td>Recife<br>Brazil<br>1.6 m</td></tr></table>", "Porto\nPortugal\n237,591\nRecife\nBrazil\n1.6 m"),
        ("<table><tr><td><b>Challenges</b><ul><li>a<li>b</ul><td><b>Objectives</b><ul><li>c<li>d</ul></table>", "Challenges\n• a\n• b\nObjectives\n• c\n• d"),
        ("<div role=table><div role=row><div role=cell>City</div><div role=cell>Porto</div></div></div>", "City→Porto"),
    ],
)  # fmt: skip
def test_a_table_is_rows(page: str, layout: str) -> None:
    """A row is a line, a tab stands between cells, whatever is spanned, empty or unclosed."""
    assert look(page) == layout


@pytest.mark.parametrize(
    ("page", "layout"),
    [
        ("<dl><dt>City</dt><dd>Porto</dd><dt>Country</dt><dd>Portugal</dd></dl>", "City→Porto\nCountry→Portugal"),
        ("<dl><dt>City<dd>Porto<dd>Austin<dt>Objectives<dd>x<dd>y</dl>", "City→Porto→Austin\nObjectives→• x ¶• y"),
        ("<dl><div><dt>City</dt><dd>Porto</dd></div><div><dt>Period</dt><dd>2018</dd></div></dl>", "City→Porto\nPeriod→2018"),
        ("<dl><dt>Themes</dt><dd><ul><li>a<li>b</ul></dd></dl>after", "Themes→• a ¶• b\n\nafter"),
        ("<dl><dt>State<dt>Country<dd>Norte, Portugal</dl>", "State Country→Norte, Portugal"),
        ("<dl><dt>Empty</dt></dl><p>after", "Empty\n\nafter"),
    ],
)  # fmt: skip
def test_a_list_of_definitions_is_rows(page: str, layout: str) -> None:
    """Several definitions are one a party where the term is a party's field, else a list."""
    assert look(page) == layout


@pytest.mark.parametrize(
    ("page", "layout"),
    [
        ("<h2>Themes</h2>\n<ul>\n<li>a</li>\n<li><p>b</p></li></ul>", "#Themes\n• a\n• b"),
        ("<ul><li>a<ul><li>b<li>c</ul><li>d</ul>", "• a\n• b\n• c\n• d"),
        ("<ul><li></li></ul><p>x", "x"),
        ("<p>one\n   line</p><p>two", "one line\ntwo"),
        ("<p><strong>City:</strong> Porto<br><strong>Country:</strong> Portugal", "City: Porto\nCountry: Portugal"),
        ("<p><strong>Population</strong> 530,000</p>", "Population\n530,000"),
        ("<p><strong>Objectives</strong>: x</p>", "Objectives: x"),
        ("<p><em>Challenges</em> remain in Porto.</p>", "Challenges remain in Porto."),
        ("<p><strong>Porto</strong> Sent a delegation.</p>", "Porto Sent a delegation."),
        ("<span class=l>Population</span><span class=v>530,000</span>", "Population\n530,000"),
        ("<span style=x>Man</span>chester", "Manchester"),
        ("CO<sub>2</sub> and 115 km<sup>2</sup>", "CO2 and 115 km2"),
        ("530,000<sup>1</sup> people in Birmingham<sup>[2]</sup>.", "530,000 people in Birmingham ."),
        ("the 18<sup>th</sup> of May", "the 18th of May"),
        ("<pre>City    Porto\nCountry Portugal</pre>", "City Porto\nCountry Portugal"),
        ("<h1>A</h1><hr><details><summary>Themes</summary>a</details>", "#A\n\n#Themes\na"),
        ("was <del>a pilot</del> a study", "was a study"),
    ],
)  # fmt: skip
def test_text_is_lines(page: str, layout: str) -> None:
    """A block is a line, a soft line end is a blank, a label stands apart from its value."""
    assert look(page) == layout


@pytest.mark.parametrize(
    "page",
    [
        "<script>if (a<b) '<p>'</script>x", "<style>p{}</style>x", "<!-- <td> -->x", "<!---->x",
        "<template><p>y</p></template>x", "<noscript>y</noscript>x", "<svg><title>y</title></svg>x",
        "<p hidden>y</p>x", "<p style='display: NONE'>y</p>x", "<i aria-hidden=true>y</i>x",
        "<nav><ul><li>y</ul></nav>x", "<div id=cookie-notice>y</div>x", "<?php y ?>x",
        "<ol class=breadcrumb><li>y</ol>x", "<button>y</button>x", "<title>y</title><h1>x</h1>",
        "<header>y</header><main>x</main><footer>y</footer>", "<select><option>y</select>x",
        "<img alt='a photo of y'>x", "<div hidden><div></div>y</div>x", "<!doctype html>x",
        "<a title='a > y' href=y>x</a>", "<SCRIPT>y</SCRIPT >x", "<script>y<\\/script>y</script>x",
    ],
)  # fmt: skip
def test_what_is_not_of_the_page_is_masked(page: str) -> None:
    """What a browser does not show, and what every page of a site has, is no text."""
    assert look(page).strip("#") == "x"


@pytest.mark.parametrize(
    "page",
    [
        "<body class='cookie-notice menu' style='display:none'><h1>x</h1></body>",
        "<div aria-hidden=true><main>x</main></div>",
        "<nav>x",  # never closed: it may be all there is
        "<button aria-controls=p>x</button>",
        "<a href=#p></a><div id=p hidden>x</div>",
        "<div class='accordion-body' style='display:none'>x</div>",
        "<title>x</title>",
        "<article><header>x</header></article>",
        "<header><h1>x</h1></header><main></main>",
        "<noscript>x",
        "<p class=sr-only>x</p>",
        "<main></main><footer><a href='mailto:x'>x</a></footer>",
    ],
)  # fmt: skip
def test_what_is_of_the_page_is_not_masked(page: str) -> None:
    """The page itself is never taken for its furniture, nor what folds out on a click."""
    assert look(page).strip("#") == "x"


@pytest.mark.parametrize(
    ("page", "layout"),
    [
        ("Ume&aring; &#150; &#x4e2d;", "Umeå – 中"),
        ("a &amp b &eacutet&eacute; &bogus; AT&T", "a & b été &bogus; AT&T"),
        ("re&shy;port", "report"),
        ("<![CDATA[a <b> &amp;]]>", "a <b> &amp;"),
        ("a < b, 5 <6, x<y", "a < b, 5 <6, x<y"),
        ("１２ ： ３", "12 : 3"),
    ],
)
def test_characters_are_what_they_stand_for(page: str, layout: str) -> None:
    """Entities, also those without a semicolon, are characters; the rest is as it is written."""
    assert look(page) == layout


@pytest.mark.parametrize(
    ("page", "layout"),
    [
        ('<p>SDGs: <img src="a>b.png" alt="SDG 11"><img alt="Goal 13">', "SDGs: SDG 11 Goal 13"),
        ('<img alt="" title="Sustainable cities and communities">', "Sustainable cities and communities"),
        ('Contact: <a href="mailto:a@b.eu?subject=x">write</a>', "Contact: a@b.eu write"),
        ('Contact: <a href="mailto:a@b.eu">a@b.eu</a>', "Contact: a@b.eu"),
    ],
)  # fmt: skip
def test_attributes_that_state_facts_can_be_read(page: str, layout: str) -> None:
    """A goal in the text of its icon, and an address behind a link, are facts of the page."""
    assert look(page) == layout


@pytest.mark.parametrize(
    ("alt", "names"),
    [("SDG 4", True), ("E_SDG_11 icon", False), ("Goal 4", True), ("Zero hunger", True),
     ("ODS 11", True), ("photo 3", False), ("2030 Agenda", False), ("", False), ("Logo", False)],
)  # fmt: skip
def test_a_picture_names_a_goal(alt: str, *, names: bool) -> None:
    """Only the goals' own icons are read, not every picture with a number."""
    assert names_goal(alt) == names


@pytest.mark.parametrize(
    ("data", "encoding", "guessed", "noted"),
    [
        (b"<p>\xc3\xa9t\xc3\xa9", "utf-8", False, False),
        (b'<meta charset="iso-8859-1"><p>\xe9t\xe9', "cp1252", False, False),
        (b"<meta http-equiv=Content-Type content='text/html; charset=windows-1250'>\xb3\xf3d\xbc", "cp1250", False, False),
        (b'<?xml version="1.0" encoding="ISO-8859-15"?><p>\xa4 5', "iso8859-15", False, False),
        (b'<meta charset="latin1"><p>S\xc3\xa3o Paulo', "utf-8", False, True),
        (b"<p>M\xe1laga y C\xf3rdoba", "cp1252", True, False),
        (b"\xff\xfe" + "<p>é".encode("utf-16-le"), "utf-16-le", False, False),
        ("<p>München und Köln".encode("utf-16-be"), "utf-16-be", True, False),
        (b'<meta charset="utf-7"><p>M\xe1laga', "cp1252", True, False),
    ],
)  # fmt: skip
def test_a_page_is_decoded_as_it_says(
    data: bytes, encoding: str, *, guessed: bool, noted: bool
) -> None:
    """The mark, then UTF-8 that fits, then what the page declares, then a guess."""
    extract = text_of(data, "x.html")
    assert (extract.encoding, extract.guessed) == (encoding, guessed)
    assert any(note.code == "encoding" for note in extract.notes) == noted


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"%PDF-1.4 x", "PDF"),
        (b"PK\x03\x04 x", "zip"),
        (b"<p>a\0b", "NUL"),
        (b"<html><body></body></html>", "without text"),
        (b"<div id=app></div><script>draw()</script>", "script"),
    ],
)
def test_a_page_that_holds_nothing_is_one_sentence(data: bytes, says: str) -> None:
    """A file of another kind, or a page that a script draws, is said to be so."""
    with pytest.raises(DataError, match=says) as caught:
        text_of(data, "x.html")
    assert "\n" not in str(caught.value)


def test_of_two_attributes_of_a_name_the_first_counts() -> None:
    """As browsers have it; each value knows where it stands."""
    tag = "<a b='1 > 2' B=3 c d = e>"
    found = attributes_of(tag, 0, len(tag))
    assert {name: value.value for name, value in found.items()} == {"b": "1 > 2", "c": "", "d": "e"}
    assert tag[found["d"].start : found["d"].end] == "e"


_PIECES = st.sampled_from(
    "<table> </table> <tr> <td> <td/colspan=3> <th/rowspan=9> </tr> </td> <caption> <dl> </dl> <dt> <dd> <ul> </ul> "
    "<li> <p> </p> <br> <h2> </h2> <b> </b> <strong> </strong> <span/class=a> </span> <sup> </sup> <pre> </pre> "
    "<div/hidden> <div> </div> <nav> </nav> <script> </script> <title> </title> <!-- --> <![CDATA[ ]]> <img/alt='SDG/3'> "
    "<a/href='mailto:a@b.c'> </a> < > & &amp; &nbsp &#9; &#8233; \" ' = City Population 530,000 Porto 1 | • \u2029 \u2060 \t \n é".split(" ")
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(_PIECES, max_size=40).map(lambda pieces: "".join(pieces).replace("/", " ", 3)))
def test_any_page_keeps_its_offsets(page: str) -> None:
    """The layout is as long as the page, and each letter of it stands where the page has it."""
    masked = layout_of(page)
    assert len(masked) == len(page)
    for here, there in zip(masked, page, strict=True):
        assert here == there or not here.isalnum() or "&" in page


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_a_page_or_one_sentence(data: bytes) -> None:
    """Never anything but an extract or a DataError."""
    try:
        extract = text_of(data, "x.html")
    except DataError as error:
        assert "\n" not in str(error)  # noqa: PT017 - the other outcome is an extract
    else:
        assert len(extract.masked) == len(extract.text)


@pytest.mark.parametrize(
    "unit",
    ["<div>", "<div><p>", "<", "<!--", "<!", "<![CDATA[", '<a "', '<a b="', '<a b=">" ', "<td>x",
     "<table><tr><td>", "<ul><li>", "<dl><dt>City<dd>x<dd>y", "<script>", "<title>", "&", "&a",
     "<p hidden>", "<b><p>", "</div>", "<tr><td rowspan=999 colspan=40>x<td>y", "<sup>1</sup>"],
)  # fmt: skip
def test_a_hostile_page_takes_steps_in_proportion(unit: str) -> None:
    """Four times the page takes about four times the calls, not sixteen."""

    def calls(times: int) -> int:
        page = "<a " + unit * times if unit.startswith("x") else unit * times
        return calls_of(lambda: layout_of(page))

    assert calls(4_000) < max(calls(1_000), 100) * 6
