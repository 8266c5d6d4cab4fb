"""How fast articles are read and cut into sentences, and in how much memory: `python benchmarks/reading.py [ARTICLES]`.

ARTICLES is a JSON-lines file in memcon's input format; without it, an invented Indonesian article is repeated. Each
figure is of a process of its own, in seconds of its CPU, so that other work on the machine does not count.
"""

import gzip
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from memcon.articles.read import read_articles
from memcon.articles.sentences import segment
from memcon.records import Article

INVENTED = """Menlu Kedua Negara Bertemu di Jakarta
Contoh Dunia | 3 Maret 2023, 07:05 WIB
JAKARTA, CONTOH.com – Menteri luar negeri kedua negara bertemu di Jakarta, Jumat (3/3/2023). Mereka membahas perbatasan.
"Kami siap bekerja sama," kata Letjen (Purn.) Budi, seperti dikutip kantor berita. Pertemuan berlangsung tiga jam.
Baca juga: Presiden Terima Surat Kepercayaan Duta Besar
Keduanya sepakat untuk bertemu lagi pada bulan depan. Sebelumnya, kedua negara memanggil duta besar masing-masing.
"""
ARTICLES = 2_000


def corpus(folder: Path, source: Path | None) -> None:
    """Write the same articles as JSON lines, gzipped JSON lines and text files."""
    texts = [json.loads(line)["text"] for line in source.read_text("utf-8").splitlines()] if source else [INVENTED * 3]
    rows = [{"id": str(number), "text": texts[number % len(texts)]} for number in range(ARTICLES)]
    data = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()
    (folder / "articles.jsonl").write_bytes(data)
    (folder / "articles.jsonl.gz").write_bytes(gzip.compress(data, 6))
    (folder / "texts").mkdir()
    for row in rows[: ARTICLES // 10]:
        (folder / "texts" / f"{row['id']}.txt").write_text(row["text"], "utf-8")


def measure(path: str, cut: str) -> None:
    """Read all articles, and cut them where asked; print what it took."""
    stage: Callable[[Article], object] = segment if cut else lambda article: article
    began = time.process_time()
    articles = characters = sentences = 0
    for article in read_articles([path]):
        if not isinstance(article, Article):
            raise SystemExit(article.detail)
        found = stage(article)
        articles, characters = articles + 1, characters + len(article.text)
        sentences += len(found) if isinstance(found, tuple) else 0
    took = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{Path(path).name:18} {'read and cut' if cut else 'read':12} {articles:6} articles"
        f" {characters / 1e6:6.1f} M characters {sentences:7} sentences {took:6.2f} s"
        f" {1000 * took / articles:6.2f} ms an article, peak {peak:4.0f} MB"
    )


def main(source: Path | None) -> None:
    """Measure each form in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        corpus(Path(folder), source)
        for name in ("articles.jsonl", "articles.jsonl.gz", "texts"):
            for cut in ("", "cut"):
                subprocess.run([sys.executable, __file__, "--one", f"{folder}/{name}", cut], check=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        measure(*sys.argv[2:])
    else:
        main(Path(sys.argv[1]) if sys.argv[1:] else None)
