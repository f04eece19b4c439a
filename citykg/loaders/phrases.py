"""How sentences put things: the words that belong to a name, point back, deny or give a purpose.

The small words of each language live in `phrases.toml`.
"""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from citykg.loaders.markup import BLANK
from citykg.loaders.statuses import Cue

if TYPE_CHECKING:
    from citykg.loaders.lexicon import Match

_OPENING_WORDS = 5
_LABEL_WORDS = 12
_WORDS_BEFORE = 4

# English names of types that are verbs as well, and what shows that they are.
_VERBAL = frozenset(
    {"study", "visit", "meeting", "training", "exchange", "pilot", "report", "network"}
)
_OBJECT_NEXT = re.compile(
    r"\s+(?:the|a|an|their|our|its|these|those|how|each|with\s+the\s+needs)\b", re.IGNORECASE
)
# A name that only qualifies another: "training centre", "workshop participants".
_MODIFIED = re.compile(
    r"[\s-]+(?:participants?|materials?|agenda|rooms?|teams?|managers?|program(?:me)?|cent(?:re|er)s?"
    r"|schools?|facilit\w+|period|phase|findings|results|areas?|sites?|partners?|stage|needs"
    r"|opportunit\w+)\b",
    re.IGNORECASE,
)
_INSTEAD = re.compile(
    r"\b(?:instead of|rather than|in place of)\s+(?:an?\s+|the\s+)?(?:\w+\s+)?$", re.IGNORECASE
)
# "the following events:" announces a list, and is none of its items.
_FOLLOWING = re.compile(
    r"\b(?:following|siguientes|seguintes|seguenti|suivantes?|folgende\w*|följande)\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
_REPORTS = re.compile(
    r"\s+(?:shows?|showed|suggests?|indicates?|found|finds?|reveal\w*)\b", re.IGNORECASE
)
_ABOUT = re.compile(
    r"\b(?:of|about|with|for|on)\s+(?:(?:the|an?|its|their|each|this|these|more|\w+[’']s)\s+){0,2}"
    r"(?:\w+\s+)?$",
    re.IGNORECASE,
)
# "signature of an MoU" makes one.
_MAKING = re.compile(
    r"\b(?:sign(?:ing|ature)|conclusion|publication|development|preparation|adoption|elaboration|"
    r"production|drafting|creation|launch(?:ing)?|delivery|completion|design|approval|writing|"
    r"implementation|set-?up|establishment|series|set|number|version|draft|edition|release|"
    r"consist\w*|form|agreed)\s+$",
    re.IGNORECASE,
)
_CLAUSE_ENDS = re.compile(r"[;:.]\s|,\s+(?:and|where|while|which|but|then|who)\s|,(?=\s+[a-z])")
_NO_NAME = r"[.;:,!?()\n\u2029]|\s[–—-]\s"
_DATE_BEHIND = re.compile(r"\s*\([^()\n]{2,40}\)")


@functools.cache
def phrases(language: str) -> Phrases:
    """The phrases of a language, with those of English."""
    data = tomllib.loads(files(__package__).joinpath("phrases.toml").read_text("utf-8"))
    tags = [tag for tag in dict.fromkeys(("en", language)) if tag in data]

    def any_of(key: str, *, of: list[str] = tags) -> str:
        expressions = [e for tag in of for e in data[tag][key]]
        return f"(?:{'|'.join(expressions)})".replace("~", BLANK)

    def compiled(expression: str) -> re.Pattern[str]:
        return re.compile(expression, re.IGNORECASE)

    few = r"\s+(?:\w+\s+){0,2}$"
    return Phrases(
        opening=compiled(rf"\s*{any_of('opening')}\s*,?\s+"),
        back=compiled(rf"\b{any_of('back')}{few}"),
        # "no" denies in English and Spanish, and is "in the" in Portuguese.
        none=compiled(rf"\b{any_of('none', of=tags[-1:])}{few}"),
        infinitive=compiled(rf"\b{any_of('infinitive')}\s+$"),
        purpose=compiled(rf"\b{any_of('purpose')}\b"),
        adjunct=compiled(rf"\s*{any_of('adjunct')}\b"),
        stop=compiled(any_of("stop")),
        link=compiled(rf"\s+(?P<link>{any_of('link')})\s+"),
        end=compiled(rf"{_NO_NAME}|\s{any_of('end')}\s"),
        verb=compiled(rf"\w{any_of('verb')}$"),
        place=compiled(rf"\b{any_of('place')}\s+(?:\w+\s+)?$"),
    )


@dataclass(frozen=True)
class Phrases:
    """The small words of a language, and what they say of a name found in a sentence."""

    opening: re.Pattern[str]
    back: re.Pattern[str]
    none: re.Pattern[str]
    infinitive: re.Pattern[str]
    purpose: re.Pattern[str]
    adjunct: re.Pattern[str]
    stop: re.Pattern[str]
    link: re.Pattern[str]
    end: re.Pattern[str]
    verb: re.Pattern[str]
    place: re.Pattern[str]

    def is_thing(self, text: str, match: Match) -> bool:
        """Whether a type's name stands for a thing, not for a verb or as part of another name."""
        word = text[match.start : match.end].lower()
        before = text[: match.start]
        if _INSTEAD.search(before) or _FOLLOWING.search(before) or _REPORTS.match(text, match.end):
            return False
        verbal = self.infinitive.search(before) or _OBJECT_NEXT.match(text, match.end)
        if word in _VERBAL and verbal:
            return False
        return not _MODIFIED.match(text, match.end)

    def is_aside(self, text: str, match: Match, *, item: bool) -> bool:
        """Whether an output is only spoken of: "on the website", "follow-up of the action plan"."""
        before = text[: match.start]
        about = _ABOUT.search(before)
        if about and not _MAKING.search(before, 0, about.start()):
            return True
        return not item and bool(self.place.search(before))

    def points_back(self, text: str, match: Match) -> bool:
        """Whether a name means a thing told before: "these visits", "the current study"."""
        return bool(self.back.search(text[: match.start]))

    def opens(self, text: str, match: Match) -> bool:
        """Whether a sentence opens with the thing: "Learning exchange in Lyon, March 2018"."""
        first = len(text[: match.start].split()) <= _OPENING_WORDS
        return first and not self.adjunct.match(text)

    def is_purpose(self, between: str) -> bool:
        """Whether what stands between a verb and a thing makes the thing a purpose.

        In "They conducted a study to identify strategies" the study is told, the strategies are
        not.
        """
        return bool(self.purpose.search(between))

    def denial(self, text: str, match: Match) -> Cue | None:
        """The word that denies the thing itself: "no pilot project was run"."""
        word = self.none.search(text[: match.start])
        if word and not re.search(r"[,;:.]", word[0]):
            return Cue("not-done", word.start(), word.start() + len(word[0].rstrip()))
        return None

    def noun_phrase(self, text: str, match: Match, cues: list[Cue]) -> tuple[int, int]:
        """The words around a type's name that belong to it: `4-day Learning Exchange`."""
        start = match.start
        words = list(re.finditer(r"[^\s,;:.()]+", text[:start]))[-_WORDS_BEFORE:]
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
        start = max((m.end() for m in _CLAUSE_ENDS.finditer(text, 0, match.start)), default=0)
        stop = _CLAUSE_ENDS.search(text, match.end)
        first, last = self.without_opening(text[start : stop.start() if stop else len(text)])
        while start + first < match.start and text[start + first].isspace():
            first += 1
        return start + first, start + last

    def without_opening(self, text: str) -> tuple[int, int]:
        """A sentence without its "Firstly," and its full stop."""
        mark = self.opening.match(text)
        start = mark.end() if mark else 0
        return start, start + len(text[start:].rstrip(" .;,"))
