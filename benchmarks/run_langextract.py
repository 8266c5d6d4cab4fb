"""Run langextract over documents against a scripted server, in an environment of its own; started by `bench_run`.

usage: python run_langextract.py < job.json > result.json

Reads `{"url", "documents", "workers"}`; writes the seconds, by the clock and of CPU, how many documents it gave back,
and its error, if any.
"""

import json
import sys
import time

import langextract as lx  # type: ignore[import-not-found]
from langextract.providers.openai import OpenAILanguageModel  # type: ignore[import-not-found]


def main() -> None:
    """Extract once."""
    job = json.load(sys.stdin)
    example = lx.data.ExampleData("A met B.", [lx.data.Extraction("meeting", "A met B")])
    documents = [lx.data.Document(text, document_id=str(number)) for number, text in enumerate(job["documents"])]
    model = OpenAILanguageModel("scripted", api_key="none", base_url=job["url"], max_workers=job["workers"])
    options = {"batch_length": job["workers"], "max_workers": job["workers"], "show_progress": False}
    began, cpu, error, done = time.perf_counter(), time.process_time(), None, 0
    try:
        done = len(lx.extract(documents, "List meetings.", [example], model=model, max_char_buffer=4000, **options))
    except Exception as failure:  # noqa: BLE001  whatever ends it is the result
        error = f"{type(failure).__name__}: {failure}"[:200]
    took = {"seconds": time.perf_counter() - began, "cpu": time.process_time() - cpu}
    json.dump(took | {"done": done, "error": error}, sys.stdout)


if __name__ == "__main__":
    main()
