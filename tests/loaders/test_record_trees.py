"""JSON and YAML as trees: every value knows where it stands, and nothing but plain data is taken."""

from __future__ import annotations

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from citykg.errors import DataError
from citykg.loaders.formats.record import text_of, tree_of
from citykg.loaders.markup import clean
from citykg.loaders.record.tree import MAX_DEPTH, Node

WORDS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=20)
DATA = st.recursive(
    WORDS | st.integers(-5, 10**9) | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=12,
)


def values(node: Node) -> object:
    """The tree as plain data, each scalar as its cleaned words."""
    if node.kind == "mapping":
        return {clean(key.masked): values(value) for key, value in node.pairs}
    if node.kind == "list":
        return [values(item) for item in node.items]
    return None if node.kind == "nothing" else clean(node.masked)


def plain(data: object) -> object:
    """Data as `values` gives it: a word for each scalar."""
    if isinstance(data, dict):
        return {plain(key): plain(value) for key, value in data.items()}
    if isinstance(data, list):
        return [plain(item) for item in data]
    if isinstance(data, bool):
        return str(data).lower()
    if data is None:
        return None
    return clean("".join(max(c, " ") for c in str(data)))


def same(one: object, other: object) -> bool:
    """Whether two data are alike; a word of nothing may be nothing, as YAML has it."""
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return (one or None) == (other or None)


def distinct(data: object) -> bool:
    """Whether no two keys of a mapping are one after cleaning."""
    if isinstance(data, dict):
        keys = [plain(key) for key in data]
        return len(set(keys)) == len(keys) and all(map(distinct, data.values()))
    return all(map(distinct, data)) if isinstance(data, list) else True


@given(data=DATA.filter(distinct), indent=st.none() | st.just(2), ascii_only=st.booleans())
def test_json_is_read_as_it_is_written(
    data: object, indent: int | None, *, ascii_only: bool
) -> None:
    """Any JSON gives its own values, and the masked text is as long as the text."""
    text = json.dumps(data, ensure_ascii=ascii_only, indent=indent)
    assert same(values(tree_of(text, "a.json")), plain(data))
    extract = text_of(text.encode(), "a.json")
    assert len(extract.masked) == len(extract.text)


@given(
    data=DATA.filter(distinct),
    flow=st.booleans(),
    style=st.sampled_from([None, '"', "'", "|", ">"]),
)
def test_yaml_is_read_as_it_is_written(data: object, style: str | None, *, flow: bool) -> None:
    """Any plain YAML gives its own values, in every style of quotes and blocks."""
    text = yaml.dump(
        plain(data),
        Dumper=yaml.CSafeDumper,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=flow,
        default_style=style,
        width=20,
    )
    if "! " in text or "!!" in text:
        return  # in quotes, nothing is written with its tag
    extract = text_of(text.encode(), "a.yaml")
    assert len(extract.masked) == len(extract.text)
    assert same(values(tree_of(text, "a.yaml")), plain(data))


def test_a_scalar_stands_where_its_characters_are() -> None:
    """The span of a value is what stands between its quotes."""
    text = "a: \"S\\u00e3o\" # x\nb:\n  - 'it''s'\n  - plain\n"
    found = [text[node.start : node.end] for node in tree_of(text, "a.yaml").scalars()]
    assert found == ["a", "S\\u00e3o", "b", "it''s", "plain"]


def test_a_byte_order_mark_moves_nothing() -> None:
    """Offsets count the mark, which is part of the text."""
    for text in ('\ufeff{"a": "b"}', "\ufeffa: b"):
        found = [text[node.start : node.end] for node in tree_of(text, "stdin").scalars()]
        assert found == ["a", "b"]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('{"a": 1, "a": 2}', "stands twice"),
        ("[NaN]", "not JSON at “NaN]”"),
        ("[Infinity]", "not JSON"),
        ("[1,]", "not JSON at “]”"),
        ('{"a": 1,}', "not JSON at “}”"),
        ('{"a" 1}', "not JSON at “1}”"),
        ("{'a': 1}", "not JSON"),
        ('{"a": 1', "ends too early"),
        ("[1] 2", "not JSON at “2”"),
        ("[01]", "not JSON"),
        ('["\\x41"]', "stands for no character"),
        ('["\\ud800"]', "stands for no character"),
        ('["\\u0000"]', "stands for no character"),
        ('["a\nb"]', "not JSON"),
        ("[" * 100_000, f"more than {MAX_DEPTH} deep"),
        ('{"a":' * 100_000, f"more than {MAX_DEPTH} deep"),
        ("{[]: 1}", "not JSON"),
        ("// no\n{}", "not JSON"),
    ],
)
def test_json_that_is_none_is_one_sentence(text: str, what: str) -> None:
    """A fault is told with its line."""
    with pytest.raises(DataError, match=r"^a\.json:\d+: ") as error:
        tree_of(text, "a.json")
    assert what in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("a: &x b\nc: *x", "anchor &x"),
        ("a: *x", "alias *x"),
        ("a: !!python/object:os.system x", "tag"),
        ("a: !!str x", "tag !!str"),
        ("<<: {a: 1}", "merge key"),
        ("a: 1\na: 2", "stands twice"),
        ("a: 1\n---\nb: 2", "second document"),
        ("? [a]\n: b", "a key must be words"),
        ("a: [", "not YAML"),
        ("a: b: c", "not YAML"),
        ("\ta: b", "not YAML"),
        ('a: "\\ud800"', "not YAML"),
        ('a: "\\0"', "stands for no character"),
        ("a: \x07", "U+0007"),
        ("- " * 1000 + "a", f"more than {MAX_DEPTH} deep"),
        ("[" * 100_000, f"more than {MAX_DEPTH} deep"),
    ],
)
def test_yaml_that_is_more_than_data_is_one_sentence(text: str, what: str) -> None:
    """Aliases, tags, merges and doubled keys are refused before they do anything."""
    with pytest.raises(DataError, match=r"^a\.yaml:\d+: ") as error:
        tree_of(text, "a.yaml")
    assert what in str(error.value)
    assert "\n" not in str(error.value)


def test_the_norwegian_country_stays_a_word() -> None:
    """No word of YAML 1.1 is a truth, a number or a day here."""
    tree = tree_of("[no, NO, yes, on, 0o7, 1_000, 12:30, 2017-11-16, .inf]", "a.yaml")
    assert values(tree) == "no NO yes on 0o7 1_000 12:30 2017-11-16 .inf".split()


def test_bytes_that_are_no_utf8_are_refused() -> None:
    """Both formats are UTF-8; a guess would be read in silence."""
    with pytest.raises(DataError, match="save it as UTF-8"):
        text_of("città: Forlì".encode("latin-1"), "a.yaml")


@given(st.binary(max_size=60), st.sampled_from(["a.json", "a.yaml"]))
def test_any_bytes_give_a_text_or_one_sentence(data: bytes, path: str) -> None:
    """No file is a traceback."""
    found, told = None, ""
    try:
        found = text_of(data, path)
    except DataError as error:
        told = str(error)
    assert (len(found.masked) == len(found.text)) if found else told
    assert "\n" not in told
