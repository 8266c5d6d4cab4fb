"""Quality and speed on hand-read articles: memcon's strategies beside langextract, one model, one server, one run.

usage: bench_quality.py SHARED [--only NAME ...] [--sets seeds dev] [--limit N] [--out FOLDER]

SHARED holds `seeds/`, `gold/` and `tools/` (the reference scorer `score.py` and `peer_langextract.py`). Every article
is read by itself, with an empty ledger, so that its seconds are its own; the server starts with an empty prompt cache
for each system. Seconds are medians over articles. The table goes to stdout. All of it takes hours: what each article
gave is kept in FOLDER, and the same command goes on after the last one; an empty FOLDER begins anew.
"""

import argparse
import contextlib
import functools
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import memcon
from memcon.models.embedded.process import running, serve_command
from memcon.models.embedded.server import ServeOptions
from memcon.models.embedded.weights import ready
from memcon.models.spec import EMBEDDED_MODEL
from memcon.records import Article
from peers import langextract

SYSTEMS = ("cascade", "whole", "langextract-1000", "langextract-whole")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--only", nargs="+", choices=SYSTEMS, default=list(SYSTEMS))
    parser.add_argument("--sets", nargs="+", choices=("seeds", "dev"), default=["seeds", "dev"])
    parser.add_argument("--limit", type=int, help="articles of each set")
    parser.add_argument("--out", type=Path, default=Path("out/quality"))
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    rows = []
    for system in options.only:
        with contextlib.ExitStack() as stack:
            for name in options.sets:
                rows.append(_measure(system, name, options, stack))
                print(json.dumps(rows[-1]), file=sys.stderr, flush=True)
    print(_table(rows))


@functools.cache
def _server(stack: contextlib.ExitStack) -> str:
    """Return the URL of a system's server, which is started at its first article and ends with `stack`."""
    return stack.enter_context(running(serve_command(ready(), ServeOptions()))).base_url


def _articles(shared: Path, name: str) -> list[Article]:
    where = shared / "seeds" if name == "seeds" else shared / "gold" / "dev-articles.jsonl"
    return [item for item in memcon.read_articles(where) if isinstance(item, Article)]


def _measure(system: str, name: str, options: argparse.Namespace, stack: contextlib.ExitStack) -> dict[str, Any]:
    """Read the articles of one set with one system, those not read before, and score what it found."""
    articles = _articles(options.shared, name)[: options.limit]
    read = _with_langextract if system.startswith("langextract") else _with_memcon
    kept = options.out / f"{name}-{system}.rows.jsonl"
    rows = [json.loads(line) for line in kept.read_text("utf-8").splitlines()] if kept.exists() else []
    known = {row["article"]: row for row in rows}
    lines, each = [], []
    for article in articles:
        if article.id not in known:
            found, cost = read(system, article, options, _server(stack))
            known[article.id] = {"article": article.id, "lines": found, "cost": cost}
            with kept.open("a", encoding="utf-8") as file:
                file.write(json.dumps(known[article.id]) + "\n")
            print(f"{system} {article.id}: {cost['seconds']:.1f} s", file=sys.stderr, flush=True)
        lines += known[article.id]["lines"]
        each.append(known[article.id]["cost"])
    events = options.out / f"{name}-{system}.jsonl"
    events.write_text("".join(line + "\n" for line in lines), "utf-8")
    totals = {key: sum(cost[key] for cost in each) for key in ("calls", "prompt", "completion", "cached")}
    seconds = statistics.median(cost["seconds"] for cost in each)
    return {
        "system": system,
        "set": name,
        "seconds": round(seconds, 1),
        **totals,
        **_score(options, name, articles, events),
    }


def _with_memcon(system: str, article: Article, _: argparse.Namespace, url: str) -> tuple[list[str], dict[str, float]]:
    with tempfile.TemporaryDirectory() as folder:
        chosen: Literal["whole", "cascade"] = "whole" if system == "whole" else "cascade"
        started = time.perf_counter()
        run = memcon.extract(article, model=EMBEDDED_MODEL, base_url=url, strategy=chosen, ledger=f"{folder}/ledger")
        seconds = time.perf_counter() - started
        run.write(folder)
        lines = Path(folder, "events.jsonl").read_text("utf-8").split("\n")[:-1]
    usage = run.report["usage"]
    return lines, {
        "seconds": seconds, "calls": usage["calls"], "prompt": usage["prompt_tokens"],
        "completion": usage["completion_tokens"], "cached": usage["cached_tokens"],
    }  # fmt: skip


def _with_langextract(
    system: str, article: Article, options: argparse.Namespace, url: str
) -> tuple[list[str], dict[str, float]]:
    chunk = "1000" if system.endswith("1000") else "100000"
    with tempfile.TemporaryDirectory() as folder:
        given, out = Path(folder, "article.jsonl"), Path(folder, "events.jsonl")
        given.write_text(json.dumps({"id": article.id, "text": article.text}) + "\n", "utf-8")
        script = options.shared / "tools" / "peer_langextract.py"
        command = [langextract(), script, given, out, "--base-url", url, "--chunk", chunk]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        told = json.loads(done.stdout.strip().rsplit("\n", 1)[-1])
        lines = out.read_text("utf-8").split("\n")[:-1]
    return lines, {
        "seconds": told["seconds"], "calls": told["calls"], "prompt": told["prompt_tokens"],
        "completion": told["completion_tokens"], "cached": 0,
    }  # fmt: skip


def _score(options: argparse.Namespace, name: str, articles: list[Article], events: Path) -> dict[str, Any]:
    """Return the reference scorer's figures over the articles that were read."""
    ids = {article.id for article in articles}
    with tempfile.TemporaryDirectory() as folder:
        gold, texts = Path(folder, "gold.jsonl"), Path(folder, "articles.jsonl")
        rows = (options.shared / "gold" / f"{name}.jsonl").read_text("utf-8").split("\n")
        gold.write_text("".join(row + "\n" for row in rows if row and json.loads(row)["article"] in ids), "utf-8")
        texts.write_text("".join(json.dumps({"id": a.id, "text": a.text}) + "\n" for a in articles), "utf-8")
        command = [sys.executable, options.shared / "tools" / "score.py", gold, texts, events, "--json"]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def _table(rows: list[dict[str, Any]]) -> str:
    scored = ("f1", "precision", "recall", "countries", "participants", "dates", "status")
    return "\n".join(_lines(("system", "set", *scored, "seconds", "calls"), rows))


def _lines(columns: tuple[str, ...], rows: list[dict[str, Any]]) -> Iterator[str]:
    yield "| " + " | ".join((*columns, "prompt tokens", "cached", "completion tokens")) + " |"
    yield "|" + "---|" * (len(columns) + 3)
    for row in rows:
        cached = f"{row['cached'] / row['prompt']:.0%}" if row["cached"] else "–"
        cells = [*(str(row[column]) for column in columns), str(row["prompt"]), cached, str(row["completion"])]
        yield "| " + " | ".join(cells) + " |"


if __name__ == "__main__":
    os.environ.setdefault("MEMCON_ENDPOINT", "bench-quality")
    main()
