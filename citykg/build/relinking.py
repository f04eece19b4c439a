"""A graph folder linked again, without its documents: after a decision, or with new sources."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import msgspec

from citykg.build.assembly import Given, finish, write_graph
from citykg.build.progress import silent
from citykg.build.sections import Sections
from citykg.graph.folder import TEXTS, next_version
from citykg.graph.store import current_version
from citykg.links import decisions_for
from citykg.links.answers import read_answers
from citykg.links.official import fetched_in, names_in, replaced, write_fetched
from citykg.report import read_report

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from citykg.build.progress import Progress
    from citykg.graph.folder import NextVersion
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
    given = Given(decisions_for(folder, mappings, decided), read_answers(folder))
    new = tuple(fetched)
    gone = {*removed, *(one.record.name for one in new)}
    vocabularies = (*fetched_in(version_before, without=gone), *new)
    with next_version(folder) as version:
        _keep_texts(version_before, version)
        sections = Sections(version.folder)
        write_fetched(vocabularies, version.files)
        changed = replaced((*names_in(version_before), *gone), vocabularies)
        sections.from_graph(version_before / "graph.nq", progress, changed)
        stored = write_graph(version, sections, before.base, given, progress)
        totals = msgspec.structs.replace(
            before.totals, links=sum(stored.links.linked.values()), quads=stored.quads
        )
        report = msgspec.structs.replace(before, totals=totals, links=stored.links)
        finish(version, report, progress)
        return report


def _keep_texts(before: Path, version: NextVersion) -> None:
    """The texts of the documents, which a version never changes, under a second name."""
    for text in sorted((before / TEXTS).glob("*.txt")):
        target = version.files / TEXTS
        target.mkdir(exist_ok=True)
        os.link(text, target / text.name)
