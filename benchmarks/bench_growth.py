"""How the time of each function that reads words of others grows with them: exponents, from 10^4 to 10^6 characters.

`python benchmarks/bench_growth.py [--works WORDS] [--units WORDS] [--most 1000000] [--seconds 5]`

Each work of `tests/helpers/growing.py` is given each unit, repeated to sizes ten times as large until it takes longer
than `--seconds`; a work that a timer must stop has no exponent, and is told first. Printed are the exponent between the
two largest sizes that were done, of the worst unit of each work; 1 is linear, 2 quadratic. Times below 20 ms are noise,
and give none. Nothing here is gated: `tests/hostile` holds steps, this shows what runs inside patterns too.
"""

import argparse
import math
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, NoReturn

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from helpers.growing import WORKS, grown, units

NOISE: Final = 0.02
"""Seconds below which a time tells nothing."""
BOUND: Final = 1.15


class Stopped(BaseException):
    """The timer has run out."""


def stop(*_: object) -> NoReturn:
    raise Stopped


def seconds(work: Callable[[str], object], text: str, most: float) -> float | None:
    """Return the processor's time that `work` takes of `text`; None where it takes more than `most`."""
    signal.setitimer(signal.ITIMER_PROF, most)
    began = time.process_time()
    try:
        work(text)
    except Stopped:
        return None
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return time.process_time() - began


def exponent(work: Callable[[str], object], unit: str, most: int, limit: float) -> tuple[float | None, str]:
    """Return how the time grows, None where it is too short to tell or the timer ran out; and the times in words."""
    times: list[float] = []
    size = 10_000
    while size <= most and (not times or times[-1] < limit / 10):
        took = seconds(work, grown(unit, size), limit)
        if took is None:
            return (math.inf if len(times) == 0 else math.log10(limit / max(times[-1], 0.001))), f"stopped at {size:,}"
        times.append(took)
        size *= 10
    told = " ".join(f"{took:.3f}" for took in times)
    if len(times) < 2 or times[-1] < NOISE or times[-2] < NOISE / 10:
        return None, told
    return math.log10(times[-1] / times[-2]), told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--works", default="", help="only works whose names hold these words")
    parser.add_argument("--units", default="", help="only units whose names hold these words")
    parser.add_argument("--most", type=int, default=1_000_000, help="characters of the longest texts")
    parser.add_argument("--seconds", type=float, default=5.0, help="of the processor, for one call")
    chosen = parser.parse_args()
    signal.signal(signal.SIGPROF, stop)
    over = 0
    print(f"{'work':52} {'worst':>6}  unit and seconds at 10^4, 10^5, 10^6 characters")
    for name, work in WORKS.items():
        if chosen.works not in name:
            continue
        work("a b.")  # tables are read
        grew = [
            (*exponent(work, unit, chosen.most, chosen.seconds), called)
            for called, unit in units()
            if chosen.units in called
        ]
        told = [one for one in grew if one[0] is not None]
        worst = max(told, key=lambda one: one[0] or 0.0, default=(None, "too quick to tell", "any"))
        over += (worst[0] or 0.0) > BOUND
        shown = "-" if worst[0] is None else f"{worst[0]:.2f}"
        print(f"{name:52} {shown:>6}  {worst[2]}: {worst[1]}", flush=True)
    print(f"{over} works over {BOUND}")


if __name__ == "__main__":
    main()
