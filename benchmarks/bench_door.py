"""What the door to the model costs on this machine: questions a second asked and replayed, and CPU a question.

Run: python benchmarks/bench_door.py [questions]. The server answers at once, in a process of its own.
"""

import asyncio
import dataclasses
import multiprocessing
import resource
import sys
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Literal

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from helpers.fault_server import fault_server, says
from memcon.models.base import Message, ModelAnswer, Prompt
from memcon.models.client import open_model
from memcon.models.ledger.store import open_ledger
from memcon.models.spec import choose_spec


class Contact(ModelAnswer):
    """A contact between officials."""

    kind: Literal["call", "meeting"]
    names: list[str]


def serve(pipe: Connection) -> None:
    """Answer every question alike until the pipe is closed."""

    async def forever() -> None:
        async with fault_server(lambda _: says('{"kind":"call","names":["A","B"]}')) as server:
            pipe.send(server.url)
            await asyncio.to_thread(pipe.poll, None)

    asyncio.run(forever())


async def measure(url: str, questions: int) -> None:
    """Ask `questions` of 3,000 characters, 32 at once; then ask them again."""
    spec = choose_spec("m", url, {})
    spec = dataclasses.replace(spec, profile=dataclasses.replace(spec.profile, concurrency=32))
    prompts = [
        Prompt(version="bench@0", messages=(Message("user", f"{number} " + "words " * 500),), max_tokens=99)
        for number in range(questions)
    ]
    with tempfile.TemporaryDirectory() as folder, open_ledger(Path(folder) / "ledger.sqlite") as ledger:
        async with open_model(spec, ledger, env={}) as model:
            await model.fill(Contact, prompts[0])
            for what in ("asked", "replayed"):
                wall, cpu = time.perf_counter(), time.process_time()
                await asyncio.gather(*(model.fill(Contact, prompt) for prompt in prompts))
                wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
                print(f"{what:9} {questions / wall:6.0f} a second  {cpu / questions * 1000:5.2f} ms CPU each")
            print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB; {ledger.stats()}")


if __name__ == "__main__":
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.Process(target=serve, args=(theirs,), daemon=True)
    server.start()
    asyncio.run(measure(ours.recv(), int(sys.argv[1]) if len(sys.argv) > 1 else 1000))
    ours.send("end")
    server.join()
