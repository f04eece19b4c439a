"""The header of a query file: YAML in its `#+` lines, read strictly."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final

from citykg.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

KEYS: Final = (
    "summary",
    "description",
    "tags",
    "parameters",
    "columns",
    "defaults",
    "enumerate",
    "endpoint",
    "endpoint_in_url",
    "method",
    "pagination",
)
"""The last three tell grlc how to serve a query; we read past them."""

_PARAMETER_KEYS: Final = ("description", "example")
_MAX_CHARACTERS: Final = 16_384


@dataclass(frozen=True, slots=True)
class Header:
    """What the header says; absent parts are empty."""

    path: Path
    summary: str = ""
    description: str = ""
    tags: tuple[str, ...] = ()
    endpoint: str | None = None
    columns: dict[str, str] = field(default_factory=dict)
    parameters: dict[str, dict[str, str]] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)
    choices: dict[str, tuple[str, ...]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    """The line of each key, for messages."""

    def error(self, what: str, key: str = "", known: list[str] | None = None) -> UsageError:
        """A UsageError with file and line, and the nearest of the `known` names."""
        near = get_close_matches(key, known or [], 1)
        hint = f" Did you mean {near[0]}?" if near else ""
        return UsageError(f"{self.path}:{self.lines.get(key, 1)}: {what}.{hint}")


def read_header(text: str, path: Path) -> Header:
    """The header of a query's text; an empty one where no line begins with `#+`."""
    header, line_of = _yaml_lines(text)
    if not header.strip():
        return Header(path)
    if len(header) > _MAX_CHARACTERS:
        raise UsageError(f"{path}:{line_of[0]}: the header is longer than {_MAX_CHARACTERS:,}.")
    data, lines = _load(header, line_of, path)
    blank = Header(path, lines=lines)
    for key in data:
        if key not in KEYS:
            raise blank.error(f"{key!r} is not a key of a header", str(key), list(KEYS))
    return Header(
        path=path,
        summary=_words(blank, data, "summary"),
        description=_words(blank, data, "description"),
        tags=_tags(blank, data),
        endpoint=_words(blank, data, "endpoint") or None,
        columns={
            name: _scalar(blank, note, name) for name, note in _map(blank, data, "columns").items()
        },
        parameters=_parameters(blank, data),
        defaults={
            name: _scalar(blank, value, name)
            for name, value in _one_key_maps(blank, data, "defaults").items()
        },
        choices={
            name: _choices(blank, value, name)
            for name, value in _one_key_maps(blank, data, "enumerate").items()
        },
        lines=lines,
    )


def _yaml_lines(text: str) -> tuple[str, list[int]]:
    """The YAML of the header, and the file's line of each of its lines."""
    lines = []
    numbers = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("#+"):
            lines.append(line[2:].removeprefix(" "))
            numbers.append(number)
    return "\n".join(lines), numbers


def _load(header: str, line_of: list[int], path: Path) -> tuple[dict[Any, Any], dict[str, int]]:
    import yaml

    try:
        loader = yaml.SafeLoader(header)
        node = loader.get_single_node()
        if not isinstance(node, yaml.MappingNode):
            raise UsageError(f"{path}:{line_of[0]}: the header is not `key: value` lines.")
        lines: dict[str, int] = {}
        _note_lines(node, line_of, path, lines)
        return loader.construct_document(node), lines
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = line_of[min(mark.line, len(line_of) - 1)] if mark else line_of[0]
        raise UsageError(f"{path}:{line}: the header is not YAML: {error.problem}.") from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise UsageError(f"{path}:{line_of[0]}: the header is not YAML: {error}.") from error


def _note_lines(node: Any, line_of: list[int], path: Path, lines: dict[str, int]) -> None:
    """Put the line of every key into `lines`; the outermost wins. Raise where one stands twice."""
    import yaml

    inner = []
    seen = set()
    for key, value in node.value:
        line = line_of[min(key.start_mark.line, len(line_of) - 1)]
        if not isinstance(key.value, str):
            raise UsageError(f"{path}:{line}: a key of the header is not a word.")
        if key.value in seen:
            raise UsageError(f"{path}:{line}: the header says {key.value!r} twice.")
        seen.add(key.value)
        lines.setdefault(key.value, line)
        children = value.value if isinstance(value, yaml.SequenceNode) else [value]
        inner += [child for child in children if isinstance(child, yaml.MappingNode)]
    for child in inner:
        _note_lines(child, line_of, path, lines)


def _words(header: Header, data: dict[Any, Any], key: str) -> str:
    value = data.get(key, "")
    if not isinstance(value, str):
        raise header.error(f"{key} is not words", key)
    return value.strip()


def _scalar(header: Header, value: Any, key: str) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise header.error(f"{key!r} is neither words nor a number", key)
    return str(value).strip()


def _tags(header: Header, data: dict[Any, Any]) -> tuple[str, ...]:
    tags = data.get("tags", [])
    if not isinstance(tags, list):
        raise header.error("tags is not a list", "tags")
    return tuple(_scalar(header, tag, "tags") for tag in tags)


def _map(header: Header, data: dict[Any, Any], key: str) -> dict[str, Any]:
    value = data.get(key, {})
    if not isinstance(value, dict) or not all(isinstance(name, str) for name in value):
        raise header.error(f"{key} is not `name: …` lines", key)
    return value


def _parameters(header: Header, data: dict[Any, Any]) -> dict[str, dict[str, str]]:
    described = {}
    for name, note in _map(header, data, "parameters").items():
        fields = note if isinstance(note, dict) else {"description": note}
        for key in fields:
            if key not in _PARAMETER_KEYS:
                what = f"{key!r} does not describe a parameter"
                raise header.error(what, str(key), list(_PARAMETER_KEYS))
        if not fields.get("description"):
            raise header.error(f"parameter {name!r} has no description", name)
        described[name] = {key: _scalar(header, value, name) for key, value in fields.items()}
    return described


def _one_key_maps(header: Header, data: dict[Any, Any], key: str) -> dict[str, Any]:
    """The list of one-key maps, as grlc writes defaults, as one map."""
    items = data.get(key, [])
    if not isinstance(items, list):
        raise header.error(f"{key} is not a list", key)
    merged: dict[str, Any] = {}
    for item in items:
        if not isinstance(item, dict) or len(item) != 1 or not isinstance(next(iter(item)), str):
            raise header.error(f"{key} is not a list of `- name: value` lines", key)
        merged.update(item)
    return merged


def _choices(header: Header, value: Any, key: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise header.error(f"the choices of {key!r} are not a list", key)
    return tuple(_scalar(header, choice, key) for choice in value)
