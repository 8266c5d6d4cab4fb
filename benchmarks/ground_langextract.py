"""Align quotes with langextract, in an environment of its own; started by `bench_ground`.

usage: python ground_langextract.py < jobs.json > answers.json

Reads `{"lesser": bool, "jobs": [{"text": ..., "quotes": [...]}]}` and writes, for each job, the seconds of processor
time it took and, for each quote, `[start, end, label]` or null.
"""

import json
import sys
import time
from typing import Any

from langextract.core.data import Extraction  # type: ignore[import-not-found]
from langextract.resolver import Resolver  # type: ignore[import-not-found]


def align(resolver: Resolver, text: str, quotes: list[str], *, lesser: bool) -> dict[str, Any]:
    """Align the quotes of one article in one call, as `lx.extract` does."""
    extractions = [Extraction("event", quote, attributes={"n": str(n)}) for n, quote in enumerate(quotes)]
    places: list[Any] = [None] * len(quotes)
    began = time.process_time()
    aligned = list(resolver.align(extractions, text, token_offset=0, char_offset=0, accept_match_lesser=lesser))
    seconds = time.process_time() - began
    for one in aligned:
        span = one.char_interval
        if span is not None and span.start_pos is not None:
            places[int(one.attributes["n"])] = [span.start_pos, span.end_pos, one.alignment_status.value]
    return {"seconds": seconds, "places": places}


def main() -> None:
    """Answer the jobs on standard input."""
    asked = json.load(sys.stdin)
    resolver = Resolver()
    answers = [align(resolver, job["text"], job["quotes"], lesser=asked["lesser"]) for job in asked["jobs"]]
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main()
