"""Whether the model that would be asked is there: engine and weights, or an endpoint; and the ledger of its answers."""

import contextlib
import itertools
import json
import os
import shutil
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, Final

from memcon.cli.doctor.finding import GIGABYTE, Finding, too_little_room, wrong
from memcon.cli.doctor.machine import existing
from memcon.errors import DataError, LocalModelError, ProviderStopped
from memcon.models.catalogue import CONTEXT, EMBEDDED, catalogue, memory_needed
from memcon.models.embedded.download import Watch
from memcon.models.embedded.engine import graphics, load_library, unused_graphics
from memcon.models.embedded.process import weights_of
from memcon.models.embedded.weights import listed, verify
from memcon.models.environment import expanded
from memcon.models.failure import safe
from memcon.models.gguf import TEMPLATE, cache_bytes, described, read_metadata
from memcon.models.ledger.check import problems
from memcon.models.ledger.file import is_new
from memcon.models.ledger.lock import check_writable
from memcon.models.ledger.store import open_ledger
from memcon.models.network import authorities, proxy_for, proxy_secrets
from memcon.models.outgoing import sent_headers
from memcon.models.secrets import Secret
from memcon.models.spec import ModelSpec, api_key

if TYPE_CHECKING:
    import httpx2

SECONDS: Final = 10.0
"""That an endpoint has to answer."""
MOST_BYTES: Final = 16 << 20
"""Of a list of models."""
SHOWN: Final = 3
"""Of a ledger's problems."""


def engine() -> Finding:
    """Tell whether the library of the embedded model can be loaded, and on what it computes."""
    library = load_library()
    told = f"xllamacpp {getattr(library, '__version__', '')}".strip()
    if used := graphics(library):
        return Finding(name="engine", state="ok", told=f"{told}, computes on {', '.join(used)}: never measured")
    told += ", computes on the processors"
    if unused := list(unused_graphics()):
        advice = (
            "its project publishes wheels for CUDA, ROCm and Vulkan, that memcon uses as they are: see docs/model.md"
        )
        return Finding(name="engine", state="note", told=f"{told}, and not on {' and '.join(unused)}", advice=advice)
    return Finding(name="engine", state="ok", told=told)


def memory_of(spec: ModelSpec) -> float | None:
    """Return about how many bytes of memory the model takes on this machine; None where it cannot be told."""
    if spec.base_url is not None:
        return None
    if spec.weights is None:
        return catalogue()[spec.model if spec.model in catalogue() else EMBEDDED].memory
    with contextlib.suppress(DataError, OSError):
        path = expanded(spec.weights)
        if cache := cache_bytes(read_metadata(path)):
            return memory_needed(path.stat().st_size, cache, CONTEXT)
    return None


def weights(spec: ModelSpec, watch: Watch) -> Finding:
    """Tell whether the weights are here, every byte of them; and where they are not, whether they have room."""
    if spec.weights:
        return _own_weights(weights_of(spec))
    name = spec.model if spec.model in catalogue() else EMBEDDED
    found = listed(catalogue()[name])
    pull = "`memcon model pull`" if name == EMBEDDED else f"`memcon model pull {name}`"
    size = f"{found.model.weights.size / GIGABYTE:.2f} GB"
    if found.state in {"ready", "unchecked"}:
        try:
            verify(found.path, found.model.weights, watch=watch)
        except DataError as error:
            return wrong("weights", str(error), f"{pull} fetches them anew", DataError)
        return Finding(name="weights", state="ok", told=f"{str(found.path)!r}, {size}, every byte as published")
    folder = existing(found.path.parent)
    free, needed = shutil.disk_usage(folder).free, found.model.weights.size - found.here
    told = f"not here yet ({found.here / GIGABYTE:.2f} of {size}); {free / GIGABYTE:.1f} GB free in {str(folder)!r}"
    if free < needed:
        return too_little_room("weights", told, "MEMCON_MODEL_PATH")
    advice = f"{pull} fetches them, or the first run does"
    return Finding(name="weights", state="note", told=told, advice=advice)


def _own_weights(path: Path) -> Finding:
    """Tell what the user's own file says that it is."""
    try:
        metadata = read_metadata(path)
    except DataError as error:
        return wrong("weights", str(error), "name another with --model", LocalModelError)
    told = f"{str(path)!r}, {path.stat().st_size / GIGABYTE:.2f} GB, {described(metadata) or 'of no name'}"
    if TEMPLATE not in metadata:
        advice = "one that is made for chat has it, and mostly -it or -Instruct in its name"
        return Finding(name="weights", state="note", told=f"{told}: it has no chat template", advice=advice)
    return Finding(name="weights", state="ok", told=told)


def endpoint(spec: ModelSpec, env: Mapping[str, str] = os.environ) -> Finding:
    """Tell whether the endpoint answers, takes the key, and lists the model. Nothing is asked that costs."""
    import httpx2

    assert spec.base_url  # noqa: S101  asked for by the caller
    key = api_key(spec, env)
    name, told = "endpoint", f"{spec.base_url} with {'a key' if key else 'no key'}"
    proxy = proxy_for(spec.base_url)
    try:
        client = httpx2.Client(proxy=proxy, trust_env=False, timeout=SECONDS, verify=authorities())
        status, body = _in_time(lambda: _got(client, f"{spec.base_url}/models", sent_headers(key)))
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        secret = Secret(key or "", *proxy_secrets([spec.base_url]))
        words = safe(secret.blotted_text(f"{type(error).__name__}: {error}"))
        through = f" through the proxy {proxy.rpartition('@')[2]}" if proxy else ""
        advice = "check --base-url, the network, and that its server runs"
        return wrong(name, f"{told} cannot be reached{through} ({words})", advice, ProviderStopped)
    if status in {401, 403}:
        return wrong(name, f"{told}: {status}, refused", "check MEMCON_API_KEY or OPENAI_API_KEY", ProviderStopped)
    if status >= 500 or 300 <= status < 400:
        return wrong(
            name, f"{told}: it answers with {status}", "check --base-url (mostly it ends in /v1)", ProviderStopped
        )
    listed = _listed(body) if status == 200 else None
    if listed is None:
        advice = "where a run stops with not_found, --base-url is wrong: mostly it ends in /v1"
        return Finding(
            name=name, state="note", told=f"{told}: it answers, and lists no models ({status})", advice=advice
        )
    if spec.model not in listed:
        some = safe(", ".join(sorted(listed)[:5]))
        told = f"{told}: it answers, and does not list {spec.model!r}"
        return Finding(name=name, state="note", told=told, advice=f"check --model; it lists {some or 'none'}")
    return Finding(name=name, state="ok", told=f"{told}: it answers, and has {spec.model!r}")


def _in_time(ask: Callable[[], tuple[int, bytes]]) -> tuple[int, bytes]:
    """Return what `ask` does, which is left to itself after `SECONDS`, whatever it waits for by then.

    Raises:
        httpx2.ReadTimeout: it has not come whole in that time, however it drips.
        httpx2.HTTPError: it cannot be had.
    """
    import httpx2

    came: Future[tuple[int, bytes]] = Future()

    def wait() -> None:
        try:
            came.set_result(ask())
        except BaseException as error:  # noqa: BLE001  raised where it is waited for
            came.set_exception(error)

    threading.Thread(target=wait, daemon=True).start()
    try:
        return came.result(SECONDS)
    except TimeoutError:
        raise httpx2.ReadTimeout(f"it did not come whole within {SECONDS:g} seconds") from None


def _got(client: "httpx2.Client", url: str, headers: Mapping[str, str]) -> tuple[int, bytes]:
    """Return the status and the body of what lies at `url`.

    Raises:
        httpx2.HTTPError: it cannot be had, or is longer than any list of models.
    """
    import httpx2

    body = bytearray()
    with client, client.stream("GET", url, headers=headers) as answer:
        for part in answer.iter_bytes():
            body += part
            if len(body) > MOST_BYTES:
                raise httpx2.ReadError(f"it is longer than {MOST_BYTES >> 20} MiB")
        return answer.status_code, bytes(body)


def _listed(body: bytes) -> set[str] | None:
    """Return the ids of a list of models; None where it is none."""
    try:
        return {str(model["id"]) for model in json.loads(body)["data"]}
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def ledger(path: Path) -> Finding:
    """Tell whether a run could write the ledger, and whether each row of it is sound."""
    if not path.is_dir():
        check_writable(path)
    if not path.is_dir() and is_new(path):
        return Finding(name="ledger", state="ok", told=f"none yet at {str(path)!r}: the first run makes it")
    with open_ledger(path, offline=True) as opened:
        found = list(itertools.islice(problems(opened), SHOWN))
        counts = opened.stats()
    if found:
        advice = f"`memcon ledger recover {path} --to NEW` saves what is sound"
        return wrong("ledger", f"{str(path)!r} is damaged: {'; '.join(found)}", advice, DataError)
    return Finding(name="ledger", state="ok", told=f"{str(path)!r}: {counts.answers} answers, each sound")
