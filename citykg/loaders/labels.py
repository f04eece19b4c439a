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
from typing import TYPE_CHECKING, Any

from citykg.loaders.markup import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

MAX_LABEL_WORDS = 24
_BRACKETS = re.compile(r"\((?!s\))[^()]*\)|\[[^\[\]]*\]")
_ACCENTS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
_TELLING = frozenset({"topics", "sdgs"})
_MENDABLE = 7
"""The letters of a word that is known though one is wrong, at least."""
_MAX_MISSPELT = 4
"""The words of a label that may be misspelt, at most."""
_GENERAL = frozenset({"themes", "objectives", "focus"})
"""Fields whose name says little: what follows says which themes or goals they are."""
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
    alone: bool = False
    """Whether it is a label only as a whole, such as `Name`."""


def fold(text: str) -> str:
    """The text in lower case without accents: `São João` gives `sao joao`."""
    if not text.isascii():
        text = _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
        text = text.replace("’", "'").replace("\u2060", "").replace("ø", "o").replace("ł", "l")
    return text.casefold()


def normal(text: str) -> str:
    """A wording as it is compared: folded, without signs and what stands in brackets."""
    folded = _PLURAL_IN_BRACKETS.sub("s", fold(clean(text)))
    return _NOT_WORD.sub(" ", _BRACKETS.sub(" ", folded)).strip()


Named = tuple[tuple[str, str], ...]
"""A field and a language, for each thing that a wording can mean."""


class Wordings:
    """The wordings of labels, and the words that may stand around them."""

    def __init__(  # noqa: PLR0913 - the lists of `labels.toml`
        self,
        fields: Mapping[str, Named],
        around: frozenset[str],
        of: frozenset[str],
        alone: Mapping[str, Named],
        joining: frozenset[str],
        counting: frozenset[str],
    ) -> None:
        self.fields = fields
        self._alone = alone
        self._joining = joining
        self._counting = counting
        self._around = around
        self._of = of
        self._longest = max(wording.count(" ") + 1 for wording in fields)
        self.label_of = functools.lru_cache(maxsize=4096)(self._label_of)

    def with_first(self, fields: Mapping[str, Named]) -> Wordings:
        """These wordings, and others that are asked before them."""
        return Wordings(
            {**self.fields, **fields},
            self._around,
            self._of,
            self._alone,
            self._joining,
            self._counting,
        )

    def _mended(self, word: str) -> str:
        """The word of a label that a word is but for one letter: `challange`, `ouputs`."""
        if len(word) < _MENDABLE - 1 or word in self._words or word in self._around:
            return word
        found = {self._shortened.get(word[:at] + word[at + 1 :]) for at in range(len(word))}
        found |= {self._shortened.get(word), *(w for w in self._inside(word) if w in self._words)}
        found.discard(None)
        return next(iter(found)) or word if len(found) == 1 else word

    @staticmethod
    def _inside(word: str) -> Iterator[str]:
        """The word without each of its letters."""
        return (word[:at] + word[at + 1 :] for at in range(len(word)))

    @functools.cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(word for wording in self.fields for word in wording.split())

    @functools.cached_property
    def _shortened(self) -> dict[str, str | None]:
        """The long words of labels without one letter; None where two are alike."""
        found: dict[str, str | None] = {}
        for word in self._words:
            if len(word) >= _MENDABLE:
                for short in self._inside(word):
                    found[short] = None if found.get(short, word) != word else word
        return found

    def is_small(self, word: str) -> bool:
        """Whether a word is one that stands around names of fields, such as `the` or `how`."""
        return fold(word) in self._around

    def is_counting(self, word: str) -> bool:
        """Whether a word counts the parties: `both`, `two`."""
        return fold(word) in self._counting

    def is_joining(self, word: str) -> bool:
        """Whether a word says that what follows are parties: `cooperation`, `between`."""
        return fold(word) in self._joining

    def _label_of(self, text: str) -> Label | None:
        whole = normal(text)
        alone = self._alone.get(whole)
        if alone:
            return Label(
                (alone[0][0],), tuple(sorted(tag for _, tag in alone)), certain=True, alone=True
            )
        words = whole.split()
        if len(words) > _MAX_MISSPELT:
            words = [word for word in words if word not in self._counting]
        if not words or len(words) > MAX_LABEL_WORDS:
            return None
        named, unknown = self._named(words)
        if (not named or unknown) and len(words) <= _MAX_MISSPELT:
            mended = [self._mended(word) for word in words]
            if mended != words:
                named, unknown = self._named(mended)
        if not named or unknown * 2 > len(words):
            return None  # "Pairing agreement signed" holds a label's word, and is none
        certain = unknown * 6 <= len(words)
        return Label(_joined([field for field, _ in named]), tuple(sorted(named[0][1])), certain)

    def _named(self, words: list[str]) -> tuple[list[tuple[str, frozenset[str]]], int]:
        """The fields that words name, each with its languages, and how many words are unknown."""
        named: list[tuple[str, frozenset[str]]] = []
        unknown = 0
        complement = False
        position = 0
        while position < len(words):
            length = self._wording_at(words, position)
            if length:
                found = _agreeing(self.fields[" ".join(words[position : position + length])], named)
                if not complement:
                    named.append(found)
                elif found[0] in _TELLING and named[-1][0] in _GENERAL:
                    named[-1] = found  # "Topics of the Urban Agenda" are no themes
                position += length
                continue
            word = words[position]
            complement = bool(named) if word in self._of else complement
            unknown += not (word in self._of or word in self._around or word.isdigit())
            position += 1
        return named, unknown

    def _wording_at(self, words: list[str], position: int) -> int:
        """How many words of a label's longest wording stand at a position; 0 for none."""
        for length in range(min(self._longest, len(words) - position), 0, -1):
            if " ".join(words[position : position + length]) in self.fields:
                return length
        return 0


def _data() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("labels.toml").read_text("utf-8"))


@functools.cache
def numbering() -> re.Pattern[str]:
    """The number before a heading: `3.`, `2.1`, `IV.`, `b)`, `Article 3 -`."""
    words = "|".join(re.escape(word) for word in _data()["numbering"]["words"])
    return re.compile(
        r"^(?:\(?\d{1,2}(?:\.\d{1,2})*[.)]?|[IVX]{1,4}[.)]|[A-Za-z][.)]"
        rf"|(?i:{words})\s?(?:\d{{1,2}}(?:\.\d{{1,2}})*|[IVX]{{1,4}}\b)(?:[.:)]|\s[-–—])?)\s+(?=[^\W\d])"
    )


@functools.cache
def known_wordings() -> Wordings:
    """The wordings that documents of every kind use."""
    data = _data()
    data.pop("numbering")
    data.pop("heads")
    of = frozenset(data.pop("of")["words"])
    around = frozenset(word for words in data.pop("around").values() for word in words)
    alone = named_by(data.pop("alone"))
    joining = frozenset(data.pop("joining")["words"])
    counting = frozenset(data.pop("counting")["words"])
    return Wordings(named_by(data), around, of, alone, joining, counting)


def head_label_of(text: str) -> Label | None:
    """What the head of a column names, or None if it names no field.

    >>> head_label_of("Done so far").fields, label_of("Done so far")
    (('activities',), None)
    """
    named = _heads().get(normal(text))
    if named is None:
        label = label_of(text)
        # "From" and "until" head the period as a pair only: by itself, that may be where from.
        return None if label and label.alone and label.fields[0] in {"start", "end"} else label
    return Label((named[0][0],), tuple(sorted(tag for _, tag in named)), certain=True)


@functools.cache
def _heads() -> dict[str, Named]:
    return named_by(_data()["heads"])


def named_by(data: Mapping[str, Mapping[str, Sequence[str]]]) -> dict[str, Named]:
    """What each wording of a table names: field, then language, then wordings."""
    fields: dict[str, list[tuple[str, str]]] = {}
    for name, languages in data.items():
        for language, wordings in languages.items():
            for wording in wordings:
                fields.setdefault(normal(wording), []).append((name, language))
    return {wording: tuple(named) for wording, named in fields.items()}


def label_of(text: str) -> Label | None:
    """What a label names in documents of every kind, or None if it names no field.

    >>> label_of("Key focus of cooperation themes:").fields
    ('focus',)
    >>> label_of("Short description of main activities and key outputs").fields
    ('activities', 'outputs')
    """
    return known_wordings().label_of(text)


def _joined(names: list[str]) -> tuple[str, ...]:
    """The fields of a label, each once, as what they are together."""
    fields = tuple(dict.fromkeys(names))
    if set(fields) == {"start", "end"}:
        return ("period",)
    if "activities" in fields and "outputs" not in fields:
        # "Activities and results" in one cell are what was done and what came of it.
        return tuple("outputs" if field == "results" else field for field in fields)
    return fields


def _agreeing(found: Named, named: list[tuple[str, frozenset[str]]]) -> tuple[str, frozenset[str]]:
    """The field that a wording names, and in which languages; those of the label before first."""
    before = named[0][1] if named else frozenset[str]()
    field = next((field for field, language in found if language in before), found[0][0])
    return field, frozenset(language for known, language in found if known == field)
