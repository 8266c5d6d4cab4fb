"""How fast the embedded model is on this machine, alone and beside other work, by how its server is set up.

Each setting is served by a process of its own, one after the other, and asked the same made-up questions. Nothing is
kept. Other programs that run meanwhile are measured along: what can be compared are rows of one run.
"""

import contextlib
import http.client
import json
import random
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from memcon.errors import LocalModelError
from memcon.models.embedded.engine import SPINS
from memcon.models.embedded.process import running, serve_command
from memcon.models.embedded.server import ServeOptions

WORDS: Final = 120
"""Of a question, all of them new to the server; about as many tokens, as a triage of two sentences has."""
TOKENS: Final = 24
"""Of an answer."""
TIMEOUT: Final = 600.0
"""Seconds for one question, on a machine that has much else to do."""
_BUSY: Final = "import os\nparent = os.getppid()\nwhile os.getppid() == parent:\n    sum(range(1_000_000))"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A way of serving the model."""

    name: str
    variables: Mapping[str, str] = field(default_factory=dict)
    """Of the server's environment; empty for memcon's own choice."""
    threads: int | None = None
    """None takes every physical core."""
    nice: int = 0
    """Added to the server's niceness: it gives way to others."""


SETTINGS: Final = (
    Setting(name="as memcon serves"),
    Setting(name="as OpenMP comes", variables={"GOMP_SPINCOUNT": "300000"}),
    Setting(name="passive", variables={"OMP_WAIT_POLICY": "passive"}),
    Setting(name="one thread", threads=1),
    Setting(name="nice 10", variables={"GOMP_SPINCOUNT": SPINS}, nice=10),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """How fast a setting is, beside some number of busy processes."""

    setting: str
    busy: int
    """Processes that compute beside it, each as much as one core gives."""
    prompt: float
    """Tokens a second that are read."""
    answer: float
    """Tokens a second that are written."""
    seconds: float
    """Of one question."""


def measure(
    weights: Path, *, busy: Sequence[int] = (0, 1), settings: Sequence[Setting] = SETTINGS, questions: int = 2
) -> Iterator[Speed]:
    """Yield the speed of each setting beside each number of busy processes, as it is measured.

    Raises:
        UsageError: xllamacpp is not installed.
        LocalModelError: a server does not start, or does not answer.
    """
    for setting in settings:
        command = serve_command(weights, ServeOptions(threads=setting.threads))
        if setting.nice:
            command = ["nice", "-n", str(setting.nice), *command]
        with running(command, setting.variables) as server:
            _ask(server.base_url, 0)  # the first question is slower than any other
            for number in busy:
                with _busy(number):
                    timings = [_ask(server.base_url, 1 + number * questions + each) for each in range(questions)]
                yield _speed(setting.name, number, timings)


def _speed(name: str, busy: int, timings: Sequence[Mapping[str, float]]) -> Speed:
    """Return what the server's own clock says of questions; it counts in milliseconds."""
    tokens, times = (
        {part: sum(each[f"{part}_{unit}"] for each in timings) for part in ("prompt", "predicted")}
        for unit in ("n", "ms")
    )
    return Speed(
        setting=name,
        busy=busy,
        prompt=1000 * tokens["prompt"] / times["prompt"],
        answer=1000 * tokens["predicted"] / times["predicted"],
        seconds=sum(times.values()) / len(timings) / 1000,
    )


@contextlib.contextmanager
def _busy(number: int) -> Iterator[None]:
    """Keep `number` processes computing while the block runs; each ends with us, however we end."""
    command = [sys.executable, "-c", _BUSY]
    processes = [subprocess.Popen(command) for _ in range(number)]  # noqa: S603  every word is ours
    try:
        yield
    finally:
        for process in processes:
            process.kill()
            process.wait()


def _ask(base_url: str, number: int) -> Mapping[str, float]:
    """Ask a question that shares no beginning with another, and return the server's `timings`.

    Raises:
        LocalModelError: it does not answer, or without them.
    """
    draw = random.Random(number)  # noqa: S311  the same questions in every run
    text = " ".join([str(number), *("".join(draw.choices("aeioulnrst", k=2)) for _ in range(WORDS))])
    question = {
        "messages": [{"role": "user", "content": f"{text}. Count from one upwards."}],
        "max_tokens": TOKENS, "temperature": 0, "ignore_eos": True,
    }  # fmt: skip
    address = urlsplit(base_url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=TIMEOUT)
    try:
        headers = {"Content-Type": "application/json"}
        connection.request("POST", f"{address.path}/chat/completions", json.dumps(question), headers)
        answer: dict[str, Any] = json.load(connection.getresponse())
        timings: dict[str, float] = answer["timings"]
    except (OSError, http.client.HTTPException, ValueError, KeyError) as error:
        raise LocalModelError(f"the embedded model's server does not answer: {type(error).__name__}: {error}") from None
    finally:
        connection.close()
    return timings
