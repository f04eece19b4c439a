"""The command line: verbs that parse, call and print.  Data to stdout, talk to stderr.

Exit codes: 0 fine, 1 the data is wrong, 2 the call is wrong.  Never a traceback.
"""

from __future__ import annotations

import sys

from citykg.cli import (
    analysis,
    differences,
    documents,
    graphs,
    links,
    mirrors,
    questions,
    reference,
    serving,
    shell,
    suggestions,
    summaries,
    vocabularies,
)
from citykg.cli.app import app, talk
from citykg.errors import CitykgError

__all__ = [
    "analysis",
    "app",
    "differences",
    "documents",
    "graphs",
    "links",
    "main",
    "mirrors",
    "questions",
    "reference",
    "serving",
    "shell",
    "suggestions",
    "summaries",
    "vocabularies",
]


_INTERRUPTED = 130


def main() -> None:
    """Run the command line; every error is one sentence and an exit code."""
    try:
        app()
    except CitykgError as error:
        talk(f"citykg: {error}")
        sys.exit(error.exit_code)
    except SystemExit as stop:
        # So is Ctrl-C passed on here.
        if stop.code == _INTERRUPTED:
            talk("citykg: stopped; what was there before is as it was")
        raise
