"""What sentences tell, in seven languages: `sentences/<language>.txt` holds one a line."""

from __future__ import annotations

from pathlib import Path

import pytest

from citykg.loaders.cell import Cell
from citykg.loaders.document import document_of
from citykg.loaders.events import Found, Reader, Section
from citykg.loaders.formats import format_named
from citykg.loaders.roles import Parties

_FOLDER = Path(__file__).parent / "sentences"
_PARTIES = ("Porto", "Austin")
_ENOUGH_WORDS = 6
"""Words of a sentence that may hold two small ones."""


def _cases() -> list[tuple[str, str, str]]:
    """Language, sentence and events of each line."""
    return [
        (file.stem, *line.split(" => "))
        for file in sorted(_FOLDER.glob("*.txt"))
        for line in file.read_text("utf-8").splitlines()
        if line and not line.startswith("#")
    ]


def told(text: str, language: str = "en", themes: tuple[str, ...] = ()) -> Found:
    """The events of a cell of a field that is for activities and outputs."""
    document = document_of(text.encode(), "plan.txt", format_named(".txt"))
    reader = Reader(Parties(_PARTIES, language), language, themes)
    reader.read([Cell(document, [(0, len(text))])], Section(activities=True, outputs=True))
    return reader.found


def _shown(found: Found) -> list[str]:
    """Each event as TYPE STATUS HOSTS<VISITORS."""
    shown = [f"{o.type} {o.status or 'none'}" for o in found.outputs]
    for activity in found.activities:
        hosts, visitors = "+".join(activity.hosts), "+".join(activity.visitors)
        shown.append(f"{activity.type} {activity.status or 'none'} {hosts}<{visitors}")
    return shown


def _is(expected: str, shown: str) -> bool:
    """Whether an event is what a line says; what the line leaves out may be anything."""
    wanted, got = expected.split(), shown.split()
    return all(g in w.split("|") for w, g in zip(wanted, got, strict=False)) and len(got) >= len(
        wanted
    )


@pytest.mark.parametrize(("language", "sentence", "events"), _cases())
def test_a_sentence_tells_its_events_and_no_others(
    language: str, sentence: str, events: str
) -> None:
    """Type, status, host and visitor of each event are told by the words of its own clause."""
    expected = [] if events == "-" else events.split("; ")
    left = _shown(told(sentence, language))
    for event in expected:
        found = next((shown for shown in left if _is(event, shown)), None)
        assert found, f"{event} is not among {left}"
        left.remove(found)
    assert not left


@pytest.mark.parametrize("language", ["de", "en", "es", "fr", "it", "pt", "sv"])
def test_a_language_is_told_by_its_small_words(language: str) -> None:
    """A sentence is read in its own language whatever the labels of its document are in."""
    cases = [
        case
        for case in _cases()
        if case[0] == language and case[2].count(" ") == 1 and len(case[1].split()) > _ENOUGH_WORDS
    ]
    other = "en" if language != "en" else "de"
    right = sum(
        [s.split()[:2] for s in _shown(told(sentence, other))]
        == [s.split()[:2] for s in _shown(told(sentence, language))]
        for _, sentence, _ in cases
    )
    assert right >= len(cases) * 0.6


def test_every_event_quotes_its_words() -> None:
    """Label, type, status, dates and people are runs of the text, and stand in their sentence."""
    for language, sentence, _ in _cases():
        found = told(sentence, language)
        for event in (*found.activities, *found.outputs):
            stated = [event.label, event.type_cue, event.status_cue, *event.dates]
            for part in filter(None, stated):
                assert sentence[part.start : part.end] == part.quote


def test_an_event_has_the_dates_of_its_own_clause() -> None:
    """Two trips in one sentence have a date each."""
    found = told("Porto visited Austin on 22-27 April 2018 and Austin visited Porto in May 2019.")
    assert [[d.value for d in a.dates] for a in found.activities] == [
        ["2018-04-22/2018-04-27"],
        ["2019-05"],
    ]


@pytest.mark.parametrize(
    ("sentence", "dates"),
    [
        ("Porto visited Austin on 4 and 5 June 2018.", ["2018-06-04/2018-06-05"]),
        ("Workshops were held on 4 and 8 June 2018.", ["2018-06-04", "2018-06-08"]),
        (
            "A workshop was held in Porto on 4 June 2018 and in Austin on 5 June 2018.",
            ["2018-06-04", "2018-06-05"],
        ),
    ],
)
def test_a_day_and_the_next_are_one_run(sentence: str, dates: list[str]) -> None:
    """Where nothing but "and" stands between them."""
    assert [date.value for date in told(sentence).activities[0].dates] == dates


def test_who_took_part_is_named() -> None:
    """People and bodies are kept as the sentence names them."""
    found = told("Porto sent five planners and the mayor of Gaia to Austin in May 2019.")
    (visit,) = found.activities
    assert [person.value for person in visit.participants] == ["five planners", "mayor of Gaia"]


def test_an_event_serves_the_themes_that_its_clause_names() -> None:
    """A theme of the plan that an event's own words name is the event's."""
    found = told(
        "A workshop on urban mobility was held and a study on housing was made.",
        themes=("Urban mobility", "Housing", "Health"),
    )
    assert [event.themes for event in found.activities] == [("Urban mobility",), ("Housing",)]


def test_an_event_told_in_a_list_and_in_prose_is_one() -> None:
    """What the prose tells of an event of the list is no event of its own."""
    found = told(
        "• Study visit of Porto to Austin (May 2019)\n• Webinar on noise\n\n"
        "The study visit to Austin took place in May 2019."
    )
    assert [a.type for a in found.activities] == ["study-visit", "webinar"]


def test_an_output_told_in_prose_and_in_a_list_is_one() -> None:
    """The list names what the prose says was made; the status is told once."""
    found = told("Outputs: report on river parks. A report on river parks was published in 2019.")
    assert [(o.type, o.status) for o in found.outputs] == [("report", "completed")]


def test_two_events_of_a_type_are_two() -> None:
    """What differs in words, dates or parties is not told twice."""
    found = told(
        "• Workshop on noise (May 2018)\n• Workshop on noise (June 2019)\n• Workshop on water\n"
        "• Study visit to Porto\n• Study visit to Austin"
    )
    assert len(found.activities) == 5


def test_what_is_told_later_of_an_event_is_its_status() -> None:
    """A visit that was planned and then called off was not made."""
    found = told("A study visit to Porto was planned for 2020. The visit was cancelled.")
    assert [(a.type, a.status) for a in found.activities] == [("study-visit", "not-done")]
    (visit,) = found.activities
    assert visit.status_cue is not None
    assert visit.status_cue.quote == "was cancelled"


def test_a_clause_of_doing_that_gave_nothing_is_shown() -> None:
    """One event read does not hide what else its sentence says was done."""
    text = "A workshop was held in May 2019, and the council renamed the central square."
    parts = [(text[p.start : p.end].strip(" ,."), p.used) for _, p in told(text).parts]
    assert parts == [
        ("A workshop was held in May 2019", True),
        ("and the council renamed the central square", False),
    ]


def test_a_heading_inside_a_cell_says_what_follows() -> None:
    """Under "Outputs:" a pilot is an output; under "Planned activities:" a visit is planned."""
    found = told(
        "Planned activities: study visit to Porto; workshop. Outputs: pilot; manual (published)."
    )
    assert [(a.type, a.status) for a in found.activities] == [
        ("study-visit", "planned"),
        ("workshop", "planned"),
    ]
    assert [(o.type, o.status) for o in found.outputs] == [
        ("pilot", None),
        ("manual", "completed"),
    ]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The workshop, originally planned for May 2020, was held in June 2021."),
        ("de", "Der Workshop, ursprünglich für Mai 2020 geplant, fand im Juni 2021 statt."),
        ("fr", "L'atelier, initialement prévu en mai 2020, a eu lieu en juin 2021."),
    ],
)
def test_what_was_done_has_the_date_it_was_done_at(language: str, sentence: str) -> None:
    """Not the one that it was first meant for."""
    (workshop,) = told(sentence, language).activities
    assert workshop.status == "completed"
    assert [date.value for date in workshop.dates] == ["2021-06"]
