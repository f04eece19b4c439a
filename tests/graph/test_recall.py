"""A plan recalled from a graph is the plan that was built, but for what is listed as lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from plan_examples import EXAMPLE, PLAN, said, variant

from citykg.errors import UsageError
from citykg.graph.names import Names
from citykg.graph.quads import plan_quads
from citykg.graph.recall import LOST, recall
from citykg.plan import Activity, Owned, Period, Plan, Stated, Statement

if TYPE_CHECKING:
    from pyoxigraph import Store

NAMES = ("Łódź", "北九州")


def store_of(*plans: Plan) -> Store:
    """A store in memory that holds plans."""
    import pyoxigraph as ox

    names = Names.of(plans)
    text = "".join(line for plan in plans for line in plan_quads(plan, names, EXAMPLE.line_of))
    store = ox.Store()
    store.load(text.encode(), format=ox.RdfFormat.N_QUADS)
    return store


def own(stated: Stated, *cities: str) -> Owned:
    """A value of some parties."""
    told = (stated.value, stated.start, stated.end, stated.quote, stated.language)
    return Owned(*told, cities or NAMES)


def as_statement(stated: Stated, *cities: str, lead: Stated | None = None) -> Statement:
    """A statement of some parties."""
    told = (stated.value, stated.start, stated.end, stated.quote, stated.language)
    return Statement(*told, cities or NAMES, lead.passage if lead else None)


FULL = msgspec.structs.replace(
    PLAN,
    period=Period(
        said("2018-05", "May 2018"),
        said("2020", "2020"),
        said("P2Y", "May 2018 – 2020"),
        said("2018-05/2020", "May 2018 – 2020"),
    ),
    themes=(own(PLAN.themes[0], "Łódź"), own(PLAN.themes[1])),
    sdgs=(own(PLAN.sdgs[0]),),
    sdg_targets=(own(PLAN.sdg_targets[0], "北九州"),),
    sdg_indicators=(own(said("13.2.1", "13.2")),),
    urban_agenda_topics=(own(PLAN.urban_agenda_topics[0]),),
    focus_areas=(as_statement(PLAN.focus_areas[0]),),
    challenges=(as_statement(PLAN.challenges[0], "Łódź", lead=said("", "Challenges:")),),
    objectives=(as_statement(PLAN.objectives[0]),),
    results=(as_statement(PLAN.results[0], "北九州"),),
    activities=(
        msgspec.structs.replace(
            PLAN.activities[0],
            participants=(said("depot", "depot", language="en"),),
            dates=(said("2018-05", "May 2018"),),
            themes=("Clean harbours",),
        ),
        PLAN.activities[1],
    ),
    sources=(said("https://example.org/air?x=1", "https://example.org/air?x=1"),),
)


def held(plan: Plan) -> Plan:
    """The plan without what the graph loses."""

    def cues(deed: Any) -> Any:
        told = {
            "type_cue": (deed.type_cue or deed.label.passage) if deed.type else None,
            "status_cue": deed.status_cue or (deed.sentence or deed.label).passage,
        }
        if deed.status == "not-done":
            told |= {"cities": (), **({"hosts": ()} if isinstance(deed, Activity) else {})}
        return msgspec.structs.replace(deed, **told)

    return msgspec.structs.replace(
        plan,
        template="graph",
        source=msgspec.structs.replace(plan.source, path="air.txt"),
        activities=tuple(map(cues, plan.activities)),
        outputs=tuple(map(cues, plan.outputs)),
    )


def plain(node: object) -> Any:
    """The values and passages; a value of nobody is as one that nobody can own."""
    data = msgspec.to_builtins(node)
    if isinstance(data, dict):
        return {key: plain(value) for key, value in data.items() if value not in (None, [], ())}
    return list(map(plain, data)) if isinstance(data, list | tuple) else data


@pytest.mark.parametrize("field", Plan.__struct_fields__)
def test_every_field_comes_back_with_its_passages(field: str) -> None:
    """Values, languages, owners, offsets and quotes are those of the plan that was written."""
    found = recall(store_of(FULL), FULL.id)
    assert plain(getattr(found, field)) == plain(getattr(held(FULL), field))


@pytest.mark.parametrize(
    "name",
    [
        "łódź-北九州",
        "plan/łódź-北九州",
        "Łódź – 北九州",
        "Sister Cities – Plan Summary",
        "https://w3id.org/citykg/id/plan/%C5%82%C3%B3d%C5%BA-%E5%8C%97%E4%B9%9D%E5%B7%9E",
    ],
)
def test_a_plan_goes_by_its_iri_short_name_or_label(name: str) -> None:
    """Each of its names means the plan, while no other has it."""
    assert recall(store_of(FULL), name).id == FULL.id


def test_a_name_of_two_plans_asks_which() -> None:
    """Their short names are said."""
    store = store_of(FULL, variant(2, id="other"))
    with pytest.raises(UsageError, match=r"2 plans are called .*other"):
        recall(store, "Sister Cities – Plan Summary")


@pytest.mark.parametrize(
    "name", ["lodz-kitakyushu", "", "<", "city/pl/łódź", "a\nb", "http://[", "🏙"]
)
def test_a_name_of_no_plan_is_one_sentence(name: str) -> None:
    """With a plan that there is; another thing's name is no plan's."""
    with pytest.raises(UsageError, match="No plan in the graph is called") as error:
        recall(store_of(FULL), name)
    assert "plan/łódź-北九州" in str(error.value)


def test_the_nearest_names_are_said() -> None:
    """One slip of the finger is forgiven with a question."""
    with pytest.raises(UsageError, match=r"did you mean plan/other\?"):
        recall(store_of(FULL, variant(2, id="other")), "othar")


def test_a_graph_without_plans_says_so() -> None:
    """An empty store has none to name."""
    import pyoxigraph as ox

    with pytest.raises(UsageError, match="holds no plans"):
        recall(ox.Store(), "x")


def test_the_loss_is_listed() -> None:
    """Whoever recalls a plan can know what it lacks."""
    assert all(LOST)
