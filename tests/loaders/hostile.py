"""Documents made to do harm, or that harm has come to: of every format, a few kilobytes each."""

from __future__ import annotations

import gzip
import io
import random
import zipfile

GOOD = "City:\tLeeds\tJaipur\nCountry:\tUnited Kingdom\tIndia\nThemes:\tUrban planning\n"

_WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'
_PARAGRAPH = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
_SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/{{}}" Target="{{}}"/></Relationships>'
)
_BOOK = f'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{_OFFICE}"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>'
_ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {after} "{f"&{before};" * 10}">' for before, after in zip("abcdefgh", "bcdefghi", strict=True)
) + "]>"  # fmt: skip


def hostile_files() -> dict[str, bytes]:
    """The documents, by their names."""
    return {
        **_texts(),
        **_marked_up(),
        **_tables(),
        **_records(),
        **_pdfs(),
        **_packages(),
        **_mislabelled(),
    }


def _texts() -> dict[str, bytes]:
    rows = {
        "spaces": "Activities:\t" + " " * 200_000 + "x",
        "tabs": "Activities:" + "\t" * 50_000 + "x",
        "digits": "Population:\t" + "9" * 20_000 + "\t3",
        "groups": "Population:\t" + "1,' " * 20_000,
        "areas": "Area:\t" + "1 km 2 " * 10_000,
        "goals": "SDGs:\t" + "1.1." * 20_000,
        "no-goals": "SDGs:\t18, 0, 99, 11.99, -3",
        "period": "Period:\t" + "2017-" * 10_000,
        "no-date": "Period:\t31.02.2018 - 99/99/9999",
        "reversed": "Period:\t2019 - 2017",
        "bullets": "Focus:\t" + "•" * 50_000,
        "dashes": "Activities:\t" + "–-" * 50_000,
        "dots": "Activities:\t" + "a." * 50_000,
        "brackets": "Themes:\t" + "(" * 50_000,
        "quotes": "Activities:\t" + '"' * 50_000,
        "denials": "Activities:\t" + "not " * 20_000 + "pilot project",
        "addresses": "Contact:\t" + "a@" * 50_000,
        "domains": "Contact:\t" + "a." * 50_000 + "@",
        "accents": "Activities:\ta" + "\u0301" * 50_000,
        "glued": "Urban Agenda:\t" + "HousingUrban poverty" * 2_000,
        "bidi": "Focus:\t\u202egnisuoh\u202c \u2066x",
        "emoji": "Focus:\t🏙️ 👨‍👩‍👧",
        "line-signs": "Focus:\ta\u2028b\u2029c\x85d\x0ce",
        "signs-of-ours": "Focus:\ta\u2060\u2029\u2060b",
    }
    files = {f"{name}.txt": (GOOD + row + "\n").encode() for name, row in rows.items()}
    return files | {
        "empty.txt": b"",
        "blank.txt": b"\xef\xbb\xbf \n\n",
        "nul.txt": bytes(1000),
        "cut-utf16.txt": b"\xff\xfe\x00",
        "surrogate.txt": GOOD.encode() + b"Focus:\t\xed\xa0\x80\n",
        "one-line.txt": b"x" * 1_000_000,
        "random.txt": random.Random(1).randbytes(20_000),  # noqa: S311 - any bytes will do
        "labels.txt": b"City:\n" * 20_000,
        "plans.txt": GOOD.encode() * 500,
        "many-cities.txt": ("City:\t" + "\t".join(f"C{n}" for n in range(2000))).encode(),
        "too-large.txt": b"a " * (1 << 20) + b"a",
    }


def _marked_up() -> dict[str, bytes]:
    return {
        "angles.html": b"<" * 200_000,
        "divs.html": b"<div>" * 30_000 + GOOD.encode(),
        "lists.html": b"<ul><li>" * 20_000,
        "tables.html": b"<table><tr><td>" * 5_000,
        "spans.html": b"<table><tr><td colspan=1000000 rowspan=1000000>x</td></tr></table>",
        "attributes.html": b"<p " + b"a='>' " * 30_000 + b">x</p>",
        "comment.html": b"<!--" * 50_000,
        "entities.html": b"<p>" + b"&#x;" * 50_000,
        "charset.html": b"<meta charset='undefined'><p>City: Leeds</p>",
        "script.html": b"<script>" + b"City: Leeds\n" * 1_000,
        "headings.md": b"# " * 50_000 + b"\n" + b"> " * 50_000 + b"\n" + b"|" * 50_000,
        "links.md": b"[" * 50_000 + b"](",
        "emphasis.md": b"**_" * 30_000,
    }


def _tables() -> dict[str, bytes]:
    head = "City 1,City 2,Topics\n"
    return {
        "quote.csv": (head + 'Leeds,"Jaipur,Housing\n' * 2_001).encode(),
        "ragged.csv": (head + "A\nB,C,D,E,F\n,,\n").encode(),
        "header-only.csv": head.encode(),
        "wide.csv": (",".join(f"City {n}" for n in range(5_000)) + "\na,b\n").encode(),
        "cell.csv": (head + 'A,B,"' + "x\n" * 50_000 + '"\n').encode(),
        "nul.csv": (head + "A\0,B\n").encode(),
        "commas.csv": b"," * 200_000,
    }


def _records() -> dict[str, bytes]:
    return {
        "deep.json": b"[" * 100_000,
        "deep-map.json": b'{"a":' * 50_000,
        "cut.json": b'{"cities": [{"name": "Lee',
        "nan.json": b'{"cities": [{"name": "Leeds", "population": NaN}]}',
        "huge-number.json": b'{"cities": [{"name": "Leeds", "population": 1e999999999}]}',
        "long-number.json": b'{"cities": [{"name": "Leeds", "population": ' + b"9" * 9_000 + b"}]}",
        "twice.json": b'{"id": "a", "id": "b"}',
        "surrogate.json": b'{"id": "\\ud800"}',
        "null.json": b"null",
        "words.json": b'["x", 1, null]',
        "aliases.yaml": b"a: &a [x, x, x]\n"
        + b"".join(b"%c: &%c [%s]\n" % (n + 1, n + 1, b", ".join([b"*%c" % n] * 9)) for n in range(97, 110)),
        "tag.yaml": b"!!python/object/apply:os.system ['true']",
        "merge.yaml": b"a: &a {x: 1}\nb:\n  <<: *a\n",
        "deep.yaml": b"[" * 20_000,
        "indented.yaml": b"".join(b" " * n + b"a:\n" for n in range(500)),
        "cut.yaml": b"cities:\n  - name: 'Leeds\n",
        "documents.yaml": b"--- a\n--- b\n",
    }  # fmt: skip


def _pdf(body: bytes) -> bytes:
    return b"%PDF-1.7\n" + body + b"\ntrailer <</Root 1 0 R>>\n%%EOF"


def _pdfs() -> dict[str, bytes]:
    page = b"3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>> endobj\n"
    roots = b"1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n"
    return {
        "cut.pdf": b"%PDF-1.4\n\0\xff\xfe\xfa",
        "random.pdf": b"%PDF-1.4\n" + random.Random(2).randbytes(5_000),  # noqa: S311
        "empty-page.pdf": _pdf(roots + page + b"4 0 obj <</Length 0>> stream\n\nendstream endobj"),
        "loop.pdf": _pdf(
            b"1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n"
            b"2 0 obj <</Type/Pages/Kids[2 0 R 2 0 R]/Count 99999999>> endobj"
        ),
        "nested.pdf": _pdf(b"1 0 obj " + b"[" * 20_000 + b" endobj"),
        "size.pdf": _pdf(
            roots
            + page.replace(b"600 800", b"1e30 -1e30")
            + b"4 0 obj <</Length 4>> stream\nq Q \nendstream endobj"
        ),
        "states.pdf": _pdf(
            roots
            + page
            + b"4 0 obj <</Length 100000>> stream\n"
            + b"q " * 50_000
            + b"\nendstream endobj"
        ),
        "encrypted.pdf": _pdf(roots + page).replace(b"trailer <<", b"trailer <</Encrypt 9 0 R"),
    }


def _zip(entries: dict[str, str], *, packed: bool = True) -> bytes:
    file = io.BytesIO()
    method = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return file.getvalue()


def _docx(document: str) -> bytes:
    relations = _RELATIONS.format("officeDocument", "word/document.xml")
    parts = {"[Content_Types].xml": _TYPES, "_rels/.rels": relations}
    return _zip(parts | {"word/document.xml": document})


def _xlsx(sheet: str, book: str = _BOOK) -> bytes:
    return _zip(
        {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": _RELATIONS.format("officeDocument", "xl/workbook.xml"),
            "xl/workbook.xml": book,
            "xl/_rels/workbook.xml.rels": _RELATIONS.format("worksheet", "worksheets/sheet1.xml"),
            "xl/worksheets/sheet1.xml": sheet,
        }
    )


def _packages() -> dict[str, bytes]:
    table = "<w:tbl><w:tr><w:tc>"
    cell = '<row r="{0}"><c r="{1}{0}" t="inlineStr"><is><t>x</t></is></c></row>'
    return {
        "bomb.docx": _docx(_WORD.format(" " * 30_000_000)),
        "paragraphs.docx": _docx(_WORD.format(_PARAGRAPH.format("x") * 30_000)),
        "deep.docx": _docx(_WORD.format(table * 3_000)),
        "closed-deep.docx": _docx(
            _WORD.format(table * 1_000 + _PARAGRAPH.format("x") + "</w:tc></w:tr></w:tbl>" * 1_000)
        ),
        "entities.docx": _docx(_ENTITIES + _WORD.format(_PARAGRAPH.format("&i;"))),
        "external.docx": _docx(
            '<!DOCTYPE x SYSTEM "file:///etc/passwd">' + _WORD.format(_PARAGRAPH.format("x"))
        ),
        "not-xml.docx": _docx("City: Leeds"),
        "empty.docx": _docx(_WORD.format("")),
        "no-document.docx": _zip({"[Content_Types].xml": _TYPES, "word/x.xml": "x"}),
        "cut.docx": _docx(_WORD.format(_PARAGRAPH.format(GOOD)))[:-40],
        "outside.docx": _zip({"[Content_Types].xml": _TYPES, "../../word/document.xml": "x"}),
        "entries.docx": _zip(
            {"[Content_Types].xml": _TYPES} | {f"word/{n}": "" for n in range(3_000)}
        ),
        "span.docx": _docx(
            _WORD.format(
                '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="99999999"/></w:tcPr>'
                + _PARAGRAPH.format("x")
                + "</w:tc></w:tr></w:tbl>"
            )
        ),
        "bomb.xlsx": _xlsx(_SHEET.format(" " * 30_000_000)),
        "corner.xlsx": _xlsx(_SHEET.format(cell.format(1, "A") + cell.format(1_048_576, "XFD"))),
        "entities.xlsx": _xlsx(_ENTITIES + _SHEET.format("&i;")),
        "no-sheet.xlsx": _xlsx(_SHEET.format(""), book=_BOOK.replace("<sheet ", "<sheat ")),
        "not-xml.xlsx": _xlsx("x"),
        "cut.xlsx": _xlsx(_SHEET.format(cell.format(1, "A")))[:200],
    }


def _mislabelled() -> dict[str, bytes]:
    return {
        "image.pdf": b"\x89PNG\r\n\x1a\n" + bytes(500),
        "old.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"),
        "secret.xlsx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "rich.doc": rb"{\rtf1 City: Leeds}",
        "open.odt": _zip({"mimetype": "application/vnd.oasis.opendocument.text"}, packed=False),
        "bomb.txt.gz": gzip.compress(bytes(20_000_000)),
        "cut.csv.gz": gzip.compress(random.Random(3).randbytes(5_000))[:-900],  # noqa: S311
        "twice.txt.gz": gzip.compress(gzip.compress(GOOD.encode())),
        "noise.gz.txt": b"\x1f\x8b\x08\x00" + random.Random(4).randbytes(500),  # noqa: S311
        "bomb.html.gz": gzip.compress(b"<div>" * 2_000_000),
        "web-archive.html": b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n--x\n",
    }
