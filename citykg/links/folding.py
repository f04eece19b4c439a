"""Names made comparable: without case, accents, ß, punctuation and the words around a name.

Scripts are kept: 北九州 stays 北九州, Łódź becomes `lodz`.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final, Literal
from unicodedata import normalize

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable

# Letters that Unicode does not take apart.
_LETTERS: Final = (
    ("ł", "l"), ("ø", "o"), ("đ", "d"), ("ð", "d"), ("ħ", "h"), ("ı", "i"),
    ("æ", "ae"), ("œ", "oe"), ("þ", "th"),
)  # fmt: skip
# Accents, and apostrophes, which names lose more often than they change.
_DROPPED: Final = re.compile("[\u0300-\u036f'’‘ʻʼʾʿ`´′]+")
# What is no letter or digit is a space; in the scripts from Hebrew to Khmer, and for the voiced
# marks of Japanese, what Python calls no letter may be a vowel.
_BETWEEN: Final = re.compile("[^\\w\n\u0590-\u1eff\u3099\u309a]+")
# One word that is written in two ways, as a whole word.
_WRITTEN: Final = (("saint", "st"), ("sankt", "st"), ("sainte", "ste"))


class Around(msgspec.Struct, frozen=True):
    """Words that stand around a name, folded, the longest first."""

    before: tuple[str, ...]
    behind: tuple[str, ...]
    glued: tuple[str, ...]

    def without(self, key: str) -> str:
        """The folded name without the longest word before it and the longest behind it."""
        if key.startswith(self.before):
            for word in self.before:
                if key.startswith(word) and len(key) > len(word):
                    key = key[len(word) :]
                    break
        if key.endswith(self.behind):
            for word in self.behind:
                if key.endswith(word) and len(key) > len(word):
                    key = key[: -len(word)]
                    break
        for word in self.glued:
            # One character before it is a word such as 都市, and no name.
            if key.endswith(word) and len(key) > len(word) + 1:
                return key[: -len(word)]
        return key


class Words(msgspec.Struct, frozen=True):
    """The words of words.toml, folded."""

    city: Around
    region: Around
    areas: frozenset[str]
    longest_area: int
    """In words."""
    territories: dict[str, tuple[str, ...]]
    """ISO alpha-2 of a country to those of its territories."""


def fold_all(names: Iterable[str]) -> list[str]:
    """The names folded, each in its place; folding many at once is several times as fast."""
    text = "\n".join([name.replace("\n", " ") for name in names])
    text = _DROPPED.sub("", normalize("NFKD", text).casefold())
    for letter, plain in _LETTERS:
        text = text.replace(letter, plain)
    text = _BETWEEN.sub(" ", text)
    text = f"\n{text}\n".replace("\n ", "\n").replace(" \n", "\n")
    for written, short in _WRITTEN:
        # Twice as fast as an expression with \b, ten times where the word is rare.
        text = text.replace(f"\n{written} ", f"\n{short} ").replace(f" {written} ", f" {short} ")
    return text[1:-1].split("\n")


def fold(name: str) -> str:
    """The name folded.

    >>> fold("Saint-Étienne"), fold("GROSSENHAIN") == fold("Großenhain"), fold("北九州")
    ('st etienne', True, '北九州')
    """
    return fold_all((name,))[0]


def city_key(key: str) -> str:
    """A folded name without the words around a city's: `montreal` of `city of montreal`."""
    return words().city.without(key)


def region_key(name: str) -> str:
    """A region's name folded, without the words around it: `sevilla` of "Provincia de Sevilla"."""
    return words().region.without(fold(name))


def area_word(key: str) -> str | None:
    """The word of a folded name that says that it is an area's: `county` of `cork county`."""
    parts = key.split(" ")
    known = words()
    for length in range(known.longest_area, 0, -1):
        for start in range(len(parts) - length + 1):
            word = " ".join(parts[start : start + length])
            if word in known.areas and length < len(parts):
                return word
    return None


@cache
def words() -> Words:
    """The words that ship, read once."""
    found = tomllib.loads((files("citykg.links") / "data" / "words.toml").read_text("utf-8"))
    areas = frozenset(fold_all(found["area"]["words"]))
    return Words(
        _around(found["city"]),
        _around(found["region"]),
        areas,
        max(word.count(" ") + 1 for word in areas),
        {code: tuple(inside) for code, inside in found["territories"].items()},
    )


def _around(found: dict[Literal["before", "behind", "glued"], list[str]]) -> Around:
    before = {
        # "d'" keeps no space behind it: the apostrophe is gone.
        fold(word) + ("" if word.endswith("'") else " ")
        for word in found["before"]
    }
    behind = {" " + fold(word) for word in found["behind"]}
    glued = {fold(word) for word in found["glued"]}
    return Around(*(tuple(sorted(s, key=lambda w: (-len(w), w))) for s in (before, behind, glued)))
