"""In place of llama.cpp: as much of `xllamacpp` as memcon uses, with a real HTTP server."""

import os
import sys
import textwrap
from pathlib import Path

import pytest

from memcon.models.embedded import process as local

STAND_IN = """
    import http.server, json, os, pathlib, signal, sys, threading, time, types

    def CommonParams():
        parts = ("model", "cpuparams", "cpuparams_batch")
        return types.SimpleNamespace(**{name: types.SimpleNamespace() for name in parts})

    class Server:
        def __init__(self, given):
            print("noise of a library on standard output", flush=True)
            print("loading", given.model.path, file=sys.stderr, flush=True)
            fault = pathlib.Path(given.model.path).read_text()
            if fault == "refuse":
                raise RuntimeError("Failed to init server")
            if fault == "crash":
                os.kill(os.getpid(), signal.SIGSEGV)
            if fault == "slow":
                pathlib.Path(given.model.path + ".loading").touch()
                time.sleep(60)
            given.environment = {name: os.environ[name] for name in os.environ if name.startswith(("GOMP_", "OMP_"))}
            given.nice = os.nice(0)
            body = json.dumps(given, default=lambda x: list(x) if isinstance(x, set) else vars(x)).encode()
            class Handler(http.server.BaseHTTPRequestHandler):
                def do_GET(self):
                    self.send_response(200)
                    self.end_headers()
                    self.wfile.write(body)
                def do_POST(self):
                    asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
                    slow = 1 if given.environment["GOMP_SPINCOUNT"] == "1000" else 2
                    count = {"prompt_n": 100, "predicted_n": asked["max_tokens"]}
                    timings = count | {"prompt_ms": 1000 * slow, "predicted_ms": 1000 * slow}
                    self.send_response(200)
                    self.end_headers()
                    self.wfile.write(json.dumps({"timings": timings} if fault != "dumb" else {}).encode())
                def log_message(self, *args): pass
            self.server = http.server.ThreadingHTTPServer(("127.0.0.1", given.port), Handler)
            threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
            self.listening_address = f"http://127.0.0.1:{self.server.server_port}"
        def __del__(self):
            if hasattr(self, "server"):
                self.server.shutdown()
                self.server.server_close()
"""


@pytest.fixture(autouse=True)
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In place of xllamacpp, here and in children: as much of it as we use, with a real HTTP server."""
    monkeypatch.setattr(local, "STOP_SECONDS", 1.0)
    folder = tmp_path / "stand-in"
    folder.mkdir()
    (folder / "xllamacpp.py").write_text(textwrap.dedent(STAND_IN))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(folder), os.environ.get("PYTHONPATH", "")]))
    monkeypatch.syspath_prepend(folder)
    monkeypatch.setitem(sys.modules, "xllamacpp", None)
    monkeypatch.delitem(sys.modules, "xllamacpp")
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
