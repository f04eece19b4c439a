"""The plans that measurements are made with."""

from __future__ import annotations

import runpy
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from citykg.loaders import read_plans
from citykg.loaders.cities import LIKELY_DENSITY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    PlanTexts = Callable[..., Iterator[tuple[str, str]]]

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def generator() -> dict[str, Any]:
    """The names of the module, which is a script beside the package."""
    return runpy.run_path(str(ROOT / "benchmarks" / "plans.py"))


@pytest.fixture
def plan_texts(generator: dict[str, Any]) -> PlanTexts:
    """The generator of names and texts."""
    found: PlanTexts = generator["plan_texts"]
    return found


def test_the_first_plans_of_a_seed_are_always_the_same(plan_texts: PlanTexts) -> None:
    """However many plans are taken, the first of a seed are the same; another seed gives others."""
    few, many = list(islice(plan_texts(7), 5)), list(islice(plan_texts(7), 20))
    assert many[:5] == few
    others = {text for _, text in islice(plan_texts(8), 20)}
    assert others.isdisjoint(text for _, text in many)


def test_no_two_plans_are_alike(plan_texts: PlanTexts) -> None:
    """Each plan has a text and a name of its own, and the length of a real summary."""
    texts = dict(islice(plan_texts(), 200))
    assert len(set(texts.values())) == len(texts) == 200
    assert all(3_500 < len(text) < 5_500 for text in texts.values())


def test_plans_are_read_whole(generator: dict[str, Any], tmp_path: Path) -> None:
    """Every plan is read without a problem, with each of its fields."""
    for file in generator["write_plans"](tmp_path, 40):
        [reading] = read_plans(file)
        plan = reading.plan
        assert plan.problems == ()
        assert [city.country and city.country.value for city in plan.cities].count(None) == 0
        assert len({city.name.value for city in plan.cities}) == 2
        assert plan.period is not None
        for found in (
            plan.themes,
            plan.sdgs,
            plan.urban_agenda_topics,
            plan.focus_areas,
            plan.challenges,
            plan.objectives,
            plan.results,
            plan.activities,
            plan.outputs,
        ):
            assert found, file.read_text(encoding="utf-8")


@pytest.mark.parametrize("side", ["europe", "abroad"])
def test_towns_are_as_dense_as_towns_are(generator: dict[str, Any], side: str) -> None:
    """A figure that a reader would doubt is a problem, of which a measured plan has none."""
    densities = [town.population / town.area_km2 for town in generator["towns_of"](side)]
    assert LIKELY_DENSITY[0] <= min(densities)
    assert max(densities) <= LIKELY_DENSITY[1]
