"""Records of an archive a second, read and filtered before any article is looked for, beside warcio, in one run.

Makes an archive as CC-NEWS has it, a member of gzip a record, with requests and answers in turn: pages of about 100 kB
in HTML, of which some came packed or in chunks, and every fourth answer is no page. memcon reads it as `memcon import
--select site=… --select word=…` does, up to where it would look for the article: records, status, type, packing,
encoding, site and words. warcio reads the content of the answers with status 200 in HTML, decodes it by the charset
that the server told, and looks for the same word. Neither keeps anything. Each is a process of its own; seconds are of
the wall, the best of three.

warcio is no dependency of memcon's: `--warcio PYTHON` names an interpreter that has it. Without, it is left out.

usage: python benchmarks/bench_warc.py [--records 2000] [--warcio PYTHON] [--out benchmarks/import.md]
"""

import argparse
import gzip
import json
import os
import platform
import random
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from helpers.archives import answer, chunked, page, record

MARK = "records"
OURS = """
import json, sys, time
from pathlib import Path
from memcon.articles.formats import warc
from memcon.articles.formats.base import Content
from memcon.articles.select import Select, Wanted
path = Path(sys.argv[1])
started, pages = time.perf_counter(), 0
wanted = Wanted(Select.of(["site=news.example", "word=Nairobi"]))
content = Content(path.name, str(path), b"", iter([]), 10**6, path=path, wanted=wanted)
with path.open("rb") as file:
    for number, found in enumerate(warc.records(file, 1 << 25), 1):
        pages += warc.page_of(found, content) is not None
print(json.dumps([number, pages, time.perf_counter() - started]))
"""
THEIRS = """
import json, sys, time
from warcio.archiveiterator import ArchiveIterator
started, number, pages = time.perf_counter(), 0, 0
with open(sys.argv[1], "rb") as file:
    for record in ArchiveIterator(file):
        number += 1
        if record.rec_type != "response" or record.http_headers.get_statuscode() != "200":
            continue
        told = record.http_headers.get_header("Content-Type") or ""
        if told.startswith("text/html"):
            text = record.content_stream().read().decode("utf-8", "replace")
            pages += "nairobi" in text.casefold()
print(json.dumps([number, pages, time.perf_counter() - started]))
"""


def archive(to: Path, count: int) -> None:
    """Write an archive of so many records: requests and answers in turn."""
    chance = random.Random(16)
    words = [chance.randbytes(3).hex() for _ in range(3000)]
    with to.open("wb") as file:
        for number in range(count // 2):
            url = f"https://news.example/{number}"
            filler = "".join(f"<div class={chance.choice(words)}>{chance.choice(words)}</div>\n" for _ in range(3500))
            html = page(f"Title {number}", body=filler).encode()
            made = (
                answer(gzip.compress(html), headers=["Content-Encoding: gzip"]),
                answer(chunked(html, 8000), headers=["Transfer-Encoding: chunked"]),
                answer(html),
                answer(chance.randbytes(20_000), "image/jpeg"),
            )[number % 4]
            asked = record(b"GET / HTTP/1.1\r\nHost: news.example\r\n\r\n", url, "request")
            file.write(gzip.compress(asked) + gzip.compress(record(made, url)))


def best(python: str, code: str, path: Path) -> tuple[int, int, float]:
    """Return records, pages and the fewest seconds of three runs."""
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1] / "src")}
    runs = [
        json.loads(
            subprocess.run([python, "-c", code, str(path)], capture_output=True, check=True, env=environment).stdout
        )
        for _ in range(3)
    ]
    return min(((number, pages, seconds) for number, pages, seconds in runs), key=lambda run: run[2])


def main() -> None:
    """Print the table, or write it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--records", type=int, default=2000)
    parser.add_argument("--warcio", metavar="PYTHON")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        path = Path(place, "made.warc.gz")
        archive(path, options.records)
        size = f"{options.records:,} records, {path.stat().st_size / 1e6:.0f} MB packed"
        lines = [f"{size}, {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"]
        readers = {"memcon (fastwarc)": (sys.executable, OURS)}
        if options.warcio:
            readers["warcio"] = (options.warcio, THEIRS)
        for name, (python, code) in readers.items():
            number, pages, seconds = best(python, code, path)
            lines.append(f"  {name:20} {number / seconds:8,.0f} records a second, {pages:,} pages with the word")
    print("\n".join(lines))
    if options.out:
        text = options.out.read_text("utf-8")
        begin = text.index(f"```text {MARK}\n") + len(f"```text {MARK}\n")
        end = text.index("```", begin)
        options.out.write_text(f"{text[:begin]}" + "\n".join(lines) + f"\n{text[end:]}", "utf-8")


if __name__ == "__main__":
    main()
