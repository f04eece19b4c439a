"""Whose a sentence is: the party that is its subject, by name, by its people, by who speaks.

The words live in `subjects.toml`.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from citykg.loaders.aliases import aliases_of
from citykg.loaders.labels import fold, normal
from citykg.loaders.late import Late, Seldom
from citykg.loaders.wording import any_of, language_in

if TYPE_CHECKING:
    from collections.abc import Sequence

_PAIR = 2
_SIGNS = re.compile(r"[^\w]+")
_QUOTED = 600
"""Characters of what is quoted, at most, before a claim and behind it."""
_SPEAKER = 120
"""Characters beside what is quoted in which its speaker is named."""
_QUOTE = re.compile(r"[“”„«»\"]")
_OPENS = frozenset("“„«")
_END = re.compile(r"[.!?](?:\s|$)|[\n\u2029]")
_NAME = 60
"""Characters of a party's name, at most."""
_WORD = re.compile(r"[\w’'-]+")
_BORDER = frozenset(",;:.")
_BLANKS = re.compile(r"[\s,\u2060]+")
_SUBJECT = re.compile(r"[\W_]*(?:\w{1,4}\s+)?(?=[A-ZÀ-ÖØ-Þ])")
_CLAUSE = r"\W*(?:[^\W\d_]\W+)?"
"""What stands before a subject that opens a clause: "R. Loro hanno …"."""


@dataclass(frozen=True)
class _Words:
    shared: Seldom
    first: Seldom
    second: Seldom
    third: Late
    one: Late
    ours: Seldom
    addressed: Late
    same: Late
    beside: Late


@functools.cache
def _words(language: str) -> _Words:
    language = language_in("subjects", language)

    def words(key: str) -> str:
        return any_of("subjects", key, language)

    def seldom(key: str, rest: str = r"(?!\w)") -> Seldom:
        return Seldom(rf"(?<!\w){words(key)}{rest}", re.IGNORECASE, words=words(key))

    flags = re.IGNORECASE
    return _Words(
        shared=seldom("shared"),
        first=seldom("first"),
        second=seldom("second"),
        third=Late(rf"{_CLAUSE}{words('third')}(?!\w)", flags),
        one=Late(rf"{_CLAUSE}(?:\w+\s+)?{words('one')}(?!\w)", flags),
        ours=seldom("ours", r"\s+(?=(?-i:[A-ZÀ-ÖØ-Þ]))"),
        addressed=Late(rf"\W*{words('addressed')}(?!\w)", flags),
        same=Late(rf"[\s,\u2060]*{words('same')}\s+", flags),
        beside=Late(rf"[\s,\u2060]*{words('beside')}(?!\w)[\s,\u2060]*", flags),
    )


@dataclass(frozen=True)
class Subjects:
    """The parties of a plan, and all that sentences call them."""

    names: tuple[str, ...] = ()
    people: tuple[tuple[str, int], ...] = ()
    """Words for the people of a party, folded, each with its number."""
    language: str = "en"
    writer: int | None = None
    """The party that writes the text or speaks in it."""
    _known: tuple[tuple[str, int], ...] = field(default=(), repr=False)

    @classmethod
    def of(cls, names: Sequence[str], people: Sequence[tuple[str, int]], language: str) -> Subjects:
        """The subjects that parties can be."""
        return cls(tuple(names), tuple(people), language, None, _ways(tuple(names), tuple(people)))

    def named(self, text: str) -> tuple[str, ...]:
        """The parties that words name, or the people of."""
        words = f" {_SIGNS.sub(' ', fold(text))} "
        found = {party for way, party in self._known if way in words}
        return tuple(self.names[party] for party in sorted(found))

    def said_of(self, text: str, start: int, end: int) -> tuple[str, ...] | None:
        """The parties that the words `[start, end)` before a claim make it of.

        Empty where they tell nothing of it; None where it is of one that cannot be told.
        """
        clause = text[start:end]
        named = self.named(clause)
        if named or len(self.names) != _PAIR:
            return named
        words = _words(self.language)
        if words.shared.search(clause):
            return self.names
        speaker = self._speaker(text, end)
        who = self._writer() if speaker is None else speaker
        if words.third.match(clause):
            return self._other(who) if who else None
        if words.first.search(clause):
            return who or None
        if words.second.search(clause):
            return self._other(who) if who else None
        return ()

    def is_of_one(self, clause: str) -> bool:
        """Whether the subject of a clause is the one party the text speaks of: "the city"."""
        return bool(_words(self.language).one.match(clause))

    def goes_on(self, text: str, start: int, end: int, *, joined: bool) -> tuple[int, str] | None:
        """Where a clause goes on to say the same of one party: "for Porto it is …", "in Porto, …".

        The place where that begins, and the party; `joined` where a semicolon joins the clause to
        the one before it, which else a word must do: "In Porto, moreover, …".
        """
        words = _words(self.language)
        opening = _opening(self.language).match(text, start, end)
        if opening is None:
            return None
        at = opening.end()
        named = self.named_at(text, at, end)
        if named is None:
            return None
        stop, party = named
        same = words.same.match(text, stop, end)
        if same:
            return same.end(), party
        beside = words.beside.match(text, stop, end)
        if beside:
            return beside.end(), party
        if joined:
            signs = _BLANKS.match(text, stop, end)
            return (signs.end(), party) if signs else None
        return None

    def parted(
        self, text: str, start: int, end: int
    ) -> tuple[int, int, tuple[str, ...] | None] | None:
        """Where a claim goes over to another party without a verb: "you face A, and we, B".

        The end of the first part, the beginning of the second, and whose that is.
        """
        for mark in _gap(self.language).finditer(text, start, end):
            who = self.said_of(text, mark.start("who"), mark.end("who"))
            if who:
                return mark.start(), mark.end(), who
        return None

    def opens(self, text: str) -> tuple[str, ...]:
        """The one party that a sentence opens with, where it names no other."""
        opening = _SUBJECT.match(text)
        named = self.named_at(text, opening.end()) if opening else None
        return (named[1],) if named and self.named(text) == (named[1],) else ()

    def named_at(self, text: str, start: int, end: int | None = None) -> tuple[int, str] | None:
        """Where the name of the one party ends that is named right at a place, and the party."""
        stop = min(len(text) if end is None else end, start + _NAME)
        for word in _WORD.finditer(text, start, stop):
            named = self.named(text[start : word.end()])
            if len(named) == 1:
                return word.end(), named[0]
            if text[word.end() : word.end() + 1] in _BORDER:
                break
        return None

    def _writer(self) -> tuple[str, ...]:
        return () if self.writer is None else (self.names[self.writer],)

    def _other(self, who: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name for name in self.names if name not in who)

    def _speaker(self, text: str, at: int) -> tuple[str, ...] | None:
        """The party of whom the words at a place are quoted, empty if unknown; None of no quote."""
        before = list(_QUOTE.finditer(text, max(0, at - _QUOTED), at))
        if not before:
            return None
        last = before[-1]
        is_open = last[0] in _OPENS or (
            last[0] == '"' and sum(mark[0] == '"' for mark in before) % 2 == 1
        )
        if last[0] == "“" and len(before) > 1 and before[-2][0] == "„":
            is_open = False  # „…“
        if last[0] == "”" or (last[0] == "»" and len(before) == 1):
            is_open = len(before) == 1 and last[0] == "»"  # »…«
        if not is_open:
            return None
        close = _QUOTE.search(text, at, at + _QUOTED)
        if close:
            end = _END.search(text, close.end(), close.end() + _SPEAKER)
            stop = end.start() if end else close.end() + _SPEAKER
            named = self.named(text[close.end() : stop])
            if len(named) == 1:
                return named
        begin = max(0, last.start() - _SPEAKER)
        ends = [mark.end() for mark in _END.finditer(text, begin, last.start())]
        named = self.named(text[ends[-1] if ends else begin : last.start()])
        return named if len(named) == 1 else ()


def speaker_in(text: str, subjects: Subjects) -> int | None:
    """The number of the party that a text without a signature is written by; None if unknown.

    It is the one whose partner is named — "our partnership with Porto" —, or the only one that the
    first line names.

    >>> pair = Subjects.of(["Porto", "Austin"], (), "en")
    >>> speaker_in("Our partnership with Porto", pair)
    1
    """
    names = subjects.names
    words = _words(subjects.language)
    if len(names) != _PAIR:
        return None
    marks = [subjects.named_at(text, mark.end()) for mark in words.ours.finditer(text)]
    partners = {named[1] for named in marks if named}
    if len(partners) == 1:
        return 1 - names.index(partners.pop())
    if not (words.first.search(text) or words.second.search(text)):
        return None
    line = next((line for line in re.split(r"[\n\u2029]", text) if line.strip()), "")
    named = subjects.named(line)
    if len(named) == 1 and not words.addressed.match(line):
        return names.index(named[0])
    return None


@functools.lru_cache(maxsize=256)
def _ways(
    names: tuple[str, ...], people: tuple[tuple[str, int], ...]
) -> tuple[tuple[str, int], ...]:
    """What parties and their people are called, with blanks around it."""
    own = [(normal(alias), party) for party, name in enumerate(names) for alias in aliases_of(name)]
    others = [(_SIGNS.sub(" ", words).strip(), party) for words, party in people]
    return tuple((f" {words} ", party) for words, party in (*own, *others) if words)


@functools.cache
def _gap(language: str) -> Late:
    """From the claim of one party to that of another, for which the verb is left out."""
    joined = any_of("phrases", "listed", language_in("phrases", language))
    return Late(rf"[,;]\s+{joined}\s+(?P<who>\w+(?:\s+\w+){{0,2}}),\s+", re.IGNORECASE)


@functools.cache
def _opening(language: str) -> Late:
    """What stands before the party that a clause opens with: "In ", "For the "."""
    placed = any_of("roles", "for", language_in("roles", language))
    joined = any_of("phrases", "listed", language_in("phrases", language))
    return Late(
        rf"[\s;,\u2060]*(?:{joined}\s+)?{placed}\s+(?:\w{{1,4}}\s+)?(?=(?-i:[A-ZÀ-ÖØ-Þ]))",
        re.IGNORECASE,
    )
