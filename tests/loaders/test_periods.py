"""Periods: start, end, duration and the whole in EDTF, with the precision that is stated."""

from __future__ import annotations

from typing import TYPE_CHECKING

import edtf
import pytest

from citykg.loaders.periods import period_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from citykg.plan import Plan

# The language, the text, then start, end, duration and interval.
_STATED = """
en | November 2017- November 2019 | 2017-11 | 2019-11 |  | 2017-11/2019-11
en | 18 months |  |  | P18M |
en | two years from May 2018 | 2018-05 |  | P2Y | 2018-05/
en | until September 2023 |  | 2023-09 |  | /2023-09
en | since 2019 | 2019 |  |  | 2019/..
en | 2019-present | 2019 |  |  | 2019/..
en | 2019 – to date | 2019 |  |  | 2019/..
en | spring 2019 | 2019 | 2019 |  | 2019-21/2019-21
en | Q1 2020 | 2020-01 | 2020-03 |  | 2020-01/2020-03
en | Q1 2020 - Q4 2021 | 2020 | 2021 |  | 2020/2021
en | from Q3 2021 | 2021 |  |  | 2021/
en | until Q3 2021 |  | 2021 |  | /2021
en | first half of 2021 | 2021-01 | 2021-06 |  | 2021-01/2021-06
en | 2017/18 | 2017 | 2018 |  | 2017/2018
en | 2017-18 | 2017 | 2018 |  | 2017/2018
en | Nov. 2017 to date | 2017-11 |  |  | 2017-11/..
en | from 16 November 2018 for 18 months | 2018-11-16 |  | P18M | 2018-11-16/
en | 11/2017-11/2019 | 2017-11 | 2019-11 |  | 2017-11/2019-11
en | 2017.11-2019.11 | 2017-11 | 2019-11 |  | 2017-11/2019-11
en | 1st July 2020 | 2020-07-01 | 2020-07-01 |  | 2020-07-01/2020-07-01
en | 2018-05-01 to 2019-06-30 | 2018-05-01 | 2019-06-30 |  | 2018-05-01/2019-06-30
en | 2018-05-01/2019-06-30 | 2018-05-01 | 2019-06-30 |  | 2018-05-01/2019-06-30
en | mid-2019 | 2019 | 2019 |  | 2019/2019
en | early 2020 – late 2021 | 2020 | 2021 |  | 2020/2021
en | November 2017 – April 2019 (18 months) | 2017-11 | 2019-04 | P18M | 2017-11/2019-04
en | Two years (May 2018 – May 2020) | 2018-05 | 2020-05 | P2Y | 2018-05/2020-05
en | one year and six months |  |  | P1Y6M |
en | Spring 2018 to autumn 2019 | 2018 | 2019 |  | 2018-21/2019-23
en | Since May 2018 (18 months) | 2018-05 |  | P18M | 2018-05/..
en | Start: May 2018; End: June 2020 | 2018-05 | 2020-06 |  | 2018-05/2020-06
en | From May 2018 until further notice | 2018-05 |  |  | 2018-05/..
en | May 2018 onwards | 2018-05 |  |  | 2018-05/..
en | 2018 - | 2018 |  |  | 2018/..
en | circa 2018 - 2020 | 2018 | 2020 |  | 2018~/2020
en | 03/04/2018 – 25/12/2019 | 2018-04-03 | 2019-12-25 |  | 2018-04-03/2019-12-25
en | 03/04/2018 – 05/06/2019 | 2018 | 2019 |  |
en | 18 months, starting in May 2018 | 2018-05 |  | P18M | 2018-05/
en | 1.5 years |  |  | P18M |
en | in 2019 | 2019 | 2019 |  | 2019/2019
en | between May 2018 and June 2019 | 2018-05 | 2019-06 |  | 2018-05/2019-06
en | Mid 2018 until end of 2019 | 2018 | 2019 |  | 2018/2019
en | January - June 2019 | 2019-01 | 2019-06 |  | 2019-01/2019-06
en | 28 April - 3 May 2018 | 2018-04-28 | 2018-05-03 |  | 2018-04-28/2018-05-03
en | 2015 (working meetings 6-10 July 2015) | 2015 | 2015 |  | 2015/2015
en | 15 June 2018 to 14 December 2019 | 2018-06-15 | 2019-12-14 |  | 2018-06-15/2019-12-14
es | noviembre de 2017 - marzo de 2019 | 2017-11 | 2019-03 |  | 2017-11/2019-03
es | desde mayo de 2018 hasta la actualidad | 2018-05 |  |  | 2018-05/..
es | 18 meses a partir de mayo de 2018 | 2018-05 |  | P18M | 2018-05/
es | hasta septiembre de 2023 |  | 2023-09 |  | /2023-09
es | de enero de 2018 a diciembre de 2019 | 2018-01 | 2019-12 |  | 2018-01/2019-12
es | primavera de 2018 - otoño de 2019 | 2018 | 2019 |  | 2018-21/2019-23
es | dos años |  |  | P2Y |
fr | mai 2018 à juin 2020 | 2018-05 | 2020-06 |  | 2018-05/2020-06
fr | depuis 2019 | 2019 |  |  | 2019/..
fr | de mai 2018 à juin 2020 | 2018-05 | 2020-06 |  | 2018-05/2020-06
fr | jusqu’en septembre 2023 |  | 2023-09 |  | /2023-09
fr | du 1er mai 2018 au 30 juin 2019 | 2018-05-01 | 2019-06-30 |  | 2018-05-01/2019-06-30
fr | deux ans à compter de mai 2018 | 2018-05 |  | P2Y | 2018-05/
fr | 18 mois |  |  | P18M |
de | März 2018 bis Dezember 2019 | 2018-03 | 2019-12 |  | 2018-03/2019-12
de | seit 2019 | 2019 |  |  | 2019/..
de | ab Mai 2018 | 2018-05 |  |  | 2018-05/
de | bis September 2023 |  | 2023-09 |  | /2023-09
de | zwei Jahre ab Mai 2018 | 2018-05 |  | P2Y | 2018-05/
de | 1. Mai 2018 – 30. Juni 2019 | 2018-05-01 | 2019-06-30 |  | 2018-05-01/2019-06-30
de | Frühjahr 2018 bis Herbst 2019 | 2018 | 2019 |  | 2018-21/2019-23
de | 18 Monate |  |  | P18M |
it | gennaio 2018 - luglio 2019 | 2018-01 | 2019-07 |  | 2018-01/2019-07
it | dal 2019 | 2019 |  |  | 2019/..
it | da maggio 2018 a giugno 2020 | 2018-05 | 2020-06 |  | 2018-05/2020-06
it | fino a settembre 2023 |  | 2023-09 |  | /2023-09
it | 18 mesi |  |  | P18M |
it | due anni a partire da maggio 2018 | 2018-05 |  | P2Y | 2018-05/
pt | março de 2018 a maio de 2019 | 2018-03 | 2019-05 |  | 2018-03/2019-05
pt | desde 2019 | 2019 |  |  | 2019/..
pt | até setembro de 2023 |  | 2023-09 |  | /2023-09
pt | 18 meses |  |  | P18M |
pt | de março de 2018 até maio de 2019 | 2018-03 | 2019-05 |  | 2018-03/2019-05
sv | maj 2018 till juni 2019 | 2018-05 | 2019-06 |  | 2018-05/2019-06
sv | sedan 2019 | 2019 |  |  | 2019/..
sv | till september 2023 |  | 2023-09 |  | /2023-09
sv | från maj 2018 till och med juni 2019 | 2018-05 | 2019-06 |  | 2018-05/2019-06
sv | två år från maj 2018 | 2018-05 |  | P2Y | 2018-05/
sv | 18 månader |  |  | P18M |
sv | våren 2018 – hösten 2019 | 2018 | 2019 |  | 2018-21/2019-23
"""


def _rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


@pytest.mark.parametrize(
    ("language", "text", "start", "end", "duration", "interval"), _rows(_STATED)
)
def test_a_period_keeps_the_precision_stated(
    language: str, text: str, start: str, end: str, duration: str, interval: str
) -> None:
    """No day is invented; what goes on is open, what is not stated is unknown."""
    span = period_in(text, language)
    assert span is not None
    assert (span.start.iso if span.start else "") == start
    assert (span.end.iso if span.end else "") == end
    assert (span.duration.iso if span.duration else "") == duration
    assert (span.interval or "") == interval
    if span.interval:
        assert edtf.parse_edtf(span.interval)


@pytest.mark.parametrize(
    "text",
    ["18-24 months", "two to three years", "to be agreed", "", "announced in 2019", "ongoing"],
)
def test_what_is_no_period_is_not_understood(text: str) -> None:
    """Two lengths, a date of something else, or no date at all give no period."""
    assert period_in(text, "en") is None


def test_a_period_takes_the_words_that_join_it(row: Callable[[str], Plan]) -> None:
    """What is left unread is what a person must look at, not "from" and "until"."""
    plan = row("Period:\tA period of 18 months, from May 2018 until further notice (tbc by X)\n")
    assert plan.period is not None
    assert plan.period.interval is not None
    assert plan.period.interval.value == "2018-05/.."
    assert plan.period.duration is not None
    assert plan.period.duration.value == "P18M"
    assert [left.value for left in plan.unread] == ["(tbc by X)"]


def test_a_date_that_reads_in_two_ways_is_shown(row: Callable[[str], Plan]) -> None:
    """`03/04/2018` is in March or April: the plan says so and does not choose."""
    plan = row("Period:\t03/04/2018 - 05/06/2019\n")
    assert plan.period is not None
    assert plan.period.start is not None
    assert (plan.period.start.value, plan.period.start.quote) == (None, "03/04/2018")
    assert plan.period.interval is None
    assert any("03/04/2018" in problem.message for problem in plan.problems)


@pytest.mark.parametrize(
    ("text", "start", "duration"),
    [
        ("September 2021, 24 months", "2021-09", "P24M"),
        ("May 2019 (3 years)", "2019-05", "P3Y"),
        ("Kick-off in May 2019, then 3 years of work", None, None),
    ],
)
def test_a_date_and_a_duration(text: str, start: str | None, duration: str | None) -> None:
    """A date with a duration behind it, and nothing else, is the start."""
    span = period_in(text, "en")
    said = (span.start and span.start.iso, span.duration and span.duration.iso) if span else None
    assert said == ((start, duration) if start else None)
