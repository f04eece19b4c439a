"""Markdown: decoded, its signs masked, its tables as rows."""

from __future__ import annotations

import re

from citykg.loaders.formats.encoding import decoded, notes_on
from citykg.loaders.formats.extract import Extract, Note
from citykg.loaders.formats.text_lines import mask_lines
from citykg.loaders.markup import HEADING, JOINER, mask

_FRONT = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?\n)(?:---|\.\.\.)[ \t]*(?=\r?\n|\Z)", re.DOTALL)
_FRONT_KEY = re.compile(r"([A-Za-z][^:\n]{0,60})(:)[ \t]*([^\n]*)")
_DATE = re.compile(r"(?:\w+[-_ ])?dat(?:e|um|a)?s?(?:[-_ ]\w+)?", re.IGNORECASE)
_LIST = re.compile(r"\[[^\[\]\n]*\][ \t]*(?:#.*)?")
_H1 = re.compile(r"^#[ \t]+\S|<h1[\s>]|^[^\n]+\n=+[ \t]*$", re.MULTILINE)
_ATX = re.compile(r"^([ ]{0,3}#{1,6})([ \t]+)(.*?)([ \t]+#+[ \t]*)?$", re.MULTILINE)
_FENCE = re.compile(r"^[ \t]{0,3}(?:```+|~~~+)[^\n`]*$", re.MULTILINE)
_RULE = re.compile(r"^[ \t]*(?:\*[ \t]*){3,}$|^[ \t]*(?:_[ \t]*){3,}$", re.MULTILINE)
_QUOTED = re.compile(r"^([ \t]{0,3}>[ \t]?)+", re.MULTILINE)
_HARD_BREAK = re.compile(r"\\(?=\n)")
_ESCAPED = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^\s<>]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)>")
_TITLE = r"(?:[ \t]+[\"'][^\"'\n]*[\"'])?"
_IMAGE = re.compile(
    rf"!\[([^\]\n]{{0,300}})\](?:\([^()\s]{{0,1000}}{_TITLE}\)|\[[^\]\n]{{0,100}}\])"
)
_URL = r"[^()\s<>]{0,1000}(?:\([^()\s]{0,200}\)[^()\s<>]{0,200})?"
_LINK = re.compile(
    r"\[((?:[^\[\]\n]|\\[\[\]]){1,500})\]"
    rf"(?:\((<?)({_URL})>?{_TITLE}\)|\[[^\]\n]{{0,100}}\])"
)
_NOTE_MARK = re.compile(r"\[\^[^\]\s]{1,40}\](?!:)")
_NOTE = re.compile(r"^(\[\^[^\]\s]{1,40}\]:)([ \t]*)", re.MULTILINE)
_TARGET = re.compile(
    r"^[ ]{0,3}\[[^\]\n^][^\]\n]{0,100}\]:[ \t]*<?(?:https?:|mailto:|/|#|\.)[^\n]*$", re.MULTILINE
)
_EMPHASIS = (
    re.compile(r"(?<![\w*])(\*\*\*|\*\*|\*)(?=[^\s*])((?:[^*\n]|(?<=\s)\*(?=\s))*?[^\s*])\1(?!\*)"),
    re.compile(r"(?<![\w_])(___|__|_)(?=[^\s_])((?:[^_\n]|(?<=\w)_(?=\w))*?[^\s_])\1(?![\w_])"),
)
_CODE = re.compile(r"(?<!`)(`{1,2})(?!`)([^`\n]+)\1(?!`)")
_STRUCK = re.compile(r"~~(?=\S)[^~\n]+~~")
_DELIMITER = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_ESCAPED_PIPE = "\x1f"


def text_of(data: bytes, path: str) -> Extract:
    """The text of a Markdown file; raises DataError if the bytes are no text."""
    text, encoding, guessed = decoded(data, path)
    masked, notes = _front_matter(text)
    return Extract(text, _masked(masked, text), encoding, guessed, notes=notes + notes_on(text))


def _masked(masked: str, text: str) -> str:
    if masked.startswith("\ufeff"):
        masked = " " + masked[1:]
    masked = masked.replace(HEADING, " ").replace(_ESCAPED_PIPE, " ")
    masked = masked.replace("\r\n", " \n").replace("\r", "\n")
    masked = _FENCE.sub(_blank, masked)
    masked = masked.replace("\\|", JOINER + _ESCAPED_PIPE)
    masked = _AUTOLINK.sub(_address, masked)
    if "`" in masked:
        masked = _CODE.sub(lambda m: JOINER * len(m[1]) + m[2] + JOINER * len(m[1]), masked)
    masked = _QUOTED.sub(_blank, masked)
    masked = _RULE.sub(_blank, masked)
    if "[" in masked:
        masked = _links(masked)
    # Emphasis within emphasis: "**_Themes_**".
    for expression in (*_EMPHASIS, *_EMPHASIS) if "*" in masked or "_" in masked else ():
        masked = expression.sub(lambda m: JOINER * len(m[1]) + m[2] + JOINER * len(m[1]), masked)
    masked = _STRUCK.sub(_blank, masked)
    masked = _ATX.sub(_heading, masked)
    masked = _HARD_BREAK.sub(" ", masked)
    masked = _ESCAPED.sub(JOINER, masked)
    masked = _tables(mask(masked))
    return mask_lines(masked, text).replace(_ESCAPED_PIPE, "|")


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _address(match: re.Match[str]) -> str:
    inner = match[1]
    if inner.startswith("mailto:"):
        inner = " " * 7 + inner[7:]
    return f" {inner} "


def _heading(match: re.Match[str]) -> str:
    signs, blanks, words, closing = match.groups()
    return " " * (len(signs) + len(blanks) - 1) + HEADING + words + " " * len(closing or "")


def _links(masked: str) -> str:
    masked = _IMAGE.sub(_image, masked)
    masked = _NOTE_MARK.sub(_blank, masked)
    # What a footnote says belongs to no field that happens to stand before it.
    masked = _NOTE.sub(lambda m: " " * (len(m[0]) - 1) + HEADING, masked)
    masked = _TARGET.sub(_blank, masked)
    return _LINK.sub(_link, masked)


def _image(match: re.Match[str]) -> str:
    from citykg.loaders.formats.html.layout import names_goal

    alt = match[1]
    if not (alt and names_goal(alt)):
        return _blank(match)
    return f"  {alt} " + " " * (len(match[0]) - len(alt) - 3)


def _link(match: re.Match[str]) -> str:
    words, opening, url = match.groups()
    behind = len(match[0]) - len(words) - 1
    shown = JOINER + words
    if url and url.startswith("mailto:") and "@" in url and "@" not in words:
        address = url[7:].split("?")[0]
        before = " " * (1 + 1 + len(opening) + 7)  # "](<mailto:"
        return shown + before + address + " " * (behind - len(before) - len(address))
    return shown + JOINER * behind


def _tables(masked: str) -> str:
    """Rows of pipe tables as rows of tabs; the line of dashes below their head is blank."""
    if "|" not in masked:
        return masked
    lines = masked.split("\n")
    number = 1
    while number < len(lines):
        rule, head = lines[number], lines[number - 1]
        if "-" in rule and "|" in head and "|" in rule and _DELIMITER.fullmatch(rule):
            lines[number - 1] = _row(head)
            lines[number] = " " * len(rule)
            number += 1
            while number < len(lines) and "|" in lines[number]:
                lines[number] = _row(lines[number])
                number += 1
        number += 1
    return "\n".join(lines)


def _row(line: str) -> str:
    """The line with tabs between its cells; the bars at its ends are no borders."""
    first = len(line) - len(line.lstrip())
    last = len(line.rstrip()) - 1
    signs = list(line.replace("\t", " ").replace("|", "\t"))
    if line[first] == "|":
        signs[first] = " "
    if last > first and line[last] == "|":
        signs[last] = " "
    return "".join(signs)


def _front_matter(text: str) -> tuple[str, tuple[Note, ...]]:
    """The text without the record that a site keeps of a page, and a note on what that held.

    Its title is the page's if the page has none; a field of a plan is read: not the date of the
    page, which is not that of a cooperation.
    """
    found = _FRONT.match(text)
    if found is None:
        return text, ()
    has_title = bool(_H1.search(text, found.end()))
    pieces: list[str] = []
    left: list[str] = []
    reading = False
    for line in found[1].splitlines(keepends=True):
        key = _FRONT_KEY.match(line)
        if key:
            name = key[1].strip()
            title = name.lower() == "title"
            reading = (title and not has_title) or (not title and _is_field(name))
            if reading:
                begin = key.start(3) if title else 0
                value = _plain(line[key.start(3) :])
                named = line[begin : key.start(3)].replace("_", " ")
                line = " " * begin + named + value  # noqa: PLW2901
            if not (reading or title):
                left.append(name)
        pieces.append(line if reading else re.sub(r"[^\r\n]", " ", line))
    start, end = found.span(1)
    fence = re.sub(r"[^\r\n]", " ", text[:start]), re.sub(r"[^\r\n]", " ", text[end : found.end()])
    masked = fence[0] + "".join(pieces) + fence[1] + text[found.end() :]
    if not left:
        return masked, ()
    message = f"the front matter was not read as part of the plan: {', '.join(left[:12])}"
    return masked, (Note("front-matter", message, start),)


def _is_field(name: str) -> bool:
    """Whether a key of the front matter is a field of a plan; a bare date is that of the page."""
    from citykg.loaders.labels import label_of

    label = label_of(name.replace("_", " "))
    if label is None or not label.certain or "id" in label.fields:
        return False
    return "period" not in label.fields or not _DATE.fullmatch(name)


def _plain(value: str) -> str:
    """A value of the front matter without the signs of its lists and strings."""
    if _LIST.fullmatch(value.strip()):
        value = value.replace("[", " ", 1)
        at = value.rfind("]")
        value = value[:at] + " " + value[at + 1 :]
    return value.replace('"', " ") if '"' in value else value
