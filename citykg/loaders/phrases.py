"""How sentences put things: the words that belong to a name, point back, deny or give a purpose."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from citykg.loaders.statuses import Cue

if TYPE_CHECKING:
    from citykg.loaders.lexicon import Match

_ORDINAL = re.compile(
    r"^\s*(?:(?:first|second|third|fourth|fifth|final|last|next|then)(?:ly(?=\s)|(?:ly)?(?=,))|"
    r"also|moreover|furthermore|in addition|however|en primer lugar|en segundo lugar|"
    r"por último|finalmente|in primo luogo|infine|premièrement|deuxièmement|enfin|erstens|zweitens|"
    r"schließlich|för det första|slutligen)\s*,?\s+",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"\b(?:the|these|this|those|that|such|said|its|their|current|estos?|estas?|dichos?|esses?|estes?|"
    r"questi?|queste?|ces?|cette|diese[rsnm]?|dessa|denna|detta)\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_NONE = re.compile(
    r"\b(?:no|neither|nor|without(?:\s+(?:a|an|any))?|not\s+an?|zero|sin|ningún|ninguna|sem|nenhum|nenhuma|"
    r"senza|nessun[oa]?|sans|aucune?|kein\w*|ohne|utan|inget|ingen|inga)\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_TO = re.compile(r"\b(?:to|zu|att|para|per|pour)\s+$", re.IGNORECASE)
_VERBAL = frozenset(
    {"study", "visit", "meeting", "training", "exchange", "pilot", "report", "network"}
)
_OBJECT_NEXT = re.compile(
    r"^\s+(?:the|a|an|their|our|its|these|those|how|each|with\s+the\s+needs)\b", re.I
)
_MODIFIED = re.compile(
    r"^[\s-]+(?:participants?|materials?|agenda|room|rooms|team|teams|manager|managers|programme|program|"
    r"cent(?:re|er)s?|school|schools|facilit\w+|period|phase|findings|results|areas?|sites?|partners?|stage|needs|opportunit\w+)\b",
    re.IGNORECASE,
)
_LEFT_STOP = frozenset(
    "a an the of in on at for to by with from and or as into through via between during after before about "
    "this that these those its their our his her each both all some several any no not also currently have "
    "has had been was were is are be will would can could should may might do does did who which "
    "un una unos unas el la los las de del en por para con y e o um uma os as do da dos das em com il lo "
    "gli le di della per con le les des du au aux dans par pour avec et der die das den dem ein eine einen "
    "einer von zu im am und oder en ett den det de och av för till med på i".split()
)
_VERB_END = re.compile(r"(?:ed|aron|ieron|aram|eram|ato|ati|é|és|ée)$")
_CLAUSE_ENDS = re.compile(r"[;:.]\s|,\s+(?:and|where|while|which|but|then|who)\s|,(?=\s+[a-z])")
_RIGHT = re.compile(
    r"^\s+(?P<with>on|of|about|in|for|between|regarding|with|sobre|de|del|en|entre|su|sul|sulla|di|sur|"
    r"zu|über|om|kring|to|from)\s+",
    re.IGNORECASE,
)
_RIGHT_STOP = re.compile(
    r"[.;:,!?()\n\u2029]|\s[–—-]\s|\s(?:to|and|which|that|who|in order|as part|so that|where|while|"
    r"y|e|et|und|och|que|para|pour|per|zu|att|was|were|will|has|have|is|are|took)\s",
    re.IGNORECASE,
)
_DATE_BEHIND = re.compile(r"^\s*\([^()\n]{2,40}\)")
_PURPOSE = re.compile(
    r"\b(?:(?:in order )?to\s+(?!the\b|their\b|its\b|a\b|an\b|each\b|both\b|our\b|one\b|be\b)[a-z]+|para\s+\w+[aei]r|"
    r"pour\s+\w+(?:er|ir|re)|per\s+\w+(?:are|ere|ire)|um\s+\w+|zu\s+\w+en|för\s+att\s+\w+)\b"
)
_AFTER = re.compile(
    r"^\s*(?:from|after|during|through|thanks to|following|based on|as part of|in the|with|desde|tras|"
    r"après|dopo|nach|efter|após)\b",
    re.IGNORECASE,
)
_OPENING_WORDS = 5
_LABEL_WORDS = 12


_INSTEAD = re.compile(
    r"\b(?:instead of|rather than|in place of)\s+(?:an?\s+|the\s+)?(?:\w+\s+)?$", re.I
)
_REPORTS = re.compile(r"^\s+(?:shows?|showed|suggests?|indicates?|found|finds?|reveal\w*)\b", re.I)
_PLACE = re.compile(
    r"\b(?:on|via|through|at|in|from|under|within)\s+(?:the|its|their|this|that|these|each|our)\s+"
    r"(?:\w+\s+)?$",
    re.IGNORECASE,
)


def is_thing(text: str, match: Match) -> bool:
    """Whether a type's name stands for a thing, not for a verb or as part of another name."""
    word = text[match.start : match.end].lower()
    before, after = text[: match.start], text[match.end :]
    if _INSTEAD.search(before) or _REPORTS.match(after):
        return False
    if word in _VERBAL and (_TO.search(text[: match.start]) or _OBJECT_NEXT.match(after)):
        return False
    return not _MODIFIED.match(after)


def is_place(text: str, match: Match) -> bool:
    """Whether a name only says where or by what: "is available on the website"."""
    return bool(_PLACE.search(text[: match.start]))


def points_back(text: str, match: Match) -> bool:
    """Whether a name means a thing told before: "these visits", "the current study"."""
    return bool(_BACK.search(text[: match.start]))


def opens(text: str, match: Match) -> bool:
    """Whether a sentence opens with the thing: "Learning exchange in Lyon, March 2018"."""
    return len(text[: match.start].split()) <= _OPENING_WORDS and not _AFTER.match(text)


def is_purpose(between: str) -> bool:
    """Whether what stands between a verb and a thing makes the thing a purpose.

    In "They conducted a study to identify strategies" the study is told, the strategies are not.
    """
    return bool(_PURPOSE.search(between))


def noun_phrase(text: str, match: Match, cues: list[Cue]) -> tuple[int, int]:
    """The words around a type's name that belong to it: `4-day Learning Exchange`."""
    start = match.start
    tokens = [m for m in re.finditer(r"[^\s,;:.()]+", text[:start])]
    for token in reversed(tokens[-4:]):
        word = token[0].lower()
        gap = text[token.end() : start]
        if any(cue.start <= token.start() < cue.end for cue in cues):
            break
        if (
            gap.strip()
            or word in _LEFT_STOP
            or _VERB_END.search(word)
            or word.endswith(("’s", "'s", "ly"))
        ):
            break
        start = token.start()
    end = match.end
    link = _RIGHT.match(text[end:])
    if link:
        rest = text[end + link.end() :]
        stop = _RIGHT_STOP.search(rest)
        tail = rest[: stop.start()] if stop else rest
        words = len(tail.split())
        verb = link["with"].lower() == "to" and tail[:1].islower()
        if tail.strip() and not verb and words + len(text[start:end].split()) <= _LABEL_WORDS:
            end += link.end() + len(tail.rstrip())
    behind = _DATE_BEHIND.match(text[end:])
    if behind:
        end += behind.end()
    return start, end


def clause(text: str, match: Match) -> tuple[int, int]:
    """The clause around a verb: `Leeds visited Jaipur in May 2022`."""
    start = max((m.end() for m in _CLAUSE_ENDS.finditer(text, 0, match.start)), default=0)
    stop = _CLAUSE_ENDS.search(text, match.end)
    end = stop.start() if stop else len(text)
    ordinal = _ORDINAL.match(text[start:end])
    start += ordinal.end() if ordinal else 0
    while start < match.start and text[start].isspace():
        start += 1
    return start, start + len(text[start:end].rstrip(" .;,"))


def without_ordinal(text: str) -> tuple[int, int]:
    mark = _ORDINAL.match(text)
    start = mark.end() if mark else 0
    return start, start + len(text[start:].rstrip(" .;,"))


def denial(text: str, match: Match) -> Cue | None:
    """The word that denies the thing itself: "no pilot project was run"."""
    word = _NONE.search(text[: match.start])
    if word and not re.search(r"[,;:.]", word[0]):
        return Cue("not-done", word.start(), word.end() - len(word[0]) + len(word[0].rstrip()))
    return None
