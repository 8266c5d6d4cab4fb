"""What a browser, a program or a terminal may do to the server of a review: it stays, and ends at once when told to."""

import contextlib
import signal
import socket
import time
from pathlib import Path

import pytest

from helpers.review_server import serving
from helpers.reviewable import write_run

pytestmark = pytest.mark.hostile


@pytest.mark.parametrize("origin", ["http://[", "http://[::1", "http://127.0.0.1\u00bd:80", "null", "http://", ""])
def test_an_origin_that_is_no_address_may_not_write(folder: Path, origin: str) -> None:
    with serving(write_run(folder / "out")) as server:
        told = server.client.post("decisions", json={}, headers={b"origin": origin.encode("latin-1")})
        assert told.status_code == 403
    assert "Traceback" not in server.said


HALF = "POST {path}decisions HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n"


@pytest.mark.parametrize("half", ["", "GET /", HALF, HALF + "Content-Length: 500\r\n\r\n{{"])
def test_requests_that_never_come_whole_do_not_hold_its_end(folder: Path, half: str) -> None:
    with contextlib.ExitStack() as stack:
        with serving(write_run(folder / "out")) as server:
            url = server.client.base_url
            for _ in range(30):
                one = stack.enter_context(socket.create_connection((url.host, url.port or 0)))
                one.sendall(half.format(path=url.path, port=url.port).encode())
            assert server.client.get("state").status_code == 200
            started = time.monotonic()
        assert time.monotonic() - started < 2, "a second, and what a busy machine takes"
    assert (server.process.returncode, "Traceback" in server.said, "Cancel" in server.said) == (0, False, False)


@pytest.mark.parametrize(("how", "code", "name"), [(signal.SIGTERM, 143, "SIGTERM"), (signal.SIGHUP, 129, "SIGHUP")])
def test_a_signal_ends_it_under_its_own_name(folder: Path, how: int, code: int, name: str) -> None:
    with serving(write_run(folder / "out"), how=how) as server:
        assert server.client.get("state").status_code == 200
    assert (server.process.returncode, f"stopped by {name}" in server.said) == (code, True)
