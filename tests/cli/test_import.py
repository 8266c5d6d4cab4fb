"""`memcon import` writes what `extract` reads, tells what it could not read and passed over, and never half a file."""

import json
import sys
from pathlib import Path

import pytest

from helpers.reviewable import write_run
from memcon.__main__ import main
from memcon.articles import formats
from memcon.articles.formats import base
from memcon.articles.formats.base import Fields
from memcon.articles.read import read_articles
from memcon.articles.sources import find_sources, passed_over
from memcon.errors import InputError, MissingExtra, UsageError
from memcon.records import Article, ArticleState

TEXT = "Published: 5 December 2024\n\nThe ministers of Norway and Chad met in Oslo on Tuesday and spoke of trade.\n"


def memcon(monkeypatch: pytest.MonkeyPatch, *arguments: str | Path) -> int:
    monkeypatch.setattr(sys, "argv", ["memcon", *map(str, arguments)])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "in"
    for name, text in {
        "2023/001.txt": TEXT, "2024/001.txt": TEXT, "more.jsonl": '{"id": "x", "text": "They met."}\n{"id": "y"}\n',
        "picture.jpg": "x", "b.JPG": "x", "README": "x", "run.json": "{}", ".hidden.txt": "x",
    }.items():  # fmt: skip
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).write_text(text, "utf-8")
    return made


def test_it_writes_the_articles_that_extract_reads(
    monkeypatch: pytest.MonkeyPatch, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    to = tmp_path / "articles.jsonl"
    assert memcon(monkeypatch, "import", folder, "-o", to, "--json") == 3
    told = capsys.readouterr()
    assert f"{folder}/more.jsonl:2: no `text`" in told.err
    assert json.loads(told.out) == {
        "articles": 3, "failed": {"missing_text": 1}, "formats": {"text": 2, "jsonl": 1},
        "languages": {"en": 2, "unknown": 1}, "dated": 2, "undated": 1, "with_notes": 0, "with_marks": 0,
        "skipped": {".jpg": 2, ".json": 1, "no suffix": 1}, "passed_over": {},
    }  # fmt: skip
    rows = [json.loads(line) for line in to.read_text("utf-8").splitlines()]
    assert [row["id"] for row in rows] == ["2023/001.txt", "2024/001.txt", "x"]
    untold = dict.fromkeys(("record_id", "url", "fetched"))
    assert rows[0]["origin"] == {"path": f"{folder}/2023/001.txt", "record": None, "format": "text", **untold}
    read = [one for one in read_articles([str(folder)]) if isinstance(one, Article)]
    again = [one for one in read_articles([str(to)]) if isinstance(one, Article)]
    for one, other in zip(read, again, strict=True):
        assert (one.id, one.text, one.published, one.published_basis, one.language, one.origin) == (
            other.id, other.text, other.published, other.published_basis, other.language, other.origin,
        )  # fmt: skip


def test_the_summary_tells_formats_languages_and_what_was_passed_over(
    monkeypatch: pytest.MonkeyPatch, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert memcon(monkeypatch, "import", folder, "-o", tmp_path / "a.jsonl") == 3
    told = capsys.readouterr().err
    assert "3 articles, 1 could not be read (missing_text 1)" in told
    assert "formats: text 2, jsonl 1" in told
    assert "languages: en 2, unknown 1" in told
    assert "passed over in folders: 2 .jpg, 1 .json, 1 no suffix" in told


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["in"], "-o FILE"),
        (["in", "-o", "in/2023/001.txt"], "would be overwritten"),
        (["nowhere", "-o", "a.jsonl"], "does not exist"),
        (["in", "-o", "a.jsonl", "--language", "Klingonese"], "no language code"),
    ],
)
def test_wrong_use_is_told_before_anything_is_written(
    monkeypatch: pytest.MonkeyPatch, folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    monkeypatch.chdir(folder.parent)
    assert memcon(monkeypatch, "import", *arguments) == 2
    assert says in capsys.readouterr().err
    assert not (folder.parent / "a.jsonl").exists()


def test_keys_have_the_names_that_the_user_gives(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"nr": 7, "body": "They met.", "day": "2024-12-05", "head": "Talks", "text": "no"}))
    fields = Fields(text="body", id="nr", date="day", title="head")
    (article,) = read_articles([str(path)], fields=fields)
    assert isinstance(article, Article)
    assert (article.id, article.text, article.title) == ("7", "They met.", "Talks")
    assert (str(article.published), article.published_basis) == ("2024-12-05", "given as `day`")
    path.write_text(json.dumps({"nr": 7, "body": "They met.", "day": "soon"}))
    (state,) = read_articles([str(path)], fields=fields)
    assert isinstance(state, ArticleState)
    assert (state.reason, "`day` is 'soon'" in (state.detail or "")) == ("bad_date", True)


class Odd:
    """A format of ours whose extra is not there."""

    suffixes = (".odd",)

    def recognises(self, head: bytes) -> bool:
        return head.startswith(b"ODD")

    def read(self, content: base.Content) -> list[Article]:
        with content.file() as file:
            return [Article(id=content.record_id(1), text=file.read().decode(), path=content.where(1))]


def test_a_missing_library_is_told_with_what_brings_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(formats.FORMATS, "odd", Odd())
    monkeypatch.setitem(formats.EXTRAS, "odd", ("odds", ("no_such_module",)))
    (tmp_path / "a.odd").write_bytes(b"ODD")
    (tmp_path / "b.txt").write_bytes(b"ODD in a text")
    (tmp_path / "c.txt").write_text("They met.", "utf-8")
    with pytest.raises(MissingExtra, match=r"pip install 'memcon\[odds\]'"):
        read_articles([str(tmp_path / "a.odd")])
    assert [source.name for source in find_sources([str(tmp_path)])] == ["b.txt", "c.txt"]
    assert passed_over([str(tmp_path)]).counts == {".odd": 1}
    first, second = read_articles([str(tmp_path)])
    assert isinstance(first, ArticleState)
    assert first.reason == "missing_extra"
    assert isinstance(second, Article)
    monkeypatch.delitem(formats.EXTRAS, "odd")
    first, second, _ = read_articles([str(tmp_path)])
    assert isinstance(second, Article)  # its content tells what it is, whatever its name
    assert (second.id, second.text, second.origin and second.origin.format) == ("b.txt:1", "ODD in a text", "odd")


def content(path: Path | None, chunks: list[bytes]) -> base.Content:
    return base.Content("a", "a", b"".join(chunks)[:4096], iter(chunks), 100, path=path)


def test_a_content_can_be_sought_however_it_came(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"plain")
    (tmp_path / "b").write_bytes(b"\x1f\x8bpacked")
    for path, wanted in ((tmp_path / "a", b"plain"), (tmp_path / "b", b"chunks"), (None, b"chunks")):
        with content(path, [b"chu", b"nks"]).file() as file:
            file.seek(2)
            assert file.read() == wanted[2:]
    assert content(None, [b"chu", b"nks"]).whole(6) == b"chunks"
    with pytest.raises(InputError, match="more than 5 bytes"):
        content(None, [b"chu", b"nks"]).whole(5)


def test_a_folder_of_other_files_alone_says_what_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"x")
    with pytest.raises(UsageError, match="is a folder without"):
        find_sources([str(tmp_path)])


WRITERS = [
    "import in", "extract in --model m --base-url http://127.0.0.1:9/v1", "join out", "report out", "export out",
    "codebook out", "calibrate out", "deposit out", "ledger export --ledger none.sqlite",
]  # fmt: skip


@pytest.mark.parametrize("command", WRITERS)
def test_a_dash_is_no_place_to_write_to(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    write_run(folder.parent / "out")
    monkeypatch.chdir(folder.parent)
    assert memcon(monkeypatch, *command.split(), "-o", "-") == 2
    assert "'-' is no file and no folder to write" in capsys.readouterr().err
    assert not Path("-").exists()


MAIL = "From: A <a@example.org>\nSubject: Visit\nDate: Mon, 6 May 2024 10:00:00 +0700\n"


@pytest.mark.parametrize(
    ("name", "text", "is_mail"),
    [
        ("a.eml", MAIL + "\nThey met.\n", True), ("a.mbox", f"From a@b Mon May  6\n{MAIL}\nThey met.\n", True),
        ("a.EML", "They met.\n", True), ("a.txt", f"{MAIL}MIME-Version: 1.0\n\nVGhleSBtZXQu\n", True),
        ("a.txt", f"From a@b Mon May  6\n{MAIL}Message-Id: <1@b>\n\nThey met.\n", True),
        ("a", f"Received: from b\n\tby c; today\n{MAIL}\nThey met.\n", True),
        ("a.txt", MAIL + "\nThey met.\n", False), ("a.txt", "From Jakarta: they met.\n\nMessage-ID: 1\n", False),
        ("a.txt", "They met.\n\nMIME-Version: 1.0\n", False),
    ],
)  # fmt: skip
def test_mail_is_told_and_not_read_as_prose(tmp_path: Path, name: str, text: str, *, is_mail: bool) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    (one,) = read_articles([str(tmp_path / name)])
    assert isinstance(one, ArticleState) == is_mail
    assert not isinstance(one, ArticleState) or (one.reason, "save the article" in (one.detail or "")) == ("mail", True)
