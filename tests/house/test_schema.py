"""The JSON of `citykg read`: its schema is true, and stands in the docs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import jsonschema

from citykg.loaders import read_plans
from citykg.plan import from_json, json_schema, to_json

if TYPE_CHECKING:
    from pathlib import Path


def test_the_schema_in_the_docs_is_that_of_the_records(examples: Path) -> None:
    """`python tools/schema.py` has been run after the last change of the records."""
    shipped = examples.parent / "docs" / "plan.schema.json"
    assert json.loads(shipped.read_text("utf-8")) == json.loads(json.dumps(json_schema()))


def test_what_read_prints_keeps_the_schema(examples: Path) -> None:
    """Every plan of the examples is valid, and comes back as the record it was."""
    files = (examples / "plans/manchester-montreal.txt", examples / "cooperations.csv")
    plans = [reading.plan for file in files for reading in read_plans(file)]
    printed = to_json(plans)
    jsonschema.validate(json.loads(printed), json_schema())
    assert from_json(printed) == plans


def test_an_absent_field_is_not_stated_and_a_null_value_not_understood(examples: Path) -> None:
    """Absent and null are two different things."""
    (reading,) = read_plans(examples / "plans/manchester-montreal.txt")
    (plan,) = json.loads(to_json([reading.plan]))
    assert "language" not in plan["cities"][0]["name"]
    assert all("value" in theme for theme in plan["themes"])
    assert plan["sdg_targets"] == []
