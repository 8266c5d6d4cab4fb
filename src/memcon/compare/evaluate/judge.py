"""Lay predictions to the gold events of an article, one to one. Knows nothing of files, and sums nothing up.

A prediction's evidence is the union of its quotes; a quote that does not stand at its offsets is dropped and counted.
It can match a gold event of the same kind, or of one of the gold's other kinds, when at least half of its evidence
lies inside sentences that the gold's quotes touch: quoting everything matches nothing. The pairs are those that match
as many required events as possible, then as many neutral ones, then with the best evidence and fields.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple, TypeVar

from memcon.compare.evaluate.values import Gold, GoldPair, Judged, Prediction, Quoted
from memcon.events.matching.assign import Pair, assign
from memcon.records import Article
from memcon.text.folding import without_accents

LONGEST_NAME: Final = 80
"""Characters; what is longer is no name: a list of everybody would hold every name."""
_SENTENCE_END: Final = re.compile(r"[.!?…][\"”’')\]]*\s+|[。！？؟][\"”’')\]」』]*\s*|\n+")
_NO_WORD: Final = re.compile(r"[\W_]+")
_INSIDE: Final = 0.5  # of the evidence
_REQUIRED, _NEUTRAL = 1000, 100  # far above the most that evidence and fields can give, which is 4
_UNIT: Final = 2**53
"""Parts of 1 in which weights are summed: a float of a half or more is a whole number of them, and sums are exact."""
_OfArticle = TypeVar("_OfArticle", Gold, Prediction)


class NameCounts(NamedTuple):
    """How many names of a gold event were found, of how many, and how many were given."""

    right: int
    wanted: int
    given: int


class ApartNames(NamedTuple):
    """Names of a gold event that were not found, and names that were found and are none of its."""

    missed: tuple[str, ...]
    wrong: tuple[str, ...]


def judge(articles: Iterable[Article], gold: Iterable[Gold], predictions: Iterable[Prediction]) -> tuple[Judged, ...]:
    """Judge every article, in the order of ids; one without gold is judged too: all it gives is wrong.

    Gold and predictions of other articles are passed over. The order of predictions decides only between equals.
    """
    wanted: Mapping[str, list[Gold]] = _by_article(gold)
    given: Mapping[str, list[Prediction]] = _by_article(predictions)
    every = sorted(articles, key=lambda article: article.id)
    return tuple(judge_article(one, wanted.get(one.id, ()), given.get(one.id, ())) for one in every)


def judge_article(article: Article, gold: Sequence[Gold], predictions: Sequence[Prediction]) -> Judged:
    """Lay the predictions of one article to its gold events."""
    wanted = [gold_positions(one.quotes, article.text) for one in gold]
    proofs = [_proof(one.quotes, article.text) for one in predictions]
    inside = [[_share(proof.characters, touched) for proof in proofs] for touched in wanted]
    weights = [[_weight(g, f, inside[i][j]) for j, f in enumerate(predictions)] for i, g in enumerate(gold)]
    pairs = _assigned(weights)
    taken, used = {i for i, _ in pairs}, {j for _, j in pairs}
    laid = [GoldPair(gold[i], predictions[j]) for i, j in pairs]
    left = [j for j in range(len(predictions)) if j not in used]
    lone = [i for i, g in enumerate(gold) if g.required and i not in taken]
    wrong = [j for j in left if not any(row[j] for row in weights)]
    near = _assigned([[inside[i][j] if inside[i][j] >= _INSIDE else 0.0 for j in wrong] for i in lone])
    return Judged(
        article=article,
        matched=tuple(pair for pair in laid if pair.gold.required),
        neutral=tuple(pair for pair in laid if not pair.gold.required),
        missed=tuple(gold[i] for i in lone),
        wrong=tuple(predictions[j] for j in wrong),
        duplicate=tuple(predictions[j] for j in left if j not in set(wrong)),
        confused=tuple(GoldPair(gold[lone[i]], predictions[wrong[j]]) for i, j in near),
        bad_offsets=sum(proof.bad for proof in proofs),
    )


def _assigned(weights: Sequence[Sequence[float]]) -> list[Pair]:
    """Return the places of gold and prediction that go together, `weights[gold][prediction]`, in the order of these.

    Those of the greatest sum; what has weight 0 goes with nothing. Solved as a square table, where equal sums are
    decided as any scorer decides them that uses the Hungarian method.
    """
    size = max(len(weights), *map(len, weights), 0)
    every = {Pair(i, j): 0 for i in range(size) for j in range(size)}
    every |= {Pair(i, j): int(weight * _UNIT) for i, row in enumerate(weights) for j, weight in enumerate(row)}
    pairs = assign(every, lambda i, j: every[Pair(i, j)])
    return sorted((places for places in pairs if every[places]), key=lambda places: places.new)


def compare_names(gold: Sequence[str], given: Sequence[str]) -> NameCounts:
    """Count the names of `gold` that are given: one whose first or last word is a word of a given name, each once."""
    return NameCounts(len(gold) - len(apart_names(gold, given).missed), len(gold), len(given))


def apart_names(gold: Sequence[str], given: Sequence[str]) -> ApartNames:
    """Return the names of `gold` that are not given, and the given ones that are none of them. As `compare_names`."""
    left = [(set(_fold(name).split()) if len(name) <= LONGEST_NAME else set(), name) for name in given]
    missed = []
    for name in gold:
        words = _fold(name).split()
        hit = next(
            (at for at, (other, _) in enumerate(left) if words and (words[-1] in other or words[0] in other)), None
        )
        if hit is None:
            missed.append(name)
        else:
            del left[hit]
    return ApartNames(tuple(missed), tuple(name for _, name in left))


def sentences_of(text: str) -> tuple[tuple[int, int], ...]:
    """Return where each sentence of `text` begins and ends, in characters; they hold all of it, without a gap."""
    bounds = [0, *(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]
    return tuple(pairwise(bounds))


def gold_positions(quotes: Iterable[str], text: str) -> frozenset[int]:
    """Return the characters of every sentence of `text` that a quote touches, wherever the quote stands."""
    sentences = sentences_of(text)
    touched: set[int] = set()
    for first, last in places_of(quotes, text):
        for start, end in sentences:
            if start < last and first < end:
                touched.update(range(start, end))
    return frozenset(touched)


def places_of(quotes: Iterable[str], text: str) -> Iterator[tuple[int, int]]:
    """Yield where each quote stands in `text`, everywhere that it does."""
    for quote in quotes:
        at = text.find(quote)
        while at >= 0:
            yield at, at + len(quote)
            at = text.find(quote, at + 1)


def proven(prediction: Prediction, text: str) -> frozenset[int]:
    """Return the characters of `text` that a prediction quotes at their offsets."""
    return _proof(prediction.quotes, text).characters


def is_inside(proof: frozenset[int], touched: frozenset[int]) -> bool:
    """Say whether evidence is that of a gold event whose quotes touch these characters, whatever its kind."""
    return _share(proof, touched) >= _INSIDE


class _Proof(NamedTuple):
    characters: frozenset[int]
    bad: int


def _proof(quotes: Iterable[Quoted], text: str) -> _Proof:
    characters: set[int] = set()
    bad = 0
    for start, end, words in quotes:
        if start is None or end is None or not 0 <= start < end <= len(text) or words not in {None, text[start:end]}:
            bad += 1
        else:
            characters.update(range(start, end))
    return _Proof(frozenset(characters), bad)


def _share(proof: frozenset[int], touched: frozenset[int]) -> float:
    return len(proof & touched) / len(proof) if proof else 0.0


def _weight(gold: Gold, prediction: Prediction, inside: float) -> float:
    """Return how well a prediction fits a gold event, 0 where it does not at all."""
    if inside < _INSIDE or prediction.kind not in gold.kinds:
        return 0.0
    same = (prediction.kind == gold.kind) + (prediction.countries == gold.countries)
    names = compare_names(gold.people, prediction.people)
    shared = names.right / names.wanted if names.wanted else 0.0
    return (_REQUIRED if gold.required else _NEUTRAL) + inside + same + shared


def _fold(text: str) -> str:
    return _NO_WORD.sub(" ", without_accents(text)).strip()


def _by_article(values: Iterable[_OfArticle]) -> dict[str, list[_OfArticle]]:
    found: dict[str, list[_OfArticle]] = defaultdict(list)
    for value in values:
        found[value.article].append(value)
    return found
