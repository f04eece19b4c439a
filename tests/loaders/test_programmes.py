"""Programmes: by the names that we know, by what a text calls so, and where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from citykg.loaders.programmes import called_in, programme_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from citykg.plan import Plan


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("IURC Asia & Australasia: pairings", "IURC Asia & Australasia"),
        ("IURC ASIA AND AUSTRALASIA | FACT SHEET No. 3", "IURC ASIA AND AUSTRALASIA"),
        ("iniciativa del IUC América Latina y el Caribe.", "IUC América Latina y el Caribe"),
        ("Fiche – IUC Japon", "IUC Japon"),
        ("IURC Nordamerika sedan 2021", "IURC Nordamerika"),
        ("IURC Regiões", "IURC Regiões"),
        ("IURC cities meet in Rome", "IURC"),
        ("IUC-LAC pairing", "IUC-LAC"),
        (
            "International Urban and Regional Cooperation – North America (IURC-NA)",
            "International Urban and Regional Cooperation – North America (IURC-NA)",
        ),
        ("International Urban Cooperation (IUC), Japan", "International Urban Cooperation (IUC), Japan"),
        ("the International Urban Cooperation (IUC), a programme", "International Urban Cooperation (IUC)"),
        (
            "Programme : Coopération UE-Canada en matière de politique urbaine",
            "Coopération UE-Canada en matière de politique urbaine",
        ),
        ("Cooperación Urbana Internacional en América Latina", "Cooperación Urbana Internacional en América Latina"),
    ],
)  # fmt: skip
def test_a_known_programme_is_read_with_its_branch(text: str, name: str) -> None:
    """Its acronym, its country or part of the world belong to it, what follows does not."""
    span = programme_in(text)
    assert span is not None
    assert text[slice(*span)] == name


@pytest.mark.parametrize(
    "text", ["info@iurc.example", "www.IURC.eu/na", "helpdesk@IUC.eu", "a EURIUC b"]
)
def test_an_address_names_no_programme(text: str) -> None:
    """The acronym in an address is part of the address."""
    assert programme_in(text) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("works in the framework of the programme Blue Towns, since 2019", "Blue Towns"),
        ("en el marco del programa URB-AL III.", "URB-AL III"),
        ("no âmbito do programa Cidades Irmãs.", "Cidades Irmãs"),
        ("nell'ambito del programma Terre Vive (2019)", "Terre Vive"),
        ("im Rahmen des Programms „Kommunale Klimapartnerschaften“ seit", "Kommunale Klimapartnerschaften"),
        ("dans le cadre du programme « Villes durables » de", "Villes durables"),
        ("dans le cadre du programme Villes jumelles depuis", None),
        ("inom programmet Tandem Towns.", "Tandem Towns"),
        ("within the programme of work", None),
        ("a programme for schools", None),
    ],
)  # fmt: skip
def test_a_sentence_may_say_which_is_the_programme(text: str, name: str | None) -> None:
    """In seven languages; a name whose end is unclear is not taken."""
    span = called_in(text)
    assert (text[slice(*span)] if span else None) == name


def test_the_programme_may_stand_anywhere(plan: Callable[[str], Plan]) -> None:
    """In the title, in the text or in the contact line; a field of its own comes first."""
    rows = "City\tPorto\tAustin\nCountry\tPortugal\tUSA\nThemes\tWater\n"
    text = plan(rows + "Activities\tA workshop within the IURC Korea was held.\n").programme
    assert text is not None
    assert text.value == "IURC Korea"
    own = plan(rows + "Programme\tTandem Towns\nContact\tthe IUC team\n").programme
    assert own is not None
    assert own.value == "Tandem Towns"


def test_what_stands_below_a_programme_is_not_its_name(plan: Callable[[str], Plan]) -> None:
    """The field ends with the line of its name."""
    rows = "City\tPorto\tAustin\nCountry\tPortugal\tUSA\nThemes\tWater\n"
    read = plan(rows + "Programme: IUC China\nLast seen: 14 December 2018\n").programme
    assert read is not None
    assert read.value == "IUC China"
