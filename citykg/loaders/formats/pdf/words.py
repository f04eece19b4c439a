"""The words of a PDF page: what is drawn on it, with where it stands.

PDFium gives characters in the order of drawing, with blanks and line ends that it makes up from
their distances.  Only the first and the last character of each run are asked for their boxes,
which is most of what makes reading fast.

What a reader of the page cannot see is no word of it: text without size, text outside of the page,
white text that nothing dark lies behind, and text that is drawn invisibly.  The last is read only
where a page shows no other, which is how a scan with recognised text is made.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, NamedTuple

from citykg.loaders.formats.pdf.boxes import Sheet
from citykg.loaders.formats.pdf.ground import Ground
from citykg.loaders.formats.pdf.marks import attached, is_letter_bullet, plain_sign
from citykg.loaders.markup import JOINER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pypdfium2 import PdfPage, PdfTextPage

_RUN = re.compile(r"[^\s\x00]+")
_SMALLEST = 2.0
"""Points; smaller text cannot be read by eye."""
_INVISIBLE_MODES = (3, 7)
_WHITE = 250
_ASLANT = 4
"""Text that no quarter turn brings upright."""
_MOST_RUNS = 60_000
_MOST_DOTS = 300


@dataclass(slots=True)
class Word:
    """A word and its box in points from the upper left corner of the page.

    `masked` has the length of `text`; a mark of a footnote is blank in it.  `base` is where its
    line stands, `size` the size of its font.
    """

    text: str
    masked: str
    x0: float
    x1: float
    top: float
    bottom: float
    base: float
    size: float

    @property
    def middle(self) -> float:
        """The x of its middle."""
        return (self.x0 + self.x1) / 2

    @property
    def centre(self) -> float:
        """The y of its middle."""
        return (self.top + self.bottom) / 2


class PageWords(NamedTuple):
    """The words that a page shows, in the order of drawing, and how many were left out."""

    words: list[Word]
    sheet: Sheet
    """The page, turned as its words are."""
    turned: int
    """Words that stand across the reading direction."""
    unseen: int
    """Words that no eye can see."""
    recognised: bool
    """Whether the words are those that a program read from a scan."""


class _Style(NamedTuple):
    """What all the characters of one text object share."""

    quarter: int  # quarter turns against the direction of the page
    size: float
    visible: bool
    drawn: bool
    white: bool
    font: str
    base: float  # of upright text, in the coordinates of the file


class _Run(NamedTuple):
    text: str
    box: tuple[float, float, float, float]
    origin: tuple[float, float]
    style: _Style


_Fill = tuple[float, float, float, float]


def with_dots(shown: PageWords, dots: Iterable[_Fill]) -> list[Word]:
    """The words of a page, with a bullet for each dot that is drawn before a word."""
    words = shown.words
    for count, dot in enumerate(dots):
        if count > _MOST_DOTS:
            break
        box = shown.sheet.turned(*dot)
        y = (box.top + box.bottom) / 2
        after = min(
            (
                word
                for word in shown.words
                if word.top < y < word.bottom and 0 < word.x0 - box.x1 < 2.5 * word.size
            ),
            key=lambda word: word.x0,
            default=None,
        )
        near = after and any(
            word.top < y < word.bottom and -1.0 < box.x0 - word.x1 < 0.6 * word.size
            for word in words
        )
        if after and not near:
            bullet = Word("•", "•", box.x0, box.x1, after.top, after.bottom, after.base, after.size)
            words = [*words, bullet]
    return words


def words_of(page: PdfPage, text_page: PdfTextPage, fills: Callable[[], list[_Fill]]) -> PageWords:
    """The words of a page; `fills` gives the boxes that a colour fills, as the file has them."""
    runs = list(_Reader(text_page).runs())
    drawn = [run for run in runs if run.style.drawn]
    recognised = not drawn and bool(runs)
    if recognised:
        drawn = runs
    sheet = Sheet(*page.get_cropbox())
    seen = list(_seen(drawn, sheet, fills, lambda: Ground(page)))
    quarters = Counter[int]()
    for run in seen:
        quarters[run.style.quarter] += len(run.text)
    del quarters[_ASLANT]
    sheet = sheet._replace(
        quarter=max(quarters, key=lambda turn: (quarters[turn], -turn), default=0)
    )
    upright = [run for run in seen if run.style.quarter == sheet.quarter]
    words: list[Word] = []
    for run, after in zip_longest(upright, upright[1:]):
        word = _word(run, sheet)
        if after and is_letter_bullet(run.text, run.style.font, after.style.font):
            word.text = word.masked = "•"
        _append(words, word)
    hidden = 0 if recognised else len(runs) - len(seen)
    return PageWords(words, sheet, len(seen) - len(upright), hidden, recognised)


def _seen(
    runs: list[_Run],
    sheet: Sheet,
    fills: Callable[[], list[_Fill]],
    drawn: Callable[[], Ground],
) -> Iterator[_Run]:
    behind: list[_Fill] | None = None
    ground: Ground | None = None
    for run in runs:
        x0, y0, x1, y1 = run.box
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        inside = sheet.left <= x <= sheet.right and sheet.bottom <= y <= sheet.top
        if not inside or not run.style.visible:
            continue
        if run.style.white:
            behind = fills() if behind is None else behind
            if not any(fill[0] <= x <= fill[2] and fill[1] <= y <= fill[3] for fill in behind):
                ground = ground or drawn()
                if not ground.is_dark(run.box):
                    continue
        yield run


def _word(run: _Run, sheet: Sheet) -> Word:
    box = sheet.turned(*run.box)
    base = sheet.turned(*run.origin, *run.origin).top
    text = plain_sign(run.text, run.style.font)
    masked = text.replace("\xad", JOINER)
    return Word(text, masked, box.x0, box.x1, box.top, box.bottom, base, run.style.size)


def _append(words: list[Word], word: Word) -> None:
    """Add a word; one that touches the word before it is part of it."""
    if not words:
        words.append(word)
        return
    last = words[-1]
    touches = -0.25 * last.size < word.x0 - last.x1 < 0.12 * last.size
    overlaps = min(last.bottom, word.bottom) - max(last.top, word.top)
    if not touches or overlaps < 0.3 * min(last.size, word.size):
        words.append(word)
        return
    text, masked = attached(
        last.masked,
        word.text,
        word.masked,
        (last.base - word.base) / last.size,
        word.size / last.size,
    )
    last.text += text
    last.masked += masked
    last.x1 = max(last.x1, word.x1)


class _Reader:
    """Asks PDFium for the runs of a page."""

    def __init__(self, text_page: PdfTextPage) -> None:
        import pypdfium2.raw as pdfium

        self._pdfium = pdfium
        self._raw = text_page.raw
        self._rectangle = pdfium.FS_RECTF()
        self._rectangle_at = ctypes.byref(self._rectangle)
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        # The same function, but giving an address, which is a third of the work.
        address = ctypes.cast(pdfium.FPDFText_GetTextObject, ctypes.c_void_p).value or 0
        self._object_at = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)(address)
        self._styles: dict[int, _Style] = {}

    def runs(self) -> Iterator[_Run]:
        """The runs of characters without a blank, each of one text object."""
        text = self._text()
        for count, match in enumerate(_RUN.finditer(text)):
            if count > _MOST_RUNS:
                return
            start, end = match.span()
            first, last = self._object(start), self._object(end - 1)
            if first == last:
                yield self._run(text, start, end, first)
                continue
            begin, owner = start, first
            for at in range(start + 1, end):
                other = self._object(at)
                if other != owner:
                    yield self._run(text, begin, at, owner)
                    begin, owner = at, other
            yield self._run(text, begin, end, owner)

    def _text(self) -> str:
        """The characters, one for each index of PDFium."""
        pdfium, raw = self._pdfium, self._raw
        count = pdfium.FPDFText_CountChars(raw)
        if count <= 0:
            return ""
        buffer = (ctypes.c_ushort * (count + 1))()
        written = pdfium.FPDFText_GetText(raw, 0, count, buffer)
        text = bytes(buffer)[: max(written - 1, 0) * 2].decode("utf-16-le", "replace")
        if len(text) == count:
            return text.replace("\x02", "-").replace("\ufffe", "-")
        signs = (pdfium.FPDFText_GetUnicode(raw, at) for at in range(count))
        text = "".join(chr(sign) if 0 < sign < 0x110000 else " " for sign in signs)
        text = re.sub("[\ud800-\udfff]", "\ufffd", text)
        return text.replace("\x02", "-").replace("\ufffe", "-")

    def _object(self, at: int) -> int:
        """The address of the text object of a character; 0 for one that PDFium made up."""
        return self._object_at(self._raw, at) or 0

    def _run(self, text: str, start: int, end: int, owner: int) -> _Run:
        style = self._styles.get(owner)
        if style is None:
            style = self._styles[owner] = self._style(start)
        first = self._box(start)
        last = self._box(end - 1) if end - start > 1 else first
        box = (
            min(first[0], last[0]),
            min(first[1], last[1]),
            max(first[2], last[2]),
            max(first[3], last[3]),
        )
        if style.quarter == 0:
            return _Run(text[start:end], box, (box[0], style.base), style)
        return _Run(text[start:end], box, self._origin(start), style)

    def _origin(self, at: int) -> tuple[float, float]:
        self._pdfium.FPDFText_GetCharOrigin(self._raw, at, self._x, self._y)
        return self._x.value, self._y.value

    def _box(self, at: int) -> tuple[float, float, float, float]:
        rectangle = self._rectangle
        self._pdfium.FPDFText_GetLooseCharBox(self._raw, at, self._rectangle_at)
        return rectangle.left, rectangle.bottom, rectangle.right, rectangle.top

    def _style(self, at: int) -> _Style:
        pdfium, raw = self._pdfium, self._raw
        angle = pdfium.FPDFText_GetCharAngle(raw, at)
        quarter = round(angle / (math.pi / 2)) % 4
        if abs(angle / (math.pi / 2) - round(angle / (math.pi / 2))) > 0.1:
            quarter = _ASLANT
        _, bottom, _, top = self._box(at)
        size = pdfium.FPDFText_GetFontSize(raw, at)
        matrix = pdfium.FS_MATRIX()
        if pdfium.FPDFText_GetMatrix(raw, at, matrix):
            size *= math.hypot(matrix.c, matrix.d)
        found: Any = pdfium.FPDFText_GetTextObject(raw, at)
        mode = pdfium.FPDFTextObj_GetTextRenderMode(found) if found else 0
        colour = [ctypes.c_uint() for _ in range(4)]
        known = pdfium.FPDFText_GetFillColor(raw, at, *colour)
        shades = [part.value for part in colour]
        white = bool(known) and mode == 0 and min(shades[:3]) >= _WHITE
        clear = bool(known) and mode == 0 and shades[3] == 0
        buffer = ctypes.create_string_buffer(128)
        length = pdfium.FPDFText_GetFontInfo(raw, at, buffer, 128, ctypes.c_int())
        font = buffer.raw[: max(length - 1, 0)].decode("latin-1") if length <= 128 else ""
        return _Style(
            quarter=quarter,
            size=size or top - bottom,
            visible=size >= _SMALLEST and not clear,
            drawn=mode not in _INVISIBLE_MODES,
            white=white,
            font=font,
            base=self._origin(at)[1],
        )
