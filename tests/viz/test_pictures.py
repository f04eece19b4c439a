"""The pictures in docs/images are of the page as it is; they are compared from afar.

Fonts differ from machine to machine, and a word is then a little wider; a thing that has moved, a
view that is not there and names that are missing differ in other ways.  Two measures tell them
apart; each limit stands between what was measured of other fonts and of what is wrong.

Colour: drawn to 12 cells in width, no cell may differ by more than 13 of 255 (the telephone, where
a wider word breaks a line: 60).  Four other fonts made up to 11 (53); things moved by 60 pixels 15
or more, a view that is not there 29 or more, dark for light more than 230.

Strokes: drawn to 8 cells in width, at most a tenth of the cells that had strokes of letters may
have lost most of them.  Four other fonts made up to 0.08; names that are missing 0.11 or more, a
view that is not there 0.27 or more.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import pytest
from PIL import Image, ImageChops, ImageFilter

from tools.pictures import PICTURES, SHOTS, build_examples, take

if TYPE_CHECKING:
    from pathlib import Path

COLOUR: Final = 13
COLOUR_OF_PHONE: Final = 60
STROKES: Final = 0.1

OTHER_FONT: Final = """
const font = Object.getOwnPropertyDescriptor(CanvasRenderingContext2D.prototype, "font");
Object.defineProperty(CanvasRenderingContext2D.prototype, "font", { get() { return font.get.call(this); },
    set(value) { font.set.call(this, String(value).replace(/system-ui.*/, "monospace")); } });
const sheet = new CSSStyleSheet();
sheet.replaceSync("* { font-family: monospace !important; letter-spacing: -1.5px; }");
document.adoptedStyleSheets = [sheet];
"""
NO_NAMES: Final = """
CanvasRenderingContext2D.prototype.fillText = CanvasRenderingContext2D.prototype.strokeText = () => {};
"""
WRONG: Final[dict[str, dict[str, str]]] = {
    "moved": {"after": "citykgPage.map.moveTo({ offset: { x: 120, y: 80 } })"},
    "no names": {"before": NO_NAMES},
    "no view": {"after": "document.getElementById('map').remove()"},
}


def cells(picture: Image.Image, width: int) -> Image.Image:
    """The picture as it is seen from afar."""
    size = (width, round(width * picture.height / picture.width))
    return picture.resize(size, Image.Resampling.BOX)


def strokes(picture: Image.Image) -> list[int]:
    """How much of each cell is finer than what is around it, of 255."""
    grey = picture.convert("L")
    fine = ImageChops.difference(grey, grey.filter(ImageFilter.BoxBlur(6)))
    marks = Image.eval(fine, lambda value: 255 if value > 60 else 0)
    return list(cells(marks, 8).tobytes())


def differences(one: Image.Image, other: Image.Image) -> tuple[int, float]:
    """How far the colours of a cell are apart at most, and the share of cells without strokes."""
    apart = ImageChops.difference(cells(one, 12), cells(other, 12)).tobytes()
    pairs = [pair for pair in zip(strokes(one), strokes(other), strict=True) if pair[0] >= 6]
    return max(apart), sum(new < 0.4 * old for old, new in pairs) / max(1, len(pairs))


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of the examples."""
    folder: Path = tmp_path_factory.mktemp("examples")
    return build_examples(folder)


@pytest.mark.parametrize("name", SHOTS)
def test_picture_is_of_the_page(name: str, address: str, browser: Any) -> None:
    """Each picture of the documentation shows what the page shows."""
    if not PICTURES.exists():
        pytest.skip("the source archive has no pictures")
    with Image.open(PICTURES / f"{name}.png") as file:
        picture = file.convert("RGB")
    seen = take(browser, address, SHOTS[name])
    assert seen.size == picture.size
    colour, lost = differences(picture, seen)
    limit = COLOUR_OF_PHONE if name == "phone" else COLOUR
    assert (colour <= limit, lost <= STROKES) == (True, True), (
        f"docs/images/{name}.png is not what the page shows (colour {colour}, strokes {lost:.2f}): look "
        "at the page, and if it is as it should be: python tools/pictures.py"
    )


def test_another_font_is_the_same_picture(address: str, browser: Any) -> None:
    """Letters of another shape and width are no difference."""
    for name in ("page", "table"):
        plain = take(browser, address, SHOTS[name])
        colour, lost = differences(plain, take(browser, address, SHOTS[name], before=OTHER_FONT))
        assert colour <= COLOUR
        assert lost <= STROKES


def test_what_is_wrong_is_another_picture(address: str, browser: Any) -> None:
    """Things that moved, names or a view that are missing, and dark for light are differences."""
    shot = SHOTS["page"]
    plain = take(browser, address, shot)
    for name, scripts in WRONG.items():
        colour, lost = differences(plain, take(browser, address, shot, **scripts))
        assert colour > COLOUR or lost > STROKES, name
    assert differences(plain, take(browser, address, replace(shot, is_dark=True)))[0] > 200
    chart = take(browser, address, SHOTS["map"])
    assert differences(chart, take(browser, address, SHOTS["map"], before=NO_NAMES))[1] > STROKES
