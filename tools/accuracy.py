"""How well documents are read: the corpus against what a careful reader records of it.

    python tools/accuracy.py [NAME...] [--folder DIR] [--misses] [--write]

Each `X.expected.json` of a folder says which plans document `X` states (docs/accuracy.md gives its
shape).  A fact is one value of one field.  Printed: a table of the fields and one each of formats,
templates and languages; `--misses` lists every fact missed and every one read wrong.  `--write`
puts the tables into docs/accuracy.md.  Exit code 1 where a document cannot be read.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from comparison import Count, Score, compare

from citykg.errors import DataError
from citykg.loaders import read_plans
from citykg.plan import Plan, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "tests" / "corpus"
SETS = {"corpus": CORPUS} | {
    name: CORPUS / name for name in ("offices", "unseen", "letters", "fresh")
}
PAGE = ROOT / "docs" / "accuracy.md"
EXPECTED = ".expected.json"
NOTHING = Plan(id="", template="", source=Source("", "", "", 0))
BEGIN, END = "<!-- accuracy: begin -->", "<!-- accuracy: end -->"


def score_of(document: Path) -> Score:
    """The score of a document, by the `.expected.json` beside it."""
    score = Score(document.name)
    expected = json.loads(Path(f"{document}{EXPECTED}").read_text("utf-8"))
    try:
        plans = [reading.plan for reading in read_plans(document)]
    except Exception as error:  # noqa: BLE001 - one document must not hide the others
        known = isinstance(error, DataError)
        score.failure = str(error) if known else f"{document}: {type(error).__name__}: {error}"
        plans = []
    for n, fact in enumerate(expected):
        # In the order of the document; of a plan that is not there, every fact is missed.
        if n < len(plans):
            score.hit("plans")
        else:
            score.miss("plans", fact["cities"][0]["name"]["value"], score.failure)
        compare(score, plans[n] if n < len(plans) else NOTHING, fact)
    for plan in plans[len(expected) :]:
        score.wrong("plans", plan.id)
    return score


def documents(folder: Path = CORPUS, parts: Sequence[str] = ()) -> list[Path]:
    """The documents of a folder that say what is expected of them, by name."""
    found = sorted(folder.glob(f"*{EXPECTED}"))
    return [
        Path(str(path).removesuffix(EXPECTED))
        for path in found
        if not parts or any(part in path.name for part in parts)
    ]


def _table(title: str, rows: Iterable[tuple[str, Count]]) -> str:
    lines = [
        f"| {title} | stated | read | recall | wrong | precision | exact quotes |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {name} | {c.stated} | {c.read} | {c.recall:.1%} | {c.wrong} | {c.precision:.1%} |"
        f" {format(c.span, '.1%') if c.quoted else ''} |"
        for name, c in rows
    ]
    return "\n".join(lines)


def tables(scores: Sequence[Score], about: dict[str, dict[str, str]]) -> str:
    """The Markdown tables: of the fields, then of formats, templates and languages."""
    fields: dict[str, Count] = defaultdict(Count)
    groups: dict[str, dict[str, Count]] = {
        name: defaultdict(Count) for name in ("format", "template", "language")
    }
    for score in scores:
        for name, count in score.fields.items():
            fields[name].add(count)
        facts = {**about.get(score.document, {}), "format": Path(score.document).suffix}
        for name, group in groups.items():
            if name in facts:
                group[facts[name]].add(score.total)
    total = Count()
    for count in fields.values():
        total.add(count)
    out = [_table("field", [*sorted(fields.items()), ("**all**", total)])]
    out += [_table(name, sorted(group.items())) for name, group in groups.items() if group]
    return "\n\n".join(out)


def sets() -> str:
    """The Markdown table of the three sets of documents, in all."""
    rows = []
    for name, folder in SETS.items():
        found = documents(folder)
        total = Count()
        for document in found:
            total.add(score_of(document).total)
        rows.append((f"{name}, {len(found)} documents", total))
    return _table("set", rows)


def main(argv: Sequence[str] | None = None) -> int:
    """Print the tables; 1 where a document could not be read."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("names", nargs="*", help="only documents whose name has one of these")
    parser.add_argument("--folder", type=Path, default=CORPUS, help="where the documents are")
    parser.add_argument("--misses", action="store_true", help="list what is missed or wrong")
    parser.add_argument("--write", action="store_true", help="rewrite docs/accuracy.md")
    args = parser.parse_args(argv)
    scores = [score_of(document) for document in documents(args.folder, args.names)]
    about = args.folder / "documents.toml"
    text = tables(scores, tomllib.loads(about.read_text("utf-8")) if about.exists() else {})
    print(text)
    if args.misses:
        for score in scores:
            for kind, name, expected, read in score.misses:
                print(f"{score.document}: {kind} {name}: expected {expected!s}; read {read!s}")
    if args.write:
        page = PAGE.read_text("utf-8")
        head, tail = page.split(BEGIN)[0], page.split(END)[1]
        PAGE.write_text(f"{head}{BEGIN}\n\n{sets()}\n\n{text}\n\n{END}{tail}", "utf-8")
    failed = [score for score in scores if score.failure]
    for score in failed:
        print(score.failure, file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
