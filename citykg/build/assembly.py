"""A version made whole: its sections, and with them the store, the links, the page and the rest."""

from __future__ import annotations

from hashlib import file_digest, sha256
from typing import TYPE_CHECKING, Final, NamedTuple

from citykg.build.sections import LINKS, TITLES, add_sorted
from citykg.build.state import write_state
from citykg.errors import DataError
from citykg.graph.folder import LINKS as LINKS_FILE
from citykg.graph.store import write_store
from citykg.graph.turtle import write_turtle
from citykg.links import TITLE, Held, held_in, link, write_mappings
from citykg.report import LinkReport, write_report

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import msgspec
    from pyoxigraph import Store

    from citykg.build.progress import Progress
    from citykg.build.sections import Sections
    from citykg.build.state import State
    from citykg.build.updating import Updated
    from citykg.graph.folder import NextVersion
    from citykg.graph.validate import Verdict
    from citykg.links import Decisions, Links
    from citykg.links.answers import Answers
    from citykg.report import Report

MOST_DRAWN: Final = 500
"""So many plans are drawn by each build; of more, the page says how to draw them."""

_QUADS_A_THING: Final = 40
"""A thing that is looked at by itself takes as long as so many quads when all are looked at."""


class Given(NamedTuple):
    """What links are made of besides the graph itself."""

    decisions: Decisions
    answers: Answers


class Stored(NamedTuple):
    """What was written of a graph."""

    quads: int
    held: Held
    links: LinkReport
    sections: tuple[int, ...]
    """Where each section of graph.ttl begins, and where the last one ends."""


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
    found: list[tuple[Held, Links]] = []

    def more(store: Store) -> list[bytes]:
        progress("link", 0, 1)
        held = held_in(store)
        links = link(store, held, given.decisions, base, given.answers)
        found.append((held, links))
        return [line.encode() for line in links.lines]

    stored = write_store(version.files, unlinked, lambda done: progress("store", done, size), more)
    held, links = found[0]
    quads = count + len(links.lines)
    if stored != quads:
        raise DataError(f"graph.nq holds {stored} quads of {quads}: the disk may be full.")
    progress("write", 0, 1)
    lines = [line.encode() for line in links.lines]
    add_sorted(unlinked, lines, version.files / "graph.nq")
    unlinked.unlink()
    own = work / f"{len(TITLES)}.nq"
    own.write_bytes(b"".join(lines))
    written = {**sections.files, LINKS: own}
    places = write_turtle(version.files / "graph.ttl", written, base)
    sections.remove()
    own.unlink()
    return Stored(quads, held, write_links(version, links, base), places)


def write_links(version: NextVersion, links: Links, base: str) -> LinkReport:
    """Write the file of links, and say what is in it."""
    rows = (*links.mappings, *links.unused)
    table = write_mappings(rows, TITLE, base).encode()
    (version.files / LINKS_FILE).write_bytes(table)
    return LinkReport.of(links, sha256(table).hexdigest())


def draw(
    version: NextVersion,
    plans: int,
    documents: Iterable[bytes | msgspec.Raw],
    progress: Progress,
) -> bool:
    """Write the page, if it is not that of the version before, whose graph is the same.

    `documents` is what the report says of each.  False where the page has some quotes without
    what stands around them, for their documents are not at hand.
    """
    from citykg.graph.texts import Texts
    from citykg.viz.page import write_notice, write_page

    page = version.files / "index.html"
    if page.exists():
        return True
    progress("draw", 0, 1)
    if plans > MOST_DRAWN:
        write_notice(page, plans)
        return True
    texts = Texts(version.files, documents)
    write_page(version.folder, page, texts=texts)
    return texts.is_whole


def write_told(
    version: NextVersion, report: Report, documents: Iterable[bytes]
) -> list[tuple[int, int]]:
    """Write the report; where each document stands in it."""
    with (version.files / "report.json").open("wb") as file:
        return write_report(file, report, documents)


def finish(version: NextVersion, report: Report, state: State) -> None:
    """Write what the next build has to know, and make the version the current one."""
    write_state(version.files, state)
    version.promote(_digest(version, report, state))


def check(folder: Path, progress: Progress) -> tuple[Verdict, ...]:
    """What the shapes find wrong with the graph of a folder."""
    from citykg.graph.store import open_store
    from citykg.graph.validate import verdicts

    progress("check", 0, 1)
    return verdicts(open_store(folder))


def check_again(
    version: NextVersion, before: tuple[Verdict, ...], updated: Updated, progress: Progress
) -> tuple[Verdict, ...]:
    """What the shapes find wrong after a change; see `citykg.graph.validate.verdicts_again`."""
    from citykg.graph.store import open_store
    from citykg.graph.validate import verdicts_again

    if not updated.touched:
        return before
    if len(updated.touched) * _QUADS_A_THING > updated.stored.quads:
        return check(version.folder, progress)
    progress("check", 0, 1)
    return verdicts_again(open_store(version.folder), before, updated.touched)


def _digest(version: NextVersion, report: Report, state: State) -> str:
    """The hash of all that the version says, by what it was made of.

    The graph follows from the documents, their names and the rules; reading it again would take
    longer than a small change does.
    """
    total = sha256(f"{state.rules} {state.base} {state.suggest}\n".encode())
    if not state.items:
        # Made by other rules, and linked again: what it was made of is not known here.
        with (version.files / "graph.nq").open("rb") as file:
            total.update(file_digest(file, "sha256").digest())
    for item in state.items:
        names = b" ".join(item.naming).hex()
        total.update(f"{item.path!r} {item.sha256} {names} {item.failures!r}\n".encode())
    total.update(report.statement)
    # The page too: it has what stands around a quote only where the document was at hand.
    written = (version.files / LINKS_FILE, version.files / "index.html")
    for path in (*written, *version.texts(), *version.vocabularies()):
        total.update(f"{path.name}\n".encode())
        total.update(sha256(path.read_bytes()).digest())
    return total.hexdigest()
