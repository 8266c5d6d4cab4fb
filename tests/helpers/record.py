"""Record cassettes anew: start the embedded model, and let it answer every test that is marked `vcr`.

usage: python tests/helpers/record.py [pytest arguments: modules or `-k` of the tests to record]
"""

import asyncio
import subprocess
import sys
from pathlib import Path

from memcon.models.embedded.process import embedded_server
from memcon.models.spec import choose_spec

ROOT = Path(__file__).parents[2]


async def record(arguments: list[str]) -> int:
    """Run the recorded tests against the real model; return the exit code of pytest."""
    async with embedded_server(choose_spec("embedded", None, {})) as url:
        options = ["-m", "vcr", "--record-mode=rewrite", f"--model-url={url}", "-q"]
        command = [sys.executable, "-m", "pytest", *options, *(arguments or ["tests"])]
        return await asyncio.to_thread(subprocess.call, command, cwd=ROOT)


if __name__ == "__main__":
    sys.exit(asyncio.run(record(sys.argv[1:])))
