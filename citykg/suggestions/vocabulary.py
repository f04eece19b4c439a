"""The vocabulary: which phrases speak of which goal, target or topic, and how surely."""

from __future__ import annotations

import functools
import itertools
import re
import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING, Final, NamedTuple

from citykg.ontology.vocabulary import concepts
from citykg.suggestions.words import LANGUAGES, stems_of, tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterator

WEIGHTS: Final = {
    "strong": 0.8,
    "clear": 0.55,
    "fair": 0.55,
    "weak": 0.3,
    "context": 0.16,
    "not": 0.0,
    "tells": 0.55,
    "hints": 0.3,
}
"""What one phrase of each kind is worth: the chance that a text with it speaks of the thing."""
_TARGET_ONLY: Final = frozenset(("tells", "hints"))
"""The kinds that only say which target it is, where the text speaks of the goal."""
CONTEXT: Final = WEIGHTS["context"]
_ONE_WORD: Final = 0.45  # a fair word that stands alone, such as "energy", needs some company

_GROUP = re.compile(r"\(([^()]*)\)")
_GOAL = re.compile(r"\d+")


class Concept(NamedTuple):
    """What can be suggested: `sdg` 11, `sdg-target` "11.3", `urban-agenda` "housing"."""

    scheme: str
    value: int | str

    @property
    def goal(self) -> Concept:
        """The goal of a target; any other concept is its own."""
        if self.scheme == "sdg-target":
            return Concept("sdg", int(str(self.value).partition(".")[0]))
        return self


class Effect(NamedTuple):
    """What a phrase says of the concept with a number; the weight 0 says: nothing."""

    concept: int
    weight: float


class Node:
    """A step of the trie of phrases: the words that may follow, and what ends here."""

    __slots__ = ("effects", "next", "number")

    def __init__(self) -> None:
        self.next: dict[str, Node] = {}
        self.effects: tuple[Effect, ...] = ()
        self.number = 0
        """Which phrase this is: what is said twice counts less."""


class Vocabulary(NamedTuple):
    """The phrases of one language as a trie over stems, and the concepts by number."""

    root: Node
    concepts: tuple[Concept, ...]
    goals: tuple[int, ...]
    """The number of each concept's goal: of a target; any other has its own."""
    phrases: int


@functools.cache
def vocabulary(language: str) -> Vocabulary:
    """The vocabulary of a language, one of LANGUAGES; read once."""
    builder = _Builder(language)
    for name, table in _tables(language):
        builder.add(name, table)
    for name, table in _named(language):
        builder.add(name, table)
    return builder.built()


def concept_of(name: str) -> Concept:
    """The concept that a table of the data is about.

    >>> concept_of("11.3"), concept_of("housing")
    (Concept(scheme='sdg-target', value='11.3'), Concept(scheme='urban-agenda', value='housing'))
    """
    if name.isdigit():
        return Concept("sdg", int(name))
    if _GOAL.match(name):
        return Concept("sdg-target", name)
    return Concept("urban-agenda", name)


def expand(phrase: str) -> Iterator[str]:
    """The phrases that one line of the data stands for.

    >>> list(expand("(clean|green) (and safe|) energy"))
    ['clean and safe energy', 'clean energy', 'green and safe energy', 'green energy']
    """
    # re.split with a group gives text, alternatives, text, alternatives, …
    parts = _GROUP.split(phrase)
    choices = [part.split("|") if at % 2 else [part] for at, part in enumerate(parts)]
    for chosen in itertools.product(*choices):
        yield " ".join("".join(chosen).split())


def _tables(language: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The tables of a language's files: the concept's name, and its phrases by kind."""
    folder = files(__package__).joinpath("vocabulary").joinpath(language)
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".toml"):
            yield from tomllib.loads(file.read_text("utf-8")).items()


def _named(language: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The names of goals and topics in the concept schemes, as tables like those of the files.

    A name of several words is telling; one word ("Food") needs company.
    """
    for scheme in ("goals", "topics"):
        for concept in concepts(scheme):
            names = [name.text for name in concept.labels if name.language == language]
            telling = [name for name in names if " " in name]
            others = [name for name in names if " " not in name]
            yield concept.slug, {"strong": "\n".join(telling), "fair": "\n".join(others)}


class _Builder:
    """Puts phrases into the trie."""

    def __init__(self, language: str) -> None:
        if language not in LANGUAGES:
            raise ValueError(f"no vocabulary in {language!r}; there are {', '.join(LANGUAGES)}")
        self._stem = stems_of(language)
        self._root = Node()
        self._concepts: dict[Concept, int] = {}
        self._effects: dict[Node, dict[int, float]] = {}
        self._denied: dict[Node, set[int]] = {}

    def add(self, name: str, table: dict[str, str]) -> None:
        own = [self._number(name)]
        # What speaks of a target speaks of its goal.
        both = [*own, self._number(name.partition(".")[0])] if "." in name else own
        for kind, phrases in table.items():
            weight = WEIGHTS[kind]
            numbers = own if kind in _TARGET_ONLY else both
            for line in phrases.strip().splitlines():
                for stems in self._stems_of(line):
                    single = kind == "fair" and len(stems) == 1
                    self._say(self._node(stems), numbers, _ONE_WORD if single else weight)

    def _stems_of(self, line: str) -> Iterator[tuple[str, ...]]:
        # The alternatives are brought to stems before they are multiplied: thousands of phrases
        # are made of few words.
        parts = _GROUP.split(line)
        choices = [
            [self._stems(choice) for choice in (part.split("|") if at % 2 else [part])]
            for at, part in enumerate(parts)
        ]
        for chosen in itertools.product(*choices):
            stems = tuple(itertools.chain.from_iterable(chosen))
            if stems:
                yield stems

    def _stems(self, words: str) -> tuple[str, ...]:
        return tuple(self._stem[word] for word, _, _ in tokens_of(words))

    def _node(self, stems: tuple[str, ...]) -> Node:
        node = self._root
        for stem in stems:
            following = node.next.get(stem)
            if following is None:
                following = node.next[stem] = Node()
            node = following
        return node

    def _say(self, node: Node, numbers: list[int], weight: float) -> None:
        if not weight:
            self._denied.setdefault(node, set()).update(numbers)
            return
        said = self._effects.setdefault(node, {})
        for number in numbers:
            said[number] = max(weight, said.get(number, 0.0))

    def _number(self, name: str) -> int:
        return self._concepts.setdefault(concept_of(name), len(self._concepts))

    def built(self) -> Vocabulary:
        concepts = tuple(self._concepts)
        below: dict[int, list[int]] = {}
        for number, concept in enumerate(concepts):
            if concept.scheme == "sdg-target":
                below.setdefault(self._concepts[concept.goal], []).append(number)
        for node, denied in self._denied.items():
            said = self._effects.setdefault(node, {})
            for number in denied:
                # What does not speak of a goal speaks of none of its targets.
                for each in (number, *below.get(number, ())):
                    said[each] = 0.0
        for count, (node, said) in enumerate(self._effects.items()):
            node.effects = tuple(Effect(number, weight) for number, weight in said.items())
            node.number = count
        goals = tuple(self._concepts[concept.goal] for concept in concepts)
        return Vocabulary(self._root, concepts, goals, len(self._effects))
