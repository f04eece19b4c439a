"""Kinds of files that plans come in and that we do not read: what they are, and what to do."""

from __future__ import annotations

from typing import Final, NamedTuple


class Unread(NamedTuple):
    """A kind of file that plans come in and that we do not read."""

    what: str
    """What the file is: `a PNG image`."""
    advice: str
    suffixes: tuple[str, ...] = ()
    signatures: tuple[bytes, ...] = ()


_AS_WORD: Final = "save it as .docx or .pdf"
_AS_SHEET: Final = "save it as .xlsx or .csv"
_AS_PDF: Final = "save it as .pdf"
_AS_HTML: Final = "save the text of the plan as .html or .txt"
_UNPACK: Final = "unpack it and read what is in it"
_AS_TEXT: Final = "pictures of text are not read: turn it into text first"

WORD_97: Final = Unread("a Word 97-2003 document", _AS_WORD, (".doc",))
EXCEL_97: Final = Unread("an Excel 97-2003 workbook", _AS_SHEET, (".xls",))
POWERPOINT_97: Final = Unread("a PowerPoint 97-2003 file", _AS_PDF, (".ppt", ".pps"))
ENCRYPTED: Final = Unread("encrypted with a password", "save it without the password")
OLE: Final = Unread("an old Microsoft Office or Outlook file", _AS_WORD, (".msg",))
POWERPOINT: Final = Unread("a PowerPoint file", _AS_PDF, (".pptx", ".ppsx"))
OPEN_TEXT: Final = Unread("an OpenDocument text", _AS_WORD, (".odt", ".fodt", ".ott", ".sxw"))
OPEN_SHEET: Final = Unread("an OpenDocument spreadsheet", _AS_SHEET, (".ods", ".fods"))
OPEN_SLIDES: Final = Unread("an OpenDocument presentation", _AS_PDF, (".odp",))
EPUB: Final = Unread("an e-book (EPUB)", _AS_HTML, (".epub",))
PAGES: Final = Unread("an Apple Pages, Numbers or Keynote file", _AS_WORD, (".pages", ".numbers"))
ZIP: Final = Unread("a ZIP archive", _UNPACK, (".zip",))
CUT_ZIP: Final = Unread("a ZIP archive that is cut off or damaged", "fetch it again")
MAIL: Final = Unread("a saved e-mail or web archive", _AS_HTML, (".eml", ".mht", ".mhtml"))
XML: Final = Unread("an XML file that is no web page", "save it as .docx, .html or .txt", (".xml",))
SVG: Final = Unread("an SVG drawing", _AS_TEXT, (".svg",))
TAR: Final = Unread("a tar archive", _UNPACK, (".tar",))

UNREAD: Final = (
    WORD_97,
    EXCEL_97,
    POWERPOINT_97,
    OLE,
    POWERPOINT,
    OPEN_TEXT,
    OPEN_SHEET,
    OPEN_SLIDES,
    EPUB,
    PAGES,
    ZIP,
    MAIL,
    XML,
    Unread("a Word file with macros, or a template", _AS_WORD, (".docm", ".dotx", ".dotm")),
    Unread("a spreadsheet with macros or in binary", _AS_SHEET, (".xlsm", ".xlsb", ".xltx")),
    Unread("a Rich Text file", _AS_WORD, (".rtf",), (b"{\\rtf",)),
    Unread("a PostScript file", "print it to .pdf", (".ps", ".eps"), (b"%!PS",)),
    Unread("a PNG image", _AS_TEXT, (".png",), (b"\x89PNG\r\n\x1a\n",)),
    Unread("a JPEG image", _AS_TEXT, (".jpg", ".jpeg"), (b"\xff\xd8\xff",)),
    Unread("a GIF image", _AS_TEXT, (".gif",), (b"GIF87a", b"GIF89a")),
    Unread("a TIFF image", _AS_TEXT, (".tif", ".tiff"), (b"II*\0", b"MM\0*")),
    Unread("a WebP, sound or video file", _AS_TEXT, (".webp",), (b"RIFF",)),
    Unread(
        "a photograph or video", _AS_TEXT, (".heic", ".mp4"), (b"\0\0\0\x18ftyp", b"\0\0\0 ftyp")
    ),
    SVG,
    Unread("a 7z archive", _UNPACK, (".7z",), (b"7z\xbc\xaf\x27\x1c",)),
    Unread("a RAR archive", _UNPACK, (".rar",), (b"Rar!\x1a\x07",)),
    Unread("a file packed by bzip2", _UNPACK, (".bz2",), (b"BZh91AY", b"BZh61AY", b"BZh11AY")),
    Unread("a file packed by xz", _UNPACK, (".xz",), (b"\xfd7zXZ\0",)),
    Unread("a file packed by Zstandard", _UNPACK, (".zst",), (b"\x28\xb5\x2f\xfd",)),
    TAR,
)

DOCUMENTS: Final = tuple(
    suffix
    for kind in UNREAD
    if kind.advice in {_AS_WORD, _AS_SHEET, _AS_PDF, _AS_HTML}
    for suffix in kind.suffixes
)
"""The endings of files that may well be plans, and must not be passed over in silence."""
