"""The pictures of the page in the README and in docs/page.md: taken of the page of the examples.

    python tools/pictures.py

They are taken again whenever the page changes, and looked at.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from PIL import Image

ROOT: Final = Path(__file__).parents[1]
PICTURES: Final = ROOT / "docs" / "images"
MANCHESTER: Final = "https://w3id.org/citykg/id/city/gb/manchester"


@dataclass(frozen=True, slots=True)
class Shot:
    """What the address says, and what the window is like."""

    says: dict[str, str] = field(default_factory=dict)
    width: int = 1400
    height: int = 900
    is_dark: bool = False
    zoom: float | None = None
    matrix: tuple[str, ...] = ()
    """What the rows and the columns of the matrix are."""


SHOTS: Final = {
    "page": Shot(),
    "selection": Shot({"node": MANCHESTER}, zoom=2.4),
    "map": Shot({"view": "world"}),
    "table": Shot({"view": "table", "node": MANCHESTER}),
    "matrix": Shot({"view": "matrix"}, matrix=("theme", "country")),
    "timeline": Shot({"view": "timeline"}, is_dark=True),
    "phone": Shot({"view": "world", "lang": "fr"}, width=390, height=800),
}
"""By the name of the picture."""


def main() -> None:
    """Take them."""
    from playwright.sync_api import sync_playwright

    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        address = build_examples(Path(folder))
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        pages = [(name, address, shot) for name, shot in SHOTS.items()]
        large = write_large(Path(folder) / "large")
        for name, address_, shot in [*pages, ("groups", large, Shot())]:
            picture = take(browser, address_, shot)
            # With 256 colours a picture has a quarter of the bytes, and looks the same: the rare
            # colours of the legend are kept.
            few = picture.quantize(256, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
            few.save(PICTURES / f"{name}.png", optimize=True)
            sys.stdout.write(f"{name}\n")
        browser.close()


# Asked once, from outside: the page's policy lets nobody evaluate words in it again and again.
_OPENED: Final = """new Promise((opened) => {
  const turn = setInterval(() => {
    if (!globalThis.citykgPage) return;
    clearInterval(turn);
    opened();
  }, 20);
})"""


def build_examples(folder: Path) -> str:
    """Build the graph of the examples in a folder; gives the address of its page."""
    from citykg.build import build

    build([ROOT / "examples"], folder / "graph")
    return (folder / "graph" / "index.html").as_uri()


def write_large(folder: Path) -> str:
    """Build so many short plans of invented towns that groups are drawn; gives the address."""
    from citykg.build import build
    from citykg.viz.page import write_page

    folder.mkdir()
    command = [sys.executable, ROOT / "benchmarks" / "short_plans.py", folder / "plans", "1500"]
    subprocess.run(command, check=True)  # noqa: S603 - our own script
    build([folder / "plans"], folder / "graph", check=False)
    write_page(folder / "graph", folder / "page.html")
    return (folder / "page.html").as_uri()


def take(
    browser: Any, address: str, shot: Shot, *, before: str = "", after: str = ""
) -> Image.Image:
    """The picture of a page; `before` and `after` are scripts that run before and after its own."""
    context = browser.new_context(
        viewport={"width": shot.width, "height": shot.height},
        color_scheme="dark" if shot.is_dark else "light",
        locale="en",
    )
    page = context.new_page()
    page.add_init_script(before)
    page.goto(f"{address}#{urlencode(shot.says)}")
    page.evaluate(_OPENED)
    for chooser, value in zip(page.locator("#view-matrix select").all(), shot.matrix, strict=False):
        chooser.select_option(value)
    if shot.zoom:
        page.evaluate(
            """(scale) => { const { x, y } = citykgPage.nodes[citykgPage.state.selected];
            citykgPage.map.moveTo({ position: { x, y }, scale }); }""",
            shot.zoom,
        )
    page.wait_for_timeout(600)
    if after:
        page.evaluate(after)
        page.wait_for_timeout(300)
    picture = page.screenshot()
    context.close()
    return Image.open(io.BytesIO(picture)).convert("RGB")


if __name__ == "__main__":
    main()
