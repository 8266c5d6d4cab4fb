"""A real `memcon review --serve` in a process of its own, with a certificate made for it."""

import contextlib
import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

from helpers.review_server import COMMAND


@contextlib.contextmanager
def serving_team(
    out: Path, *options: str, coders: tuple[str, ...] = ("ana", "ben"), how: int = signal.SIGINT
) -> Iterator[tuple[dict[str, str], "subprocess.Popen[str]"]]:
    """Serve a review to a team; give the address of each coder, and the process."""
    env = {**os.environ, "XDG_STATE_HOME": str(out.parent / "state"), "PYTHONUNBUFFERED": "1"}
    named = [word for who in coders for word in ("--coder", who)]
    with subprocess.Popen(
        [*COMMAND, str(out), *named, *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env
    ) as process:
        assert process.stdout
        assert process.stderr
        try:
            lines = [process.stdout.readline().strip().partition("\t") for _ in coders]
            yield {who: address for who, _, address in lines}, process
        finally:
            process.send_signal(how)
            process.stderr.read()
            process.wait()


def certificate(folder: Path, name: str = "pair") -> tuple[Path, Path]:
    """Make a certificate of this machine and its key, as `openssl` does; return their paths."""
    cert, key = folder / f"{name}.pem", folder / f"{name}.key"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    names = "subjectAltName=DNS:localhost,IP:127.0.0.1"
    subprocess.run(
        [*command, "-addext", names, "-keyout", str(key), "-out", str(cert)], check=True, capture_output=True
    )
    return cert, key
