"""Write citykg/ontology/targets.ttl: the 169 targets of the Sustainable Development Goals.

The codes are those of the United Nations' linked data (http://metadata.un.org/sdg), as a file that
can be fetched there; its texts are not copied (`citykg vocabulary fetch sdg` loads them).

    python tools/targets.py un-sdg.ttl
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Final

from rdflib import RDF, Graph, Namespace

OUTPUT: Final = Path(__file__).parents[1] / "citykg" / "ontology" / "targets.ttl"
SDGO: Final = Namespace("http://metadata.un.org/sdg/ontology#")
GOALS: Final = "http://metadata.un.org/sdg/"

NAMES: Final = {
    "en": "Target",
    "ar": "الغاية",
    "de": "Zielvorgabe",
    "es": "Meta",
    "fr": "Cible",
    "it": "Traguardo",
    "pt": "Meta",
    "ru": "Задача",
    "sv": "Delmål",
    "zh": "具体目标",
}
"""What a target is called, in English first."""

HEADER: Final = """\
@prefix scheme: <https://w3id.org/citykg/id/scheme/> .
@prefix sdg: <http://metadata.un.org/sdg/> .
@prefix sdgo: <http://metadata.un.org/sdg/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

# Written by tools/targets.py: change that and not this.

# The targets under the IRIs and with the codes that the United Nations give them.  They belong to
# the scheme of the goals; their texts are the United Nations' and are loaded on request.
"""


def order(code: str) -> tuple[int, bool, int, str]:
    """By goal; within a goal the numbers before the letters."""
    goal, _, own = code.partition(".")
    return int(goal), not own.isdecimal(), int(own) if own.isdecimal() else 0, own


def main() -> None:
    """Read the codes, write the file."""
    graph = Graph().parse(sys.argv[1])
    iris = (str(target) for target in graph.subjects(RDF.type, SDGO.Target))
    codes = sorted((iri.removeprefix(GOALS) for iri in iris), key=order)
    wrong = [code for code in codes if not re.fullmatch(r"\d+\.(\d+|[a-d])", code)]
    if wrong or len(codes) != 169:
        sys.exit(f"{sys.argv[1]}: {len(codes)} targets, of which {wrong} have odd codes")
    blocks = [HEADER]
    for code in codes:
        labels = "".join(
            f'    skos:prefLabel "{name} {code}"@{language} ;\n' for language, name in NAMES.items()
        )
        blocks.append(
            f"sdg:{code} a sdgo:Target , skos:Concept ;\n{labels}"
            f'    skos:notation "{code}" ;\n'
            f"    skos:broader sdg:{code.partition('.')[0]} ;\n"
            f"    skos:inScheme <http://metadata.un.org/sdg> , scheme:goals .\n"
        )
    OUTPUT.write_text("\n".join(blocks), encoding="utf-8")


if __name__ == "__main__":
    main()
