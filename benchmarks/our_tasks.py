"""Our own work, from files to a page, as `tasks.py` does it."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clock import resident_bytes

if TYPE_CHECKING:
    from types import ModuleType

    from clock import Clock


def files_of(plans: str) -> list[Path]:
    """The files of a folder, in order."""
    return sorted(Path(plans).iterdir())


def read(clock: Clock, plans: str) -> dict[str, Any]:
    """Text to records; the tables that are loaded once are loaded before."""
    from citykg.loaders import read_plans
    from citykg.plan import passages

    files = files_of(plans)
    read_plans(files[0])
    with clock.phase("read"):
        found = [reading.plan for file in files for reading in read_plans(file)]
    stated = sum(1 for plan in found for _ in passages(plan)) - sum(len(p.unread) for p in found)
    return {"plans": len(found), "stated": stated}


def pool(clock: Clock, plans: str, workers: int) -> dict[str, Any]:
    """Text to records by worker processes, in seconds that pass."""
    from citykg.loaders import load, read_all

    files = files_of(plans)
    load()
    begun = time.perf_counter()
    count = sum(len(outcome.plans) for outcome in read_all(files, workers=workers))
    clock.seconds["read"] = time.perf_counter() - begun
    return {"plans": count}


def quads(clock: Clock, plans: str) -> dict[str, Any]:
    """Records to N-Quads text, and that text into a store in memory, plan by plan."""
    import pyoxigraph as ox

    from citykg.graph.names import Names
    from citykg.graph.quads import plan_blocks
    from citykg.loaders import read_plans

    files = files_of(plans)
    # Read twice: records of a hundred thousand plans would fill the memory.
    names = Names.of(reading.plan for file in files for reading in read_plans(file))
    store = ox.Store()
    before = resident_bytes()
    quads = 0
    for reading in (reading for file in files for reading in read_plans(file)):
        with clock.phase("emit"):
            blocks = plan_blocks(reading.plan, names, reading.document.line_of)
            text = "".join("".join(part) for part in blocks)
        quads += text.count("\n")
        with clock.phase("load"):
            store.load(text, format=ox.RdfFormat.N_QUADS)
    assert len(store) == quads
    return {"quads": quads, "held": resident_bytes() - before}


def build(clock: Clock, plans: str, out: str, whole: bool) -> dict[str, Any]:  # noqa: FBT001
    """Files to a graph folder that is swapped in; `whole` with the shapes' verdict and the page.

    Where the folder has a graph already, it is built again.
    """
    import citykg.build
    from citykg.build import assembly
    from citykg.graph import validate
    from citykg.viz import page

    _time(clock, "store", assembly, "write_store")
    if whole:
        _time(clock, "validate", validate, "validate")
        _time(clock, "page", page, "write_page")
    else:
        # A version without its page is none: it gets an empty one.
        setattr(page, "write_page", _empty_page)  # noqa: B010 - for this process only
    with clock.phase("build"):
        report = citykg.build.build([plans], Path(out), check=whole)
    return {
        "quads": report.totals.quads,
        "facts": report.totals.facts,
        "plans": report.totals.plans,
        "problems": report.totals.problems,
    }


def _time(clock: Clock, phase: str, module: ModuleType, name: str) -> None:
    """Have a function of a module timed wherever it is called from, in this process."""
    function = getattr(module, name)

    def timed(*arguments: Any, **named: Any) -> Any:
        with clock.phase(phase):
            return function(*arguments, **named)

    setattr(module, name, timed)


def _empty_page(folder: Path, target: Path, *rest: Any, **named: Any) -> None:  # noqa: ARG001 - the shape of write_page
    target.touch()


def page(clock: Clock, folder: str) -> dict[str, Any]:
    """The page of a graph folder."""
    from citykg.viz.page import write_page

    target = Path(folder) / "measured.html"
    with clock.phase("page"):
        write_page(Path(folder), target)
    size = target.stat().st_size
    target.unlink()
    return {"bytes": size}


def validation(clock: Clock, folder: str, engine: str = "") -> dict[str, Any]:
    """The shapes asked about a graph folder, by the engine that is usual or by another."""
    from citykg.graph.validate import validate

    chosen = {"engine": engine} if engine else {}
    with clock.phase("validate"):
        found = validate(Path(folder), **chosen)
    return {"found": len(found)}


def engines(clock: Clock) -> dict[str, Any]:  # noqa: ARG001 - a task has a clock
    """Whether `validate` can be told by which engine to ask."""
    from inspect import signature

    from citykg.graph.validate import validate

    return {"choice": "engine" in signature(validate).parameters}


def formats(clock: Clock, folder: str) -> dict[str, Any]:
    """Parsed into a store in memory and written again, by pyoxigraph."""
    import pyoxigraph as ox

    home, formats = Path(folder), ox.RdfFormat
    triples, quads = ox.Store(), ox.Store()
    with clock.phase("parse Turtle"):
        triples.load(path=str(home / "graph.ttl"), format=formats.TURTLE)
    with clock.phase("parse N-Quads"):
        quads.load(path=str(home / "graph.nq"), format=formats.N_QUADS)
    with clock.phase("serialise Turtle"):
        triples.dump(format=formats.TURTLE, from_graph=ox.DefaultGraph())
    with clock.phase("serialise N-Quads"):
        quads.dump(format=formats.N_QUADS)
    return {"triples": len(triples), "quads": len(quads)}


def partners(clock: Clock, folder: str) -> dict[str, Any]:
    """Whom the city of most plans might cooperate with: rows, profiles, and the ranking itself."""
    from citykg.analysis.partners import Partners
    from citykg.analysis.rows import read_rows

    with clock.phase("rows"):
        rows = read_rows(Path(folder))
    with clock.phase("profiles"):
        found = Partners(rows)
    city = max(rows.parties, key=lambda party: (len(rows.partners(party)), party))
    with clock.phase("rank"):
        best = found.of(city, 10).best
    return {"parties": len(rows.parties), "suggested": len(best)}


def communities(clock: Clock, folder: str) -> dict[str, Any]:
    """Communities of cities by our best method, and by networkx's Louvain on the same edges."""
    from citykg.analysis.communities import communities as communities_of
    from citykg.analysis.projection import TOP, profiles_of
    from citykg.analysis.rows import read_rows

    pairs = profiles_of(read_rows(Path(folder)), "cities").pairs(TOP)
    # Imports are no part of it.
    communities_of(pairs[:10])
    communities_of(pairs[:10], "louvain")
    with clock.phase("ours"):
        ours = communities_of(pairs)
    with clock.phase("peer"):
        theirs = communities_of(pairs, "louvain")
    return {
        "edges": len(pairs),
        "method": ours.method,
        "modularity": round(ours.modularity, 4),
        "peer modularity": round(theirs.modularity, 4),
    }
