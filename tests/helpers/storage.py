"""Object storage on loopback: moto's S3, behind which single requests can be refused. `make test-ray` installs it."""

import contextlib
import threading
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

ENVIRONMENT = {"AWS_ACCESS_KEY_ID": "a-key", "AWS_SECRET_ACCESS_KEY": "a-secret", "AWS_DEFAULT_REGION": "us-east-1"}
REFUSED = b'<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>not today</Message></Error>'


@dataclass
class Storage:
    """A server of S3, and what it was asked."""

    url: str = ""
    asked: list[str] = field(default_factory=list)
    """Method and path of each request that changes something."""
    refuse: Callable[[str], bool] = lambda _: False
    """Whether it will not do such a request."""


@contextlib.contextmanager
def storage() -> Iterator[Storage]:
    """Serve it, until the block ends."""
    from moto.server import DomainDispatcherApplication, create_backend_app  # noqa: PLC0415  of the cluster's packages
    from werkzeug.serving import make_server  # noqa: PLC0415

    inner, told = DomainDispatcherApplication(create_backend_app), Storage()

    def answer(environment: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        request = f"{environment['REQUEST_METHOD']} {environment['PATH_INFO']}"
        if not request.startswith(("GET", "HEAD")):
            told.asked.append(request)
        if told.refuse(request):
            environment["wsgi.input"].read(int(environment.get("CONTENT_LENGTH") or 0))
            start("403 Forbidden", [("Content-Type", "application/xml"), ("Content-Length", str(len(REFUSED)))])
            return [REFUSED]
        answered: Iterable[bytes] = inner(environment, start)
        return answered

    server = make_server("127.0.0.1", 0, answer, threaded=True)
    told.url = f"http://127.0.0.1:{server.server_port}"
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    serving.start()
    reset = urllib.request.Request(f"{told.url}/moto-api/reset", method="POST")  # what it holds is of the process
    urllib.request.urlopen(reset).close()
    try:
        yield told
    finally:
        server.shutdown()
        serving.join()
        server.server_close()
