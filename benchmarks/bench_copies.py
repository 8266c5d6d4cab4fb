"""How often copies of articles are found, and others taken for copies: `make bench-copies`.

Of each article copies are made as papers make them, and articles that are none: with a sentence of another, with
another number, from half of two. Besides, all articles are held against each other: those that are told as copies are
named.
"""

import argparse
import dataclasses
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from memcon.articles.copies import DAYS, LEAST, SHARE, Copies
from memcon.articles.read import read_articles
from memcon.articles.sentences import segment
from memcon.records import Article

Make = Callable[[list[str], list[str], random.Random], list[str] | None]


def sentences(article: Article) -> list[str]:
    return [article.text[one.start : one.end] for one in segment(article) if one.body]


def edited(lines: list[str], dice: random.Random, each: int) -> list[str]:
    """Return sentences in which one word in so many is another one."""
    said = [line.split(" ") for line in lines]
    words = [word for line in said for word in line if word.isalpha()] or ["x"]
    return [
        " ".join(dice.choice(words) if dice.random() < 1 / each and w.isalpha() else w for w in line) for line in said
    ]


def number(lines: list[str], dice: random.Random) -> list[str] | None:
    """Return sentences of which one has another number; None where none has one."""
    having = [at for at, line in enumerate(lines[1:], 1) if re.search(r"\d", line)]
    if not having:
        return None
    at = dice.choice(having)
    changed = re.sub(r"\d+", lambda found: str(int(found[0]) + 1), lines[at], count=1)
    return [*lines[:at], changed, *lines[at + 1 :]]


COPIES: dict[str, Make] = {
    "the same": lambda own, _, __: own,
    "another headline": lambda own, _, __: ["A headline of another paper", *own[1:]],
    "cut to three quarters": lambda own, _, __: own[: max(2, len(own) * 3 // 4)],
    "cut to a half": lambda own, _, __: own[: max(2, len(own) // 2)],
    "one word in 50 another": lambda own, _, dice: edited(own, dice, 50),
    "one word in 25 another": lambda own, _, dice: edited(own, dice, 25),
}
NONE: dict[str, Make] = {
    "a sentence of another article more": lambda own, other, _: [*own, max(other[1:] or other, key=len)],
    "another number": lambda own, _, dice: number(own, dice),
    "half of it, half another": lambda own, other, _: [*own[: len(own) // 2 + 1], *other[len(other) // 2 :]],
}


def made(article: Article, lines: Sequence[str]) -> Article:
    return dataclasses.replace(article, id=f"{article.id}*", text="\n".join(lines), title=None, beside=())


def told(kinds: dict[str, Make], articles: Sequence[Article]) -> Iterator[tuple[str, int, int]]:
    for name, make in kinds.items():
        found = tried = 0
        for at, article in enumerate(articles):
            dice = random.Random(at)
            other = articles[(at + 7) % len(articles)]
            lines = make(sentences(article), sentences(other), dice)
            if lines is None:
                continue
            copies = Copies()
            copies.original_of(article)
            one = made(article, lines)
            if len(re.findall(r"\w+", one.text)) < 2 * LEAST:
                continue
            tried += 1
            found += copies.original_of(one) is not None
        yield name, found, tried


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("inputs", nargs="*", default=["benchmarks/gold/articles.jsonl", "seeds"])
    parsed = parser.parse_args()
    articles = [item for item in read_articles(parsed.inputs) if isinstance(item, Article) and len(sentences(item)) > 3]
    languages = Counter(article.language for article in articles)
    print(f"{len(articles)} articles ({', '.join(f'{n} {tag}' for tag, n in languages.most_common())}); "
          f"share {SHARE}, {DAYS} days, {LEAST} words")  # fmt: skip
    print("copies that are found:")
    for name, found, tried in told(COPIES, articles):
        print(f"  {name:40} {found:4} of {tried}")
    print("others that are taken for copies:")
    for name, found, tried in told(NONE, articles):
        print(f"  {name:40} {found:4} of {tried}")
    copies, began = Copies(), time.process_time()
    pairs = [(article.id, original) for article in articles if (original := copies.original_of(article))]
    took = (time.process_time() - began) / max(1, len(articles))
    print(f"all against all: {len(pairs)} told as copies, {1000 * took:.1f} ms an article")
    for copy, original in pairs:
        print(f"  {copy} of {original}")


if __name__ == "__main__":
    main()
