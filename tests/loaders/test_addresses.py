"""Addresses: those of the contact field, else the e-mail addresses of the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from citykg.plan import Plan

_ROWS = "City\tPorto\tAustin\nCountry\tPortugal\tUSA\nThemes\tWater\n"


def _contacts(plan: Plan) -> list[str | None]:
    return [contact.value for contact in plan.contacts]


def test_an_address_without_a_contact_field_is_a_contact(plan: Callable[[str], Plan]) -> None:
    """Wherever it stands, once."""
    read = plan(
        _ROWS + "\nPrepared by Ana Sousa, ana.sousa@porto.example; ana.sousa@porto.example\n"
    )
    assert _contacts(read) == ["ana.sousa@porto.example"]


def test_the_contact_field_comes_first(plan: Callable[[str], Plan]) -> None:
    """Where it has addresses, no other is taken."""
    read = plan("See x@y.example\n" + _ROWS + "Contact\tinfo@porto.example, www.porto.example\n")
    assert _contacts(read) == ["info@porto.example", "www.porto.example"]


def test_who_sent_a_letter_on_is_no_contact(plan: Callable[[str], Plan]) -> None:
    """The header of a message names its sender."""
    assert _contacts(plan("From: Team <news@programme.example>\n\n" + _ROWS)) == []
