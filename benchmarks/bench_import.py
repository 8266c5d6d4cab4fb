"""How well inputs are read: pages of news beside trafilatura, newspaper4k and resiliparse in one run, and all formats.

Reads the pages that tests make (tests/helpers/pages), with the words that are to be read of each. Kept are characters
of the body that were given, in order; furniture are characters given that are neither body nor title, nor a dateline.
memcon stands there twice: by what its format does not mark as beside the article, and by what facts are read from
(body). A day is false where the page tells none, or another.

newspaper4k runs in an interpreter of its own, `--newspaper PYTHON`: it is no dependency of memcon's. Without it, it is
left out. It is told not to fetch pictures.

Below stand files of all formats that memcon reads (tests/helpers/inputs), good and broken, by format and one by one:
what is read of each, what cannot be and why. The same are held by tests/articles/formats/test_inputs.py.

usage: python benchmarks/bench_import.py [--newspaper PYTHON] [--out benchmarks/import.md] [--pages]
"""

import argparse
import datetime as dt
import json
import logging
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from helpers.inputs import inputs
from helpers.inputs.reading import Reading as Got
from helpers.inputs.reading import reading
from helpers.pages import Made, made
from helpers.pages.score import score, unmarked
from memcon.articles.read import read_articles
from memcon.articles.sentences import body_of, segment
from memcon.records import Article

Reading = tuple[str, str | None]
"""The text that a reader gave of a page, and the day."""
NEWSPAPER = """
import json, sys
from pathlib import Path
from newspaper import Article, Config
config = Config()
config.fetch_images = False  # it waits for pictures of a page that is at hand
told = {}
for path in map(Path, sys.argv[1:]):
    try:
        page = Article("https://www.harian.example/x", config=config)
        page.download(input_html=path.read_bytes().decode("utf-8", "replace"))
        page.parse()
        day = page.publish_date
        told[path.name] = (page.text, day.date().isoformat() if day else None)
    except Exception:
        told[path.name] = ("", None)
print(json.dumps(told))
"""


def by_memcon(path: Path, *, body: bool) -> Reading:
    """Read a page as memcon does: what is not marked, or what facts are read from."""
    (article,) = read_articles([str(path)])
    if not isinstance(article, Article):
        return "", None
    text = body_of(article.text, segment(article)).replace("\ufffc", "") if body else unmarked(article)
    return text, article.published.isoformat() if article.published else None


def by_trafilatura(path: Path) -> Reading:
    """Read a page with trafilatura alone, with metadata."""
    from trafilatura import bare_extraction  # noqa: PLC0415  of an extra

    found = bare_extraction(path.read_bytes(), include_comments=False, with_metadata=True)
    return (found.text or "", found.date) if found and not isinstance(found, dict) else ("", None)


def by_resiliparse(path: Path) -> Reading:
    """Read the main content of a page with resiliparse, which knows no days."""
    from resiliparse.extract.html2text import extract_plain_text  # noqa: PLC0415  of an extra
    from resiliparse.parse.encoding import detect_encoding  # noqa: PLC0415

    data = path.read_bytes()
    text = data.decode(str(detect_encoding(data)), "replace")
    return str(extract_plain_text(text, main_content=True, alt_texts=False)), None


def row(name: str, pages: list[Made], read: Callable[[Path], Reading], folder: Path, *, each: bool) -> str:
    """Return a line of figures of one reader."""
    kept = body = beside = given = right = false = 0
    dated = sum(page.published is not None for page in pages)
    for page in pages:
        text, day = read(folder / page.name)
        got = score(page, text)
        kept, body, beside, given = kept + got.kept, body + got.body, beside + got.beside, given + got.given
        wanted = page.published.isoformat() if page.published else None
        right += day is not None and day == wanted
        false += day is not None and day != wanted
        if each:
            print(f"    {name:24} {page.name:28} {got.kept}/{got.body} {got.beside}/{got.given} {day} {wanted}")
    return (
        f"  {name:24} {kept / body:6.3f} of the body kept, {beside / given:6.3f} furniture,"
        f" {right:2} of {dated} days right, {false:2} false"
    )


def of_formats(folder: Path) -> tuple[list[str], list[str]]:
    """Return lines of figures by format, good and broken files apart, and one for each file."""
    good: dict[str, Got] = {}
    broken: dict[str, Got] = {}
    each: list[str] = []
    files = inputs()
    for number, one in enumerate(files):
        place = folder / str(number)
        place.mkdir()
        got = reading(one, place)
        each.append(got.line(one.name))
        (broken if one.failed else good).setdefault(one.format, Got()).add(got)
    languages = len({one.language for one in files})
    head = f"{len(files)} files of {len(good)} formats in {languages} languages, {dt.date.today()}"  # noqa: DTZ011
    lines = [got.line(name) for name, got in good.items()] + [sum_of(good).line("all good")]
    lines += [got.line(f"{name}, broken") for name, got in broken.items()] + [sum_of(broken).line("all broken")]
    return [head, *lines], each


def sum_of(kinds: Mapping[str, Got]) -> Got:
    """Return the figures of all together."""
    made = Got()
    for one in kinds.values():
        made.add(one)
    return made


def written(path: Path, mark: str, lines: list[str]) -> None:
    """Put lines into the block of a page that bears a mark."""
    text = path.read_text("utf-8")
    begin = text.index(f"```text{mark}\n") + len(f"```text{mark}\n")
    end = text.index("```", begin)
    path.write_text(f"{text[:begin]}" + "\n".join(lines) + f"\n{text[end:]}", "utf-8")


def main() -> None:
    """Print the table, or write it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--newspaper", metavar="PYTHON")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--pages", action="store_true", help="print each page, too")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    pages = made()
    lines = [f"{len(pages)} pages in {len({page.language for page in pages})} languages, {dt.date.today()}"]  # noqa: DTZ011
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for page in pages:
            (folder / page.name).write_bytes(page.data)
        readers: dict[str, Callable[[Path], Reading]] = {
            "memcon": lambda path: by_memcon(path, body=False),
            "memcon, body": lambda path: by_memcon(path, body=True),
            "trafilatura": by_trafilatura,
            "resiliparse": by_resiliparse,
        }
        if options.newspaper:
            paths = [str(folder / page.name) for page in pages]
            ran = subprocess.run(
                [options.newspaper, "-c", NEWSPAPER, *paths],
                capture_output=True, check=True, stdin=subprocess.DEVNULL,
            )  # fmt: skip
            told = json.loads(ran.stdout)
            readers["newspaper4k"] = lambda path: (told[path.name][0], told[path.name][1])
        lines += [row(name, pages, read, folder, each=options.pages) for name, read in readers.items()]
        by_format, each = of_formats(folder)
    print("\n".join([*lines, "", *by_format, *(each if options.pages else [])]))
    if options.out:
        written(options.out, "", lines)
        written(options.out, " inputs", by_format)
        written(options.out, " files", each)


if __name__ == "__main__":
    main()
