"""Plain text, Markdown and tables of comma- or tab-separated values: decoded, mark-up masked."""

from __future__ import annotations

from citykg.errors import DataError
from citykg.loaders.formats.extract import Extract
from citykg.loaders.markup import JOINER, mask

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)


def text_of(data: bytes, path: str) -> Extract:
    """The text of a plain text or Markdown file; raises DataError if the bytes are no text."""
    text, encoding, guessed = decoded(data, path)
    return Extract(text, mask(text), encoding, guessed)


def table_of(data: bytes, path: str) -> Extract:
    """The text of a table; a quote that it doubles is one quote."""
    text, encoding, guessed = decoded(data, path)
    return Extract(text, text.replace('""', '"' + JOINER), encoding, guessed)


def decoded(data: bytes, path: str) -> tuple[str, str, bool]:
    """The text, its encoding, and whether that is a guess; raises DataError if it is no text."""
    text, encoding, guessed = _decode(data, path)
    if "\0" in text:
        raise DataError(f"{path}: is not a text file (it holds NUL characters)")
    return text, encoding, guessed


def _decode(data: bytes, path: str) -> tuple[str, str, bool]:
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
        return data.decode("utf-8"), "utf-8", False
    except UnicodeDecodeError:
        pass
    if b"\0" in data:
        raise DataError(f"{path}: is not a text file (it holds NUL bytes)")
    from charset_normalizer import from_bytes

    guess = from_bytes(data).best()
    if guess is None:
        raise DataError(f"{path}: is not text in any known encoding; save it as UTF-8")
    return data.decode(guess.encoding), guess.encoding, True
