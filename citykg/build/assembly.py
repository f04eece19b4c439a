"""A version made whole: its sections, and with them the store, the links, the page and the rest."""

from __future__ import annotations

from hashlib import file_digest, sha256
from typing import TYPE_CHECKING, NamedTuple

from citykg.build.sections import LINKS, TITLES, add_sorted
from citykg.errors import DataError
from citykg.graph.folder import FILES
from citykg.graph.folder import LINKS as LINKS_FILE
from citykg.graph.store import write_store
from citykg.graph.turtle import write_turtle
from citykg.links import TITLE, Links, link, write_mappings
from citykg.report import LinkReport

if TYPE_CHECKING:
    from pathlib import Path

    from pyoxigraph import Store

    from citykg.build.progress import Progress
    from citykg.build.sections import Sections
    from citykg.graph.folder import NextVersion
    from citykg.graph.validate import Violation
    from citykg.links import Decisions
    from citykg.links.answers import Answers
    from citykg.report import Report


class Given(NamedTuple):
    """What links are made of besides the graph itself."""

    decisions: Decisions
    answers: Answers


class Stored(NamedTuple):
    """What was written of a graph."""

    quads: int
    links: LinkReport


def write_graph(
    version: NextVersion,
    sections: Sections,
    base: str,
    given: Given,
    progress: Progress,
) -> Stored:
    """Write the store, graph.nq, graph.ttl and the file of links; raises DataError as they do."""
    work = version.folder
    unlinked = work / "unlinked.nq"
    count = sections.merged(unlinked)
    size = unlinked.stat().st_size
    found: list[Links] = []

    def more(store: Store) -> list[bytes]:
        progress("link", 0, 1)
        found.append(link(store, given.decisions, base, given.answers))
        return [line.encode() for line in found[0].lines]

    stored = write_store(version.files, unlinked, lambda done: progress("store", done, size), more)
    links = found[0]
    quads = count + len(links.lines)
    if stored != quads:
        raise DataError(f"graph.nq holds {stored} quads of {quads}: the disk may be full.")
    lines = [line.encode() for line in links.lines]
    add_sorted(unlinked, lines, version.files / "graph.nq")
    unlinked.unlink()
    own = work / f"{len(TITLES)}.nq"
    own.write_bytes(b"".join(lines))
    written = {**sections.files, LINKS: own}
    write_turtle(version.files / "graph.ttl", written, base)
    rows = (*links.mappings, *links.unused)
    table = write_mappings(rows, TITLE, base).encode()
    (version.files / LINKS_FILE).write_bytes(table)
    return Stored(quads, LinkReport.of(links, sha256(table).hexdigest()))


def finish(version: NextVersion, report: Report, progress: Progress) -> None:
    """Write the report and the page, and make the version the current one."""
    (version.files / "report.json").write_bytes(report.to_json())
    progress("draw", 0, 1)
    _draw(version)
    version.promote(_digest(version))


def check(folder: Path, progress: Progress) -> tuple[Violation, ...]:
    """What the shapes find wrong with the graph of a folder."""
    from citykg.graph.validate import validate

    progress("check", 0, 1)
    return validate(folder)


def _draw(version: NextVersion) -> None:
    from citykg.viz.page import write_page

    write_page(version.folder, version.files / "index.html")


def _digest(version: NextVersion) -> str:
    """The hash of all that the version says."""
    total = sha256()
    for path in (
        *(version.files / name for name in FILES),
        *version.texts(),
        *version.vocabularies(),
    ):
        with path.open("rb") as file:
            total.update(file_digest(file, "sha256").digest())
    return total.hexdigest()
