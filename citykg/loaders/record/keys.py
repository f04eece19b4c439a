"""The keys of a record: which field each names, in any language, where it stands."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.resources import files

from citykg.loaders.labels import fold, label_of

BOOKKEEPING = frozenset(("template", "confidence", "coverage", "drift", "source", "problems"))
"""What `citykg read` says of the file it read: of another file it says nothing."""


@dataclass(frozen=True)
class Key:
    """The fields that a key names, one or more, and the languages in which it means them."""

    fields: tuple[str, ...]
    languages: tuple[str, ...] = ()
    """Empty for the record's own names, which are of no language."""


@dataclass(frozen=True)
class _Place:
    """The fields of a place in a record."""

    fields: dict[str, str]  # spelling of a field's own name -> field
    words: dict[str, Key]
    labels: dict[str, str]  # field of labels.toml -> field here


@functools.cache
def _places() -> dict[str, _Place]:
    data = tomllib.loads(files(__package__).joinpath("record.toml").read_text("utf-8"))
    places = {}
    for name, fields in data["places"].items():
        words: dict[str, Key] = {}
        for field in fields:
            for language, wordings in data["words"].get(field, {}).items():
                for wording in wordings:
                    known = words.get(wording)
                    if known is None or known.fields == (field,):
                        languages = known.languages if known else ()
                        words[wording] = Key((field,), (*languages, language))
        own = {field.replace("_", " "): field for field in fields}
        places[name] = _Place(own, words, data["labels"].get(name, {}))
    return places


@functools.cache
def everyone() -> frozenset[str]:
    """The words, folded, that stand for all the parties: `both`."""
    data = tomllib.loads(files(__package__).joinpath("record.toml").read_text("utf-8"))
    return frozenset(data["everyone"]["words"])


@functools.lru_cache(maxsize=4096)
def key_of(text: str, place: str) -> Key | None:
    """What a key names in a place such as `plan`, `city` or `event`; None if it names nothing.

    >>> key_of("Población", "city").fields
    ('population',)
    """
    known = _places()[place]
    spelling = _spelling(text)
    if spelling in known.fields:
        return Key((known.fields[spelling],))
    if spelling in known.words:
        return known.words[spelling]
    label = label_of(text.replace("_", " "))
    if label is None or not label.certain:
        return None
    fields = tuple(known.labels[field] for field in label.fields if field in known.labels)
    return Key(fields, label.languages) if fields else None


def nearest(text: str, place: str) -> str | None:
    """The key that looks most like a text, in the spelling of the record's own names."""
    known = _places()[place]
    names = {**known.fields, **{word: key.fields[0] for word, key in known.words.items()}}
    names |= {label: field for label, field in known.labels.items() if label not in names}
    close = get_close_matches(_spelling(text), names, n=1)
    return names[close[0]] if close else None


def _spelling(text: str) -> str:
    return " ".join(fold(text).replace("_", " ").replace("-", " ").split()).rstrip(" :")
