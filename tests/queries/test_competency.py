"""Questions that the graph must answer: each is a folder of tests/competency.

`question.md` asks it in words and names the saved query and its parameters in a line that begins
with `citykg query`, or `question.rq` asks it in SPARQL; `data.ttl` or `data.trig` is the graph (the
two plans beside the folders where it has none); `expected.csv` is the answer, row by row.
"""

from __future__ import annotations

import io
import re
import shlex
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
from query_graphs import COMPETENCY, ENGINES, served, write_folder

from citykg.queries import (
    Rows,
    open_engine,
    read_query,
    run,
    saved_names,
    saved_query,
    write_answer,
)

if TYPE_CHECKING:
    from pathlib import Path

    from citykg.queries import SavedQuery
    from citykg.queries.engine import Engine

QUESTIONS = sorted(path.name for path in COMPETENCY.iterdir() if path.is_dir())


def asked(folder: Path) -> tuple[SavedQuery, dict[str, str]]:
    """The query of a question and its parameters."""
    words = (folder / "question.md").read_text(encoding="utf-8")
    line = re.search(r"citykg query (.+)", words)
    assert line, "question.md names no query"
    name, *rest = shlex.split(line[1])
    query = read_query(folder / name) if name.endswith(".rq") else saved_query(name)
    params = dict(one.split("=", 1) for one in rest if one != "-p")
    return query, params


@pytest.mark.parametrize("where", ENGINES)
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_has_its_answer_on_every_engine(
    question: str, where: str, engines: dict[str, Engine], tmp_path: Path
) -> None:
    """The rows are those of expected.csv, in that order, on each of the three engines."""
    folder = COMPETENCY / question
    query, params = asked(folder)
    with ExitStack() as stack:
        engine = engines[where]
        for data in (folder / "data.ttl", folder / "data.trig"):
            if data.exists() and where == "file":
                engine = open_engine(data)
            elif data.exists():
                built = write_folder(tmp_path, data)
                address = stack.enter_context(served(built)) if where == "endpoint" else built
                engine = open_engine(address)
        answer = run(query, engine, params)
    assert isinstance(answer, Rows)
    out = io.StringIO()
    write_answer(answer, "csv", out)
    expected = (folder / "expected.csv").read_text(encoding="utf-8")
    assert out.getvalue().replace("\r\n", "\n") == expected


def test_every_saved_query_has_a_question() -> None:
    """No saved query goes without a competency question that expects at least one row."""
    answered = {
        asked(COMPETENCY / question)[0].name
        for question in QUESTIONS
        if (COMPETENCY / question / "expected.csv").read_text(encoding="utf-8").count("\n") > 1
    }
    assert answered >= set(saved_names())
