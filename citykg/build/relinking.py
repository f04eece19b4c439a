"""A graph folder linked again, without its documents: after a decision, or with new sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from citykg.build.assembly import Given, draw, finish, write_graph, write_told
from citykg.build.progress import Stages, silent
from citykg.build.sections import Sections
from citykg.build.state import State, read_state
from citykg.graph.folder import next_version, texts_in
from citykg.graph.store import current_version
from citykg.links import decisions_for
from citykg.links.answers import read_answers
from citykg.links.official import fetched_in, names_in, replaced, write_fetched
from citykg.report import laid_out, read_documents, read_report

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from citykg.build.assembly import Stored
    from citykg.build.progress import Progress
    from citykg.links import Mapping
    from citykg.links.official import Fetched
    from citykg.report import Report


def relink(  # noqa: PLR0913 - each has a default, and a name
    folder: Path,
    *,
    mappings: Iterable[Path] = (),
    decided: Iterable[Mapping] = (),
    fetched: Iterable[Fetched] = (),
    removed: Iterable[str] = (),
    progress: Progress = silent,
) -> Report:
    """Make the next version of a graph folder with the same facts and new links.

    `mappings` are SSSOM files with a person's decisions and `decided` single ones; both win over
    those in the folder's own file of links.  `fetched` are official vocabularies that join those
    of the folder, and `removed` the names of some that leave it.  The shapes are not asked again:
    what the plans declare is as it was.  Raises UsageError where there is no graph, DataError
    where its files cannot be read or a decision is wrong; then the folder is as it was.
    """
    version_before = current_version(folder)
    before = read_report(version_before)
    documents = read_documents(version_before)
    stages = Stages(progress)
    given = Given(decisions_for(folder, mappings, decided), read_answers(folder))
    new = tuple(fetched)
    gone = {*removed, *(one.record.name for one in new)}
    vocabularies = (*fetched_in(version_before, without=gone), *new)
    with next_version(folder) as version:
        for text in texts_in(version_before):
            version.link_text(version_before, text.stem)
        sections = Sections(version.folder)
        write_fetched(vocabularies, version.files)
        changed = replaced((*names_in(version_before), *gone), vocabularies)
        sections.from_graph(version_before / "graph.nq", stages, changed)
        stored = write_graph(version, sections, before.base, given, stages)
        is_drawn = draw(version, before.totals.plans, documents, stages)
        totals = msgspec.structs.replace(
            before.totals, links=sum(stored.links.linked.values()), quads=stored.quads
        )
        report = msgspec.structs.replace(
            before,
            run=stages.run(documents_read=0, documents_kept=before.totals.documents),
            totals=totals,
            links=stored.links,
            documents=(),
        )
        places = write_told(version, report, map(laid_out, documents))
        state = _state(read_state(version_before), before.base, stored, places)
        state = msgspec.structs.replace(state, is_drawn=is_drawn)
        finish(version, report, state)
        return report


def _state(before: State | None, base: str, stored: Stored, places: list[tuple[int, int]]) -> State:
    """What the next build has to know; where this one does not know it, nothing of use."""
    if before is None:
        before = State("", base, True, (), stored.held, 0, None, (), False)
    where = iter(places)
    return msgspec.structs.replace(
        before,
        items=tuple(
            msgspec.structs.replace(item, report=next(where) if item.counts.plans else None)
            for item in before.items
        ),
        held=stored.held,
        quads=stored.quads,
        sections=stored.sections,
    )
