"""When a cooperation runs, as sentences tell it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from citykg.loaders.running import in_force, running_in

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


@pytest.mark.parametrize(
    ("text", "language", "start", "end", "duration"),
    [
        ("This Agreement enters into force on 18 December 2019 and remains valid for 24 months. It may be extended by one year.", "en", "2019-12-18", None, "P24M"),
        ("The agreement takes effect on 1 March 2021 and ends on 28 February 2023.", "en", "2021-03-01", "2023-02-28", None),
        ("El presente convenio estará vigente desde marzo de 2020 hasta febrero de 2022.", "es", "2020-03", "2022-02", None),
        ("O acordo vigora de janeiro de 2021 a dezembro de 2022.", "pt", "2021-01", "2022-12", None),
        ("L'accordo è valido da gennaio 2021 a dicembre 2022.", "it", "2021-01", "2022-12", None),
        ("La convention prend effet le 1er mai 2021.", "fr", "2021-05-01", None, None),
        ("Die Vereinbarung gilt von Januar 2021 bis Dezember 2022.", "de", "2021-01", "2022-12", None),
        ("Avtalet gäller från januari 2021 till december 2022.", "sv", "2021-01", "2022-12", None),
        ("The new Act enters into force on 1 May 2024.", "en", None, None, None),
        ("The agreement was signed on 1 May 2024.", "en", None, None, None),
    ],
)  # fmt: skip
def test_an_agreement_runs_while_it_is_in_force(
    text: str, language: str, start: str | None, end: str | None, duration: str | None
) -> None:
    """From the day that it says; a law and a signature say nothing of it."""
    told = in_force(text, language)
    assert [part and part.iso for part in (told.start, told.end, told.duration)] == [
        start,
        end,
        duration,
    ]


@pytest.mark.parametrize(
    ("language", "text", "start", "duration"),
    [
        ("en", "The cooperation began in 2018 and will last for three years.", "2018", "P3Y"),
        ("es", "La cooperación, iniciada en 2018, tiene una duración de dos años.", "2018", "P2Y"),
        ("pt", "O acordo foi assinado por um prazo de dois anos.", None, "P2Y"),
        ("it", "Il partenariato è iniziato nel 2019 e durerà 18 mesi.", "2019", "P18M"),
        ("fr", "Le partenariat a été conclu pour une durée de trois ans.", None, "P3Y"),
        ("de", "Wir berichten zur Zusammenarbeit. Sie begann 2017 und ist auf 18 Monate angelegt.", "2017", "P18M"),
        ("sv", "Samarbetet inleddes 2020 och pågår i tre år.", "2020", "P3Y"),
        ("en", "The cooperation has grown for ten years.", None, None),
        ("en", "The cooperation includes a training which lasts for two weeks.", None, None),
        ("de", "Für die Zusammenarbeit sind drei Jahre eine lange Zeit.", None, None),
    ],
)  # fmt: skip
def test_sentences_tell_how_long(
    language: str, text: str, start: str | None, duration: str | None
) -> None:
    """Of the cooperation or its agreement, also where the next sentence goes on about it."""
    told = running_in(text, language)
    assert told.start is None if start is None else told.start and told.start.iso == start
    assert (told.duration and told.duration.iso) == duration


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "It was paired with a city whose food policy dates from 2015."),
        ("es", "La cooperación se apoya en un plan que data de 2015."),
        ("it", "La cooperazione parte da un piano che risale al 2015."),
        ("fr", "La coopération repose sur un plan qui date de 2015."),
        ("de", "Die Zusammenarbeit baut auf einem Plan auf, der von 2015 stammt."),
    ],
)
def test_what_dates_from_a_year_is_no_start(language: str, text: str) -> None:
    """A plan is older than the cooperation that it is used in."""
    assert running_in(text, language).start is None
