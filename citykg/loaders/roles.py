"""Who took part in an activity, who came to whom: the parties as a sentence names them."""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from citykg.loaders.lexicon import Lexicon
from citykg.loaders.markup import BLANK
from citykg.loaders.places import aliases_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_RESPECTIVE = re.compile(r"\brespective(?:ly)?\b", re.IGNORECASE)
_EACH = re.compile(r"\beach (?:city|partner|municipality|of)\b", re.IGNORECASE)
_BESIDE = 60
# Where the reach of a verb ends: "Leeds visited Jaipur, and Jaipur sent experts".
_STOP = re.compile(
    r"[;:]|,?\s+(?:and|while|where|which|but|then|whereas|before|after|y|e|et|und|och)\s+(?=[^\s]+\s)"
)
_GUESTS = re.compile(
    r"\b(?:delegat\w+|experts?|planners?|officials?|visitors?|guests?|representatives?|colleagues)\b",
    re.IGNORECASE,
)
_GOES_TO = re.compile(r"\s*(?:to|a|à|nach|till|→|->|–>|>)\s+(?:the\s+)?", re.IGNORECASE)
_PREPOSITION_GAP = (
    r"(?:\s+(?:the|a|an|la|el|le|les|der|die|city|of|ciudad|de|ville)){0,3}\s*[’'(]?$"
)


@dataclass(frozen=True)
class Movement:
    """Who went to whom, told by a verb at `[start, end)`: `Leeds welcomed planners from Jaipur`."""

    start: int
    end: int
    hosts: tuple[int, ...]
    visitors: tuple[int, ...]


@dataclass(frozen=True)
class Roles:
    """The parties of one event, by index; `mutual` where each party goes to the other."""

    parties: tuple[int, ...] = ()
    hosts: tuple[int, ...] = ()
    visitors: tuple[int, ...] = ()
    mutual: bool = False
    each: bool = False
    """Whether what is told holds for each party by itself: "both … their respective"."""


@dataclass(frozen=True)
class _Words:
    both: re.Pattern[str]
    mutual: re.Pattern[str]
    partner: re.Pattern[str]
    host_before: re.Pattern[str]
    host_after: re.Pattern[str]
    visitor_before: re.Pattern[str]
    visitor_after: re.Pattern[str]
    moves: re.Pattern[str]


@functools.cache
def _words(language: str) -> _Words:
    data = tomllib.loads(files(__package__).joinpath("roles.toml").read_text("utf-8"))

    def joined(key: str) -> str:
        expressions = [e for tag in ("en", language) if tag in data for e in data[tag][key]]
        return "|".join(dict.fromkeys(expressions)).replace("~", BLANK)

    def anywhere(key: str) -> re.Pattern[str]:
        return re.compile(rf"\b(?:{joined(key)})(?!\w)", re.IGNORECASE | re.DOTALL)

    return _Words(
        both=anywhere("both"),
        mutual=anywhere("mutual"),
        partner=anywhere("partner"),
        host_before=re.compile(rf"\b(?:{joined('host_before')}){_PREPOSITION_GAP}", re.IGNORECASE),
        host_after=re.compile(rf"\s*(?:{joined('host_after')})\b", re.IGNORECASE),
        visitor_before=re.compile(
            rf"\b(?:{joined('visitor_before')}){_PREPOSITION_GAP}", re.IGNORECASE
        ),
        visitor_after=re.compile(rf"\s*(?:{joined('visitor_after')})\b", re.IGNORECASE),
        moves=re.compile(
            rf"\b(?:(?P<received_by>{joined('received_by')})|(?P<receives>{joined('receives')})"
            rf"|(?P<goes>{joined('goes')}))(?!\w)",
            re.IGNORECASE,
        ),
    )


class Parties:
    """The parties of a plan, and how sentences name them."""

    def __init__(self, names: Sequence[str], language: str) -> None:
        self.names = tuple(names)
        self._words = _words(language)
        phrases: list[tuple[str, str]] = []
        for index, name in enumerate(names):
            phrases.extend((alias, str(index)) for alias in aliases_of(name) if alias)
        self._lexicon = Lexicon(phrases)

    def roles(self, text: str, start: int, end: int, *, visit: bool) -> Roles:
        """The parties of the event that `text[start:end]` names; `visit` if it has a direction."""
        named = [(int(m.slug), m.start, m.end) for m in self._lexicon.find(text)]
        every = tuple(range(len(self.names)))
        parties = tuple(sorted({index for index, _, _ in named}))
        words = self._words
        both = words.both.search(text)
        if both and len(parties) < 2:
            parties = every
        pair = len(self.names) == 2
        each = len(parties) > 1 and bool(_RESPECTIVE.search(text) or _EACH.search(text, 0, start))
        if visit and words.mutual.search(text):
            return Roles(every if pair else parties, mutual=True, each=each)
        if not visit:
            return Roles(parties, each=each)
        movement = next(self.movements(text), None)
        if movement and movement.hosts and movement.visitors:
            return Roles(parties, movement.hosts, movement.visitors, each=each)
        hosts, visitors = self._direction(text, start, end, named)
        if pair and words.partner.search(text):
            if hosts and not visitors:
                visitors = [1 - hosts[0]]
            elif visitors and not hosts:
                hosts = [1 - visitors[0]]
            parties = every
        hosts = [index for index in hosts if index not in visitors]
        return Roles(parties, tuple(hosts), tuple(visitors), each=each)

    def movements(self, text: str) -> Iterator[Movement]:
        """Who went to whom by the verbs of a sentence that have parties on their sides."""
        named = [(int(m.slug), m.start, m.end) for m in self._lexicon.find(text)]
        if not named:
            return
        for verb in self._words.moves.finditer(text):
            stop = min((m.end() for m in _STOP.finditer(text, verb.end())), default=len(text))
            begin = max((m.end() for m in _STOP.finditer(text, 0, verb.start())), default=0)
            subject = [i for i, _, b in named if begin <= b <= verb.start()]
            inside = [(i, a) for i, a, b in named if verb.start() <= a and b <= verb.end()]
            object_ = [i for i, a, _ in named if verb.end() <= a < stop]
            object_ += [i for i, _ in inside]
            partner = self._words.partner.search(text, verb.start(), stop)
            if not object_ and partner and subject and len(self.names) == 2:
                object_ = [1 - subject[0]]
            if not subject or not (object_ or _GUESTS.search(text, verb.end(), stop)):
                continue
            subject = list(dict.fromkeys(subject))
            object_ = [i for i in dict.fromkeys(object_) if i not in subject]
            hosts, visitors = (subject, object_) if verb["receives"] else (object_, subject)
            yield Movement(verb.start(), verb.end(), tuple(hosts), tuple(visitors))

    def _hosts(self, text: str, a: int, b: int, following: int, start: int) -> bool | None:
        """Whether the words beside the name `text[a:b]` make it host or visitor; None for neither.

        `following` is where the next name begins, `start` where the event is named.
        """
        words = self._words
        before, after = text[max(0, a - _BESIDE) : a], text[b : b + _BESIDE]
        if following > b and _GOES_TO.fullmatch(text[b:following]):
            return False  # "study visit Rotterdam to Busan"
        if words.host_after.match(after):
            return True
        if words.visitor_after.match(after):
            return False
        came = words.visitor_before.search(before) if a > start else None
        went = words.host_before.search(before)
        if came and went:
            return went.start() < came.start()  # "hosted by" says more than "by"
        return False if came else True if went else None

    def _direction(
        self, text: str, start: int, end: int, named: list[tuple[int, int, int]]
    ) -> tuple[list[int], list[int]]:
        """Hosts and visitors by the words beside each name, else by their side of the verb."""
        hosts: list[int] = []
        visitors: list[int] = []
        open_: list[tuple[int, int, int]] = []
        for number, (index, a, b) in enumerate(named):
            following = named[number + 1][1] if number + 1 < len(named) else b
            hosts_it = self._hosts(text, a, b, following, start)
            if hosts_it is None:
                open_.append((index, a, b))
                continue
            side = hosts if hosts_it else visitors
            if index not in side:
                side.append(index)
        for index, a, b in open_:
            if index in hosts or index in visitors:
                continue
            if b <= start and not visitors and hosts != [index]:
                visitors.append(index)  # "Manchester conducted a visit": who acts, comes
            elif a >= end and visitors and not hosts:
                hosts.append(index)
        return hosts, visitors
