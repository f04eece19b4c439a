"""Names of places: countries by any usual name, regions out of prose, the names of parties."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from citykg.loaders.aliases import aliases_of, bare_name, kind_of, kind_stated, place_words
from citykg.loaders.behind import place_behind, region_before
from citykg.loaders.countries import countries_in, country_in, is_country, is_state, states
from citykg.loaders.divisions import is_division_of
from citykg.loaders.labels import fold, label_of
from citykg.loaders.markup import clean
from citykg.loaders.mentions import NOTHING
from citykg.loaders.times import alternatives, same_length
from citykg.loaders.words import words_of

__all__ = [
    "Name",
    "aliases_of",
    "bare_name",
    "countries_in",
    "country_in",
    "halves_of",
    "is_country",
    "is_state",
    "is_told",
    "kind_of",
    "kind_stated",
    "names_apart",
    "names_in",
    "region_in",
    "states_apart",
]

_MAX_REGION_WORDS = 8
_LONGEST = 80
"""The characters of the longest name that is looked for."""
_COPULA = re.compile(
    r"\b(?:is|are|lies|stands|sits|located|situated|situe|situa|sitúa|gelegen|befindet|belägen|"
    r"capital|es|está|é|fica|è|si trova|est|ist|"
    r"liegt|är|ligger)\b",
    re.IGNORECASE,
)
_IN_REGION = re.compile(
    r"\b(?:in|within|of|en|de|em|no|na|del|della|nella|nel|dans|im|i)\s+"
    r"(?:the\s+|la\s+|el\s+|le\s+|l[’']|der\s+|dem\s+)?"
    r"(?:(?:north|south|east|west|central|upper|lower)[a-z-]*\s+)?"
    r"(?:(?:county|province|state|region|department|prefecture|provincia|région|region|comunidad)"
    r"\s+(?:of|de|di)\s+)?"
    r"(?P<name>[A-ZÀ-ÖØ-Þ][\w’'.-]*(?:\s+(?:(?:of|and|the|de|del|la|les|y|e|di|et|und|da|do)\s+){0,2}"
    r"[A-ZÀ-ÖØ-Þ][\w’'.-]*)*)"
)
_REGION_OF = re.compile(
    r"\b(?:county|province|state|region|department|prefecture|district|commonwealth|provincia|estado|"
    r"región|região|regione|région|département|bundesland|land|comunidad|"
    r"comunidad autónoma|distrito|län|stato)\s+"
    r"(?:(?:of|de|di|do|da|du|del|della|von)\s+(?:the\s+|la\s+|l[’'])?)?"
    r"(?-i:(?P<name>[A-ZÀ-ÖØ-Þ][\w’'.-]*(?:\s+(?:(?:of|and|the|de|del|la|les|y|e|di|et|und|da|do)\s+){0,2}"
    r"[A-ZÀ-ÖØ-Þ][\w’'.-]*)*))",
    re.IGNORECASE,
)
_WIDER = re.compile(r",\s+(?P<name>[A-ZÀ-ÖØ-Þ][\w’'-]+(?:\s+[A-ZÀ-ÖØ-Þ][\w’'-]+)*)(?=[\s.,;]*$)")
_WATERS = re.compile(r"\b(?:River|Lake|Sea|Bay|Ocean|Coast|Mountains?|Alps|Valley|Gulf)$")
# The point of "Bogotá D.C." is its own.
_INITIALS = re.compile(r"(?<!\w)(?:[^\W\d_]\.){2,3}$")
_INITIAL = 8
_NAME_TAIL = "\u2060*†‡¹²³⁴:;,."
# As in: Calgary, Canada – 1.3 million inhabitants; Leeds: 790,000; Rome (2.8 million).
_AMOUNT_BEHIND = re.compile(
    r"(?:(?<!\s)\s++[–—-]\s+|(?:(?<!\s)\s++)?(?::\s+|\())(?P<tail>(?:[^\W\d]{1,9}\.?\s)?\d)"
)
# "1.3 million inhabitants", "population 254,850", "with about 12 000".
_AMOUNT = re.compile(r"(?:[^\W\d_A-Z][^\W\d_]{0,11}[.:]?\s+){0,3}\d")
# Behind a comma, and in brackets that begin with a country: (Greece, 162,591 residents).
_AMOUNT_BEHIND_COMMA = re.compile(
    r"(?:(?<!\s)\s++)?[,;]\s++(?P<tail>(?:[^\W\d_A-Z][^\W\d_]{0,11}[.:]?\s+){0,3}\d)"
)
# In a sentence of its own: "Padova, Italy. Population 210,440".
_AMOUNT_NEXT = re.compile(r"[.;]\s++(?P<tail>(?:[^\W\d_]{2,14}[.:]?\s+){1,3}\d)")
_BRACKET = re.compile(r"(?:(?<!\s)\s++)?[(\[]([^()\[\]]+)[)\]]\s*$")
_SEPARATOR = re.compile(
    r"(?:(?<!\s)\s+)?[;|\n\u2029↔⇄]\s*|(?<!\s)\s++(?:&|/|\+|<->|–|—|-|x|×|·|•|vs\.?|with)\s+|(?<=\))[–—-](?=\w)"
)
_AND = re.compile(
    r"(?:(?<!\s)\s++)?,\s++(?:(?:and|y|e|ed|et|und|och|&)\s+)?|(?<!\s)\s++(?:and|y|e|ed|et|und|och)\s+"
)
_CODE = re.compile(r"[A-Z]{2,3}(?!\w)")
# "Cities: Leeds and Jaipur" on one line.
_LABEL = re.compile(r"\s*+([^\s:;,()][^:;,()\n]{1,29}+):\s+")


@dataclass(frozen=True)
class Name:
    """A party's name at `[start, end)`, and the country and region named beside it."""

    start: int
    end: int
    country: tuple[str, int, int] | None = None
    """The country's code and where it is named."""
    region: tuple[int, int] | None = None
    tail: tuple[int, int] | None = None
    """What else its line says of it: `– 1.3 million inhabitants`."""


@functools.cache
def _constituents() -> frozenset[str]:
    return frozenset(name for names in place_words()["constituents"].values() for name in names)


_TOLD = re.compile(r"[^\W\d_]{3,}[.!?]\s+[^\W\d_a-z]")


def is_told(text: str) -> bool:
    """Whether a cell holds sentences: it tells of places, and does not list them."""
    return bool(_TOLD.search(text))


def _region_in_prose(text: str) -> tuple[int, int] | None:
    # "the Canadian province of Quebec" says what kind of thing it is in: that one first.
    for match in (*_REGION_OF.finditer(text), *_IN_REGION.finditer(text)):
        name = match["name"].rstrip(".,;’'")
        if country_in(name) is None and not _WATERS.search(name):
            end = match.start("name") + len(name)
            # "Los Angeles County, California": the larger of the two.
            wider = _WIDER.match(text, end)
            if wider and not countries_in(wider["name"]):
                return wider.span("name")
            return match.start("name"), end
    return None


def region_in(text: str) -> tuple[int, int] | None:
    """Where a cell names a region: the whole of a short cell, or the place prose says it is in.

    >>> text = "Manchester is a city and metropolitan borough in Greater Manchester"
    >>> text[slice(*region_in(text))]
    'Greater Manchester'
    """
    if _COPULA.search(text) and len(text.split()) > 3:
        return _region_in_prose(text)
    start = len(text) - len(text.lstrip())
    end = start + len(_without_tail(text.strip()))
    end = start + len(_BRACKET.sub("", text[start:end]).rstrip())
    # "Hesse, Germany" and "Montréal, Québec, Canada": what stands before the country.
    parts = [part.span() for part in re.finditer(r"[^,/\s][^,/]*", text[start:end])]
    if len(parts) > 1 and is_country(text[start + parts[-1][0] : end]):
        start, end = start + parts[-2][0], start + parts[-2][1]
        end = start + len(text[start:end].rstrip())
    name = text[start:end]
    if fold(name) in _constituents():
        return start, end
    if NOTHING.match(name) or is_country(name) or len(name.split()) > _MAX_REGION_WORDS:
        return None
    return start, end


def _without_tail(text: str) -> str:
    """The text without the signs that may follow a name: a colon, the mark of a footnote."""
    end = len(text)
    while end and (text[end - 1].isspace() or text[end - 1] in _NAME_TAIL):
        if _INITIALS.search(text, max(0, end - _INITIAL), end):
            break
        end -= 1
    return text[:end]


def names_in(text: str, *, many: bool, count: int = 0) -> list[Name]:
    """The parties that a cell names; `many` where one cell holds all of them.

    `count` is how many there must be, where something else tells.

    >>> text = "Manchester (UK) and Montreal (Canada)"
    >>> [(text[n.start:n.end], n.country[0]) for n in names_in(text, many=True)]
    [('Manchester', 'GB'), ('Montreal', 'CA')]
    """
    parts = _parts(text, count) if many else _at_offices(text)
    label = _LABEL.match(text)
    if label and (named := label_of(clean(label[1]))) and "city" in named.fields:
        parts[0] = label.end(), max(label.end(), parts[0][1])
    if len(parts) > 1:
        several = _several().search(same_length(text), *parts[0])
        parts[0] = (several.end() if several else parts[0][0], parts[0][1])
    return [name for start, end in parts if (name := _name(text, start, end))]


def _at_offices(text: str) -> list[tuple[int, int]]:
    """The names of a cell that has an office for each: "Leipzig and the City of Addis Ababa"."""
    begin, runs = 0, []
    for match in _AND.finditer(text):
        following = same_length(text[match.end() : match.end() + _LONGEST])
        if match[0].strip() != "," and _article().match(following):
            runs.append((begin, match.start()))
            begin = match.end()
    return [*runs, (begin, len(text))]


def _parts(text: str, count: int) -> list[tuple[int, int]]:
    runs = _cut(text, 0, len(text), _SEPARATOR)
    if len(runs) > 1 and len(runs) < count:
        # "Rotterdam and Almada with Porbandar and Panaji"
        finer = [part for start, end in runs for part in _cut(text, start, end, _AND)]
        return finer if len(finer) == count else runs
    return runs if len(runs) > 1 else _cut(text, 0, len(text), _AND)


def _cut(text: str, start: int, end: int, border: re.Pattern[str]) -> list[tuple[int, int]]:
    """The runs between borders; what stands in brackets is not cut, a country joins its city."""
    runs: list[tuple[int, int]] = []
    searched = same_length(text) if text.isupper() else text  # "MADRID Y BUENOS AIRES"
    named = bool(countries_in(text[start:end]))
    joined = [match.span() for match in _joined().finditer(same_length(text), start, end)]
    begin = counted = start
    depth = 0
    for match in border.finditer(searched, start, end):
        inside, counted = text[counted : match.start()], match.start()
        depth += inside.count("(") - inside.count(")")
        if depth > 0:
            continue
        if any(a < match.start() < b for a, b in joined):
            continue  # Brighton and Hove
        # "Austin, Texas, USA" is one place: where countries are named, each ends one.
        if match[0].strip() == "," and named and country_in(text[begin : match.start()]) is None:
            continue
        # "Austin, Texas" as well.
        following = text[match.end() : match.end() + _LONGEST].split(",", maxsplit=1)[0]
        if match[0].strip() == "," and is_state(_AND.split(following)[0]):
            continue
        if _is_code_of(text, begin, match):
            continue  # "Recife - PE", "Porto, PT"
        # A number is no party: it belongs to the name before it.
        if _AMOUNT.match(text, match.end()):
            continue
        runs.append((begin, match.start()))
        begin = match.end()
    runs.append((begin, end))
    return [(a, b) for a, b in runs if clean(text[a:b])]


def _is_code_of(text: str, begin: int, border: re.Match[str]) -> bool:
    """Whether behind a border stands the code of the place of the name before it."""
    code = _CODE.match(text, border.end())
    if code is None:
        return False
    comma = border[0].strip() == ","
    return (comma and is_country(code[0])) or is_division_of(
        text[begin : border.start()].strip(), code[0]
    )


def _name(text: str, start: int, end: int) -> Name | None:
    while start < end and (text[start].isspace() or text[start] in "•-–*,;:\u2060\u2029"):
        start += 1
    article = _article().match(same_length(text[start : min(end, start + _LONGEST)]))
    start += article.end() if article else 0
    line_end, tail = end, None
    end = start + len(_without_tail(text[start:end]))
    if not words_of(text[start:end]):
        return None
    signs = (_AMOUNT_BEHIND, _AMOUNT_BEHIND_COMMA, _AMOUNT_NEXT)
    amounts = [found for sign in signs if (found := sign.search(text, start, end))]
    amount = min(amounts, key=lambda found: found.start(), default=None)
    if amount:
        tail = amount.start("tail"), line_end
        bracket = text.rfind("(", start, amount.start())
        if bracket > max(start, text.rfind(")", start, amount.start())):
            # The brackets hold the country too, and end with the amount.
            country = country_in(text[bracket : amount.start()])
            if country:
                end = start + len(_without_tail(text[start:bracket]))
                said = country[0], bracket + country[1], bracket + country[2]
                return Name(start, end, said, region_before(text, bracket + 1, said[1]), tail)
            tail = None
        else:
            end = start + len(_without_tail(text[start : amount.start()]))
    country, region, end = place_behind(text, start, end)
    end = start + len(_without_tail(text[start:end]))
    if region:
        a, b = region
        inner = text[a:b].strip()
        region = (a + text[a:b].find(inner), a + len(text[a:b].rstrip())) if inner else None
    return Name(start, end, country, region, tail) if end > start else None


def names_apart(text: str, count: int, elsewhere: str) -> list[Name]:
    """The parties of a flat row, `Frankfurt am Main Yokohama`; none where it is not certain.

    Two names part where both halves stand by themselves `elsewhere`, the rest of the document.
    """
    # What stands in brackets goes with the word before it: "Canberra (ACT)".
    words = [m.span() for m in re.finditer(r"\S+(?:\s*\([^()]*\))?", text)]
    if len(words) == count:
        return [name for start, end in words if (name := _name(text, start, end))]
    if count != 2:
        return []
    parted = []
    for border in range(1, len(words)):
        halves = [(words[0][0], words[border - 1][1]), (words[border][0], words[-1][1])]
        if all(text[a:b] in elsewhere for a, b in halves):
            parted.append([Name(a, b) for a, b in halves])
    return parted[0] if len(parted) == 1 else []


@functools.cache
def _article() -> re.Pattern[str]:
    words = place_words()["offices"]
    return re.compile(
        rf"{alternatives(set(words['articles']))}\s*(?={alternatives(set(words['words']))}\s)"
    )


@functools.cache
def _joined() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){alternatives(set(place_words()['joined']['names']))}")


def halves_of(text: str, elsewhere: str) -> list[Name]:
    """Two names with a stroke between and no blank, where `elsewhere` has each by itself.

    >>> text = "Leeds/Jaipur"
    >>> [text[n.start : n.end] for n in halves_of(text, "In Leeds, people from Jaipur")]
    ['Leeds', 'Jaipur']
    """
    if len(text) > _LONGEST:
        return []
    for stroke in re.finditer(r"(?<=[^\W\d_])[/–—-](?=[^\W\d_])", text):
        runs = [(0, stroke.start()), (stroke.end(), len(text))]
        alone = [rf"(?<![\w/–—-]){re.escape(text[a:b].strip())}(?![\w/–—-])" for a, b in runs]
        if all(re.search(half, elsewhere) for half in alone):
            return [name for a, b in runs if (name := _name(text, a, b))]
    return []


@functools.cache
def _several() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){alternatives(set(place_words()['offices']['plural']))}\s+")


@functools.cache
def _divisions() -> frozenset[str]:
    return states() | frozenset(place_words()["divisions"]["names"])


def states_apart(text: str) -> list[tuple[int, int]]:
    """Two regions on one line with nothing between, where one is a state that we know.

    >>> text = "Pennsylvania North Rhine-Westphalia"
    >>> [text[a:b] for a, b in states_apart(text)]
    ['Pennsylvania', 'North Rhine-Westphalia']
    """
    words = [match.span() for match in re.finditer(r"\S+", text)]
    found = []
    for border in range(1, len(words)):
        halves = [(words[0][0], words[border - 1][1]), (words[border][0], words[-1][1])]
        if any(fold(text[a:b]) in _divisions() for a, b in halves):
            found.append(halves)
    return found[0] if len(found) == 1 else []
