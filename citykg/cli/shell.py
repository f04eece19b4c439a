"""The verb `shell`: questions one after another, with completion where a person types them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from citykg.cli.app import DEFAULT_FOLDER, app, base_under, talk
from citykg.cli.questions import Asking, asked_endpoint, parameters
from citykg.errors import CitykgError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from prompt_toolkit.completion import CompleteEvent, Completion
    from prompt_toolkit.document import Document

_PROMPT: Final = "citykg> "
_MORE: Final = "   ...> "
_HELP: Final = """\
Type a query, and an empty line or a ; behind it. The known prefixes need no PREFIX.
.queries                 list the saved queries
.query NAME KEY=VALUE    answer a saved query
.format FORMAT           table, json, csv, tsv, md, turtle or jsonld
.explain on|off          show in which words plans state the facts behind each row
.prefixes                list the known prefixes
.quit                    leave, as Ctrl-D does"""


@app.command(epilog="Example: citykg shell citykg-graph")
def shell(
    graph: Annotated[
        Path, typer.Argument(metavar="[DIR|FILE]", help="A graph folder or an RDF file.")
    ] = DEFAULT_FOLDER,
    endpoint: Annotated[
        str | None, typer.Option(metavar="URL", help="Ask a remote SPARQL endpoint instead.")
    ] = None,
    *,
    insecure: Annotated[
        bool,
        typer.Option(
            "--insecure", help="Let an endpoint's password cross a network over plain http."
        ),
    ] = False,
) -> None:
    """Ask a graph question after question.

    Tab completes keywords, prefixes, terms and the names of saved queries and their parameters
    (with `pip install citykg[shell]`). Questions come from standard input where that is a file.
    """
    from citykg.queries import open_engine

    where = asked_endpoint(endpoint, insecure=insecure) if endpoint else graph
    session = _Session(Asking(open_engine(where), base_under(None if endpoint else graph)))
    interactive = sys.stdin.isatty()
    failed = False
    if interactive:
        talk(f"Asking {endpoint or graph}. An empty line ends a query; .help tells the rest.")
    for text in _questions(_reader() if interactive else _lines(sys.stdin)):
        if text == ".quit":
            break
        try:
            session.take(text)
        except CitykgError as error:
            failed = True
            talk(str(error))
    if failed and not interactive:
        raise typer.Exit(UsageError.exit_code)


class _Session:
    """What a shell remembers from one question to the next."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    def take(self, text: str) -> None:
        """Do what a command says, or answer a query."""
        from citykg.queries import parse_query

        if not text.startswith("."):
            self._asking.answer(parse_query(text), {})
            return
        command, *words = text.split()
        if command not in self._commands:
            from difflib import get_close_matches

            near = get_close_matches(command, self._commands, 1)
            hint = f": did you mean {near[0]}?" if near else "; .help tells which there are."
            raise UsageError(f"There is no {command}{hint}")
        self._commands[command](self, words)

    def _query(self, words: list[str]) -> None:
        from citykg.queries import saved_query

        if not words:
            raise UsageError(".query needs a name: .query cities-by-goal goal=11")
        self._asking.answer(saved_query(words[0]), parameters(words[1:]))

    def _set_format(self, words: list[str]) -> None:
        from citykg.queries import FORMATS

        if len(words) != 1 or words[0] not in FORMATS:
            raise UsageError(f".format takes one of {', '.join(FORMATS)}.")
        self._asking.format = words[0]

    def _set_explain(self, words: list[str]) -> None:
        if words not in (["on"], ["off"]):
            raise UsageError(".explain takes on or off.")
        self._asking.explain = words == ["on"]

    def _queries(self, _: list[str]) -> None:
        from citykg.queries import catalogue

        for query in catalogue():
            typer.echo(f"{query.name}  -  {query.summary}")

    def _prefixes(self, _: list[str]) -> None:
        from citykg.ontology.terms import PREFIXES

        for prefix, namespace in sorted(PREFIXES.items()):
            typer.echo(f"{prefix}:  {namespace}")

    def _help(self, _: list[str]) -> None:
        typer.echo(_HELP)

    _commands: Final[dict[str, Callable[[_Session, list[str]], None]]] = {
        ".explain": _set_explain,
        ".format": _set_format,
        ".help": _help,
        ".prefixes": _prefixes,
        ".queries": _queries,
        ".query": _query,
        ".quit": _help,
    }


def _questions(lines: Iterable[str | None]) -> Iterator[str]:
    """Yield each command, and each query that an empty line, a ; or the end of the input ends.

    None among the lines drops what was begun.
    """
    begun: list[str] = []
    for line in lines:
        if line is None:
            begun = []
            continue
        if not begun and line.strip().startswith("."):
            yield line.strip()
            continue
        ends = not line.strip() or line.rstrip().endswith(";")
        begun.append(line)
        if ends:
            text = "\n".join(begun).strip().removesuffix(";")
            begun = []
            if text.strip():
                yield text
    if text := "\n".join(begun).strip():
        yield text


def _lines(stream: Iterable[str]) -> Iterator[str]:
    return (line.removesuffix("\n") for line in stream)


def _reader() -> Iterator[str | None]:
    """Yield what a person types, line by line; None where Ctrl-C drops what was begun."""
    ask = _asker()
    is_first = True
    while True:
        try:
            line = ask(_PROMPT if is_first else _MORE)
        except EOFError:
            return
        except KeyboardInterrupt:
            is_first = True
            yield None
            continue
        yield line
        is_first = not line.strip() or line.rstrip().endswith(";") or line.startswith(".")


def _asker() -> Callable[[str], str]:
    """What asks for a line: with completion where there is what it needs."""
    try:
        from prompt_toolkit import PromptSession
        from prompt_toolkit.completion import Completer, Completion
    except ImportError:
        talk("Tab completes nothing here: pip install 'citykg[shell]' adds that.")
        return input

    from citykg.queries.completion import completions

    class Names(Completer):
        """Completes what stands before the cursor."""

        def get_completions(self, document: Document, _: CompleteEvent) -> Iterator[Completion]:
            begun, found = completions(document.text_before_cursor)
            return (Completion(name, start_position=-len(begun)) for name in found)

    session: PromptSession[str] = PromptSession(completer=Names(), complete_while_typing=False)
    return session.prompt
