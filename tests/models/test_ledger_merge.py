"""Ledgers are joined whole, or not at all: what `memcon ledger verify` refuses no merge takes or adds to."""

import random
import shutil
import sqlite3
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from helpers.fault_server import completion
from memcon.errors import DataError
from memcon.models.ledger.check import problems
from memcon.models.ledger.merge import merge_ledgers
from memcon.models.ledger.recover import recover
from memcon.models.ledger.rows import set_aside
from memcon.models.ledger.store import canonical_of, open_ledger, question_key
from memcon.models.tokens import TokenCounts

Harm = Callable[[sqlite3.Connection], object]


def filled(path: Path, run: str, count: int = 3, size: int = 400) -> list[str]:
    """Make a ledger of `count` answers of a run, and return their keys."""
    keys = []
    with open_ledger(path) as ledger:
        ledger.run = run
        for number in range(count):
            body = canonical_of({"messages": [{"content": random.Random(number).randbytes(size).hex()}]})
            keys.append(question_key("l", body))
            attempt = ledger.send(keys[-1], "l", "m", body)
            ledger.keep(attempt, canonical_of(completion(f"{number}")), TokenCounts(model="m"))
    return keys


def sql(statement: str, *values: object) -> Harm:
    def harm(raw: sqlite3.Connection) -> None:
        raw.execute("PRAGMA ignore_check_constraints = ON")
        raw.execute(statement, values)

    return harm


def nulled(table: str, column: str) -> Harm:
    """Have a row lack what it must have, as a damaged page does."""

    def harm(raw: sqlite3.Connection) -> None:
        [(made,)] = raw.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchall()
        raw.execute("PRAGMA writable_schema = ON")
        change = "UPDATE sqlite_master SET sql = ? WHERE name = ?"
        raw.execute(change, (made.replace(" NOT NULL", ""), table))
        raw.commit()
        with sqlite3.connect(raw.execute("PRAGMA database_list").fetchone()[2]) as other:
            other.execute(f"UPDATE {table} SET {column} = NULL WHERE rowid = 2")
        other.close()
        raw.execute(change, (made, table))

    return harm


HARMS = {
    "an answer's bytes": sql("UPDATE attempts SET body = x'00' WHERE id = 2"),
    "an answer that is none": sql("UPDATE attempts SET body = ? WHERE id = 2", zlib.compress(b"{}")),
    "an answer as text": sql("UPDATE attempts SET body = 'abc' WHERE id = 2"),
    "no answer": sql("UPDATE attempts SET body = NULL WHERE id = 2"),
    "a question's bytes": sql("UPDATE questions SET body = x'00' WHERE rowid = 2"),
    "another question": sql("UPDATE questions SET body = ? WHERE rowid = 2", zlib.compress(b"{}")),
    "another endpoint": sql("UPDATE questions SET endpoint = 'there' WHERE rowid = 2"),
    "another key": sql("UPDATE attempts SET key = 'k' WHERE id = 2"),
    "no question": sql("DELETE FROM questions WHERE rowid = 2"),
    "a state": sql("UPDATE attempts SET state = 'gone' WHERE id = 2"),
    "a row below all": sql("UPDATE attempts SET id = -7, body = x'00' WHERE id = 2"),
    **{
        f"without {table}.{column}": nulled(table, column)
        for table, columns in (("questions", "key endpoint model body"), ("attempts", "key run state sent"))
        for column in columns.split()
    },
}


@pytest.mark.parametrize("what", HARMS)
@pytest.mark.parametrize("which", ["one that comes", "one that is there"])
def test_a_damaged_ledger_is_refused_and_displaces_no_sound_answer(tmp_path: Path, what: str, which: str) -> None:
    """A damaged answer came first and stood, and the sound one to its question was told as repeated and given up."""
    bad, good, whole = tmp_path / "bad.sqlite", tmp_path / "good.sqlite", tmp_path / "whole.sqlite"
    keys = filled(bad, "first")
    filled(good, "second")
    with sqlite3.connect(bad) as raw:
        HARMS[what](raw)
    raw.close()
    with open_ledger(bad, offline=True) as ledger:
        assert list(problems(ledger))
    with open_ledger(bad if which == "one that is there" else whole) as ledger:
        with pytest.raises(DataError, match=r"bad\.sqlite: .*`memcon ledger recover"):
            merge_ledgers(ledger, [good] if ledger.path == bad else [bad, good])
        assert ledger.stats().attempts == (3 if ledger.path == bad else 0)
    recover(bad, tmp_path / "saved.sqlite")
    with open_ledger(whole) as ledger:
        assert merge_ledgers(ledger, [tmp_path / "saved.sqlite", good]).answers == 3
        assert not list(problems(ledger))
        assert all(ledger.answer(key) for key in keys)


@pytest.mark.parametrize("order", ["oma", "oam", "moa", "mao", "aom", "amo", "oa", "ao"])
def test_an_answer_that_was_set_aside_stands_in_no_order(tmp_path: Path, order: str) -> None:
    """An older copy of a ledger brought back the answer that had been set aside, and the better one was given up."""
    paths = {name: tmp_path / f"{name}.sqlite" for name in "oam"}
    (key,) = filled(paths["o"], "first", 1)
    filled(paths["m"], "another machine", 1)
    shutil.copy(paths["o"], paths["a"])
    with open_ledger(paths["a"]) as again:
        again.run = "again"
        with again.writing() as writer:
            set_aside(writer, key)
        attempt = again.send(key, "l", "m", canonical_of({}))
        again.keep(attempt, canonical_of(completion("better")), TokenCounts(model="m"))
    with open_ledger(tmp_path / "whole.sqlite") as whole:
        merge_ledgers(whole, [paths[name] for name in order])
        answer = whole.answer(key)
        assert answer is not None
        first = "a" if "m" not in order or order.index("a") < order.index("m") else "m"
        assert (b"better" in answer) == (first == "a")
        assert whole.stats().attempts == len(order)
        assert merge_ledgers(whole, paths.values()).attempts == 3 - len(order)
        assert whole.answer(key) == answer
        assert not list(problems(whole))


def test_what_was_set_aside_elsewhere_stands_for_no_other_that_is(tmp_path: Path) -> None:
    first, second, whole = (tmp_path / f"{name}.sqlite" for name in ("first", "second", "whole"))
    (key,) = filled(first, "first", 1)
    filled(second, "second", 1)
    with open_ledger(whole) as ledger:
        merge_ledgers(ledger, [first, second])
        for path in (second, first):
            assert ledger.answer(key)
            with open_ledger(path) as own, own.writing() as writer:
                set_aside(writer, key)
            assert merge_ledgers(ledger, [path]).known == 1
        assert ledger.answer(key) is None


def test_what_is_flipped_on_the_disk_is_told_and_not_merged(tmp_path: Path) -> None:
    """Whatever stands in a file: a check ends with what it found, and a merge takes the file where that is nothing."""
    filled(tmp_path / "l.sqlite", "run", 20, 60)
    content, sound, chance = (tmp_path / "l.sqlite").read_bytes(), 0, random.Random(597)
    for number in range(60):
        changed = bytearray(content)
        for _ in range(chance.choice([1, 3, 30])):
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
        path = tmp_path / f"{number}.sqlite"
        path.write_bytes(changed)
        try:
            with open_ledger(path, offline=True) as ledger:
                found = list(problems(ledger))
        except DataError as error:
            found = [str(error)]
        with open_ledger(tmp_path / f"whole-{number}.sqlite") as whole:
            if found:
                with pytest.raises(DataError):
                    merge_ledgers(whole, [path])
            else:
                sound += 1
                assert merge_ledgers(whole, [path]).answers == 20
                assert not list(problems(whole))
    assert 5 < sound < 55
