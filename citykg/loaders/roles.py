"""Who took part in an activity, who came to whom: the parties as a sentence names them."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from citykg.loaders.lexicon import Lexicon
from citykg.loaders.markup import JOINER
from citykg.loaders.movements import Movement, Named, RoleWords, movements_in, role_words
from citykg.loaders.places import aliases_of
from citykg.loaders.words import first_word
from citykg.loaders.writer import with_writer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from citykg.loaders.lexicon import Match

_BESIDE = 60
_PAIR = 2
_TWO = 2
_NEAR = 16
"""Characters from people to the name of the party that they are of."""
_OF_EVENT = 8
"""Words from an event's name to the name of whose it is."""
_OWNER = re.compile(r"\s*(?:[:–—]|-\s|,\s)")
_IN_BRACKETS = re.compile(r"\(([^()]{2,60})\)\s*[.;]?\s*$")
_FIRST = re.compile(rf"\w[\w{JOINER}]*")
_CLOSES = re.compile(r"\s*[),]")
_JOINED = re.compile(r"\s*(?:,|/|&|\+|\b\w{1,3}\b)\s*")


@dataclass(frozen=True)
class Roles:
    """The parties of one event, by index; `mutual` where each party goes to the other."""

    parties: tuple[int, ...] = ()
    hosts: tuple[int, ...] = ()
    visitors: tuple[int, ...] = ()
    mutual: bool = False
    each: bool = False
    """Whether what is told holds for each party by itself: "both … their respective"."""

    def directions(self) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
        """Hosts and visitors of each visit: one to the other and back are two."""
        if self.mutual and len(self.parties) == _PAIR:
            first, second = self.parties
            return [((second,), (first,)), ((first,), (second,))]
        if self.mutual:
            return [(self.parties, self.parties)]
        return [(self.hosts, self.visitors)]


class Parties:
    """The parties of a plan, and how sentences name them.

    `people` are words of its text for the people of a party, each with the party's number.
    """

    def __init__(
        self, names: Sequence[str], language: str, people: tuple[tuple[str, int], ...] = ()
    ) -> None:
        self.names = tuple(names)
        self.language = language
        self.people = people
        self.writer: int | None = None
        """The party that writes, where the text is a letter that one of two signs."""
        self._lexicon = _lexicon(self.names, people)
        self._text = ""
        self._named: list[Named] = []

    def named(self, text: str) -> list[Named]:
        """The parties that a text names, in its order."""
        if text != self._text:  # one sentence is asked about many times
            self._text = text
            self._named = [Named(int(m.slug), m.start, m.end) for m in self._lexicon.find(text)]
        return self._named

    def movements(
        self, text: str, language: str | None = None, doing: Sequence[tuple[int, int]] = ()
    ) -> list[Movement]:
        """Who went to whom by the verbs of a sentence that have parties on their sides.

        `doing` is where the verbs of the sentence stand: they tell its clauses apart.
        """
        words = role_words(language or self.language)
        named = self._with_persons(text, self.named(text), words)
        return list(movements_in(text, named, words, len(self.names), doing))

    def _with_persons(self, text: str, named: list[Named], words: RoleWords) -> list[Named]:
        """The names, with "our planners", "you": of two parties the one that is not named."""
        named_parties = {n.party for n in named}
        if self.writer is not None:
            return with_writer(text, named, words, self.writer)
        if len(self.names) != _PAIR or len(named_parties) != 1:
            return named
        other = 1 - named_parties.pop()
        marks = list(words.we.finditer(text)) or list(words.you.finditer(text))
        persons = [
            # Of no length: "recibimos" is the verb as well.
            Named(other, mark.start(), mark.start())
            for mark in marks
            if not any(self._are_of(text, mark.end(), name, words) for name in named)
        ]
        return sorted([*named, *persons], key=lambda name: name.start) if persons else named

    @staticmethod
    def _are_of(text: str, end: int, name: Named, words: RoleWords) -> bool:
        """Whether people are told to be a named party's: "our colleagues FROM Porto"."""
        between = text[end : name.start] if name.start >= end else ""
        near = 0 < len(between) <= _NEAR and len(between.split()) <= _TWO
        return near and bool(words.source.search(between) or words.visitor_before.search(between))

    def turns_back(self, text: str, reach: tuple[int, int], language: str) -> bool:
        """Whether a visit goes the other way than the one told before: "the return visit"."""
        return bool(role_words(language).opposite.search(text, *reach))

    def returns(self, text: str, language: str) -> list[tuple[int, int]]:
        """Where a verb tells of a return visit by a pronoun: "Porto returned it in May"."""
        return [mark.span() for mark in role_words(language).returned.finditer(text)]

    def goes_on_there(self, text: str, move: Movement, language: str) -> bool:
        """Whether a clause tells what was done on the visit before it: ", where they …"."""
        return bool(role_words(language).there.match(text, move.stop))

    def turned(self, roles: Roles, last: tuple[tuple[int, ...], tuple[int, ...]]) -> Roles:
        """The roles of a return visit: as its own words tell them, else those of the last turned.

        `last` are the hosts and the visitors of the visit told last.
        """
        if roles.hosts and roles.visitors:
            return roles
        visitors, hosts = last
        if set(roles.hosts) <= set(hosts) and set(roles.visitors) <= set(visitors):
            everyone = tuple(sorted({*hosts, *visitors, *roles.parties}))
            return replace(roles, parties=everyone, hosts=hosts, visitors=visitors)
        if len(self.names) == _PAIR:
            # Of two, the one that is not named is the other side: Porto returned the visit.
            hosts = roles.hosts or tuple(1 - party for party in roles.visitors)
            visitors = roles.visitors or tuple(1 - party for party in roles.hosts)
            return replace(roles, parties=(0, 1), hosts=hosts, visitors=visitors)
        return roles

    def roles(  # noqa: PLR0913 - the event, its reach and what kind it is
        self,
        text: str,
        event: tuple[int, int],
        reach: tuple[int, int],
        movement: Movement | None,
        *,
        visit: bool,
        gathering: bool = False,
        language: str | None = None,
    ) -> Roles:
        """The parties of the event that `text[event]` names, in the part `reach` of its sentence.

        `visit` if the event has a direction, `gathering` if it has a place; `movement`
        is what a verb of the same clause tells.
        """
        words = role_words(language or self.language)
        a, b = reach
        everyone = self.named(text)
        if visit:
            everyone = self._with_persons(text, everyone, words)
        named = [n for n in everyone if a <= n.start and n.end <= b]
        start, end = event
        every = tuple(range(len(self.names)))
        parties = tuple(sorted({n.party for n in named}))
        if len(parties) < _TWO and words.both.search(text, a, b):
            parties = every
        pair = len(self.names) == _PAIR
        each = len(parties) > 1 and bool(
            words.respective.search(text, a, b) or words.each.search(text, a, start)
        )
        if visit and words.mutual.search(text, a, b):
            return Roles(every if pair else parties, mutual=True, each=each)
        if movement and movement.hosts and (movement.visitors or visit or gathering):
            return Roles(
                tuple(sorted({*parties, *movement.hosts, *movement.visitors})),
                movement.hosts,
                movement.visitors,
                each=each,
            )
        if gathering:
            hosts, visitors = self._held(text, named, words)
            return Roles(parties, tuple(hosts), tuple(visitors), each=each)
        if not visit:
            return Roles(parties, each=each)
        hosts, visitors = self._direction(text, (start, end), named, words)
        if pair and words.partner.search(text, a, b):
            if hosts and not visitors:
                visitors = [1 - hosts[0]]
            elif visitors and not hosts:
                hosts = [1 - visitors[0]]
            parties = every
        hosts = [index for index in hosts if index not in visitors]
        return Roles(parties, tuple(hosts), tuple(visitors), each=each)

    @staticmethod
    def _held(text: str, named: list[Named], words: RoleWords) -> tuple[list[int], list[int]]:
        """Where a workshop was held, else by whom; and who came there, where it says so."""
        places: list[int] = []
        holders: list[int] = []
        for name in named:
            before = text[max(0, name.start - _BESIDE) : name.start]
            if words.held_in.search(before) or _in_brackets(text, name, named):
                places.append(name.party)
            elif words.held_by.search(before) or words.holds.match(text, name.end):
                holders.append(name.party)
        hosts = list(dict.fromkeys(places or holders))
        came = []
        for name in named if hosts else ():
            before = text[max(0, name.start - _BESIDE) : name.start]
            guest = words.source.search(before) or words.guests_of.search(before)
            if name.party not in hosts and (guest or words.guests_next.match(text, name.end)):
                came.append(name.party)
        return hosts, list(dict.fromkeys(came))

    def _hosts(
        self,
        text: str,
        name: Named,
        beside: tuple[int, int],
        event: tuple[int, int],
        words: RoleWords,
    ) -> bool | None:
        """Whether the words beside a name make it host or visitor; None for neither.

        `beside` is where the name before ends and where the next one begins.
        """
        _, a, b = name
        start, end = event
        before, after = text[max(0, a - _BESIDE) : a], text[b : b + _BESIDE]
        if beside[1] > b and words.goes_to.fullmatch(text, b, beside[1]):
            return False  # "study visit Rotterdam to Busan"
        # "the study visit to Porto was made by …", "study visit to the water works of Porto"
        next_ = beside[0] <= end <= a
        if next_ and (
            words.went_to.fullmatch(text, end, a) or words.place_of.fullmatch(text, end, a)
        ):
            return True
        if words.host_after.match(after) or words.visitor_after.match(after):
            return bool(words.host_after.match(after))
        came = words.source.search(before) or words.guests_of.search(before)
        if came is None and start < a and len(text[start:a].split()) <= _OF_EVENT:
            came = words.visitor_before.search(before)  # "visit of Porto"
        went = words.host_before.search(before)
        if came and went and start <= a - len(before) + went.start() < end:
            return False  # "visit of Porto": the verb is the event's own name
        if came and went:
            return went.start() < came.start()  # "hosted by" says more than "by"
        return False if came else True if went else None

    @staticmethod
    def _beside(
        text: str, named: list[Named], span: tuple[int, int], sides: tuple[list[int], ...]
    ) -> list[int] | None:
        """The side of the party that a name is joined to: "to Bergamo AND Rimini"."""
        before = next((n for n in named if _JOINED.fullmatch(text, n.end, span[0])), None)
        return next((s for s in sides if before is not None and before.party in s), None)

    @staticmethod
    def _between(text: str, named: list[Named], words: RoleWords) -> bool:
        """Whether the parties are named as two sides alike: "an exchange BETWEEN Porto and …"."""
        first = named[0] if named else None
        return first is not None and bool(words.between.search(text, 0, first.start))

    def _direction(
        self, text: str, event: tuple[int, int], named: list[Named], words: RoleWords
    ) -> tuple[list[int], list[int]]:
        """Hosts and visitors by the words beside each name, else by their side of the verb."""
        hosts: list[int] = []
        visitors: list[int] = []
        open_: list[Named] = []
        start, end = event
        for number, name in enumerate(named):
            index = name.party
            beside = (
                named[number - 1].end if number else 0,
                named[number + 1].start if number + 1 < len(named) else name.end,
            )
            hosts_it = self._hosts(text, name, beside, event, words)
            if hosts_it is None:
                open_.append(name)
                continue
            side = hosts if hosts_it else visitors
            if index not in side:
                side.append(index)
        if not hosts and not visitors and self._between(text, named, words):
            return [], []
        for index, a, b in open_:
            if index in hosts or index in visitors:
                continue
            joined = self._beside(text, named, (a, b), (hosts, visitors))
            if joined is not None:
                joined.append(index)
                continue
            if b <= start and not visitors and hosts != [index]:
                visitors.append(index)  # "Manchester conducted a visit": who acts, comes
            elif a >= end and visitors and not hosts:
                hosts.append(index)
        return hosts, visitors


def _in_brackets(text: str, name: Named, named: Sequence[Named]) -> bool:
    """Whether brackets give one place alone, with a date or without: "Workshop (May, Porto)"."""
    if not _CLOSES.match(text, name.end):
        return False
    start, end = text.rfind("(", 0, name.start), text.find(")", name.end)
    if start < 0 or end < 0 or ")" in text[start : name.start]:
        return False
    alone = sum(start < n.start < end for n in named) == 1
    return alone and text[start : name.start].rstrip()[-1:] in "(,"


@functools.lru_cache(maxsize=256)
def _lexicon(names: tuple[str, ...], people: tuple[tuple[str, int], ...] = ()) -> Lexicon:
    own = (
        (alias, str(index))
        for index, name in enumerate(names)
        for alias in aliases_of(name)
        if alias
    )
    return Lexicon((*own, *((words, str(index)) for words, index in people)))


def named_party(
    text: str,
    names: Sequence[str],
    language: str = "en",
    people: tuple[tuple[str, int], ...] = (),
) -> tuple[str, ...]:
    """The parties that a statement says it is of; empty where it says nothing.

    `people` are words for the people of a party, each with its number.

    >>> named_party("Porto: to reduce noise", ["Porto", "Austin"])
    ('Porto',)
    >>> named_party("Both cities want clean air", ["Porto", "Austin"])
    ('Porto', 'Austin')
    >>> named_party("Clean air (Austin)", ["Porto", "Austin"])
    ('Austin',)
    """
    words = role_words(language)
    lexicon = _lexicon(tuple(names), people)
    last = _IN_BRACKETS.search(text)
    # Most statements begin otherwise, and are looked at no further.
    says = last is not None or _opens(text, words, lexicon)
    both = words.both.search(text) if says else None
    if both and (
        not text[: both.start()].strip(" ,") or words.of_party.fullmatch(text, 0, both.start())
    ):
        return tuple(names)
    if last:
        inside = lexicon.find(text, *last.span(1))
        if inside and _covers(text, *last.span(1), inside):
            return _names(inside, names)
    found = lexicon.find(text) if says else []
    if not found:
        return ()
    opening = [found[0]]
    for match in found[1:]:
        if not _JOINED.fullmatch(text, opening[-1].end, match.start):
            break
        opening.append(match)
    before, after = text[: opening[0].start], opening[-1].end
    if not before.strip(" \"“•-–'"):
        if _OWNER.match(text, after) or words.wants.match(text, after):
            return _names(opening, names)
        return ()
    placed = words.of_party.fullmatch(before)
    # "In Porto fallen die Mieten": a language may do without a comma.
    alone = len(opening) == len(found) and text[after : after + 2].strip().islower()
    ends = alone or _OWNER.match(text, after) or after >= len(text.rstrip(" .;"))
    return _names(opening, names) if placed and ends else ()


def _opens(text: str, words: RoleWords, lexicon: Lexicon) -> bool:
    """Whether a statement may begin with the words for whose it is."""
    first = _FIRST.search(text)
    if first is None:
        return False
    named = lexicon.begins(first_word(first[0])) or words.both.may_match(first[0])
    return named or words.of_party.match(text) is not None


def _covers(text: str, start: int, end: int, matches: Sequence[Match]) -> bool:
    """Whether a run holds hardly more than the names found in it."""
    return len(re.findall(r"\w+", text[start:end])) <= len(matches) * 3


def _names(matches: Sequence[Match], names: Sequence[str]) -> tuple[str, ...]:
    indexes = sorted({int(match.slug) for match in matches})
    return tuple(names[index] for index in indexes)
