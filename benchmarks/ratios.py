"""Ratios between two trials of one size: theirs to ours, larger where ours is quicker."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from results import Results
    from trial import Trial


class Way(NamedTuple):
    """A way from plans or tables to a graph: what it took and what it made."""

    name: str
    trial: Trial
    phases: tuple[str, ...]
    quads: int
    makes: str

    @property
    def seconds(self) -> float:
        """All that it took."""
        return sum(self.trial.seconds[phase] for phase in self.phases)


def ways(found: Results) -> list[Way]:
    """The ways that were measured; a trial that is missing has no phases."""
    build, quads, peer = found["build"], found["quads"], found["peer build"]
    facts, made = "facts in graphs of plans", "facts and evidence"
    listed = [
        ("citykg: files to a store on disk", build, ("build",), f"{made}, links, vocabulary"),
        ("citykg: records to N-Quads", quads, ("emit",), made),
        ("citykg: records to a store in memory", quads, ("emit", "load"), made),
        ("rdflib: files to Turtle", peer, ("read", "add", "serialise"), made),
        ("rdflib: files to a graph in memory", peer, ("read", "add"), made),
        ("Morph-KGC: tables to N-Quads", found["morph_kgc"], ("map", "write"), facts),
        ("maplib: tables to N-Triples", found["maplib"], ("map", "write"), "facts, each once"),
    ]
    return [
        Way(
            name,
            trial,
            phases if set(phases) <= trial.seconds.keys() else (),
            trial.counted.get("quads", 0),
            makes,
        )
        for name, trial, phases, makes in listed
    ]


def per_quad(theirs: Way, ours: Way) -> float:
    """How many times as much a quad of theirs costs."""
    return (theirs.seconds / theirs.quads) / (ours.seconds / ours.quads)


class Queries(NamedTuple):
    """The saved queries of one size."""

    rows: list[tuple[str, int | None, float | None, float | None, str]]
    """Name, rows, our seconds, theirs, and what stands where there is no figure of theirs."""
    layers: list[float]
    """Our layer to raw pyoxigraph."""
    missing: list[str]
    """Those that took us too long."""

    @property
    def ratios(self) -> list[float]:
        """Theirs to ours, where both are known."""
        return [theirs / ours for _, _, ours, theirs, _ in self.rows if ours and theirs]

    @property
    def slowest(self) -> tuple[str, float]:
        """Our slowest, but for all pairs of plans, whose rows grow with their square."""
        found = [(r[0], r[2]) for r in self.rows if r[2] is not None and r[0] != "shared-goals"]
        return max(found, key=lambda each: each[1])

    @property
    def middle(self) -> float:
        """The median of the ratios."""
        return median(self.ratios)


def queries(found: Results) -> Queries:
    """What the saved queries took; raises SystemExit where rdflib gives another number of rows."""
    peer = found["peer queries"]
    rows: list[tuple[str, int | None, float | None, float | None, str]] = []
    layers, missing = [], []
    for name in found["questions"].counted.get("names", ()):
        ours = found[f"query {name}"]
        theirs = peer.seconds.get(name)
        note = peer.missing or ("over" if name in peer.counted.get("over", ()) else "left out")
        if not ours.seconds:
            missing.append(name)
            rows.append((name, None, None, theirs, note))
            continue
        count = ours.counted["rows"]
        if theirs is not None and peer.counted["rows"][name] != count:
            raise SystemExit(f"{name}: rdflib gives {peer.counted['rows'][name]} rows of {count}.")
        layers.append(ours.seconds["layer"] / ours.seconds["raw"])
        rows.append((name, count, ours.seconds["layer"], theirs, note))
    return Queries(rows, layers, missing)
