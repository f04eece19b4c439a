"""When a cooperation runs, as sentences tell it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from citykg.loaders.running import running_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from citykg.plan import Plan


@pytest.mark.parametrize(
    ("language", "text", "start", "end"),
    [
        ("en", "Since October 2021 both cities have been working together.", "2021-10", None),
        ("en", "The cooperation ran from May 2019 to June 2021.", "2019-05", "2021-06"),
        ("en", "Our cooperation began in 2018. It went well. The cooperation will end in May 2020.", "2018", "2020-05"),
        ("es", "Ambas ciudades cooperan desde julio de 2021 y lo harán hasta julio de 2023.", "2021-07", "2023-07"),
        ("pt", "As cidades cooperam desde março de 2022 até setembro de 2023.", "2022-03", "2023-09"),
        ("it", "La cooperazione è iniziata nel maggio 2018 e terminerà nel 2020.", "2018-05", "2020"),
        ("fr", "Le partenariat a débuté en 2019 et se terminera en juin 2021.", "2019", "2021-06"),
        ("de", "Die Zusammenarbeit läuft von Mai 2019 bis Ende 2021.", "2019-05", "2021"),
        ("en", "In 2019 both cities cooperated on water.", "2019", "2019"),
        ("de", "Hannover und Ottawa haben 2015 zusammengearbeitet.", "2015", "2015"),
        ("fr", "Les villes ont coopéré en 2017.", "2017", "2017"),
        ("sv", "Samarbetet bedrivs från och med mars 2021 till och med december 2023.", "2021-03", "2023-12"),
    ],
)  # fmt: skip
def test_sentences_tell_start_and_end(
    language: str, text: str, start: str | None, end: str | None
) -> None:
    """With the words for working together, in seven languages."""
    told = running_in(text, language)
    assert (told.start and told.start.iso, told.end and told.end.iso) == (start, end)


@pytest.mark.parametrize(
    "text",
    [
        "A cooperation agreement was signed in May 2019.",
        "The partners cooperated from 4 to 8 July 2019.",
        "The cooperation fund pays for projects until 2027.",
        "A pilot ran from May 2021 to June 2021.",
        "Cooperation in numbers: 2019, 2020.",
        "The cities cooperated on the Agenda 2030.",
        "They cooperated with 2000 people.",
    ],
)
def test_other_dates_are_not_its_period(text: str) -> None:
    """Those of agreements, visits, funds and pilots."""
    told = running_in(text, "en")
    assert (told.start, told.end) == (None, None)


def test_an_end_before_the_start_is_not_taken() -> None:
    """A sentence on something else."""
    told = running_in("The cooperation began in 2018. A cooperation of 2015 ended in 2017.", "en")
    assert told.start is not None
    assert told.end is None


def test_a_field_outranks_sentences(plan: Callable[[str], Plan]) -> None:
    """What the row of the period says counts."""
    rows = "City\tPorto\tAustin\nCountry\tPortugal\tUSA\nThemes\tWater\n"
    told = "Background\tThe cities have cooperated since May 2017.\n"
    period = plan(rows + told).period
    assert period is not None
    assert period.start is not None
    assert period.start.value == "2017-05"
    period = plan(rows + told + "Duration\t2018-2019\n").period
    assert period is not None
    assert period.start is not None
    assert period.start.value == "2018"
