"""Writes docs/plan.schema.json, the JSON Schema of `citykg read`, from the records themselves."""

import json
from pathlib import Path

from citykg.plan import json_schema

TARGET = Path(__file__).parent.parent / "docs" / "plan.schema.json"

if __name__ == "__main__":
    TARGET.write_text(json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n", "utf-8")
