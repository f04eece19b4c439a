r"""A scanner: many regular expressions tried at a place of a text, by the letters that stand there.

Most words of a text begin no expression of a word list; asking three letters first makes finding
that out cheap.  An expression that any letters may begin (`\w+ed`) is asked of the words that end
as it does.  The expressions of one key are compiled when a text first asks for them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from citykg.loaders.markup import BLANK, JOINER
from citykg.loaders.wording import spelt

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LENGTH = 4
_MOST_KEPT = 50_000
_WORD = re.compile(r"\w*")
_BLANK = BLANK.removesuffix("+")
_IN_WORD = re.compile(r"[\w|()?:\[\]]+")
_ZERO_WIDTH = frozenset("bBAZ")


class Scanner:
    """Named expressions in the order of their rank: of two that match, the first counts."""

    def __init__(self, expressions: Sequence[tuple[str, str]]) -> None:
        self._names = tuple(dict.fromkeys(name for name, _ in expressions))
        self._expressions = tuple(expressions)
        self._known: dict[str, list[int]] = {}
        for number, (_, expression) in enumerate(expressions):
            for opening in openings(expression, _LENGTH):
                self._known.setdefault(opening, []).append(number)
        # The words that an opening goes on behind: "to" of "to be", "co" of "co-host".
        self._first = {re.split(r"\W", opening, maxsplit=1)[0] for opening in self._known}
        ends = [word_of(expressions[number][1]) for number in self._known.get("", ())]
        self._whole = None if None in ends else re.compile("|".join(filter(None, ends)) or "(?!)")
        self._any: dict[str, bool] = {}  # whether a word may match what any letters may begin
        self._patterns: dict[tuple[str, bool], re.Pattern[str] | None] = {}
        self.begins = _Begins(self)
        """Whether a match may begin where a word stands, in any case; few words begin one."""

    def match(self, text: str, at: int) -> tuple[str, int] | None:
        """The name of the expression that matches at a place, and where it ends."""
        word = _WORD.match(text, at)
        pattern = self.pattern(text[at : at + _LENGTH], word[0] if word else "")
        match = pattern.match(text, at) if pattern else None
        if match is None or match.end() == at:
            return None
        return self._names[int((match.lastgroup or "n0")[1:])], match.end()

    def pattern(self, letters: str, word: str) -> re.Pattern[str] | None:
        """What may match where some letters stand, the first ones of a word; None for nothing."""
        key = _opening(letters), self._ends(word)
        if key not in self._patterns:
            self._patterns[key] = self._compiled(*key)
        return self._patterns[key]

    def may_begin(self, word: str) -> bool:
        """Whether some expression may match where a whole word stands, whatever follows it."""
        parts = (word[:length] for length in range(1, _LENGTH + 1))
        return word in self._first or any(p in self._known for p in parts) or self._ends(word)

    def _ends(self, word: str) -> bool:
        """Whether a word ends as one of the expressions that any letters may begin."""
        known = self._any.get(word)
        if known is None:
            known = self._whole is None or self._whole.fullmatch(word) is not None
            if len(self._any) < _MOST_KEPT:
                self._any[word] = known
        return known

    def _compiled(self, opening: str, any_begins: bool) -> re.Pattern[str] | None:  # noqa: FBT001
        """The expressions that a text with this opening may match, in one, by name."""
        lengths = range(0 if any_begins else 1, len(opening) + 1)
        numbers = {n for length in lengths for n in self._known.get(opening[:length], ())}
        alike: dict[str, list[str]] = {}
        for number in sorted(numbers):  # of two alike, the one that is listed first counts
            name, expression = self._expressions[number]
            alike.setdefault(name, []).append(expression)
        if not alike:
            return None
        return re.compile(
            spelt(
                "|".join(
                    rf"(?P<n{number}>(?:{'|'.join(alike[name])})(?![\w]|[-‐]\w))"
                    for number, name in enumerate(self._names)
                    if name in alike
                )
            )
        )


class _Begins(dict[str, bool]):
    """Whether some expression of a scanner may match where a word stands."""

    def __init__(self, scanner: Scanner) -> None:
        super().__init__()
        self._scanner = scanner

    def __missing__(self, word: str) -> bool:
        begins = self._scanner.may_begin(word.lower())
        if len(self) < _MOST_KEPT:
            self[word] = begins
        return begins


def _opening(letters: str) -> str:
    """The letters up to the first blank, which is a space whatever it is."""
    if not letters.isalnum():
        for place, letter in enumerate(letters):
            if letter.isspace() or letter == JOINER:
                return letters[:place] + " "
    return letters


def openings(expression: str, length: int = 3) -> frozenset[str]:
    r"""What a text that the expression matches begins with; a shorter opening means any after it.

    Blanks are one space, and nothing is told of what stands behind them.

    Knows what the word lists use: literals, groups, classes, quantifiers, look-arounds, `\w`, `~`.

    >>> sorted(openings("(?:was~)?held|to~be|on[- ]hold"))
    ['hel', 'on ', 'on-', 'to ', 'was']
    """
    return frozenset(opening for opening, _ in _heads(expression, length))


def word_of(expression: str) -> str | None:
    r"""An expression that each word is which a match of this one begins with; None if not known.

    Knows expressions that begin with letters of any kind and tell how the word ends.

    >>> word_of(r"(?<=\w\s)(?!need)\w{3,}(?:ed|ought)(?:~off)?")
    '\\w*(?:ed|ought)'
    """
    if len(_branches(expression)) > 1:
        return None
    ending: str | None = None
    for atom, quantifier in _atoms(expression):
        if atom.startswith(("(?=", "(?!", "(?<")):
            continue
        if ending is None:
            if atom == r"\w":
                ending = ""
            elif quantifier != "?" or "" in openings(atom):
                return None  # what may be left out has an opening of its own
        elif atom in ("~", r"\b") or _begins_apart(atom):
            # The word is over, whatever follows it.
            return rf"\w*{ending}" if ending else None
        elif quantifier in ("", "?") and _IN_WORD.fullmatch(atom):
            ending += atom + quantifier
        else:
            return None
    return rf"\w*{ending}" if ending else None


def _begins_apart(group: str) -> bool:
    """Whether a group begins with white space in each of its branches."""
    return group.startswith("(?:") and all(
        branch.startswith("~") for branch in _branches(group[3:-1])
    )


def _heads(expression: str, length: int) -> set[tuple[str, bool]]:
    """Openings, and whether what follows the expression goes on behind each."""
    found: set[tuple[str, bool]] = set()
    for branch in _branches(expression):
        current = {""}
        for atom, quantifier in _atoms(branch):
            following: set[str] = set()
            for before in current:
                for opening, goes_on in _atom_heads(atom, length - len(before)):
                    whole = before + opening
                    if len(whole) >= length or not goes_on or quantifier not in ("", "?"):
                        found.add((whole[:length], False))
                    else:
                        following.add(whole)
            current = following | current if quantifier[:1] in ("?", "*") else following
            if not current:
                break
        found |= {(before, True) for before in current}
    return found


def _atom_heads(atom: str, length: int) -> set[tuple[str, bool]]:
    sign = atom[0]
    look_around = atom.startswith(("(?=", "(?!", "(?<"))
    if look_around or atom in "^$" or (sign == "\\" and atom[1] in _ZERO_WIDTH):
        return {("", True)}
    if sign == "(":
        return _heads(atom[atom.index(":") + 1 : -1] if atom[1] == "?" else atom[1:-1], length)
    if sign == "~" or atom == _BLANK:
        return {(" ", False)}
    if sign == "[":
        letters = atom[1:-1].replace(r"\x27", "'")
        plain = "^" not in letters and "\\" not in letters and "-" not in letters[1:-1]
        return {(letter, True) for letter in letters} if plain else {("", False)}
    if sign == "\\" and not atom[1].isalnum():
        return {(atom[1], True)}
    return {("", False)} if sign in "\\." else {(atom, True)}


def _atoms(branch: str) -> Iterator[tuple[str, str]]:
    """The parts of a branch one by one, each with its quantifier."""
    at = 0
    while at < len(branch):
        sign = branch[at]
        if sign == "(":
            end = _closing(branch, at) + 1
        elif sign == "[":
            end = branch.index("]", at) + 1
        elif sign == "\\":
            end = at + (4 if branch[at + 1] == "x" else 2)
        else:
            end = at + 1
        atom, at = branch[at:end], end
        quantifier = ""
        if at < len(branch) and branch[at] in "?*+{":
            end = branch.index("}", at) + 1 if branch[at] == "{" else at + 1
            quantifier, at = branch[at:end], end
            at += at < len(branch) and branch[at] == "?"  # lazy
        yield atom, "*" if quantifier.startswith("{0") else quantifier


def _branches(expression: str) -> list[str]:
    """The alternatives of an expression, those inside its groups left alone."""
    found, begin, at = [], 0, 0
    while at < len(expression):
        sign = expression[at]
        if sign == "\\":
            at += 1
        elif sign == "[":
            at = expression.index("]", at)
        elif sign == "(":
            at = _closing(expression, at)
        elif sign == "|":
            found.append(expression[begin:at])
            begin = at + 1
        at += 1
    return [*found, expression[begin:]]


def _closing(expression: str, at: int) -> int:
    """Where the group that opens at a place closes."""
    depth = 0
    while at < len(expression):
        sign = expression[at]
        if sign == "\\":
            at += 1
        elif sign == "[":
            at = expression.index("]", at)
        elif sign in "()":
            depth += 1 if sign == "(" else -1
            if depth == 0:
                return at
        at += 1
    raise ValueError(f"a group is not closed in {expression!r}")
