"""Writes the JSON Schemas of `citykg read` and `citykg diff` from the records themselves."""

import json
from pathlib import Path

from citykg import plan
from citykg.differences import change

DOCS = Path(__file__).parent.parent / "docs"

if __name__ == "__main__":
    for name, module in (("plan", plan), ("diff", change)):
        text = json.dumps(module.json_schema(), indent=2, ensure_ascii=False)
        (DOCS / f"{name}.schema.json").write_text(text + "\n", "utf-8")
