"""The words of a text are cut once, and say where they stand."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from citykg.loaders.labels import fold
from citykg.loaders.markup import JOINER
from citykg.loaders.words import words_of

_TEXTS = st.text(alphabet=f"abAÉßé12_²½{JOINER} ’'-.,()\n\tİſÀoK", max_size=30)


@given(_TEXTS)
def test_words_are_those_of_the_text(text: str) -> None:
    """Each is the folded text at its place; between them stand neither letters nor figures."""
    at = 0
    for word, start, end in words_of(text):
        assert fold(text[start:end]) == word
        assert not re.search(r"[^\W_]", text[at:start])
        at = end
    assert not re.search(r"[^\W_]", text[at:])


@given(_TEXTS)
def test_runs_are_what_stands_between_signs(text: str) -> None:
    r"""A run is what `\w+` matches, as it is written, where it stands."""
    found = words_of(text)
    matches = list(re.finditer(r"\w+", text))
    assert found.runs == [match[0] for match in matches]
    assert found.places == [match.start() for match in matches]


def test_capitals_figures_and_joiners_part_words_or_do_not() -> None:
    """Lists lose their separators when a page is copied; a masked tag is no separator."""
    assert words_of("economySmart 41km2").words == ["economy", "smart", "41", "km", "2"]
    assert words_of(f"ho{JOINER * 3}me EU").words == ["home", "eu"]
    assert not words_of(f" {JOINER}–_ ")
