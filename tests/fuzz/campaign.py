"""Fuzz each target for a share of some seconds, led by the coverage of memcon's code, and keep what does not hold.

`PYTHONPATH=src:tests python -m fuzz.campaign [--seconds 3600] [--targets clean ground] [--into out/fuzz]` (`make fuzz`)

Each target runs in a process of its own, one after the other, under atheris (libFuzzer). What an input does that it may
not is written to `INTO/<target>/findings/` with its traceback, as short as it can be made, once for each place in the
code, and the search goes on. What it has learnt is kept in `INTO/<target>/corpus/`, for the next campaign. A finding
that is mended belongs into `tests/fuzz/corpus/<target>/`. Ends with 1 where anything was found.
"""

import argparse
import hashlib
import re
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent
LONGEST: Final = {"review": 16_384, "recover": 32_768}
"""Bytes of an input; of other targets 4,096."""
SHORTENING: Final = 30.0
"""Seconds for making one finding short."""
STUCK: Final = 60
"""Seconds, of the clock, after which libFuzzer ends a call that our own timer could not: one that is stuck in C."""

Signature = tuple[str, str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=int, default=3600, help="for all targets together")
    parser.add_argument("--targets", nargs="*", default=None, help="only these")
    parser.add_argument("--into", type=Path, default=Path("out/fuzz"))
    parser.add_argument("--one", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.one:
        fuzz(chosen.one, chosen.seconds, chosen.into / chosen.one)
    from fuzz.targets import TARGETS

    names = chosen.targets or list(TARGETS)
    print(f"{'target':13} {'executions':>11} {'a second':>9} {'edges':>6} {'features':>9} {'corpus':>7} {'found':>6}")
    found = [one for name in names for one in campaign(name, chosen.seconds // len(names), chosen.into)]
    for path in found:
        told = path.with_suffix(".txt")
        print(f"\n{path}\n{told.read_text('utf-8') if told.exists() else 'see log.txt beside its folder'}")
    sys.exit(1 if found else 0)


def campaign(name: str, seconds: int, into: Path) -> list[Path]:
    """Fuzz one target in a process of its own, print its line of the table, and return what was found."""
    folder = into / name
    command = [sys.executable, "-m", "fuzz.campaign", "--one", name, "--seconds", str(seconds), "--into", str(into)]
    (folder / "findings").mkdir(parents=True, exist_ok=True)
    with (folder / "log.txt").open("wb") as log:
        ended = subprocess.run(command, stdout=log, stderr=log, check=False).returncode
    said = (folder / "log.txt").read_text("utf-8", "replace")
    told = re.findall(r"^#(\d+)\s.*?cov: (\d+) ft: (\d+) corp: (\d+)/", said, re.MULTILINE)
    runs, edges, features, kept = map(int, told[-1]) if told else (0, 0, 0, 0)
    found = sorted(path for path in (folder / "findings").iterdir() if path.suffix != ".txt")
    print(
        f"{name:13} {runs:11,} {runs // max(seconds, 1):9,} {edges:6,} {features:9,} {kept:7,} {len(found):6}",
        flush=True,
    )
    if ended:
        print(f"{name}: the process ended with {ended}, see {folder / 'log.txt'}", flush=True)
    return found


def fuzz(name: str, seconds: int, folder: Path) -> None:
    """Fuzz one target in this process, which ends with it."""
    import atheris  # type: ignore[import-untyped,unused-ignore]

    with atheris.instrument_imports(include=["memcon"]):
        from fuzz import seeds, targets
    corpus, findings = folder / "corpus", folder / "findings"
    corpus.mkdir(parents=True, exist_ok=True)
    for old in findings.iterdir():  # what an earlier campaign found is tried first, and kept where it still fails
        old.replace(corpus / old.name)
    for seed in seeds.SEEDS[name]():
        (corpus / hashlib.sha256(seed).hexdigest()).write_bytes(seed)
    words = folder / "words.dict"
    words.write_text(seeds.dictionary(), "ascii")
    target, seen = targets.TARGETS[name], set[Signature]()

    def once(data: bytes) -> None:
        failed = failure(target, data)
        if failed and failed[0] not in seen:
            seen.add(failed[0])
            keep(findings, shortened(target, data, failed[0]), failed[1])

    kept = [str(path) for path in [HERE / "corpus" / name] if path.is_dir()]
    atheris.Setup(
        [
            sys.argv[0], str(corpus), *kept, f"-max_total_time={seconds}", f"-max_len={LONGEST.get(name, 4096)}",
            f"-dict={words}", f"-timeout={STUCK}", "-rss_limit_mb=3000", f"-artifact_prefix={findings}/",
            "-print_final_stats=1", "-report_slow_units=30",
        ],
        once,
    )  # fmt: skip
    atheris.Fuzz()


def failure(target: Callable[[bytes], None], data: bytes) -> tuple[Signature, str] | None:
    """Return what `data` does that it may not: its kind with the place in memcon's code, and the traceback."""
    from fuzz.targets import Hang, limited

    try:
        with limited():
            target(data)
    except (Exception, Hang) as error:  # noqa: BLE001  whatever it is, it is found
        frames = traceback.extract_tb(error.__traceback__)
        ours = [frame for frame in frames if "/memcon/" in frame.filename] or frames
        place = ours[0 if isinstance(error, Hang) else -1]
        line = "" if isinstance(error, Hang) else f":{place.lineno}"
        return (type(error).__name__, f"{Path(place.filename).name}:{place.name}{line}"), traceback.format_exc()
    return None


def shortened(target: Callable[[bytes], None], data: bytes, signature: Signature) -> bytes:
    """Return `data` without what can be left out so that it still fails at the same place."""
    ends, size = time.monotonic() + SHORTENING, len(data) // 2
    while size and time.monotonic() < ends:
        at = 0
        while at < len(data) and time.monotonic() < ends:
            shorter = data[:at] + data[at + size :]
            failed = failure(target, shorter)
            if failed and failed[0] == signature:
                data = shorter
            else:
                at += size
        size //= 2
    return data


def keep(findings: Path, data: bytes, told: str) -> None:
    """Write a finding, and beside it what it does."""
    path = findings / f"{hashlib.sha256(data).hexdigest()[:12]}.bin"
    path.write_bytes(data)
    path.with_suffix(".txt").write_text(f"{data[:400]!r}\n{told}", "utf-8", "backslashreplace")


if __name__ == "__main__":
    main()
