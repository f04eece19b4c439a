"""Plans made of values, and summaries read again: what the tests of this room share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from citykg.loaders import readings_of
from citykg.loaders.document import document_of
from citykg.loaders.formats import format_named
from citykg.loaders.labels import fold
from citykg.ontology.vocabulary import concepts
from citykg.plan import (
    Activity,
    City,
    Output,
    Owned,
    Period,
    Plan,
    Source,
    Stated,
    Statement,
    passages,
)
from citykg.summaries.wording import one_line

if TYPE_CHECKING:
    from citykg.plan import Problem

SUFFIXES = {"ilap": ".txt", "md": ".md", "yaml": ".yaml", "json": ".json"}
SOURCE = Source("made.txt", "0" * 64, "text/plain", 0)


def stated(value: object, language: str | None = None) -> Stated:
    """A value that stands nowhere."""
    return Stated(value, 0, 0, "", language)


def owned(value: object, cities: tuple[str, ...] = (), language: str | None = None) -> Owned:
    """A value of some parties that stands nowhere."""
    return Owned(value, 0, 0, "", language, cities)


def statement(value: str, cities: tuple[str, ...] = (), language: str | None = None) -> Statement:
    """A statement of some parties that stands nowhere."""
    return Statement(value, 0, 0, "", language, cities)


def party(name: str, **told: Any) -> City:
    """A party; what is told of it is made stated."""
    kind = told.pop("kind", "city")
    return City(stated(name), **{key: stated(value) for key, value in told.items()}, kind=kind)


def plan_of(*names: str, **fields: Any) -> Plan:
    """A plan of the parties named, in two countries: a summary has three fields or more."""
    cities = tuple(party(n, country=c) for n, c in zip(names, ("PT", "US"), strict=False))
    given = {"cities": cities, **fields}
    return Plan(id="made", template="made", source=SOURCE, **given)


def read_again(text: str, layout: str) -> Plan:
    """The one plan of a summary, its passages checked against the text."""
    known = format_named(SUFFIXES[layout])
    document = document_of(text.encode(), f"again{SUFFIXES[layout]}", known)
    (reading,) = readings_of(document)
    for passage in passages(reading.plan):
        assert document.text[passage.start : passage.end] == passage.quote
    return reading.plan


def problems(plan: Plan) -> list[Problem]:
    """What a person would be asked to look at, but for values that are unlikely."""
    return [found for found in plan.problems if "unlikely" not in found.message]


ANY_WORDS = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=30)
TRICKY = st.sampled_from(
    [
        "no",
        "NO",
        "null",
        "~",
        "12:30",
        "0x1f",
        "1e3",
        "2017-11-16",
        "a: b",
        "- a",
        "#5",
        "a #b",
        "*a",
        "&a",
        "!tag",
        "<<",
        "%",
        "@",
        "`",
        "{a}",
        "[a",
        "a, b",
        "'it''s'",
        '"quoted"',
        "back\\slash \\n",
        "tab\tnew\nline",
        "\u202eright to left\u202c",
        "line\u2028paragraph\u2029next\x85",
        "\ufeffmark",
        "soft\u00adhyphen zero\u200bwidth",
        "😀 Łódź 北九州",
        "• bullet",
        "a | b",
        "<b>bold</b>",
        "&amp;",
        "? key",
        "---",
        "...",
        "=1+1",
    ]
)
HOSTILE = st.one_of(ANY_WORDS, TRICKY).filter(lambda text: bool(fold(one_line(text)).strip()))
"""Any words that say anything."""


def distinct(words: st.SearchStrategy[str], most: int = 3) -> st.SearchStrategy[list[str]]:
    """Some words, no two of which are read as one."""
    return st.lists(words, max_size=most, unique_by=lambda text: fold(one_line(text)))


def slugs(scheme: str) -> st.SearchStrategy[str]:
    """The concepts of a scheme."""
    return st.sampled_from([concept.slug for concept in concepts(scheme)])


EDTF = st.sampled_from(["2018", "2018-05", "2018-05-02", "2018-05-02/2018-05-04", "2019-21"])
TARGETS = st.sampled_from(["1.1", "11.3", "11.a", "17.19", "6.b"])
INDICATORS = st.sampled_from(["11.3.2", "1.1.1", "6.b.1"])
ADDRESSES = st.sampled_from(["a@b.eu", "https://example.org/a?x=1", "jane.doe@city.example"])


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Plans with every field filled by any words."""
    names = tuple(
        draw(st.lists(HOSTILE, min_size=2, max_size=3, unique_by=lambda t: fold(one_line(t))))
    )
    owners = st.lists(st.sampled_from(names), max_size=2, unique=True).map(tuple)

    def values(words: st.SearchStrategy[Any], make: Any = owned) -> tuple[Any, ...]:
        found = draw(st.lists(words, max_size=3, unique_by=lambda v: fold(one_line(str(v)))))
        return tuple(make(value, draw(owners)) for value in found)

    themes = values(HOSTILE)
    maybe = st.none() | HOSTILE.map(stated)
    in_order = st.sets(st.sampled_from(names)).map(
        lambda some: tuple(name for name in names if name in some)
    )

    def deed(kind: Any, scheme: str) -> Any:
        taking_part = draw(in_order)
        told: dict[str, Any] = {
            "label": stated(draw(HOSTILE)),
            "type": draw(st.none() | slugs(scheme)),
            "status": draw(st.none() | slugs("statuses")),
            "cities": taking_part,
            "sentence": draw(maybe),
            "dates": tuple(map(stated, draw(st.lists(EDTF, max_size=2)))),
            "themes": tuple(theme.value for theme in themes[:1]),
        }
        if kind is Activity:
            told["hosts"], told["visitors"] = taking_part[:1], taking_part[1:]
            told["participants"] = tuple(map(stated, draw(distinct(HOSTILE, 2))))
        return kind(**told)

    cities = tuple(
        City(
            stated(name),
            draw(maybe),
            draw(st.none() | st.sampled_from(["GB", "NO", "JP", "PT"]).map(stated)),
            draw(st.none() | st.integers(0, 10**11).map(stated)),
            draw(st.none() | st.floats(1e-4, 1e7).map(stated)),
            draw(st.sampled_from(["city", "region"])),
        )
        for name in names
    )
    period = Period(
        stated("2018-05"),
        draw(st.none() | st.sampled_from(["2019", "2019-11", "2020-02-29"]).map(stated)),
        draw(st.none() | st.just("P18M").map(stated)),
        draw(st.none() | st.sampled_from(["2018-05/..", "2018-05/2020"]).map(stated)),
    )
    return Plan(
        id="made",
        template="made",
        source=SOURCE,
        title=draw(maybe),
        programme=draw(maybe),
        cities=cities,
        period=period,
        themes=themes,
        sdgs=values(st.integers(1, 17)),
        sdg_targets=values(TARGETS),
        sdg_indicators=values(INDICATORS),
        urban_agenda_topics=values(slugs("topics")),
        focus_areas=values(HOSTILE, statement),
        challenges=values(HOSTILE, statement),
        objectives=values(HOSTILE, statement),
        results=values(HOSTILE, statement),
        activities=tuple(deed(Activity, "activity-types") for _ in range(draw(st.integers(0, 2)))),
        outputs=tuple(deed(Output, "output-types") for _ in range(draw(st.integers(0, 2)))),
        contacts=tuple(map(stated, draw(st.lists(ADDRESSES, max_size=2)))),
        sources=(stated("https://example.org/b"),),
    )
