"""The saved queries are an API of grlc, served by grlc itself (https://github.com/CLARIAH/grlc)."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from io import StringIO
from pathlib import Path
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest
from query_graphs import TWO_PLANS, served, write_folder

from citykg.queries import SavedQuery, catalogue, run, write_answer
from citykg.queries.catalogue import FOLDER

ASKING = Path(__file__).parent / "asked_by_grlc.py"
CONFIG = """[local]
local_sparql_dir = {folder}/
[defaults]
sparql_endpoint = {endpoint}
server_name = localhost
user = none
password = none
"""
Call = tuple[SavedQuery, dict[str, str]]


def calls() -> list[Call]:
    """Each query with what it needs, and with each of its optional parameters beside that."""
    found: list[Call] = []
    for query in catalogue():
        # grlc takes the value as it is: an IRI in full, and a default is for its page only.
        values = {
            one.name: one.term(one.example or one.default or "x").value for one in query.parameters
        }
        needed = {one.name: values[one.name] for one in query.parameters if one.required}
        found.append((query, needed))
        more = [one.name for one in query.parameters if not one.required]
        found += [(query, {**needed, name: values[name]}) for name in more]
    return found


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[int, str]]:
    """What grlc answers to each call, and our folder."""
    folder = tmp_path_factory.mktemp("grlc")
    for path in FOLDER.glob("*.rq"):
        shutil.copy(path, folder)
    with served(write_folder(folder / "graph", TWO_PLANS)) as endpoint:
        (folder / "config.ini").write_text(CONFIG.format(folder=folder, endpoint=endpoint))
        asked = [
            (
                f"/api-local/{query.name}?{urlencode(params)}",
                "text/turtle" if query.form == "CONSTRUCT" else "text/csv",
            )
            for query, params in calls()
        ]
        result = subprocess.run(
            [sys.executable, ASKING], cwd=folder, input=json.dumps([*asked, ("/api-local/swagger", "application/json")]),
            capture_output=True, text=True, check=True,
        )  # fmt: skip
    return [(status, body) for status, body in json.loads(result.stdout)]


def test_grlc_describes_every_query(answers: list[tuple[int, str]]) -> None:
    """Its description lists each query with our summary, tags, and parameters."""
    described = json.loads(answers[-1][1])["paths"]
    assert sorted(described) == sorted(f"/{query.name}" for query in catalogue())
    for query in catalogue():
        operation = described[f"/{query.name}"]["get"]
        assert operation["summary"] == query.summary
        assert operation["tags"] == list(query.tags)
        named = {one["name"]: one for one in operation["parameters"] if one["name"] != "endpoint"}
        assert {one.name for one in query.parameters} <= set(named)


@pytest.mark.parametrize(
    ("number", "call"), list(enumerate(calls())), ids=lambda one: one[0].name + "".join(f"-{key}" for key in one[1]) if isinstance(one, tuple) else ""
)  # fmt: skip
def test_grlc_gives_our_rows(answers: list[tuple[int, str]], number: int, call: Call) -> None:
    """A query asked through grlc has the rows that it has here."""
    query, params = call
    status, body = answers[number]
    assert status == 200, body[:300]
    expected = run(query, TWO_PLANS, params)
    if query.form == "CONSTRUCT":
        triples = {quad.triple for quad in ox.parse(body, format=ox.RdfFormat.TURTLE)}
        assert triples == set(expected.triples)  # type: ignore[union-attr]
        return
    out = StringIO()
    write_answer(expected, "csv", out)
    assert [*csv.reader(StringIO(body))] == [*csv.reader(StringIO(out.getvalue()))]
