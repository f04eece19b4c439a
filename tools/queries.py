"""Writes docs/queries.md: the saved queries, as their files describe them, and what they answer.

    python tools/queries.py [--check]

The answers are those of the graph of `examples/`, built for the purpose; a query that asks another
endpoint is not asked.  `--check` writes nothing and exits with 1 where the page is not the same.
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from citykg.build import build
from citykg.queries import (
    Rows,
    catalogue,
    federated,
    open_engine,
    run,
    saved_query,
    witnesses,
    write_answer,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from citykg.queries import SavedQuery
    from citykg.queries.engine import Engine

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "queries.md"
ROWS = 5
"""How many rows of an answer are shown."""


def page(graph: Path) -> str:
    """The whole page, with the answers of a graph in its catalogue."""
    text = PAGE.read_text("utf-8")
    for part, content in (("explained", _explained(graph)), ("catalogue", catalogue_of(graph))):
        begin, end = f"<!-- {part}: begin -->", f"<!-- {part}: end -->"
        before, _, rest = text.partition(begin)
        _, _, after = rest.partition(end)
        text = f"{before}{begin}\n\n{content}\n\n{end}{after}"
    return text


def catalogue_of(graph: Path) -> str:
    """All queries: first a list, then a section each."""
    queries = (*catalogue(), *federated())
    engine = open_engine(graph)
    listed = [f"* [`{one.name}`](#{one.name}): {one.summary}" for one in queries]
    sections = ["\n".join(_section(one, engine)) for one in queries]
    return "\n\n".join(["\n".join(listed), *sections])


def _explained(graph: Path) -> str:
    """What `--explain` shows behind a table."""
    query, params = saved_query("cities-by-goal"), {"goal": "11"}
    engine = open_engine(graph)
    answer = run(query, engine, params)
    shown = (answer, witnesses(answer, query, engine, params)) if isinstance(answer, Rows) else ()
    return "\n\n".join(_table(one, len(one.rows)) for one in shown)


def _section(query: SavedQuery, engine: Engine) -> Iterator[str]:
    yield f"### {query.name}"
    yield f"\n{query.summary} {query.description}".rstrip()
    yield f"\n    $ {query.call}"
    if query.parameters:
        yield "\n| parameter | type | |\n| --- | --- | --- |"
    for parameter in query.parameters:
        notes = [parameter.description]
        notes += [f"one of {', '.join(parameter.shown_choices)}"] if parameter.choices else []
        if parameter.default is not None:
            notes.append(f"{parameter.default} if it is left out")
        elif not parameter.required:
            notes.append("may be left out")
        yield f"| `{parameter.name}` | {parameter.type} | {_cell('; '.join(notes))} |"
    if query.columns:
        yield "\n| column | |\n| --- | --- |"
    for column in query.columns:
        yield f"| `{column.name}` | {_cell(column.description)} |"
    if "--federate" not in query.call:
        yield from _answer(query, engine)


def _answer(query: SavedQuery, engine: Engine) -> Iterator[str]:
    params = {one.name: one.example for one in query.parameters if one.example}
    answer = run(query, engine, params)
    if not isinstance(answer, Rows):
        return
    yield "\n" + _table(answer, ROWS)
    more = len(answer.rows) - ROWS
    if more > 0:
        yield f"    … and {more:,} more"


def _table(answer: Rows, rows: int) -> str:
    out = io.StringIO()
    write_answer(Rows(answer.columns, answer.rows[:rows]), "table", out)
    return "\n".join(f"    {_cut(line)}".rstrip() for line in out.getvalue().splitlines())


def _cut(line: str, most: int = 160) -> str:
    return line if len(line) <= most else f"{line[: most - 1]}…"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def main(arguments: Iterable[str]) -> int:
    """Write the page, or say whether it is as it would be written."""
    with tempfile.TemporaryDirectory() as folder:
        build([ROOT / "examples"], Path(folder) / "graph", check=False)
        text = page(Path(folder) / "graph")
    if "--check" in arguments:
        return int(PAGE.read_text("utf-8") != text)
    PAGE.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
