"""What holds for each reader of others' bytes, whatever the bytes; knows nothing of who makes them.

A target takes bytes and returns nothing. An `AssertionError` says what does not hold, any other exception is a crash of
the reader, and a call of more than `SECONDS` of the processor is a hang. Where a reader takes more than a text, its
first line holds the rest, in words: see each target. Words are UTF-8; other bytes stand as lone surrogates, as answers
may hold them.
"""

import contextlib
import datetime as dt
import hashlib
import itertools
import re
import signal
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final, NoReturn

from helpers.reviewable import MENTIONS, TEXTS
from memcon.articles.body import BLANK
from memcon.articles.sentences import body_of, not_body, segment
from memcon.errors import DataError, MemconError, UsageError
from memcon.events.amend import ArticleText, apply
from memcon.events.merge import merge
from memcon.extraction.answers import Findings
from memcon.models import parse
from memcon.models.ledger.check import problems
from memcon.models.ledger.recover import recover
from memcon.models.ledger.store import open_ledger
from memcon.outputs.decisions import opened, read_decisions
from memcon.records import Article
from memcon.records.jsonl import dump
from memcon.resolve.dates import find_dates, resolve_date
from memcon.text.ground import Folded, explain, ground

SECONDS: Final = 2.0
"""Of the processor, for one input of some thousand bytes: a hundred times what one should take."""


class Hang(BaseException):
    """A reader has taken longer than it may; no `Exception`, so that it passes code that survives any."""


@contextlib.contextmanager
def limited(seconds: float = SECONDS) -> Iterator[None]:
    """Raise `Hang` in what runs longer, Python and its patterns alike."""

    def stop(*_: object) -> NoReturn:
        raise Hang(f"more than {seconds:g} s")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _words(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _headed(data: bytes) -> tuple[list[str], str]:
    """Return the words of the first line, and the text behind it."""
    head, _, text = _words(data).partition("\n")
    return head.split(" "), text


def _day(word: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(word)
    except ValueError:
        return None


def clean(data: bytes) -> None:
    """An answer of a model: what is made of it is a part of it, and it is an answer or has a reason why it is none."""
    text = _words(data)
    cleaned = parse.clean(text)
    assert len(cleaned) <= len(text)
    found, reason = parse.parse(Findings, cleaned)
    assert (found is None) == bool(reason), reason
    parse.goes_in_circles(text)
    assert all(isinstance(item, str) for item in parse.whole_items(text))


def grounded(data: bytes) -> None:
    """`quote`, a line, and the article behind it: places lie in the article, in it alone, or a reason is told."""
    quote, _, text = _words(data).partition("\n")
    whole = Folded(text)
    places = ground(quote, whole)
    assert all(0 <= place.start < place.end <= len(text) for place in places), places
    assert all(text[place.start : place.end] in quote for place in places if place.match == "exact"), places
    refused = explain(quote, whole)
    assert bool(places) == (refused is None), (places, refused)


def dated(data: bytes) -> None:
    """`en 2024-05-08 planned`, and words below: a date has a beginning before its end, spans lie in the words."""
    head, text = _headed(data)
    language, published, planned = head[0] or None, _day("".join(head[1:2])), "planned" in head
    found = resolve_date(text, published, language, planned)
    assert found is None or found.start <= found.end, found
    spans = find_dates(text, published, language)
    assert all(0 <= start < end <= len(text) for start, end in spans), spans
    assert all(before[0] <= after[0] for before, after in itertools.pairwise(spans)), spans
    assert all(resolve_date(text[start:end], published, language) for start, end in spans), spans


BLANKS: Final = re.compile(f"[{BLANK}]*")


def segmented(data: bytes) -> None:
    """`en The title`, and the text below: sentences are in order, and hold all that is not blank."""
    head, text = _headed(data)
    try:
        article = Article(id="a", text=text, language=head[0] or None, title=" ".join(head[1:]) or None)
    except UsageError:
        return
    at = 0
    sentences = segment(article)
    for number, sentence in enumerate(sentences, 1):
        assert sentence.number == number
        assert at <= sentence.start < sentence.end <= len(text), sentence
        assert BLANKS.fullmatch(text, at, sentence.start), sentence
        at = sentence.end
    assert BLANKS.fullmatch(text, at), at
    assert len(not_body(article)) == sum(not sentence.body for sentence in sentences)
    assert len(body_of(text, sentences)) == len(text)


SHAS: Final = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in TEXTS.items()}
EVENTS: Final = merge(MENTIONS)


def reviewed(data: bytes) -> None:
    """A file of decisions: it is told as damaged or read, written on, read the same, and applied to a run."""
    with folder_in_memory() as folder:
        path = folder / "review.jsonl"
        path.write_bytes(data)
        try:
            reading = read_decisions(path)
        except DataError:
            return
        assert 0 <= reading.whole <= reading.whole + reading.torn <= len(data)
        with opened(path) as file:
            assert file.decisions == reading.decisions
        assert read_decisions(path).decisions == reading.decisions
        path.write_bytes(b"".join(map(dump, reading.decisions)))
        assert read_decisions(path).decisions == reading.decisions
    articles = {name: ArticleText(sha, TEXTS[name]) for name, sha in SHAS.items()}
    after = apply(EVENTS, MENTIONS, reading.decisions, articles)
    assert len(after.outcomes) == len(reading.decisions)
    assert all(dump(event) for event in after.events)


def recovered(data: bytes) -> None:
    """The length of a ledger in four bytes, the ledger, its log: what is recovered is told, and is sound."""
    size = int.from_bytes(data[:4], "big")
    with folder_in_memory() as folder:
        damaged, target = folder / "damaged.sqlite", folder / "saved.sqlite"
        damaged.write_bytes(data[4 : 4 + size])
        if data[4 + size :]:
            damaged.with_name("damaged.sqlite-wal").write_bytes(data[4 + size :])
        try:
            saved = recover(damaged, target)
        except MemconError:
            assert not target.exists()
            return
        with open_ledger(target) as ledger:
            assert ledger.stats().questions == saved.questions
            wrong = [problem for problem in problems(ledger) if not problem.endswith("its answer is damaged")]
            assert not wrong, wrong


@contextlib.contextmanager
def folder_in_memory() -> Iterator[Path]:
    """Give a folder, in memory where the system has such: a fuzzer does not wait for disks."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield Path(folder)


TARGETS: Final[Mapping[str, Callable[[bytes], None]]] = {
    "clean": clean,
    "ground": grounded,
    "resolve_date": dated,
    "segment": segmented,
    "review": reviewed,
    "recover": recovered,
}
