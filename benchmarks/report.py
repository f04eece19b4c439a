"""The tables of docs/performance.md, made of what was measured and of nothing else.

Each stands in the page between two comments, `<!-- begin: NAME -->` and `<!-- end: NAME -->`.
"""

from __future__ import annotations

import re
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from cells import exponent, mebibytes, rate, span, table, times
from ratios import per_quad, queries, ways
from results import Results
from targets import targets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from trial import Trial

_AGAIN: Final = {
    "same": "nothing changed",
    "changed": "one plan changed",
    "added": "one plan added",
    "removed": "one plan removed",
}
_GROWTH: Final[tuple[tuple[str, str, str], ...]] = (
    ("reading", "read", "read"),
    ("records to N-Quads", "quads", "emit"),
    ("store in memory", "quads", "load"),
    ("build, files to a store on disk", "build", "build"),
    ("page", "page", "page"),
    ("shapes", "validation", "validate"),
    ("one plan changed", "again changed", "build"),
    ("rows for analysis", "partners", "rows"),
    ("partner ranking", "partners", "rank"),
)


def report(data: list[dict[str, Any]]) -> dict[str, str]:
    """The tables by name, of what the files of results hold: the same data, the same tables."""
    found = [Results.of(each) for each in data]
    if not found:
        return dict.fromkeys(_SECTIONS, "Not measured yet.")
    return {name: make(found) for name, make in _SECTIONS.items()}


def write_report(page: Path, sections: dict[str, str]) -> None:
    """Put the tables into a page; raises SystemExit where it has no place for one."""
    text = page.read_text(encoding="utf-8")
    for name, body in sections.items():
        begin, end = f"<!-- begin: {name} -->", f"<!-- end: {name} -->"
        pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
        if not pattern.search(text):
            raise SystemExit(f"{page} has no lines {begin} and {end}: write them where it belongs.")
        whole = f"{begin}\n\n{body}\n\n{end}"
        text = pattern.sub(lambda _, whole=whole: whole, text)  # type: ignore[misc]
    page.write_text(text, encoding="utf-8")


def _size(each: Results) -> str:
    return f"{each.about['plans']:,} {each.about['kind']}"


def _runs(found: list[Results]) -> str:
    """Where, when and with what each size was measured."""
    lines = []
    for each in found:
        about = each.about
        lines.append(
            f"* `{about['command']}`, {about['date']}, commit `{about['commit']}`;"
            f" {about['machine']}; {about['versions']}; for the mappings {about['mappers']}"
        )
    return "\n".join(lines)


def _whole(found: list[Results]) -> str:
    head = ("plans", "way", "makes", " quads", " CPU", " a plan", " a quad", " peak", " to ours")
    rows = []
    for each in found:
        listed = ways(each)
        for way in listed:
            if not way.phases:
                why = way.trial.missing or "left out: minutes"
                rows.append((_size(each), way.name, way.makes, "", why, "", "", "", ""))
                continue
            plain = listed[0]
            ratio = times(per_quad(way, plain)) if plain.phases and way is not plain else ""
            rows.append(
                (
                    *(_size(each), way.name, way.makes, f"{way.quads:,}", span(way.seconds)),
                    *(span(way.seconds / each.about["plans"]), span(way.seconds / way.quads)),
                    *(mebibytes(way.trial.peak), ratio),
                )
            )
    return table(head, rows)


def _steps(found: list[Results]) -> str:
    head = ("work", " plans", " rdflib way", " peak", " citykg", " peak", " ratio")
    rows = [row for each in found for row in _steps_of(each)]
    return table(head, rows)


def _steps_of(each: Results) -> Iterator[tuple[str, ...]]:
    plans, quads, built = each.about["plans"], each["quads"], each["build"]

    def row(
        work: str,
        theirs: tuple[Trial, str],
        ours: tuple[Trial, tuple[str, ...]],
        counts: tuple[int, int],
        unit: str = "quad",
    ) -> tuple[str, ...]:
        peer, phase = theirs
        trial, phases = ours
        shown, cost = trial.missing or "–", None
        if set(phases) <= trial.seconds.keys() and counts[1]:
            seconds = sum(trial.seconds[name] for name in phases)
            shown, cost = rate(seconds, counts[1], unit), seconds / counts[1]
        beside, ratio = peer.missing or "–", ""
        if phase in peer.seconds and counts[0]:
            beside = rate(peer.seconds[phase], counts[0], unit)
            ratio = times(peer.seconds[phase] / counts[0] / cost) if cost else ""
        return (
            *(work, _size(each), beside, mebibytes(peer.peak)),
            *(shown, mebibytes(trial.peak), ratio),
        )

    yield row(
        "text to record",
        (each["peer read"], "read"),
        (each["read"], ("read",)),
        (plans, plans),
        "plan",
    )
    made, dataset, peer = quads.counted.get("quads", 0), each["dataset"], each["peer build"]
    added, held = peer.counted.get("quads", 0), dataset.counted.get("quads", 0)
    yield row("record to quads: `Graph.add`", (peer, "add"), (quads, ("emit",)), (added, made))
    memory = (quads, ("emit", "load"))
    yield row("to a store in memory: `Dataset.add`", (dataset, "add"), memory, (held, made))
    if made and held:
        theirs, ours = dataset.counted["held"] / held, quads.counted["held"] / made
        bytes_a_quad = f"{theirs:,.0f} B", "", f"{ours:,.0f} B", "", f"{ours / theirs:.3g}x"
        yield "memory of it, a quad (ours to theirs)", _size(each), *bytes_a_quad
    disk = (built, ("store",)), (held, built.counted.get("quads", 0))
    yield row("to a store on disk: `Dataset.add` in memory", (dataset, "add"), *disk)
    validation = (each["validation"], ("validate",))
    yield row(
        *("shapes: pySHACL, the same graphs", (each["peer validation"], "validate"), validation),
        *((plans, plans), "plan"),
    )
    # No ratio: it is given the vocabulary as well, which our check knows to be sound.
    alone = each["pyshacl whole"]
    spent = span(alone.seconds["validate"]) if alone.seconds else alone.missing
    yield "pySHACL over all triples at once", _size(each), spent, mebibytes(alone.peak), "", "", ""
    page = each["page"]
    drawn = span(page.seconds["page"]) if page.seconds else page.missing
    size = f"page ({page.counted['bytes'] / (1 << 20):.1f} MiB)" if page.counted else "page"
    yield size, _size(each), "–", "", drawn, mebibytes(page.peak), ""
    if (whole := each["whole"]).seconds:
        spent = span(whole.seconds["build"])
        yield "build, with page and shapes", _size(each), "–", "", spent, mebibytes(whole.peak), ""
    formats, theirs_formats = each["formats"], each["peer formats"]
    for phase in formats.seconds:
        unit = "triple" if "Turtle" in phase else "quad"
        count = formats.counted[f"{unit}s"]
        ours_phase = (formats, (phase,))
        name = f"{phase} (ours: pyoxigraph)"
        yield row(name, (theirs_formats, phase), ours_phase, (count, count), unit)


def _queries(found: list[Results]) -> str:
    head = ("query", " plans", " rows", " rdflib", " citykg", " ratio")
    rows: list[tuple[str, ...]] = []
    for each in found:
        asked = queries(each)
        for name, count, ours, theirs, note in asked.rows:
            beside = span(theirs) if theirs is not None else note
            counted = f"{count:,}" if count is not None else ""
            shown = span(ours) if ours is not None else each[f"query {name}"].missing
            ratio = times(theirs / ours) if ours and theirs else ""
            rows.append((f"`{name}`", _size(each), counted, beside, shown, ratio))
        if asked.ratios:
            peaks = mebibytes(each["peer queries"].peak)
            rows.append(("**median**", _size(each), "", f"peak {peaks}", "", times(asked.middle)))
            rows.append(("**worst**", _size(each), "", "", "", times(min(asked.ratios))))
        if asked.layers:
            layer = f"{times(median(asked.layers))}, worst {times(max(asked.layers))}"
            rows.append(("our layer to raw pyoxigraph", _size(each), "", "", layer, ""))
    return table(head, rows)


def _again(found: list[Results]) -> str:
    head = ("build of a folder again", " plans", " CPU", " peak", " to the whole build")
    rows = []
    for each in found:
        for name, words in _AGAIN.items():
            rows.append(_again_row(each, words, f"again {name}", "build"))
        if each["whole"].seconds:
            words = "one plan changed, with shapes and page"
            rows.append(_again_row(each, words, "again whole", "whole"))
    return table(head, rows)


def _again_row(each: Results, words: str, name: str, of: str) -> tuple[str, ...]:
    trial, whole = each[name], each[of]
    if not (trial.seconds and whole.seconds):
        return words, _size(each), trial.missing, "", ""
    seconds = trial.seconds["build"]
    share = f"{seconds / whole.seconds['build']:.2%}"
    return words, _size(each), span(seconds), mebibytes(trial.peak), share


def _more(found: list[Results]) -> str:
    """Analysis, workers and starting."""
    head = ("work", " plans", " other", " citykg", " ratio")
    rows: list[tuple[str, ...]] = []
    for each in found:
        one, two = each["workers 1"], each["workers 2"]
        if one.seconds and two.seconds:
            clocks = one.seconds["read"], two.seconds["read"]
            shown = f"one: {span(clocks[0])}", f"two: {span(clocks[1])}"
            rows.append(
                ("workers, by the clock", _size(each), *shown, times(clocks[0] / clocks[1]))
            )
        ranked = each["partners"].seconds
        if ranked:
            rows.append(
                (
                    "partners of a city, its rows being read",
                    _size(each),
                    "",
                    span(ranked["rank"]),
                    "",
                )
            )
            before = span(ranked["rows"] + ranked["profiles"])
            rows.append(("reading those rows", _size(each), "", before, ""))
        groups = each["communities"]
        if groups.seconds:
            ours, theirs = groups.seconds["ours"], groups.seconds["peer"]
            counted = groups.counted
            work = f"communities, {counted['edges']:,} edges, by {counted['method']}"
            shown = (
                f"networkx: {span(theirs)}, modularity {counted['peer modularity']}",
                f"{span(ours)}, modularity {counted['modularity']}",
            )
            rows.append((work, _size(each), *shown, times(theirs / ours)))
        for name, seconds in each["start"].seconds.items():
            rows.append((f"start: `{name}`", "", "", span(seconds), ""))
    return table(head, rows)


def _growth(found: list[Results]) -> str:
    head = ("work", "plans", " cost", " memory")
    short = [each for each in found if each.about["kind"] == "short"]
    rows = []
    for work, name, phase in _GROWTH:
        known = [each for each in short if each[name].seconds.get(phase)]
        if len(known) < 2:
            continue
        sizes = [each.about["plans"] for each in known]
        cost = exponent([(n, e[name].seconds[phase]) for n, e in zip(sizes, known, strict=True)])
        memory = exponent([(n, e[name].peak) for n, e in zip(sizes, known, strict=True)])
        between = f"{sizes[0]:,} to {sizes[-1]:,}"
        rows.append((work, between, f"plans^{cost:.2f}", f"plans^{memory:.2f}"))
    return table(head, rows)


def _targets(found: list[Results]) -> str:
    rows = [
        (each.what, each.size, each.wanted, each.found, "met" if each.met else "**not met**")
        if each.met is not None
        else (each.what, each.size, each.wanted, each.found, "–")
        for each in targets(found)
    ]
    return table(("target", " plans", " wanted", " found", "met?"), rows)


_SECTIONS: Final[dict[str, Callable[[list[Results]], str]]] = {
    "runs": _runs,
    "targets": _targets,
    "whole": _whole,
    "growth": _growth,
    "steps": _steps,
    "queries": _queries,
    "again": _again,
    "more": _more,
}
