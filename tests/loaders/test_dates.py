"""Periods, with the precision that the document states."""

from __future__ import annotations

import pytest

from citykg.loaders.dates import period_in


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("November 2017- November 2019", "2017-11", "2019-11"),
        ("Sept 2021 – Dec 2023", "2021-09", "2023-12"),
        ("2017-2020", "2017", "2020"),
        ("06/2017 - 12/2018", "2017-06", "2018-12"),
        ("1 November 2018 to 30 Nov 2020", "2018-11-01", "2020-11-30"),
        ("15.10.2018 - 31.12.2019", "2018-10-15", "2019-12-31"),
        ("2017-11 to 2019-11", "2017-11", "2019-11"),
        ("January - June 2019", "2019-01", "2019-06"),
        ("December 18th, 2019 – May 2021", "2019-12-18", "2021-05"),
        ("noviembre de 2017 - marzo de 2019", "2017-11", "2019-03"),
        ("mai 2018 à juin 2020", "2018-05", "2020-06"),
        ("März 2018 bis Dezember 2019", "2018-03", "2019-12"),
        ("maj 2018 till juni 2019", "2018-05", "2019-06"),
        ("março de 2018 a maio de 2019", "2018-03", "2019-05"),
        ("gennaio 2018 - luglio 2019", "2018-01", "2019-07"),
        ("2015 (working meetings 6-10 July 2015)", "2015", "2015"),
        ("until September 2023", None, "2023-09"),
        ("since 2018", "2018", None),
        ("2018 -", "2018", None),
    ],
)
def test_a_period_keeps_the_precision_stated(text: str, start: str | None, end: str | None) -> None:
    """No day is invented, and an end that is not stated stays open."""
    span = period_in(text)
    assert span is not None
    assert (span.start and span.start.iso, span.end and span.end.iso) == (start, end)


@pytest.mark.parametrize(
    "text", ["18 months", "two years", "to be agreed", "", "announced in 2019"]
)
def test_what_is_no_period_is_not_understood(text: str) -> None:
    """A duration or a date of something else gives no period."""
    assert period_in(text) is None


def test_a_date_may_be_written_from_year_to_month() -> None:
    """`2018/04` is a month of 2018; `2018/19` is two years."""
    span = period_in("2018/04 – 2019/12")
    assert span is not None
    assert span.start is not None
    assert span.end is not None
    assert (span.start.iso, span.end.iso) == ("2018-04", "2019-12")
