"""Documents: decoded once, nothing inserted, nothing dropped; what is no text is said to be none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citykg.errors import DataError
from citykg.loaders import read_plans, readings_of
from citykg.loaders.document import document_of
from citykg.loaders.formats import format_named
from citykg.loaders.markup import mask
from citykg.plan import passages

if TYPE_CHECKING:
    from pathlib import Path


@given(st.text(alphabet=st.sampled_from("<p>/ul&amp;#x27;*_ \n\tab|é’")))
def test_masking_keeps_every_offset(text: str) -> None:
    """Masked text is as long as the text, and has its line breaks where they were."""
    masked = mask(text)
    assert len(masked) == len(text)
    assert [i for i, c in enumerate(masked) if c == "\n"] == [
        i for i, c in enumerate(text) if c == "\n"
    ]


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16-le"),
    ],
)
def test_an_encoding_with_a_mark_is_known(encoding: str, name: str) -> None:
    """A byte order mark or plain UTF-8 needs no guess."""
    document = document_of("Región\tQuébec".encode(encoding), "plan.txt", format_named(".txt"))
    assert document.text.lstrip("\ufeff") == "Región\tQuébec"
    assert (document.encoding, document.guessed) == (name, False)


def test_an_old_encoding_is_guessed_and_reported(plan_text: str, tmp_path: Path) -> None:
    """A file in a Windows encoding is read, and the guess is reported."""
    path = tmp_path / "plan.txt"
    path.write_bytes(plan_text.replace("Porto", "Málaga").encode("cp1252"))
    (reading,) = read_plans(path)
    assert reading.document.guessed
    assert reading.plan.cities[0].name.value == "Málaga"
    assert any(problem.code == "encoding" for problem in reading.plan.problems)


@pytest.fixture
def plan_text() -> str:
    """A small plan."""
    return (
        "City:\tPorto\tAustin\nCountry:\tPortugal\tUnited States\nPopulation:\t230,000\t960,000\n"
        "Themes:\t• Mobilité • Énergie\n"
    )


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"   \n\n", "is empty"),
        (b"\x7fELF\0\0\1\2\3", "is not a text file"),
        (b"%PDF-1.4\n\0\xff\xfe\xfa", "PDF file"),
        (b"Dear all, here are the minutes of the meeting.", "is not a plan summary"),
        (b"\xff\xfe\x00", "does not fit"),
    ],
)
def test_what_is_no_plan_is_one_sentence(content: bytes, says: str, tmp_path: Path) -> None:
    """A file that is empty, binary or unrelated is refused in one sentence that names it."""
    path = tmp_path / "plan.txt"
    path.write_bytes(content)
    with pytest.raises(DataError, match=says) as caught:
        read_plans(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    """A file that is not there is said to be not there."""
    with pytest.raises(DataError, match="there is no such file"):
        read_plans(tmp_path / "none.txt")


def test_a_huge_file_is_not_opened(tmp_path: Path) -> None:
    """A file beyond any plan's size is refused before it is read."""
    path = tmp_path / "plan.txt"
    with path.open("wb") as file:
        file.truncate(format_named(".txt").most_bytes + 1)
    with pytest.raises(DataError, match="at most"):
        read_plans(path)


def test_a_format_that_is_not_read_yet_is_said_so(tmp_path: Path) -> None:
    """A file of a kind that we do not read is told what to save it as."""
    path = tmp_path / "plan.odt"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    with pytest.raises(DataError, match="save it as"):
        read_plans(path)


_WORDS = st.sampled_from(
    [
        "City:", "Country:", "Population:", "Period", "SDGs:", "Urban Agenda:", "Themes:", "\t", "\n",
        "Main activities:", "Challenges:", "Porto", "Austin", "Portugal", "530,000", "1'942,044", "km²",
        "<li>", "</p>", "<ul>", "&amp;", "•", " - ", "1.", "11.3", "SDG 18", "Nov 2019", "–", "2017",
        "will not", "have not", "a study visit to", "each city", "MoU", "will be", "“", "’s", "\u2029", "\u2060",
        "\ufeff", "é", "e\u0301", "北九州", "م", "|", ";", ",", "(", ")", ".", " ", "http://x.y/z", "a@b.cd",
    ]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(_WORDS, max_size=60).map("".join))
def test_any_text_gives_a_plan_or_one_error(text: str) -> None:
    """Whatever a document says, each passage is its very characters, or it is refused."""
    data = ("City:\tPorto\tAustin\nCountry:\tPortugal\tUSA\nPeriod:\t2018\n" + text).encode()
    document = document_of(data, "plan.txt", format_named(".txt"))
    plan = readings_of(document)[0].plan
    for passage in passages(plan):
        assert document.text[passage.start : passage.end] == passage.quote


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_a_plan_or_one_error(data: bytes) -> None:
    """Random bytes end in a plan or in one sentence, never in a traceback."""
    try:
        document = document_of(data, "plan.txt", format_named(".txt"))
        readings_of(document)
    except DataError as error:
        assert "\n" not in str(error)  # noqa: PT017 - the other outcome is a plan
