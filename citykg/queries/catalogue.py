"""The saved queries: one `.rq` file a question, with a header that describes it.

The header is YAML in the lines that begin with `#+`, after the grlc convention
(https://github.com/CLARIAH/grlc): summary, description, tags, defaults, enumerate, endpoint; to
these come `parameters` and `columns`, which describe each.  A header that cannot be read is an
error with its file and line, and never hides the query.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Final

from citykg.errors import UsageError
from citykg.queries.parameters import Parameter, parameters_of
from citykg.queries.tokens import query_form, tokens

if TYPE_CHECKING:
    from citykg.queries.header import Header

FOLDER: Final = Path(__file__).parent
FEDERATED: Final = FOLDER / "federated"
"""Queries that ask another endpoint too, apart: who lists what is safe to run lists none."""

AD_HOC: Final = Path("query")
"""Where messages say that a query stands which comes from no file."""

_WIDTH: Final = 100


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a query's rows."""

    name: str
    description: str


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """One question, as its file asks it."""

    name: str
    summary: str
    description: str
    tags: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    """In the order of the rows; empty for ASK, CONSTRUCT and DESCRIBE."""
    text: str
    path: Path
    endpoint: str | None = None
    """The address of the endpoint that the query is written for, where it names one."""

    @property
    def form(self) -> str:
        """SELECT, ASK, CONSTRUCT or DESCRIBE."""
        return query_form(self.text)

    @property
    def body(self) -> str:
        """The query without its header."""
        lines = [line for line in self.text.split("\n") if not line.startswith("#+")]
        return "\n".join(lines).strip() + "\n"

    @property
    def call(self) -> str:
        """How the query is called on the command line, with an example of each parameter."""
        call = " ".join(["citykg query", self.name, *(one.call for one in self.parameters)])
        return f"{call} --federate" if self.path.parent == FEDERATED else call

    @property
    def told(self) -> str:
        """All that the header says, in lines for a terminal."""
        lines = [self.summary, "", *wrap(self.description, _WIDTH), "", f"    {self.call}", ""]
        for parameter in self.parameters:
            lines += [f"parameter {parameter.name} ({parameter.type}): {parameter.description}"]
            if parameter.choices:
                lines.append(f"    one of {', '.join(parameter.shown_choices)}")
            if parameter.default is not None:
                lines.append(f"    {parameter.default} if it is left out")
        lines += [f"column {column.name}: {column.description}" for column in self.columns]
        return "\n".join(lines)


def catalogue() -> tuple[SavedQuery, ...]:
    """Every saved query, by name.

    >>> [query.name for query in catalogue()][:2]
    ['activities', 'cities']
    """
    return tuple(saved_query(name) for name in saved_names())


def saved_names() -> tuple[str, ...]:
    """The names of the saved queries, in order; nothing is opened."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.rq")))


def federated() -> tuple[SavedQuery, ...]:
    """Every saved query that joins our graph with another endpoint, by name."""
    return tuple(saved_query(path.stem) for path in sorted(FEDERATED.glob("*.rq")))


def saved_query(name: str) -> SavedQuery:
    """The saved query of that name; raises a UsageError with the nearest name."""
    elsewhere = sorted(path.stem for path in FEDERATED.glob("*.rq"))
    names = (*saved_names(), *elsewhere)
    if name in elsewhere:
        return read_query(FEDERATED / f"{name}.rq", complete=True)
    if name not in names:
        near = get_close_matches(name, names, 1)
        hint = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(names)}."
        raise UsageError(f"There is no saved query {name!a}. {hint}")
    return read_query(FOLDER / f"{name}.rq", complete=True)


def read_query(path: Path, *, complete: bool = False) -> SavedQuery:
    """The query of a file; `complete` asks for a description of everything, as we owe it."""
    return parse_query(_read(path), path, complete=complete)


def texts_in(folder: Path) -> dict[str, str]:
    """The texts of the `.rq` files of a folder, each by its path; raises UsageError."""
    if not folder.is_dir():
        raise UsageError(f"{folder} is no folder: give one that holds .rq files.")
    return {str(path): _read(path) for path in sorted(folder.glob("*.rq"))}


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: is not UTF-8 text (byte {error.start}).") from error


def parse_query(text: str, path: Path = AD_HOC, *, complete: bool = False) -> SavedQuery:
    """The query of a text; `path` is where messages say it stands."""
    from citykg.queries.header import read_header

    text = text.replace("\r\n", "\n")
    header = read_header(text, path)
    query = SavedQuery(
        name=path.stem,
        summary=header.summary,
        description=header.description,
        tags=header.tags,
        parameters=_described(parameters_of(text), header),
        columns=_columns(text, header, complete=complete),
        text=text,
        path=path,
        endpoint=header.endpoint,
    )
    if complete:
        _check_complete(query)
    return query


def projection(text: str) -> tuple[str, ...]:
    """The columns that a SELECT names, in order; empty for other forms and for `SELECT *`."""
    names: list[str] = []
    selecting = False
    depth = 0
    after_as = False
    for token in tokens(text):
        if not selecting:
            if token.kind == "word" and token.text.upper() in {"ASK", "CONSTRUCT", "DESCRIBE"}:
                break
            selecting = token.is_word("SELECT")
            continue
        if token.text == "{" or token.is_word("WHERE") or token.is_word("FROM"):
            break
        depth += (token.text == "(") - (token.text == ")")
        if token.kind == "variable" and (depth == 0 or (after_as and depth == 1)):
            names.append(token.text[1:])
        after_as = token.is_word("AS")
    return tuple(names)


def _described(found: tuple[Parameter, ...], header: Header) -> tuple[Parameter, ...]:
    known = [one.name for one in found]
    described = [*header.parameters, *header.defaults, *header.choices]
    for name in described:
        if name not in known:
            raise header.error(f"the query has no parameter {name!r}", name, known)
    parameters = []
    for one in found:
        note = header.parameters.get(one.name, {})
        full = replace(
            one,
            description=note.get("description", ""),
            example=note.get("example", ""),
            default=header.defaults.get(one.name),
            choices=header.choices.get(one.name, ()),
        )
        for value in (full.example, full.default):
            if value:
                _check_value(full, value, header)
        parameters.append(full)
    return tuple(parameters)


def _check_value(parameter: Parameter, value: str, header: Header) -> None:
    try:
        parameter.term(value)
    except UsageError as error:
        raise header.error(str(error).rstrip("."), parameter.name) from error


def _columns(text: str, header: Header, *, complete: bool) -> tuple[Column, ...]:
    names = projection(text)
    for name in header.columns:
        if name not in names:
            raise header.error(f"the query has no column {name!r}", name, list(names))
    if complete and header.columns and tuple(header.columns) != names:
        missing = [name for name in names if name not in header.columns]
        what = f"column {missing[0]!r} is not described" if missing else "columns are out of order"
        raise header.error(what, "columns")
    return tuple(Column(name, header.columns.get(name, "")) for name in names)


def _check_complete(query: SavedQuery) -> None:
    for what, value in (("summary", query.summary), ("columns", query.columns)):
        if not value and not (what == "columns" and query.form != "SELECT"):
            raise UsageError(f"{query.path}:1: the header has no {what}.")
    for column in query.columns:
        if not column.description:
            raise UsageError(f"{query.path}:1: column {column.name!r} is not described.")
    for parameter in query.parameters:
        if not parameter.description:
            raise UsageError(f"{query.path}:1: parameter {parameter.name!r} is not described.")
