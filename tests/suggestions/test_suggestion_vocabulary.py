"""The vocabulary: what its files may hold, and that what they say is consistent."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import pytest

import citykg.suggestions
from citykg.loaders.mentions import is_target
from citykg.ontology.vocabulary import concepts
from citykg.suggestions import LANGUAGES
from citykg.suggestions.vocabulary import WEIGHTS, concept_of, expand, vocabulary
from citykg.suggestions.words import stems_of, tokens_of

FOLDER = Path(citykg.suggestions.__file__).parent / "vocabulary"
FILES = sorted(FOLDER.glob("*/*.toml"))


def tables(path: Path) -> dict[str, dict[str, str]]:
    """The tables of a file."""
    return tomllib.loads(path.read_text("utf-8"))


def phrases(table: dict[str, str], *kinds: str) -> list[str]:
    """The phrases that a table's lines stand for."""
    return [
        phrase
        for kind, lines in table.items()
        if not kinds or kind in kinds
        for line in lines.strip().splitlines()
        for phrase in expand(line)
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_table_is_about_something_that_there_is(path: Path) -> None:
    """Goals and targets of the UN, topics of the scheme; kinds that have a weight."""
    topics = {concept.slug for concept in concepts("topics")}
    for name, table in tables(path).items():
        scheme = concept_of(name).scheme
        if scheme == "sdg":
            assert 1 <= int(name) <= 17
        elif scheme == "sdg-target":
            assert is_target(name)
        else:
            assert name in topics
        assert set(table) <= set(WEIGHTS)
        assert scheme == "sdg-target" or not {"tells", "hints"} & set(table)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_line_has_its_brackets_in_pairs(path: Path) -> None:
    """Alternatives do not nest, and no phrase is empty."""
    for name, table in tables(path).items():
        for phrase in phrases(table):
            assert phrase, name
            assert not set("()|\t") & set(phrase), (name, phrase)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_no_phrase_is_said_and_denied(path: Path) -> None:
    """A wording speaks of a goal or it does not."""
    stems = stems_of(path.parent.name)

    def key(phrase: str) -> tuple[str, ...]:
        return tuple(stems[word] for word, _, _ in tokens_of(phrase))

    for name, table in tables(path).items():
        denied = {key(phrase): phrase for phrase in phrases(table, "not")}
        said = {key(phrase) for phrase in phrases(table, *(set(WEIGHTS) - {"not"}))}
        assert not [denied[each] for each in denied if each in said], name


def test_english_has_several_hundred_phrases_a_goal() -> None:
    """English first and well."""
    known = Counter[str]()
    for path in FILES:
        if path.parent.name == "en":
            for name, table in tables(path).items():
                known[name.partition(".")[0]] += len(phrases(table))
    assert all(known[str(goal)] >= 300 for goal in range(1, 18))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_goal_and_topic(language: str) -> None:
    """Seven languages; the topics' names come from their scheme."""
    found = {(concept.scheme, concept.value) for concept in vocabulary(language).concepts}
    assert {("sdg", goal) for goal in range(1, 18)} <= found
    assert {("urban-agenda", concept.slug) for concept in concepts("topics")} <= found


def test_every_target_has_a_word_of_its_own() -> None:
    """All 169 targets can be suggested."""
    found = {each.value for each in vocabulary("en").concepts if each.scheme == "sdg-target"}
    assert len(found) == 169


def test_alternatives_are_multiplied() -> None:
    """A line stands for each choice of its alternatives; one may be empty."""
    assert list(expand("(clean|green) (and safe|) energy")) == [
        "clean and safe energy", "clean energy", "green and safe energy", "green energy",
    ]  # fmt: skip
    assert list(expand("poverty")) == ["poverty"]


def test_an_unknown_language_is_refused_by_name() -> None:
    """The message names those that there are."""
    with pytest.raises(ValueError, match=r"'xx'.*en, es"):
        vocabulary("xx")
