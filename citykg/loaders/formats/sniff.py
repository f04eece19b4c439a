"""What a file is by what is in it: its name may be wrong, or missing.

Formats that have a signature are told by it, whatever the name says.  Texts have none: there the
name decides, and where there is no name, the first lines.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import Final

from citykg.loaders.formats import kinds
from citykg.loaders.formats.kinds import UNREAD, Unread

_OLE_MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS: Final = (
    ("EncryptedPackage", kinds.ENCRYPTED),
    ("WordDocument", kinds.WORD_97),
    ("PowerPoint Document", kinds.POWERPOINT_97),
    ("Workbook", kinds.EXCEL_97),
)
_OPEN_TYPES: Final = (
    (b"application/vnd.oasis.opendocument.text", kinds.OPEN_TEXT),
    (b"application/vnd.oasis.opendocument.spreadsheet", kinds.OPEN_SHEET),
    (b"application/vnd.oasis.opendocument.presentation", kinds.OPEN_SLIDES),
    (b"application/epub+zip", kinds.EPUB),
)
_PARTS: Final = (
    ("word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
)
_MOST_ENTRIES: Final = 20_000
_HEAD_BYTES: Final = 16 << 10
_NOT_TEXT: Final = re.compile("[\0-\x08\x0e-\x1a\x1c-\x1f]")
_PDF_WITHIN: Final = 1024

_PROLOGUE: Final = re.compile(r"(?:\s+|<\?xml[^>]{0,200}\?>|<!--.{0,2000}?-->)*", re.DOTALL)
_PAGE: Final = re.compile(r"<!doctype\s+html|<(?:html|head|body)[\s>]", re.IGNORECASE)
_TAG: Final = re.compile(r"<(?:!--|[a-z][a-z0-9]*[\s>])", re.IGNORECASE)
_RECORD: Final = re.compile(r"(?:\[\s*)?\{\s*\"")
_ITEMS: Final = re.compile(
    r"^[\w ]+:[ ]*\n(?:[ \t]*(?:#.*)?\n)*[ ]*-[ ]+[\w ]+:(?:[ ]|$)", re.MULTILINE
)
_MARKED: Final = re.compile(
    r"^#{1,6} \S|^\|?[ ]*:?-{3,}:?[ ]*\||^[ ]*[*-] \*\*|^\*\*[^*\n]+\*\*", re.MULTILINE
)
_MAIL_HEAD: Final = re.compile(
    r"(?:[A-Z][\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?(?:MIME-Version|Message-ID):", re.IGNORECASE
)


def signed_kind(data: bytes) -> str | Unread | None:
    """The media type, or the unread kind, that a file's own signature says; None without one."""
    for kind in UNREAD:
        if data.startswith(kind.signatures) and kind.signatures:
            return kind
    if data.startswith(b"PK\x03\x04"):
        return _package(data)
    if data.startswith(_OLE_MAGIC):
        streams = (kind for name, kind in _OLE_STREAMS if name.encode("utf-16-le") in data)
        return next(streams, kinds.OLE)
    if data.startswith(b"%PDF-") or (b"%PDF-" in data[:_PDF_WITHIN] and b"endobj" in data):
        return "application/pdf"
    if data[257:262] == b"ustar":
        return kinds.TAR
    return _signed_text(head_of(data))


def _package(data: bytes) -> str | Unread:
    for open_type, kind in _OPEN_TYPES:
        # The type is the first entry, and is not packed.
        if open_type in data[:128]:
            return kind
    from zipfile import BadZipFile, ZipFile

    try:
        with ZipFile(BytesIO(data)) as package:
            names = package.namelist()[:_MOST_ENTRIES]
    except (BadZipFile, ValueError, NotImplementedError, OSError):
        # Cut off: the names also stand before each entry.
        found = (media for folder, media in _PARTS if folder.encode() in data)
        return next(found, kinds.CUT_ZIP)
    if "[Content_Types].xml" in names:
        for folder, media_type in _PARTS:
            if any(name.startswith(folder) for name in names):
                return media_type
        if any(name.startswith("ppt/") for name in names):
            return kinds.POWERPOINT
    if any(name.endswith(".iwa") for name in names):
        return kinds.PAGES
    return kinds.ZIP


def _signed_text(head: str) -> str | Unread | None:
    begin = _PROLOGUE.match(head)
    at = begin.end() if begin else 0
    if _PAGE.match(head, at):
        return "text/html"
    if head.startswith("<?xml"):
        return kinds.XML
    if head.startswith("<svg"):
        return kinds.SVG
    if _MAIL_HEAD.match(head[:4000]):
        return kinds.MAIL
    return None


def head_of(data: bytes) -> str:
    """The first characters of a text, as well as can be told; empty for what is no text."""
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            return data[2:_HEAD_BYTES].decode(encoding, "replace")
    head = data[:_HEAD_BYTES].removeprefix(b"\xef\xbb\xbf")
    for begin, encoding in ((0, "utf-16-be"), (1, "utf-16-le")):
        if head[begin::2].count(0) * 4 > len(head):
            return head.decode(encoding, "replace")
    return "" if b"\0" in head else head.decode("utf-8", "replace").replace("\r\n", "\n")


def unsigned_kind(data: bytes) -> str | None:
    """The media type that the first lines of a text speak for; None for what is no text."""
    head = head_of(data)
    if not head or _NOT_TEXT.search(head):
        return None
    if _RECORD.match(head.lstrip()):
        return "application/json"
    if _TAG.match(head.lstrip()) and "</" in head:
        return "text/html"
    if _ITEMS.search(head):
        return "application/yaml"
    separator = _header_separator(head)
    if separator:
        return "text/tab-separated-values" if separator == "\t" else "text/csv"
    return "text/markdown" if _MARKED.search(head) else "text/plain"


def _header_separator(head: str) -> str | None:
    """What stands between the labels of a table's header, where the first line is one."""
    from citykg.loaders.labels import label_of

    lines = [line for line in head.splitlines() if line.strip()][:2]
    for separator in "\t;,":
        rows = [line.split(separator) for line in lines]
        if len(rows) < 2 or min(map(len, rows)) < 2:
            continue
        labels = [label_of(cell.strip(' "')) for cell in rows[0]]
        # "Field, EU city, Non-EU city" heads a summary: one field, however often.
        if len({field for label in labels if label for field in label.fields}) > 1:
            return separator
    return None
