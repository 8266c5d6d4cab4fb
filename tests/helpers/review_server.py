"""A real `memcon review` in a process of its own, and a client that has its address."""

import contextlib
import os
import signal
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2

COMMAND = [sys.executable, "-m", "memcon", "review"]


class Server:
    """A running `memcon review`, and a client that has its address."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process, self.said = process, ""
        assert process.stdout
        self.address = process.stdout.readline().strip()
        self.client = httpx2.Client(base_url=self.address, timeout=20, trust_env=False)

    def post(self, client_id: str | None = None, **ask: Any) -> httpx2.Response:
        return self.client.post("decisions", json={"id": client_id or str(uuid.uuid4()), **ask})


@contextlib.contextmanager
def serving(out: Path, *more: str, how: int = signal.SIGINT) -> Iterator[Server]:
    env = {**os.environ, "XDG_STATE_HOME": str(out.parent / "state"), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        [*COMMAND, str(out), "--no-browser", "--who", "ana", *more],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env,
    ) as process:  # fmt: skip
        server = Server(process)
        try:
            with server.client:
                yield server
        finally:
            process.send_signal(how)
            assert process.stderr
            server.said = process.stderr.read()
            process.wait()
