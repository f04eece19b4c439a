"""Plan summaries for measurements: made by a seed, read like real ones, no two alike.

They have the form of an integrated local action plan's summary as it is copied out of its file:
tabs between cells, leftovers of mark-up, a page break in the middle of a cell.  The sentences
are our own (`phrases.toml`) and the towns are invented, each with its own figures in all plans.

    python benchmarks/plans.py FOLDER [COUNT [SEED]]
"""

from __future__ import annotations

import re
import sys
import tomllib
from itertools import islice
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

SEED = 2017
WORDS: dict[str, Any] = tomllib.loads(
    Path(__file__).with_name("phrases.toml").read_text(encoding="utf-8")
)
_SAYS: dict[str, list[str]] = WORDS["sentences"]
_BREAK = "\n\n\n\n\t"
_WORK = (
    "<p>Short description of main <u>activities</u> and key <u>outputs</u>"
    " (e.g. pilot projects):</p>"
)


class Town(NamedTuple):
    """A party of a plan."""

    name: str
    region: str
    country: str
    population: int
    area_km2: float


def plan_texts(seed: int = SEED) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of one plan after the other, each of another pair of towns.

    The first plans of a seed are the same however many are taken.
    """
    random = Random(seed)  # noqa: S311 - for variety, not for secrets
    europe, abroad = towns_of("europe"), towns_of("abroad")
    pairs = different_pairs(lambda _: (_drawn(random, europe), _drawn(random, abroad)))
    for number, (one, two) in enumerate(pairs, 1):
        yield f"{number:06}.txt", _Writer(random, one, two).text()


def different_pairs(draw: Callable[[int], tuple[Town, Town]]) -> Iterator[tuple[Town, Town]]:
    """Yield pairs of towns, no two alike; `draw` is told how many there are already."""
    known: set[tuple[str, str]] = set()
    while True:
        one, two = draw(len(known))
        if (one.name, two.name) not in known:
            known.add((one.name, two.name))
            yield one, two


def write_plans(folder: Path, count: int, seed: int = SEED) -> list[Path]:
    """The files of that many plans, written into the folder."""
    return write_texts(folder, islice(plan_texts(seed), count))


def write_texts(folder: Path, texts: Iterable[tuple[str, str]]) -> list[Path]:
    """The files of these names and texts, written into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, text in texts:
        path = folder / name
        path.write_text(text, encoding="utf-8")
        written.append(path)
    return written


def towns_of(side: str) -> list[Town]:
    """All towns of a side, "europe" or "abroad", by country."""
    return list(_towns(side))


def _towns(side: str) -> Iterator[Town]:
    for country in WORDS["countries"]:
        if country["side"] != side:
            continue
        for name in (start + end for start in country["starts"] for end in country["ends"]):
            # A town's figures are its own: every plan states the same.
            random = Random(name)  # noqa: S311
            population = int(random.lognormvariate(12.3, 1.0))
            # No denser than towns are: what is unlikely is a problem that a reader notes.
            area = round(max(random.lognormvariate(4.8, 0.6), population / 20_000), 2)
            region = random.choice(country["regions"])
            yield Town(name, region, country["name"], max(population, 8_000), area)


def month_of(months: int) -> str:
    """The month that begins so many months after the year 0: `May 2017`."""
    return f"{WORDS['months'][months % 12]} {months // 12}"


def _drawn(random: Random, towns: list[Town]) -> Town:
    # Some towns cooperate with many, most with few; the list is by country, so it is strewn.
    rank = int(random.random() ** 1.6 * len(towns))
    return towns[rank * 211 % len(towns)]


class _Writer:
    """One plan being written."""

    def __init__(self, random: Random, one: Town, two: Town) -> None:
        self._random = random
        self._towns = (one, two)
        self._start = random.randrange(2012, 2022) * 12 + random.randrange(12)
        self._end = self._start + random.randrange(14, 37)
        self._themes = random.sample(WORDS["themes"], random.randrange(2, 5))

    def text(self) -> str:
        """The whole summary."""
        one, two = self._towns
        pick = self._random.choice
        programme = pick(WORDS["programmes"])
        site = pick(["office", "desk", "info", "cities"])
        rows = [
            f"\n\n{programme} Integrated Local Action Plan (iLAP) Summary\n",
            f"City:\t{one.name}\t{two.name}",
            f"{pick(['Province, State, Department...', 'Region'])}:\t{one.region}\t{two.region}",
            f"Country:\t{one.country}\t{two.country}",
            f"Population:\t{self._persons(one)}\t{self._persons(two)}",
            f"Size (km²)\t{self._area(one)}\t{self._area(two)}",
            f"Period of cooperation\t{month_of(self._start)} - {month_of(self._end)}\t\n",
            f"Cooperation Themes:\t{self._list('•', [theme['name'] for theme in self._themes])}",
            f"Related <u>SDGs</u> and <u>Urban Agenda</u> topics:\t{self._goals_and_topics()}",
            f"Key <u>focus</u> of cooperation themes:\t{self._list('-', self._said('focus', 5))}",
            _BREAK.rstrip("\t"),
            f"<p>Key <u>challenges</u> of cooperation theme:</p>\t{self._challenges()}",
            "<p>Main <u>objectives</u> of cooperation as described in the U-CAP:</p>\t"
            + self._list("-", self._said("objectives", 5)),
            f"{_WORK}\t{self._deeds()}",
            f"<p>Expected <u>results</u> and <u>benefits</u>:</p>\t{self._results()}\n",
            "For further information (including access to the full iLAP), please **contact**:",
            f"{programme}: {site}@{programme.lower()}.example\n",
        ]
        return "\n".join(rows)

    def _persons(self, town: Town) -> str:
        number = f"{town.population:,}"
        return self._random.choice([number, number, number.replace(",", " "), f"{number} (2016)"])

    def _area(self, town: Town) -> str:
        return self._random.choice([f"{town.area_km2} km ²", f"{town.area_km2} km²"])

    def _list(self, bullet: str, items: list[str]) -> str:
        tag = self._random.choice(["<ul>", '<ul style="list-style-type: none;">'])
        return " ".join([tag, *(f"{bullet} {item}" for item in items)])

    def _goals_and_topics(self) -> str:
        random = self._random
        goals = random.sample(WORDS["goals"], random.randrange(2, 6))
        goals.sort(key=lambda goal: int(goal["number"]))
        form = random.choice(["{number}-{title}", "Goal {number}: {title}", "SDG {number} {title}"])
        named = " ".join(form.format(**goal) for goal in goals)
        topics = random.sample(_SAYS["topics"], random.randrange(1, 4))
        listed = " ".join(f"-{topic}" for topic in topics)
        return f"<p>SDGs: {named}</p> <p>EU Urban Agenda: {listed}</p>"

    def _challenges(self) -> str:
        lead = self._filled(
            "Both cities want to get further with {thing}, and this is hard because:"
        )
        return f"<p><i>{lead}</i></p> {self._list('-', self._said('challenges', 6))}"

    def _deeds(self) -> str:
        random = self._random
        done = self._said("done", 5)
        remarks = self._said("between", 4)
        firsts = ["Firstly, ", "Secondly, ", "Thirdly, ", "Then ", "Finally, "]
        told = []
        for number, deed in enumerate(done):
            # An ordinal stands before a town's name, whose capital stays.
            named = deed.startswith(tuple(town.name for town in self._towns))
            told.append((firsts[number] if named and random.random() < 0.6 else "") + deed)
            if number < len(remarks):
                told.append(remarks[number])
        half = len(told) // 2
        still_open = self._said("open", 3)
        # The page ends in the middle of a sentence.
        words = still_open[1].split(" ")
        cut = len(words) // 2
        still_open[1] = " ".join(words[:cut]) + _BREAK + " ".join(words[cut:])
        parts = (told[:half], told[half:], still_open)
        return " ".join(f"<p>{' '.join(part)}</p>" for part in parts)

    def _results(self) -> str:
        results = " ".join(self._said("results", 3))
        return f"<p>{results}</p> <p>{' '.join(self._said('benefits', 3))}</p>"

    def _said(self, kind: str, count: int) -> list[str]:
        """That many different sentences of a kind, about this plan."""
        return [self._filled(form) for form in self._random.sample(_SAYS[kind], count)]

    def _filled(self, form: str) -> str:
        random = self._random
        theme = random.choice(self._themes)
        thing = random.choice(theme["things"])
        one, two = random.sample(self._towns, 2)
        months = random.randrange(self._start, self._end)
        filled = form.format(
            thing=thing,
            Thing=thing[0].upper() + thing[1:],
            tool=random.choice(theme["tools"]),
            a=one.name,
            b=two.name,
            month=WORDS["months"][months % 12],
            year=months // 12 + (2 if "will" in form or "expected" in form else 0),
        )
        return re.sub(r"\s+", " ", filled)


if __name__ == "__main__":
    write_plans(Path(sys.argv[1]), *map(int, sys.argv[2:]))
