"""What the door to a model costs: CPU a call beside the plain openai client, and articles a second beside langextract.

Run: python benchmarks/bench_door.py [--questions N] [--articles N] [--rounds N] [--no-peers]

One scripted server on loopback answers at once, in a process of its own. Sides take turns within one run, and each
figure is the median of its rounds: CPU (user and system, of all threads) is what counts, since other programs may keep
this machine busy; the time by the clock stands beside it. *Door* is `model.fill` with a new ledger on disk; *plain* is
openai's client as its documentation has it, with the same messages, schema and limits, and pydantic for its answer.
"""

import argparse
import asyncio
import contextlib
import json
import statistics
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

from bench_run import article
from memcon import api, records
from memcon.models.base import Message, ModelAnswer, Prompt
from memcon.models.client import open_model
from memcon.models.ledger.store import open_ledger
from memcon.models.limits import Limits
from memcon.models.spec import choose_spec
from peers import langextract
from scripted_server import Habits, Served

AT_ONCE: Final = 64
"""Calls in flight."""
ANSWER: Final = '{"kind":"call","names":["A","B"]}'


class Contact(ModelAnswer):
    """A contact between officials."""

    kind: Literal["call", "meeting"]
    names: list[str]


class Took(NamedTuple):
    """What a number of calls, or of articles, took."""

    cpu: float
    """Milliseconds each."""
    wall: float
    """Milliseconds each."""


def prompt(number: int) -> Prompt:
    """Return a question of 3,000 characters that nobody has asked yet."""
    words = f"{number} " + "words " * 500
    return Prompt(version="bench@0", messages=(Message("user", words),), max_tokens=99)


async def timed(calls: Sequence[Callable[[], Awaitable[object]]]) -> Took:
    """Make `calls`, `AT_ONCE` of them at once."""
    left = iter(calls)

    async def worker() -> None:
        for call in left:
            await call()

    wall, cpu = time.perf_counter(), time.process_time()
    await asyncio.gather(*(worker() for _ in range(AT_ONCE)))
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return Took(cpu / len(calls) * 1000, wall / len(calls) * 1000)


@contextlib.asynccontextmanager
async def door(url: str) -> AsyncIterator[Callable[[Prompt], Awaitable[object]]]:
    """Yield what asks through our door, over a new ledger."""
    spec = choose_spec("m", url, {})
    spec = replace(spec, profile=replace(spec.profile, concurrency=AT_ONCE))
    with tempfile.TemporaryDirectory() as folder, open_ledger(Path(folder) / "ledger.sqlite") as ledger:
        async with open_model(spec, ledger, env={}) as model:
            yield lambda asked: model.fill(Contact, asked)


@contextlib.asynccontextmanager
async def plain(url: str) -> AsyncIterator[Callable[[Prompt], Awaitable[object]]]:
    """Yield what asks through openai's client as its documentation has it."""
    import openai  # noqa: PLC0415  as our door does, once it is opened

    spec = choose_spec("m", url, {})
    schema: Any = {"name": "Contact", "schema": Contact.model_json_schema()}
    async with openai.AsyncOpenAI(api_key="none", base_url=url, max_retries=0) as client:

        async def ask(asked: Prompt) -> object:
            completion = await client.chat.completions.create(
                model="m",
                messages=[{"role": "user", "content": turn.content} for turn in asked.messages],
                max_tokens=asked.max_tokens,
                temperature=spec.profile.temperature,
                response_format={"type": "json_schema", "json_schema": schema},
            )
            return Contact.model_validate_json(completion.choices[0].message.content or "")

        yield ask


SIDES: Final = {"plain": plain, "door": door}


async def doors(url: str, questions: int, rounds: int) -> None:
    """Print what a call costs through our door and through openai's client, and an answer of the ledger."""
    took: dict[str, list[Took]] = {"plain": [], "door": [], "replayed": []}
    for number in range(rounds + 1):  # the first one warms
        first = number * questions
        for name in list(SIDES)[:: 1 if number % 2 else -1]:
            async with SIDES[name](url) as ask:
                await ask(prompt(-number - 1))
                calls = [lambda ask=ask, at=first + at: ask(prompt(at)) for at in range(questions)]
                took[name].append(await timed(calls))
                if name == "door":
                    took["replayed"].append(await timed(calls))
    middle = {name: _middle(each[1:]) for name, each in took.items()}
    for name, each in middle.items():
        print(f"{name:12} {each.cpu:6.2f} ms CPU a call  {each.wall:6.2f} ms by the clock", flush=True)
    ratios = sorted(ours.cpu / theirs.cpu for ours, theirs in zip(took["door"][1:], took["plain"][1:], strict=True))
    spread = f"{ratios[0]:.2f} to {ratios[-1]:.2f}"
    print(f"door / plain {statistics.median(ratios):6.2f}  at most 1.5 (rounds: {spread})", flush=True)


def _middle(took: Sequence[Took]) -> Took:
    return Took(*(statistics.median(each) for each in zip(*took, strict=True)))


# --- beside langextract ---


def ours(url: str, count: int) -> Took:
    """Extract articles through the library, from an empty ledger to a run's folder in memory."""

    def articles() -> Iterator[records.Article]:
        yield from (records.Article(id=f"a{at}", text=article(at)["text"], language="id") for at in range(count))

    with tempfile.TemporaryDirectory() as folder:
        wall, cpu = time.perf_counter(), time.process_time()
        api.extract(
            articles(), model="scripted", base_url=url, ledger=f"{folder}/ledger.sqlite",
            limits=Limits(concurrency=AT_ONCE),
        )  # fmt: skip
        return Took((time.process_time() - cpu) / count * 1000, (time.perf_counter() - wall) / count * 1000)


def theirs(url: str, count: int) -> Took:
    """Extract the same articles through langextract, in an environment of its own."""
    job = {"url": url, "documents": [article(at)["text"] for at in range(count)], "workers": AT_ONCE}
    script = Path(__file__).with_name("run_langextract.py")
    ran = subprocess.run([langextract(), script], input=json.dumps(job), capture_output=True, text=True, check=True)
    result: dict[str, Any] = json.loads(ran.stdout[ran.stdout.index('{"seconds"') :])
    assert result["done"] == count, result
    return Took(result["cpu"] / count * 1000, result["seconds"] / count * 1000)


def peers(count: int, rounds: int) -> None:
    """Print how many articles a second we extract, and langextract."""
    took: dict[str, list[Took]] = {"memcon": [], "langextract": []}
    with Served(Habits()) as mine, Served(Habits(content=json.dumps({"extractions": []}))) as other:
        sides = {"memcon": lambda: ours(mine.url, count), "langextract": lambda: theirs(other.url, count)}
        ours(mine.url, 50)  # imports
        for number in range(rounds):
            for name in list(sides)[:: 1 if number % 2 else -1]:
                took[name].append(sides[name]())
    for name, each in took.items():
        cpu, wall = _middle(each)
        print(
            f"{name:12} {cpu:6.2f} ms CPU an article  {1000 / cpu:5.0f}/s of a core, {1000 / wall:5.0f}/s by the clock"
        )
    by = {
        "of CPU": [other.cpu / own.cpu for own, other in zip(took["memcon"], took["langextract"], strict=True)],
        "by the clock": [other.wall / own.wall for own, other in zip(took["memcon"], took["langextract"], strict=True)],
    }
    told = ", ".join(f"{statistics.median(each):.2f} {what}" for what, each in by.items())
    print(f"memcon / langextract, {AT_ONCE} at once: {told}; at least 2")


def main() -> None:
    """Measure both."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--questions", type=int, default=600, help="of a round")
    parser.add_argument("--articles", type=int, default=600, help="of a round beside langextract")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--no-peers", action="store_true", help="leave langextract out")
    options = parser.parse_args()
    with Served(Habits(content=ANSWER)) as server:
        asyncio.run(doors(server.url, options.questions, options.rounds))
    if not options.no_peers:
        peers(options.articles, max(3, options.rounds // 2))


if __name__ == "__main__":
    main()
