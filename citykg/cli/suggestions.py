"""The verb about texts that are no plans yet: suggest."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from citykg.cli.app import app, count, talk
from citykg.errors import DataError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from citykg.suggestions import Suggestion

_STANDARD_INPUT = "-"


@app.command(epilog="Example: citykg suggest examples/plans/manchester-montreal.txt")
def suggest(
    file: Annotated[
        str,
        typer.Argument(metavar="[FILE|-]", help="A document of any kind; - is standard input."),
    ] = _STANDARD_INPUT,
    *,
    lines: Annotated[
        bool,
        typer.Option("--lines", help="Each line is a text of its own; print an array a line."),
    ] = False,
    language: Annotated[
        str | None,
        typer.Option(metavar="TAG", help="en, es, pt, it, fr, de or sv; told from the text."),
    ] = None,
) -> None:
    """Print the goals, targets and topics that a text speaks of, with scores and quotes."""
    import msgspec

    from citykg.suggestions import LANGUAGES

    if language is not None and language not in LANGUAGES:
        raise UsageError(
            f"no vocabulary in {language!r}; there are {', '.join(LANGUAGES)} (or leave it out)"
        )
    if lines:
        _suggest_lines(file, language)
        return
    text = msgspec.json.format(msgspec.json.encode(_found_in(file, language)), indent=2)
    sys.stdout.buffer.write(text + b"\n")


def _found_in(file: str, language: str | None) -> list[Suggestion]:
    """What a document speaks of, read in a process that is bounded in time and memory."""
    import msgspec

    from citykg.loaders import pool
    from citykg.loaders.outcome import Given, Limits, Task
    from citykg.suggestions import Suggestion
    from citykg.suggestions.made import IN_DOCUMENT

    source: Path | Given = Path(file)
    if file == _STANDARD_INPUT:
        source = Given(file, sys.stdin.buffer.read())
    task = Task(IN_DOCUMENT, in_place=True, argument=language)
    (outcome,) = pool.read_all([source], Limits(), 1, task)
    if outcome.also is None:
        raise DataError(outcome.failure or f"{file}: nothing came of reading it")
    return msgspec.msgpack.decode(outcome.also, type=list[Suggestion])


def _suggest_lines(file: str, language: str | None) -> None:
    """Answer each line before the next is read: whoever writes them may wait for it."""
    if file == _STANDARD_INPUT:
        _answer(sys.stdin.buffer, _STANDARD_INPUT, language)
        return
    try:
        with Path(file).open("rb") as source:
            _answer(source, file, language)
    except FileNotFoundError:
        raise DataError(f"{file}: there is no such file") from None
    except OSError as error:
        raise DataError(f"{file}: cannot be read ({error.strerror or error})") from error


def _answer(source: Iterable[bytes], name: str, language: str | None) -> None:
    import msgspec

    from citykg.suggestions import suggest

    wrong = 0
    encode = msgspec.json.encode
    for number, line in enumerate(source, 1):
        found = []
        try:
            found = suggest(line.rstrip(b"\r\n").decode("utf-8"), language)
        except UnicodeDecodeError as error:
            wrong += 1
            talk(f"{name}:{number}: byte {error.start + 1} is not UTF-8; the line is left out")
        try:
            sys.stdout.buffer.write(encode(found) + b"\n")
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            # Whoever reads has seen enough; Python must not fail when it closes the stream.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return
    if wrong:
        talk(f"{count(wrong, 'line')} left out, each answered with []")
        raise typer.Exit(DataError.exit_code)
