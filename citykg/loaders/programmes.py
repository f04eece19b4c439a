"""Names of cooperation programmes: those we know, those that a text calls so, and acronyms.

The words live in `programmes.toml`, by language.
"""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from citykg.loaders.lexicon import lexicon
from citykg.loaders.markup import JOINER, PARAGRAPH, clean
from citykg.loaders.times import alternatives, same_length
from citykg.plan import Stated

if TYPE_CHECKING:
    from citykg.loaders.cell import Cell
    from citykg.loaders.ledger import Ledger

_ACRONYM = re.compile(
    r"^\W*(?P<name>[A-Z][A-Z0-9]{1,11}(?:[-–][A-Z]{2,5})?)\s+(?=(?:Integrated|Local|Urban|Action|City|"
    r"Cooperation|Pairing|Plan|Programme|Program)\b)"
)
_BLANK = rf"[ \t\xa0{JOINER}]"
_BRACKETED = re.compile(rf"{_BLANK}*\((?P<inside>[^()\n{PARAGRAPH}]{{2,40}})\)")
_SHORT = re.compile(r"[A-Z][A-Z0-9]{1,7}(?:[-–][A-Za-z]{2,6})?")
_NEXT = re.compile(rf"{_BLANK}*(?:[–—-]{_BLANK}*)?")
_LINE = re.compile(rf"[^\n{PARAGRAPH}]+")
_ENDS = re.compile(rf"{_BLANK}*(?:[.;:)|\n{PARAGRAPH}]|$)")
_MAX_WORDS = 10
_MAX_BRANCH = 4
"""The parts of the world that a branch is named after, at most."""


@dataclass(frozen=True)
class _Words:
    known: re.Pattern[str]
    acronym: re.Pattern[str]
    code: re.Pattern[str]
    region: re.Pattern[str]
    join: re.Pattern[str]
    place: re.Pattern[str]
    behind: re.Pattern[str]
    called: re.Pattern[str]


@functools.cache
def _words() -> _Words:
    data = tomllib.loads(files(__package__).joinpath("programmes.toml").read_text("utf-8"))
    acronyms, codes = data.pop("acronyms"), data.pop("codes")

    def any_of(name: str) -> str:
        return alternatives({word for table in data.values() for word in table[name]})

    short = "|".join(map(re.escape, acronyms))
    return _Words(
        known=re.compile(rf"(?<![\w@./-]){any_of('names')}"),
        acronym=re.compile(rf"(?<![\w@./-])(?:{short})(?![\w@])(?![./-][a-z])"),
        code=re.compile(rf"[-–](?:{'|'.join(codes)})\b"),
        region=re.compile(any_of("regions")),
        join=re.compile(rf"\s*{any_of('and')}\s*"),
        place=re.compile(rf"\s+{any_of('in')}\s*"),
        behind=re.compile(rf"{_BLANK}{any_of('programme')}(?={_BLANK}*\()"),
        # "in the framework of the programme X", "under the X programme"
        called=re.compile(
            rf"(?<!\w){any_of('within')}(?:\s+\w{{1,3}}['’]?)?\s+(?:{any_of('programme')}\s+)"
        ),
    )


def programme_in(text: str) -> tuple[int, int] | None:
    """Where a title or contact line names the programme.

    >>> text = "IUC-NA Integrated Local Action Plan (iLAP) Summary"
    >>> text[slice(*programme_in(text))]
    'IUC-NA'
    >>> text = "IURC ASIA & AUSTRALASIA | FACT SHEET"
    >>> text[slice(*programme_in(text))]
    'IURC ASIA & AUSTRALASIA'
    """
    found = known_in(text)
    if found:
        return found
    match = _ACRONYM.search(text)
    return match.span("name") if match else None


def known_in(text: str) -> tuple[int, int] | None:
    """Where a text first names a programme that we know, with its branch."""
    folded, words = same_length(text), _words()
    matches = [m for m in (words.known.search(folded), words.acronym.search(text)) if m]
    if not matches:
        return None
    first = min(matches, key=lambda match: match.start())
    return first.start(), _end(text, folded, first.end())


def called_in(text: str) -> tuple[int, int] | None:
    """Where a sentence says of a name that it is the programme's.

    >>> text = "The cities work in the framework of the programme Blue Towns since 2019."
    >>> text[slice(*called_in(text))]
    'Blue Towns'
    """
    folded = same_length(text)
    for match in _words().called.finditer(folded):
        name = _QUOTED.match(text, match.end()) or _NAME.match(text, match.end())
        if name:
            return name.span("name")
    return None


_QUOTED = re.compile(r"[“\"«„]\s*(?P<name>[^\W\d_][^“”\"«»„\n]{2,60}?)\s*[”\"»“]")
# Capitals, with small words between two of them only; where small words follow, its end is unclear.
_NAME = re.compile(
    r"[“\"«„]?(?P<name>[^\W\d_a-zà-öø-ÿ][\w-]*(?:\s+(?:(?:of|for|and|de|del|di|da|do|für|och|und|y|e|et)\s+)?"
    r"[^\W\d_a-zà-öø-ÿ][\w-]*){0,6})(?=[“”\"»]|\s*(?:[.,;:()\d\n]|$))"
)


def _end(text: str, folded: str, at: int) -> int:
    """Where a name that was found up to `at` ends with its acronym and its branch."""
    words = _words()
    behind = words.behind.match(folded, at)
    at = behind.end() if behind else at
    code = words.code.match(text, at)
    at = code.end() if code else at
    at = _bracket(text, at)
    branch = _branch(text, folded, at)
    return _bracket(text, branch) if branch > at else at


def _bracket(text: str, at: int) -> int:
    """Where the brackets behind a name end, if they hold its acronym or branch."""
    match = _BRACKETED.match(text, at)
    if not match:
        return at
    inside = match["inside"]
    folded = same_length(inside)
    short = _SHORT.fullmatch(inside)
    return match.end() if short or _places(inside, folded, 0) == len(inside) else at


def _branch(text: str, folded: str, at: int) -> int:
    """Where the branch of a programme behind its name ends: `China`, `– North America`."""
    for sign in (_NEXT, _words().place):
        match = sign.match(folded, at)
        if match and match.end() > at:
            end = _places(text, folded, match.end())
            if end > match.end():
                return end
    comma = re.compile(rf"{_BLANK}*,{_BLANK}*").match(text, at)
    if comma:
        end = _places(text, folded, comma.end())
        if end > comma.end() and _ENDS.match(text, end):
            return end
    return at


def _places(text: str, folded: str, at: int) -> int:
    """Where the parts of the world that stand at a place end; the place itself without one."""
    end, start = at, at
    for _ in range(_MAX_BRANCH):
        found = _place(text, folded, start)
        if found == start:
            break
        end = found
        join = _words().join.match(folded, end)
        if not join:
            break
        start = join.end()
    return end


def _place(text: str, folded: str, at: int) -> int:
    match = _words().region.match(folded, at)
    if match:
        # "regions" and "cities" are words of every sentence, "Regions" is a branch.
        return match.end() if text[at : match.end()] != text[at : match.end()].lower() else at
    if not text[at : at + 1].isupper():
        return at
    country = next(iter(lexicon("countries").find(text, at, min(len(text), at + 40))), None)
    return country.end if country and country.start == at else at


def programme_of(ledger: Ledger) -> Stated[str] | None:
    """The programme of its own field, else the one that title, text or contact line names."""
    for cell in ledger.cells("programme"):
        return _of_field(ledger, cell)
    document, fields = ledger.document, ledger.fields
    contacts = [cell.span(0, len(cell.text)) for cell in ledger.cells("contact")]
    found = None
    for start, end in (*fields.preamble, *contacts):
        span = programme_in(document.masked[start:end])
        if span:
            stated = _stated(ledger, start + span[0], start + span[1])
            found = found or stated
    return found or _of_text(ledger)


def _stated(ledger: Ledger, start: int, end: int) -> Stated[str]:
    document = ledger.document
    quote = document.text[start:end]
    return ledger.took(Stated(clean(document.masked[start:end]), start, end, quote))


def _of_field(ledger: Ledger, cell: Cell) -> Stated[str]:
    """What a field of the programme says, without what stands below its name."""
    known = known_in(cell.text)
    line = next((m for m in _LINE.finditer(cell.text) if clean(m[0])), None)
    if line is None:
        return ledger.took(cell.words(0, len(cell.text)))
    start, end = line.span()
    if known and known[0] <= end < known[1]:
        end = known[1]  # a name that is broken over two lines
    if known is None and len(cell.text.split()) <= _MAX_WORDS:
        end = len(cell.text)
    named = known and start <= known[0] < end
    inside = cell.text[start:end]
    if (
        known
        and named
        and (len(inside.split()) > _MAX_WORDS or known_in(cell.text[known[1] : end]))
    ):
        start, end = known
    return ledger.took(cell.words(start, end))


def _of_text(ledger: Ledger) -> Stated[str] | None:
    """The programme that the text names anywhere, or what stands above the rows of a table."""
    document, fields = ledger.document, ledger.fields
    runs = [fields.extent or (0, len(document.masked))]
    if fields.row is not None:
        # What stands above the header of a table is said of all its rows.
        runs = [(0, min((block.label[0] for block in fields.blocks), default=0)), *fields.beside]
    for find in (known_in, called_in):
        for start, end in runs:
            span = find(document.masked[start:end])
            if span:
                return _stated(ledger, start + span[0], start + span[1])
    return None
