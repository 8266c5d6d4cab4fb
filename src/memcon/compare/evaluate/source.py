"""Read gold, predictions and articles from files. Judges nothing.

Predictions are read leniently: an event needs an id, a kind and mentions, a mention an article, and what else is there
is used where it can be. So what other extractors write can be judged too. Damage (no JSON, no UTF-8, a cut line) and
gold that cannot be right are errors with file and line.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Final

from memcon.articles.read import read_articles
from memcon.articles.reread import check_files, where_read
from memcon.compare.evaluate.given import Row, check_once, check_quotes, gold_of, whole_of
from memcon.compare.evaluate.gold import WHOLE
from memcon.compare.evaluate.values import Days, Gold, Prediction, Quoted
from memcon.errors import DataError, UsageError
from memcon.outputs.folder import RunFolder, file_in
from memcon.records import Article, ArticleState, run_files
from memcon.records.jsonl import MOST_BYTES, BadLine, parse_object, record_lines

_BOM: Final = b"\xef\xbb\xbf"
_VARIANTS: Final = ("form", "channel", "act")  # an event has one of them, by its kind
_NO_LIMIT: Final = 2**40  # characters of an article: what was read once is read again


@dataclass(frozen=True, slots=True)
class Predictions:
    """What runs found in articles that are known, and how many mentions are of others."""

    known: tuple[Prediction, ...]
    unknown: int


@dataclass(frozen=True, slots=True)
class Texts:
    """The articles, and what could not be read."""

    articles: tuple[Article, ...]
    failed: tuple[str, ...]
    """Why, one line each."""


@dataclass(frozen=True, slots=True)
class GoldRead:
    """What files of gold hold."""

    events: tuple[Gold, ...]
    whole: frozenset[str] | None
    """The articles that were read whole, where the files say which: the others are not measured. None where they do not
    say, and whoever measures gives the articles."""
    places: tuple[str, ...]
    """In which file and line each event stands."""


def read_gold(paths: Sequence[str]) -> tuple[Gold, ...]:
    """Return the gold events of these files, of articles that were read whole where they say which. As `read_whole`."""
    read = read_whole(paths)
    return tuple(gold for gold in read.events if read.whole is None or gold.article in read.whole)


def read_whole(paths: Sequence[str]) -> GoldRead:
    """Return the gold events of these files, and which articles were read whole; a file named twice is read once.

    Raises UsageError for a file that does not exist, and where some files say which articles were read whole and others
    do not; DataError for a damaged line, one that is neither, an id that stands twice in a file, or of one article in
    several, and an event that cannot be right.
    """
    events: list[Gold] = []
    places: list[str] = []
    whole: set[str] = set()
    says: dict[bool, Path] = {}
    for path in _once(map(_file, paths)):
        told, start = False, len(events)
        for row in _rows(path):
            if WHOLE in row.value:
                told = True
                whole.update(whole_of(row))
            else:
                events.append(gold_of(row))
                places.append(row.where)
        check_once((gold.id, where) for gold, where in list(zip(events, places, strict=True))[start:])
        says[told] = path
    if len(says) > 1:
        raise UsageError(
            f"{str(says[True])!r} says which articles were read whole, and {str(says[False])!r} does not: measure by "
            "one of them, or by gold of one sort"
        )
    check_once(((gold.article, gold.id), where) for gold, where in zip(events, places, strict=True))
    return GoldRead(tuple(events), frozenset(whole) if True in says else None, tuple(places))


def check_gold(read: GoldRead, articles: Iterable[Article]) -> None:
    """Raise DataError for gold of one of these articles, a quote of which stands nowhere in it."""
    texts = {article.id: article.text for article in articles}
    for gold, where in zip(read.events, read.places, strict=True):
        if gold.article in texts:
            check_quotes(where, gold, texts[gold.article])


def read_texts(inputs: Sequence[str] | None, runs: Sequence[str]) -> Texts:
    """Return the articles of `inputs`, or those of `runs`, from where their `articles.jsonl` says they were read.

    Raises UsageError for paths that do not exist and for runs that do not say where their articles are, DataError where
    one is no file by now.
    """
    if inputs:
        return _texts(inputs, None)
    states = {state.article: state for run in runs for state in _states(run) if state.sha256}
    paths = where_read(states.values())
    if not paths:
        raise UsageError("the runs tell of no articles that were read from a file: say with --articles where they lie")
    check_files(paths)
    return _texts(paths, states)


def read_predictions(runs: Sequence[str], articles: Iterable[Article]) -> Predictions:
    """Return a prediction for each event and article; a run is a file of events or a folder with `events.jsonl`.

    An article is named by its id; a text file by its name without `.txt` too, and by its path.
    Raises UsageError for a run that does not exist, DataError for a damaged line or one that is no event.
    """
    named = names_of(articles)
    predictions: list[Prediction] = []
    unknown = 0
    for path in _once(map(events_file, runs)):
        for row in _rows(path):
            mentions: dict[str, list[Quoted]] = {}
            for mention in row.objects("mentions", needed=True):
                article = named(str(mention.needed("article")))
                if article is None:
                    unknown += 1
                else:
                    mentions.setdefault(article, []).extend(map(_quoted, mention.objects("quotes")))
            predictions.extend(_prediction(row, article, quotes) for article, quotes in mentions.items())
    return Predictions(tuple(predictions), unknown)


def names_of(articles: Iterable[Article]) -> Callable[[str], str | None]:
    """Return what finds the id of an article by a name that a run gives it; None for one that is not there."""
    names = [article.id for article in articles]
    known = {name.removesuffix(".txt"): name for name in names if name.endswith(".txt")} | {
        name: name for name in names
    }
    return lambda name: known.get(name) or known.get(PurePath(name).name)


def _prediction(row: Row, article: str, quotes: Sequence[Quoted]) -> Prediction:
    status, place = row.value.get("status"), row.value.get("place")
    date = row.value.get("date")
    start, end = (date.get("start"), date.get("end")) if isinstance(date, dict) else (None, None)
    country = place.get("country") if isinstance(place, dict) else place
    return Prediction(
        id=str(row.needed("id")),
        article=article,
        kind=row.string("kind"),
        status=status if isinstance(status, str) else None,
        countries=frozenset(row.strings("countries")),
        people=tuple(_name(person.value.get("name")) for person in row.objects("participants")),
        date=Days(start, end if isinstance(end, str) else None) if start and isinstance(start, str) else None,
        place=country if isinstance(country, str) else None,
        confidence=row.share("confidence"),
        quotes=tuple(quotes),
        variant=next((word for key in _VARIANTS if isinstance(word := row.value.get(key), str)), None),
    )


def _name(name: object) -> str:
    return name if isinstance(name, str) else ""


def _quoted(row: Row) -> Quoted:
    start, end, text = row.value.get("start"), row.value.get("end"), row.value.get("text", "")
    whole = isinstance(start, int) and isinstance(end, int) and isinstance(text, str)
    words = text if isinstance(text, str) else None
    return Quoted(start if whole else None, end if whole else None, words if "text" in row.value else None)


def _rows(path: Path) -> Iterator[Row]:
    try:
        with path.open("rb") as file:
            for line in record_lines(file):
                where = f"{str(path)!r}, line {line.number}"
                if line.data is None:
                    raise DataError(f"{where}: longer than {MOST_BYTES >> 20} MiB, as no record is")
                try:
                    yield Row(where, parse_object(line.data.removeprefix(_BOM)))
                except BadLine as error:
                    raise DataError(f"{where} (byte {line.offset + (error.offset or 0)}): {error}") from None
    except OSError as error:
        raise DataError(f"{str(path)!r} cannot be read: {(error.strerror or str(error)).lower()}") from error


def _file(given: str) -> Path:
    path = Path(given)
    if not path.exists():
        raise UsageError(f"{given!r} does not exist")
    if path.is_dir():
        raise UsageError(f"{given!r} is a folder: name the file of gold events in it")
    return _with_an_end(path)


def events_file(given: str) -> Path:
    """Return the file of events that `given` is, or holds. Raises UsageError where there is none."""
    path = Path(given)
    if not path.exists():
        raise UsageError(f"{given!r} does not exist: give {run_files.EVENTS}, or the folder that a run wrote")
    if path.is_dir() and not RunFolder(path).has(run_files.EVENTS):
        raise UsageError(f"{given!r} holds no {run_files.EVENTS}: give a folder that a run wrote, or a file")
    return _with_an_end(file_in(path, run_files.EVENTS))


def _with_an_end(path: Path) -> Path:
    if path.is_char_device() and not path.samefile(os.devnull):
        raise UsageError(f"{str(path)!r} is a device, and may have no end: give a file")
    return path


def _once(paths: Iterable[Path]) -> list[Path]:
    return list({os.path.realpath(path): path for path in paths}.values())


def _states(run: str) -> Iterator[ArticleState]:
    folder = RunFolder(events_file(run).parent)
    if not folder.has(run_files.ARTICLES):
        raise UsageError(f"{run!r} has no {run_files.ARTICLES} beside it: say with --articles where its articles lie")
    yield from folder.articles()


def _texts(inputs: Sequence[str], wanted: Mapping[str, ArticleState] | None) -> Texts:
    articles, failed = [], []
    for item in read_articles(inputs, max_chars=_NO_LIMIT):
        if isinstance(item, Article):
            if wanted is None or item.id in wanted:
                articles.append(item)
        elif wanted is None:
            failed.append(item.detail or item.article)
    return Texts(tuple(articles), tuple(failed))
