"""The corpus is read: every document, no worse than it was, and never wrongly for being changed."""

from __future__ import annotations

import json
import random
import re
import sys
import tomllib
import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from citykg.loaders import read_plans
from citykg.plan import passages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from citykg.loaders import Reading
    from citykg.plan import Plan

sys.path.insert(0, str(Path(__file__).parent.parent / "tools"))

from accuracy import CORPUS, EXPECTED, SETS, Score, documents, score_of
from comparison import Count, compare

# What is read of the whole corpus, a little under what was reached: `make accuracy` shows more.
# A little below what is read today (docs/accuracy.md).
FLOORS = {
    "corpus": {"recall": 0.95, "precision": 0.985, "span": 0.99},
    "offices": {"recall": 0.90, "precision": 0.975, "span": 0.88},
    "unseen": {"recall": 0.92, "precision": 0.975, "span": 0.85},
    "letters": {"recall": 0.75, "precision": 0.93, "span": 0.92},
    "fresh": {"recall": 0.86, "precision": 0.95, "span": 0.95},
}

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252", "latin-1")
BULLETS = "-–*▪·➢○"
SEEDS = range(3)
PLAIN = [path.name for path in documents() if path.suffix in {".txt", ".md"}]
TABLES = [path.name for path in documents() if path.suffix in {".csv", ".tsv"}]
# Documents in which a line with tabs is a row of cells: the label, then one for each city.
ROWS = ["01-ottawa-zaragoza.txt", "08-guadalajara-hamburg.txt"]
# Documents whose parts hold their own heading, so that they may change places.
SECTIONS = [
    "02-barnsley-liuzhou.txt",
    "03-aurora-bergamo-rimini.txt",
    "05-madrid-buenosaires.es.txt",
    "07-reggio-ranchi.it.txt",
    "09-aarhus-udaipur.md",
    "10-calgary-lazio.md",
    "11-sevilla-vitoria.es.md",
]
# Documents in which a line is `Label: value`.
LABELS = ["02-barnsley-liuzhou.txt", "03-aurora-bergamo-rimini.txt", "07-reggio-ranchi.it.txt"]


# What is not yet so: the reason, and under it the tests that show it.
KNOWN = {
    case: reason
    for reason, cases in tomllib.loads((CORPUS / "known.toml").read_text("utf-8")).items()
    for case in cases
}


@pytest.fixture(autouse=True)
def _known(request: pytest.FixtureRequest) -> None:
    """A test that `known.toml` names must fail; it leaves the list when it passes."""
    name = request.node.name
    if name in KNOWN:
        request.node.add_marker(pytest.mark.xfail(strict=True, reason=KNOWN[name]))


@cache
def readings(name: str) -> list[Reading]:
    """What is read of a document of the corpus as it is."""
    return read_plans(CORPUS / name)


def text_of(name: str) -> str:
    """The text of a document of the corpus, its line ends made one character."""
    about = tomllib.loads((CORPUS / "documents.toml").read_text("utf-8"))[name]
    text = (CORPUS / name).read_bytes().decode(about.get("encoding", "utf-8"))
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


def read_text(
    folder: Path, name: str, text: str, encoding: str = "utf-8", newline: str = "\n"
) -> list[Plan]:
    """The plans of a changed document."""
    path = folder / name
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
    path.write_bytes(mark + text.replace("\n", newline).encode(encoding))
    return [reading.plan for reading in read_plans(path)]


def wrong_facts(name: str, plans: list[Plan]) -> set[tuple[str, str]]:
    """The facts read that the document does not state: the field and the value."""
    score = Score(name)
    expected = json.loads((CORPUS / f"{name}{EXPECTED}").read_text("utf-8"))
    for plan, fact in zip(plans, expected, strict=False):
        compare(score, plan, fact)
    return {
        (field, unicodedata.normalize("NFC", read.partition(" <<")[0]).strip())
        for kind, field, _, read in score.misses
        if kind == "wrong"
    }


def newly_wrong(name: str, plans: list[Plan]) -> set[tuple[str, str]]:
    """The facts that only the changed document is misread to state."""
    return wrong_facts(name, plans) - wrong_facts(name, [r.plan for r in readings(name)])


def facts(plans: list[Plan]) -> list[list[str]]:
    """The values of the plans without their offsets."""

    def values(plan: Plan) -> Iterator[str]:
        yield str(plan.programme and plan.programme.value)
        for city in plan.cities:
            for key in ("name", "region", "country", "population", "area_km2"):
                stated = getattr(city, key)
                yield f"{key} {stated and stated.value}"
        for field in ("themes", "sdgs", "challenges", "objectives", "results", "contacts"):
            yield from (f"{field} {item.value}" for item in getattr(plan, field))
        for event in (*plan.activities, *plan.outputs):
            yield f"{event.type} {event.status} {event.label.value}"

    return [[re.sub(r"\s+", " ", value) for value in values(plan)] for plan in plans]


def sections(text: str) -> list[str]:
    """The parts of a document, each with its heading: between blank lines, or `##` headings."""
    split = r"\n(?=## )" if "\n## " in text else r"\n[ \t]*\n"
    return re.split(split, text.strip("\n"))


@pytest.mark.parametrize("name", [path.name for path in documents()])
def test_every_document_is_read_and_every_passage_is_its_characters(name: str) -> None:
    """Each document gives plans with cities or another field, and quotes that slice back."""
    read = readings(name)
    assert read
    for reading in read:
        text = reading.document.text
        for passage in passages(reading.plan):
            assert text[passage.start : passage.end] == passage.quote


@pytest.mark.parametrize("name", SETS)
def test_accuracy_does_not_fall(name: str) -> None:
    """Recall, precision and exact quotes of each set stay above their floors."""
    total = Count()
    for document in documents(SETS[name]):
        score = score_of(document)
        assert not score.failure, score.failure
        total.add(score.total)
    for measure, floor in FLOORS[name].items():
        assert getattr(total, measure) >= floor, measure


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("name", [*PLAIN, *TABLES])
def test_the_encoding_changes_nothing(name: str, encoding: str, tmp_path: Path) -> None:
    """A document reads the same in every encoding that can hold it."""
    text = text_of(name)
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        pytest.skip(f"{encoding} cannot hold it")
    before = facts([reading.plan for reading in readings(name)])
    assert facts(read_text(tmp_path, name, text, encoding)) == before


@pytest.mark.parametrize("newline", ["\r\n", "\r"], ids=["CRLF", "CR"])
@pytest.mark.parametrize("name", [*PLAIN, *TABLES])
def test_line_ends_change_nothing(name: str, newline: str, tmp_path: Path) -> None:
    """A document reads the same with the line ends of Windows and of old Macintosh."""
    before = facts([reading.plan for reading in readings(name)])
    assert facts(read_text(tmp_path, name, text_of(name), newline=newline)) == before


@pytest.mark.parametrize("name", [*PLAIN, *TABLES])
def test_decomposed_letters_make_no_wrong_fact(name: str, tmp_path: Path) -> None:
    """A document in which accents are characters of their own (NFD) states nothing else."""
    text = unicodedata.normalize("NFD", text_of(name))
    assert not newly_wrong(name, read_text(tmp_path, name, text))


@pytest.mark.parametrize("bullet", BULLETS)
@pytest.mark.parametrize("name", PLAIN)
def test_other_bullets_make_no_wrong_fact(name: str, bullet: str, tmp_path: Path) -> None:
    """A list with other bullets is the same list."""
    text = re.sub(r"(?m)(?:^|(?<=\t))[•·–*-] (?=\S)|(?<= )• (?=\S)", f"{bullet} ", text_of(name))
    assert not newly_wrong(name, read_text(tmp_path, name, text))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", ROWS)
def test_shuffled_rows_make_no_wrong_fact(name: str, seed: int, tmp_path: Path) -> None:
    """The rows of a summary mean the same in any order."""
    # A row is its line with tabs and the lines after it that have none.
    head, *rows = re.split(r"\n(?=[^\t\n]+\t)", text_of(name).replace("\n\n", "\n").strip())
    last, _, contact = rows.pop().rpartition("\n")
    rows.append(last)
    random.Random(seed).shuffle(rows)  # noqa: S311
    text = "\n".join([head, "", *rows, "", contact, ""])
    assert not newly_wrong(name, read_text(tmp_path, name, text))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", SECTIONS)
def test_shuffled_sections_make_no_wrong_fact(name: str, seed: int, tmp_path: Path) -> None:
    """The parts of a document, after its title, may come in any order."""
    first, *rest = sections(text_of(name))
    random.Random(seed).shuffle(rest)  # noqa: S311
    text = "\n\n".join([first, *rest]) + "\n"
    assert not newly_wrong(name, read_text(tmp_path, name, text))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", TABLES)
def test_shuffled_columns_make_no_wrong_fact(name: str, seed: int, tmp_path: Path) -> None:
    """The columns of a table without numbered or repeated heads mean the same in any order."""
    import csv
    import io

    text = text_of(name)
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    order = list(range(len(rows[0])))
    # A country belongs to the city before it, so whole cities move: only what follows them does.
    start = 8 if name.startswith(("38", "39")) else 0
    tail = order[start:]
    random.Random(seed).shuffle(tail)  # noqa: S311
    order[start:] = tail
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(
        [row[n] for n in order] for row in rows
    )
    assert not newly_wrong(name, read_text(tmp_path, name, out.getvalue()))


def _labelled() -> list[object]:
    """Each line that has a label: the document, the line's index from 0, the label."""
    found = []
    for name in (*ROWS, *LABELS):
        for n, line in enumerate(text_of(name).split("\n")):
            match = re.match(r"([^\t:•]{3,60}?)(?::[ \t]*|\t)(?=\S)(?!//)", line)
            if match and not line.startswith(("- ", "* ", "• ")):
                found.append(pytest.param(name, n, match[1], id=f"{name}:{n + 1}"))
    return found


def _unlabelled(name: str, n: int, instead: str) -> tuple[str, str]:
    """A document whose line `n` has lost its label or has another, and the rest of that line."""
    lines = text_of(name).split("\n")
    match = re.match(r"[^\t:•]{3,60}?(?P<after>:[ \t]*|\t)(?=\S)", lines[n])
    assert match
    rest = lines[n][match.end() :]
    lines[n] = f"{instead}{match['after']}{rest}" if instead else rest
    return "\n".join(lines), rest


def _lost_words(plan: Plan, text: str, line: int, rest: str) -> list[str]:
    """The words of a line's value that neither a passage nor a problem shows."""
    if any(problem.line == line + 1 for problem in plan.problems):
        return []
    start = sum(len(other) + 1 for other in text.split("\n")[:line])
    start = text.index(rest, start)
    seen = set().union(*(range(p.start, p.end) for p in passages(plan)))
    return [
        word[0]
        for word in re.finditer(r"\w{4,}", rest)
        if not seen.intersection(range(start + word.start(), start + word.end()))
    ]


@pytest.mark.parametrize(("name", "line", "label"), _labelled())
@pytest.mark.parametrize("instead", ["", "Qwertz uiop"], ids=["none", "unknown"])
def test_a_lost_label_makes_no_wrong_fact(
    name: str, line: int, label: str, instead: str, tmp_path: Path
) -> None:
    """A line without its label, or with an unknown one, is never read as another field's."""
    text, _ = _unlabelled(name, line, instead)
    assert not newly_wrong(name, read_text(tmp_path, name, text)), label


@pytest.mark.parametrize(("name", "line", "label"), _labelled())
@pytest.mark.parametrize("instead", ["", "Qwertz uiop"], ids=["none", "unknown"])
def test_the_words_of_a_lost_label_are_shown(
    name: str, line: int, label: str, instead: str, tmp_path: Path
) -> None:
    """Words that no field takes any more are unread, or a problem names their line."""
    text, rest = _unlabelled(name, line, instead)
    (plan,) = read_text(tmp_path, name, text)
    assert not _lost_words(plan, text, line, rest), label


def _swapped(text: str, only: str | None = None) -> str:
    """The text with the two cities' cells of each row, or of one row, in the other order."""
    lines = []
    for line in text.split("\n"):
        mark = "|" if line.startswith("|") else "\t"
        head, *cells = line.strip("|").split(mark)
        swap = len(cells) == 2 and cells[1].strip() and (only is None or head.startswith(only))
        row = mark.join([head, *reversed(cells)])
        lines.append((f"|{row}|" if mark == "|" else row) if swap else line)
    return "\n".join(lines)


@pytest.mark.parametrize("name", [*ROWS, "09-aarhus-udaipur.md", "11-sevilla-vitoria.es.md"])
def test_swapped_columns_swap_the_cities_and_nothing_else(name: str, tmp_path: Path) -> None:
    """With both cities' cells swapped in every row, each city keeps what is its own."""
    (plan,) = read_text(tmp_path, name, _swapped(text_of(name)))
    before = readings(name)[0].plan
    assert [city.name.value for city in plan.cities] == [
        city.name.value for city in reversed(before.cities)
    ]
    assert not newly_wrong(name, [plan])


@pytest.mark.parametrize("name", ROWS)
@pytest.mark.parametrize(
    ("labels", "field"),
    [(("Inhabitants", "Population"), "population"), (("Surface", "Size"), "area_km2")],
)
def test_swapped_cells_swap_their_facts(
    name: str, labels: tuple[str, str], field: str, tmp_path: Path
) -> None:
    """With the cells of one row swapped, each city has the other's value of that row only."""
    text = text_of(name)
    label = next(label for label in labels if f"\n{label}" in text)
    (plan,) = read_text(tmp_path, name, _swapped(text, label))
    before = readings(name)[0].plan.cities
    assert [getattr(city, field).value for city in plan.cities] == [
        getattr(city, field).value for city in reversed(before)
    ]
    names = [city.name.value for city in before]
    assert [city.name.value for city in plan.cities] == names
