"""Short plan summaries for measurements: a paragraph or a small table, as many as are wanted.

They are what programmes publish of most cooperations: two towns, since when, one thing that they
work on, one visit or meeting, a sentence or two around it.  Four layouts take turns.  The words
are those of the long plans (`plans.py`) and of `short_phrases.toml`; towns join as time goes on,
so that a town of a hundred thousand plans has tens of them, not hundreds.

    python benchmarks/short_plans.py FOLDER [COUNT [SEED]]
"""

from __future__ import annotations

import sys
import tomllib
from itertools import islice
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, Final

from plans import SEED, WORDS, Town, different_pairs, month_of, towns_of, write_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_SAYS: Final[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("short_phrases.toml").read_text(encoding="utf-8")
)
_FIRST_TOWNS: Final = 100
_PLANS_A_TOWN: Final = 8


def plan_texts(seed: int = SEED) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of one plan after the other, each of another pair of towns.

    The first plans of a seed are the same however many are taken.
    """
    random = Random(seed)  # noqa: S311 - for variety, not for secrets
    europe, abroad = _towns("europe"), _towns("abroad")

    def drawn(known: int) -> tuple[Town, Town]:
        reach = _FIRST_TOWNS + known // _PLANS_A_TOWN
        return _drawn(random, europe, reach), _drawn(random, abroad, reach)

    for number, (one, two) in enumerate(different_pairs(drawn), 1):
        suffix, write = _LAYOUTS[number % len(_LAYOUTS)]
        yield f"{number:06}{suffix}", write(_Said(random, one, two))


def write_plans(folder: Path, count: int, seed: int = SEED) -> list[Path]:
    """The files of that many plans, written into the folder."""
    return write_texts(folder, islice(plan_texts(seed), count))


def _towns(side: str) -> list[Town]:
    """All towns of a side, those of the long plans first, then their namesakes."""
    plain = towns_of(side)
    order = Random(side)  # noqa: S311
    order.shuffle(plain)
    more = [
        town._replace(name=f"{before} {town.name}") for before in _SAYS["before"] for town in plain
    ]
    order.shuffle(more)
    return plain + more


def _drawn(random: Random, towns: list[Town], reach: int) -> Town:
    # Some towns cooperate with many, most with few.
    return towns[int(random.random() ** 1.6 * min(reach, len(towns)))]


class _Said:
    """What one plan says, before it is laid out."""

    def __init__(self, random: Random, one: Town, two: Town) -> None:
        pick = random.choice
        self.towns = one, two
        theme = pick(WORDS["themes"])
        self.theme: str = theme["name"]
        start = random.randrange(2012, 2022) * 12 + random.randrange(12)
        self.begins = month_of(start)
        self.ends = month_of(start + random.randrange(14, 37))
        goal = pick(WORDS["goals"])
        self.goal = f"{goal['number']} {goal['title']}"
        self.number: int = goal["number"]
        guest, host = random.sample(self.towns, 2)
        words = {
            "a": guest.name,
            "b": host.name,
            "thing": pick(theme["things"]),
            "tool": pick(theme["tools"]),
            "month": month_of(start + random.randrange(1, 12)),
        }
        self.deed = pick(_SAYS["deeds"]).format(**words)
        self.challenge = pick(_SAYS["challenges"]).format(**words)
        self.around = [form.format(**words) for form in random.sample(_SAYS["around"], 4)]


def _sheet(said: _Said) -> str:
    """Rows of a table whose borders became tabs."""
    one, two = said.towns
    return "\n".join(
        [
            f"City:\t{one.name}\t{two.name}",
            f"Country:\t{one.country}\t{two.country}",
            f"Period of cooperation:\t{said.begins} - {said.ends}",
            f"Cooperation themes:\t• {said.theme}",
            f"Activities:\t{said.deed} {' '.join(said.around)}\n",
        ]
    )


def _lines(said: _Said) -> str:
    """A label and its value on each line."""
    one, two = said.towns
    return "\n".join(
        [
            f"Cities: {one.name} ({one.country}), {two.name} ({two.country})",
            f"SDGs: {said.goal}",
            f"Challenges: {said.challenge}",
            f"Activities: {said.deed} {' '.join(said.around)}\n",
        ]
    )


def _paragraph(said: _Said) -> str:
    """A heading and a paragraph, as in a newsletter."""
    one, two = said.towns
    sentences = [
        (
            f"{one.name} ({one.country}) and {two.name} ({two.country}) have worked together since"
            f" {said.begins}."
        ),
        f"The cooperation contributes to SDG {said.number}.",
        *said.around[:2],
        f"Both cities face the challenge that {said.challenge[0].lower()}{said.challenge[1:]}.",
        said.deed,
        *said.around[2:],
    ]
    return f"{one.name} and {two.name}: a city cooperation\n\n{' '.join(sentences)}\n"


def _page(said: _Said) -> str:
    """A table of Markdown, and a paragraph below."""
    one, two = said.towns
    return "\n".join(
        [
            f"# {one.name} – {two.name}\n",
            f"|  | {one.name} | {two.name} |",
            "|---|---|---|",
            f"| Country | {one.country} | {two.country} |",
            f"| Population | {one.population:,} | {two.population:,} |",
            f"| Themes | {said.theme} | |\n",
            "## Activities\n",
            f"{said.deed} {' '.join(said.around)}\n",
        ]
    )


_LAYOUTS: Final[tuple[tuple[str, Callable[[_Said], str]], ...]] = (
    (".txt", _sheet),
    (".txt", _lines),
    (".txt", _paragraph),
    (".md", _page),
)


if __name__ == "__main__":
    write_plans(Path(sys.argv[1]), *map(int, sys.argv[2:]))
