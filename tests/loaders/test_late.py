"""Late expressions answer as compiled ones do, and are compiled when they are first asked."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citykg.loaders.late import Late, Seldom

_WORDS = r"(?:host(?:ed|s)?|the two cities|d['’]un|été|(?:very )?long|\(x\)|[A-Z]{2})"
_TEXTS = st.text(alphabet="hostedwciglnvryxéÉtHOSTEDıſ '’()_-. \u2060\n", max_size=40)


def test_an_expression_is_compiled_when_it_is_first_asked() -> None:
    """Naming an expression costs nothing, whatever it says."""
    late = Late("(")
    with pytest.raises(re.error):
        late.search("a")


@given(_TEXTS, st.integers(0, 10), st.integers(0, 40))
def test_an_expression_answers_as_a_compiled_one(text: str, start: int, end: int) -> None:
    """Search, match, fullmatch and finditer find what they find in a compiled expression."""
    late, plain = Late(_WORDS, re.IGNORECASE), re.compile(_WORDS, re.IGNORECASE)
    for _ in range(2):  # the first time, and once compiled
        for name in ("search", "match", "fullmatch"):
            found, expected = (getattr(one, name)(text, start, end) for one in (late, plain))
            assert (found and found.span()) == (expected and expected.span())
        found = [match.span() for match in late.finditer(text, start, end)]
        assert found == [match.span() for match in plain.finditer(text, start, end)]


_FOUND = ["They HOSTED it", "in the two cities", "d’un", "Été", "very long", "(x)", "ab", "hoſt"]


@pytest.mark.parametrize("text", _FOUND)
def test_a_word_that_a_match_begins_with_is_seen_in_any_case(text: str) -> None:
    """No match is ruled out by the words of its text."""
    assert Seldom(rf"\b{_WORDS}", re.IGNORECASE, words=_WORDS).may_match(text)


@given(_TEXTS)
def test_no_match_is_missed(text: str) -> None:
    """A seldom expression finds what the expression itself finds."""
    words = r"(?:host(?:ed|s)?|the two cities|d['’]un|été|(?:very )?long)"
    seldom = Seldom(rf"\b{words}", re.IGNORECASE, words=words)
    plain = re.compile(rf"\b{words}", re.IGNORECASE)
    found, expected = seldom.search(text), plain.search(text)
    assert (found and found.span()) == (expected and expected.span())
    assert [m.span() for m in seldom.finditer(text)] == [m.span() for m in plain.finditer(text)]


def test_a_match_may_begin_with_anything() -> None:
    """An expression that no word opens is asked everywhere."""
    seldom = Seldom(r"(?<=a)\W+b", words=r"\W+b")
    assert [match.span() for match in seldom.finditer("a, b a b")] == [(1, 4), (6, 8)]


def test_words_that_begin_no_match_rule_a_text_out() -> None:
    """A text without such a word is not searched, and the expression not even compiled."""
    seldom = Seldom("(hosted", re.IGNORECASE, words="hosted")
    assert seldom.search("They ran a workshop in Porto") is None
    assert not list(seldom.finditer("They ran a workshop in Porto"))
