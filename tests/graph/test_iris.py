"""Names in IRIs."""

from __future__ import annotations

from unicodedata import normalize

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from citykg.errors import UsageError
from citykg.graph.iris import (
    LONGEST_SLUG,
    apart,
    checked_base,
    folded,
    same_name,
    segment,
    slug,
    web_address,
)

names = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Łódź", "łódź"),
        ("北九州", "北九州"),
        ("Москва", "москва"),
        ("San José", "san-josé"),
        ("L'Hospitalet  de Llobregat", "l-hospitalet-de-llobregat"),
        ("Straße", "strasse"),
        ("दिल्ली", "दिल्ली"),
        ("../../etc/passwd", "etc-passwd"),
    ],
)
def test_a_name_keeps_its_script(name: str, expected: str) -> None:
    """A slug is the case-folded name in its own script, its punctuation turned into hyphens."""
    assert slug(name) == expected


@given(names)
def test_an_iri_from_any_name_is_one(name: str) -> None:
    """Whatever the name, the IRI made from it is valid for Oxigraph and for rdflib."""
    iri = f"https://w3id.org/citykg/id/city/zz/{segment(slug(name))}"
    assert ox.NamedNode(iri).value == iri
    assert rdflib.URIRef(iri).n3() == f"<{iri}>"
    assert list(ox.parse(f"<{iri}> <{iri}> <{iri}> .", format=ox.RdfFormat.N_TRIPLES))


@given(names)
def test_a_slug_is_never_empty_and_its_own_slug(name: str) -> None:
    """A slug has at least one character, at most sixty, and makes itself."""
    made = slug(name)
    assert 0 < len(made) <= LONGEST_SLUG
    assert slug(made) == made


@given(names)
def test_a_name_has_one_slug_in_every_normal_form(name: str) -> None:
    """Composed, decomposed and upper-case spellings make the same slug."""
    assert slug(normalize("NFD", name)) == slug(normalize("NFC", name)) == slug(folded(name))


@given(st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=LONGEST_SLUG // 3))
def test_names_without_punctuation_do_not_clash(name: str) -> None:
    """Names of letters and digits share a slug only if they are the same name caselessly."""
    assert slug(name) == folded(name)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Stoke-on-Trent", "STOKE ON  TRENT", True),
        ("St. Gallen", "St Gallen", True),
        ("Côte d’Or", "Côte d'Or", True),
        ("Clean air.", "Clean air", True),
        ("A/B", "A-B", False),
        ("York", "New York", False),
        ("Lodz", "Łódź", False),
    ],
)
def test_spellings_of_one_name(one: str, other: str, *, same: bool) -> None:
    """Case, spaces, hyphens and full stops do not make another name; anything else does."""
    assert (same_name(one) == same_name(other)) is same


def test_a_long_name_is_cut_at_a_word() -> None:
    """A name of more than sixty characters loses its last words, not half a word."""
    assert slug("housing " * 20) == "-".join(["housing"] * 7)


@given(st.dictionaries(st.integers(), st.lists(st.sampled_from("abc"), max_size=3), max_size=6))
def test_what_clashes_is_kept_apart(wanted: dict[int, list[str]]) -> None:
    """No two keys get the same name, whatever the order in which they are given."""
    candidates = {key: [*names, f"own-{key}"] for key, names in wanted.items()}
    decided = apart(candidates)
    assert len(set(decided.values())) == len(decided)
    assert apart(dict(reversed(candidates.items()))) == decided


@pytest.mark.parametrize(
    "base", ["https://example.org/id/", "http://localhost:8080/", "https://a.b/x/"]
)
def test_a_base_is_an_address_that_can_be_continued(base: str) -> None:
    """A base is an http(s) address that ends in a slash."""
    assert checked_base(base) == base


@pytest.mark.parametrize(
    "base",
    [
        "",
        "example",
        "https://example.org/id",
        "urn:x:",
        "https://a b/",
        "https://a/%zz/",
        "https://a/<>/",
        "https://a/x#",
        "https://a/?x/",
    ],
)
def test_another_base_is_refused(base: str) -> None:
    """A base that cannot carry names is a wrong call, and the message shows a right one."""
    with pytest.raises(UsageError, match=r"https://example\.org/id/"):
        checked_base(base)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        (" http://example.org/ä b ", "http://example.org/%C3%A4%20b"),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("http://", None),
        ("http://exa mple/%zz", None),
        ("air@example.org", None),
    ],
)
def test_only_web_addresses_become_iris(text: str, address: str | None) -> None:
    """An http(s) address becomes an IRI, percent-encoded; anything else does not."""
    assert web_address(text) == address


@given(st.one_of(names, names.map("https://example.org/".__add__), names.map("http://".__add__)))
def test_a_web_address_is_a_valid_iri(text: str) -> None:
    """Whatever the text, an address made from it can be read back by Oxigraph."""
    if address := web_address(text):
        line = f"<{address}> <{address}> <{address}> .\n"
        assert len(list(ox.parse(line, format=ox.RdfFormat.N_TRIPLES))) == 1
