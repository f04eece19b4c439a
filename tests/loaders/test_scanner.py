"""The scanner finds what its expressions match, by the letters that stand there."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citykg.loaders.scanner import Scanner, openings, word_of
from citykg.loaders.wording import spelt, wordings


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("held", {"hel"}),
        ("to~be", {"to "}),
        ("(?:was~)?held|ran", {"was", "hel", "ran"}),
        ("co-?hosted", {"co-", "coh"}),
        (r"n[’\x27]t", {"n’t", "n't"}),
        (r"\w+ed", {""}),
        (r"(?<!x\s)\(draft\)", {"(dr"}),
        ("(?:a|b){0,3}?c", {"a", "b", "c"}),
    ],
)
def test_an_expression_has_openings(expression: str, found: set[str]) -> None:
    """Up to three letters; fewer where anything may follow them."""
    assert openings(expression) == found


@pytest.mark.parametrize(
    ("expression", "word"),
    [
        (r"\w{3,}(?:ought|aught)", r"\w*(?:ought|aught)"),
        (r"(?<=\w\s)(?!need)\w+ed(?!~up)\b", r"\w*ed"),
        (r"(?:se~)?(?!ser)\w+(?:ará|irán)\b(?:~ser)?", r"\w*(?:ará|irán)"),
        (r"\w+ade[s]?", r"\w*ade[s]?"),
        (r"\w+[- ]held", None),
        (r"\w+~held", None),
        (r"\w+(?:ed|~up)", None),
        (r"(?:\w+~)?held", None),
        (r"\w+ed|held", None),
    ],
)
def test_the_word_that_an_expression_begins_with_is_known(
    expression: str, word: str | None
) -> None:
    """By its end, where any letters may begin it; no word is ruled out where it is not known."""
    assert word_of(expression) == word


@pytest.mark.parametrize("language", sorted(wordings("cues")))
def test_no_cue_is_missed(language: str) -> None:
    """What each cue matches by itself begins with one of its openings."""
    lists = wordings("cues")[language]
    for name in ("not-done", "planned", "completed"):
        for expression in lists[name]:
            whole = expression.replace("@", "").replace("DOING", "(?:hold|held)")
            for example in _examples(whole):
                assert Scanner([(name, whole)]).match(example, 0), (expression, example)


def _examples(expression: str) -> list[str]:
    """Texts that an expression matches, made of its plain words; few, and only plain ones."""
    plain = re.sub(r"\(\?[:=!<][^()]*\)\??", "", expression).replace("~", " ")
    found = re.fullmatch(r"[^\W\d_][\w ]*", plain)
    texts = [found[0].strip()] if found else []
    return [t for t in texts if re.fullmatch(spelt(expression), t)]


@given(st.text(alphabet="abheld ’'-(", max_size=12))
def test_a_scanner_matches_as_its_expressions_do(text: str) -> None:
    """At every place the first expression that matches there, and no other."""
    expressions = [("one", "(?:be~)?held"), ("two", "bel?d"), ("three", r"a\w+"), ("one", "ha-?b")]
    expressions += [("two", r"(?<=a\s)\w+(?:el|h[ad])\b(?:~ab)?"), ("three", r"(?:ab~)?\w+dd")]
    scanner = Scanner(expressions)
    for at in range(len(text)):
        expected = None
        for name in ("one", "two", "three"):
            for _, expression in (e for e in expressions if e[0] == name):
                match = re.compile(spelt(rf"(?:{expression})(?![\w]|[-‐]\w)")).match(text, at)
                if match and expected is None:
                    expected = name, match.end()
        assert scanner.match(text, at) == expected
