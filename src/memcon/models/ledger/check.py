"""Whether each row of a ledger is sound. Reads only, and needs no lock: it may run beside an extraction."""

from collections.abc import Iterator

from memcon.models.ledger.batches import Batches
from memcon.models.ledger.file import inflated
from memcon.models.ledger.lessons import bad_lessons
from memcon.models.ledger.store import Ledger, question_key
from memcon.models.ledger.values import no_utf8, refuse, wrong_values
from memcon.models.said import is_answer


def problems(ledger: Ledger) -> Iterator[str]:
    """Yield what is wrong with `ledger`, a line each: damaged pages, answers that cannot be read, keys that do not fit.

    A key is the hash of what was asked, so a question that was changed on the disk is found.

    Raises:
        DataError: it is so damaged that it cannot be walked.
    """
    for (finding,) in ledger.read("PRAGMA integrity_check(20)"):
        if finding != "ok":
            yield f"database: {finding}"
    if wrong := [*wrong_values(ledger), *no_utf8(ledger)]:  # nothing else can be told of such rows
        yield from wrong
        return
    for row, key, label, body in ledger.pages("SELECT rowid, key, endpoint, body FROM questions"):
        asked = inflated(body)
        if asked is None or question_key(label, asked) != key:
            yield f"question {row}: its text is damaged, or is not what {key[:12]}… was asked"
    for attempt, state, body in ledger.pages("SELECT id AS rowid, state, body FROM attempts"):
        answer = inflated(body) if body is not None else b""
        if answer is None or (state == "done" and not is_answer(answer)):
            yield f"attempt {attempt}: its answer is damaged"
    for attempt, key in ledger.read("SELECT id, key FROM attempts WHERE key NOT IN (SELECT key FROM questions)"):
        yield f"attempt {attempt}: its question {key[:12]}… is missing"
    yield from bad_lessons(ledger)
    batches = Batches(ledger)
    if batches.there:
        yield from _of_batches(ledger, batches)


def check_sound(ledger: Ledger) -> None:
    """Raise DataError where anything is wrong with `ledger`, see `problems`; reads all of it."""
    refuse(ledger, problems(ledger))


def _of_batches(ledger: Ledger, batches: Batches) -> Iterator[str]:
    for line, key in ledger.read("SELECT id, key FROM batch_lines WHERE key NOT IN (SELECT key FROM questions)"):
        yield f"line {line} of a batch: its question {key[:12]}… is missing"
    for line, number in ledger.read(
        "SELECT id, batch FROM batch_lines WHERE batch NOT IN (SELECT number FROM batches)"
    ):
        yield f"line {line} of a batch: its batch {number} is missing"
    for one in batches.all("running", "ended"):
        if not one.remote:
            yield f"batch {one.number}: it is under way, and what the provider calls it is missing"
