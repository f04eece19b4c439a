"""`citykg shell`: questions out of a file, and typed in a terminal."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

GRAPH = Path(__file__).parent.parent / "competency" / "two-plans.trig"
COMMAND = [sys.executable, "-m", "citykg", "shell", str(GRAPH)]


def told(questions: str) -> subprocess.CompletedProcess[str]:
    """What the shell says to questions out of a file."""
    return subprocess.run(
        COMMAND, input=questions, capture_output=True, text=True, timeout=60, check=False
    )


def test_questions_of_a_file_are_answered_one_after_another() -> None:
    """An empty line, a semicolon or the end of the file ends a query; settings stay."""
    result = told(
        "SELECT (COUNT(?c) AS ?cities)\n{ ?c a ckg:City }\n\n"
        ".format csv\n"
        "SELECT ?n { BIND(1 AS ?n) };\n"
        ".query cities-by-goal goal=8\n"
        "ASK { ?c a ckg:City }"
    )
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    lines = result.stdout.split()
    assert lines[:5] == ["cities", "4", "n", "1", "city,name,plan"]
    assert lines[5].startswith("https://w3id.org/citykg/id/city/gb/manchester,Manchester,")
    assert lines[-1] == "true"


def test_words_are_shown_once_it_is_told_to() -> None:
    """`.explain on` is `--explain` from then on."""
    query = "SELECT ?c { ?c ckg:population ?p FILTER(?p = 530000) };\n"
    result = told(f".format csv\n{query}.explain on\n{query}.explain off\n{query}")
    plain = ["c", "https://w3id.org/citykg/id/city/gb/manchester"]
    lines = result.stdout.split()
    assert lines[:2] == lines[-2:] == plain
    assert '"530,000"' in result.stdout


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (".fromat csv", "There is no .fromat: did you mean .format?"),
        (".format xml", ".format takes one of table, json, csv, tsv, md, turtle, jsonld."),
        (".explain", ".explain takes on or off."),
        (".query", ".query needs a name"),
        (".query city-gaols", "Did you mean city-goals?"),
        (".query cities-by-goal goal", "the parameter 'goal' has no value"),
        ("SELECT ?x { ?x a }", "query:1:19"),
        ("INSERT DATA { <a:b> <a:b> <a:b> }", "INSERT is an update"),
    ],
)
def test_after_a_wrong_question_the_next_is_answered(line: str, said: str) -> None:
    """One sentence, the next answer, and an exit code that says that something was wrong."""
    result = told(f"{line}\n\nSELECT ?n {{ BIND(7 AS ?n) }}")
    assert said in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout.split() == ["n", "7"]
    assert result.returncode == 2


def test_help_tells_every_command() -> None:
    """What the help lists is what there is."""
    told_of = {line.split()[0] for line in told(".help").stdout.splitlines() if line[0] == "."}
    assert told_of == {
        *(".explain", ".format", ".prefixes", ".queries", ".query", ".quit"),
    }
    assert "cities-by-goal  -  " in told(".queries").stdout
    assert "ckg:  https://w3id.org/citykg/ontology#" in told(".prefixes").stdout


def test_a_person_types_and_tab_completes() -> None:
    """In a terminal, a term is completed, the answer is a table, and Ctrl-D ends it."""
    pytest.importorskip("prompt_toolkit")
    master, slave = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "100", "LINES": "30"}
    with subprocess.Popen(COMMAND, stdin=slave, stdout=slave, stderr=slave, env=environment) as run:
        os.close(slave)
        seen = _until(master, "citykg>")
        os.write(master, b"SELECT (COUNT(?c) AS ?many) { ?c a ckg:Act\t")
        seen = _until(master, "ckg:Activity")
        os.write(master, b" }\r\r")
        seen = _until(master, "many")
        seen += _until(master, "citykg>")
        assert "2" in seen
        os.write(master, b".quit\r")
        assert run.wait(timeout=20) == 0
    os.close(master)


def _until(terminal: int, wanted: str, seconds: float = 30) -> str:
    """What a terminal shows until the wanted words are there."""
    shown = ""
    end = time.monotonic() + seconds
    while wanted not in shown:
        ready, _, _ = select.select([terminal], [], [], max(0.0, end - time.monotonic()))
        assert ready, f"{wanted!r} did not come: {shown!r}"
        shown += os.read(terminal, 4096).decode("utf-8", "replace")
    return shown
