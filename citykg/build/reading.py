"""The documents of a build, read: their plans, and what is kept of each beside its plan."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from citykg.errors import DataError
from citykg.report import Failure

if TYPE_CHECKING:
    from pathlib import Path

    from citykg.build.progress import Progress
    from citykg.graph.folder import NextVersion
    from citykg.graph.names import Names
    from citykg.loaders.outcome import Given, Limits
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
    """What is suggested for it, as MessagePack: of thousands, records would fill the memory."""

    @property
    def suggestions(self) -> tuple[Suggestion, ...]:
        """What the plan speaks of and does not declare."""
        return msgspec.msgpack.decode(self.made, type=tuple[Suggestion, ...])

    @property
    def document(self) -> str:
        """The hash of its document."""
        return self.plan.source.sha256

    def line_of(self, offset: int) -> int:
        """The 1-based line that holds the character at `offset`."""
        return bisect_right(self.lines, offset)


def read_documents(
    files: list[Path | Given],
    limits: Limits | None,
    version: NextVersion,
    progress: Progress,
    *,
    suggest: bool,
) -> tuple[list[Read], list[Failure]]:
    """The plans of all files, and those files that gave none; texts go into the version.

    Raises DataError where no file gave any.
    """
    from citykg.loaders import read_all

    read: list[Read] = []
    failures: list[Failure] = []
    progress("read", 0, len(files))
    also = SUGGESTIONS if suggest else None
    for done, outcome in enumerate(read_all(files, limits=limits, also=also), 1):
        sentences = (outcome.failure, outcome.also_failure)
        failures += [Failure(outcome.path, sentence) for sentence in sentences if sentence]
        text = None
        if outcome.text is not None:
            # Not kept in memory: thousands of them would not fit.
            text = version.add_text(outcome.plans[0].source.sha256, outcome.text)
        made = [_NOTHING] * len(outcome.plans)
        if outcome.also is not None:
            made = msgspec.msgpack.decode(outcome.also, type=list[bytes])
        read += [
            Read(plan, outcome.lines, outcome.guessed, text, suggestions)
            for plan, suggestions in zip(outcome.plans, made, strict=True)
        ]
        progress("read", done, len(files))
    if not read:
        count = f"None of the {len(files)} documents" if len(files) > 1 else "The document"
        raise DataError(f"{count} could not be read: {failures[0].message}")
    return read, failures


def kept_of(read: list[Read], names: Names) -> list[Read]:
    """The plans to write, by IRI; a copy of a document is not written again."""
    by_iri: dict[str, Read] = {}
    for item in read:
        if names.is_kept(item.plan):
            by_iri.setdefault(names.plan(item.plan).iri, item)
    return [by_iri[iri] for iri in sorted(by_iri)]
