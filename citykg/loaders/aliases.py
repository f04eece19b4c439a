"""How parties are called: short, with an office, in other languages, and what they are.

The words live in `places.toml`.
"""

from __future__ import annotations

import functools
import re
import tomllib
from importlib.resources import files
from typing import Any

from citykg.loaders.labels import fold
from citykg.loaders.lexicon import lexicon
from citykg.loaders.markup import JOINER
from citykg.loaders.times import alternatives, same_length

_BRACKET = re.compile(r"(?:(?<!\s)\s++)?[(\[]([^()\[\]]+)[)\]]\s*$")


@functools.cache
def place_words() -> dict[str, Any]:
    """The words in the names of places, as `places.toml` has them."""
    return tomllib.loads(files(__package__).joinpath("places.toml").read_text("utf-8"))


@functools.cache
def _kinds() -> tuple[tuple[str, re.Pattern[str]], ...]:
    data = place_words()
    kinds = []
    for kind, words in data["kinds"].items():
        ends = "|".join(data["kinds_glued"].get(kind, ())) or r"(?!)"
        pattern = rf"(?<![^\W_]){alternatives(set(words))}|(?:{ends})(?!\w)"
        kinds.append((kind, re.compile(pattern)))
    return tuple(kinds)


def kind_of(name: str) -> str:
    """What a party's own name says it is: `region`, `authority`, `cluster` or else `city`.

    >>> kind_of("Barnsley Metropolitan Borough Council"), kind_of("City of Leeds")
    ('authority', 'city')
    """
    folded = fold(name)
    return next((kind for kind, pattern in _kinds() if pattern.search(folded)), "city")


def kind_stated(words: str) -> str | None:
    """The kind that the words of a row for it state; None where they state none.

    >>> kind_stated("Metropolitan region"), kind_stated("city pair"), kind_stated("study visit")
    ('region', 'city', None)
    """
    kind = kind_of(words)
    if kind != "city":
        return kind
    folded = fold(words)
    for unit, begins in place_words()["units"]["begins"].items():
        if folded.startswith(tuple(begins)):
            return str(unit)
    return kind if _units().search(folded) else None


@functools.cache
def _units() -> re.Pattern[str]:
    """The words for a city, in a row of kinds."""
    return re.compile(rf"(?<!\w){alternatives(set(place_words()['units']['city']))}")


@functools.cache
def offices() -> re.Pattern[str]:
    """What a name may have beside the name of the city itself."""
    return re.compile(rf"(?<!\w){alternatives(set(place_words()['offices']['words']))}")


def bare_name(name: str) -> str:
    """A party's name without its office, as it is written.

    >>> bare_name("Municipality of Kotka"), bare_name("Linköpings kommun")
    ('Kotka', 'Linköpings')
    """
    plain = " ".join(name.replace(JOINER, "").split())
    pieces = []
    at = 0
    for office in offices().finditer(same_length(plain)):
        pieces.append(plain[at : office.start()])
        at = office.end()
    short = " ".join(" ".join((*pieces, plain[at:])).split()).strip(" ,-–/&")
    return short or plain


# "Frankfurt am Main" and "Cartagena de Indias" go by their first word.
_EPITHET = re.compile(
    r"\s(?:am|an der|im|ob der|de|do|da|del|della|sur|upon|on|in|near|d['’])\s|\s(?=city$)|,|/"
)


def _is_country(text: str) -> bool:
    return lexicon("countries").exact(text) is not None


_GENITIVE = re.compile(r"(\w{3,})s (?:stad|kommun|forbund|universitet)$")


@functools.cache
def _exonyms() -> dict[str, tuple[str, ...]]:
    """For each name of a city, all that it goes by; the first is the one for all."""
    return {name: tuple(group) for group in place_words()["exonyms"]["groups"] for name in group}


@functools.lru_cache(maxsize=1024)
def aliases_of(name: str) -> tuple[str, ...]:
    """The ways in which sentences name a party: its name, without its office, in other languages.

    The last is the same for all names of one city.

    >>> aliases_of("Barnsley Metropolitan Borough Council")
    ('barnsley metropolitan borough council', 'barnsley')
    >>> aliases_of("Comune di Torino")
    ('comune di torino', 'torino', 'turin')
    """
    whole = fold(_BRACKET.sub("", name)).strip()
    short = " ".join(offices().sub(" ", whole).split()).strip(" ,-–/&")
    if not short or (short != whole and _is_country(short)):
        short = whole  # "Mexico City" is not called Mexico
    first = _EPITHET.split(short)[0].strip()
    first = short if _is_country(first) else first
    own = _GENITIVE.match(whole)
    ways = [whole, *((own[1],) if own else ()), short, first]
    group = _exonyms().get(short) or _exonyms().get(first) or ()
    ways = [way for way in dict.fromkeys((*ways, *group)) if len(way) > 1]
    last = group[0] if group else first if len(first) > 1 else whole
    return (*(way for way in ways if way != last), last)
