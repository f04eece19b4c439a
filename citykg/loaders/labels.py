"""Labels of plan summaries: which fields a heading or a first cell names.

The wordings live in `labels.toml`; adding a wording or a language is adding a line there.
"""

from __future__ import annotations

import functools
import re
import tomllib
import unicodedata
from dataclasses import dataclass
from importlib.resources import files

from citykg.loaders.markup import clean

MAX_LABEL_WORDS = 24
_BRACKETS = re.compile(r"\((?!s\))[^()]*\)|\[[^\[\]]*\]")
_NOT_WORD = re.compile(r"[^\w]+")
_PLURAL_IN_BRACKETS = re.compile(r"\(s\)|\(es\)", re.IGNORECASE)


@dataclass(frozen=True)
class Label:
    """What a label says: the fields it names, in its order, and its language."""

    fields: tuple[str, ...]
    languages: tuple[str, ...]
    """The languages in which the label means this: many are spelt alike in several."""
    certain: bool
    """Whether the label has hardly a word that labels do not use: a heading, not prose."""


@dataclass(frozen=True)
class _Wordings:
    fields: dict[str, tuple[tuple[str, str], ...]]  # wording -> (field, language)...
    around: dict[str, frozenset[str]]  # word -> languages
    of: frozenset[str]
    longest: int  # words of the longest wording


def fold(text: str) -> str:
    """The text in lower case without accents: `São João` gives `sao joao`."""
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in decomposed if not unicodedata.combining(c))
        text = text.replace("’", "'").replace("\u2060", "").replace("ø", "o").replace("ł", "l")
    return text.casefold()


@functools.cache
def _wordings() -> _Wordings:
    data = tomllib.loads(files(__package__).joinpath("labels.toml").read_text("utf-8"))
    of = frozenset(data.pop("of")["words"])
    around: dict[str, set[str]] = {}
    for language, words in data.pop("around").items():
        for word in words:
            around.setdefault(word, set()).add(language)
    fields: dict[str, list[tuple[str, str]]] = {}
    for name, languages in data.items():
        for language, wordings in languages.items():
            for wording in wordings:
                normal = _normal(wording)
                fields.setdefault(normal, []).append((name, language))
    return _Wordings(
        {wording: tuple(named) for wording, named in fields.items()},
        {word: frozenset(languages) for word, languages in around.items()},
        of,
        max(wording.count(" ") + 1 for wording in fields),
    )


def _normal(text: str) -> str:
    folded = _PLURAL_IN_BRACKETS.sub("s", fold(clean(text)))
    return _NOT_WORD.sub(" ", _BRACKETS.sub(" ", folded)).strip()


@functools.lru_cache(maxsize=4096)
def label_of(text: str) -> Label | None:
    """What a label names, or None if it names no field.

    >>> label_of("Key focus of cooperation themes:").fields
    ('focus',)
    >>> label_of("Short description of main activities and key outputs").fields
    ('activities', 'outputs')
    """
    words = _normal(text).split()
    if not words or len(words) > MAX_LABEL_WORDS:
        return None
    known = _wordings()
    named: list[tuple[str, frozenset[str]]] = []
    unknown = 0
    complement = False
    position = 0
    while position < len(words):
        length = _wording_at(words, position)
        if length:
            if not complement:
                wording = " ".join(words[position : position + length])
                named.append(_agreeing(known.fields[wording], named))
            position += length
            continue
        word = words[position]
        complement = bool(named) if word in known.of else complement
        unknown += not (word in known.of or word in known.around or word.isdigit())
        position += 1
    if not named or unknown * 2 > len(words):
        return None  # "Pairing agreement signed" holds a label's word, and is none
    fields = tuple(dict.fromkeys(field for field, _ in named))
    if "activities" in fields and "outputs" not in fields:
        # "Activities and results" in one cell are what was done and what came of it.
        fields = tuple("outputs" if field == "results" else field for field in fields)
    return Label(fields, tuple(sorted(named[0][1])), certain=unknown * 6 <= len(words))


def _wording_at(words: list[str], position: int) -> int:
    """How many words of a label's longest wording stand at a position; 0 for none."""
    known = _wordings()
    for length in range(min(known.longest, len(words) - position), 0, -1):
        if " ".join(words[position : position + length]) in known.fields:
            return length
    return 0


def _agreeing(
    found: tuple[tuple[str, str], ...], named: list[tuple[str, frozenset[str]]]
) -> tuple[str, frozenset[str]]:
    """The field that a wording names, and in which languages; those of the label before first."""
    before = named[0][1] if named else frozenset[str]()
    field = next((field for field, language in found if language in before), found[0][0])
    return field, frozenset(language for known, language in found if known == field)
