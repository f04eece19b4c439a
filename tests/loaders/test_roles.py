"""Whose a statement is: the party that it names as its owner."""

from __future__ import annotations

import pytest

from citykg.loaders.roles import Parties, named_party

_NAMES = ("Porto", "Austin", "Leeds")


@pytest.mark.parametrize(
    ("text", "owners"),
    [
        ("Porto: to reduce noise", ("Porto",)),
        ("Porto – to reduce noise", ("Porto",)),
        ("Porto and Austin: to reduce noise", ("Porto", "Austin")),
        ("In Porto, rents have doubled", ("Porto",)),
        ("For Austin: cleaner rivers", ("Austin",)),
        ("Leeds wants to house its young people", ("Leeds",)),
        ("Austin needs shade", ("Austin",)),
        ("Cleaner rivers (Austin)", ("Austin",)),
        ("Cleaner rivers (Porto, Leeds).", ("Porto", "Leeds")),
        ("Cleaner rivers in Austin", ()),
        ("Learn from Porto how rivers are cleaned", ()),
        ("Cleaner rivers (like those of Austin and of many towns in Texas)", ()),
        ("Both cities want clean air", _NAMES),
        ("For all partners: clean air", _NAMES),
        ("Clean air", ()),
        ("", ()),
    ],
)
def test_a_statement_may_name_its_owner(text: str, owners: tuple[str, ...]) -> None:
    """What a statement opens or closes with names its owner; a party it speaks of does not."""
    assert named_party(text, _NAMES) == owners


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "En Porto, los alquileres se han duplicado"),
        ("pt", "Porto quer reduzir o ruído"),
        ("it", "A Porto, gli affitti sono raddoppiati"),
        ("fr", "Porto souhaite réduire le bruit"),
        ("de", "In Porto: weniger Lärm"),
        ("sv", "Porto vill minska bullret"),
    ],
)
def test_owners_are_named_in_other_languages(language: str, text: str) -> None:
    """The words around the owner's name are data of each language."""
    assert named_party(text, _NAMES, language) == ("Porto",)


@pytest.mark.parametrize(
    ("sentence", "moves"),
    [
        ("Porto visited Austin", [((1,), (0,))]),
        ("Porto and Leeds visited Austin", [((1,), (0, 2))]),
        ("Porto visited Austin and Leeds", [((1, 2), (0,))]),
        ("Porto visited Austin and Austin visited Porto", [((1,), (0,)), ((0,), (1,))]),
        ("A delegation was in Porto", [((0,), ())]),
        ("Porto was in Austin", []),
        ("The mayor visited the docks", []),
        ("Porto visited the website", []),
    ],
)
def test_movements_have_two_sides(
    sentence: str, moves: list[tuple[tuple[int, ...], tuple[int, ...]]]
) -> None:
    """A verb of movement has its parties in its own clause; names joined by "and" are one side."""
    found = Parties(_NAMES, "en").movements(sentence)
    assert [(m.hosts, m.visitors) for m in found if m.sure] == moves
