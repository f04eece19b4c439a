"""What was wanted, and whether it is met: each at the largest size that it was measured at."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Final, NamedTuple

from cells import exponent, span, times
from ratios import per_quad, queries, ways

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from results import Results


_MANY: Final = "at 10,000"


class Target(NamedTuple):
    """A row: `met` is None where nothing was measured."""

    what: str
    size: str
    wanted: str
    found: str
    met: bool | None


def targets(found: list[Results]) -> list[Target]:
    """All targets, in order."""
    return [*_making(found), *_again(found), *_asking(found), *_rest(found)]


def _last(
    what: str,
    wanted: str,
    found: list[Results],
    value: Callable[[Results], tuple[str, bool] | None],
    most: int = 10_000,
) -> Target:
    """The row of the largest size, up to `most`, that gives a value; short plans before long."""
    sizes = [each for each in found if each.about["plans"] <= most]
    for each in sorted(sizes, key=lambda e: (e.about["plans"], e.about["kind"]), reverse=True):
        given = value(each)
        if given:
            shown, met = given
            # Few plans cannot show what is wanted of many.
            enough = _MANY not in wanted or each.about["plans"] >= most
            size = f"{each.about['plans']:,} {each.about['kind']}"
            return Target(what, size, wanted, shown, met if enough else None)
    return Target(what, "", wanted, "not measured", None)


def _least(ratio: float, least: float) -> tuple[str, bool]:
    return times(ratio), ratio >= least


def _most(ratio: float, most: float) -> tuple[str, bool]:
    return times(ratio), ratio <= most


def _making(found: list[Results]) -> Iterator[Target]:  # noqa: C901 - a function a target
    def emitted(each: Results) -> tuple[str, bool] | None:
        ours, peer = each["quads"], each["peer build"]
        if not (ours.seconds and peer.seconds):
            return None
        theirs = peer.seconds["add"] / peer.counted["quads"]
        return _least(theirs / (ours.seconds["emit"] / ours.counted["quads"]), 40)

    def stored(each: Results) -> tuple[str, bool] | None:
        ours, peer = each["quads"], each["dataset"]
        if not (ours.seconds and peer.seconds):
            return None
        theirs = peer.seconds["add"] / peer.counted["quads"]
        spent = ours.seconds["emit"] + ours.seconds["load"]
        return _least(theirs / (spent / ours.counted["quads"]), 5)

    def held(each: Results) -> tuple[str, bool] | None:
        ours, peer = each["quads"].counted, each["dataset"].counted
        if not (ours and peer):
            return None
        return _most((ours["held"] / ours["quads"]) / (peer["held"] / peer["quads"]), 0.3)

    def on_disk(each: Results) -> tuple[str, bool] | None:
        ours, peer = each["build"], each["dataset"]
        if not (ours.seconds and peer.seconds):
            return None
        theirs = peer.seconds["add"] / peer.counted["quads"]
        return _least(theirs / (ours.seconds["store"] / ours.counted["quads"]), 2)

    def built(each: Results) -> tuple[str, bool] | None:
        known = {way.name: way for way in ways(each) if way.phases}
        ours = known.get("citykg: files to a store on disk")
        peer = known.get("rdflib: files to Turtle")
        return _least(per_quad(peer, ours), 10) if peer and ours else None

    yield _last("N-Quads, to `Graph.add`, per quad", "≥ 40x", found, emitted)
    yield _last("store in memory, to `Dataset.add`, per quad", "≥ 5x", found, stored)
    yield _last("memory of that store", "≤ 0.3x", found, held)
    yield _last("store on disk, to `Dataset.add`, per quad", "≥ 2x", found, on_disk)
    yield _last("whole build, to rdflib with Turtle, per quad", "≥ 10x", found, built)
    yield _flat(found)

    def read(each: Results) -> tuple[str, bool] | None:
        seconds = each["read"].seconds.get("read")
        if not seconds:
            return None
        pace = each.about["plans"] / seconds
        return f"{pace:,.0f} plans/s", pace >= 4000

    for kind in ("short", "long"):
        of_kind = [each for each in found if each.about["kind"] == kind]
        yield _last(f"{kind} text to record, a core", "≥ 4,000 plans/s", of_kind, read)


def _flat(found: list[Results]) -> Target:
    what, wanted = "cost of a plan, flat from 1,000 plans", "plans^≤ 1.05"
    known = [e for e in found if e.about["kind"] == "short" and e["build"].seconds]
    known = [e for e in known if e.about["plans"] >= 1000]
    if len(known) < 2:
        return Target(what, "", wanted, "not measured", None)
    grown = exponent([(e.about["plans"], e["build"].seconds["build"]) for e in known])
    size = f"1,000 to {known[-1].about['plans']:,} short"
    return Target(what, size, wanted, f"plans^{grown:.2f}", grown <= 1.05)


def _again(found: list[Results]) -> Iterator[Target]:
    for name in ("changed", "added", "removed"):

        def share(each: Results, name: str = name) -> tuple[str, bool] | None:
            again, whole = each[f"again {name}"].seconds, each["build"].seconds
            if not (again and whole):
                return None
            part = again["build"] / whole["build"]
            return f"{part:.2%}", part <= 0.01

        yield _last(f"one plan {name}, to a whole build", "≤ 1% at 10,000", found, share)


def _asking(found: list[Results]) -> Iterator[Target]:
    def middle(each: Results) -> tuple[str, bool] | None:
        asked = queries(each)
        return _least(asked.middle, 25) if asked.ratios else None

    def worst(each: Results) -> tuple[str, bool] | None:
        asked = queries(each)
        return _least(min(asked.ratios), 3) if asked.ratios else None

    def slowest(each: Results) -> tuple[str, bool] | None:
        asked = queries(each)
        if not asked.layers:
            return None
        name, seconds = asked.slowest
        late = ", ".join(name for name in asked.missing if name != "shared-goals")
        return (f"{late}: too long", False) if late else (f"{span(seconds)} ({name})", seconds <= 1)

    def layer(each: Results) -> tuple[str, bool] | None:
        asked = queries(each)
        return _most(median(asked.layers), 1.25) if asked.layers else None

    yield _last("saved queries, to rdflib, median", "≥ 25x", found, middle)
    yield _last("saved queries, to rdflib, worst", "≥ 3x", found, worst)
    yield _last("slowest query, all pairs of plans apart", "≤ 1 s at 10,000", found, slowest)
    yield _last("our layer to raw pyoxigraph, median", "≤ 1.25x", found, layer)


def _rest(found: list[Results]) -> Iterator[Target]:
    def checked(each: Results) -> tuple[str, bool] | None:
        ours, peer = each["validation"], each["peer validation"]
        if not (ours.seconds and peer.seconds):
            return None
        if ours.counted["found"] != peer.counted["found"]:
            return "other faults are found", False
        return _least(peer.seconds["validate"] / ours.seconds["validate"], 8)

    def ranked(each: Results) -> tuple[str, bool] | None:
        seconds = each["partners"].seconds.get("rank")
        return (span(seconds), seconds < 0.1) if seconds is not None else None

    def workers(each: Results) -> tuple[str, bool] | None:
        one, two = each["workers 1"].seconds, each["workers 2"].seconds
        return _least(one["read"] / two["read"], 1.5) if one and two else None

    def helped(each: Results) -> tuple[str, bool] | None:
        start = each["start"].seconds
        return _most(start["citykg --help"] / start["python -c pass"], 3) if start else None

    def asked(each: Results) -> tuple[str, bool] | None:
        start = each["start"].seconds
        if not start:
            return None
        return _most(start["citykg query"] / start["import rdflib.plugins.sparql"], 0.35)

    yield _last("shapes, to pySHACL on the same graphs, same faults", "≥ 8x", found, checked)
    yield _last("partner ranking, rows being read", "< 0.1 s at 10,000", found, ranked)
    yield _last("two workers to one, by the clock", "≥ 1.5x", found, workers)
    yield _last("`citykg --help` to `python -c pass`", "≤ 3x", found, helped)
    yield _last("cold `citykg query` to `import rdflib.plugins.sparql`", "≤ 0.35x", found, asked)
