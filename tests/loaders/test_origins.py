"""Where a party lies, by the word for its people beside what a sentence calls it."""

from __future__ import annotations

import pytest
from conftest import plans_in
from hypothesis import given
from hypothesis import strategies as st

from citykg.loaders.origins import country_of_people, origin_before, origin_behind
from citykg.loaders.times import same_length


@pytest.mark.parametrize(
    ("text", "word", "country"),
    [
        ("a group from the Peruvian city of Piura", "Peruvian", "PE"),
        ("con la città argentina di Piura", "argentina", "AR"),
        ("la ciudad colombiana de Piura", "colombiana", "CO"),
        ("a cidade brasileira de Piura", "brasileira", "BR"),
        ("la ville canadienne de Piura", "canadienne", "CA"),
        ("in der japanischen Stadt Piura", "japanischen", "JP"),
        ("den kenyanska staden Piura", "kenyanska", "KE"),
    ],
)
def test_the_people_before_a_name_tell_its_country(text: str, word: str, country: str) -> None:
    """Beside the word for a town, in each language."""
    at = text.index("Piura")
    start = text.index(word)
    assert origin_before(same_length(text), 0, at).country == (country, start, start + len(word))


@pytest.mark.parametrize(
    ("text", "country", "region"),
    [
        ("Piura, a Belgian university town of note", "BE", None),
        ("Piura is a small Danish municipality", "DK", None),
        ("Piura, in the Indian state of Madhya Pradesh (pop. 1)", "IN", "Madhya Pradesh"),
        ("Piura and the Indian city of Pune", None, None),
        ("Piura, with Belgian beer", None, None),
        ("Piura. A Belgian town came.", None, None),
    ],
)
def test_the_people_behind_a_name_tell_its_country(
    text: str, country: str | None, region: str | None
) -> None:
    """Behind a comma or a verb, of what the name is; not of the next name, nor of things."""
    found = origin_behind(text, same_length(text), len("Piura"), len(text))
    assert (found.country and found.country[0]) == country
    assert (found.region and text[slice(*found.region)]) == region


def test_a_country_that_is_named_says_more_than_its_people() -> None:
    """What stands in brackets is the country that is stated."""
    (plan,) = plans_in(
        "A story\n\nThe Peruvian city of Piura (Peru) helps Leuven, a Belgian town, with its parks in a cooperation. "
        "Piura came to Leuven in May 2019. Leuven went to Piura in June 2019. Both cities plan a seminar.\n",
        ".txt",
    )
    assert [(c.name.value, c.country and c.country.quote) for c in plan.cities] == [
        ("Piura", "Peru"),
        ("Leuven", "Belgian"),
    ]


@pytest.mark.parametrize("word", ["", "a", "modern", "northern", "local", "urban", "portable"])
def test_other_words_are_no_people(word: str) -> None:
    """Few letters alike do not make a word for people."""
    assert country_of_people(word) is None


@given(st.text(max_size=80))
def test_any_text_is_taken(text: str) -> None:
    """Whatever it holds, what is found lies in it."""
    folded = same_length(text)
    found = origin_behind(text, folded, 0, len(text))
    assert found.country is None or 0 <= found.country[1] < found.country[2] <= len(text)
    assert origin_before(folded, 0, len(text)) is not None
