"""Word files as they reach us: notes, strict files, other kinds of file, hostile ones."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citykg.errors import DataError
from citykg.loaders.formats.docx import text_of
from citykg.loaders.formats.extract import Extract

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_MAIN = f'<Relationship Id="r1" Type="{_TYPE}/officeDocument" Target="word/document.xml"/>'


def package(parts: dict[str, str | bytes], main: str = _MAIN) -> bytes:
    """A zip archive with some parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_rels/.rels", _RELS.format(main))
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def body(inner: str, before: str = "") -> str:
    """The main part, with some content."""
    return f'<?xml version="1.0"?>{before}<w:document {_W}><w:body>{inner}</w:body></w:document>'


def paragraph(text: str) -> str:
    """A paragraph of one run."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def word(inner: str, before: str = "") -> bytes:
    """A Word file with nothing but a body."""
    return package({"word/document.xml": body(inner, before)})


def refused(data: bytes) -> str:
    """The one sentence that says why a file is not read; it names the file."""
    with pytest.raises(DataError) as caught:
        text_of(data, "plan.docx")
    message = str(caught.value)
    assert message.startswith("plan.docx: ")
    assert "\n" not in message
    return message


def test_notes_are_a_row_behind_the_body_in_the_order_of_their_marks() -> None:
    """The mark of a note is no part of a value; what it says is in a row of its own."""
    cite = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    data = package(
        {
            "word/document.xml": body(
                f"<w:p><w:r><w:t>530,000</w:t></w:r>{cite.format(3)}<w:r><w:t> people</w:t></w:r>{cite.format(2)}"
                '<w:r><w:footnoteReference w:id="4" w:customMarkFollows="1"/><w:t>*</w:t></w:r></w:p>'
            ),
            "word/_rels/document.xml.rels": _RELS.format(
                f'<Relationship Id="n" Type="{_TYPE}/footnotes" Target="footnotes.xml"/>'
            ),
            "word/footnotes.xml": f'<w:footnotes {_W}><w:footnote w:id="0">{paragraph("---")}</w:footnote>'
            f'<w:footnote w:id="2">{paragraph("Estimate.")}</w:footnote><w:footnote w:id="3">'
            f'<w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> Census.</w:t></w:r></w:p></w:footnote></w:footnotes>',
        }
    )
    assert text_of(data, "plan.docx").text == "530,000 people\n\n1\tCensus.\n2 Estimate.\n"


def test_the_strict_variant_is_read() -> None:
    """ISO 29500 strict files name their elements otherwise."""
    strict = body(paragraph("City: Porto")).replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    main = _MAIN.replace(_TYPE, "http://purl.oclc.org/ooxml/officeDocument/relationships")
    assert (
        text_of(package({"word/document.xml": strict}, main), "plan.docx").text == "City: Porto\n\n"
    )


def test_the_main_part_may_have_any_name() -> None:
    """The relations of the package say which part is the document."""
    main = _MAIN.replace("word/document.xml", "/word/document2.xml")
    assert (
        "Porto"
        in text_of(
            package({"word/document2.xml": body(paragraph("Porto"))}, main), "plan.docx"
        ).text
    )


def test_utf_16_is_read() -> None:
    """The other of the two encodings that such packages may have."""
    xml = body(paragraph("Łódź")).replace("?>", ' encoding="UTF-16"?>', 1).encode("utf-16")
    assert "Łódź" in text_of(package({"word/document.xml": xml}), "plan.docx").text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted with a password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "a Word 97-2003 document"),
        (b"{\\rtf1 Porto}", "a Rich Text file"),
        (b"City\tPorto", "is not a Word document"),
        (b"PK\x03\x04 and no more", "is damaged (its end is missing)"),
        (word(paragraph("Porto"))[:-200], "is damaged"),
        (package({"xl/workbook.xml": "<x/>"}, _MAIN.replace("word/document", "xl/workbook")), "main part is xl/workbook.xml"),
        (package({"readme.txt": "x"}), "is not a Word document"),
        (package({"word/document.xml": "<w:document"}), "is not well-formed XML"),
        (package({"word/document.xml": f"<w:document {_W}/>"}), "has no body"),
        (word(""), "holds no text"),
        (word('<w:p><w:r><w:drawing><a:blip xmlns:a="a"/></w:drawing></w:r></w:p>'), "pictures of text"),
        (word(paragraph("&x;"), '<!DOCTYPE x [<!ENTITY x "y">]>'), "declares a document type"),
        (package({"word/document.xml": body("").replace("?>", ' encoding="cp037"?>', 1)}), "another encoding"),
    ],
)  # fmt: skip
def test_what_is_not_read_is_said_in_one_sentence(data: bytes, words: str) -> None:
    """Another kind of file, a damaged one, one without text: what it is and what to do."""
    assert words in refused(data)


def test_an_encrypted_archive_is_refused() -> None:
    """The flag that says so stands in both headers of the entry."""
    data = bytearray(word(paragraph("Porto")))
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (start := data.find(sign, start)) >= 0:
            data[start + at] |= 1
            start += 4
    assert "encrypted with a password" in refused(bytes(data))


def test_a_bomb_is_refused_before_it_goes_off() -> None:
    """A part that unpacks to a thousand times its size is no plan."""
    assert "far larger" in refused(word(" " * 30_000_000))
    assert "far larger" in refused(word("<w:p/>" * 3_000_000))


def test_a_size_that_is_a_lie_is_not_believed() -> None:
    """The header says one byte, the stream holds megabytes."""
    data = bytearray(word(" " * 3_000_000))
    at = data.rfind(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 24, 1)
    refused(bytes(data))


def test_a_part_that_was_changed_is_refused() -> None:
    """The checksum of a part says whether it is whole."""
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as archive:
        archive.writestr("word/document.xml", body(paragraph("Porto")))
    assert "cannot be unpacked" in refused(stored.getvalue().replace(b"Porto", b"Parto"))


def test_names_that_leave_the_folder_are_names() -> None:
    """Nothing is unpacked to disk, so a name such as ../../x leads nowhere."""
    relations = _RELS.format(
        f'<Relationship Id="s" Type="{_TYPE}/styles" Target="../../../etc/passwd"/>'
    )
    data = package(
        {
            "word/document.xml": body(paragraph("Porto")),
            "../../x": "y",
            "word/_rels/document.xml.rels": relations,
        }
    )
    assert text_of(data, "plan.docx").text == "Porto\n\n"


def test_what_lies_outside_is_never_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    """A template or header that is an address is left alone."""

    def no_network(*_: object) -> None:
        pytest.fail("a connection was opened")

    monkeypatch.setattr("socket.socket.connect", no_network)
    relations = _RELS.format(
        f'<Relationship Id="s" Type="{_TYPE}/styles" Target="http://127.0.0.1:9/s" TargetMode="External"/>'
        f'<Relationship Id="h" Type="{_TYPE}/header" Target="http://127.0.0.1:9/h" TargetMode="External"/>'
    )
    section = (
        f'<w:sectPr><w:headerReference xmlns:r="{_TYPE}" r:id="h" w:type="default"/></w:sectPr>'
    )
    data = package(
        {
            "word/document.xml": body(paragraph("Porto") + section),
            "word/_rels/document.xml.rels": relations,
        }
    )
    assert text_of(data, "plan.docx").text == "Porto\n\n"


def test_a_long_document_is_read_in_time() -> None:
    """Ninety thousand paragraphs: far more than any plan, and well inside the bound."""
    text = text_of(word(paragraph("City: Porto") * 90_000), "plan.docx").text
    assert text.count("\n") > 90_000


def test_a_million_paragraphs_are_refused() -> None:
    """The count of elements is bounded before any is made, and so is memory."""
    paragraphs = "".join(f'<w:p w:a="{number}"/>' for number in range(1_000_000))
    assert "far larger" in refused(word(paragraphs))


@pytest.mark.parametrize(
    "wrap",
    [
        "<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>",
        "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>",
    ],
)
def test_what_is_nested_without_end_is_refused(wrap: str) -> None:
    """Tables in tables, a thousand deep, end in a sentence and not in a traceback."""
    opening, closing = wrap.split("{}")
    assert "one in another" in refused(word(opening * 3000 + paragraph("x") + closing * 3000))


def test_a_wide_span_costs_nothing() -> None:
    """A cell that claims a million columns."""
    row = (
        '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999"/></w:tcPr>'
        + paragraph("City")
        + "</w:tc><w:tc>"
        + paragraph("Porto")
        + "</w:tc></w:tr>"
    )
    assert text_of(word(f"<w:tbl>{row}</w:tbl>"), "plan.docx").text == "City\tPorto\n\n"


def test_a_table_with_a_wide_row_is_read_in_time() -> None:
    """Rows of merged cells below a row of ten thousand."""
    cell = "<w:tc>" + paragraph("x") + "</w:tc>"
    merged = '<w:tc><w:tcPr><w:gridSpan w:val="900"/></w:tcPr>' + paragraph("y") + "</w:tc>"
    text = text_of(
        word(
            f"<w:tbl><w:tr>{cell * 10_000}</w:tr>{f'<w:tr>{cell}{merged}</w:tr>' * 10_000}</w:tbl>"
        ),
        "plan.docx",
    ).text
    assert text.count("\n") > 10_000


_XML = st.recursive(
    st.sampled_from(
        ["<w:r><w:t>Porto  x</w:t></w:r>", "<w:r><w:tab/></w:r>", "<w:r><w:br/></w:r>", '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
         '<w:r><w:fldChar w:fldCharType="end"/></w:r>', '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>2</w:t></w:r>', "<w:sectPr/>"]
    ),
    lambda inner: st.tuples(
        st.sampled_from(["p", "tbl", "tr", "tc", "sdt", "sdtContent", "ins", "del", "hyperlink", "txbxContent", "pict"]),
        st.lists(inner, max_size=4),
    ).map(lambda pair: f"<w:{pair[0]}>{''.join(pair[1])}</w:{pair[0]}>"),
    max_leaves=30,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(_XML, max_size=4))
def test_any_arrangement_of_elements_is_read(parts: list[str]) -> None:
    """Whatever stands where: the masks fit the text, and what follows is read."""
    extract = text_of(word("".join(parts) + paragraph("end")), "plan.docx")
    assert isinstance(extract, Extract)
    assert len(extract.text) == len(extract.masked)
    assert extract.masked.rstrip().endswith("end")


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_any_damage_is_a_sentence(data: st.DataObject) -> None:
    """A byte changed anywhere: a text, or one sentence."""
    whole = bytearray(
        word(paragraph("City: Porto") + "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>")
    )
    at = data.draw(st.integers(0, len(whole) - 1))
    whole[at] = data.draw(st.integers(0, 255))
    try:
        text_of(bytes(whole), "plan.docx")
    except DataError as error:
        assert str(error).startswith("plan.docx: ")  # noqa: PT017 - either way is right


def test_the_bytes_of_a_plan_are_small() -> None:
    """The bounds leave room: a dense page packs below the ratio that is refused."""
    dense = body("".join(paragraph(f"City {n}: Porto") for n in range(50_000))).encode()
    assert len(dense) / len(zlib.compress(dense)) < 100
