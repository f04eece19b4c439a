"""The documents of a build: which of them are as they were, and what the others hold."""

from __future__ import annotations

import stat
from bisect import bisect_right
from contextlib import suppress
from hashlib import file_digest, sha256
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from citykg.build.state import Item
from citykg.errors import DataError
from citykg.graph.folder import text_name
from citykg.graph.outlines import Outline
from citykg.loaders.formats import MOST_BYTES
from citykg.loaders.outcome import Given, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from citykg.build.progress import Progress
    from citykg.build.spill import Place, Spill
    from citykg.graph.folder import NextVersion
    from citykg.loaders.outcome import Limits
    from citykg.plan import Plan

SUGGESTIONS: Final = "citykg.suggestions.made:for_plans"
"""What the workers make beside the plans; named, for they load it, not this process."""
_NOTHING: Final = msgspec.msgpack.encode(())


class Suggestion(NamedTuple):
    """A suggestion as the worker sends it."""

    scheme: str
    value: int | str
    score: float
    start: int
    end: int
    quote: str


class Read(NamedTuple):
    """A plan, and what is kept of its document."""

    plan: Plan
    lines: tuple[int, ...]
    """Where each line begins."""
    guessed: bool
    """Whether its encoding is a guess."""
    text: str | None
    """The file of the version that holds its text, if it is not the document itself."""
    made: bytes
    """What is suggested for it, as MessagePack."""

    @property
    def suggestions(self) -> tuple[Suggestion, ...]:
        """What the plan speaks of and does not declare."""
        return msgspec.msgpack.decode(self.made, type=tuple[Suggestion, ...])

    def line_of(self, offset: int) -> int:
        """The 1-based line that holds the character at `offset`."""
        return bisect_right(self.lines, offset)


class Reader:
    """Reads documents once each and keeps what they hold on the disk until it is written."""

    def __init__(
        self, version: NextVersion, spill: Spill, limits: Limits | None, *, suggest: bool
    ) -> None:
        self._version = version
        self._spill = spill
        self._limits = limits
        self._suggest = suggest
        self._places: dict[str, Place] = {}

    def read(self, files: list[tuple[Path | Given, str]], progress: Progress) -> list[Item]:
        """What each file gave; beside each file stands the SHA-256 sum of its bytes."""
        from citykg.loaders import read_all

        progress("read", 0, len(files))
        also = SUGGESTIONS if self._suggest else None
        items = []
        outcomes = read_all([file for file, _ in files], limits=self._limits, also=also)
        for done, ((_, digest), outcome) in enumerate(zip(files, outcomes, strict=True), 1):
            items.append(self._kept(outcome, digest))
            progress("read", done, len(files))
        return items

    def reads(self, item: Item) -> list[Read]:
        """The plans of a document that was read."""
        place = self._places.get(item.path)
        if place is None:
            return []
        return reads_of(msgspec.msgpack.decode(self._spill.get(place), type=Outcome))

    def _kept(self, outcome: Outcome, digest: str) -> Item:
        if outcome.text is not None:
            self._version.add_text(outcome.plans[0].source.sha256, outcome.text)
            # That there is one has to be known; it is long.
            outcome = msgspec.structs.replace(outcome, text="")
        if outcome.plans:
            self._places[outcome.path] = self._spill.add(msgspec.msgpack.encode(outcome))
        return item_of(outcome, digest)


def item_of(outcome: Outcome, digest: str) -> Item:
    """What a document gave, before anything is named."""
    failures = (outcome.failure, outcome.also_failure)
    return Item(
        path=outcome.path,
        sha256=digest,
        failures=tuple(sentence for sentence in failures if sentence),
        outlines=tuple(map(Outline.of, outcome.plans)),
    )


def reads_of(outcome: Outcome) -> list[Read]:
    """The plans of a document that was read."""
    made = [_NOTHING] * len(outcome.plans)
    if outcome.also is not None:
        made = msgspec.msgpack.decode(outcome.also, type=list[bytes])
    text = None
    if outcome.text is not None:
        text = text_name(outcome.plans[0].source.sha256)
    return [
        Read(plan, outcome.lines, outcome.guessed, text, suggestions)
        for plan, suggestions in zip(outcome.plans, made, strict=True)
    ]


def digests(files: Iterable[Path | Given]) -> list[str]:
    """The SHA-256 sum of each file's bytes; empty for one that is not to be opened here."""
    return [_digest(file) for file in files]


def unchanged(item: Item, digest: str) -> bool:
    """Whether a document need not be read again: it is as it was, and nothing went wrong then."""
    return bool(digest) and item.sha256 == digest and not item.failures


def check_read(items: Iterable[Item], count: int) -> None:
    """Raise DataError where no document gave a plan."""
    first = None
    for item in items:
        if item.outlines:
            return
        first = first or item
    what = f"None of the {count} documents" if count > 1 else "The document"
    why = first.failures[0] if first and first.failures else "there is no plan in it"
    raise DataError(f"{what} could not be read: {why}")


def by_document(items: Iterable[Item]) -> Mapping[str, list[Item]]:
    """The documents by the SHA-256 sum of what is in them, in the order of the sums."""
    groups: dict[str, list[Item]] = {}
    for item in items:
        if item.document:
            groups.setdefault(item.document, []).append(item)
    return {document: groups[document] for document in sorted(groups)}


def _digest(file: Path | Given) -> str:
    if isinstance(file, Given):
        return sha256(file.data).hexdigest()
    with suppress(OSError, ValueError):
        status = file.stat()
        # A pipe would be waited for, and no reader takes a file that is too large: who reads
        # documents says so.
        if stat.S_ISREG(status.st_mode) and status.st_size <= MOST_BYTES:
            with file.open("rb") as opened:
                return file_digest(opened, "sha256").hexdigest()
    return ""
