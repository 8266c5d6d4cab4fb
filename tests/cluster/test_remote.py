"""Articles and runs at URLs: on a server of S3 on this machine, and with fsspec's own kinds. See `make test-ray`."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import memcon as library
from cluster.test_ray import ended, started
from conftest import Command
from helpers.scripted import MODEL, serving
from helpers.sharding import Counting, corpus
from helpers.storage import ENVIRONMENT, Storage, storage

pytestmark = pytest.mark.skipif(
    not os.environ.get("MEMCON_TEST_RAY"), reason="`make test-ray` installs s3fs and moto, and runs these"
)

ARTICLES = 24
RUN = ("articles.jsonl", "events.jsonl", "mentions.jsonl", "rejected.jsonl", "run.json")


@pytest.fixture
def stored(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Storage]:
    """Storage with a bucket."""
    with storage() as server:
        for name, value in (ENVIRONMENT | {"AWS_ENDPOINT_URL": server.url}).items():
            monkeypatch.setenv(name, value)
        files().mkdir("bucket")
        server.asked.clear()
        yield server


def files() -> Any:
    import fsspec  # noqa: PLC0415  of the cluster's packages

    fsspec.filesystem("s3").clear_instance_cache()
    return fsspec.filesystem("s3", use_listings_cache=False)


def held() -> dict[str, bytes]:
    """Return what a run left in the bucket but `run.json`, which tells when it ran, by name."""
    assert files().isfile("bucket/out/run.json")
    return {name: files().cat_file(f"bucket/out/{name}") for name in RUN[:-1]}


def same(run: Callable[[str], bytes], folder: Path) -> None:
    """Hold the files of a run to those of another in a folder of this machine; of `run.json` only the results."""
    for name in RUN[:-1]:
        assert run(name).replace(b"s3://bucket/in/", b"") == (folder / name).read_bytes(), name
    mine, other = json.loads(run("run.json")), json.loads((folder / "run.json").read_bytes())
    assert [mine[key] for key in ("articles", "events", "exit_code")] == [
        other[key] for key in ("articles", "events", "exit_code")
    ]


@pytest.mark.parametrize("engine", [(), ("--engine", "ray", "--workers", "2")], ids=["alone", "ray"])
def test_articles_and_run_in_object_storage(
    folder: Path, memcon: Command, stored: Storage, engine: tuple[str, ...]
) -> None:
    script = Counting(corpus(folder / "news.jsonl", ARTICLES))
    files().put_file("news.jsonl", "bucket/in/news.jsonl")
    with serving(script) as server:
        options = ("--model", MODEL, "--base-url", server.url, "-q")
        memcon("extract", "news.jsonl", "-o", "one", "--ledger", "one.sqlite", *options)
        command = ("extract", "s3://bucket/in/news.jsonl", "-o", "s3://bucket/runs/out", *options, *engine)
        code, told = ended(started(folder, *command))
    assert code == 0, told
    assert sorted(files().ls("bucket/runs/out", detail=False)) == [f"bucket/runs/out/{name}" for name in RUN]
    same(lambda name: bytes(files().cat_file(f"bucket/runs/out/{name}")), folder / "one")
    assert stored.asked[-1] == "PUT /bucket/runs/out/run.json"
    assert not any(b"a-secret" in path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert (folder / ".memcon" / "ledger.sqlite").is_file()


def test_a_failed_write_is_done_again_by_the_same_command(folder: Path, memcon: Command, stored: Storage) -> None:
    script = Counting(corpus(folder / "news.jsonl", ARTICLES))
    with serving(script) as server:
        command = (
            "extract", "news.jsonl", "-o", "s3://bucket/out", "--model", MODEL, "--base-url", server.url, "-q",
        )  # fmt: skip
        assert memcon(*command).code == 0
        paid, whole = script.asked.total(), held()
        stored.refuse = lambda request: request.startswith("PUT") and request.endswith("/rejected.jsonl")
        ran = memcon(*command)
        assert ran.code == 74, ran.err
        assert "'s3://bucket/out' cannot be written" in ran.err
        assert "Traceback" not in ran.err
        assert not files().exists("bucket/out/run.json")  # it holds no whole run, and says so
        stored.refuse = lambda _: False
        assert memcon(*command).code == 0
    assert script.asked.total() == paid
    assert held() == whole


def test_what_cannot_be_written_is_told_before_anything_is_paid(folder: Path, memcon: Command, stored: Storage) -> None:
    script = Counting(corpus(folder / "news.jsonl", ARTICLES))
    stored.refuse = lambda request: request.startswith("PUT")
    with serving(script) as server:
        options = ("--model", MODEL, "--base-url", server.url)
        refused = memcon("extract", "news.jsonl", "-o", "s3://bucket/out", *options)
        bare = memcon("extract", "news.jsonl", "-o", "s3://bucket", *options)
        gone = memcon("extract", "s3://bucket/nothing/", "-o", "out", *options)
        stored.refuse = lambda _: False
        elsewhere = memcon("extract", "news.jsonl", "-o", "s3://misspelt/out", *options)
    assert (refused.code, bare.code, gone.code) == (74, 2, 2)
    assert elsewhere.code == 74, elsewhere.err
    assert "name a folder in it" in bare.err
    assert "does not exist" in gone.err
    assert not files().exists("misspelt")
    assert not script.asked


def test_a_run_of_more_events_is_kept_beside(folder: Path, memcon: Command, stored: Storage) -> None:
    script = Counting(corpus(folder / "news.jsonl", ARTICLES))
    (folder / "few.jsonl").write_text("".join((folder / "news.jsonl").read_text().splitlines(keepends=True)[:3]))
    with serving(script) as server:
        options = ("-o", "s3://bucket/out", "--model", MODEL, "--base-url", server.url, "-q")
        memcon("extract", "news.jsonl", *options)
        events = files().cat_file("bucket/out/events.jsonl")
        refused = memcon("extract", "few.jsonl", *options)
        for number in (1, 2):
            memcon("extract", "few.jsonl", *options, "--replace")
            memcon("extract", "news.jsonl", *options)
            assert files().cat_file(f"bucket/out.kept-{number}/events.jsonl") == events
    assert refused.code == 2
    assert "'s3://bucket/out' holds" in refused.err
    assert "'s3://bucket/out.kept-1'" in refused.err


def test_folders_globs_and_what_is_passed_over(folder: Path, stored: Storage) -> None:
    for name in ("in/b.txt", "in/deep/a.txt", "in/.hidden/c.txt", "in/d.pdf", "in/page_files/e.txt", "in/page.html"):
        files().pipe_file(f"bucket/{name}", b"Peru said so.")
    for name in RUN:
        files().pipe_file(f"bucket/in/run/{name}", b"{}")
    ids = [one.id for one in library.read_articles("s3://bucket/in/") if isinstance(one, library.Article)]
    assert ids == ["b.txt", "deep/a.txt"]
    found = library.read_articles("s3://bucket/in/**/a.txt")
    assert [one.path for one in found] == ["s3://bucket/in/deep/a.txt"]


@pytest.mark.parametrize("kind", ["memory", "file"])
def test_any_url(folder: Path, kind: str) -> None:
    script = Counting(corpus(folder / "news.jsonl", ARTICLES))
    place = f"{kind}://{folder}/there/out"
    with serving(script) as server:
        run = library.extract(folder / "news.jsonl", model=MODEL, base_url=server.url)
    run.write("one")
    run.write(place)
    run.write(place)
    import fsspec  # noqa: PLC0415  of the cluster's packages

    read, path = fsspec.url_to_fs(place)
    for name in RUN:
        assert read.cat_file(f"{path}/{name}") == (folder / "one" / name).read_bytes(), name


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://ana:secret@news.example/a.txt", "holds a key"),
        ("https://news.example/a.txt?signature=secret", "holds a key"),
        ("nosuch://news/a.txt", "is no URL that can be opened"),
        ("gs://news/a.txt", "cannot be opened: Please install gcsfs"),
    ],
)
def test_urls_that_are_refused(folder: Path, memcon: Command, url: str, told: str) -> None:
    ran = memcon("import", url, "-o", "articles.jsonl")
    assert ran.code == 2
    assert told in ran.err
    assert "secret" not in ran.err
