r"""Read the tree of a regular expression for what makes it take more than linear time. Knows no text and no match.

A pattern is made into an automaton; its loops are the repeats without an end (`*`, `+`, `{2,}`, and those of a thousand
and more). A text of n characters takes more than n steps where it can be shared out in more ways than one:

- between two loops, where one is reached from the other by characters of both: `\s*\s*x`, `\w+\.?\w+x`; or from
  itself, through an outer repeat: `(?:\w+\s*)*x`;
- in a loop that can take the same words by two ways: `(?:a|\w)*x`;
- between what a search passes over and a loop: each place begins anew and runs through the same characters, `\s+x`.
  Not where what stands before tells where to begin (`(?<!\w)\w+`), and not where nothing can fail behind (`\s+`).

Possessive repeats give nothing back, and share nothing with what follows. What stands in assertions is taken to be
possible, so that patterns may be named that are harmless; one that is harmful is missed only with back references.
"""

import functools
import re
import re._constants as sre  # type: ignore[import-not-found]
import re._parser as sre_parse  # type: ignore[import-not-found]
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final

ENDLESS: Final = 1_000
"""Repeats of so many are without an end."""
MOST: Final = 100_000
"""Pairs of states that are looked at in one loop."""
_SAMPLES: Final = (
    "абвґДЖІαβςابةءٱאבשकिกเ็日本語中年月あア한국ßıİǅ٣३３\u0301\u200b\u200d\ufeff\ufffc\ud800。、，；：！？«»„…—“”‘’👍"
)
UNIVERSE: Final = frozenset([*map(chr, range(0x250)), *map(chr, range(0x2000, 0x2070)), *_SAMPLES])
"""Characters that stand for all: a class is the set of those that it has. Those that a pattern spells are added."""
_CATEGORIES: Final = {
    sre.CATEGORY_DIGIT: r"\d", sre.CATEGORY_NOT_DIGIT: r"\D", sre.CATEGORY_SPACE: r"\s",
    sre.CATEGORY_NOT_SPACE: r"\S", sre.CATEGORY_WORD: r"\w", sre.CATEGORY_NOT_WORD: r"\W",
}  # fmt: skip
_ONE: Final = {sre.LITERAL, sre.NOT_LITERAL, sre.ANY, sre.IN}
_REPEATS: Final = {sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT}

Chars = frozenset[str]
Guard = tuple[str, Chars]
"""What must stand before a place: `before` one of the characters, `not before` none of them, `edge` a word's edge."""
Edge = tuple[int, Chars | None, Guard | None]
"""The state behind it, and what it takes; nothing where both are None."""


@dataclass(frozen=True, slots=True)
class Loop:
    """A repeat without an end."""

    entry: int
    left: int
    """The state behind it."""
    inside: range
    """States of its body."""
    chars: Chars
    kept: range | None = None
    """States of the group round it that gives nothing back once it is left: an atomic one, or its own body."""


@dataclass
class Automaton:
    """States are numbers in the order of the pattern; 0 is its beginning."""

    any: Chars
    edges: list[list[Edge]] = field(default_factory=lambda: [[]])
    loops: list[Loop] = field(default_factory=list)

    def add(self) -> int:
        self.edges.append([])
        return len(self.edges) - 1

    def join(self, before: int, after: int, chars: Chars | None = None, guard: Guard | None = None) -> None:
        self.edges[before].append((after, chars, guard))

    def reach(self, begin: int, chars: Chars, within: range | None = None, *, guarded: bool = True) -> set[int]:
        """Return the states that words of these characters lead to, where they go on in such a word."""
        seen, left = {begin}, [begin]
        while left:
            for after, takes, guard in self.edges[left.pop()]:
                open_ = (takes is None or takes & chars) and (not guarded or guard is None or _passes(guard, chars))
                if after not in seen and open_ and (within is None or after in within):
                    seen.add(after)
                    left.append(after)
        return seen

    def ends(self) -> set[int]:
        """Return the states behind which nothing can fail."""
        free = {len(self.edges) - 1}
        before: dict[int, list[int]] = {}
        for state, edges in enumerate(self.edges):
            for after, takes, guard in edges:
                if takes is None and guard is None:
                    before.setdefault(after, []).append(state)
        left = list(free)
        while left:
            for state in before.get(left.pop(), ()):
                if state not in free:
                    free.add(state)
                    left.append(state)
        return free


def faults(pattern: str, flags: int = 0, *, searched: bool = True, whole: bool = False) -> list[str]:
    """Return what makes a pattern take more than linear time, in words; empty where nothing does.

    `searched` says that it is looked for anywhere in a text, and not only at one place (`match`, `fullmatch`); `whole`,
    that the text must end where it does (`fullmatch`).
    """
    tree = sre_parse.parse(pattern, flags)
    auto = Automaton(UNIVERSE | frozenset(pattern))
    end = _sequence(auto, tree, 0, tree.state.flags)
    auto.join(end, auto.add())
    live = auto.reach(0, auto.any, guarded=False)
    auto.loops[:] = [loop for loop in auto.loops if loop.entry in live]
    sure = set[int]() if whole else auto.ends()
    said = [f"{_shown(a)} and {_shown(b)} share words" for a, b in _sharing(auto) if b.left not in sure]
    said += [
        f"{_shown(loop)} takes words by two ways"
        for loop in auto.loops if loop.left not in sure and _twofold(auto, loop)
    ]  # fmt: skip
    if searched:
        said += [f"a search runs through {_shown(loop)} again and again" for loop in _from_anywhere(auto, sure)]
    return said


# --- from the tree to an automaton ---


def _sequence(auto: Automaton, tree: Iterable[tuple[Any, Any]], at: int, flags: int) -> int:
    for op, value in tree:
        at = _item(auto, op, value, at, flags)
    return at


def _item(auto: Automaton, op: Any, value: Any, at: int, flags: int) -> int:
    """Add what one item takes behind the state `at`, and return the state behind it."""
    if op is sre.FAILURE or (op is sre.ASSERT_NOT and not value[1]):
        return auto.add()  # which nothing leads to
    if op in _REPEATS:
        return _repeat(auto, op, value, at, flags)
    if op is sre.SUBPATTERN:
        return _sequence(auto, value[3], at, (flags | value[1]) & ~value[2])
    if op is sre.ATOMIC_GROUP:
        first, known = len(auto.edges), len(auto.loops)
        end = _sequence(auto, value, _behind(auto, at), flags)
        auto.loops[known:] = [
            loop if loop.kept else replace(loop, kept=range(first, end + 1)) for loop in auto.loops[known:]
        ]
        return end
    ends = [at]
    chars, guard = None, None
    if op is sre.LITERAL:
        chars = _letter(chr(value), flags & re.IGNORECASE)
    elif op in _ONE:
        chars = _chars(auto.any, op, value, flags)
    elif op is sre.BRANCH:
        ends = [_sequence(auto, way, _behind(auto, at), flags) for way in value[1]]
    elif op in {sre.ASSERT, sre.ASSERT_NOT}:
        guard = _assertion(auto, op, value, at, flags)
    elif op is sre.AT:
        guard = _place(auto.any, value, flags)
    else:  # a back reference or a condition: anything, or nothing
        ends = [at, _behind(auto, at, auto.any)]
    after = auto.add()
    for end in ends:
        auto.join(end, after, chars, guard)
    return after


def _behind(auto: Automaton, at: int, chars: Chars | None = None) -> int:
    after = auto.add()
    auto.join(at, after, chars)
    return after


def _repeat(auto: Automaton, op: Any, value: Any, at: int, flags: int) -> int:
    least, most, body = value
    entry = _behind(auto, at)
    end = _sequence(auto, body, entry, flags)
    if most > 1:
        auto.join(end, entry)
    inside = range(entry, end + 1)
    after = _behind(auto, end)
    if not least:
        auto.join(at, after)
    if most >= ENDLESS:
        chars = [takes for state in inside for _, takes, _ in auto.edges[state] if takes]
        one = frozenset[str]().union(*chars)
        auto.loops.append(Loop(entry, after, inside, one, inside if op is sre.POSSESSIVE_REPEAT else None))
    return after


def _assertion(auto: Automaton, op: Any, value: Any, at: int, flags: int) -> Guard | None:
    """Add what an assertion looks at, as a way that leads nowhere; return what it says of the character before."""
    back, body = value
    if back > 0:
        _sequence(auto, body, _behind(auto, at), flags)
        return None
    one = len(body) == 1 and body[0][0] in _ONE
    chars = _chars(auto.any, body[0][0], body[0][1], flags) if one else frozenset[str]()
    if op is sre.ASSERT_NOT:
        return "not before", chars
    return ("before", chars) if one else None


def _place(any_: Chars, where: Any, flags: int) -> Guard | None:
    if where in {sre.AT_BOUNDARY, sre.AT_UNI_BOUNDARY}:
        return "edge", _category(any_, sre.CATEGORY_WORD)
    if where in {sre.AT_BEGINNING, sre.AT_BEGINNING_STRING, sre.AT_BEGINNING_LINE}:
        return "before", frozenset("\n") if flags & re.MULTILINE and where is sre.AT_BEGINNING else frozenset()
    return "after", frozenset()


def _passes(guard: Guard, chars: Chars) -> bool:
    """Say whether a place may lie in a word of these characters."""
    how, known = guard
    match how:
        case "before":
            return bool(chars & known)
        case "not before":
            return bool(chars - known)
        case "edge":
            return bool(chars & known) and bool(chars - known)
    return True


def _chars(any_: Chars, op: Any, value: Any, flags: int) -> Chars:
    if op is sre.ANY:
        return any_ if flags & re.DOTALL else any_ - {"\n"}
    parts = ((sre.LITERAL, value),) if op in {sre.LITERAL, sre.NOT_LITERAL} else tuple(value)
    named = _named(parts, UNIVERSE) | _named.__wrapped__(parts, any_ - UNIVERSE)
    if flags & re.IGNORECASE:
        named = named.union(*map(_cases, named))
    return any_ - named if op is sre.NOT_LITERAL or parts[0][0] is sre.NEGATE else named


@functools.cache
def _named(parts: tuple[tuple[Any, Any], ...], any_: Chars) -> Chars:
    """Return the characters that a class spells, of these; not what it leaves out."""
    named = frozenset(chr(what) for kind, what in parts if kind is sre.LITERAL)
    for kind, what in parts:
        if kind is sre.RANGE:
            named |= {one for one in any_ if what[0] <= ord(one) <= what[1]}
        elif kind is sre.CATEGORY:
            named |= _category(any_, what)
    return named


@functools.cache
def _letter(one: str, ignore_case: int) -> Chars:
    return _cases(one) | {one} if ignore_case else frozenset(one)


@functools.cache
def _cases(one: str) -> Chars:
    return frozenset(form for form in (one.lower(), one.upper()) if len(form) == 1)


def _category(any_: Chars, which: Any) -> Chars:
    sort = re.compile(_CATEGORIES[which])
    return frozenset(one for one in any_ if sort.match(one))


# --- what the automaton shares out ---


def _sharing(auto: Automaton) -> Iterator[tuple[Loop, Loop]]:
    """Yield loops behind which another may take the same words; `(?:a+b?)*`, where a loop follows itself, too."""
    entries = {loop.entry: loop for loop in auto.loops}
    for loop in auto.loops:
        for other in map(entries.__getitem__, sorted(auto.reach(loop.left, loop.chars) & entries.keys())):
            both = loop.chars & other.chars
            if (
                both
                and (loop.kept is None or other.entry in loop.kept)
                and not (other.inside.start <= loop.entry < other.inside.stop and other is not loop)
                and _goes_round(auto, loop, both)
                and _goes_round(auto, other, both)
                and other.entry in auto.reach(loop.left, both)
            ):
                yield loop, other


def _goes_round(auto: Automaton, loop: Loop, chars: Chars) -> bool:
    """Say whether a loop takes words that are of these characters alone."""
    return loop.inside.stop - 1 in auto.reach(loop.entry, chars, loop.inside)


def _twofold(auto: Automaton, loop: Loop) -> bool:
    """Say whether two ways lead through a loop's body, once or oftener, with the same words."""
    steps = {state: _steps(auto, state, loop.inside) for state in loop.inside}
    end = loop.inside.stop - 1
    ends = {state for state in loop.inside if end in _closure(auto, state, loop.inside)}
    seen, left = {(loop.entry, loop.entry, False)}, [(loop.entry, loop.entry, False)]
    while left and len(seen) < MOST:
        one, two, apart = left.pop()
        if apart and one in ends and two in ends:
            return True
        for a, takes in steps[one].items():
            for b, gives in steps[two].items():
                pair = (a[1], b[1], apart or a != b)
                if pair not in seen and takes & gives:
                    seen.add(pair)
                    left.append(pair)
    return bool(left)


def _steps(auto: Automaton, state: int, inside: range) -> dict[tuple[int, int], Chars]:
    """Return the edges that take a character next, from where to where, with what they take."""
    return {
        (at, after): takes
        for at in _closure(auto, state, inside)
        for after, takes, _ in auto.edges[at]
        if takes and after in inside
    }


def _closure(auto: Automaton, state: int, inside: range) -> frozenset[int]:
    """Return the states that are reached from one without a character."""
    seen, left = {state}, [state]
    while left:
        for after, takes, _ in auto.edges[left.pop()]:
            if takes is None and after in inside and after not in seen:
                seen.add(after)
                left.append(after)
    return frozenset(seen)


def _from_anywhere(auto: Automaton, sure: set[int]) -> Iterator[Loop]:
    """Yield loops that a search enters from any of their own characters, and behind which something may fail."""
    for loop in auto.loops:
        if loop.left not in sure and _goes_round(auto, loop, loop.chars) and loop.entry in auto.reach(0, loop.chars):
            yield loop


def _shown(loop: Loop) -> str:
    return f"a loop of {''.join(sorted(loop.chars, key=lambda one: (not one.isalpha(), one)))[:12]!r}"


def possessive_groups(pattern: str, flags: int = 0) -> int:
    """Return how many repeats of more than single characters are possessive.

    Python before 3.11.5 matches them wrongly where the group can be matched in two ways (CPython's issue 106052).
    """
    return _possessive_groups(sre_parse.parse(pattern, flags))


def _possessive_groups(tree: object) -> int:
    if isinstance(tree, sre_parse.SubPattern):
        return sum(map(_possessive_groups, tree))
    if not isinstance(tree, (tuple, list)):
        return 0
    wrong = len(tree) == 2 and tree[0] is sre.POSSESSIVE_REPEAT and not _is_character(tree[1][2])
    return wrong + sum(map(_possessive_groups, tree))


def _is_character(tree: sre_parse.SubPattern) -> bool:
    return len(tree) == 1 and tree[0][0] in _ONE
