"""Take for one what an article reports more than once, before its events are compared with those of other articles.

An article names people in one sentence and the day in another, so a contact of the same countries, told twice without a
contradiction, is one. What names neither people nor a day is taken for what the article tells most of. Disputes are
many and alike: two without a date are one only if their words or people say so.
"""

import heapq
from collections.abc import Iterator
from typing import Final

from memcon.events.merge import acts
from memcon.events.merge.casts import Casting
from memcon.events.merge.clusters import Clusters, packed
from memcon.events.merge.nodes import Node, NodeReader, plain_words
from memcon.events.merge.parties import Parties
from memcon.events.merge.room import Known
from memcon.events.merge.rules import Apart, apart, compatible, points_if_compatible, reason
from memcon.records import Kind, Mention, Quote, is_contact

Join = tuple[int, int, str]
"""Two positions of mentions, and why they are one event."""
# Points and distances chosen on hand-read articles of which only the seeds are kept: docs/adr/0006-thresholds.md
SAME_ARTICLE_CONTACT: Final = 30
SAME_ARTICLE_DISPUTE: Final = 5
TOGETHER: Final = 20
"""Points where both quote the same words, or say almost the same; for disputes also where they stand on one screen."""
NEAR: Final = 10
NEAR_CHARACTERS: Final = 300
"""About two sentences."""
FAR: Final = -25
SCREEN_CHARACTERS: Final = 1000
"""Farther away, what names the same two countries, and no more than one person, is as often another event."""
LEAST_WORDS: Final = 5
"""Words below which two quotes cannot be told to be alike."""
MOST: Final = 200
"""Mentions of an article beyond which only neighbours in the text are compared, so that no article takes for ever."""


def within_articles(known: Known, casting: Casting) -> Iterator[tuple[Node, tuple[Join, ...]]]:
    """Yield a node for each event of each article, in the order of their first mentions, and what was joined in it."""
    reader = NodeReader(casting)
    begun: dict[str, list[tuple[Node, Mention]]] = {}
    ended: list[tuple[int, Node, tuple[Join, ...]]] = []
    for position, (mention, last) in enumerate(known.told()):
        own = begun.setdefault(mention.article, [])
        own.append((reader.read(position, mention, own[0][0].article if own else position), mention))
        if last:  # those of other articles may stand between: ids are sorted, and not by article
            for node, joins in _one_article(begun.pop(mention.article), casting):
                heapq.heappush(ended, (node.mentions[0], node, joins))
            oldest = next(iter(begun.values()), None)
            first = oldest[0][0].mentions[0] if oldest else position + 1
            while ended and ended[0][0] < first:
                _, node, joins = heapq.heappop(ended)
                yield node, joins


def why_apart(left: Mention, right: Mention) -> Apart:
    """Return why two mentions of one article were not taken for one event."""
    casting = Casting(Parties())
    reader = NodeReader(casting)
    one, other = reader.read(0, left, 0), reader.read(1, right, 0)
    gap, alike = _gap_of(left, right), _alike(_words(left), _words(right))
    extra = _text_points(left.kind, gap, alike=alike)
    if found := apart(one, other, casting, extra=extra, lenient=True):
        return found
    if gap >= 0 and not alike and acts.two_deeds(one.acts, other.acts):
        return Apart("deeds", "two deeds, told in different words")
    return Apart("others", "the two could be one: other mentions of their events are against it")


def _one_article(told: list[tuple[Node, Mention]], casting: Casting) -> Iterator[tuple[Node, tuple[Join, ...]]]:
    if len(told) == 1:
        yield told[0][0], ()
        return
    told = sorted(told, key=lambda one: (one[1].quotes[0].start, one[0].mentions))
    own, mentions = [node for node, _ in told], [mention for _, mention in told]
    reach = len(own) if len(own) <= MOST else MOST // 4
    pairs: list[int] = []
    faceless: list[int] = []
    words: dict[int, frozenset[str]] = {}
    for i, left in enumerate(own):
        for j in range(i + 1, min(len(own), i + 1 + reach)):
            right = own[j]
            if not compatible(left, right, casting):
                continue  # at once: most events of an article are others
            for at in (i, j):
                if at not in words:
                    words[at] = _words(mentions[at])
            gap = _gap_of(mentions[i], mentions[j])
            alike = _alike(words[i], words[j])
            extra = _text_points(mentions[i].kind, gap, alike=alike)
            found = points_if_compatible(left, right, casting, extra=extra, lenient=True)
            if found is not None and (gap < 0 or alike or not acts.two_deeds(left.acts, right.acts)):
                clear = all(node.lo or casting.has_names(node.cast) for node in (left, right))
                (pairs if clear else faceless).append(packed(found, i, j))
    clusters = Clusters(own, [1] * len(own), casting)
    done = [*clusters.join(sorted(pairs))]
    done += clusters.join(sorted(faceless, key=lambda pair: clusters.rank(pair, by_points=False)))
    joins: dict[int, list[Join]] = {}
    for i, j in done:
        why = reason(own[i], own[j], casting, "same article")
        joins.setdefault(clusters.root(i), []).append((own[i].mentions[0], own[j].mentions[0], why))
    for group in clusters.groups():
        yield _whole(own, group, clusters), tuple(joins.get(clusters.root(group[0]), ()))


def _whole(own: list[Node], group: list[int], clusters: Clusters) -> Node:
    if len(group) == 1:
        return own[group[0]]
    positions = tuple(sorted(own[i].mentions[0] for i in group))
    quotes = dict.fromkeys(said for i in group for said in own[i].quotes)
    return clusters.whole(group[0])._replace(mentions=positions, quotes=tuple(quotes))


def _text_points(kind: Kind, gap: int, *, alike: bool) -> int:
    """Return points for standing together in the text, and for saying the same, which they do where worded alike."""
    contact = is_contact(kind)
    if gap < 0 or (gap <= SCREEN_CHARACTERS and not contact) or alike:
        near = TOGETHER
    elif contact:
        near = NEAR if gap <= NEAR_CHARACTERS else FAR if gap > SCREEN_CHARACTERS else 0
    else:
        near = 0
    return (SAME_ARTICLE_CONTACT if contact else SAME_ARTICLE_DISPUTE) + near


def _gap_of(left: Mention, right: Mention) -> int:
    """Return the characters between the quotes of two mentions that stand nearest, as `_gap`."""
    return min(_gap(a, b) for a in left.quotes for b in right.quotes)


def _gap(left: Quote, right: Quote) -> int:
    """Return the characters between two quotes; below 0 where at least half of the shorter stands in the other."""
    shared = min(left.end, right.end) - max(left.start, right.start)
    if shared <= 0:
        return -shared
    return -1 if 2 * shared >= min(left.end - left.start, right.end - right.start) else 0


def _words(mention: Mention) -> frozenset[str]:
    return frozenset(plain_words(" ".join(quote.text for quote in mention.quotes)).split())


def _alike(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    """Say whether two mentions are worded alike: most words of the shorter stand in the other as well."""
    fewer = min(len(mine), len(theirs))
    return fewer >= LEAST_WORDS and len(mine & theirs) >= 0.75 * fewer
