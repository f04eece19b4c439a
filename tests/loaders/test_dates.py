"""Dates of events, in EDTF and in seven languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citykg.loaders.dates import events_dates_in
from citykg.loaders.times import times

# The language, the text, and its dates.
_STATED = """
en | visited Porto on 22-27 April 2018 | 2018-04-22/2018-04-27
en | 26, 27 and 30 May 2022 | 2022-05-26,2022-05-27,2022-05-30
en | in May 2022 | 2022-05
en | autumn 2019 | 2019-23
en | 15.10.2018 | 2018-10-15
en | 06/2017 | 2017-06
de | 28.05.–03.06.2019 | 2019-05-28/2019-06-03
en | held in the years 2018 and 2019 | 2018,2019
es | en los años 2018 y 2019 | 2018,2019
it | negli anni 2018 e 2019 | 2018,2019
fr | dans les années 2018 et 2019 | 2018,2019
en | in June and again in October 2019 | 2019-06,2019-10
de | im Juni und erneut im Oktober 2019 | 2019-06,2019-10
es | en junio y de nuevo en octubre de 2019 | 2019-06,2019-10
fr | en juin et à nouveau en octobre 2019 | 2019-06,2019-10
en | 16–⁠⁠⁠⁠⁠⁠19 May 2022 | 2022-05-16/2022-05-19
en | 16⁠⁠⁠⁠⁠ –⁠⁠⁠⁠⁠⁠ 19 May 2022 | 2022-05-16/2022-05-19
sv | 3.5. - 5.5.2019 | 2019-05-03/2019-05-05
pt | no 3.º trimestre de 2020 | 2020-07/2020-09
en | December 18th, 2019 | 2019-12-18
en | from 28 April to 3 May 2018 | 2018-04-28/2018-05-03
en | between 3 and 5 May 2018 | 2018-05-03/2018-05-05
en | April 22-27, 2018 | 2018-04-22/2018-04-27
en | April 22 to 27, 2018 | 2018-04-22/2018-04-27
en | the 3rd of May 2019 | 2019-05-03
en | 1st July 2020 | 2020-07-01
en | Sept. 2019 | 2019-09
en | in 2018 and 2019 | 2018,2019
en | in May and June 2019 | 2019-05,2019-06
en | from May to July 2019 | 2019-05/2019-07
en | 2018-2019 | 2018/2019
en | the 2030 Agenda |
en | Agenda 2030 and Horizon 2020 |
en | in Q1 2020 | 2020-01/2020-03
en | the first half of 2021 | 2021-01/2021-06
en | in early 2020 | 2020
en | in mid-2019 | 2019
en | around 2019 | 2019~
en | 2018-05-03 | 2018-05-03
en | 2018/04 | 2018-04
en | Nov '17 | 2017-11
en | winter 2018/19 | 2018/2019
en | spring 2019 | 2019-21
en | spring and autumn 2019 | 2019-21,2019-23
en | 3 May 2018 - 5 June 2019 | 2018-05-03/2019-06-05
en | 03/04/2018 | None
en | 13/04/2018 | 2018-04-13
en | 04/13/2018 | 2018-04-13
en | 05/05/2018 | 2018-05-05
en | 15.-17.10.2018 | 2018-10-15/2018-10-17
en | 12-14 June 2018 and 3-5 May 2019 | 2018-06-12/2018-06-14,2019-05-03/2019-05-05
en | 2,018 people in 2019 | 2019
en | a workshop with 2018 participants |
en | reported (2019) | 2019
en | 6–10 February 2023 | 2023-02-06/2023-02-10
en | on 31 February 2019 |
en | Kick-off meeting (online), 14 April 2021 | 2021-04-14
en | on 16 November 2018 and 17 November 2018 | 2018-11-16,2018-11-17
en | May 2018, June 2018 and October 2019 | 2018-05,2018-06,2019-10
en | July 2017 | 2017-07
en | the 2018 workshop in Leeds |
en | 20 May 2019 at 10.30 | 2019-05-20
en | in the summer of 2019 | 2019-22
en | 30 April–2 May 2018 | 2018-04-30/2018-05-02
en | November 2017 - January 2018 | 2017-11/2018-01
es | del 22 al 27 de abril de 2018 | 2018-04-22/2018-04-27
es | el 3 de mayo de 2019 | 2019-05-03
es | en mayo de 2019 | 2019-05
es | entre el 3 y el 5 de mayo de 2019 | 2019-05-03/2019-05-05
es | los días 26, 27 y 30 de mayo de 2022 | 2022-05-26,2022-05-27,2022-05-30
es | primavera de 2019 | 2019-21
es | primer trimestre de 2020 | 2020-01/2020-03
es | a finales de 2020 | 2020
es | 03/04/2018 | 2018-04-03
es | en octubre del 2018 | 2018-10
fr | du 22 au 27 avril 2018 | 2018-04-22/2018-04-27
fr | le 1er juillet 2020 | 2020-07-01
fr | en août 2019 | 2019-08
fr | à l'automne 2019 | 2019-23
fr | été 2018 | 2018-22
fr | les 26, 27 et 30 mai 2022 | 2022-05-26,2022-05-27,2022-05-30
fr | fin 2019 | 2019
fr | mi-mai 2018 | 2018-05
fr | au premier semestre 2021 | 2021-01/2021-06
fr | 2e trimestre 2020 | 2020-04/2020-06
fr | d'avril à juin 2019 | 2019-04/2019-06
de | vom 22. bis 27. April 2018 | 2018-04-22/2018-04-27
de | am 3. Mai 2019 | 2019-05-03
de | im März 2019 | 2019-03
de | im Herbst 2019 | 2019-23
de | 15.10.2018 | 2018-10-15
de | Anfang 2019 | 2019
de | 15./16. Oktober 2018 | 2018-10-15/2018-10-16
de | am 26., 27. und 30. Mai 2022 | 2022-05-26,2022-05-27,2022-05-30
de | im 1. Quartal 2020 | 2020-01/2020-03
de | 1. Halbjahr 2021 | 2021-01/2021-06
de | Mitte 2018 | 2018
de | im Jahr 2018 | 2018
it | dal 22 al 27 aprile 2018 | 2018-04-22/2018-04-27
it | il 3 maggio 2019 | 2019-05-03
it | nell'autunno 2019 | 2019-23
it | 1° luglio 2020 | 2020-07-01
it | nel 2018 | 2018
it | fine 2019 | 2019
it | il 26, 27 e 30 maggio 2022 | 2022-05-26,2022-05-27,2022-05-30
it | primo semestre 2021 | 2021-01/2021-06
it | dal 28 aprile al 3 maggio 2018 | 2018-04-28/2018-05-03
pt | de 22 a 27 de abril de 2018 | 2018-04-22/2018-04-27
pt | em março de 2019 | 2019-03
pt | verão de 2019 | 2019-22
pt | no primeiro trimestre de 2020 | 2020-01/2020-03
pt | em 2018 | 2018
pt | nos dias 26, 27 e 30 de maio de 2022 | 2022-05-26,2022-05-27,2022-05-30
sv | den 22–27 april 2018 | 2018-04-22/2018-04-27
sv | den 3 maj 2019 | 2019-05-03
sv | våren 2019 | 2019-21
sv | hösten 2019 | 2019-23
sv | i slutet av 2019 | 2019
sv | första kvartalet 2020 | 2020-01/2020-03
sv | den 26, 27 och 30 maj 2022 | 2022-05-26,2022-05-27,2022-05-30
sv | under 2018 | 2018
sv | den 22 till 27 april 2018 | 2018-04-22/2018-04-27
"""


def _rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


@pytest.mark.parametrize(("language", "text", "edtf"), _rows(_STATED))
def test_a_date_is_read_as_precisely_as_it_is_stated(language: str, text: str, edtf: str) -> None:
    """Days, months, seasons and runs are read; no day is invented, and no agenda is a date."""
    found = events_dates_in(text, language)
    assert ",".join(str(date.edtf) for date in found) == edtf


def test_each_date_has_its_own_characters() -> None:
    """Of "26, 27 and 30 May 2022" each day has its own, the last one the month and year too."""
    text = "visits on 26, 27 and 30 May 2022"
    assert [text[d.start : d.end] for d in events_dates_in(text, "en")] == [
        "26",
        "27",
        "30 May 2022",
    ]


def test_a_sibling_date_tells_which_figure_is_the_month() -> None:
    """`03/04/2018` can be read in two ways, unless the text has a date that cannot."""
    found = events_dates_in("03/04/2018 and 25/04/2018", "en")
    assert [date.edtf for date in found] == ["2018-04-03", "2018-04-25"]


@given(st.dates(), st.sampled_from(["en", "es", "pt", "it", "fr", "de", "sv"]))
def test_any_day_is_read_in_any_language(day: object, language: str) -> None:
    """The name of every month in every language gives its number."""
    from datetime import date

    assert isinstance(day, date)
    if not 1900 <= day.year <= 2099:
        return
    names = [name for name, number in times(language).months.items() if number == day.month]
    for name in names:
        text = f"on {day.day} {name} {day.year}."
        assert [d.edtf for d in events_dates_in(text, language)] == [day.isoformat()]


@given(st.text(alphabet="0123456789 -/.,'andtoMayQ\u2060\n", max_size=60))
def test_any_text_gives_dates_that_stand_in_it(text: str) -> None:
    """Dates are in order, inside the text, and never overlap."""
    at = 0
    for found in events_dates_in(text, "en"):
        assert at <= found.start < found.end <= len(text)
        at = found.end
