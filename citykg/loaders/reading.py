"""From fields to a plan: each field understood, everything that none took kept as unread."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from msgspec import structs

from citykg.loaders.addresses import WEB, addresses_of, contacts_of
from citykg.loaders.cities import cities_of
from citykg.loaders.declared import declared_by, themes_of
from citykg.loaders.demonyms import people_in
from citykg.loaders.event_rows import read_rows
from citykg.loaders.event_tables import EventTable, is_status_head
from citykg.loaders.events import Reader, Section
from citykg.loaders.ledger import Ledger
from citykg.loaders.markup import HEADING, clean
from citykg.loaders.notes import heading_cue
from citykg.loaders.owners import Owners
from citykg.loaders.periods import period_of
from citykg.loaders.programmes import programme_of
from citykg.loaders.recognition import recognise
from citykg.loaders.roles import Parties
from citykg.loaders.statements import statements_of
from citykg.loaders.subjects import Subjects, speaker_in
from citykg.loaders.words import words_of
from citykg.loaders.writer import writer_of
from citykg.plan import Plan, Source, Stated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from citykg.loaders.events import Found
    from citykg.loaders.fields import Block, Fields
    from citykg.loaders.formats.extract import Note
    from citykg.plan import Activity, City, Output

_NOT_SLUG = re.compile(r"[^\w]+")


def plan_of(fields: Fields, notes: Sequence[Note] = ()) -> Plan:
    """All that a document's fields say, as a Plan; `notes` of the document become problems."""
    ledger, document = Ledger(fields), fields.document
    _note_encoding(ledger)
    for note in notes:
        ledger.problem(note.code, note.message, note.offset)
    ledger.labels()
    cities = cities_of(ledger)
    names = [city.name.value or "" for city in cities]
    parties = _parties(fields, cities)
    ledger.owners = replace(Owners.of_cities(fields, cities), subjects=_subjects(fields, parties))
    if len(cities) < 2:
        ledger.problem(
            "parties",
            f"a cooperation has two parties or more, and {len(cities)} was found; "
            "is there a row that names the cities?",
            0,
        )
    recognised = recognise(fields)
    declared = declared_by(ledger)
    themes = themes_of(ledger)
    events = _events(ledger, parties, themes)
    happened: tuple[Activity | Output, ...] = (*events.activities, *events.outputs)
    plan = Plan(
        id=_id(ledger, names),
        template=recognised.template,
        confidence=recognised.confidence,
        drift=recognised.drift,
        source=Source(
            path=document.path,
            sha256=document.sha256,
            media_type=document.media_type,
            characters=len(document.text),
            encoding=document.encoding,
            row=_row(fields),
            pages=document.pages,
        ),
        title=_title(ledger),
        programme=programme_of(ledger),
        cities=tuple(cities),
        period=period_of(ledger),
        themes=themes,
        sdgs=declared.goals,
        sdg_targets=declared.targets,
        sdg_indicators=declared.indicators,
        urban_agenda_topics=declared.topics,
        focus_areas=statements_of(ledger, "focus", happened),
        challenges=statements_of(ledger, "challenges", happened),
        objectives=statements_of(ledger, "objectives", happened),
        results=statements_of(ledger, "results"),
        activities=tuple(events.activities),
        outputs=tuple(events.outputs),
        contacts=contacts_of(ledger),
        sources=addresses_of(ledger, "sources", WEB),
        empty=tuple(ledger.empty),
    )
    unread = tuple(ledger.unread())
    problems = tuple(sorted(ledger.problems, key=lambda p: (p.line, p.code, p.message)))
    coverage = ledger.coverage(unread)
    return structs.replace(plan, unread=unread, problems=problems, coverage=coverage)


def _row(fields: Fields) -> int | None:
    """The line that tells the plan from others of its document."""
    return fields.document.line_of(fields.extent[0]) if fields.extent else fields.row


def _note_encoding(ledger: Ledger) -> None:
    document = ledger.document
    if document.guessed:
        ledger.problem(
            "encoding",
            f"the file is not UTF-8; it was read as {document.encoding}, which is a guess: "
            "save it as UTF-8 if accents look wrong",
            0,
        )


def _id(ledger: Ledger, names: Sequence[str]) -> str:
    """The identifier that a table states, else one made of the parties' names."""
    for cell in ledger.cells("id"):
        slug = _slug(ledger.took(cell.words(0, len(cell.text))).value or "")
        if slug:
            return slug
    joined = "-".join(slug for slug in map(_slug, names) if slug)
    return joined or f"plan-{ledger.document.sha256[:12]}"


def _slug(text: str) -> str:
    return _NOT_SLUG.sub("-", text.casefold()).strip("-_")


def _title(ledger: Ledger) -> Stated[str] | None:
    """The heading before the first label; without one, the first line."""
    document = ledger.document
    lines = [(a, b) for a, b in ledger.fields.preamble if words_of(document.masked[a:b])]
    headings = [(a, b) for a, b in lines if a and document.masked[a - 1] == HEADING]
    for start, end in (*headings, *lines):
        text = clean(document.masked[start:end])
        quote = document.text[start:end]
        return ledger.took(Stated(text, start, end, quote, ledger.fields.language))
    return None


def _parties(fields: Fields, cities: Sequence[City]) -> Parties:
    """The parties as sentences name them, and the one that writes."""
    names = [city.name.value or "" for city in cities]
    parties = Parties(names, fields.language, people_in(fields, cities))
    if fields.prose:
        parties.writer = writer_of(_text(fields), parties)
    return parties


def _subjects(fields: Fields, parties: Parties) -> Subjects:
    """The parties as the subjects of statements."""
    subjects = Subjects.of(parties.names, parties.people, fields.language)
    if not fields.prose:
        return subjects
    writer = parties.writer
    return replace(
        subjects, writer=speaker_in(_text(fields), subjects) if writer is None else writer
    )


def _text(fields: Fields) -> str:
    begin, end = fields.extent or (0, len(fields.document.masked))
    return fields.document.masked[begin:end]


def _events(ledger: Ledger, parties: Parties, themes: Sequence[Stated[str]]) -> Found:
    """The activities and outputs of their own fields, and the outputs among the results."""
    fields = ledger.fields
    said = [theme.value for theme in themes if theme.value]
    reader = Reader(parties, fields.language, themes=said)
    for block, following in zip(fields.blocks, (*fields.blocks[1:], None), strict=True):
        if isinstance(block, EventTable):
            read_rows(reader, ledger.document, block, _section(ledger, block))
        elif {"activities", "outputs"}.intersection(block.fields):
            cells = block.cells(ledger.document)
            if following and not following.fields and _is_status(ledger, following):
                cells += following.cells(ledger.document)
            reader.read(cells, _section(ledger, block))
    for block in fields.of("results"):
        reader.read(block.cells(ledger.document), _section(ledger, block))
    for cell, part in reader.found.parts:
        if part.used:
            ledger.take(cell.passage(part.start, part.end))
    return reader.found


def _is_status(ledger: Ledger, block: Block) -> bool:
    """Whether a block is the column beside activities or outputs that states their status."""
    return is_status_head(ledger.document.masked[slice(*block.label)])


def _section(ledger: Ledger, block: Block) -> Section:
    """What a field holds, and the status that its label states: "Expected results"."""
    label = ledger.document.masked[slice(*block.label)]
    cue = heading_cue(label, ledger.fields.language)
    at = block.label[0]
    return Section(
        activities="activities" in block.fields,
        outputs=True,
        status=cue.status if cue else None,
        status_cue=ledger.document.passage(at + cue.start, at + cue.end) if cue else None,
        every_item="results" not in block.fields and not block.told,
    )
