"""Hold an installed memcon to the golden bytes: `PYTHONPATH=tests python -m helpers.wheel VENV/bin/memcon`.

The five seeds are read once from kept answers by the memcon of this environment, which leaves a ledger; the installed
one reads them again from that ledger alone, without a network, and must write the same bytes and find that they hold.
"""

import os
import subprocess
import sys
from pathlib import Path

from golden import held
from golden.running import folder


def hold(command: Path) -> None:
    """Run `command` over the seeds.

    Raises:
        SystemExit: it failed, or wrote other bytes.
    """
    case = held.CASES["seeds"]
    environment = {"PATH": os.environ["PATH"], "HOME": os.environ["HOME"], "MEMCON_ENDPOINT": "golden"}
    with folder() as made:
        held.extract(case, made)
        for arguments in (
            ("extract", "seeds", "-o", "installed", "--offline", "--quiet", "--model", case.model, "--strategy",
             case.strategy, "--base-url", "http://127.0.0.1:9/v1"),
            ("verify", "installed"),
        ):  # fmt: skip
            subprocess.run([command.absolute(), *arguments], cwd=made, env=environment, check=True)
        if held.outputs(made, "installed") != held.outputs(made):
            sys.exit("the installed memcon writes other bytes than this checkout")


if __name__ == "__main__":
    hold(Path(sys.argv[1]))
