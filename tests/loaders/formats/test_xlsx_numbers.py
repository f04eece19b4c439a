"""What a spreadsheet shows of a number."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from citykg.loaders.formats.xlsx import text_of
from citykg.loaders.formats.xlsx.numbers import date_of_text, text_of_number


@pytest.mark.parametrize(
    ("stored", "code", "shown"),
    [
        (530000.0, "General", "530000"),
        (1942044.0, "#,##0", "1942044"),
        (115.64, "General", "115.64"),
        (0.1 + 0.2, "0.00", "0.3"),
        (-12.5, "General", "-12.5"),
        (0.25, "0%", "25%"),
        (0.125, "0.00%", "12.5%"),
        (1.5e20, "General", "150000000000000000000"),
        (1.25e-7, "General", "0.000000125"),
        (1.942044e6, "0.00E+00", "1942044"),
        (115.64, '0.00" km²"', "115.64 km²"),
        (44.6, '#,##0.0\\ "sq mi"', "44.6 sq mi"),
        (530000.0, "#,##0_);(#,##0)", "530000"),
        (1942044.0, '0.0,,"M"', "1942044"),
        (7.0, '"SDG "0', "SDG 7"),
        (100.0, "[$€-2] #,##0", "100"),
        (43040.0, "yyyy-mm-dd", "2017-11-01"),
        (43040.0, "m/d/yyyy", "2017-11-01"),
        (43040.0, "dd.mm.yyyy;@", "2017-11-01"),
        (43040.0, "[$-409]d\\-mmm\\-yyyy;@", "2017-11-01"),
        (43040.0, '[$-F800]dddd", "mmmm d", "yyyy', "2017-11-01"),
        (43040.0, "mmm yyyy", "2017-11"),
        (43040.0, "mmm\\-yy", "2017-11"),
        (43040.0, "mm/yyyy", "2017-11"),
        (43040.0, '[$-407]mmmm" "yyyy', "2017-11"),
        (43040.0, "yyyy", "2017"),
        (43040.0, "d-mmm", "2017-11-01"),
        (43040.5, "yyyy-mm-dd hh:mm", "2017-11-01 12:00"),
        (43040.0, "yyyy-mm-dd hh:mm", "2017-11-01"),
        (0.4375, "h:mm", "10:30"),
        (1.5, "[h]:mm", "36:00"),
        (59.0, "yyyy-mm-dd", "1900-02-28"),
        (61.0, "yyyy-mm-dd", "1900-03-01"),
        (-5.0, "yyyy-mm-dd", "-5"),
        (9e9, "yyyy-mm-dd", "9000000000"),
        (float("nan"), "General", ""),
    ],
)  # fmt: skip
def test_a_number_is_what_its_format_shows_of_it(stored: float, code: str, shown: str) -> None:
    """The digits that are stored, the parts of a date that are shown, the words around."""
    assert text_of_number(stored, code) == shown


def test_workbooks_from_old_macs_count_from_1904() -> None:
    """The same day has another number there."""
    assert text_of_number(41578.0, "yyyy-mm-dd", from_1904=True) == "2017-11-01"


@pytest.mark.parametrize(
    ("stored", "code", "shown"),
    [
        ("2017-11-01T00:00:00", "General", "2017-11-01"),
        ("2017-11-01", "mmm yyyy", "2017-11"),
        ("soon", "General", "soon"),
    ],
)
def test_a_date_may_be_stored_as_text(stored: str, code: str, shown: str) -> None:
    """Strict workbooks store ISO 8601."""
    assert date_of_text(stored, code) == shown


@given(st.dates(dt.date(1900, 3, 1), dt.date(2200, 1, 1)))
def test_any_date_is_read_as_it_was_written(date: dt.date) -> None:
    """What openpyxl stores for a day is read as that day, or as its month where that is shown."""
    book = openpyxl.Workbook()
    book.active.append([date, date])
    book.active["B1"].number_format = "mmmm yyyy"
    stream = io.BytesIO()
    book.save(stream)
    assert text_of(stream.getvalue(), "plans.xlsx").text == f"{date.isoformat()}\t{date:%Y-%m}\n"


@given(st.floats(), st.text(max_size=12))
def test_any_format_gives_some_text(stored: float, code: str) -> None:
    """A format code that nobody understands loses no number."""
    shown = text_of_number(stored, code)
    assert shown or stored != stored or abs(stored) == float("inf")  # noqa: PLR0124 - NaN
    assert "\n" not in shown.replace(code, "") or "\n" in code
