"""A corpus on a cluster that does not exist: workers that die, a provider that stumbles, a quota, on a virtual clock.

Run: python benchmarks/scale.py [--articles 10000000] [--out PAGE]

What decides when a call leaves is memcon's own line (`memcon.models.traffic`), asked at virtual times; what is played
is everything else. A provider counts requests against a quota of its own and answers 429 beyond it, 5 % of what it
takes ends in an error, and an answer takes `LATENCY` seconds, lognormal. One question an article (`--strategy whole`).

There are as many machines as workers, and one of them dies every ten minutes, whichever. With a worker alone, what it
had asked is answered all the same, and its articles are read again, from the ledger. With the machine of a command, its
calls in flight may have been billed, and the same command, once the machine or another with its disk is back, reads
everything of its share again from the ledger, at `REPLAYED` articles a second, before it goes on.

`--shares N` cuts the corpus in N, of which `--at-once` run, each with an equal part of machines, quota and calls in
flight; where one is done, the next begins.
"""

import argparse
import dataclasses
import heapq
import math
import random
from collections import deque
from pathlib import Path
from typing import Final

from memcon.models.failure import Failure
from memcon.models.limits import Limits
from memcon.models.settings import CallSettings, Clock
from memcon.models.spec import choose_spec
from memcon.models.tokens import TokenCounts
from memcon.models.traffic.admission import AdmittedCall, Traffic
from memcon.models.traffic.budget import Need

LATENCY: Final = (0.7, 0.5)
"""Of an answer: mean and deviation of the logarithm of its seconds, two in the median."""
ERROR_AFTER: Final = 1.0
"""Seconds after which a call that fails has failed, on average."""
FAULTS: Final = 0.05
MACHINE_DIES: Final = 600.0
"""Seconds between two deaths of machines, on average."""
COMMAND_AWAY: Final = 300.0
"""Seconds until the command of a machine that died runs again."""
CARRIES: Final = 120.0
"""Questions a second that one command carries, as `benchmarks/bench_ray.py` saw it on two cores, a bound from below."""
REPLAYED: Final = 120.0
"""Articles a second that are read again from the ledger, by the same limit."""
BYTES: Final = 501
"""Of the ledger an answer: L4 of `benchmarks/run.md`, short answers; long ones take what they have."""
NEED: Final = Need(12_100, 300)
TOKENS: Final = TokenCounts(prompt=12_100, completion=300)


@dataclasses.dataclass(slots=True)
class Told:
    """What became of a share."""

    seconds: float = 0.0
    calls: int = 0
    answers: int = 0
    faults: int = 0
    limited: int = 0
    lost_in_flight: int = 0
    """Calls in flight when the command's machine died: asked again, and perhaps billed twice."""
    read_again: int = 0
    """Articles of workers that died."""
    command_deaths: int = 0
    replaying: float = 0.0
    """Seconds in which nothing was asked since the ledger was read again, or the machine was away."""


class Provider:
    """Takes so many requests a minute, counted by the second, and stumbles."""

    def __init__(self, rpm: float, drawn: random.Random) -> None:
        self._rate, self._drawn = rpm / 60, drawn
        self._level, self._at = self._rate, 0.0

    def takes(self, now: float) -> str:
        """Return `ok`, `429` or `500` for a request that comes now."""
        self._level = min(self._rate, self._level + (now - self._at) * self._rate)
        self._at = now
        if self._level < 1:
            return "429"
        self._level -= 1
        return "500" if self._drawn.random() < FAULTS else "ok"


class Share:
    """One command with its workers."""

    def __init__(self, articles: int, *, machines: int, dies: float, rpm: float, concurrency: int, seed: int) -> None:
        """Play a share of so many articles, on machines of which one dies every `dies` seconds."""
        self.told = Told()
        self._articles, self._machines, self._dies, self._rpm = articles, machines, dies, rpm
        self._drawn = random.Random(seed)
        self._now = 0.0
        self._provider = Provider(rpm, self._drawn)
        self._concurrency = concurrency
        self._events: list[tuple[float, int, str, object]] = []
        self._number = 0
        self._free = 0.0  # when the command can carry the next question
        self._start()
        self._later(self._drawn.expovariate(1 / dies), "death")

    def _start(self) -> None:
        """Begin a run: an open line, every article to come."""
        spec = choose_spec("scripted", "http://cluster.invalid/v1", {})
        limits = Limits(rpm=self._rpm, concurrency=self._concurrency)
        settings = CallSettings(limits=limits, clock=Clock(now=lambda: self._now))
        self._line = Traffic(limits.laid_over(spec), settings)
        self._waiting: deque[int] = deque()  # attempts so far of each question that may leave
        self._flying: dict[int, AdmittedCall] = {}
        self._open = 0
        self._looks_at = math.inf

    def _later(self, seconds: float, what: str, of: object = None) -> None:
        self._number += 1
        heapq.heappush(self._events, (self._now + seconds, self._number, what, of))

    def run(self) -> Told:
        """Play until every article is read."""
        while self.told.answers < self._articles:
            self._fill()
            self._leave()
            self._now, _, what, of = heapq.heappop(self._events)
            getattr(self, f"_{what}")(of)
        self.told.seconds = self._now
        return self.told

    def _fill(self) -> None:
        """Give workers articles, as many at once as calls may be in flight."""
        while self._open < min(self._concurrency, self._articles - self.told.answers):
            self._open += 1
            self._waiting.append(0)

    def _leave(self) -> None:
        """Let leave what may."""
        while self._waiting:
            wait = self._free - self._now
            if wait <= 0:
                why, wait = self._line.obstacle(NEED)
                if not why:
                    self._send(self._waiting.popleft())
                    continue
            if wait < math.inf and not self._now < self._looks_at <= self._now + wait:
                self._looks_at = self._now + wait
                self._later(wait, "look")
            return

    def _send(self, attempts: int) -> None:
        call = self._line.leave(NEED)
        self._free = self._now + 1 / CARRIES
        self.told.calls += 1
        held = call.held(self._now)
        outcome = self._provider.takes(self._now + held)
        seconds = self._drawn.lognormvariate(*LATENCY) if outcome == "ok" else self._drawn.expovariate(1 / ERROR_AFTER)
        seconds = 0.05 if outcome == "429" else seconds
        self._later(held + seconds, "ended", (outcome, attempts, self._number + 1))
        self._flying[self._number] = call

    # --- what happens ---

    def _look(self, _: object) -> None:
        pass

    def _ended(self, of: tuple[str, int, int]) -> None:
        outcome, attempts, number = of
        call = self._flying.pop(number, None)
        if call is None:  # the command died meanwhile
            return
        if outcome == "ok":
            self.told.answers += 1
            self._open -= 1
            self._line.answered(call, TOKENS, {})
        elif outcome == "429":
            self.told.limited += 1
            self._line.failed(call, Failure(family="rate", kind="rate_limit", detail=""), TokenCounts())
            self._later(self._back_off(attempts), "again", attempts)
        else:
            self.told.faults += 1
            self._line.failed(call, Failure(family="transient", kind="server_error", detail=""), TokenCounts())
            self._later(self._back_off(attempts), "again", attempts + 1)
        self._line.ended(call)

    def _back_off(self, attempts: int) -> float:
        return self._drawn.uniform(0, min(30.0, 0.5 * 2**attempts))

    def _again(self, attempts: int) -> None:
        self._waiting.append(attempts)

    def _death(self, _: object) -> None:
        """Let a machine die: of a worker, or of the command."""
        if self._drawn.random() < 1 / self._machines:
            self._go_on()
        else:
            self.told.read_again += self._open // self._machines
        self._later(self._drawn.expovariate(1 / self._dies), "death")

    def _go_on(self) -> None:
        """Let the same command go on, once it has read its ledger again."""
        self.told.command_deaths += 1
        self.told.lost_in_flight += len(self._flying)
        away = COMMAND_AWAY + self.told.answers / REPLAYED
        self.told.replaying += away
        self._events.clear()
        self._now += away
        self._free = self._now
        self._start()


def cluster(articles: int, shares: int, *, at_once: int, machines: int, rpm: float, concurrency: int) -> str:
    """Play a cluster, and return its row."""
    told = [
        Share(
            articles // shares, machines=machines // at_once, dies=MACHINE_DIES * at_once, rpm=rpm / at_once,
            concurrency=concurrency // at_once, seed=seed,
        ).run()
        for seed in range(shares)
    ]  # fmt: skip
    free = [0.0] * at_once  # when the next share may begin
    for one in told:
        heapq.heapreplace(free, free[0] + one.seconds)
    seconds, ideal = max(free), articles / (rpm / 60)
    calls, limited = sum(one.calls for one in told), sum(one.limited for one in told)
    lost, answers = sum(one.lost_in_flight for one in told), sum(one.answers for one in told)
    assert answers == articles // shares * shares
    assert calls == answers + limited + sum(one.faults for one in told) + lost
    cells = [
        f"{articles:,}", str(shares), str(at_once), f"{ideal / 3600:.1f} h", f"{seconds / 3600:.1f} h",
        f"{ideal / seconds:.3f}", f"{limited / calls:.2%}", str(lost), str(sum(one.command_deaths for one in told)),
        f"{max(one.replaying for one in told) / 60:.0f} min", f"{sum(one.read_again for one in told):,}",
        f"{answers * BYTES / 1e9 / shares:.2f} GB",
    ]  # fmt: skip
    return f"| {' | '.join(cells)} |"


COLUMNS: Final = (
    "articles", "shares", "at once", "ideal", "took", "of ideal", "429s", "calls in flight lost", "deaths of commands",
    "away and replaying, at most", "articles read again", "ledger of a share",
)  # fmt: skip
HEAD: Final = f"| {' | '.join(COLUMNS)} |\n|{'---|' * len(COLUMNS)}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=10_000_000)
    parser.add_argument("--machines", type=int, default=64)
    parser.add_argument("--rpm", type=float, default=10_000)
    parser.add_argument("--concurrency", type=int, default=1000)
    parser.add_argument("--shares", type=int, nargs="*", default=[640, 64])
    parser.add_argument("--at-once", type=int, default=64)
    parser.add_argument("--out", type=Path, help="write the table here too")
    options = parser.parse_args()
    rows = [HEAD]
    print(HEAD)
    for shares in options.shares:
        rows.append(
            cluster(
                options.articles,
                shares,
                at_once=min(shares, options.at_once),
                machines=options.machines,
                rpm=options.rpm,
                concurrency=options.concurrency,
            )
        )
        print(rows[-1], flush=True)
    if options.out:
        options.out.write_text("\n".join(rows) + "\n", "utf-8")


if __name__ == "__main__":
    main()
