"""Movements: who went to whom, by the verbs of a sentence that have parties on their sides.

The words live in `roles.toml`.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from citykg.loaders.late import Late, Seldom
from citykg.loaders.wording import any_of, language_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_BESIDE = 60
_PAIR = 2
_SOON = 24
"""Characters from a name to the verb that it is the subject of."""


class Named(NamedTuple):
    """A party, by index, named at `[start, end)`."""

    party: int
    start: int
    end: int


class Movement(NamedTuple):
    """Who went to whom, told by a verb at `[start, end)` of the clause `[begin, stop)`."""

    start: int
    end: int
    hosts: tuple[int, ...]
    visitors: tuple[int, ...]
    begin: int
    stop: int
    sure: bool = True
    """Whether it tells of a visit by itself; else it only says who came to what is named."""


@dataclass(frozen=True)
class RoleWords:
    """The words of `roles.toml` in one language."""

    both: Seldom
    mutual: Late
    partner: Late
    host_before: Late
    host_after: Late
    visitor_before: Late
    visitor_after: Late
    held_in: Late
    held_by: Late
    source: Late
    guests: Late
    guests_of: Late
    guests_next: Late
    holds: Late
    respective: Late
    each: Late
    border: Late
    joins: Late
    there: Late
    goes_to: Late
    opposite: Late
    moves: Late
    wants: Late
    of_party: Late
    went_to: Late
    between: Late
    place_of: Late
    returned: Seldom
    we: Seldom
    you: Seldom
    our_city: Seldom
    your_city: Seldom


@functools.cache
def role_words(language: str) -> RoleWords:
    """The words of a language; of English, where we know none."""
    language = language_in("roles", language)

    def words(key: str) -> str:
        return any_of("roles", key, language)

    flags = re.IGNORECASE | re.DOTALL

    def compiled(expression: str) -> Late:
        return Late(expression, flags)

    def seldom(key: str, expression: str) -> Seldom:
        return Seldom(expression, flags, words=words(key))

    gap = rf"(?:\s+{words('gap')}){{0,3}}\s*[’'(]?$"
    return RoleWords(
        returned=seldom("returned", rf"(?<!\w){words('returned')}(?!\w)"),
        we=seldom("we", rf"(?<!\w){words('we')}(?!\w)"),
        you=seldom("you", rf"(?<!\w){words('you')}(?!\w)"),
        our_city=seldom("our_city", rf"(?<!\w){words('our_city')}(?!\w)"),
        your_city=seldom("your_city", rf"(?<!\w){words('your_city')}(?!\w)"),
        both=seldom("both", rf"\b{words('both')}(?!\w)"),
        mutual=seldom("mutual", rf"\b{words('mutual')}(?!\w)"),
        partner=seldom("partner", rf"\b{words('partner')}(?!\w)"),
        host_before=compiled(rf"\b{words('host_before')}{gap}"),
        host_after=compiled(rf"\s*{words('host_after')}\b"),
        visitor_before=compiled(rf"\b{words('visitor_before')}{gap}"),
        visitor_after=compiled(rf"\s*{words('visitor_after')}\b"),
        held_in=compiled(rf"(?<!\w){words('held_in')}{gap}"),
        held_by=compiled(rf"\b{words('held_by')}{gap}"),
        source=compiled(rf"\b{words('source')}{gap}"),
        guests=seldom("guests", rf"\b{words('guests')}\b"),
        guests_next=compiled(rf"[’']?s?\s+(?:\w+\s+)?{words('guests')}\b"),
        holds=compiled(rf"\s*{words('holds')}\b"),
        guests_of=compiled(
            rf"\b{words('guests')}\s+(?:[^\s,;.]+\s+){{0,3}}{words('visitor_before')}{gap}"
        ),
        respective=seldom("respective", rf"\b{words('respective')}\b"),
        each=seldom("each", rf"\b{words('each')}\b"),
        border=compiled(rf"[;:]|,?\s+{words('border')}\s+(?=[^\s]+\s)"),
        joins=compiled(rf",?\s+{any_of('phrases', 'listed', language)}\s+"),
        there=compiled(rf",?\s+{words('there')}\s+"),
        goes_to=compiled(rf"\s*(?:{words('goes_to')}|→|->|–>|>)\s*(?:the\s+)?"),
        opposite=seldom("opposite", rf"\b{words('opposite')}(?!\w)"),
        moves=Seldom(
            rf"\b(?:(?P<received_by>{words('received_by')})|(?P<receives>{words('receives')})"
            rf"|(?P<goes>{words('goes')})|(?P<stays>{words('stays')}))(?!\w)",
            flags,
            words="|".join(map(words, ("received_by", "receives", "goes", "stays"))),
        ),
        wants=compiled(rf"\s+{words('wants')}\b"),
        of_party=compiled(rf"\s*{words('for')}\s+"),
        went_to=compiled(rf"\s+{words('to')}(?:\s+{words('gap')}){{0,3}}\s*"),
        between=compiled(rf"\b{words('between')}{gap}"),
        place_of=compiled(
            rf"\s+{words('to')}(?:\s+|(?<=[’']))(?!{words('guests')})(?:[^\s,;:.()]+\s+){{1,6}}?"
            rf"(?:{words('place_of')})(?:\s+{words('gap')}){{0,2}}\s*"
        ),
    )


def movements_in(
    text: str,
    named: Sequence[Named],
    words: RoleWords,
    parties: int,
    doing: Sequence[tuple[int, int]] = (),
) -> Iterator[Movement]:
    """Who went to whom; `parties` is how many the plan has, `doing` where verbs stand."""
    if not named:
        return
    verbs = list(words.moves.finditer(text))
    if not verbs:
        return
    borders = _borders(text, words, sorted([*(v.span() for v in verbs), *doing]), named)
    for verb in verbs:
        begin = max((b for _, b in borders if b <= verb.start()), default=0)
        stop = min((a for a, _ in borders if a >= verb.end()), default=len(text))
        here = [n for n in named if begin <= n.start and n.end <= stop]
        came = bool(words.guests.search(text, begin, verb.end()))
        if verb["stays"] and not came:
            continue  # "Porto was in debt"
        subject, others = _sides(text, verb, here, words)
        partner = words.partner.search(text, verb.start(), stop)
        if not others and partner and len(subject) == 1 and parties == _PAIR:
            others = [1 - subject[0]]
        guests = words.guests.search(text, verb.end(), stop)
        sure = bool(subject and (others or guests)) or bool(others and came)
        if not subject and not sure:
            continue
        others = [party for party in others if party not in subject]
        hosts, visitors = (subject, others) if verb["receives"] else (others, subject)
        yield Movement(*verb.span(), tuple(hosts), tuple(visitors), begin, stop, sure)


def _borders(
    text: str, words: RoleWords, verbs: Sequence[tuple[int, int]], named: Sequence[Named]
) -> list[tuple[int, int]]:
    """Where a clause ends and the next begins: an "and" parts two clauses with a verb in each."""
    marks = [m.span() for m in words.border.finditer(text)]
    found: list[tuple[int, int]] = []
    for number, (start, end) in enumerate(marks):
        if words.joins.fullmatch(text, start, end):
            begin = found[-1][1] if found else 0
            stop = marks[number + 1][0] if number + 1 < len(marks) else len(text)
            left = any(begin <= a and b <= start for a, b in verbs)
            right = any(end <= a < stop for a, _ in verbs)
            if not (left and right):
                continue
            # "Zagreb AND Rijeka visited": a name on each side, the verb not soon behind.
            names = any(n.end == start for n in named), [n for n in named if n.start == end]
            if names[0] and names[1] and not _soon(names[1][0].end, verbs):
                continue
        if not words.joins.fullmatch(text, start, end) and _adverb(text, start, end, verbs, named):
            continue
        found.append((start, end))
    return found


def _adverb(
    text: str, start: int, end: int, verbs: Sequence[tuple[int, int]], named: Sequence[Named]
) -> bool:
    """Whether a word that may part clauses stands within one: "Porto THEN hosted Austin"."""
    subject = any(n.end == start for n in named)
    return subject and text[start] not in ";:" and any(a == end for a, _ in verbs)


def _soon(at: int, verbs: Sequence[tuple[int, int]]) -> bool:
    return any(0 <= a - at <= _SOON for a, _ in verbs)


def _sides(
    text: str, verb: re.Match[str], named: Sequence[Named], words: RoleWords
) -> tuple[list[int], list[int]]:
    """The parties that are the verb's subject, and the others, each once."""
    before = [n for n in named if n.end <= verb.start()]
    after = [n for n in named if n.start >= verb.start()]
    subject = [n for n in before if not _is_place(text, n, words)]
    others: list[Named] = []
    came: list[Named] = []
    for name in after:
        beside = text[max(verb.end(), name.start - _BESIDE) : name.start]
        if words.source.search(beside) or words.guests_of.search(beside):
            came.append(name)
        else:
            others.append(name)
    places = [n for n in before if n not in subject]
    if verb["receives"]:
        if not (subject or places):
            # "Im Juni empfing Mannheim eine Delegation": the verb stands before its subject.
            return _once(others[:1]), _once(came or others[1:])
        # "In Porto they received a delegation from Austin"
        return _once(subject or places), _once(came or others)
    if subject:
        # "travelled from Austin to Porto", "visited a team of Porto"
        return _once(subject), _once(others or [n for n in came if n.party != subject[0].party])
    if not came and len(others) > 1:
        return _once(others[:1]), _once(others[1:])
    return _once(came), _once(others or places)


def _is_place(text: str, name: Named, words: RoleWords) -> bool:
    """Whether a name before the verb only says where: "In Porto, …"."""
    beside = text[max(0, name.start - _BESIDE) : name.start]
    host = words.host_before.search(beside)
    return bool(host) and not words.visitor_before.search(beside)


def _once(names: Sequence[Named]) -> list[int]:
    return list(dict.fromkeys(name.party for name in names))
