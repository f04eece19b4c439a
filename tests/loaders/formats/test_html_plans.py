"""The same plan in every layout of text, Markdown and HTML: the same facts, quoted where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from citykg.loaders import read_plans
from citykg.plan import passages

if TYPE_CHECKING:
    from pathlib import Path

    from citykg.plan import Plan

TABS = """Porto and Austin

City:\tPorto\tAustin
Region:\tNorte\tTexas
Country:\tPortugal\tUnited States
Population:\t231,800\t960,000
Size (km2):\t41.42\t790.1
Period of cooperation:\tMay 2018 – June 2020
Themes:\t• Water • Mobility
SDGs:\tSDG 6, SDG 11
Challenges:\t• Floods at the river • Noise & dust
Objectives:\t• Cleaner buses • Fewer cars
Expected results:\tBoth cities will have completed a final report.
Contact:\tinfo@iurc.eu
"""

PIPES = """---
layout: page
date: 2023-01-01
---
# Porto and Austin

| **City** | **Porto** | **Austin** |
|----------|:---------:|-----------:|
| Region | Norte | Texas |
| Country | Portugal | United States |
| Population | 231,800 | 960,000 |
| Size (km<sup>2</sup>) | 41.42 | 790.1 |
| Period of cooperation | May 2018 – June 2020 | |
| Themes | • Water<br>• Mobility | |
| SDGs | ![SDG 6](6.png) ![SDG 11](11.png) | |

## Challenges

* Floods at
  the river
* Noise &amp; dust

Objectives
----------

1. Cleaner buses
2. Fewer cars

## Expected results ##
Both cities *will have completed* a final report.

**Contact:** [write to us](mailto:info@iurc.eu)
"""

WORDPRESS = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Porto and Austin | A site</title>
<style>td{content:"City"}</style></head><body class="page cookie-notice"><nav><ul><li><a href="/">Cities</a></ul></nav>
<main id="content"><article class="post-1 page"><header class="entry-header"><h1 class="entry-title">Porto and Austin</h1></header>
<div class="entry-content"><figure class="wp-block-table is-style-stripes"><table class="has-fixed-layout"><thead>
<tr><th>City</th><th>Porto</th><th>Austin</th></tr></thead><tbody>
<tr><td>Region</td><td>Norte</td><td>Texas</td></tr>
<tr><td><strong>Country</strong></td><td>Portugal</td><td>United&nbsp;States</td></tr>
<tr><td>Population<sup><a href="#n">1</a></sup></td><td>231,800<sup>1</sup></td><td>960,000</td></tr>
<tr><td>Size (km<sup>2</sup>)</td><td>41.42</td><td>790.1</td></tr>
<tr><td>Period of<br>cooperation</td><td colspan="2">May 2018 &ndash; June 2020</td></tr>
<tr><td rowspan="2">Themes</td><td colspan="2"><ul><li>Water</li></ul></td></tr>
<tr><td colspan="2"><ul><li>Mobility</ul></td></tr>
<tr><td>SDGs</td><td colspan="2"><img src="6.png" alt="SDG 6"><img src='a>b.png' alt="SDG 11"></td></tr>
</tbody></table></figure>
<h2 class="wp-block-heading">Challenges</h2><ul class="wp-block-list"><li>Floods at
   the river</li><li>Noise &amp; dust</li></ul>
<h2>Objectives</h2><ul><li><p>Cleaner buses</p><li><p>Fewer cars</p></ul>
<h2>Expected results</h2><p>Both cities will have completed a final re&shy;port.</p>
<p><strong>Contact:</strong> <a href="mailto:info@iurc.eu?subject=Porto">write to us</a></p>
</div></article></main><footer><p>Contact: web@site.eu</p></footer>
<div id="cookie-law" class="cookie-bar">We use cookies. <button>Accept</button></div><script>var t = "<td>";</script></body></html>"""

DEFINITIONS = """<html><body><div id="block-content"><h1>Porto and Austin</h1>
<dl class="facts"><dt>City</dt><dd>Porto</dd><dd>Austin</dd><dt>Region<dd>Norte<dd>Texas
<dt>Country</dt><dd>Portugal</dd><dd>United States</dd><dt>Population</dt><dd>231,800</dd><dd>960,000</dd>
<dt>Size (km<sup>2</sup>)</dt><dd>41.42</dd><dd>790.1</dd><dt>Period of cooperation</dt><dd>May 2018 &#150; June 2020</dd>
<dt>Themes</dt><dd>Water</dd><dd>Mobility</dd><dt>SDGs</dt><dd>SDG 6, SDG 11</dd>
<dt>Challenges</dt><dd><ul><li>Floods at the river<li>Noise &amp dust</ul></dd>
<dt>Objectives</dt><dd>Cleaner buses</dd><dd>Fewer cars</dd>
<dt>Expected results</dt><dd><p>Both cities will have completed a final report.</p></dd>
<dt>Contact</dt><dd><a href="mailto:info@iurc.eu">info@iurc.eu</a></dd></dl></div></body></html>"""

DRUPAL = """<html><body><div class="layout-container"><div role="main"><h1 class="page-header"><span>Porto and Austin</span></h1>
<article class="node node--type-cooperation"><div class="node__content">
<div class="field field--name-field-city"><div class="field__label">City</div><div class="field__items"><div class="field__item">Porto</div>
<div class="field__item">Austin</div></div></div>
<div class="field"><div class="field__label">Region</div><div class="field__items"><div class="field__item">Norte</div><div class="field__item">Texas</div></div></div>
<div class="field"><div class="field__label visually-hidden">Country</div><div class="field__item">Portugal</div><div class="field__item">United States</div></div>
<div class="field"><div class="field__label">Population</div><div class="field__item">231,800</div><div class="field__item">960,000</div></div>
<div class="field"><div class="field__label">Size (km<sup>2</sup>)</div><div class="field__item">41.42</div><div class="field__item">790.1</div></div>
<div class="field field--label-inline"><span class="field__label">Period of cooperation</span><span class="field__item">May 2018 – June 2020</span></div>
<div class="field"><div class="field__label">Themes</div><div class="item-list"><ul><li>Water</li><li>Mobility</li></ul></div></div>
<div class="field"><div class="field__label">SDGs</div><div class="field__item">SDG 6</div><div class="field__item">SDG 11</div></div>
<div class="field"><h2 class="field__label">Challenges</h2><div><ul><li>Floods at the river</li><li>Noise &amp; dust</li></ul></div></div>
<div class="field"><button aria-expanded="false" aria-controls="o">Objectives</button><div id="o" hidden><ul><li>Cleaner buses</li><li>Fewer cars</li></ul></div></div>
<div class="field"><p><strong>Expected results</strong> Both cities will have completed a final report.</p></div>
<div class="field"><p><strong>Contact</strong>: info@iurc.eu</p></div>
</div></article></div></div></body></html>"""

LINES = """Porto and Austin
================

City: Porto / Austin
Region: Norte / Texas
Country: Portugal / United States
Population: 231,800 / 960,000
Size (km2): 41.42 / 790.1
Period of cooperation: May 2018 – June 2020
Themes: Water; Mobility
SDGs: SDG 6, SDG 11

Challenges
----------
•\tFloods at the river
•\tNoise & dust

Objectives
----------
•\tCleaner buses
•\tFewer cars

Expected results
----------------
Both cities will have com-
pleted a final report. It is completed by both.

Contact: info@iurc.eu
"""


def facts(plan: Plan) -> dict[str, object]:
    """What all the layouts state."""
    assert plan.period
    assert plan.period.start
    assert plan.period.end
    return {
        "title": plan.title and plan.title.value,
        "cities": [
            tuple(
                getattr(city, name) and getattr(city, name).value
                for name in ("name", "region", "country", "population", "area_km2")
            )
            for city in plan.cities
        ],
        "period": (plan.period.start.value, plan.period.end.value),
        "themes": [theme.value for theme in plan.themes],
        "sdgs": [goal.value for goal in plan.sdgs],
        "challenges": [said.value for said in plan.challenges],
        "objectives": [said.value for said in plan.objectives],
        "results": [said.value for said in plan.results][:1],
        "contacts": [contact.value for contact in plan.contacts],
    }


EXPECTED = {
    "title": "Porto and Austin",
    "cities": [
        ("Porto", "Norte", "PT", 231_800, 41.42),
        ("Austin", "Texas", "US", 960_000, 790.1),
    ],
    "period": ("2018-05", "2020-06"),
    "themes": ["Water", "Mobility"],
    "sdgs": [6, 11],
    "challenges": ["Floods at the river", "Noise & dust"],
    "objectives": ["Cleaner buses", "Fewer cars"],
    "results": ["Both cities will have completed a final report."],
    "contacts": ["info@iurc.eu"],
}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("tabs.txt", TABS), ("pipes.md", PIPES), ("wordpress.html", WORDPRESS), ("dl.html", DEFINITIONS),
        ("drupal.html", DRUPAL), ("lines.txt", LINES), ("lines.md", LINES.replace("•\t", "- ")),
    ],
)  # fmt: skip
def test_the_same_plan_in_every_layout(name: str, content: str, tmp_path: Path) -> None:
    """Tabs, pipes, tables, definitions, fields of a site and lines state the same facts."""
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    (reading,) = read_plans(path)
    assert facts(reading.plan) == EXPECTED
    for passage in passages(reading.plan):
        assert reading.document.text[passage.start : passage.end] == passage.quote


INDENTED = """
<h1>Porto and Austin</h1>
    <p>City:     Porto / Austin</p>
    <p>Country: Portugal / United States</p>
    <p>Period:  2018-2020</p>
    <h3>Main objectives
        of the cooperation</h3>
    <p>Better
        buses are needed.</p>
    <h2>Latest news</h2>
    <p>The mayor visited a school.</p>
"""


def test_the_source_of_a_page_is_no_layout(tmp_path: Path) -> None:
    """Indentation cuts no line into columns, and a heading that names no field ends the field."""
    path = tmp_path / "page.html"
    path.write_text(INDENTED, encoding="utf-8")
    (reading,) = read_plans(path)
    assert [city.name.value for city in reading.plan.cities] == ["Porto", "Austin"]
    assert [said.value for said in reading.plan.objectives] == ["Better buses are needed."]
    assert any("Latest news" in (said.value or "") for said in reading.plan.unread)
