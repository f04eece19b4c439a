"""An answer that is cut off anywhere is well-formed, and holds the first rows of the whole."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from citykg.server.cutting import CUT, NoPlaceError, cut

FORMS = ("JSON", "XML", "CSV", "TSV")
TRAPS = (
    '"', '""', "\\", '\\"', "\n", "\r\n", "\r", "\t", "},{", '},{"x":{"type":"', "]}}", "}]}}", "},{}", "</result>", "</results></sparql>", "<![CDATA[", "&lt;", ",", "é", "𝄞", "",
)  # fmt: skip
"""What looks like the end of a row, of a cell or of an answer."""

Rows = list[tuple[ox.Literal | ox.NamedNode | None, ...]]

# No form but JSON has a place for other control characters, and XML reads "\r" as "\n".
words = st.lists(
    st.sampled_from(TRAPS)
    | st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), max_size=4),
    max_size=5,
).map("".join)
terms = (
    st.none()
    | words.map(ox.Literal)
    | st.integers(0, 9).map(lambda n: ox.NamedNode(f"http://example.org/{n}"))
)
tables = st.integers(1, 3).flatmap(lambda width: st.lists(st.tuples(*[terms] * width), max_size=6))


def written(rows: Rows, form: str) -> bytes:
    """The rows as the engine writes them; the last column's name is not ASCII."""
    width = len(rows[0]) if rows else 1
    names = " ".join(["?größe", "?x", "?bindings"][:width])
    values = "\n".join(
        f"({' '.join('UNDEF' if cell is None else str(cell) for cell in row)})" for row in rows
    )
    solutions = ox.Store().query(f"SELECT {names} {{ VALUES ({names}) {{ {values} }} }}")
    assert isinstance(solutions, ox.QuerySolutions)
    return solutions.serialize(format=getattr(ox.QueryResultsFormat, form)) or b""


def read(body: bytes, form: str) -> list[tuple[str, ...]]:
    """The rows of an answer, read by the engine, which is strict, and by a parser of JSON or XML."""
    if form == "JSON":
        json.loads(body)
    elif form == "XML":
        ET.fromstring(body)  # noqa: S314 - our own
    elif form == "CSV":
        return cells(body.decode())
    solutions = ox.parse_query_results(body, format=getattr(ox.QueryResultsFormat, form))
    assert isinstance(solutions, ox.QuerySolutions)
    return [tuple(str(cell) for cell in row) for row in solutions]


def cells(text: str) -> list[tuple[str, ...]]:
    """The rows of a CSV text as RFC 4180 has them, without the first; it must be nothing else."""
    cell = r'"(?:[^"]|"")*"|[^",\r\n]*'
    row = re.compile(rf"({cell})((?:,(?:{cell}))*)\r\n")
    rows, at = [], 0
    while at < len(text):
        match = row.match(text, at)
        assert match, f"no row at {at} of {text!r}"
        rows.append(tuple(re.findall(rf"(?:^|,)({cell})", match[0][:-2])))
        at = match.end()
    return rows[1:]


def check(rows: Rows, form: str, at: int) -> None:
    """Fail where what is left of an answer that ends at this byte is no answer, or another one."""
    whole = written(rows, form)
    body = whole[: at % len(whole)]
    try:
        rest, count = cut(body, form, 100, is_whole=False)
    except NoPlaceError:
        return
    left = read(rest, form)
    assert len(left) == count
    assert left == read(whole, form)[:count]


@pytest.mark.parametrize("form", FORMS)
@given(rows=tables, at=st.integers(0, 4000))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(rows=[(ox.Literal("x}]}}"),)], at=-6)
@example(rows=[(ox.Literal("a\r\nb"),)], at=-4)
def test_what_is_left_is_a_prefix(form: str, rows: Rows, at: int) -> None:
    """An answer that ends at any byte is cut to whole rows, the first ones of the whole answer."""
    check(rows, form, at)


@pytest.mark.parametrize("form", FORMS)
def test_every_byte_is_a_place_to_cut(form: str) -> None:
    """No byte of an answer full of traps is a bad place for its end, and no whole row is lost."""
    rows: Rows = [(ox.Literal(trap), None if trap else ox.Literal("")) for trap in TRAPS]
    whole = written(rows, form)
    for at in range(len(whole)):
        check(rows, form, at)
    _, count = cut(whole[:-1], form, 100, is_whole=False)
    assert count >= len(rows) - 1


@pytest.mark.parametrize("form", FORMS)
@given(rows=tables, most=st.integers(1, 6))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_more_rows_than_are_allowed(form: str, rows: Rows, most: int) -> None:
    """A whole answer keeps its first rows, and says so only where it has more than that."""
    whole = written(rows, form)
    rest, count = cut(whole, form, most, is_whole=True)
    assert read(rest, form) == read(whole, form)[:most]
    assert count == (most if len(rows) > most else -1)
    assert rest == whole or len(rows) > most


@pytest.mark.parametrize(("form", "path"), [("JSON", None), ("XML", "{*}head/{*}link")])
def test_the_head_links_to_what_it_means(form: str, path: str | None) -> None:
    """JSON and XML say in their head that they were cut, where the recommendations put links."""
    rest, _ = cut(written([(ox.Literal("a"),)] * 3, form), form, 2, is_whole=True)
    if path is None:
        assert json.loads(rest)["head"] == {"link": [CUT], "vars": ["größe"]}
    else:
        (link,) = ET.fromstring(rest).findall(path)  # noqa: S314 - our own
        assert link.attrib == {"href": CUT}


@pytest.mark.parametrize("form", ["JSON", "XML"])
def test_a_triple_is_one_cell(form: str) -> None:
    """The parts of a triple in a cell are not taken for rows."""
    inner = ox.Triple(*[ox.NamedNode("http://example.org/x")] * 3)
    solutions = ox.Store().query(
        f"SELECT ?x {{ VALUES ?y {{ 1 2 3 }} BIND(<<( <a:b> <a:c> <<( {inner} )>> )>> AS ?x) }}"
    )
    assert isinstance(solutions, ox.QuerySolutions)
    whole = solutions.serialize(format=getattr(ox.QueryResultsFormat, form)) or b""
    rest, count = cut(whole, form, 2, is_whole=True)
    assert count == 2
    assert read(rest, form) == read(whole, form)[:2]


def test_columns_alone_may_be_too_much() -> None:
    """Where not even the names of the columns have a place there is no answer."""
    with pytest.raises(NoPlaceError):
        cut(b'{"head":{"vars":["a","', "JSON", 10, is_whole=False)
