"""Mentions of goals, targets and Urban Agenda topics, in every notation that plans use."""

from __future__ import annotations

import re
from dataclasses import dataclass

from citykg.loaders.lexicon import Match, lexicon, tokens_of
from citykg.loaders.markup import PARAGRAPH

TARGETS_PER_GOAL = (
    "1-5ab 1-5abc 1-9abcd 1-7abc 1-6abc 1-6ab 1-3ab 1-10ab 1-5abc 1-7abc 1-7abc 1-8abc 1-3ab "
    "1-7abc 1-9abc 1-10ab 1-19"
).split()
"""The targets of goals 1 to 17: those with a number, then those with a letter (169 in all)."""

_GOAL_WORD = r"(?:SDGs?|ODS|ODD|OSS|Goals?|Objetivos?|Objectifs?|Obiettiv[oi]|Ziele?|M[åa]l(?:en)?)"
_TARGET = re.compile(
    r"(?<![\d.])(?P<goal>\d{1,2})\.(?P<target>\d{1,2}|[a-d])(?:\.\d{1,2})?(?![\d])(?!\.\d)"
)
_COUNT_OF = re.compile(
    rf"\b(?:the\s+|all\s+|los\s+|les\s+|os\s+|i\s+|die\s+|de\s+)?17\s+(?:UN\s+)?"
    rf"(?:{_GOAL_WORD}|globala|goals|mål|Sustainable)",
    re.IGNORECASE,
)
_AGENDA = re.compile(
    r"\b(?:Agenda\s+2030|2030\s+Agenda|Agenda\s+21|Habitat\s+III)\b", re.IGNORECASE
)
_MDG = re.compile(
    r"\b(?:MDGs?|ODM|OMD)\s*\d*|\bmillennium\s+development\s+goals?\s*\d*", re.IGNORECASE
)
_NUMBER = re.compile(r"(?<![\d.,])(?P<number>\d{1,3})(?![\d]|[.,]\d|\s*%)")
_RANGE = re.compile(
    r"(?<![\d.,])(\d{1,2})\s*(?:[-–—]|to|through|a|à|bis|till)\s*(\d{1,2})(?![\d.])"
)
_PAGE = re.compile(r"\b(?:pages?|pp?\.|seite|página|pagina|sida)\s*\d+", re.IGNORECASE)
_SEPARATOR = re.compile(rf"[•·▪◦●;|\n\t{PARAGRAPH}]|(?:(?<=\s)|^)[-–*](?=\s|[^\W\d])|,(?!\d)")
_EXPLICIT = re.compile(r"\b(?:SDGs?|ODS|ODD)\s*(?:n[o°º.]*\s*)?\d{1,2}\b")
_NO_TOPIC = frozenset(
    "and y e et und och the of eu ue urban agenda agendas urbana urbain topic topics theme themes "
    "sdg sdgs ods odd oss goal goals related un onu la las los le les de da do".split()
)
NOTHING = re.compile(
    r"^[\s\u2060\u2029]*(?:n\.?\s?/?\s?a\.?|none|not applicable|no aplica|keine?|aucune?|"
    r"nessun[oa]?|nenhum|ninguno|ingen|tbd|tbc|to be (?:defined|confirmed|determined)|[-–—./]+|"
    r"\?+)?"
    r"[\s\u2060\u2029.]*$",
    re.IGNORECASE,
)
"""A cell that says that there is nothing to say."""


@dataclass(frozen=True)
class Mention:
    """A goal (`8`), a target (`11.3`) or a topic (`housing`) at `[start, end)` of a text.

    `code` is None where the words stand for nothing we know, such as goal 18.
    """

    kind: str
    code: str | None
    start: int
    end: int


def is_target(code: str) -> bool:
    """Whether `11.3` or `11.a` is one of the 169 targets."""
    goal, _, rest = code.partition(".")
    if not goal.isdigit() or not 1 <= int(goal) <= 17:
        return False
    numbers, letters = re.fullmatch(r"1-(\d+)(\w*)", TARGETS_PER_GOAL[int(goal) - 1]).groups()  # type: ignore[union-attr]
    return rest in letters if rest.isalpha() else 1 <= int(rest) <= int(numbers)


def goals_in(text: str, start: int, end: int) -> list[Mention]:
    """The goals and targets that a run of a goals field names, in order.

    >>> text = "8-Decent work and Economic Growth 10-Reduced inequalities"
    >>> [(m.code, text[m.start:m.end]) for m in goals_in(text, 0, len(text))]
    [('8', '8-Decent work and Economic Growth'), ('10', '10-Reduced inequalities')]
    """
    taken = [
        match.span()
        for trap in (_COUNT_OF, _AGENDA, _MDG, _PAGE)
        for match in trap.finditer(text, start, end)
    ]
    found: list[Mention] = []
    for match in _TARGET.finditer(text, start, end):
        if _free(match.span(), taken):
            code = f"{int(match['goal'])}.{match['target'].lower()}"
            known = code if is_target(code) else None
            found.append(Mention("target", known, *match.span()))
            taken.append(match.span())
    for match in _RANGE.finditer(text, start, end):
        first, last = int(match[1]), int(match[2])
        if _free(match.span(), taken) and 1 <= first < last <= 17:
            found.extend(Mention("goal", str(n), *match.span()) for n in range(first, last + 1))
            taken.append(match.span())
    titles = [m for m in lexicon("goals").find(text, start, end) if _free((m.start, m.end), taken)]
    numbers = [m for m in _NUMBER.finditer(text, start, end) if _free(m.span(), taken)]
    for number in numbers:
        value = int(number["number"])
        # "04" is written on the goals' own icons; a bare number behind words may be anything.
        title = next((t for t in titles if _joined(text, number.end(), t.start)), None)
        if value > 17 or value < 1:
            if _said_as_goal(text, start, number.start()):
                found.append(Mention("goal", None, *number.span()))
            continue
        stop = number.end()
        if title is not None:
            titles.remove(title)
            stop = title.end
        found.append(Mention("goal", str(value), number.start(), stop))
    found.extend(Mention("goal", t.slug, t.start, t.end) for t in titles if _is_title(text, t))
    found.sort(key=lambda mention: (mention.start, mention.end))
    return found


def explicit_goals_in(text: str) -> list[Mention]:
    """The goals that running text names with their sign: `SDG 11`, `SDGs 5, 7 and 9`."""
    found: list[Mention] = []
    for match in _EXPLICIT.finditer(text):
        stop = re.compile(r"(?:[\s,]|and|to|&|y|et|e|\d|\.(?=\d|[a-d]\b)|(?<=\.)[a-d]\b)*").match(
            text, match.end()
        )
        end = stop.end() if stop else match.end()
        found.extend(m for m in goals_in(text, match.start(), end) if m.code is not None)
    return found


def topics_in(text: str, start: int, end: int) -> list[Mention]:
    """The Urban Agenda topics that a run of text lists, glued or apart, in order.

    A listed item that is no topic we know has the code None.
    """
    found = [
        Mention("topic", match.slug, match.start, match.end)
        for match in lexicon("topics").find(text, start, end)
    ]
    begin = start
    borders = [*(m.span() for m in _SEPARATOR.finditer(text, start, end)), (end, end)]
    for border_start, border_end in borders:
        tokens = [
            token
            for token in tokens_of(text)
            if begin <= token.start and token.end <= border_start and token.word not in _NO_TOPIC
        ]
        known = [m for m in found if begin <= m.start and m.end <= border_start]
        if tokens and not known and not NOTHING.match(text[begin:border_start]):
            across = any(m.start < border_end and m.end > begin for m in found)
            if not across:
                found.append(Mention("topic", None, tokens[0].start, tokens[-1].end))
        begin = border_end
    return sorted(found, key=lambda mention: mention.start)


def _free(span: tuple[int, int], taken: list[tuple[int, int]]) -> bool:
    return all(span[1] <= start or end <= span[0] for start, end in taken)


def _joined(text: str, end: int, start: int) -> bool:
    """Whether a number's title follows it: `8-Decent work`, `11 (Sustainable Cities`, `3: …`."""
    return 0 <= start - end <= 6 and re.fullmatch(r"[\s\-–—:.)(\"“«]*", text[end:start]) is not None


def _said_as_goal(text: str, start: int, at: int) -> bool:
    before = text[max(start, at - 60) : at]
    return bool(
        re.search(rf"{_GOAL_WORD}[\s:#n°º.]*(?:[\d\s,;&.\-–and]*)$", before, re.IGNORECASE)
    ) or (not re.search(r"[^\W\d_]", before))


def _is_title(text: str, title: Match) -> bool:
    """Whether a goal's name stands as an item, not as part of a longer one."""
    return title.words > 1 or _alone(text, title)


def _alone(text: str, title: Match) -> bool:
    before = text[: title.start].rstrip(" \t\xa0")[-1:]
    after = text[title.end :].lstrip(" \t\xa0")[:1]
    return (not before or not before.isalnum()) and (not after or not after.isalnum())
