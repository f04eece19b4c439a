"""Our own JSON and YAML: the file's text, with all but its words masked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citykg.errors import DataError
from citykg.loaders.formats.extract import Extract
from citykg.loaders.formats.text import decoded

if TYPE_CHECKING:
    from citykg.loaders.record.tree import Node

MAX_CHARACTERS = 8_000_000


def text_of(data: bytes, path: str) -> Extract:
    """The text of a JSON or YAML file; raises DataError, with the line, if it is neither."""
    from citykg.loaders.record.tree import masked_text

    text, encoding, guessed = decoded(data, path)
    if guessed:
        raise DataError(f"{path}: is not UTF-8, as JSON and YAML must be; save it as UTF-8")
    tree = tree_of(text, path)
    return Extract(text, masked_text(text, tree.scalars()), encoding)


def tree_of(text: str, path: str) -> Node:
    """The tree of a file's text; raises DataError, with the line, if it is no JSON or YAML."""
    from citykg.loaders.record.json import json_tree
    from citykg.loaders.record.yaml import yaml_tree

    if len(text) > MAX_CHARACTERS:
        raise DataError(
            f"{path}: is {len(text):,} characters long, and at most {MAX_CHARACTERS:,} are read; "
            "split it"
        )
    start = 1 if text.startswith("\ufeff") else 0
    name = path.lower().removesuffix(".gz")
    looks_like_json = text[start : start + 1000].lstrip()[:1] in ("{", "[")
    if name.endswith(".json") or (looks_like_json and not name.endswith((".yaml", ".yml"))):
        return json_tree(text, path, start)
    return yaml_tree(text, path, start)
