"""The verb about links to other vocabularies: link."""

from __future__ import annotations

from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from citykg.cli.app import DEFAULT_FOLDER, Folder, app, base_under, count, talk
from citykg.cli.progress import progress_bar
from citykg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from citykg.graph.remote import Remote
    from citykg.links import Mapping
    from citykg.report import LinkReport

_SHOWN = 20


@app.command(epilog="Example: citykg link citykg-graph --accept 'city/es/cordoba geonames:2519240'")
def link(  # noqa: PLR0913 - each is an option of the verb
    folder: Folder = DEFAULT_FOLDER,
    *,
    accept: Annotated[
        list[str] | None,
        typer.Option(metavar='"THING IRI"', help="Decide that the thing is this one; repeatable."),
    ] = None,
    reject: Annotated[
        list[str] | None,
        typer.Option(metavar='"THING IRI"', help="Decide that the thing is not this one."),
    ] = None,
    mappings: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="An SSSOM file with decisions; repeatable."),
    ] = None,
    author: Annotated[str, typer.Option(metavar="NAME", help="Who decides.")] = "",
    online: Annotated[
        bool, typer.Option("--online", help="Ask Wikidata for what is linked to GeoNames.")
    ] = False,
    endpoint: Annotated[
        str, typer.Option(metavar="URL", help="Another SPARQL endpoint with Wikidata's items.")
    ] = "",
    refresh: Annotated[
        bool, typer.Option("--refresh", help="Ask again for what was answered before.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Show what is linked, what is left open and why, and where plans and gazetteer differ.

    Decisions are kept in DIR/links.sssom.tsv, which may also be edited by hand: they are replayed
    at each build and always win.  What Wikidata answers is kept in DIR/answers/wikidata.json and
    replayed by each build without a network.
    """
    from citykg.build import relink

    if (endpoint or refresh) and not online:
        raise UsageError("--endpoint and --refresh say how to ask: give --online too.")
    remote = _remote(endpoint) if online else None
    decided = [
        *(_decision(folder, pair, author, is_rejected=False) for pair in accept or ()),
        *(_decision(folder, pair, author, is_rejected=True) for pair in reject or ()),
    ]
    if decided or mappings or _was_edited(folder):
        with progress_bar() as progress:
            report = relink(folder, mappings=mappings or (), decided=decided, progress=progress)
        talk(f"Linked again: {folder}/links.sssom.tsv")
        found = report.links
    else:
        found = _report(folder)
    if remote:
        # Where a decision was made just now, its places are asked for.
        _ask(folder, remote, refresh=refresh)
        with progress_bar() as progress:
            found = relink(folder, progress=progress).links
    if json:
        import msgspec

        typer.echo(msgspec.json.format(msgspec.json.encode(found), indent=2).decode())
        return
    for line in _told(found, folder):
        typer.echo(line)


def _remote(endpoint: str) -> Remote:
    from citykg.graph.remote import Remote
    from citykg.links.wikidata import ENDPOINT, MOST_BYTES, PATIENCE_SECONDS

    return Remote(endpoint or ENDPOINT, timeout_seconds=PATIENCE_SECONDS, max_bytes=MOST_BYTES)


def _ask(folder: Path, remote: Remote, *, refresh: bool) -> None:
    """Ask, and say what came of it."""
    from citykg.build import ask_wikidata

    with progress_bar() as progress:
        asked = ask_wikidata(folder, remote, refresh=refresh, progress=progress)
    if asked.places:
        found = f"{count(asked.places, 'place')}: {count(asked.items, 'item')} found"
        talk(f"Asked {remote.address} for {found}")
    if asked.known:
        talk(f"Answered before: {count(asked.known, 'place')} (--refresh asks again)")
    if asked.left_out:
        what = count(asked.left_out, "value")
        talk(f"{what} left out: too long for a label, with signs that no label has, or no code")


def _told(found: LinkReport, folder: Path) -> Iterator[str]:
    """The report in words, the long lists cut where --json goes on."""
    from citykg.queries.shorten import short_iri

    base = base_under(folder)
    yield "Linked"
    width = max(map(len, found.linked), default=0)
    for vocabulary, number in found.linked.items():
        yield f"  {vocabulary:<{width}}  {number:,}"
    yield f"  decided by people: {found.accepted:,} accepted, {found.rejected:,} rejected" + (
        f", {found.unused:,} about things that are not here" if found.unused else ""
    )
    for vocabulary, group in groupby(found.open, key=lambda one: one.vocabulary):
        # The doubts first: they are what a person can settle.
        rows = sorted(group, key=lambda one: not one.candidates)
        yield ""
        yield f"Left open: {vocabulary} ({len(rows):,})"
        for one in rows[:_SHOWN]:
            yield f"  {one.name} ({short_iri(one.iri, base)}): {one.reason}"
            for candidate in one.candidates:
                yield f"      {_prefixed(candidate.iri)}  {candidate.name}"
        yield from _rest(rows)
        if rows[0].candidates:
            pair = f"{short_iri(rows[0].iri, base)} {_prefixed(rows[0].candidates[0].iri)}"
            yield f"  To decide: citykg link {folder} --accept '{pair}' (or --reject)"
    if found.disagreements:
        yield ""
        yield f"Plans and gazetteer differ ({len(found.disagreements):,})"
        yield from (f"  {one.sentence}" for one in found.disagreements[:_SHOWN])
        yield from _rest(found.disagreements)


def _prefixed(iri: str) -> str:
    """The name of a thing of another vocabulary, as --accept takes it: `geonames:2643123`."""
    from citykg.ontology.prefixes import parted

    named = parted(iri)
    return ":".join(named).rstrip("/") if named else iri


def _rest(rows: Sequence[object]) -> Iterator[str]:
    left = len(rows) - _SHOWN
    if left > 0:
        yield f"  … and {left:,} more: --json shows all"


def _decision(folder: Path, pair: str, author: str, *, is_rejected: bool) -> Mapping:
    """The mapping that a pair of names speaks of."""
    from citykg.graph.known import Known
    from citykg.graph.store import open_store
    from citykg.links import Mapping, place_of
    from citykg.ontology.terms import Skos

    words = pair.split()
    if len(words) != 2:
        raise UsageError(
            f"{pair!r} is no decision: give the thing and what it is or is not, such as"
            " 'city/es/cordoba geonames:2519240'."
        )
    known = Known(open_store(folder))
    # As the file of links has it: citykg:city/es/cordoba.
    subject = known.thing(words[0].removeprefix("citykg:"))
    target = _target(words[1])
    place = place_of(target)
    return Mapping(
        subject_id=subject.value,
        predicate_id=Skos.exactMatch,
        object_id=target,
        subject_label=known.label(subject),
        object_label=place.name if place else "",
        is_rejected=is_rejected,
        author=author,
    )


def _target(word: str) -> str:
    """The IRI of what a thing is said to be; raises UsageError if it is none."""
    from citykg.links import is_iri
    from citykg.ontology.terms import PREFIXES

    target = word.removeprefix("<").removesuffix(">")
    prefix, colon, rest = target.partition(":")
    if colon and prefix in PREFIXES and not rest.startswith("//"):
        target = PREFIXES[prefix] + rest
    if not is_iri(target):
        raise UsageError(
            f"{word!r} is no IRI: write it whole, or with a prefix such as geonames:2643123."
        )
    number = target.removeprefix(PREFIXES["geonames"])
    if number != target:
        number = number.rstrip("/")
        if not (number.isascii() and number.isdecimal()):
            raise UsageError(
                f"{word!r} is no place of GeoNames: give its number, as in geonames:2643123."
            )
        target = f"{PREFIXES['geonames']}{number}/"
    return target


def _report(folder: Path) -> LinkReport:
    from citykg.report import read_report

    return read_report(folder).links


def _was_edited(folder: Path) -> bool:
    """Whether the file of links is another than the one that the last build wrote."""
    from citykg.graph.folder import LINKS

    try:
        written = (folder / LINKS).read_bytes()
    except OSError:
        return True
    return sha256(written).hexdigest() != _report(folder).sha256
