"""The verb build, on a cluster."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Final, NamedTuple

import typer

from citykg.cli.app import count, talk
from citykg.cli.progress import progress_bar
from citykg.errors import CitykgError, DataError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from citykg.build import Progress
    from citykg.cluster.report import PartsReport as Report

_EVERY_SECONDS: Final = 10
_INTERRUPTED: Final = 130
_SHOWN_FAILURES: Final = 20


class Call(NamedTuple):
    """What the verb was called with."""

    scheduler: str
    paths: list[str]
    out: str
    base: str | None = None
    partition_size: str | None = None
    suggest: bool = True


def folder_here(paths: list[str], out: str, partition_size: str | None) -> Path:
    """The folder of a build on this machine; raises UsageError for what only a cluster takes."""
    for address in (*paths, out):
        if "://" in address:
            from citykg.cluster.addresses import shown

            raise UsageError(
                f"{shown(address)}: addresses are for a build on a cluster: add --scheduler, "
                "or name a path."
            )
    if partition_size is not None:
        raise UsageError("--partition-size is for a build on a cluster: add --scheduler.")
    return Path(out)


def build_there(call: Call, *, strict: bool) -> None:
    """Build a graph in parts on the cluster, and say what was done."""
    from citykg.cluster import Wanted, build_parts
    from citykg.cluster.addresses import shown
    from citykg.ontology.terms import ID_BASE

    wanted = Wanted(call.base or ID_BASE, call.suggest, _bytes_of(call.partition_size))
    try:
        with _progress() as progress:
            report = build_parts(call.scheduler, call.paths, call.out, wanted, progress)
    except KeyboardInterrupt:
        stopped = CitykgError(f"stopped; the same call goes on from {shown(call.out)}/.work")
        stopped.exit_code = _INTERRUPTED
        raise stopped from None
    _tell(report, shown(call.out))
    if strict and report.failures:
        raise typer.Exit(DataError.exit_code)


def _bytes_of(size: str | None) -> int | None:
    if size is None:
        return None
    from dask.utils import parse_bytes

    try:
        found = int(parse_bytes(size))
    except ValueError:
        found = 0
    if found < 1:
        raise UsageError(f"--partition-size {size}: is no size; say it as in 16MiB.")
    return found


@contextmanager
def _progress() -> Iterator[Progress]:
    """A bar on a terminal; elsewhere, for what runs for hours, a line now and then."""
    if sys.stderr.isatty():
        with progress_bar() as bar:
            yield bar
        return
    yield Lines()


class Lines:
    """Tells how far a build is in lines: how many, how fast, how long still."""

    def __init__(self) -> None:
        self._stage = ""
        self._begun = self._told = 0.0

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Take note, and say so every ten seconds."""
        now = monotonic()
        if stage != self._stage:
            self._stage = stage
            self._begun = self._told = now
        if now - self._told < _EVERY_SECONDS or not done:
            return
        self._told = now
        rate = done / (now - self._begun)
        left = round((total - done) / rate)
        talk(f"{stage}: {done:,} of {total:,} documents, {rate:,.0f}/s, {_duration(left)} left")


def _duration(seconds: int) -> str:
    hours, rest = divmod(seconds, 3600)
    return f"{hours} h {rest // 60} min" if hours else f"{rest // 60} min {rest % 60} s"


def _tell(report: Report, output: str) -> None:
    """Say what a build did, and what a person should look at."""
    totals = report.totals
    talk(
        f"{count(totals.plans, 'plan')} from {count(totals.documents, 'document')}: "
        f"{count(totals.facts, 'fact')}, {count(totals.quads, 'quad')} with evidence and "
        f"vocabulary, in {count(totals.partitions, 'part')}"
    )
    for failure in report.failures[:_SHOWN_FAILURES]:
        talk(failure.message)
    if len(report.failures) > _SHOWN_FAILURES:
        more = len(report.failures) - _SHOWN_FAILURES
        talk(f"… and {more} more that could not be read, in {output}/report.json")
    if report.passed_over:
        files = count(len(report.passed_over), "file")
        talk(f"{files} of other kinds passed over, listed in {output}/report.json")
    talk("Not made on a cluster: links, the check against the shapes, the store and the page")
    talk(f"The parts: {output}/part-*.nq.gz   what they are: {output}/manifest.json")
