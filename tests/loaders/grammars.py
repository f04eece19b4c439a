"""What holds of every grammar and format, whatever it is given: held by tests, sought by fuzzing.

`GRAMMARS` take a text and a language, `FORMATS` the bytes of a file; each raises AssertionError, or
whatever a reader stumbles over, if what is given breaks its rule.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from functools import partial
from typing import TYPE_CHECKING, Final

from citykg.errors import DataError
from citykg.loaders import readings_of
from citykg.loaders.amounts import companions, scale_in, unit_in
from citykg.loaders.dates import days_in, events_dates_in
from citykg.loaders.document import Document, document_of
from citykg.loaders.durations import durations_in
from citykg.loaders.formats import format_named
from citykg.loaders.items import items_of
from citykg.loaders.labels import label_of, normal
from citykg.loaders.lines import lines_of, signed_cells
from citykg.loaders.markup import mask, mask_entities
from citykg.loaders.mentions import explicit_goals_in, goals_in
from citykg.loaders.numbers import areas_in, populations_in
from citykg.loaders.people import people_in
from citykg.loaders.periods import period_in
from citykg.loaders.places import aliases_of, countries_in, kind_of, names_in, region_in
from citykg.loaders.roles import Parties, named_party
from citykg.loaders.sentences import sentences_of
from citykg.loaders.statuses import STATUSES, cues_in, governing
from citykg.loaders.table import rows_of
from citykg.loaders.targets import is_indicator, is_target
from citykg.loaders.telling import Teller
from citykg.loaders.times import same_length
from citykg.loaders.topics import topics_in
from citykg.ontology.vocabulary import concept
from citykg.plan import passages, to_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Span = tuple[int, int]

LANGUAGES: Final = ("en", "es", "pt", "it", "fr", "de", "sv")
NAMES: Final = ("Porto", "Austin", "Frankfurt am Main")
_EDTF: Final = re.compile(r"(?:\d{4}(?:-\d\d(?:-\d\d)?)?~?|\.\.)?")


def apart(text: str, spans: Iterable[tuple[int, int]], what: str) -> None:
    """The spans stand in the text, in order, none empty, none overlapping another."""
    at = 0
    for start, end in spans:
        assert at <= start < end <= len(text), f"{what} [{start}, {end}) behind {at} of {len(text)}"
        at = end


def inside(text: str, spans: Iterable[tuple[int, int]], what: str) -> None:
    """The spans stand in the text, none empty."""
    for start, end in spans:
        assert 0 <= start < end <= len(text), f"{what} [{start}, {end}) of {len(text)}"


def _spans(found: Iterable[object]) -> list[tuple[int, int]]:
    return [(each.start, each.end) for each in found]  # type: ignore[attr-defined]


# --- values


def numbers(text: str, language: str) -> None:  # noqa: ARG001 - numbers have no language
    """Numbers stand apart, and a number's own characters say the same number."""
    for expected in (1, 2, 3):
        found = populations_in(text, expected)
        apart(text, _spans(found), "population")
        for number in found if expected == 1 else ():
            quote = text[number.start : number.end]
            again = [other.value for other in populations_in(quote)]
            assert again == [number.value], f"{quote!r} is {number.value}, and alone {again}"
            start, end = companions(text, number.start, number.end)
            assert 0 <= start <= number.start, "companions begin before their number"
            assert number.end <= end <= len(text), "companions end behind their number"
    found = areas_in(text)
    apart(text, _spans(found), "area")
    for number in found:
        quote = text[number.start : number.end]
        again = [other.value for other in areas_in(quote)]
        assert again == [number.value], f"{quote!r} is {number.value} km2, and alone {again}"
    apart(text, _spans(areas_in(text, "km2")), "area")
    assert scale_in(text) >= 1, "scale"
    unit_in(text)


def dates(text: str, language: str) -> None:
    """Dates stand apart and are EDTF; one with a year of its own says the same alone."""
    found = events_dates_in(text, language)
    apart(text, _spans(found), "date")
    for date in found:
        assert date.edtf is None or _is_edtf(date.edtf), f"{date.edtf} is no EDTF"
        quote = text[date.start : date.end]
        years = len(re.findall(r"(?:19|20)\d\d", quote))
        if date.edtf and years > date.edtf.count("/") and "~" not in date.edtf:
            again = [other.edtf for other in events_dates_in(quote, language)]
            # Another date of the text may tell which figure is the month.
            unclear = again == [None]
            assert unclear or again == [date.edtf], f"{quote!r} is {date.edtf}, and alone {again}"
    apart(text, _spans(days_in(text, language)), "day")
    for duration in durations_in(text, language):
        inside(text, [(duration.start, duration.end)], "duration")
        assert duration.iso is None or re.fullmatch(r"P(?:\d+[YMWD])+", duration.iso), duration.iso


def _is_edtf(value: str) -> bool:
    parts = value.split("/")
    return len(parts) < 3 and all(_EDTF.fullmatch(part) for part in parts)


def periods(text: str, language: str) -> None:
    """A period stands in its text, starts before it ends, and its interval is EDTF."""
    span = period_in(text, language)
    if span is None:
        return
    inside(text, [span.at], "period")
    assert span.interval is None or _is_edtf(span.interval), f"{span.interval} is no EDTF"
    for part in (span.start, span.end, span.duration):
        inside(text, [(part.start, part.end)] if part else [], "part of a period")


def mentions(text: str, language: str) -> None:  # noqa: ARG001 - read in all languages at once
    """Mentions stand in their text, and every code is one there is."""
    half = len(text) // 2
    known = {"target": is_target, "indicator": is_indicator, "goal": _is_goal}
    for found in (
        goals_in(text, 0, len(text)),
        explicit_goals_in(text),
        goals_in(text, half, len(text)),
    ):
        inside(text, _spans(found), "mention")
        for mention in found:
            assert mention.code is None or known[mention.kind](mention.code), f"{mention}"
    for topic in topics_in(text, 0, len(text)):
        inside(text, [(topic.start, topic.end)], "topic")
        assert topic.code is None or concept("topics", topic.code), f"{topic}"


def _is_goal(code: str) -> bool:
    return code.isdecimal() and 1 <= int(code) <= 17


def places(text: str, language: str) -> None:  # noqa: ARG001 - names have no language
    """Names and what stands beside them are in the text; a country's name alone names it."""
    for many in (True, False):
        names = names_in(text, many=many)
        apart(text, _spans(names), "name")
        for name in names:
            beside = [name.region, name.tail, name.country and name.country[1:]]
            inside(text, [span for span in beside if span], f"beside {name}")  # type: ignore[misc]
            aliases_of(text[name.start : name.end])
            kind_of(text[name.start : name.end])
    found = countries_in(text)
    apart(text, [(start, end) for _, start, end in found], "country")
    for code, start, end in found:
        again = [each for each, _, _ in countries_in(text[start:end])]
        assert again == [code], f"{text[start:end]!r} is {code}, and alone {again}"
    region = region_in(text)
    inside(text, [region] if region else [], "region")


# --- lists, marks, lines


def items(text: str, language: str) -> None:  # noqa: ARG001 - lists have no language
    """Items stand apart, and with leads, headings and marks they are all that the text says."""
    listed = items_of(text)
    apart(text, listed.items, "item")
    apart(text, listed.marks, "mark")
    assert len(listed.leads) == len(listed.items), "a lead for each item"
    leads = {lead for lead in (listed.lead, *listed.leads) if lead}
    inside(text, leads, "lead")
    _covered(text, [*listed.items, *listed.marks, *leads], "items", unless=":")
    told = sentences_of(text)
    apart(text, told, "sentence")
    _covered(text, told, "sentences")


def _covered(text: str, spans: Iterable[tuple[int, int]], what: str, unless: str = "") -> None:
    """No letter stands outside of the spans, unless that sign stands somewhere behind it."""
    held = bytearray(len(text))
    for start, end in spans:
        held[start:end] = b"\1" * (end - start)
    for match in re.finditer(r"[^\W_]+", text):
        if 0 in held[match.start() : match.end()]:
            allowed = bool(unless) and unless in text[match.end() :]
            assert allowed, f"{match[0]!r} is in no {what}"


def marks(text: str, language: str) -> None:  # noqa: ARG001
    """What masks keeps the length and the line breaks."""
    for masked in (mask(text), mask_entities(text), mask_entities(text, loose=True)):
        assert len(masked) == len(text), f"{len(text)} characters became {len(masked)}"
        breaks = [(m.start(), m[0]) for m in re.finditer(r"[\r\n]", text)]
        assert [(m.start(), m[0]) for m in re.finditer(r"[\r\n]", masked)] == breaks, "line breaks"
    assert len(same_length(text)) == len(text), "folding keeps the length"


def labels(text: str, language: str) -> None:  # noqa: ARG001
    """A label means the same in capitals, with a colon, and between blanks."""
    label = label_of(text)
    for other in (f"{text}:", f"  {text}\n"):
        assert label_of(other) == label, f"{other!r} is not the label that {text!r} is"
    assert normal(f" {text} ") == normal(text), "blanks around a wording"


def lines(text: str, language: str) -> None:  # noqa: ARG001
    """Lines and their cells stand apart, and all words are on a line."""
    document = _document(text, ".txt")
    if document is None:
        return
    found = list(lines_of(document.masked))
    ordered = [(a, b) for a, b in found if a < b]
    apart(text, ordered, "line")
    _covered(document.masked, ordered, "line")
    for start, end in ordered:
        cells = signed_cells(document, start, end)
        apart(text, [cell for cell in cells if cell[0] < cell[1]], "cell")
        assert all(start <= a <= b <= end for a, b in cells), "cells of a line are on it"


def rows(text: str, language: str) -> None:  # noqa: ARG001
    """Rows of a table hold the cells that the standard library's reader finds."""
    document = _document(text, ".tsv")
    if document is None:
        return
    try:
        found = [[text[a:b].replace('""', '"') for a, b in row] for row in rows_of(document)]
    except DataError:
        return
    if '"' in text or "\r" in text:
        return  # it takes a quote or a lone return anywhere; we say that it is a fault
    lines = io.StringIO(text, newline="")
    theirs = [row for row in csv.reader(lines, dialect="excel-tab") if row]
    assert [row for row in found if row != [""]] == theirs, f"{found} and {theirs}"


# --- sentences


def statuses(text: str, language: str) -> None:
    """Cues stand apart, and the one that governs words is one of them."""
    cues = cues_in(text, language)
    apart(text, _spans(cues), "cue")
    assert {cue.status for cue in cues} <= set(STATUSES), f"{cues}"
    half = len(text) // 2
    if half < len(text):
        cue = governing(text, cues, half, min(len(text), half + 5), (), language)
        inside(text, [(cue.start, cue.end)] if cue else [], "governing cue")


def roles(text: str, language: str) -> None:
    """Who came to whom are parties there are, and nobody comes to himself."""
    assert set(named_party(text, NAMES, language)) <= set(NAMES), "an owner is a party"
    parties = Parties(NAMES, language)
    inside(text, [(name.start, name.end) for name in parties.named(text)], "named")
    moves = parties.movements(text)
    for move in [*moves, None]:
        half = len(text) // 2
        event = half, min(len(text), half + 4)
        found = parties.roles(text, event, (0, len(text)), move, visit=True)
        every = {*found.parties, *found.hosts, *found.visitors}
        assert every <= set(range(len(NAMES))), f"{found}"
        assert move or not set(found.hosts) & set(found.visitors), f"{found}"


def events(text: str, language: str) -> None:
    """What is told in a sentence stands in it."""
    for item in (False, True):
        teller = Teller(Parties(NAMES, language), language, wants=bool)
        telling = teller.tell(text, item=item)
        for event in telling.events:
            inside(text, [(event.match.start, event.match.end), event.label], "event")
        inside(text, telling.unread, "unread")
    inside(text, people_in(text, 0, len(text), language), "people")
    events_dates_in(text, language)


# --- formats


def _document(text: str, suffix: str) -> Document | None:
    """The document of a file that holds the text; None where the text is not read as it is."""
    known = format_named(suffix)
    assert known
    try:
        found = document_of(text.encode(), f"plan{suffix}", known)
    except DataError:
        return None
    return found if found.text == text else None


def document(data: bytes, suffix: str) -> None:
    """Bytes end in plans whose passages are the text's, or in one sentence that names the file."""
    known = format_named(suffix)
    assert known
    path = f"plan{suffix}"
    try:
        found = document_of(data, path, known)
        assert len(found.masked) == len(found.text), "masks keep the length"
        assert list(found.pages) == sorted(found.pages), "pages in order"
        for reading in readings_of(found):
            for said in passages(reading.plan):
                assert 0 <= said.start <= said.end, f"{said}"
                assert found.text[said.start : said.end] == said.quote, f"{said} is not its text"
            to_json([reading.plan])
    except DataError as error:
        assert str(error).startswith(path), f"{error} does not name the file"  # noqa: PT017
        assert "\n" not in str(error), f"{error} is more than one line"  # noqa: PT017


def _zipped(parts: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return written.getvalue()


def word_of(body: bytes) -> bytes:
    """A Word file with these bytes as its body."""
    head = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    return _zipped({"word/document.xml": head + b"<w:body>" + body + b"</w:body></w:document>"})


def workbook_of(sheet: bytes) -> bytes:
    """A workbook with these bytes as the rows of its one sheet."""
    office = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    package = b'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    return _zipped(
        {
            "xl/workbook.xml": b'<workbook %s xmlns:r="%s"><sheets><sheet name="a" sheetId="1" '
            b'r:id="rId1"/></sheets></workbook>' % (main, office),
            "xl/_rels/workbook.xml.rels": b'<Relationships %s><Relationship Id="rId1" '
            b'Type="%s/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
            % (package, office),
            "xl/worksheets/sheet1.xml": b"<worksheet %s><sheetData>%s</sheetData></worksheet>"
            % (main, sheet),
        }
    )


def page_of(content: bytes) -> bytes:
    """A PDF file with these bytes as what its one page draws."""
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 %s>>>>>>"
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        page % font,
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
    )
    written, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(written)
    return written + b"xref\n0 5\n0000000000 65535 f \n" + table + end


def _inside(wrap: Callable[[bytes], bytes], suffix: str) -> Callable[[bytes], None]:
    return lambda data: document(wrap(data), suffix)


GRAMMARS: Final[dict[str, Callable[[str, str], None]]] = {
    grammar.__name__: grammar
    for grammar in (
        numbers, dates, periods, mentions, places, items, marks, labels, lines, rows, statuses,
        roles, events,
    )
}  # fmt: skip

FORMATS: Final[dict[str, Callable[[bytes], None]]] = {
    **{
        name: partial(document, suffix=f".{name}")
        for name in ("txt", "md", "html", "pdf", "docx", "csv", "tsv", "xlsx", "json", "yaml")
    },
    "pdf-page": _inside(page_of, ".pdf"),
    "docx-body": _inside(word_of, ".docx"),
    "xlsx-rows": _inside(workbook_of, ".xlsx"),
}
"""What stands inside of a package or page is reached by name, past what wraps it."""
