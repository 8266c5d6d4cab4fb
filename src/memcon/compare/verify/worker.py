"""The process of `beside`: `python -m memcon.compare.verify.worker RUN [INPUT …]`, of our own making only.

It writes what `against` finds as a JSON object to stdout, or fails. It ends when stdin does: whoever started it keeps
that open.
"""

import dataclasses
import gc
import json
import os
import sys
import threading

from memcon.compare.verify.against import against, read_texts
from memcon.outputs.folder import RunFolder
from memcon.outputs.run_report import RunReport


def main() -> None:
    """Check the run, and write what does not hold."""
    gc.disable()  # nothing here makes cycles
    threading.Thread(target=_end_with_stdin, daemon=True).start()
    run, inputs = RunFolder(sys.argv[1], quick=True), sys.argv[2:] or None
    report = run.report() or RunReport()
    states = {state.article: state for state in run.articles()}
    again = read_texts(report, states, inputs)
    found = against(again, report, states, run.mentions(), list(run.rejected()), inputs)
    sys.stdout.write(json.dumps(dataclasses.asdict(found)))
    sys.stdout.flush()
    os._exit(0)  # what is kept need not be looked through


def _end_with_stdin() -> None:
    sys.stdin.buffer.read()
    os._exit(1)


if __name__ == "__main__":
    main()
