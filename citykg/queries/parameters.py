"""Typed parameters of a query: `?_goal_integer`, `?_city_iri`, after the grlc convention.

The suffix tells the type: `_iri`, `_integer`, `_number`, `_literal`, or a two-letter language tag
(`?_name_en`); none is a plain literal.  `?__name` is optional.  A value becomes an RDF term, and
the term is bound by a VALUES block in every group that speaks of the variable: a value is never
pasted into the query's text.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from citykg.errors import UsageError
from citykg.ontology.terms import ID_BASE, PREFIXES, Xsd
from citykg.queries.shorten import NOT_IN_IRI, long_iri, short_iri
from citykg.queries.tokens import Token, place, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pyoxigraph import Literal, NamedNode

    Term = NamedNode | Literal

_VARIABLE: Final = re.compile(
    r"_(?P<optional>_?)(?P<name>[A-Za-z]\w*?)(?:_(?P<suffix>iri|integer|number|literal|[a-z]{2}))?"
)
_EXAMPLES: Final = {
    "iri": "city/gb/manchester",
    "integer": "11",
    "number": "2.5",
    "literal": "housing",
}
_INTEGER: Final = re.compile(r"[+-]?[0-9]{1,18}")
_DECIMAL: Final = re.compile(r"[+-]?(?:[0-9]{1,18}\.[0-9]{0,18}|\.[0-9]{1,18})")
_DOUBLE: Final = re.compile(
    r"[+-]?(?:[0-9]{1,18}(?:\.[0-9]{0,18})?|\.[0-9]{1,18})[eE][+-]?[0-9]{1,3}"
)
PATTERNS: Final = {
    "integer": _INTEGER.pattern,
    "number": "|".join(one.pattern for one in (_INTEGER, _DECIMAL, _DOUBLE)),
}
"""What a value of a type looks like, whole, where that can be told by its characters."""
_DOUBLE_TYPE: Final = Xsd.NS + "double"
_STRING: Final = Xsd.NS + "string"
_ESCAPES: Final = str.maketrans(
    {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
)
_SCHEME: Final = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*):(?P<rest>.*)", re.DOTALL)
_NO_AUTHORITY: Final = frozenset({"doi", "geo", "info", "mailto", "tag", "urn"})
_NOT_IN_TEXT: Final = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a query; `type` is iri, integer, number, literal or a language tag."""

    name: str
    type: str
    required: bool
    variable: str
    """The variable it binds, without the question mark."""
    description: str = ""
    example: str = ""
    default: str | None = None
    choices: tuple[str, ...] = ()

    def term(self, value: str, *, base: str = ID_BASE) -> Term:
        """The RDF term of a value; raises a UsageError that says what is wrong with it."""
        if not self.choices:
            return self._term(value, base)
        with suppress(UsageError):
            term = self._term(value, base)
            # Two spellings of a term are one choice.
            if term in {self._term(one, base) for one in self.choices}:
                return term
        shown = ", ".join(self.shown_choices)
        raise UsageError(f"{self.name}={_shown(value)} is not one of: {shown}.")

    @property
    def shown_choices(self) -> tuple[str, ...]:
        """The choices as a person writes them: an IRI by its short name."""
        return tuple(short_iri(one) if self.type == "iri" else one for one in self.choices)

    def _term(self, value: str, base: str) -> Term:
        if self.type == "iri":
            return _iri(self.name, value, base)
        if self.type == "integer":
            return _integer(self.name, value)
        if self.type == "number":
            return _number(self.name, value)
        return _literal(self.name, value, None if self.type == "literal" else self.type)

    @property
    def call(self) -> str:
        """How the parameter is given on the command line, with an example value."""
        value = self.example or self.default or _EXAMPLES.get(self.type, "housing")
        call = f"-p {self.name}={value}"
        return call if self.required else f"[{call}]"


def parameters_of(text: str) -> tuple[Parameter, ...]:
    """The parameters that a query's variables ask for, in the order of the text."""
    found: dict[str, Parameter] = {}
    for token in tokens(text):
        if token.kind == "variable" and token.text[1:] not in found:
            match = _VARIABLE.fullmatch(token.text[1:])
            if match:
                found[token.text[1:]] = Parameter(
                    name=match["name"],
                    type=match["suffix"] or "literal",
                    required=not match["optional"],
                    variable=token.text[1:],
                )
    return tuple(found.values())


def terms_of(
    parameters: Sequence[Parameter], values: Mapping[str, str], *, base: str = ID_BASE
) -> dict[str, Term]:
    """The term of each variable that has a value; the rest stay free.

    A parameter may be named as `goal` or, as its variable spells it, `goal_integer`.
    Raises a UsageError for an unknown, missing or unreadable one.
    """
    names = {name: one for one in parameters for name in (one.name, one.variable.lstrip("_"))}
    given: dict[str, str] = {}
    for name, value in values.items():
        if name not in names:
            raise UsageError(_unknown(name, parameters))
        variable = names[name].variable
        if variable in given:
            raise UsageError(f"The parameter {names[name].name} is given twice.")
        given[variable] = value
    terms: dict[str, Term] = {}
    for one in parameters:
        stated = given.get(one.variable, one.default)
        if stated is not None:
            terms[one.variable] = one.term(stated, base=base)
        elif one.required:
            what = f" ({one.description})" if one.description else ""
            raise UsageError(f"The query needs {one.name}{what}: add {one.call}")
    return terms


def bindings(text: str, terms: Mapping[str, Term]) -> list[tuple[int, str]]:
    """Where to put which VALUES blocks, so that each variable stands for its term throughout."""
    insertions = []
    bare = []
    for variable, term in terms.items():
        block = f" VALUES ?{variable} {{ {to_sparql(term)} }} "
        places = list(_places(text, variable))
        insertions += [(offset, block) for offset in places]
        if not places:
            bare.append(block)
    if bare:
        # DESCRIBE without WHERE: there is no group yet.
        insertions.append((len(text), f"\nWHERE {{{''.join(bare)}}}"))
    return insertions


def to_sparql(term: Term) -> str:
    """The term as SPARQL writes it."""
    from pyoxigraph import Literal

    if not isinstance(term, Literal):
        return f"<{term.value}>"
    words = term.value.translate(_ESCAPES)
    # SPARQL resolves code point escapes before anything else, even behind an escaped backslash,
    # so a `u` that follows one is itself written as an escape.
    words = re.sub(r"\\\\([uU])", lambda match: f"\\\\\\U{ord(match[1]):08x}", words)
    if term.language:
        return f'"{words}"@{term.language}'
    return f'"{words}"' if term.datatype.value == _STRING else f'"{words}"^^<{term.datatype.value}>'


@dataclass(slots=True)
class _Scope:
    """An open bracket of the query: a group, or the projection of a (sub)query around its group."""

    is_group: bool
    start: int
    group: _Scope | None = None
    speaks: bool = False


def _places(text: str, variable: str) -> Iterator[int]:
    """Offsets right behind the `{` of each group in which the variable is spoken of."""
    every = list(tokens(text))
    query = _Scope(is_group=False, start=len(text))
    scopes = [query]
    seen = [query]
    for position, token in enumerate(every):
        if token.kind == "sign" and token.text == "{":
            following = every[position + 1] if position + 1 < len(every) else None
            is_projection = following is not None and following.is_word("SELECT")
            if position > 1 and every[position - 2].is_word("CONSTRUCT"):
                raise UsageError(
                    f"{place(text, token.start)}: CONSTRUCT WHERE takes no parameters:"
                    " write CONSTRUCT { … } WHERE { … }."
                )
            is_group = not (is_projection or _is_data(every, position))
            scope = _Scope(is_group=is_group, start=token.end)
            if is_group and not scopes[-1].is_group and scopes[-1].group is None:
                scopes[-1].group = scope
            scopes.append(scope)
            seen.append(scope)
        elif token.kind == "sign" and token.text == "}" and len(scopes) > 1:
            scopes.pop()
        elif token.kind == "variable" and token.text[1:] == variable:
            scopes[-1].speaks = True
    for scope in seen:
        if scope.speaks and not scope.is_group and scope.group:
            scope.group.speaks = True
    yield from (scope.start for scope in seen if scope.speaks and scope.is_group)


def _is_data(every: list[Token], position: int) -> bool:
    """Whether the `{` opens a template or the rows of a VALUES block."""
    before = position - 1
    if before >= 0 and every[before].is_word("CONSTRUCT"):
        return True
    if before >= 0 and every[before].text == ")":
        while before >= 0 and every[before].text != "(":
            before -= 1
    return before >= 1 and every[before - 1].is_word("VALUES")


def _iri(name: str, value: str, base: str) -> NamedNode:
    from pyoxigraph import NamedNode

    text = value[1:-1] if value.startswith("<") and value.endswith(">") else value
    if bad := NOT_IN_IRI.search(text):
        raise UsageError(
            f"{name}={_shown(value)} is not an IRI: it holds {_shown(bad.group())}. "
            "Write it as https://…, sdg:11 or city/gb/manchester."
        )
    match = _SCHEME.fullmatch(text)
    if match is None:
        if not long_iri(text, base):
            raise UsageError(
                f"{name}={_shown(value)} is not an IRI: "
                "write it as https://…, sdg:11 or city/gb/manchester."
            )
        text = long_iri(text, base)
    elif match["scheme"] in PREFIXES and not match["rest"].startswith("//"):
        text = PREFIXES[match["scheme"]] + match["rest"]
    elif not match["rest"].startswith("//") and match["scheme"].lower() not in _NO_AUTHORITY:
        near = get_close_matches(match["scheme"], PREFIXES, 1)
        hint = f" Did you mean {near[0]}:{match['rest']}?" if near else ""
        raise UsageError(
            f"{name}={_shown(value)}: there is no prefix {match['scheme']}:.{hint} "
            f"The prefixes are {', '.join(sorted(PREFIXES))}."
        )
    try:
        return NamedNode(text)
    except ValueError as error:
        raise UsageError(f"{name}={_shown(value)} is not an IRI: {error}.") from error


def _integer(name: str, value: str) -> Literal:
    from pyoxigraph import Literal, NamedNode

    if not _INTEGER.fullmatch(value):
        raise UsageError(f"{name}={_shown(value)} is not a whole number, such as 11.")
    return Literal(str(int(value)), datatype=NamedNode(Xsd.integer))


def _number(name: str, value: str) -> Literal:
    from pyoxigraph import Literal, NamedNode

    if _INTEGER.fullmatch(value):
        return _integer(name, value)
    if _DECIMAL.fullmatch(value):
        return Literal(value, datatype=NamedNode(Xsd.decimal))
    if _DOUBLE.fullmatch(value):
        return Literal(value, datatype=NamedNode(_DOUBLE_TYPE))
    raise UsageError(f"{name}={_shown(value)} is not a number, such as 2.5.")


def _literal(name: str, value: str, language: str | None) -> Literal:
    from pyoxigraph import Literal

    if bad := _NOT_IN_TEXT.search(value):
        raise UsageError(f"{name}={_shown(value)} holds {_shown(bad.group())}, which no text does.")
    return Literal(value, language=language)


def _unknown(name: str, parameters: Sequence[Parameter]) -> str:
    known = [one.name for one in parameters]
    if not known:
        return f"The query has no parameters, so {_shown(name)} cannot be set: leave it out."
    near = get_close_matches(name, known, 1)
    hint = f" Did you mean {near[0]}?" if near else ""
    return f"The query has no parameter {_shown(name)}.{hint} It has: {', '.join(known)}."


def _shown(value: str) -> str:
    return ascii(value if len(value) <= 80 else value[:79] + "…")
