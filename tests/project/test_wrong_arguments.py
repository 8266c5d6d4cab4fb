"""The public functions refuse wrong arguments by a MemconError, before anything is read, asked or paid."""

import datetime as dt
import inspect
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
import pytest

import memcon
from helpers.fault_server import FaultServer
from helpers.scripted import Reader, call, serving
from memcon import api
from memcon.errors import UsageError
from memcon.extraction.arguments import _SORTS

TEXT: Final = (
    "Menteri Luar Negeri Jepang Yoko Kamikawa menelepon Menteri Luar Negeri Filipina Enrique Manalo pada Rabu."
)
LONG: Final = "x" * 5000
NUL: Final = "a\0b"


class Truthless:
    """As an array of several: it has no truth."""

    def __bool__(self) -> bool:
        raise ValueError("ambiguous")


ROUND: Final[list[Any]] = []
ROUND.append(ROUND)
TEXTS: Final = (7, b"x", ["x"], NUL)
PATHS: Final[tuple[Any, ...]] = (7, b"x", [], NUL, LONG)
CALLS: Final = (7, "print")
WRONG: Final[dict[str, tuple[Any, ...]]] = {
    **dict.fromkeys(("model", "strategy", "language", "timezone", "shard"), TEXTS),
    **dict.fromkeys(("text_field", "id_field", "date_field", "title_field"), TEXTS),
    **dict.fromkeys(("profile", "prices", "retry_failed", "confidence"), PATHS),
    **dict.fromkeys(("offline", "reparse", "batch", "copies_once", "partial"), (Truthless(),)),
    **dict.fromkeys(("on_progress", "notice", "tell", "watch"), CALLS),
    "path": (*PATHS, None, "s3://x/y", Path("s3://x/y"), ["out"]),
    "ledger": (7, b"x", NUL, None, "run/run.json", "run/coding/ana.jsonl"),
    "article": (7, None),
    "articles": (7, None, b"x", [None], [{"id": "a", "text": TEXT}], [7], ["x", 7], (b"x",), NUL, LONG, [LONG]),
    "inputs": (7, None, b"x", NUL, LONG),
    "folders": (7, None, "out", [7], [NUL], [LONG], b"x"),
    "review": (7, None, b"x", [7], NUL, LONG, [LONG]),
    "base_url": (7, b"x", [7], [None], {"a": 1}),
    "select": (7, None, "word=x", [7], b"word=x", {"word": "x"}, {7}, np.array(1), bytearray(b"x")),
    "published": ("2024-01-01", 2024),
    "max_chars": ("7", 7.5, True, None, float("inf"), float("nan"), np.bool_(1), np.array([1, 2])),
    "limits": ("x", {"rpm": 5}, 7),
    "engine": ("ray", 7, memcon.RayEngine(workers="x"), memcon.RayEngine(workers=0), memcon.RayEngine(address=7)),  # type: ignore[arg-type]
    "settings": (
        7, [], "x", {1: 2}, {"x": b"\xff"}, {"x": object()}, {"x": [object()]}, {"x": ROUND}, {"x": 10**5000},
        {"x": {1, object()}},
    ),
}  # fmt: skip
PUBLIC: Final[dict[str, Callable[..., Any]]] = {
    "extract": memcon.extract, "forecast": memcon.forecast, "join": memcon.join, "load": memcon.load,
    "read_articles": memcon.read_articles, "explain": api.explain,
}  # fmt: skip
OF_JOIN: Final = (7, "x", b"x", [7], [None], [LONG], [NUL])
CASES: Final = [
    (name, argument) for name, function in PUBLIC.items() for argument in inspect.signature(function).parameters
]


@pytest.fixture
def server(endpoint: Callable[[str], None]) -> Iterator[FaultServer]:
    with serving(Reader(call("menelepon", "Yoko Kamikawa", "Enrique Manalo", date_words="Rabu"))) as served:
        endpoint(served.url)
        yield served


@pytest.fixture
def run(folder: Path) -> Path:
    (folder / "run").mkdir()
    for name in ("run.json", "articles.jsonl"):
        (folder / "run" / name).write_bytes(b"")
    return folder / "run"


def one(**more: Any) -> memcon.Article:
    return memcon.Article(id="a", text=TEXT, language="id", **more)


def called(name: str, argument: str, value: Any) -> object:
    given: dict[str, Any] = {"extract": {"articles": one()}, "forecast": {"articles": one()}}.get(name, {})
    given |= {"folders": ["run"]} if name == "join" else {"path": "run"} if name == "load" else {}
    given |= {"articles": one(), "article": "a"} if name == "explain" else {}
    if argument == "inputs":
        return list(memcon.read_articles(value))
    if name == "read_articles":
        return list(memcon.read_articles("run", **{argument: value}))
    return PUBLIC[name](**given | {argument: value})


@pytest.mark.parametrize(("name", "argument"), CASES)
def test_a_wrong_argument_is_refused_before_anything_is_asked(
    server: FaultServer, run: Path, name: str, argument: str
) -> None:
    for value in OF_JOIN if (name, argument) == ("join", "articles") else WRONG[argument]:
        with pytest.raises(memcon.MemconError) as refused:
            called(name, argument, value)
        assert len(str(refused.value)) < 400
        assert argument in {"path", "ledger", "articles", "inputs"} or str(refused.value).startswith(argument)
    assert server.calls == 0
    assert not Path(".memcon").exists()
    assert sorted(path.name for path in run.iterdir()) == ["articles.jsonl", "run.json"]


def test_every_argument_of_every_public_function_is_looked_at() -> None:
    named = {name for name in memcon.__all__ if inspect.isfunction(getattr(memcon, name))}
    assert named == {*PUBLIC} - {"explain"}
    assert {argument for function in PUBLIC.values() for argument in inspect.signature(function).parameters} == {*WRONG}
    assert {*WRONG} <= {*_SORTS}


def test_what_is_drawn_one_by_one_is_told_when_it_comes(server: FaultServer) -> None:
    for wrong in (None, 7, {"id": "a"}, b"x"):
        with pytest.raises(UsageError, match=r"an article is a path, a memcon\.Article or a memcon\.ArticleState"):
            memcon.extract(each for each in [wrong])  # type: ignore[misc]
    assert server.calls == 0


def test_a_path_among_articles_is_looked_for_before_anything_is_asked(server: FaultServer) -> None:
    with pytest.raises(UsageError, match=r"'none\.txt' does not exist"):
        memcon.extract([one(), "none.txt"])
    assert server.calls == 0


def test_keys_are_not_told() -> None:
    with pytest.raises(UsageError) as refused:
        memcon.extract(one(), base_url={"https://x": "sk-secret"})  # type: ignore[arg-type]
    assert str(refused.value) == "base_url must be a string, several, or None, and is of type 'dict'"


def test_a_run_is_written_into_a_path(server: FaultServer, folder: Path) -> None:
    run = memcon.extract(one(), settings={"mine": {"nested": [1, None, "\udcff", True, 2.5, dt.date(2024, 1, 1)]}})
    for wrong in (7, None, b"x", NUL, LONG, ["x"]):
        with pytest.raises(memcon.MemconError):
            run.write(wrong)  # type: ignore[arg-type]
    run.write("out")
    assert [event.id for event in memcon.load("out")] == [event.id for event in run.events]


def test_what_is_right_in_another_form_is_taken(server: FaultServer, folder: Path) -> None:
    (folder / "a.txt").write_text(TEXT, "utf-8")
    run = memcon.extract((Path("a.txt"), one()), review=iter(()), base_url=iter([server.url]), offline=0)  # type: ignore[arg-type]
    run.write(Path("out"))
    assert len(memcon.load(Path("out"))) == len(run.events) == 1
    assert len(list(memcon.read_articles(Path("a.txt"), select=iter(["language=id"])))) == 1  # type: ignore[arg-type]


SEVERAL: Final[tuple[Callable[[list[str]], Any], ...]] = (
    list, tuple, set, frozenset, iter, deque, dict.fromkeys, np.array,
)  # fmt: skip


@pytest.mark.parametrize("held", SEVERAL)
def test_several_are_taken_from_whatever_holds_them(folder: Path, held: Callable[[list[str]], Any]) -> None:
    def of(*several: str) -> Any:
        given = held([*several])
        return given.keys() if isinstance(given, dict) else given

    (folder / "a.txt").write_text(TEXT, "utf-8")
    assert len(list(memcon.read_articles("a.txt", select=of("word=Jepang")))) == 1
    assert not list(memcon.read_articles("a.txt", select=of("word=Jakarta")))
    with pytest.raises(UsageError, match="'none': there is no 'none'"):
        memcon.extract("a.txt", base_url=of("http://127.0.0.1:9/v1"), review=of("none"))
    with pytest.raises(UsageError, match="'none'"):
        memcon.join(of("none"), articles=of("a.txt"))


@pytest.mark.parametrize("given", [1000, np.int64(1000), np.uint16(1000), 1e3, np.float64(1000)], ids=repr)
def test_a_whole_number_is_taken_of_any_type(folder: Path, given: Any) -> None:
    (folder / "a.txt").write_text(TEXT, "utf-8")
    (folder / "long.txt").write_text(TEXT * 20, "utf-8")
    found = list(memcon.read_articles("a.txt", "long.txt", max_chars=given))
    assert [getattr(each, "reason", None) for each in found] == [None, "too_long"]
