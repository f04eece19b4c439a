"""The pictures of the page in the README and in docs/page.md: taken of the page of the examples.

    python tools/pictures.py

They are taken again whenever the page changes, and looked at.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from PIL import Image

ROOT: Final = Path(__file__).parents[1]
PICTURES: Final = ROOT / "docs" / "images"
MANCHESTER: Final = "https://w3id.org/citykg/id/city/gb/manchester"
SHOTS: Final[dict[str, dict[str, Any]]] = {
    "page": {},
    "selection": {"says": {"node": MANCHESTER}, "zoom": 2.4},
    "map": {"says": {"view": "world"}},
    "table": {"says": {"view": "table", "node": MANCHESTER}},
    "matrix": {"says": {"view": "matrix"}, "rows": "theme", "columns": "country"},
    "timeline": {"says": {"view": "timeline"}, "is_dark": True},
    "phone": {"says": {"view": "world", "lang": "fr"}, "width": 390, "height": 800},
}
"""By name: what the address says, and what the window is like."""


def main() -> None:
    """Take them."""
    from playwright.sync_api import sync_playwright

    from citykg.build import build

    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        graph = Path(folder) / "graph"
        build([ROOT / "examples"], graph)
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for name, shot in SHOTS.items():
            _take(browser, (graph / "index.html").as_uri(), PICTURES / f"{name}.png", **shot)
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


def _take(  # noqa: PLR0913 - a picture has as many sides
    browser: Any,
    address: str,
    target: Path,
    *,
    says: dict[str, str] | None = None,
    width: int = 1400,
    height: int = 900,
    is_dark: bool = False,
    zoom: float | None = None,
    rows: str = "",
    columns: str = "",
) -> None:
    page = browser.new_page(
        viewport={"width": width, "height": height}, color_scheme="dark" if is_dark else "light"
    )
    page.goto(f"{address}#{urlencode(says or {})}")
    page.evaluate(_OPENED)
    if rows:
        choosers = page.locator("#view-matrix select").all()
        for chooser, value in zip(choosers, (rows, columns), strict=True):
            chooser.select_option(value)
    if zoom:
        page.evaluate(
            """(scale) => { const { x, y } = citykgPage.nodes[citykgPage.state.selected];
            citykgPage.map.moveTo({ position: { x, y }, scale }); }""",
            zoom,
        )
    page.wait_for_timeout(600)
    page.screenshot(path=target)
    page.close()
    # With 256 colours a picture has a third of the bytes, and looks the same.
    with Image.open(target) as picture:
        picture.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(target, optimize=True)


if __name__ == "__main__":
    main()
