"""Figures of quality by language beside those that are expected, and what has fallen. Runs nothing.

What is expected is kept as counts of each article, so that both figures are taken over the same articles when some have
no answers, and a changed figure can be followed to its articles.
"""

import dataclasses
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from memcon.compare.evaluate import Counts, Rates
from memcon.compare.evaluate.count import add, rates

TOLERANCE: Final = 0.02
"""A language has 20 to 45 events: one of them lost is more than this."""
MISSING: Final = 0.1
"""Of the articles: where more have a question without an answer, there is nothing to measure."""
FIGURES: Final = {
    "f1": "F1", "precision": "precision", "recall": "recall", "countries": "countries", "participants": "people",
    "dates": "dates", "status": "status", "status_not_occurred": "not occurred", "variant": "variant",
}  # fmt: skip
RIGHT: Final = {
    "f1": "matched", "recall": "matched", "countries": "countries_right", "dates": "dates_right",
    "status": "status_right", "status_not_occurred": "other_status_right", "variant": "variants_right",
}  # fmt: skip
"""Counts: an event that was missed before and has a wrong date now brings the share of dates down, and harms nobody."""


@dataclass(frozen=True)
class Counted:
    """What became of one article."""

    language: str
    tally: Counts


@dataclass(frozen=True)
class Measured:
    """What a strategy made of its articles."""

    articles: Mapping[str, Counted]
    unanswered: frozenset[str] = frozenset()
    """Articles with a question that no answer is kept for; they are not in `articles`."""
    questions: int = 0
    """That have no answer; what would be asked after them is not known."""


Book = Mapping[str, Mapping[str, Counted]]
"""By strategy, by article."""


def figures(articles: Iterable[Counted]) -> Rates:
    return rates(add(one.tally for one in articles))


def languages(articles: Mapping[str, Counted]) -> dict[str, dict[str, Counted]]:
    """Return the articles by language, and all of them first."""
    names = sorted({one.language for one in articles.values()})
    by = {name: {key: one for key, one in articles.items() if one.language == name} for name in names}
    return {"all": dict(articles), **by} if len(by) > 1 else by


def both(now: Mapping[str, Counted], then: Mapping[str, Counted]) -> tuple[list[Counted], list[Counted]]:
    """Return what is known of these articles now, and what was known, where both are."""
    shared = [key for key in now if key in then]
    return [now[key] for key in shared], [then[key] for key in shared]


def table(name: str, now: Mapping[str, Counted], then: Mapping[str, Counted]) -> Iterator[str]:
    """Yield the figures of each language, with their difference to what is expected where there is one."""
    yield f"{name:10}{'articles':>9}{'events':>7}" + "".join(f"{title:>14}" for title in FIGURES.values())
    for language, articles in languages(now).items():
        ours, theirs = map(figures, both(articles, then))
        rates_now, required = figures(articles.values()), sum(one.tally.required for one in articles.values())
        cells = (_cell(getattr(rates_now, key), getattr(ours, key), getattr(theirs, key)) for key in FIGURES)
        yield f"{language:10}{len(articles):9}{required:7}" + "".join(f"{cell:>14}" for cell in cells)


def _cell(value: float | None, ours: float | None, theirs: float | None) -> str:
    if value is None:
        return "–"
    moved = "" if ours is None or theirs is None or round(ours - theirs, 3) == 0 else f" {ours - theirs:+.3f}"
    return f"{value:.3f}{moved}"


def faults(name: str, measured: Measured, then: Mapping[str, Counted]) -> Iterator[str]:
    """Yield why the gate does not open; a line that begins with `note:` is no reason."""
    if count := len(measured.unanswered):
        much = count / (count + len(measured.articles)) > MISSING
        yield (
            f"{'' if much else 'note: '}{name}: at least {measured.questions} questions about {count} articles have no"
            " recorded answer, since a prompt, a rule of what is asked or the cut of sentences has changed. These"
            " articles are not measured: make record-gold asks the embedded model, a second or two for each question"
        )
    if new := [key for key in measured.articles if key not in then]:
        yield f"{name}: nothing is expected of {len(new)} articles, as {new[0]}: make quality ARGS=--accept"
    fallen = [line for language, some in languages(measured.articles).items() for line in _fallen(language, some, then)]
    yield from (f"{name}: {line}" for line in fallen)
    if fallen:
        yield (
            "what has changed: make quality ARGS=--show. If it is meant, make quality ARGS=--accept, and say why in"
            " CHANGELOG.md"
        )


def _fallen(language: str, now: Mapping[str, Counted], then: Mapping[str, Counted]) -> Iterator[str]:
    ours, theirs = both(now, then)
    new, old = figures(ours), figures(theirs)
    for key, title in FIGURES.items():
        before, after = getattr(old, key), getattr(new, key)
        if before is None or (after or 0.0) >= before - TOLERANCE:
            continue
        right = RIGHT.get(key)
        if right and _sum(ours, right) >= _sum(theirs, right):
            continue
        yield f"{title} of {language} falls from {before:.3f} to {after or 0.0:.3f}"


def _sum(articles: Iterable[Counted], count: str) -> int:
    return sum(getattr(one.tally, count) for one in articles)


def changed(now: Mapping[str, Counted], then: Mapping[str, Counted]) -> Iterator[str]:
    """Yield each article whose counts are others than expected, with those counts."""
    for key, one in now.items():
        before = dataclasses.asdict(then[key].tally) if key in then else {}
        after = dataclasses.asdict(one.tally)
        others = [count for count in after if before.get(count, 0) != after[count]]
        told = [f"{count} {before.get(count, 0)} to {after[count]}" for count in others]
        if told:
            yield f"{key}: {', '.join(told)}"


# --- what is expected ---


def read_book(path: Path) -> Book:
    """Return what is expected; nothing where there is no file yet."""
    told = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return {
        name: {key: Counted(one.pop("language"), Counts(**one)) for key, one in articles.items()}
        for name, articles in told.items()
    }


def write_book(path: Path, book: Book) -> None:
    """Write counts that are not 0, an article a line."""
    parts = []
    for name, articles in book.items():
        rows = (f"  {json.dumps(key)}: {json.dumps(_row(one))}" for key, one in sorted(articles.items()))
        parts.append(f" {json.dumps(name)}: {{\n" + ",\n".join(rows) + "\n }")
    path.write_text("{\n" + ",\n".join(parts) + "\n}\n", "utf-8")


def _row(one: Counted) -> dict[str, str | int]:
    return {"language": one.language} | {key: n for key, n in dataclasses.asdict(one.tally).items() if n}
