"""Workers on a cluster of Ray, or on one that is started on this machine. The one importer of ray.

Ray places workers, starts them again where one dies, and carries what they say. It reads no input, keeps no state and
writes no output of a run: all of that stays in the process that runs `memcon extract`. So Ray's core is enough, and
neither its data sets nor its checkpoints are used (docs/adr/0017).
"""

import asyncio
import contextlib
import dataclasses
import os
import platform
import socket
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from typing import Any, Final

from memcon.errors import UsageError, check_extra
from memcon.extraction.exchange import UNDER_WAY, Said, Told, Worker, WorkerLost
from memcon.extraction.workers import ArticleWorker
from memcon.models.spec import ModelSpec

EXTRA: Final = "ray"
STORE: Final = 100 << 20
"""Bytes of the object store of a Ray that is started here: what travels is small, and a store is memory set aside."""
PATIENCE: Final = 60.0
"""Seconds in which one worker at least must be there, on a cluster that runs."""
KNOCK: Final = 10.0
"""Seconds in which a cluster takes a connection."""
RETURN: Final = 1.0
"""Seconds between two looks whether a worker is back."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class RayEngine:
    """Where workers run."""

    address: str | None = None
    """Of a cluster, as `auto` or `ray://head:10001`; None starts Ray on this machine, and ends it."""
    workers: int | None = None
    """How many; by default one a processor of the cluster."""


class _Actor:
    """A worker as Ray has it. Its methods run in one event loop."""

    def __init__(self, spec: ModelSpec, strategy: str) -> None:
        self._worker = ArticleWorker(spec, strategy)

    async def versions(self) -> tuple[str, str]:
        return _versions()

    async def warm(self) -> None:
        await self._worker.warm()

    async def exchange(self, told: Sequence[Told]) -> Sequence[Said]:
        return await self._worker.exchange(told)


def _versions() -> tuple[str, str]:
    return version("memcon"), ".".join(platform.python_version_tuple()[:2])


class _RayWorker(Worker):
    """An actor of Ray, as the process of the run sees it."""

    def __init__(self, actor: Any) -> None:  # noqa: ANN401  Ray tells no types of actors
        self._actor = actor

    async def exchange(self, told: Sequence[Told]) -> Sequence[Said]:
        from ray.exceptions import RayError  # noqa: PLC0415

        try:
            said: Sequence[Said] = await self._actor.exchange.remote(told)
        except RayError as error:
            raise WorkerLost from error
        return said

    async def ready(self) -> None:
        from ray.exceptions import RayError  # noqa: PLC0415

        while True:
            try:
                await self._actor.warm.remote()
            except RayError:
                await asyncio.sleep(RETURN)
            else:
                return


@contextlib.contextmanager
def ray_workers(engine: RayEngine | None, spec: ModelSpec, strategy: str) -> Iterator[list[Worker]]:
    """Start workers that read articles for the model of `spec`, and end them; none without an engine.

    Raises:
        MissingExtra: ray is not installed.
        UsageError: the cluster cannot be reached or has no room, or has another version of memcon or Python.
    """
    if engine is None:
        yield []
        return
    check_extra(EXTRA, "--engine ray", "ray")
    with _connected(engine) as ray:
        count = engine.workers or max(1, int(ray.cluster_resources().get("CPU", 1)))
        remote = ray.remote(_Actor).options(
            num_cpus=1, max_restarts=-1, max_concurrency=2 * UNDER_WAY,
            enable_task_events=False,  # each call told to the cluster's head: for its dashboard alone
        )  # fmt: skip
        actors = [remote.remote(spec, strategy) for _ in range(count)]
        try:
            _check(ray, actors)
            yield [_RayWorker(actor) for actor in actors]
        finally:
            for actor in actors:
                ray.kill(actor)


def _check(ray: Any, actors: list[Any]) -> None:  # noqa: ANN401
    """Wait for the first worker, and hold it to the versions of this process."""
    answers = [actor.versions.remote() for actor in actors]
    ready, _ = ray.wait(answers, num_returns=1, timeout=PATIENCE)
    if not ready:
        raise UsageError(
            f"no worker could be started on the cluster within {PATIENCE:g} s: each needs a processor, and memcon"
            f" {version('memcon')} installed where it runs"
        )
    theirs, ours = ray.get(ready[0]), _versions()
    if theirs != ours:
        raise UsageError(
            f"workers have memcon {theirs[0]} and Python {theirs[1]}, and this is memcon {ours[0]} with Python"
            f" {ours[1]}: install the same on every machine of the cluster"
        )
    _warm(ray, actors)


def _warm(ray: Any, actors: list[Any]) -> None:  # noqa: ANN401
    """Wait until the first worker can read; the others come while it does.

    Raises:
        UsageError: it never will.
    """
    from ray.exceptions import RayError, RayTaskError  # noqa: PLC0415

    ready, _ = ray.wait([actor.warm.remote() for actor in actors], num_returns=1, timeout=PATIENCE)
    try:
        ray.get(ready)
    except RayTaskError as error:
        raise UsageError(f"a worker cannot read articles: {_first_line(error.cause or error)}") from error
    except RayError:
        return  # it died, and comes back or does not: the run waits for it


@contextlib.contextmanager
def _connected(engine: RayEngine) -> Iterator[Any]:
    """Connect to the cluster, or start one here; a Ray that the caller has started is used, and left."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # Ray tells its makers otherwise
    import ray  # noqa: PLC0415

    if ray.is_initialized():
        yield ray
        return
    quiet = {"log_to_driver": False, "logging_level": "ERROR"}
    try:
        if engine.address:
            _knock(engine.address)
            ray.init(address=engine.address, **quiet)
        else:
            ray.init(
                address="local", include_dashboard=False, num_cpus=engine.workers, object_store_memory=STORE,
                _node_ip_address="127.0.0.1", **quiet,
            )  # fmt: skip
    except (Exception, SystemExit) as error:  # one that a loaded machine starts too slowly is a bare Exception
        where = f"the cluster at {engine.address!r}" if engine.address else "Ray on this machine"
        raise UsageError(f"{where} cannot be reached: {_first_line(error)}") from error
    try:
        yield ray
    finally:
        ray.shutdown()


def _knock(address: str) -> None:
    """Raise OSError where nobody listens at `HOST:PORT`: Ray 2.60 tries for a quarter of an hour."""
    host, _, port = address.rpartition("://")[2].rpartition(":")
    if host and port.isdecimal():
        socket.create_connection((host.strip("[]"), int(port)), KNOCK).close()


def _first_line(error: BaseException) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__)
