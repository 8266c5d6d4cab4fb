"""How far two coders who read the same articles by the codebook agree: where events are told, and what is said of them.

Coders of one run are told by `memcon agreement`, whose coefficients these are; this reads two files of gold.

usage: python benchmarks/agreement.py ARTICLES GOLD1 GOLD2 [--pairs]

ARTICLES is what `memcon extract` reads; the two files have a line an event, as gold has. An act may be written by the
number of its rule (`A4`), and a line with `"none": true` tells that an article has no event. Articles that only one
coded count for nothing.

*Where.* Krippendorff's alpha for unitised events (Krippendorff 1995; Content Analysis, 2013, chapter 12) wants units
that do not overlap. Events do: one sentence tells two, and one event is told in five sentences. So the unit is the
sentence, its value the set of kinds whose quotes touch it, none being a value too, and the distance nominal: alpha of
the whole set, and of each kind told or not told. Intervals are percentiles of articles drawn with replacement.

*What.* Events of the two are laid one to one where half of the words of the shorter's sentences are shared, whatever
their kind: as many as can be, then those that share most and have the same kind, sides and names. On these pairs:
Cohen's kappa (1960) of kind and status, of form, channel and act where the kind is the same, and the share of equal
sides, days and places. Kappa says nothing of what one coder alone listed.

*Both.* F1 of `memcon evaluate` with one coder as gold and the other as prediction, which pairs events of one kind.
"""

import argparse
import dataclasses
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple, get_args

from memcon.compare.agreement.coefficients import alpha, kappa
from memcon.compare.agreement.coefficients import interval as drawn
from memcon.compare.evaluate import Days, Gold, Prediction, Quoted
from memcon.compare.evaluate.chance import Interval
from memcon.compare.evaluate.count import part
from memcon.compare.evaluate.judge import compare_names, gold_positions, judge, sentences_of
from memcon.compare.evaluate.source import read_texts
from memcon.events.matching.assign import Pair, assign
from memcon.records import Article
from memcon.records.vocabulary import Act, Kind

NUMBERED: Final = {f"A{number}": act for number, act in enumerate(get_args(Act), 1)}
"""The acts by the numbers of their rules in the codebook."""
_SHARED: Final = 0.5  # of the sentences of the shorter
_PAIRED: Final = 100  # above the most that sentences and fields can give, which is 4
_UNIT: Final = 2**40  # parts of 1 in which weights are summed

Told = tuple[frozenset[str], frozenset[str]]
"""The kinds that each coder found in one sentence."""
Figure = Callable[[Sequence[Told]], float | None]


class Both(NamedTuple):
    """One event as each of the two coders has it."""

    one: Gold
    other: Gold


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("one", type=Path)
    parser.add_argument("other", type=Path)
    parser.add_argument("--pairs", action="store_true", help="list what differs: pairs, and events that stand alone")
    options = parser.parse_args()
    one, other = read_coding(options.one), read_coding(options.other)
    coded = [a for a in read_texts([str(options.articles)], []).articles if a.id in one and a.id in other]
    print("\n".join(report(coded, one, other)))
    if options.pairs:
        print("\n".join(["", *differences(coded, one, other)]))


def read_coding(path: Path) -> dict[str, list[Gold]]:
    """Return the events of each article that a coder coded, of an article without events an empty list."""
    found: dict[str, list[Gold]] = {}
    for line in filter(str.strip, path.read_text("utf-8").split("\n")):
        row = json.loads(line)
        events = found.setdefault(row["article"], [])
        if not row.get("none"):
            events.append(_event(row))
    return found


def _event(row: Mapping[str, Any]) -> Gold:
    variant = row.get("variant")
    return Gold(
        id=row["id"],
        article=row["article"],
        kind=row["kind"],
        kinds=frozenset({row["kind"]}),
        status=row["status"],
        required=row["required"],
        quotes=tuple(row["quotes"]),
        countries=frozenset(row["countries"]),
        people=tuple(person["name"] for person in row["participants"]),
        date=Days(*row["date"]) if row.get("date") else None,
        date_may_be_null=False,
        place=row.get("place"),
        variants=frozenset({NUMBERED.get(variant, variant)} if variant else ()),
    )


# --- where events are told ---


def told(article: Article, one: Iterable[Gold], other: Iterable[Gold]) -> list[Told]:
    """Return, for each sentence of the article, the kinds of events that the two coders found in it."""
    each = [[(event.kind, gold_positions(event.quotes, article.text)) for event in events] for events in (one, other)]
    starts = [start for start, end in sentences_of(article.text) if article.text[start:end].strip()]
    sets = [[frozenset(kind for kind, touched in coder if start in touched) for start in starts] for coder in each]
    return list(zip(*sets, strict=True))


def alpha_of(kind: str) -> Figure:
    """Return the alpha of whether a sentence tells an event of this kind."""
    return lambda pairs: alpha([(kind in one, kind in other) for one, other in pairs])


def interval(figure: Figure, articles: Sequence[Sequence[Told]], *, seed: int = 0) -> Interval | None:
    """Return where the figure lies in 95 of 100 drawings of as many articles; None where a drawing seldom has one."""
    return drawn(lambda some: figure([pair for one in some for pair in one]), articles, seed=seed)


# --- what is said of them ---


def lay(article: Article, one: Sequence[Gold], other: Sequence[Gold]) -> list[Both]:
    """Lay the events of two coders one to one, in the order of the first."""
    touched = [[gold_positions(event.quotes, article.text) for event in events] for events in (one, other)]
    weights: dict[Pair, int] = {}
    for i, mine in enumerate(touched[0]):
        for j, theirs in enumerate(touched[1]):
            shared = len(mine & theirs)
            if shared and shared >= _SHARED * min(len(mine), len(theirs)):
                near = _PAIRED + shared / len(mine | theirs) + _likeness(one[i], other[j])
                weights[Pair(i, j)] = int(near * _UNIT)
    return [Both(one[pair.old], other[pair.new]) for pair in sorted(assign(weights, lambda i, j: weights[Pair(i, j)]))]


def _likeness(one: Gold, other: Gold) -> float:
    names = compare_names(one.people, other.people)
    same = (one.kind == other.kind) + (one.countries == other.countries)
    return same + (names.right / names.wanted if names.wanted else 0.0)


def f1(articles: Sequence[Article], gold: Iterable[Gold], found: Iterable[Gold]) -> float:
    """Return the F1 that `memcon evaluate` gives for `found`; borderline lines of `gold` are neither gain nor loss."""
    texts = {article.id: article.text for article in articles}
    return part(judge(articles, gold, [_as_found(event, texts[event.article]) for event in found])).rates.f1


def _as_found(event: Gold, text: str) -> Prediction:
    starts = [(text.find(quote), quote) for quote in event.quotes]
    return Prediction(
        id=event.id,
        article=event.article,
        kind=event.kind,
        status=event.status,
        countries=event.countries,
        people=event.people,
        date=event.date,
        place=event.place,
        confidence=None,
        quotes=tuple(Quoted(at, at + len(quote), quote) for at, quote in starts if at >= 0),
    )


# --- told ---


def report(articles: Sequence[Article], one: Mapping[str, list[Gold]], other: Mapping[str, list[Gold]]) -> list[str]:
    """Return the figures as tables of Markdown, in which – is what cannot be told."""
    sentences = [told(article, one[article.id], other[article.id]) for article in articles]
    mine, theirs = ([event for a in articles for event in coder[a.id]] for coder in (one, other))
    every = f"{len(articles)} articles, {sum(map(len, sentences))} sentences, {len(mine)} and {len(theirs)} events"
    lines = [f"{every}, {_required(mine)} and {_required(theirs)} of them required", ""]
    lines += ["| sentences | alpha | 95 % | differ |", "|---|---:|---|---:|"]
    lines.append(_row("set of kinds", alpha, sentences, lambda kinds: kinds))
    for kind in get_args(Kind):
        lines.append(_row(f"{kind} told or not", alpha_of(kind), sentences, frozenset((kind,)).intersection))
    lines += ["", "| events | all lines | required by both |", "|---|---:|---:|"]
    pairs = [both for a in articles for both in lay(a, one[a.id], other[a.id])]
    columns = [figures(pairs), figures([pair for pair in pairs if pair.one.required and pair.other.required])]
    lines += [f"| {name} | {columns[0][name]} | {columns[1][name]} |" for name in columns[0]]
    alike = [[dataclasses.replace(event, required=True) for event in events] for events in (mine, theirs)]
    strict = [[event for event in events if event.required] for events in (mine, theirs)]
    for name, gold, found, lone in (
        ("F1, the second against the first", mine, alike[1], strict[1]),
        ("F1, the first against the second", theirs, alike[0], strict[0]),
    ):
        whole = f1(articles, [dataclasses.replace(event, required=True) for event in gold], found)
        lines.append(f"| {name} | {whole:.2f} | {f1(articles, gold, lone):.2f} |")
    return lines


def figures(pairs: Sequence[Both]) -> dict[str, str]:
    """Return by name what the pairs agree on."""
    same_kind = [pair for pair in pairs if pair.one.kind == pair.other.kind]
    dated = [pair for pair in pairs if pair.one.date or pair.other.date]
    return {
        "pairs": str(len(pairs)),
        "kappa of kind": _told(kappa([(one.kind, other.kind) for one, other in pairs])),
        "kappa of status": _told(kappa([(one.status, other.status) for one, other in pairs])),
        "kappa of form, channel, act": _told(kappa([(one.variants, other.variants) for one, other in same_kind])),
        "same countries": _share([one.countries == other.countries for one, other in pairs]),
        "same days, or both none": _share([one.date == other.date for one, other in pairs]),
        "same days, where either has some": _share([one.date == other.date for one, other in dated]),
        "same place, or both none": _share([one.place == other.place for one, other in pairs]),
    }


def differences(
    articles: Iterable[Article], one: Mapping[str, list[Gold]], other: Mapping[str, list[Gold]]
) -> Iterable[str]:
    """Yield a line for each pair that differs, with the fields, and for each event that one coder alone has."""
    for article in articles:
        pairs = lay(article, one[article.id], other[article.id])
        for pair in pairs:
            fields = {"kind", "status", "variants", "countries", "date", "place", "required"}
            unlike = sorted(name for name in fields if getattr(pair.one, name) != getattr(pair.other, name))
            if unlike:
                values = (f"{name} {_show(pair.one, name)} / {_show(pair.other, name)}" for name in unlike)
                yield f"{pair.one.id} = {pair.other.id}: {'; '.join(values)}"
        paired = {event.id for pair in pairs for event in pair}
        yield from (
            f"{event.id}: alone, {event.kind} {_show(event, 'variants')} {event.status}"
            for event in (*one[article.id], *other[article.id])
            if event.id not in paired
        )


def _show(event: Gold, name: str) -> str:
    days = "..".join(filter(None, event.date or ())) or "none"
    sets = {"variants": event.variants, "countries": event.countries}
    return " ".join(sorted(sets[name])) if name in sets else days if name == "date" else str(getattr(event, name))


def _row(
    name: str, figure: Figure, articles: Sequence[Sequence[Told]], seen: Callable[[frozenset[str]], frozenset[str]]
) -> str:
    every = [pair for article in articles for pair in article]
    around = interval(figure, articles)
    bounds = f"{around.low:.2f} to {around.high:.2f}" if around else "–"
    differ = sum(seen(one) != seen(other) for one, other in every)
    return f"| {name} | {_told(figure(every))} | {bounds} | {differ} |"


def _required(events: Iterable[Gold]) -> int:
    return sum(event.required for event in events)


def _told(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _share(same: Sequence[bool]) -> str:
    return f"{sum(same)} of {len(same)}" + (f", {sum(same) / len(same):.0%}" if same else "")


if __name__ == "__main__":
    main()
