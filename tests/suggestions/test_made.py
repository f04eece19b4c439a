"""What the workers make beside the plans of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from citykg.loaders import read_all, read_given, read_plans
from citykg.loaders.outcome import Given, Limits, Task
from citykg.loaders.pool import read_all as work_on
from citykg.suggestions import suggest, suggestions_for
from citykg.suggestions.made import FOR_PLANS, IN_DOCUMENT, for_plans

if TYPE_CHECKING:
    from pathlib import Path

Found = tuple[str, int | str, float, int, int, str]

TABLE = """Programme;Cities;Country;Themes;SDGs
Affordable housing for all;Leeds, Girona;United Kingdom, Spain;Wind farms;11
Affordable housing for all;York, Vigo;United Kingdom, Spain;Drinking water;7
"""


def decoded(made: bytes | None) -> list[list[Found]]:
    """The suggestions for each plan."""
    assert made is not None
    return [
        msgspec.msgpack.decode(one, type=list[Found])
        for one in msgspec.msgpack.decode(made, type=list[bytes])
    ]


def test_a_document_of_one_plan_is_read_whole(examples: Path) -> None:
    """The suggestions are those of `suggestions_for`, member by member."""
    path = examples / "plans/manchester-montreal.txt"
    (outcome,) = read_all([path], also=FOR_PLANS)
    (found,) = decoded(outcome.also)
    (reading,) = read_plans(path)
    document = reading.document
    expected = suggestions_for(reading.plan, document.text, masked=document.masked)
    assert found == [msgspec.structs.astuple(one) for one in expected]
    assert found


def test_no_task_makes_nothing(examples: Path) -> None:
    """Without a name there is nothing beside the plans."""
    (outcome,) = read_all([examples / "plans/manchester-montreal.txt"])
    assert outcome.also is None
    assert outcome.also_failure is None


def test_rows_are_told_apart() -> None:
    """Of a table each plan has what its own row speaks of, less what that row declares."""
    readings = read_given(Given("table.csv", TABLE.encode()))
    text = readings[0].document.text
    leeds, york = (msgspec.msgpack.decode(one, type=list[Found]) for one in for_plans(readings))
    for found, first, last in ((leeds, 1, 2), (york, 2, 3)):
        begin, end = (
            len("".join(TABLE.splitlines(keepends=True)[:line])) for line in (first, last)
        )
        for _, _, _, start, stop, quote in found:
            assert begin <= start < stop <= end
            assert text[start:stop] == quote
    assert ("sdg", 7) in {one[:2] for one in leeds}
    assert ("sdg", 11) not in {one[:2] for one in leeds}
    assert ("sdg", 6) in {one[:2] for one in york}
    assert not {("sdg", 7), ("sdg", 13)} & {one[:2] for one in york}


def test_every_quote_of_the_examples_is_in_its_document(examples: Path) -> None:
    """Rows of a real table included: offsets are those of the document's text."""
    path = examples / "cooperations.csv"
    (outcome,) = read_all([path], also=FOR_PLANS)
    text = path.read_bytes().decode("utf-8")
    found = decoded(outcome.also)
    assert len(found) == len(outcome.plans)
    for plan, suggested in zip(outcome.plans, found, strict=True):
        assert len({one[:2] for one in suggested}) == len(suggested)
        assert not {one[1] for one in suggested if one[0] == "sdg"} & {s.value for s in plan.sdgs}
        for _, _, _, start, end, quote in suggested:
            assert text[start:end] == quote


def test_many_rows_take_as_long_as_their_words() -> None:
    """Each row is read once: what is read grows with the table, not with its square."""
    rows = 300
    table = "Programme;Cities;Country;Themes\n" + "".join(
        f"Twin;Leeds-{row}, Girona;United Kingdom, Spain;Wind farms and water {row}\n"
        for row in range(rows)
    )
    readings = read_given(Given("table.csv", table.encode()))
    read: list[int] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "citykg.suggestions.made.suggest",
            lambda text: read.append(len(text)) or suggest(text),  # type: ignore[func-returns-value]
        )
        assert len(for_plans(readings)) == rows
    assert sum(read) < 2 * len(table)


@pytest.mark.parametrize("language", [None, "en", "fr"])
def test_a_document_of_any_kind_is_worked_on_in_place(language: str | None) -> None:
    """No plan is looked for; the function has the document and the argument."""
    text = "Affordable housing, logements sociaux."
    task = Task(IN_DOCUMENT, in_place=True, argument=language)
    (outcome,) = work_on([Given("-", text.encode())], Limits(), 1, task)
    assert outcome.failure is None
    assert outcome.plans == ()
    expected = msgspec.to_builtins(suggest(text, language))
    assert msgspec.msgpack.decode(outcome.also or b"") == expected


def test_what_a_task_does_in_place_is_bounded(tmp_path: Path) -> None:
    """A document that cannot be read is one sentence, whoever wanted to read it."""
    task = Task(IN_DOCUMENT, in_place=True)
    for task_in_place in (task, Task("citykg.no_such:thing", in_place=True)):
        (outcome,) = work_on([tmp_path / "none.txt"], Limits(), 1, task_in_place)
        assert outcome.also is None
        assert (outcome.failure or "").startswith(f"{tmp_path}/none.txt: ")
    (outcome,) = work_on(
        [Given("-", b"text")], Limits(), 1, Task("citykg.no_such:x", in_place=True)
    )
    assert "stumbled" in (outcome.failure or "")


def test_what_a_task_beside_the_plans_does_costs_no_plan(examples: Path) -> None:
    """A function that is not there, or that fails, is a sentence beside whole plans."""
    path = examples / "plans/manchester-montreal.txt"
    for also in ("citykg.no_such:thing", "citykg.plan:from_json"):
        (outcome,) = read_all([path], also=also)
        assert outcome.failure is None
        assert outcome.also is None
        assert (outcome.also_failure or "").startswith(f"{path}: was read, but {also}")
        assert len(outcome.plans) == 1
