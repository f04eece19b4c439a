"""What holds of the grammars whatever they are given, and what they must read however it is written.

The rules are in `grammars.py`, where fuzzing finds them too; what it found stands here as a case.
"""

from __future__ import annotations

import calendar
import csv
import datetime as dt
import io
import sys
from typing import TYPE_CHECKING

import pytest
from grammars import FORMATS, GRAMMARS, LANGUAGES, page_of, word_of, workbook_of
from hostile import GOOD
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from citykg.loaders.dates import events_dates_in
from citykg.loaders.document import document_of
from citykg.loaders.formats import format_named
from citykg.loaders.items import STRONG_BULLETS, items_of
from citykg.loaders.markup import PARAGRAPH
from citykg.loaders.mentions import explicit_goals_in, goals_in
from citykg.loaders.numbers import areas_in, populations_in
from citykg.loaders.periods import period_in
from citykg.loaders.table import rows_of
from citykg.loaders.times import times

if TYPE_CHECKING:
    from collections.abc import Callable

some = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
few = settings(some, max_examples=50)

_PIECES = st.sampled_from(
    [
        *"0123456789.,:;'’ \n\t-–—/()[]%&+*_#|\"<>=~@",
        *("\u2060", "\u2029", "\u00a0", "\u202f", "\u0301", "\ufeff", "\x1d", "\r\n", "é", "北九州", "🏙", "İ", "ß"),
        *("City:", "Country", "Population", "Period:", "SDGs:", "Themes", "Main activities:", "Contact"),
        *(" 530,000 ", "1'942,044", "1.234.567", "12,34,567", "1.5 million", " half a million", "2,5 Mio.", "mil"),
        *(" km²", " km 2 ", "km2", " ha", " sq mi", "inhabitants", "(2021)", "per km²", "more than ", "metro"),
        *("2017", "2017-11", "03/04/2018", "31.12.2019", " May ", "12 mai 2019", "marzo de 2020", "Q3 2019"),
        *("since ", "until ", "from ", " to ", " bis ", "hasta", "spring", "18 months", "one year", "ca. ", "late "),
        *("SDG ", "SDGs", "ODS ", "Ziel ", "Goal eleven", "11.3", "11.3.2", "11.a", "1-4", "Zero hunger", "Agenda 2030"),
        *("Housing", "urban mobility", "none", "n/a", "Porto", "Austin", "Frankfurt am Main", "UK", "Canada", "Texas"),
        *("Georgia, USA", "is a city in the region of ", "City of ", "Hesse", "and ", "y ", "und ", "both cities"),
        *("• ", "- ", "1. ", "a) ", "ii) ", "§ ", "They want:", "; ", ". A", "e.g. ", "held ", "will ", "not ", "was "),
        *("a study visit to ", "workshop", "pilot project", "report", "hosted ", "visited ", "besuchte ", "the mayor of "),
        *("five planners", "which ", "but ", "has not been ", "planned", "expected", "may ", "their partner", "MoU"),
    ]
)  # fmt: skip
_TEXTS = st.lists(_PIECES, max_size=24).map("".join)


@pytest.mark.parametrize("grammar", GRAMMARS)
@some
@given(text=_TEXTS | st.text(max_size=40), language=st.sampled_from(LANGUAGES))
def test_any_text_keeps_the_rule_of_a_grammar(grammar: str, text: str, language: str) -> None:
    """Nothing raises; what is read stands in the text, in its order, and says the same alone."""
    GRAMMARS[grammar](text, language)


_HEADS = {
    "txt": GOOD,
    "md": "| City | Leeds | Jaipur |\n|---|---|---|\n| Country | United Kingdom | India |\n\n",
    "html": "<table><tr><th>City<td>Leeds<td>Jaipur<tr><th>Themes<td>Housing</table>",
    "csv": "City,Country,Topics\n",
    "tsv": "City\tCountry\tTopics\n",
    "json": '{"cities": [{"name": "Leeds"}, {"name": "Jaipur"}], "challenges": ["',
    "yaml": "cities: [Leeds, Jaipur]\nchallenges:\n  - ",
    "docx-body": "<w:p><w:r><w:t>City: Leeds\n",
    "xlsx-rows": '<row r="1"><c r="A1" t="inlineStr"><is><t>',
    "pdf-page": "BT /F1 12 Tf 72 720 Td (City:) Tj 90 0 Td (Leeds) Tj 90 0 Td (Jaipur) Tj ET ",
}
_SIGNS = {
    "md": "# |---| **_`[](![ \n\n> \\| <p> --- === [^1]: ~~ {}",
    "html": "<td> <tr> </table> <ul><li> <br> </p> <!-- --> <b> &amp; &#8217; &nbsp <td_colspan=2> <dl><dt> <dd>",
    "json": '" \\ { } [ ] : , \\u00e9 \\ud800 null true 1e9 -1 "quote" "start":1',
    "yaml": ": - & * ! | > # ' \" [ ] { } --- ? %",
    "docx-body": "</w:t></w:r></w:p> <w:p><w:r><w:t> <w:tbl><w:tr><w:tc> </w:tc></w:tr></w:tbl> <w:tab/> <w:br/>"
    " <w:pPr><w:numPr/></w:pPr> <w:ins> </w:ins> <w:del> </w:del> <w:sdt> <w:vMerge/> <w:gridSpan_w:val='3'/>",
    "xlsx-rows": '</t></is></c> </row> <row> <c_r="B9"> <c_r="ZZZ1"><v>9e999</v></c> <c_t="s"><v>7</v></c> <v> </v> r="0"',
    "pdf-page": "BT ET Tj ' Td Tf /F1 0 -1 1e9 ( ) [ ] TJ Tm re f S m l cm q Q BI ID EI Do 0.001 <41>",
}  # fmt: skip


def _written(name: str) -> st.SearchStrategy[bytes]:
    """What might be a file of the format, past its first words."""
    signs = [sign.replace("_", " ") for sign in _SIGNS.get(name, ", ; \t \n").split(" ")]
    pieces = st.lists(st.sampled_from([*signs, " ", "\n"]) | _PIECES, max_size=40).map("".join)
    return pieces.map(lambda text: (_HEADS[name] + text).encode())


@pytest.mark.parametrize("name", _HEADS)
@few
@given(data=st.data())
def test_any_file_ends_in_plans_or_one_sentence(name: str, data: st.DataObject) -> None:
    """Every passage is the text's very characters; what cannot be read is said in one line."""
    FORMATS[name](data.draw(_written(name)))


_FILES = {
    "txt": GOOD.encode("utf-16"),
    "html": b"<meta charset=latin-1>" + _HEADS["html"].encode(),
    "docx": word_of(b"<w:p><w:r><w:t>City: Leeds and Jaipur</w:t></w:r></w:p>"),
    "xlsx": workbook_of(b'<row><c t="inlineStr"><is><t>City</t></is></c></row>'),
    "pdf": page_of(_HEADS["pdf-page"].encode()),
}


@pytest.mark.parametrize("name", _FILES)
@few
@given(
    edits=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 9), st.binary(max_size=9)), max_size=9)
)
def test_any_damage_ends_in_plans_or_one_sentence(
    name: str, edits: list[tuple[float, int, bytes]]
) -> None:
    """A file in which bytes are lost, added or changed is read, or refused in one line."""
    data = _FILES[name]
    for place, lost, added in edits:
        at = int(place * len(data))
        data = data[:at] + added + data[at + lost :]
    FORMATS[name](data)


# --- numbers


_GROUPINGS = st.sampled_from([",", ".", " ", "'", "’", "\u00a0", "\u2009", "\u202f"])
_BEFORE = st.sampled_from(
    ["", "ca. ", "about ", "approx. ", "rund ", "environ ", "circa ", "aprox. "]
)
_BEHIND = st.sampled_from(
    ["", " inhabitants", " Einwohner", " habitants", " habitantes", " abitanti", " invånare", " (2021)", "; "]
)  # fmt: skip


@some
@given(st.integers(1000, 40_000_000), _GROUPINGS, _BEFORE, _BEHIND)
def test_a_number_in_any_grouping_is_read_as_that_number(
    value: int, sign: str, before: str, behind: str
) -> None:
    """Whatever groups its digits, and with the words that go with it."""
    written = f"{value:,}".replace(",", sign)
    (number,) = populations_in(f"{before}{written}{behind}")
    assert number.value == value


@some
@given(
    st.decimals(1, 90_000, places=2),
    st.sampled_from([(",", "."), (".", ","), (" ", ","), (" ", "."), ("'", "."), ("", "."), ("", ",")]),
    st.sampled_from([" km²", "km2", " km 2", " km ²", " sq km", " Quadratkilometer", " kilómetros cuadrados"]),
)  # fmt: skip
def test_an_area_in_any_notation_is_read_as_that_area(
    value: object, signs: tuple[str, str], unit: str
) -> None:
    """Group and decimal signs may be those of any country."""
    group, point = signs
    written = f"{value:,}".replace(",", "G").replace(".", point).replace("G", group)
    (area,) = areas_in(f"{written}{unit}")
    assert area.value == float(str(value))


# --- dates and periods

_DAYS = st.dates(dt.date(1950, 1, 1), dt.date(2060, 12, 31))
_FORMS = {
    "en": ["{d} {m} {y}", "{m} {d}, {y}", "{d}th of {m} {y}", "the {d}th {m} {y}"],
    "es": ["{d} de {m} de {y}", "{d} {m} {y}"],
    "pt": ["{d} de {m} de {y}", "{d} {m} {y}"],
    "it": ["{d} {m} {y}"],
    "fr": ["{d} {m} {y}", "le {d} {m} {y}"],
    "de": ["{d}. {m} {y}", "am {d}. {m} {y}", "{d:02}.{n:02}.{y}"],
    "sv": ["{d} {m} {y}", "den {d} {m} {y}"],
}
_RUNS = {
    "en": ["{0} - {1}", "from {0} to {1}", "{0} until {1}", "between {0} and {1}"],
    "es": ["{0} – {1}", "de {0} a {1}", "desde {0} hasta {1}", "entre {0} y {1}"],
    "pt": ["{0} – {1}", "de {0} a {1}", "desde {0} até {1}", "entre {0} e {1}"],
    "it": ["{0} – {1}", "da {0} a {1}", "dal {0} al {1}", "tra {0} e {1}"],
    "fr": ["{0} – {1}", "de {0} à {1}", "entre {0} et {1}"],
    "de": ["{0} – {1}", "von {0} bis {1}", "{0} bis {1}", "zwischen {0} und {1}"],
    "sv": ["{0} – {1}", "från {0} till {1}", "mellan {0} och {1}"],
}


def _month(language: str, number: int) -> st.SearchStrategy[str]:
    names = [name for name, value in times(language).months.items() if value == number]
    cases = [case for name in names for case in (name, name.capitalize(), name.upper())]
    return st.sampled_from(cases)


@some
@given(_DAYS, st.sampled_from(LANGUAGES), st.data())
def test_a_date_in_any_form_is_that_date(day: dt.date, language: str, data: st.DataObject) -> None:
    """In seven languages, in the order that each writes it, or as ISO 8601."""
    form = data.draw(st.sampled_from([*_FORMS[language], "{y}-{n:02}-{d:02}"]))
    name = data.draw(_month(language, day.month))
    text = form.format(d=day.day, m=name, n=day.month, y=day.year)
    assert [found.edtf for found in events_dates_in(text, language)] == [day.isoformat()]


@some
@given(_DAYS, _DAYS, st.sampled_from(LANGUAGES), st.data())
def test_a_period_in_any_form_is_that_period(
    one: dt.date, other: dt.date, language: str, data: st.DataObject
) -> None:
    """Of months or of years, with the words or the dash of a language between its ends."""
    first, last = sorted((one, other))
    form = data.draw(st.sampled_from(_RUNS[language]))
    if data.draw(st.booleans()) and first.year < last.year:
        text, ends = form.format(first.year, last.year), (f"{first.year}", f"{last.year}")
    else:
        names = [data.draw(_month(language, day.month)) for day in (first, last)]
        text = form.format(f"{names[0]} {first.year}", f"{names[1]} {last.year}")
        ends = f"{first:%Y-%m}", f"{last:%Y-%m}"
        if ends[0] == ends[1]:
            return
    span = period_in(text, language)
    assert span is not None
    assert span.start is not None
    assert span.end is not None
    assert (span.start.iso, span.end.iso, span.interval) == (*ends, "/".join(ends))


@some
@given(st.integers(2000, 2050), st.integers(1, 12), st.sampled_from(LANGUAGES), st.data())
def test_a_run_of_days_in_one_month_is_those_days(
    year: int, month: int, language: str, data: st.DataObject
) -> None:
    """`3-7 May 2019` has its month and year once."""
    days = st.integers(1, calendar.monthrange(year, month)[1])
    first, last = sorted(data.draw(st.lists(days, min_size=2, max_size=2, unique=True)))
    name = data.draw(_month(language, month))
    form = "{}.-{}. {} {}" if language == "de" else "{}-{} {} {}"
    (found,) = events_dates_in(form.format(first, last, name, year), language)
    assert found.edtf == f"{year}-{month:02}-{first:02}/{year}-{month:02}-{last:02}"


# --- goals

_GOALS = st.lists(st.integers(1, 17), min_size=1, max_size=7, unique=True)


def _joined(numbers: list[str], last: str) -> str:
    return last.join([", ".join(numbers[:-1]), numbers[-1]]) if len(numbers) > 1 else numbers[0]


_NOTATIONS: dict[str, Callable[[list[int]], str]] = {
    "SDG 1, SDG 2": lambda goals: ", ".join(f"SDG {n}" for n in goals),
    "SDG1; SDG2": lambda goals: "; ".join(f"SDG{n}" for n in goals),
    "SDG#01 SDG#02": lambda goals: " ".join(f"SDG#{n:02}" for n in goals),
    "SDGs 1, 2 and 3": lambda goals: "SDGs " + _joined([str(n) for n in goals], " and "),
    "SDGs: 1/2/3": lambda goals: "SDGs: " + "/".join(str(n) for n in goals),
    "SDG 1 & 2": lambda goals: "SDG " + " & ".join(str(n) for n in goals),
    "ODS 2, 6 y 11": lambda goals: "ODS " + _joined([str(n) for n in goals], " y "),
    "ODD n° 2, 6 et 11": lambda goals: "ODD n° " + _joined([str(n) for n in goals], " et "),
    "ODS 2, 6 e 11": lambda goals: "ODS " + _joined([str(n) for n in goals], " e "),
    "SDG-Ziele 2, 6 und 11": lambda goals: "SDG " + _joined([str(n) for n in goals], " und "),
    "Globala målen 2, 6 och 11": lambda goals: "SDG " + _joined([str(n) for n in goals], " och "),
}


@pytest.mark.parametrize("notation", _NOTATIONS)
@few
@given(_GOALS)
def test_goals_in_any_notation_are_those_goals(notation: str, goals: list[int]) -> None:
    """In a field of goals and in running text, in the order in which they are written."""
    text = _NOTATIONS[notation](goals)
    listed = [mention.code for mention in goals_in(text, 0, len(text))]
    assert listed == [str(number) for number in goals]
    told = f"They work towards {text}."
    assert [mention.code for mention in explicit_goals_in(told)] == listed


@few
@given(_GOALS, st.sampled_from(["\n", f"{PARAGRAPH}", "; ", "\n• ", " | "]))
def test_goals_in_a_field_need_no_sign(goals: list[int], border: str) -> None:
    """What a list of goals numbers is a goal, whatever stands between."""
    text = border.join(f"{number}" for number in goals)
    assert [mention.code for mention in goals_in(text, 0, len(text))] == [str(n) for n in goals]


@few
@given(
    st.integers(1, 16),
    st.integers(1, 16),
    st.sampled_from(["-", "–", " - ", " to ", " bis ", " a "]),
)
def test_a_range_of_goals_is_every_goal_in_it(first: int, more: int, to: str) -> None:
    """`SDG 1-4` is four goals."""
    last = min(17, first + more)
    text = f"SDG {first}{to}{last}"
    found = [mention.code for mention in goals_in(text, 0, len(text))]
    assert found == [str(number) for number in range(first, last + 1)]


# --- lists

_WORDS = st.lists(
    st.sampled_from("clean air noise housing for all water Porto work école Straße 北九州 street".split()),
    min_size=1,
    max_size=6,
).map(" ".join)  # fmt: skip


@some
@given(
    st.lists(_WORDS, min_size=2, max_size=6),
    st.sampled_from([*STRONG_BULLETS, "-", "–", "*", "1.", "1)", "a)", "(a)", "I.", "\uf0b7"]),
    st.sampled_from(["\n", f"{PARAGRAPH}", " ", "\n  ", "\n\n"]),
    st.sampled_from(["", "They want: ", "Objectives:\n"]),
)
def test_a_list_with_any_bullets_gives_its_items(
    items: list[str], bullet: str, border: str, lead: str
) -> None:
    """On lines or within one, bulleted or numbered, with a lead or without."""
    if lead.endswith(" ") and "\n" in border and bullet in "-–*":
        return  # see the next test
    roman = "I II III IV V VI".split()
    marked = []
    for number, item in enumerate(items):
        sign = bullet.replace("1", str(number + 1)).replace("a", chr(97 + number))
        marked.append(f"{roman[number] + '.' if sign == 'I.' else sign} {item}")
    text = lead + border.join(marked)
    found = items_of(text)
    assert [text[start:end] for start, end in found.items] == items
    assert found.bulleted
    assert (found.lead is not None) == bool(lead)


@pytest.mark.xfail(reason="the first dash, behind the lead on its line, is taken for a dash")
def test_a_list_may_begin_on_the_line_of_its_lead() -> None:
    """Dashes that stand at the beginning of the other lines are those of the list."""
    text = "They want: - clean air\n- work\n- housing"
    assert [text[a:b] for a, b in items_of(text).items] == ["clean air", "work", "housing"]


@some
@given(
    st.lists(
        st.lists(st.text(st.sampled_from('aé ,;\t"\n|北'), max_size=8), min_size=3, max_size=3),
        min_size=1,
        max_size=5,
    ),
    st.sampled_from([".csv", ".tsv"]),
)
def test_a_table_gives_the_cells_that_were_written(rows: list[list[str]], suffix: str) -> None:
    """Quoted where RFC 4180 says so, with separators, quotes and line breaks in cells."""
    written = io.StringIO()
    dialect = "excel-tab" if suffix == ".tsv" else "excel"
    table = [["City", "Country", "Topics"], *rows]
    csv.writer(written, dialect=dialect).writerows(table)
    known = format_named(suffix)
    assert known
    document = document_of(written.getvalue().encode(), f"a{suffix}", known)
    found = [[document.text[a:b].replace('""', '"') for a, b in row] for row in rows_of(document)]
    assert found == table


# --- work

_REPEATED = (
    "a ", "1 ", "1,", "1,000 ", "(", "<p>", "• a ", "\n- a", "a. A", "a; ", "a: ", "and ", "not ", "will ",
    "May ", "1 May ", "2017 ", "2017-", "SDG 1 ", "1.1-", "Housing ", "Porto ", "Porto and ", "a workshop ",
    "held a workshop ", "Canada, ", "1 km2 ", "\u2060", "\u2029", "\u0301", "City: ", "a@b.cd ", "\n1. a", "a\t",
)  # fmt: skip
_LENGTH = 240


def _calls(check: Callable[[str, str], None], text: str) -> int:
    """How many functions a check calls, of ours and of Python's: the same in every run."""
    count = 0

    def counted(frame: object, event: str, argument: object) -> None:  # noqa: ARG001
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        check(text, "en")
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("grammar", GRAMMARS)
def test_the_work_of_a_grammar_grows_with_its_text(grammar: str) -> None:
    """A text of twice the length is read with no more than some twice the calls."""
    check = GRAMMARS[grammar]
    for unit in _REPEATED:
        check(unit * 3, "en")  # loads words and compiles expressions
        once = unit * (_LENGTH // len(unit))
        small, large = _calls(check, once), _calls(check, once * 2)
        assert large <= 3 * small + 200, f"{unit!r}: {small} calls, then {large}"


# --- what fuzzing found


@pytest.mark.parametrize(
    ("grammar", "language", "text"),
    [
        ("places", "en", "Grenoble,,Japan"),  # a region of no characters
        ("places", "en", "Trier; Chennai,; India"),
        ("marks", "en", "<ul>scu</li\r> u"),  # a line break inside of a tag was lost
    ],
)
def test_what_fuzzing_found_stays_mended(grammar: str, language: str, text: str) -> None:
    """Each was an input that broke the rule of its grammar."""
    GRAMMARS[grammar](text, language)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("md", b"Population:6\nSDG a Cooperation theme"),  # persons of no party
        ("txt", b"City:\nPopulation:\t1,306\nCountry:\tCanada\nThemes:\tHousing\n"),
    ],
)
def test_files_that_fuzzing_found_stay_mended(name: str, data: bytes) -> None:
    """Each was a file that its reader stumbled over."""
    FORMATS[name](data)
