"""The documents that a call names, and what each of them is found to be."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import threading
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citykg.errors import DataError, UsageError
from citykg.loaders.document import document_in
from citykg.loaders.formats import FORMATS, MOST_BYTES
from citykg.loaders.formats.gzipped import unpacked
from citykg.loaders.formats.recognise import recognised
from citykg.loaders.outcome import Given
from citykg.sources import find_sources

if TYPE_CHECKING:
    from pathlib import Path

SUMMARY = "City:\tLeeds\tGirona\nCountry:\tUnited Kingdom\tSpain\nThemes:\tHousing\n"
TABLE = "City 1,City 2,Topics\nLeeds,Girona,Housing\n"
PAGE = "<!-- saved -->\n<!DOCTYPE html>\n<html><body><p>City: Leeds</p></body></html>"
RECORD = '[{"id": "x", "cities": []}]'


def packed(data: bytes) -> bytes:
    """The bytes packed by gzip, the same at any time: they are names of tests too."""
    return gzip.compress(data, mtime=0)


def package(*names: str, first: tuple[str, str] | None = None) -> bytes:
    """A zip file with these entries."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        if first:
            archive.writestr(zipfile.ZipInfo(first[0]), first[1])
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), "x")
    return file.getvalue()


def compound(*streams: str) -> bytes:
    """The beginning of an OLE file with these streams."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "".join(streams).encode("utf-16-le")


DOCX = package("[Content_Types].xml", "word/document.xml")
XLSX = package("[Content_Types].xml", "xl/workbook.xml")
PDF = b"%PDF-1.7\n1 0 obj\nendobj\n"


@pytest.mark.parametrize(
    ("data", "path", "name"),
    [
        (PDF, "plan.txt", "a PDF file"),
        (b"\n\n" + PDF, "plan.pdf.doc", "a PDF file"),
        (PAGE, "plan.txt", "an HTML page"),
        (PAGE, "plan.doc", "an HTML page"),
        (PAGE.encode("utf-16"), "plan.xls", "an HTML page"),
        (DOCX, "plan.pdf", "a Word document"),
        (DOCX, "plan.zip", "a Word document"),
        (XLSX, "plans.csv", "an Excel workbook"),
        (XLSX, "plans.xls", "an Excel workbook"),
        (RECORD, "plan.txt", "a JSON record"),
        (SUMMARY, "plan.pdf", "a plain text"),
        (SUMMARY, "plan.doc", "a plain text"),
        (packed(SUMMARY.encode()), "plan.txt", "packed by gzip"),
        (SUMMARY, "plan.txt.gz", "not packed by gzip"),
    ],
)
def test_a_wrong_name_is_noted(data: bytes | str, path: str, name: str) -> None:
    """What is in a file decides what it is; that its name says otherwise is noted."""
    content = data.encode() if isinstance(data, str) else data
    _, _, notes = recognised(content, path)
    assert [(note.code, note.message) for note in notes] == [
        ("mislabelled", f"the file is {name} in spite of its name")
    ]


@pytest.mark.parametrize(
    ("data", "path", "media_type"),
    [
        (SUMMARY, "plan", "text/plain"),
        (SUMMARY, "stdin", "text/plain"),
        (SUMMARY.encode("utf-16-le"), "stdin", "text/plain"),
        (SUMMARY, "plan.v2", "text/plain"),
        (f"{SUMMARY}The table: | a | b |\n", "plan.TXT", "text/plain"),
        ("City:, Leeds\n", "plan", "text/plain"),
        ("Field,EU city,Non-EU city\nPopulation,1,2\n", "plan", "text/plain"),
        (TABLE, "plans", "text/csv"),
        (TABLE.replace(",", ";"), "stdin", "text/csv"),
        (TABLE.replace(",", "\t"), "stdin", "text/tab-separated-values"),
        ("# Leeds and Girona\n\n**Cities:** Leeds, Girona\n", "stdin", "text/markdown"),
        ("| Field | A |\n|---|---|\n| City | Leeds |\n", "stdin", "text/markdown"),
        (PAGE, "stdin", "text/html"),
        ("<table><tr><td>City</td></tr></table>", "stdin", "text/html"),
        ('<?xml version="1.0"?>\n<html><body/></html>', "plan.html", "text/html"),
        (RECORD, "stdin", "application/json"),
        ('{"plans": [', "stdin", "application/json"),
        ("# a plan\ncities:\n  - name: Leeds\n", "stdin", "application/yaml"),
        (PDF, "stdin", "application/pdf"),
        (packed(TABLE.encode()), "plans.csv.gz", "text/csv"),
        (packed(PDF), "stdin", "application/pdf"),
    ],
)  # fmt: skip
def test_a_file_is_what_it_holds(data: bytes | str, path: str, media_type: str) -> None:
    """A document without a telling name is told by its first lines."""
    content = data.encode() if isinstance(data, str) else data
    known, _, notes = recognised(content, path)
    assert known.media_type == media_type
    assert not [note for note in notes if "gzip" not in note.message]


@pytest.mark.parametrize(
    ("data", "path", "what", "advice"),
    [
        (compound("Root Entry", "WordDocument"), "a.doc", "a Word 97-2003 document", ".docx"),
        (compound("Root Entry", "WordDocument"), "a.docx", "a Word 97-2003 document", ".docx"),
        (compound("Workbook"), "a.xlsx", "an Excel 97-2003 workbook", ".xlsx"),
        (compound("EncryptedPackage"), "a.docx", "encrypted with a password", "without"),
        (compound("PowerPoint Document"), "a.ppt", "a PowerPoint 97-2003 file", ".pdf"),
        (compound("Root Entry"), "a.msg", "an old Microsoft Office or Outlook file", ".docx"),
        (b"\1\2", "a.odt", "an OpenDocument text", ".docx"),
        (package(first=("mimetype", "application/vnd.oasis.opendocument.text")), "a", "an OpenDocument text", ".docx"),
        (package(first=("mimetype", "application/epub+zip")), "a.zip", "an e-book", ".html"),
        (package("[Content_Types].xml", "ppt/presentation.xml"), "a.pptx", "a PowerPoint file", ".pdf"),
        (package("Index/Document.iwa"), "a.pages", "an Apple Pages", ".docx"),
        (package("plan.txt")[:60], "a.zip", "a ZIP archive that is cut off", "fetch it again"),
        (package("plan.txt"), "a.docx", "a ZIP archive", "unpack"),
        (rb"{\rtf1 City}", "a.doc", "a Rich Text file", ".docx"),
        (b"\x89PNG\r\n\x1a\n\0", "a.txt", "a PNG image", "text"),
        (b"\xff\xd8\xff\xe0", "scan.pdf", "a JPEG image", "text"),
        (b"II*\0", "a", "a TIFF image", "text"),
        (bz2.compress(b"x"), "a.txt.bz2", "a file packed by bzip2", "unpack"),
        (lzma.compress(b"x"), "a.txt.xz", "a file packed by xz", "unpack"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n", "a.doc", "a saved e-mail", ".html"),
        (b"From: a@b.cd\nMIME-Version: 1.0\n\nx", "a.txt", "a saved e-mail", ".html"),
        (b'<?xml version="1.0"?><pkg:package/>', "a.xml", "an XML file", ".docx"),
        (b"<svg xmlns=''/>", "a.svg", "an SVG drawing", "text"),
    ],
)  # fmt: skip
def test_a_kind_that_is_not_read_is_named(data: bytes, path: str, what: str, advice: str) -> None:
    """Of a kind that we do not read, the sentence says what it is and what to do."""
    with pytest.raises(DataError) as caught:
        recognised(data, path)
    said = str(caught.value)
    assert said.startswith(f"{path}: is")
    assert what in said
    assert advice in said.split(";")[1]


def test_a_package_that_is_cut_is_what_its_name_says() -> None:
    """Of a workbook that is cut off early, nothing but its name is left to tell."""
    known, _, notes = recognised(XLSX[:60], "plans.xlsx")
    assert (known.name, notes) == ("an Excel workbook", ())


@given(st.binary(max_size=300), st.sampled_from(["", ".txt", ".pdf", ".gz", ".doc", ".json"]))
def test_any_bytes_are_something_or_one_sentence(data: bytes, ending: str) -> None:
    """Whatever a file holds, its format is told or refused in one sentence."""
    try:
        known, _, _ = recognised(data, f"plan{ending}")
    except DataError as error:
        assert "\n" not in str(error)  # noqa: PT017 - the other outcome is a format
    else:
        assert known in FORMATS


@given(st.lists(st.binary(max_size=200), min_size=1, max_size=4))
def test_packed_bytes_come_out_whole(members: list[bytes]) -> None:
    """A gzip file of any number of members holds what was put in."""
    whole = b"".join(map(packed, members))
    assert unpacked(whole, "x.gz", MOST_BYTES) == b"".join(members)
    assert unpacked(whole + bytes(512), "x.gz", MOST_BYTES) == b"".join(members)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (packed(bytes(40 << 20)), "unpacks to more than"),
        (packed(bytes(3 << 20)), "unpacks to more than 1,048,576 bytes"),
        (packed(b"".join(n.to_bytes(2) for n in range(2000)))[:-100], "is cut off"),
        (packed(SUMMARY.encode())[:-4] + b"\1\2\3\4", "damaged"),
        (packed(SUMMARY.encode()) + b"more", "goes on with other bytes"),
        (packed(packed(SUMMARY.encode())), "twice"),
        (packed(b""), "is empty"),
    ],
)
def test_a_bad_gzip_file_is_one_sentence(data: bytes, says: str) -> None:
    """A bomb, a cut or a damaged gzip file is refused in a sentence that names it."""
    with pytest.raises(DataError, match=says) as caught:
        recognised(data, "plan.txt.gz")
    assert str(caught.value).startswith("plan.txt.gz: ")


def test_a_packed_document_is_the_document(tmp_path: Path) -> None:
    """A packed document has the text, the hash and the type of the one inside."""
    found = document_in(packed(SUMMARY.encode()), "plan.txt.gz")
    plain = document_in(SUMMARY.encode(), "plan.txt")
    assert (found.text, found.sha256, found.media_type) == (
        plain.text,
        plain.sha256,
        plain.media_type,
    )
    assert not found.notes
    (tmp_path / "plan.txt.GZ").write_bytes(packed(SUMMARY.encode()))
    assert find_sources([tmp_path]).files == [tmp_path / "plan.txt.GZ"]


def test_a_folder_gives_what_may_be_plans(tmp_path: Path) -> None:
    """Plans, packed ones, and documents of kinds that we do not read; pictures are passed over."""
    for name in ("b.txt", "a.PDF", "c.csv.gz", "d.doc", ".hidden.txt", "e.png", "f"):
        (tmp_path / name).write_text("x")
    os.mkfifo(tmp_path / "pipe.txt")
    found = find_sources([tmp_path])
    assert [path.name for path in found.files] == ["a.PDF", "b.txt", "c.csv.gz", "d.doc"]
    assert [path.name for path in found.passed_over] == ["e.png", "f", "pipe.txt"]


def test_a_minus_is_standard_input(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Standard input is a document named stdin, read once, and sorted among the others."""
    (tmp_path / "-").write_text("x")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(SUMMARY.encode())))
    found = find_sources(["-", "./-", "-"]).files
    assert [str(source) for source in found] == ["-", "stdin"]
    assert found[1] == Given("stdin", SUMMARY.encode())


def test_a_pipe_that_is_named_is_read_here(tmp_path: Path) -> None:
    """What a shell hands over as /dev/fd/63 exists in this process alone."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=(SUMMARY,))
    writer.start()
    assert find_sources([pipe]).files == [Given(str(pipe), SUMMARY.encode())]
    writer.join()


def test_a_path_to_nothing_offers_the_nearest(tmp_path: Path) -> None:
    """A path that is not there is a wrong call."""
    (tmp_path / "plan.txt").write_text("x")
    with pytest.raises(UsageError, match=r"did you mean .*plan\.txt"):
        find_sources([tmp_path / "plam.txt"])
