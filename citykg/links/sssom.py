"""Mapping sets as SSSOM TSV files (https://mapping-commons.github.io/sssom/spec-formats-tsv/).

A file is made to be read and edited by people, in a text editor or a spreadsheet: it is written
in a fixed order, and whatever a person may have done to it is read back or refused with the line.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Final

from citykg.errors import DataError
from citykg.links.mapping import PREDICATES, Mapping
from citykg.ontology.prefixes import by_length, parted
from citykg.ontology.terms import ID_BASE, PREFIXES, Semapv, Skos

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from collections.abc import Mapping as Dict
    from pathlib import Path

LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"

_MOST_BYTES: Final = 64 << 20
_COLUMNS: Final = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "predicate_modifier",
    "object_id",
    "object_label",
    "mapping_justification",
    "author_label",
    "mapping_tool",
    "confidence",
    "comment",
)
_NEEDED: Final = ("subject_id", "predicate_id", "object_id", "mapping_justification")
_NOT: Final = "Not"
_CURIE: Final = re.compile(r"([A-Za-z_][\w.-]*):(?!//)(\S*)")
_PREFIX_LINE: Final = re.compile(r"#\s{2,}([A-Za-z_][\w.-]*):\s*[\"']?(\S+?)[\"']?\s*")
_IRI: Final = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x20/][^\s<>\"{}|\\^`\x00-\x20]*")
_UNSAFE: Final = re.compile(r"[\x00-\x1f\x7f]+")
_OURS: Final = "citykg"
"""The prefix of the things of the graph, whatever their base is."""


def write_mappings(mappings: Iterable[Mapping], title: str, base: str = ID_BASE) -> str:
    """The text of a mapping set: the same mappings give the same text.

    `base` is that of the graph's own things, which get the prefix `citykg`.
    """
    rows = sorted(set(mappings))
    more = sorted({slot for row in rows for slot, _ in row.other})
    prefixes = {**PREFIXES, _OURS: base}
    known = by_length(prefixes)
    used: dict[str, str] = {}

    def short(iri: str) -> str:
        named = parted(iri, known)
        if named is None:
            return _other_prefix(iri, used)
        used[named[0]] = prefixes[named[0]]
        return ":".join(named)

    lines = [_row(row, more, short) for row in rows]
    short(Semapv.ManualMappingCuration)
    short(Skos.exactMatch)
    head = ["#curie_map:", *(f'#  {prefix}: "{iri}"' for prefix, iri in sorted(used.items()))]
    head += [f"#license: {LICENCE}", f"#mapping_set_id: {base}mapping-set"]
    head += [f'#mapping_set_title: "{title}"']
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    writer.writerow([*_COLUMNS, *more])
    writer.writerows(lines)
    return "\n".join(head) + "\n" + out.getvalue()


def read_mappings(path: Path) -> tuple[Mapping, ...]:
    """The mappings of a file, in its order, a repeated row once; raises as `read_rows` does."""
    return tuple(mapping for _, mapping in read_rows(path))


def is_iri(text: str) -> bool:
    """Whether a text is an IRI that a mapping may join a thing to.

    >>> is_iri("https://sws.geonames.org/2643123/"), is_iri("geonames:2643123")
    (True, False)
    """
    return _IRI.fullmatch(text) is not None


def read_rows(path: Path) -> tuple[tuple[int, Mapping], ...]:
    """The mappings of a file, each with the line it ends on; a repeated row once.

    An id may be a CURIE of the file's own `curie_map` or of the prefixes that citykg knows, or a
    whole IRI.  Raises DataError, with the line, where the file is none or contradicts itself.
    """
    text = _text(path)
    prefixes = {**PREFIXES, _OURS: ID_BASE}
    head, body = _parted(text)
    for line in head:
        match = _PREFIX_LINE.fullmatch(line)
        if match:
            prefixes[match[1]] = match[2]
    found: dict[tuple[str, str], tuple[int, Mapping]] = {}
    for number, cells in _rows(path, body, len(head)):
        try:
            mapping = _mapping(cells, prefixes)
        except ValueError as error:
            raise DataError(f"{path}:{number}: {error}.") from None
        first, same = found.setdefault(mapping.pair, (number, mapping))
        if (same.is_rejected, same.predicate_id) != (mapping.is_rejected, mapping.predicate_id):
            raise DataError(
                f"{path}:{number}: contradicts line {first}, which joins the same"
                " two things in another way: keep one of the lines."
            )
    return tuple(found.values())


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror or error}).") from error
    if len(data) > _MOST_BYTES:
        raise DataError(
            f"{path}: is larger than {_MOST_BYTES >> 20} MiB, too large for a mapping file."
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DataError(f"{path}:{line}: is not UTF-8: save the file as UTF-8.") from error


def _parted(text: str) -> tuple[list[str], str]:
    """The lines of the commented head, and the table."""
    head: list[str] = []
    at = 0
    while text.startswith("#", at):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        # A spreadsheet fills the lines of the head with empty cells.
        head.append(text[at:end].rstrip("\t\r").strip('"'))
        at = end + 1
    return head, text[at:]


def _rows(path: Path, body: str, skipped: int) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each row of the table by its columns, with the line it ends on."""
    if "\0" in body:
        line = skipped + body.count("\n", 0, body.index("\0")) + 1
        raise DataError(f"{path}:{line}: holds a NUL character, which no table may.")
    reader = csv.reader(io.StringIO(body, newline=""), delimiter="\t", strict=True)
    try:
        columns = [name.strip() for name in next(reader, ())]
        missing = [name for name in _NEEDED if name not in columns]
        if missing:
            raise DataError(
                f"{path}:{skipped + 1}: is no SSSOM table: the column {missing[0]} is missing"
                f" (a table has at least {', '.join(_NEEDED)}, parted by tabs)."
            )
        if len(set(columns)) < len(columns):
            twice = next(name for name in columns if columns.count(name) > 1)
            raise DataError(f"{path}:{skipped + 1}: has two columns named {twice!r}.")
        for row in reader:
            cells = [cell.strip() for cell in row]
            number = skipped + reader.line_num
            if not any(cells):
                continue
            if len(cells) > len(columns) and any(cells[len(columns) :]):
                raise DataError(
                    f"{path}:{number}: has {len(cells)} cells and the head {len(columns)}:"
                    " look for a tab too many."
                )
            yield number, dict(zip(columns, cells, strict=False))
    except csv.Error as error:
        raise DataError(f"{path}:{skipped + reader.line_num}: {error}.") from error


def _mapping(cells: dict[str, str], prefixes: Dict[str, str]) -> Mapping:
    """A row as a mapping; raises ValueError with what is wrong."""
    for name in _NEEDED:
        if not cells.get(name):
            raise ValueError(f"{name} is empty")
    predicate = _expanded(cells["predicate_id"], prefixes)
    if predicate not in PREDICATES:
        raise ValueError(
            f"the predicate {cells['predicate_id']!r} is not known: give skos:exactMatch,"
            " skos:closeMatch, skos:broadMatch, skos:narrowMatch, skos:relatedMatch or owl:sameAs"
        )
    modifier = cells.get("predicate_modifier", "")
    if modifier not in {"", _NOT}:
        raise ValueError(f"predicate_modifier is {modifier!r}: leave it empty, or write {_NOT}")
    used = {*_COLUMNS}
    return Mapping(
        subject_id=_expanded(cells["subject_id"], prefixes),
        predicate_id=predicate,
        object_id=_expanded(cells["object_id"], prefixes),
        subject_label=cells.get("subject_label", ""),
        object_label=cells.get("object_label", ""),
        justification=_expanded(cells["mapping_justification"], prefixes),
        confidence=_confidence(cells.get("confidence", "")),
        is_rejected=modifier == _NOT,
        author=cells.get("author_label", ""),
        tool=cells.get("mapping_tool", ""),
        comment=cells.get("comment", ""),
        other=tuple(sorted((k, v) for k, v in cells.items() if v and k not in used)),
    )


def _expanded(name: str, prefixes: Dict[str, str]) -> str:
    """The IRI that a CURIE or an IRI stands for."""
    bare = name[1:-1] if name.startswith("<") and name.endswith(">") else name
    if match := _CURIE.fullmatch(bare):
        namespace = prefixes.get(match[1])
        if namespace is None:
            raise ValueError(f"{name!r} has a prefix that curie_map does not explain: {match[1]}")
        bare = namespace + match[2]
    if not _IRI.fullmatch(bare):
        raise ValueError(f"{name!r} is no IRI and no name with a prefix")
    return bare


def _confidence(text: str) -> float:
    if not text:
        return 1.0
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0.0 < value <= 1.0:
        raise ValueError(f"confidence is {text!r}: give a number above 0, up to 1")
    return value


def _row(row: Mapping, more: list[str], short: Callable[[str], str]) -> list[str]:
    other = dict(row.other)
    cells = [
        short(row.subject_id),
        row.subject_label,
        short(row.predicate_id),
        _NOT if row.is_rejected else "",
        short(row.object_id),
        row.object_label,
        short(row.justification),
        row.author,
        row.tool,
        f"{row.confidence:g}",
        row.comment,
        *(other.get(slot, "") for slot in more),
    ]
    return [_UNSAFE.sub(" ", cell) for cell in cells]


def _other_prefix(iri: str, used: dict[str, str]) -> str:
    """A CURIE of a prefix that this file alone explains."""
    cut = max(iri.rstrip("/").rfind("/"), iri.rfind("#")) + 1
    namespace, rest = iri[:cut], iri[cut:]
    for prefix, known in used.items():
        if known == namespace:
            return f"{prefix}:{rest}"
    prefix = f"ns{sum(name.startswith('ns') for name in used) + 1}"
    used[prefix] = namespace
    return f"{prefix}:{rest}"
