"""Asks grlc's own server for saved queries: run in a folder that holds its `config.ini`.

Reads a JSON list of addresses from standard input, and writes the list of what they answered.
"""

from __future__ import annotations

import json
import sys
from contextlib import redirect_stdout

with redirect_stdout(sys.stderr):
    # It says what it reads while it is being imported.
    from grlc.server import app


def main() -> None:
    """Ask for each address; write status and body of each."""
    client = app.test_client()
    answers = []
    for address, accept in json.load(sys.stdin):
        answer = client.get(address, headers={"Accept": accept})
        answers.append((answer.status_code, answer.get_data(as_text=True)))
    json.dump(answers, sys.stdout)


main()
