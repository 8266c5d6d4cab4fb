"""Pair what two lists of one event hold: people, quotes, proofs. Knows nothing of what likeness means for them.

In short lists each value is held against each. In long ones only values that share a key are, so that an event with
thousands of people or quotes costs no square of them; what shares none is then told as gone and as come.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Final, TypeVar

from memcon.events.matching.assign import Pair, assign, weighed

T = TypeVar("T", bound=Hashable)
MOST_EACH: Final = 10_000
"""Pairs up to which each value is held against each: a hundred on both sides."""
MOST_KEYED: Final = 200_000
"""Pairs held together for the sake of keys, the rarest keys first."""


def apart(old: Sequence[T], new: Sequence[T]) -> tuple[list[T], list[T]]:
    """Return what only one side has, counting repeats."""
    if old == new:
        return [], []
    mine, theirs = list(old), list(new)
    if len(mine) * len(theirs) > 400:
        fewer, more = Counter(mine), Counter(theirs)
        return list((fewer - more).elements()), list((more - fewer).elements())
    gone = []
    for value in mine:
        if value in theirs:
            theirs.remove(value)
        else:
            gone.append(value)
    return gone, theirs


def paired(
    gone: Sequence[T], come: Sequence[T], likeness: Callable[[T, T], int], keys: Callable[[T], Iterable[Hashable]]
) -> Iterator[tuple[T | None, T | None]]:
    """Yield what belongs together by the greatest sum of likeness, then what is on one side only.

    `likeness` is 0 for what does not belong together; `keys` are what alike values mostly share.
    """
    if not gone and not come:
        return
    if len(gone) == len(come) == 1 and likeness(gone[0], come[0]):
        yield gone[0], come[0]
        return
    scores = {pair: likeness(gone[pair.old], come[pair.new]) for pair in candidates(gone, come, keys)}
    pairs = assign(
        (pair for pair, score in scores.items() if score),
        lambda i, j: weighed(scores[Pair(i, j)], repr(gone[i]), repr(come[j])),
    )
    yield from ((gone[e.old], come[e.new]) for e in pairs)
    had, have = {e.old for e in pairs}, {e.new for e in pairs}
    yield from ((old, None) for i, old in enumerate(gone) if i not in had)
    yield from ((None, new) for j, new in enumerate(come) if j not in have)


def candidates(gone: Sequence[T], come: Sequence[T], keys: Callable[[T], Iterable[Hashable]]) -> Iterator[Pair]:
    """Yield pairs worth holding together, some of them twice in long lists."""
    if len(gone) * len(come) <= MOST_EACH:
        yield from (Pair(i, j) for i in range(len(gone)) for j in range(len(come)))
        return
    blocks: dict[Hashable, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for which, values in enumerate((gone, come)):
        for at, value in enumerate(values):
            for key in {*keys(value)}:
                blocks[key][which].append(at)
    sizes = sorted((len(olds) * len(news), repr(key), key) for key, (olds, news) in blocks.items() if olds and news)
    left = MOST_KEYED
    for size, _, key in sizes:
        left -= size
        if size > MOST_EACH or left < 0:
            return
        olds, news = blocks[key]
        yield from (Pair(i, j) for i in olds for j in news)
