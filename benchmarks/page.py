"""What the page of a graph takes in a browser, beside two pages of the same network.

The peers are the page that pyvis writes of it, with all that pyvis does by itself, and a bare page
of vis-network that stands still as ours does.  All are opened in the same browser, one after
another, and asked for the same: to draw, to select a thing, to hide and show a kind.  A page that
was not drawn of one network in the time it has is not tried with a larger one.

    python benchmarks/page.py [PLANS ...]
    python benchmarks/page.py --report
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from cells import span, table
from machine import machine, versions
from report import write_report
from short_plans import write_plans

if TYPE_CHECKING:
    from collections.abc import Callable, Container

    import networkx as nx

DOCUMENT: Final = Path(__file__).parents[1] / "docs" / "performance.md"
MEASURED: Final = Path(__file__).with_name("results") / "page.json"
PLANS: Final = (185, 926, 12_200)
"""Of about 1,000, 4,000 and 50,000 things."""
_ROUNDS: Final = 5
_PATIENCE: Final = 240_000
"""In milliseconds: a page that has drawn nothing by then is left."""
_SLOW: Final = 10_000
"""A page that takes so long is opened once."""

# The moment of the last stroke of the first picture: that of the first task in which the canvas
# is written on.
_WATCH: Final = """
globalThis.drawnAt = 0;
for (const name of ['stroke', 'fill', 'fillText', 'drawImage']) {
  const act = CanvasRenderingContext2D.prototype[name];
  CanvasRenderingContext2D.prototype[name] = function (...given) {
    const result = act.apply(this, given);
    // A small picture in a legend is not the network.
    if (!globalThis.isDrawn && this.canvas.width > 300) {
      if (!globalThis.drawnAt) setTimeout(() => { globalThis.isDrawn = true; });
      globalThis.drawnAt = performance.now();
    }
    return result;
  };
}
"""
_FRAMES: Final = "await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));"
_BARE: Final = """<!doctype html><html lang="en"><meta charset="utf-8"><title>bare</title>
<style>html, body, #n {{ height: 100%; margin: 0 }}</style><div id="n"></div>
<script>{library}</script>
<script>const data = {data};
const nodes = new vis.DataSet(data.nodes), edges = new vis.DataSet(data.edges);
const network = new vis.Network(document.getElementById("n"), {{ nodes, edges }},
  {{ physics: false, layout: {{ improvedLayout: false }}, edges: {{ smooth: false }} }});
</script></html>"""
_OURS: Final = {
    "select": "citykgPage.select(turn % citykgPage.nodes.length);",
    "toggle": "document.querySelector('[data-kind=theme]').click();",
}
_THEIRS: Final = {
    "select": "network.selectNodes([nodes.getIds()[turn % nodes.length]]); network.redraw();",
    "toggle": (
        "nodes.update(nodes.get({ filter: (one) => one.group === 'theme' })"
        ".map(({ id }) => ({ id, hidden: turn % 2 === 0 })));"
    ),
}


def measured(plans: int, folder: Path, left: Container[str] = ()) -> dict[str, Any]:
    """What the pages of a graph of so many plans take, but for those that are left out."""
    from playwright.sync_api import sync_playwright

    from citykg.build import build
    from citykg.graph.network import network
    from citykg.viz.page import write_page

    write_plans(folder / "plans", plans)
    build([folder / "plans"], folder / "graph", check=False)
    graph = network(folder / "graph")
    writers: dict[str, Callable[[Path], None]] = {
        "ours": lambda target: write_page(folder / "graph", target),
        "pyvis": lambda target: _write_pyvis(graph, target),
        "vis-network": lambda target: _write_bare(folder / "graph", target),
    }
    found: dict[str, Any] = {"nodes": len(graph), "edges": graph.number_of_edges(), "pages": {}}
    with sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for name, write in writers.items():
            if name in left:
                continue
            target = folder / f"{name}.html"
            write(target)
            page = _in_browser(browser, target, _OURS if name == "ours" else _THEIRS)
            found["pages"][name] = {"bytes": target.stat().st_size, **page}
        found["browser"] = f"Chromium {browser.version}"
        browser.close()
    return found


def _in_browser(browser: Any, target: Path, acts: dict[str, str]) -> dict[str, Any]:
    draws = []
    spent: dict[str, float | None] = {}
    for number in range(_ROUNDS):
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        page.add_init_script(_WATCH)
        page.goto(target.as_uri(), timeout=_PATIENCE)
        if not _is_drawn_in_time(page):
            page.close()
            return {"draw": None, **dict.fromkeys(acts)}
        draws.append(page.evaluate("drawnAt"))
        is_last = number == _ROUNDS - 1 or draws[-1] > _SLOW
        if is_last:
            page.wait_for_timeout(1000)
            for act, code in acts.items():
                times = page.evaluate(_timed(code))
                spent[act] = median(times) / 1000
        page.close()
        if is_last:
            break
    return {"draw": median(draws) / 1000, **spent}


def _is_drawn_in_time(page: Any) -> bool:
    """Waits for it by asking, for the policy of our page lets nobody evaluate words in it."""
    end = monotonic() + _PATIENCE / 1000
    while monotonic() < end:
        if page.evaluate("Boolean(globalThis.isDrawn)"):
            return True
        page.wait_for_timeout(100)
    return False


def _timed(code: str) -> str:
    return f"""async () => {{ const times = [];
    for (let turn = 0; turn < 20; turn++) {{
      {_FRAMES}
      const begun = performance.now();
      {code}
      {_FRAMES}
      times.push(performance.now() - begun);
    }}
    return times; }}"""


def _plain(graph: nx.MultiDiGraph[str]) -> nx.MultiDiGraph[str]:
    """The network with what vis-network knows: a label, a group, a title."""
    import networkx as nx

    plain: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for name, data in graph.nodes(data=True):
        plain.add_node(name, label=data["label"], group=data["kind"], title=data["kind"])
    for one, other, data in graph.edges(data=True):
        plain.add_edge(one, other, title=data["label"])
    return plain


def _write_pyvis(graph: nx.MultiDiGraph[str], target: Path) -> None:
    from pyvis.network import Network

    shown = Network(height="900px", width="100%", directed=True, cdn_resources="in_line")
    shown.from_nx(_plain(graph))
    target.write_text(shown.generate_html(), encoding="utf-8")


def _write_bare(folder: Path, target: Path) -> None:
    from citykg.graph.facts import read_facts
    from citykg.viz.figure import draw
    from citykg.viz.page import _library

    figure = draw(read_facts(folder))
    nodes = [
        {
            "id": place,
            "label": node["label"],
            "group": node["group"],
            "x": node["x"],
            "y": node["y"],
        }
        for place, node in enumerate(figure["nodes"])
    ]
    links = {
        (subject, fact[2])
        for fact in figure["facts"]
        if isinstance(fact[2], int)
        for subject in fact[0]
    }
    edges = [{"from": one, "to": other} for one, other in sorted(links)]
    data = json.dumps({"nodes": nodes, "edges": edges}).replace("<", "\\u003c")
    target.write_text(_BARE.format(library=_library(), data=data), encoding="utf-8")


def tables(found: dict[str, Any]) -> str:
    """What was measured, in Markdown."""
    rows = []
    for size in found["sizes"]:
        ours = size["pages"]["ours"]
        for name, one in size["pages"].items():
            cells = [f"{size['nodes']:,} nodes, {size['edges']:,} edges", name]
            cells.append(f"{one['bytes'] / 1e6:.2f} MB")
            acts = ("draw", "select", "toggle")
            told = [_cell(one[act], ours[act], is_ours=name == "ours") for act in acts]
            rows.append([*cells, *told])
    head = ["network", "page", "size", "first drawing", "select", "hide or show a kind"]
    return (
        f"`python benchmarks/page.py`; {found['machine']}; {found['versions']},"
        f" {found['browser']}\n\n{table(head, rows)}"
    )


def _cell(seconds: float | None, ours: float, *, is_ours: bool) -> str:
    if seconds is None:
        return f"not within {_PATIENCE // 1000} s"
    return span(seconds) + ("" if is_ours else f" ({seconds / ours:.1f}x ours)")


def main() -> None:
    """Measure, keep what was measured, and write it into the document."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("plans", nargs="*", type=int, default=PLANS, help="how many plans")
    parser.add_argument("--report", action="store_true", help="only write the table")
    options = parser.parse_args()
    if not options.report:
        sizes: list[dict[str, Any]] = []
        left: set[str] = set()
        for plans in options.plans:
            with tempfile.TemporaryDirectory() as folder:
                sizes.append(measured(plans, Path(folder), left))
            left |= {name for name, one in sizes[-1]["pages"].items() if one["draw"] is None}
            sys.stderr.write(f"{plans}: {sizes[-1]['pages']}\n")
        body = {"machine": machine(), "versions": versions(("citykg", "pyvis"))}
        body["browser"] = sizes[0].pop("browser")
        MEASURED.write_text(json.dumps({**body, "sizes": sizes}, indent=1) + "\n", encoding="utf-8")
    write_report(DOCUMENT, {"page": tables(json.loads(MEASURED.read_text(encoding="utf-8")))})


if __name__ == "__main__":
    main()
