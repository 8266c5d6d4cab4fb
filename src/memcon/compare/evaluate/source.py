"""Read gold, predictions and articles from files. Judges nothing.

Predictions are read leniently: an event needs an id, a kind and mentions, a mention an article, and what else is there
is used where it can be. So what other extractors write can be judged too. Damage (no JSON, no UTF-8, a cut line) and
gold that lacks a field are errors with file and line.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any, Final, NoReturn

from memcon.articles.read import read_articles
from memcon.articles.reread import check_files, where_read
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


def read_gold(paths: Sequence[str]) -> tuple[Gold, ...]:
    """Return the gold events of these files, of articles that were read whole where they say which. As `read_whole`."""
    read = read_whole(paths)
    return tuple(gold for gold in read.events if read.whole is None or gold.article in read.whole)


def read_whole(paths: Sequence[str]) -> GoldRead:
    """Return the gold events of these files, and which articles were read whole; a file named twice is read once.

    Raises UsageError for a file that does not exist, and where some files say which articles were read whole and others
    do not; DataError for a damaged line or one that is neither.
    """
    events: list[Gold] = []
    whole: set[str] = set()
    says: dict[bool, Path] = {}
    for path in _once(map(_file, paths)):
        told = False
        for row in _rows(path):
            if WHOLE in row.value:
                told = True
                whole.update(row.strings(WHOLE))
            else:
                events.append(_gold(row))
        says[told] = path
    if len(says) > 1:
        raise UsageError(
            f"{str(says[True])!r} says which articles were read whole, and {str(says[False])!r} does not: measure by "
            "one of them, or by gold of one sort"
        )
    return GoldRead(tuple(events), frozenset(whole) if True in says else None)


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


@dataclass(frozen=True, slots=True)
class _Row:
    """A JSON object of a line, with its place for the messages."""

    where: str
    value: Mapping[str, Any]

    def needed(self, key: str) -> Any:  # noqa: ANN401  as JSON is
        if self.value.get(key) is None:
            self.fail(f"no {key!r}")
        return self.value[key]

    def string(self, key: str) -> str:
        value = self.needed(key)
        return value if isinstance(value, str) else self.fail(f"{key!r} must be a string")

    def strings(self, key: str) -> tuple[str, ...]:
        value = self.value.get(key) or ()
        if not isinstance(value, list | tuple) or not all(isinstance(one, str) for one in value):
            self.fail(f"{key!r} must be a list of strings")
        return tuple(value)

    def objects(self, key: str, *, needed: bool = False) -> list["_Row"]:
        value = self.needed(key) if needed else self.value.get(key) or []
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            self.fail(f"{key!r} must be a list of objects")
        return [_Row(self.where, one) for one in value]

    def fail(self, what: str) -> NoReturn:
        raise DataError(f"{self.where}: {what}")


def _gold(row: _Row) -> Gold:
    date = row.value.get("date")
    if date is not None and not (
        isinstance(date, list) and len(date) == 2 and all(isinstance(day, str) for day in date)
    ):
        row.fail("'date' must be null or two days, the first and the last")
    place = row.value.get("place")
    kind = row.string("kind")
    variant = [row.string("variant")] if row.value.get("variant") is not None else []
    return Gold(
        id=row.string("id"),
        article=row.string("article"),
        kind=kind,
        kinds=frozenset({kind, *row.strings("alt_kinds")}),
        status=row.string("status"),
        required=bool(row.needed("required")),
        quotes=row.strings("quotes") or row.fail("no 'quotes'"),
        countries=frozenset(row.strings("countries")),
        people=tuple(person.string("name") for person in row.objects("participants")),
        date=Days(*date) if date else None,
        date_may_be_null=bool(row.value.get("date_null_ok")),
        place=place if isinstance(place, str) else None,
        variants=frozenset({*variant, *row.strings("alt_variants")}),
    )


def _prediction(row: _Row, article: str, quotes: Sequence[Quoted]) -> Prediction:
    status, place = row.value.get("status"), row.value.get("place")
    date = row.value.get("date")
    start, end = (date.get("start"), date.get("end")) if isinstance(date, dict) else (None, None)
    country = place.get("country") if isinstance(place, dict) else place
    confidence = row.value.get("confidence")
    return Prediction(
        id=str(row.needed("id")),
        article=article,
        kind=row.string("kind"),
        status=status if isinstance(status, str) else None,
        countries=frozenset(row.strings("countries")),
        people=tuple(_name(person.value.get("name")) for person in row.objects("participants")),
        date=Days(start, end if isinstance(end, str) else None) if start and isinstance(start, str) else None,
        place=country if isinstance(country, str) else None,
        confidence=float(confidence) if isinstance(confidence, int | float) else None,
        quotes=tuple(quotes),
        variant=next((word for key in _VARIANTS if isinstance(word := row.value.get(key), str)), None),
    )


def _name(name: object) -> str:
    return name if isinstance(name, str) else ""


def _quoted(row: _Row) -> Quoted:
    start, end, text = row.value.get("start"), row.value.get("end"), row.value.get("text", "")
    whole = isinstance(start, int) and isinstance(end, int) and isinstance(text, str)
    words = text if isinstance(text, str) else None
    return Quoted(start if whole else None, end if whole else None, words if "text" in row.value else None)


def _rows(path: Path) -> Iterator[_Row]:
    try:
        with path.open("rb") as file:
            for line in record_lines(file):
                where = f"{str(path)!r}, line {line.number}"
                if line.data is None:
                    raise DataError(f"{where}: longer than {MOST_BYTES >> 20} MiB, as no record is")
                try:
                    yield _Row(where, parse_object(line.data.removeprefix(_BOM)))
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
