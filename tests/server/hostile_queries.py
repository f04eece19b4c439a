"""A hundred queries that mean harm, in families; the same each time.

They are bodies of requests, for some of them are not even text.
"""

from __future__ import annotations

from typing import Final, NamedTuple

_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_AWAY: Final = "http://127.0.0.1:9/"
_ALL: Final = "?s ?p ?o"


class Hostile(NamedTuple):
    """One query, the family that it is of, and what it tries."""

    family: str
    name: str
    body: bytes


def hostile_queries() -> tuple[Hostile, ...]:
    """All of them."""
    return tuple(
        Hostile(family, name, text if isinstance(text, bytes) else text.encode())
        for family, texts in _FAMILIES.items()
        for name, text in texts().items()
    )


def hogs() -> tuple[str, ...]:
    """Queries that run until they are stopped, in little memory."""
    return tuple(
        f"SELECT (COUNT({what}) AS ?n) {{ {_crossed(5)} }}" for what in ("*", "?s0", "?p1", "?o2")
    )


def _crossed(times: int) -> str:
    return " ".join(f"?s{i} ?p{i} ?o{i} ." for i in range(times))


def _nested(begin: str, inside: str, end: str, times: int) -> str:
    return begin * times + inside + end * times


def _nesting() -> dict[str, str]:
    deep = 98
    return {
        "groups": "ASK " + _nested("{", _ALL, "}", deep),
        "more groups than are let in": "ASK " + _nested("{", "", "}", 101),
        "thousands of groups": "ASK " + _nested("{", "", "}", 8000),
        "groups that never end": "ASK " + "{" * 16_000,
        "brackets in a filter": f"ASK {{ FILTER{_nested('(', '1', ')', deep)} }}",
        "thousands of brackets in a filter": f"ASK {{ FILTER{_nested('(', '1', ')', 7000)} }}",
        "optional in optional": f"ASK {{ {_nested('OPTIONAL {', _ALL, '}', deep)} }}",
        "exists in exists": f"ASK {{ {_nested('FILTER EXISTS {', _ALL, '}', deep)} }}",
        "exists not in exists not": f"ASK {{ {_nested('FILTER NOT EXISTS {', _ALL, '}', deep)} }}",
        "minus in minus": f"ASK {{ {_nested(_ALL + ' MINUS {', _ALL, '}', deep)} }}",
        "sub-select in sub-select": "SELECT * " + _nested("{ SELECT * {", _ALL, "}}", 49),
        "a long union": "ASK { " + " UNION ".join(["{}"] * 1600) + " }",
        "blank nodes in blank nodes": f"ASK {{ {_nested('[ ?p ', '1', ' ]', deep)} ?q 1 }}",
        "lists in lists": f"ASK {{ ?s ?p {_nested('(', '1', ')', deep)} }}",
        "triples in triples": f"ASK {{ {_nested('<<', '?s ?p ?o', '>> ?p ?o', 400)} ?a ?b }}",
        "functions in functions": f"ASK {{ FILTER({_nested('STR(', '?s', ')', 97)} = '') }}",
    }


def _optimiser() -> dict[str, str]:
    many = range(240)
    items = " ".join(f"?i{i}" for i in range(49))
    return {
        "a list": f"ASK {{ ?s ?p ({items}) }}",
        "many lists": f"ASK {{ {' '.join(f'?l{i} ?p ({items}) .' for i in range(60))} }}",
        "a path of many steps": f"ASK {{ ?s {'/'.join(['ckg:x'] * 240)} ?o }}",
        "a path of many choices": f"ASK {{ ?s ({'|'.join(['!ckg:x'] * 240)})* ?o }}",
        "a path back and forth": f"ASK {{ ?s {'/^'.join(['!ckg:x'] * 240)} ?o }}",
        "many patterns in a chain": f"ASK {{ {' '.join(f'?v{i} ?p{i} ?v{i + 1} .' for i in many)} }}",
        "thousands of objects": f"ASK {{ ?s ?p {','.join(f'?o{i}' for i in range(2400))} }}",
        "many optionals": f"SELECT * {{ {' '.join(f'OPTIONAL {{ ?s ?p{i} ?o{i} }}' for i in many)} }}",
        "many groups side by side": f"ASK {{ {' '.join(f'{{ ?a{i} ?b{i} ?c{i} }}' for i in many)} }}",
        "many binds": f"SELECT * {{ {' '.join(f'BIND(?x{i} AS ?x{i + 1})' for i in range(600))} }}",
        "many unions joined": f"SELECT * {{ {'{ ?s ?p ?o } UNION { ?o ?p ?s } ' * 300} }}",
    }


def _cross_joins() -> dict[str, str]:
    five = _crossed(5)
    return {
        "counted": f"SELECT (COUNT(*) AS ?n) {{ {five} }}",
        "counted, each once": f"SELECT (COUNT(DISTINCT ?o0) AS ?n) {{ {five} }}",
        "sorted": f"SELECT * {{ {five} }} ORDER BY ?o0 DESC(?s1) ?p2",
        "sorted, and the last taken": f"SELECT * {{ {five} }} ORDER BY ?o0 OFFSET 99999999 LIMIT 1",
        "distinct": f"SELECT DISTINCT * {{ {five} }}",
        "joined in one cell": f"SELECT (GROUP_CONCAT(STR(?s0)) AS ?n) {{ {five} }}",
        "grouped": f"SELECT ?s0 ?s1 ?s2 (MAX(?o3) AS ?n) {{ {five} }} GROUP BY ?s0 ?s1 ?s2",
        "summed": f"SELECT (SUM(STRLEN(STR(?o0)) * 1.5) AS ?n) {{ {five} }}",
        "whole": f"SELECT * {{ {five} }}",
        "filtered by what never is": f"SELECT * {{ {five} FILTER(?s0 = ?p1 && ?o2 = 'none') }}",
        "asked in vain": f"ASK {{ {five} FILTER(CONCAT(STR(?s0), STR(?o4)) = 'none') }}",
        "subtracted": f"SELECT * {{ {_crossed(3)} MINUS {{ {_crossed(3)} FILTER(false) }} }}",
        "constructed": f"CONSTRUCT {{ ?s0 ?p1 ?o2 . [] ?p0 ?o1 }} {{ {five} }}",
        "described": "DESCRIBE * { ?s ?p ?o . ?s2 ?p2 ?o2 }",
        "all graphs": "SELECT * { GRAPH ?g { ?s ?p ?o } GRAPH ?h { ?a ?b ?c } } ORDER BY ?g ?c",
    }


def _doubled(step: str, times: int, begin: str = "'0123456789abcdef'") -> str:
    steps = " ".join(f"BIND({step.format(f'?x{i}')} AS ?x{i + 1})" for i in range(times))
    return f"SELECT (STRLEN(?x{times}) AS ?n) {{ BIND({begin} AS ?x0) {steps} }}"


def _memory() -> dict[str, str]:
    digits = " ".join(map(str, range(10)))
    values = " ".join(f"VALUES ?v{i} {{ {digits} }}" for i in range(12))
    filler = "a" * 7000
    return {
        "CONCAT doubles": _doubled("CONCAT({0}, {0})", 33),
        "CONCAT doubles, and is given": _doubled("CONCAT({0}, {0})", 27).replace("STRLEN", "STR"),
        "REPLACE doubles": _doubled("REPLACE({0}, '.', '$0$0')", 33),
        "REPLACE by what is long": f"SELECT (STRLEN(REPLACE('{filler}', 'a', '{filler}')) AS ?n) {{}}",
        "REPLACE of REPLACE": f"ASK {{ FILTER(REPLACE(REPLACE('{filler}', '', 'aaaaaaaaaa'), '', '{filler}') = '') }}",
        "addresses grow": _doubled("ENCODE_FOR_URI(CONCAT({0}, '%', {0}))", 30),
        "big letters": _doubled("UCASE(CONCAT({0}, 'ß', {0}))", 33),
        "types of typed": _doubled("STRDT(CONCAT(STR({0}), STR({0})), ckg:x)", 33),
        "a product of values": f"SELECT * {{ {values} }}",
        "a product of values, sorted": f"SELECT * {{ {values} }} ORDER BY ?v11 ?v0",
        "a long separator": f"SELECT (GROUP_CONCAT(?p; SEPARATOR='{filler}') AS ?n) {{ {_ALL} . ?a ?b ?c }}",
        "keys that grow": f"SELECT (CONCAT(STR(?s0), STR(?s1), STR(?o2)) AS ?k) (COUNT(*) AS ?n) {{ {_crossed(3)} }} GROUP BY ?s0 ?s1 ?o2",
        "fresh names": f"SELECT (BNODE() AS ?b) (STRUUID() AS ?u) {{ {_crossed(4)} }} ORDER BY ?u",
    }


def _regexes() -> dict[str, str]:
    long = "a" * 4000
    return {
        "a plus in a plus": f"ASK {{ FILTER REGEX('{long}!', '^(a+)+$') }}",
        "a star in a star": f"ASK {{ FILTER REGEX('{long}!', '^((a*)*)*b$') }}",
        "repeated repetition": f"ASK {{ FILTER REGEX('{long}', '((a{{1,1000}}){{1,1000}}){{1,1000}}') }}",
        "repetition on all": f"ASK {{ {_crossed(3)} FILTER REGEX(STR(?o0), '(.{{0,50}}){{0,50}}x{{50}}$', 's') }}",
        "an expression from the data": f"SELECT * {{ {_crossed(2)} FILTER REGEX(?o0, STR(?o1)) }}",
        "many alternatives": f"ASK {{ ?s ?p ?o FILTER REGEX(?o, '{'|'.join(f'{i}.*' for i in range(2000))}') }}",
        "an expression that is none": "ASK { FILTER REGEX('a', '(?<=a)(?P<x>[z-a]\\\\1') }",
    }


def _paths() -> dict[str, str]:
    every = "(ckg:x|!ckg:x)"
    return {
        "over everything": f"SELECT * {{ ?s {every}* ?o }}",
        "over everything, and back": f"SELECT * {{ ?s ({every}|^{every})* ?o }}",
        "counted": f"SELECT (COUNT(*) AS ?n) {{ ?s ({every}|^{every})+ ?o }}",
        "a star of stars": f"SELECT * {{ ?s ((({every}*)*)+)* ?o }}",
        "step by step": f"SELECT * {{ ?s {'/'.join([every + '?'] * 12)} ?o }}",
        "star by star": f"SELECT * {{ ?s {'/'.join([every + '*'] * 8)} ?o }}",
        "round": f"ASK {{ ?s ({every}/^{every})* ?o . ?o ({every}/^{every})* ?s . FILTER(?s = 1) }}",
        "to itself": f"SELECT * {{ ?s {every}+ ?s . ?o {every}+ ?o }}",
    }


def _reaching_out() -> dict[str, str]:
    return {
        "SERVICE": f"SELECT * {{ SERVICE <{_AWAY}> {{ {_ALL} }} }}",
        "SERVICE, silently": f"SELECT * {{ serVICE SILENT <{_AWAY}> {{ {_ALL} }} }}",
        "SERVICE to all": f"SELECT * {{ {_ALL} SERVICE ?o {{ ?a ?b ?c }} }}",
        "SERVICE in letters": f"SELECT * {{ \\u0053ERVICE <{_AWAY}> {{ {_ALL} }} }}",
        "SERVICE behind a comment": f"SELECT * {{ # }}\rSERVICE#\r\n<{_AWAY}>#\n{{ {_ALL} }} }}",
        "SERVICE behind a string": f"SELECT * {{ ?s ?p '''#'''SERVICE <{_AWAY}> {{ {_ALL} }} }}",
        "LOAD": f"LOAD <{_AWAY}>",
        "INSERT": "INSERT DATA { <x:a> <x:b> <x:c> }",
        "DELETE": f"delete where {{ {_ALL} }}",
        "CLEAR behind a query": "SELECT * {} ; CLEAR ALL",
        "FROM a file": f"SELECT * FROM <file:///etc/passwd> {{ {_ALL} }}",  # noqa: S608 - no SQL
        "FROM a server": f"SELECT * FROM <{_AWAY}> FROM NAMED <{_AWAY}> {{ GRAPH ?g {{ {_ALL} }} }}",  # noqa: S608
    }


def _broken_text() -> dict[str, str | bytes]:
    return {
        "no bytes": b"",
        "no UTF-8": b"ASK { ?s ?p '\xff\xfe' }",
        "half a letter": "ASK { ?s ?p 'é' } # é".encode()[:-1],
        "a letter too long": b"ASK { ?s ?p '\xc0\xaf' }",
        "half a pair": "ASK { ?s ?p '\ud800' }".encode("utf-8", "surrogatepass"),
        "half a pair, escaped": "ASK { ?s ?p '\\uD800' }",
        "a NUL": "ASK { ?s ?p '\0' } # \0",
        "a byte order mark, and marks of direction": "\ufeffASK { ?s ?p '\u202e\u2066\ufffe' }",
    }


def _numbers() -> dict[str, str]:
    return {
        "a great decimal": f"ASK {{ FILTER('1e999999999'^^<{_XSD}decimal> > 1) }}",
        "a great double": "ASK { FILTER(1e999999999 * 0 > -1e999999999) }",
        "a long integer": f"ASK {{ FILTER({'9' * 16_000} > 1) }}",
        "a late date": f"ASK {{ FILTER('999999999999999-12-31T24:00:00Z'^^<{_XSD}dateTime> > NOW()) }}",
        "LIMIT and OFFSET": f"SELECT * {{ {_ALL} }} LIMIT {'9' * 40} OFFSET {'9' * 40}",
    }


def _oversize() -> dict[str, str]:
    return {
        "one letter too many": "ASK {} #".ljust(16_385, "x"),
        "a long comment": "ASK {} #".ljust(60_000, "x"),
        "a body too long": "ASK {} #".ljust(70_000, "x"),
        "quotes that never end": "ASK { " + "''' " * 4000,
        "escapes": "ASK { ?s ?p '" + "\\\\" * 8000 + "' }",
    }


_FAMILIES: Final = {
    "nesting": _nesting,
    "optimiser": _optimiser,
    "cross join": _cross_joins,
    "memory": _memory,
    "regex": _regexes,
    "path": _paths,
    "reaching out": _reaching_out,
    "broken text": _broken_text,
    "number": _numbers,
    "oversize": _oversize,
}
