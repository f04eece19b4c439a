"""How sentences put things: the words that belong to a name, point back, deny or give a purpose.

The small words of each language live in `phrases.toml`.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from citykg.loaders.late import Late, Seldom
from citykg.loaders.lexicon import Match
from citykg.loaders.statuses import Cue
from citykg.loaders.wording import any_of, language_in, wordings

if TYPE_CHECKING:
    from collections.abc import Iterator

_OPENING_WORDS = 5
_LETTERS = 4
_LABEL_WORDS = 12
_WORDS_BEFORE = 4
_BESIDE = 80
"""Characters before a name that are looked at for the words that govern it."""
_ADJUNCT_REACH = 60
_NEXT = 20
"""Characters from a noun of making to the thing that is made."""

_NO_NAME = r"[.;:,!?()\n\u2029]|\s[–—-]\s"
_DATE_BEHIND = re.compile(r"\s*\([^()\n]{2,40}\)")
_WORD = re.compile(r"[^\s,;:.()]+")


@functools.cache
def phrases(language: str) -> Phrases:
    """The phrases of a language; of English, where we know none."""
    language = language_in("phrases", language)

    def words(key: str) -> str:
        return any_of("phrases", key, language)

    def compiled(expression: str) -> Late:
        return Late(expression, re.IGNORECASE)

    few = r"\s+(?:\w+\s+){0,2}$"
    return Phrases(
        language=language,
        opening=compiled(rf"\s*{words('opening')}\s*,?\s+"),
        back=compiled(rf"\b{words('back')}\s+(?:(?!{words('article')}\s)\w+\s+){{0,2}}$"),
        none=compiled(rf"\b{words('none')}{few}"),
        denied=compiled(
            rf"(?:\s+[^\s,;:.()]+){{0,4}}?,?\s+(?P<denial>{words('denied')})\s*(?:[,;.!)]|$)"
        ),
        indefinite=compiled(rf"\d{{1,3}}|{words('indefinite')}"),
        infinitive=compiled(rf"\b{words('infinitive')}\s+$"),
        purpose=compiled(rf"\b{words('purpose')}\b"),
        adjunct=compiled(rf"(?:^\s*|(?<=[,;(])\s*){words('adjunct')}\b"),
        stop=compiled(words("stop")),
        link=compiled(rf"\s+(?P<link>{words('link')})\s+"),
        end=compiled(rf"{_NO_NAME}|\s{words('end')}\s"),
        verb=compiled(rf"\w{words('verb')}$"),
        place=compiled(rf"\b{words('place')}\s+(?:\w+\s+)?$"),
        verbal=compiled(words("verbal")),
        object=compiled(rf"\s+{words('object')}\b"),
        modified=compiled(rf"[\s-]+{words('modified')}\b"),
        idiom=Seldom(rf"\b{words('idiom')}", re.IGNORECASE, words=words("idiom")),
        given_up=compiled(
            rf"(?<!\w)(?:{words('instead')}\s+(?:\w{{1,4}}\s+)?(?:\w+\s+)?|{words('following')}\s+(?:\w+\s+)?)$"
        ),
        complement=compiled(rf"\b{words('complement')}\s+(?:{words('back')}\s+)?(?:\w+\s+)?$"),
        reports=compiled(rf"\s+{words('reports')}\b"),
        about=compiled(
            rf"\b{words('about')}\s+(?:(?:{words('back')}|{words('own')}|this|more|\w+[’']s)\s+)"
            r"{0,2}(?:\w+\s+)?$"
        ),
        of=compiled(rf"\s+{words('about')}"),
        making=compiled(rf"\b{words('making')}\s+$"),
        listed=compiled(rf"[,;&]|\b{words('listed')}\b"),
        coordination=compiled(
            rf";\s|,?\s+(?:{words('listed')}|{words('clause')}|{words('several')})\s"
        ),
        handing=compiled(words("handing")),
        deictic=compiled(rf"\b{words('deictic')}\s+(?:\w+\s+)?$"),
        topic=compiled(rf"\s+{words('topic')}\s+(?:[\w-]+\s+){{0,2}}"),
        another=compiled(rf"(?<!\w){words('another')}(?!\w)"),
        counted=compiled(rf"\b{words('counted')}\s+(?:[\w-]+\s+){{0,2}}$"),
        clause_end=compiled(
            rf"[;:.]\s|,\s+(?:{words('listed')}|{words('clause')}|{words('relative')})\s"
            r"|,(?=\s+(?-i:[a-zà-ÿ]))"
        ),
    )


@functools.lru_cache(maxsize=4096)
def _in_idioms(language: str, name: str) -> bool:
    """Whether an idiom may hold a name, by its first letters: most hold none."""
    said = re.findall(r"[^\W\d_]{3,}", " ".join(wordings("phrases")[language]["idiom"]))
    opening = name[:_LETTERS]
    return any(word.lower().startswith(opening[: len(word)]) for word in said)


@dataclass(frozen=True)
class Phrases:
    """The small words of a language, and what they say of a name found in a sentence."""

    language: str
    opening: Late
    back: Late
    none: Late
    denied: Late
    infinitive: Late
    indefinite: Late
    purpose: Late
    adjunct: Late
    stop: Late
    link: Late
    end: Late
    verb: Late
    place: Late
    verbal: Late
    object: Late
    modified: Late
    idiom: Late
    given_up: Late
    complement: Late
    reports: Late
    about: Late
    of: Late
    making: Late
    listed: Late
    coordination: Late
    clause_end: Late
    handing: Late
    deictic: Late
    topic: Late
    another: Late
    counted: Late

    def things(self, text: str, matches: list[Match]) -> list[Match]:
        """The names that stand for a thing, not for a verb or as part of something else."""
        if not matches:
            return matches
        idioms: list[tuple[int, int]] = []
        if any(_in_idioms(self.language, text[m.start : m.end].lower()) for m in matches):
            idioms = [m.span() for m in self.idiom.finditer(text)]
        return [
            match
            for match in matches
            if not any(a < match.end and match.start < b for a, b in idioms)
            and self._is_thing(text, match)
        ]

    def _is_thing(self, text: str, match: Match) -> bool:
        if self.reports.match(text, match.end) or self.modified.match(text, match.end):
            return False
        before = text[max(0, match.start - _BESIDE) : match.start]
        if self.given_up.search(before) or self.complement.search(before):
            return False
        if not self.verbal.fullmatch(text, match.start, match.end):
            return True
        return not (self.infinitive.search(before) or self.object.match(text, match.end))

    def makes(self, text: str, match: Match, cues: list[Cue]) -> bool:
        """Whether a plain noun stands where an event is named: "a guide", "drafted two plans"."""
        begin = max(0, match.start - _BESIDE)
        before = list(_WORD.finditer(text, begin, match.start))[-_WORDS_BEFORE:]
        for number, word in enumerate(reversed(before)):
            behind = text[word.end() : match.start]
            if re.search(r"[,;:.()]", behind):
                return False
            if self.indefinite.fullmatch(word[0]):
                return True
            if any(cue.start <= word.start() < cue.end for cue in cues):
                return True
            if self.stop.fullmatch(word[0]) and not (number and self.back.match(word[0] + " ")):
                return False
        return False

    def is_aside(self, text: str, match: Match, *, item: bool) -> bool:
        """Whether an output is only spoken of: "on the website", "follow-up of the action plan"."""
        begin = max(0, match.start - _BESIDE)
        before = text[begin : match.start]
        about = self.about.search(before)
        if about and not self.making.search(before, 0, about.start()):
            return True
        return not item and bool(self.place.search(before))

    def without_making(self, text: str, matches: list[Match]) -> list[Match]:
        """The names without those that only tell of another's making: "publication of a guide"."""
        if len(matches) < 2:
            return matches
        return [
            match
            for match, following in zip(matches, [*matches[1:], None], strict=True)
            if following is None
            or not following.slug.startswith("output/")
            or following.start - match.end > _NEXT
            or not self.making.match(text[match.start : match.end] + " ")
            or not self.of.match(text, match.end)
        ]

    def others(
        self, text: str, matches: list[Match], cues: list[Cue], last: str | None
    ) -> Iterator[Match]:
        """What stands for the name told before: "a second one followed in Porto".

        `last` is the slug of the event told last before the sentence.
        """
        begins = {cue.start for cue in cues}
        for mark in self.another.finditer(text):
            start, end = mark.span()
            if any(m.start < end and start < m.end for m in matches):
                continue
            behind = _WORD.search(text, end)
            verb = behind is not None and behind.start() in begins
            if not (verb or behind is None or self.stop.fullmatch(behind[0])):
                continue  # "a second phase"
            before = [m for m in matches if m.end <= start]
            if before:
                named, at = before[-1].slug, before[-1].start
                if self.counted.search(text, max(0, at - _BESIDE), at):
                    continue  # "two workshops, one in Porto and another in Austin"
            elif last is None or not verb:
                continue
            else:
                named = last
            yield Match(named, start, end, 1)

    def without_topics(self, text: str, matches: list[Match]) -> list[Match]:
        """The names without those that another is about: "a pilot project on festivals"."""
        kept = matches[:1]
        for match in matches[1:]:
            about = self.topic.fullmatch(text, kept[-1].end, match.start)
            if about is None or self.indefinite.search(about[0]):
                kept.append(match)
        return kept

    def is_the_document(self, text: str, match: Match) -> bool:
        """Whether a document speaks of itself: "this fact sheet"."""
        output = match.slug.startswith("output/")
        before = text[max(0, match.start - _BESIDE) : match.start]
        return output and bool(self.deictic.search(before))

    def points_back(self, text: str, match: Match) -> bool:
        """Whether a name means a thing told before: "these visits", "the current study"."""
        return bool(self.back.search(text, max(0, match.start - _BESIDE), match.start))

    def is_handed(self, text: str, match: Match, cue: Cue | None) -> bool:
        """Whether an output that was there is only shown: "Leeds shared its strategy"."""
        return bool(
            cue
            and self.handing.fullmatch(text, cue.start, cue.end)
            and self.points_back(text, match)
        )

    def is_left(self, text: str, match: Match, cue: Cue | None) -> bool:
        """Whether a known thing only stands in a clause behind: ", as the by-law is there"."""
        if cue is None or cue.end > match.start or not self.points_back(text, match):
            return False
        return bool(self.clause_end.search(text, cue.end, match.start))

    def is_indefinite(self, text: str, match: Match) -> bool:
        """Whether a name is told as new: "a study tour", "two workshops"."""
        if self.points_back(text, match):
            return False
        begin = max(0, match.start - _BESIDE)
        before = list(_WORD.finditer(text, begin, match.start))[-_WORDS_BEFORE:]
        return any(
            self.indefinite.fullmatch(word[0]) and "," not in text[word.end() : match.start]
            for word in before
        )

    def opens(self, text: str, match: Match) -> bool:
        """Whether a sentence opens with the thing: "Learning exchange in Lyon, March 2018"."""
        before = text[: match.start]
        first = len(before.split()) <= _OPENING_WORDS or before.rstrip().endswith(":")
        return first and not self.adjunct.match(text)

    def in_adjunct(self, text: str, match: Match) -> bool:
        """Whether a name stands in a phrase that only tells when: "During the visit, …"."""
        begin = max(0, match.start - _ADJUNCT_REACH)
        last = None
        for last in self.adjunct.finditer(text, begin, match.start):  # noqa: B007 - the last one
            pass
        return last is not None and not re.search(r"[,;:]", text[last.end() : match.start])

    def is_purpose(self, between: str) -> bool:
        """Whether what stands between a verb and a thing makes the thing a purpose.

        In "They conducted a study to identify strategies" the study is told, the strategies are
        not.
        """
        return bool(self.purpose.search(between))

    def denial(self, text: str, match: Match) -> Cue | None:
        """The word that denies the thing itself: "no pilot project was run"."""
        word = self.none.search(text, max(0, match.start - _BESIDE), match.start)
        if word and not re.search(r"[,;:.]", word[0]):
            return Cue("not-done", word.start(), word.start() + len(word[0].rstrip()))
        return None

    def elided(self, text: str, match: Match, cues: list[Cue]) -> Cue | None:
        """The denial without a verb of its own: "the workshop was held, the visit was NOT"."""
        word = self.denied.match(text, match.end)
        if word is None:
            return None
        start, end = word.span("denial")
        own = any(match.end <= cue.start < end and cue.end != end for cue in cues)
        return None if own else Cue("not-done", start, end)

    def noun_phrase(self, text: str, match: Match, cues: list[Cue]) -> tuple[int, int]:
        """The words around a type's name that belong to it: `4-day Learning Exchange`."""
        start = match.start
        words = list(_WORD.finditer(text, max(0, start - _BESIDE), start))[-_WORDS_BEFORE:]
        for word in reversed(words):
            apart = text[word.end() : start].strip()
            told = any(cue.start <= word.start() < cue.end for cue in cues)
            if apart or told or self.stop.fullmatch(word[0]) or self.verb.search(word[0]):
                break
            start = word.start()
        end = match.end
        link = self.link.match(text, end)
        if link:
            stop = self.end.search(text, link.end())
            tail = text[link.end() : stop.start() if stop else len(text)].rstrip()
            verb = link["link"].lower() == "to" and tail[:1].islower()
            length = len(tail.split()) + len(text[start:end].split())
            if tail and not verb and length <= _LABEL_WORDS:
                end = link.end() + len(tail)
        behind = _DATE_BEHIND.match(text, end)
        return start, behind.end() if behind else end

    def clause(self, text: str, match: Match) -> tuple[int, int]:
        """The clause around a verb: `Leeds visited Jaipur in May 2022`."""
        start = max((m.end() for m in self.clause_end.finditer(text, 0, match.start)), default=0)
        stop = self.clause_end.search(text, match.end)
        first, last = self.without_opening(text[start : stop.start() if stop else len(text)])
        while start + first < match.start and text[start + first].isspace():
            first += 1
        return start + first, start + last

    def without_opening(self, text: str) -> tuple[int, int]:
        """A sentence without its "Firstly," and its full stop."""
        mark = self.opening.match(text)
        start = mark.end() if mark else 0
        return start, start + len(text[start:].rstrip(" .;,"))
