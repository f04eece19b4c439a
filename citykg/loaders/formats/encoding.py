"""Bytes to text: by their mark, as UTF-8, as they declare, or by a guess that is reported."""

from __future__ import annotations

import codecs
import re

from citykg.errors import DataError
from citykg.loaders.formats.extract import Note

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_OTHER_FILES = (
    (b"%PDF-", "PDF", ".pdf"),
    (b"PK\x03\x04", "Word, spreadsheet or other zip", ".docx or .xlsx"),
)
_CANDIDATES = ("cp1252", "mac-roman", "cp1250", "cp850")
"""Tried in this order; the first wins a tie."""

_WESTERN = frozenset("áéíóúýàèìòùâêîôûäëïöüãõñçåæøœßðþÿ")
_WORDS_OF_ONE = frozenset("àèéóáôòåöúí")
_SIGNS = frozenset("«»‹›–—‘’“”„•…°²³€£§©®™ºª·¿¡´½\u00a0")
_LETTER = re.compile(r"[^\W\d_]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_SCORED = 4_000
"""Characters beyond ASCII that are looked at; more would tell nothing new."""

# UTF-8 that was read as one byte a character: a lead byte and the bytes that follow it.
_MOJIBAKE = re.compile(
    "[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u017e\u0192\u02c6\u02dc\u2013-\u2122]{1,3}"
)
_MANY = 4


def decoded(data: bytes, path: str, declared: str | None = None) -> tuple[str, str, bool]:
    """The text, its encoding, and whether that is a guess; raises DataError if it is no text.

    `declared` is the character set that the file itself names.
    """
    for sign, kind, suffix in _OTHER_FILES:
        if data.startswith(sign):
            raise DataError(f"{path}: is not a text file (it is a {kind} file); name it {suffix}")
    text, encoding, guessed = _decode(data, path, declared)
    if "\0" in text:
        raise DataError(f"{path}: is not a text file (it holds NUL characters)")
    return text, encoding, guessed


def notes_on(text: str) -> tuple[Note, ...]:
    """What a decoded text shows of having been decoded wrongly before; it is never repaired."""
    notes = []
    lost = text.find("\ufffd")
    if lost >= 0:
        notes.append(
            Note(
                "lost-characters",
                f"{text.count(chr(0xFFFD))} characters were lost before or while the file was "
                "read (U+FFFD stands for them); save the original as UTF-8",
                lost,
            )
        )
    for match in _MOJIBAKE.finditer(text):
        if _is_mojibake(match[0]):
            start = max(0, match.start() - 12)
            shown = " ".join(text[start : match.end() + 12].split())
            notes.append(
                Note(
                    "mojibake",
                    f"“{shown}” looks like UTF-8 that was read as another encoding; it is kept as "
                    "it stands: save the original as UTF-8",
                    match.start(),
                )
            )
            break
    return tuple(notes)


def _is_mojibake(run: str) -> bool:
    for encoding in ("cp1252", "latin-1"):
        for length in range(len(run), 1, -1):
            try:
                repaired = run[:length].encode(encoding).decode("utf-8")
            except UnicodeError:
                continue
            if len(repaired) == 1 and (repaired.isprintable() or repaired == "\u00a0"):
                return True
    return False


def _decode(data: bytes, path: str, declared: str | None) -> tuple[str, str, bool]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return data.decode(encoding), encoding, False
            except UnicodeDecodeError as error:
                raise DataError(
                    f"{path}: begins as {encoding} but byte {error.start} does not fit; "
                    "save it again as UTF-8"
                ) from None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        # UTF-16 of ASCII letters is valid UTF-8, full of NULs.
        return _wide(data) or (text, "utf-8", False)
    wide = _wide(data)
    if wide:
        return wide
    if b"\0" in data:
        raise DataError(f"{path}: is not a text file (it holds NUL bytes)")
    return _as_declared(data, declared) or _damaged(data) or _guess(data, path)


def _as_declared(data: bytes, declared: str | None) -> tuple[str, str, bool] | None:
    """The text in the character set that the file names, if it fits."""
    encoding = known_charset(declared)
    if encoding is None or encoding == "utf-8":
        return None
    for name in (encoding, "latin-1" if encoding == "cp1252" else encoding):
        try:
            return data.decode(name), name, False
        except UnicodeDecodeError:
            continue
    return None


def known_charset(name: str | None) -> str | None:
    """The codec of a character set's name; ASCII and Latin-1 mean cp1252, as in browsers."""
    try:
        codec = codecs.lookup((name or "").strip()).name
    except (LookupError, ValueError):
        return None
    if codec in ("ascii", "iso8859-1"):
        return "cp1252"
    # Codecs such as `hex`, `utf-7` or `unicode_escape` are no character sets of pages.
    if re.match(r"(?:iso8859|cp|koi8|mac|shift_jis|euc_|gb|big5|hz$|utf-8$|tis-620)", codec):
        return codec
    return None


def _wide(data: bytes) -> tuple[str, str, bool] | None:
    """UTF-16 without a byte order mark: every other byte is zero."""
    zeros = data.count(0)
    if zeros * 5 < len(data) or len(data) % 2:
        return None
    encoding = "utf-16-le" if data[1::2].count(0) > data[0::2].count(0) else "utf-16-be"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else (text, encoding, True)


def _damaged(data: bytes) -> tuple[str, str, bool] | None:
    """UTF-8 with a few bytes that do not fit, such as a file that was cut."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = len(_NOT_ASCII.findall(text)) - bad
    return (text, "utf-8", True) if good >= _MANY * bad else None


def _guess(data: bytes, path: str) -> tuple[str, str, bool]:
    best: tuple[float, str, str] | None = None
    for encoding in _CANDIDATES:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        fit = _plausible(text)
        if best is None or fit > best[0]:
            best = fit, text, encoding
    if best and best[0] > 0.5:
        return best[1], best[2], True
    from charset_normalizer import from_bytes

    guess = from_bytes(data).best()
    if guess is not None:
        return data.decode(guess.encoding), guess.encoding, True
    raise DataError(f"{path}: is not text in any known encoding; save it as UTF-8")


def _plausible(text: str) -> float:
    """How well the characters beyond ASCII fit where they stand, from -5 to 2."""
    total, count = 0.0, 0
    for match in _NOT_ASCII.finditer(text):
        at, char = match.start(), match[0]
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        total += _fit(char, before, after)
        count += 1
        if count == _SCORED:
            break
    return total / count if count else 0.0


def _fit(char: str, before: str, after: str) -> float:
    """How well one character fits between its neighbours."""
    if not char.isprintable() and char != "\u00a0":
        return -5.0
    if _LETTER.match(char) and char not in "ªº":
        return _fit_of_letter(char, before, after)
    between = bool(_LETTER.match(before) and _LETTER.match(after))
    if between:
        return 2.0 if char in "’·" else -3.0
    return 1.5 if char in _SIGNS else -0.5


def _fit_of_letter(char: str, before: str, after: str) -> float:
    follows, leads = bool(_LETTER.match(before)), bool(_LETTER.match(after))
    if before.isdigit() or after.isdigit():
        return -3.0
    if not (follows or leads):
        return 1.0 if char.casefold() in _WORDS_OF_ONE else -2.0
    if follows and leads and not (before.isascii() or after.isascii()):
        return -2.0  # three accented letters in a row
    if char.isupper():
        return -3.0 if before.islower() else 1.2
    return 2.0 if char in _WESTERN else 1.0
