"""The plans of a build: which are as the build before left them, and what the others say."""

from __future__ import annotations

from contextlib import ExitStack
from typing import IO, TYPE_CHECKING, Final, NamedTuple

from citykg.build.emission import emit
from citykg.build.reading import Reader, by_document, check_read, digests, unchanged
from citykg.errors import DataError
from citykg.graph.names import Names
from citykg.report import laid_out

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from citykg.build.emission import Emitted
    from citykg.build.progress import Progress
    from citykg.build.spill import Place, Spill
    from citykg.build.state import Before, Item
    from citykg.graph.folder import NextVersion
    from citykg.loaders.outcome import Given, Limits

_SHARE: Final = 0.2
"""Where more than this share of the plans is to be written again, all are: it is quicker."""
_FEWEST: Final = 100
"""So few are always few: a whole build would open the gazetteer."""
_MOST: Final = 2000
"""So many at once fit into memory."""


class Wanted(NamedTuple):
    """How plans are read and named."""

    base: str
    suggest: bool
    limits: Limits | None


class Plans:
    """The documents of a build, and their plans as they are read."""

    def __init__(
        self,
        version: NextVersion,
        before: Before | None,
        wanted: Wanted,
        spill: Spill,
    ) -> None:
        self.wanted = wanted
        self.names: Names
        self.gone: tuple[str, ...] = ()
        """The plans of the version before whose graphs are to go."""
        self.are_few = False
        """Whether few plans are to be written again, against those that stay as they are."""
        self.documents_read = 0
        self._version = version
        self._before = before
        self._spill = spill
        self._reader = Reader(version, spill, wanted.limits, suggest=wanted.suggest)
        self._known = {item.path: item for item in before.state.items} if before else {}
        self._files: dict[str, tuple[Path | Given, str]] = {}
        self._items: dict[str, Item] = {}
        self._fresh: set[str] = set()
        """The paths of the documents that this build has read."""
        self._changed: set[str] = set()
        """The sums of the documents that are to be written again."""
        self._reports: dict[str, Place] = {}

    @property
    def items(self) -> list[Item]:
        """The documents, in the order of their paths."""
        return [self._items[path] for path in sorted(self._items)]

    def read(self, files: list[Path | Given], progress: Progress) -> None:
        """Read what has changed since the build before, and name everything."""
        progress("find", 0, len(files))
        self._files = {
            str(file): (file, digest) for file, digest in zip(files, digests(files), strict=True)
        }
        for path, (_, digest) in self._files.items():
            known = self._known.get(path)
            if known is not None and unchanged(known, digest):
                self._items[path] = known
        new = [path for path in self._files if path not in self._items]
        self._take(new, progress)
        check_read(self._items.values(), len(files))
        progress("name", 0, 1)
        self.names = Names.of(
            (outline for item in self._items.values() for outline in item.outlines),
            self.wanted.base,
        )
        self._decide(progress)

    def take_all(self, progress: Progress) -> None:
        """Have all documents written, and read those that were not yet."""
        self._changed = {item.document for item in self._items.values()}
        self._take([path for path in self._items if path not in self._fresh], progress)

    def emit(self, progress: Progress) -> Iterator[Emitted]:
        """Yield what the documents say that are to be written, in the order of their sums."""
        groups = by_document(self.items)
        wanted = [document for document in groups if document in self._changed]
        for done, document in enumerate(wanted):
            progress("write", done, len(wanted))
            read = [(item, self._reader.reads(item)) for item in groups[document]]
            emitted = emit(read, self.names)
            for item, report in zip(emitted.items, emitted.reports, strict=True):
                self._items[item.path] = item
                if report is not None:
                    self._reports[item.path] = self._spill.add(laid_out(report))
            yield emitted
        progress("write", len(wanted), len(wanted))

    def keep_texts(self) -> None:
        """Keep the texts of the documents of which a plan is written, and no others."""
        kept = {item.document for item in self._items.values() if item.counts.plans}
        if self._before:
            for document in kept - self._changed:
                self._version.link_text(self._before.files, document)
        self._version.keep_texts(kept)

    def reports(self) -> Iterator[bytes]:
        """Yield what the report says of each document, in the order of their paths."""
        with ExitStack() as stack:
            old: IO[bytes] | None = None
            if self._before:
                old = stack.enter_context((self._before.files / "report.json").open("rb"))
            for item in self.items:
                place = self._reports.get(item.path)
                if not item.counts.plans:
                    continue
                if place is not None:
                    yield self._spill.get(place)
                elif old and item.report:
                    start, end = item.report
                    old.seek(start)
                    yield old.read(end - start)

    def _take(self, paths: list[str], progress: Progress) -> None:
        files = [self._files[path] for path in paths]
        for item in self._reader.read(files, progress) if files else ():
            known = self._items.get(item.path)
            if known is not None and known.outlines != item.outlines:
                raise DataError(f"{item.path} changed while it was read: build again.")
            self._items[item.path] = item
            self._fresh.add(item.path)
        self.documents_read = len(self._fresh)

    def _decide(self, progress: Progress) -> None:
        """Find what is to be written again: what was read, and what has another name now."""
        names = self.names
        for path, known in self._known.items():
            item = self._items.get(path)
            if item is None or path in self._fresh:
                # What shared its bytes with the document may have to speak for it.
                self._changed.add(known.document)
            if item is not None:
                naming = tuple(names.digest_of(outline) for outline in item.outlines)
                if path in self._fresh or naming != known.naming:
                    self._changed.add(item.document)
        self._changed.update(self._items[path].document for path in self._fresh)
        self._changed.discard("")
        plans = [(item.document, len(item.outlines)) for item in self._items.values()]
        few = sum(count for document, count in plans if document in self._changed)
        share = _SHARE * sum(count for _, count in plans)
        self.are_few = few <= min(max(share, _FEWEST), _MOST)
        if not self.are_few:
            return
        paths = [
            path
            for path, item in self._items.items()
            if item.document in self._changed and path not in self._fresh
        ]
        self._take(paths, progress)
        self.gone = tuple(
            sorted(
                {
                    iri
                    for item in self._known.values()
                    if item.document in self._changed
                    for iri in item.plans
                }
            )
        )
