"""How endpoints differ, a file each: whom it is for, how a model is spoken to, and what an endpoint's answers say.

`default.toml` explains every field. Files that match a host and a model are laid over one another: first those beside
this module, then those of other packages (a module named by an entry point of the group `memcon.endpoints`, beside
which they lie), then those in the folder that the user names; among those of one folder by `order`, then by name.
"""

import dataclasses
import functools
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from memcon import _data, _plugins
from memcon.errors import UsageError
from memcon.models.endpoints.file import EndpointFile, read_file
from memcon.models.environment import expanded
from memcon.models.profile import Conventions, LimitHeaders, Profile
from memcon.models.takes import ALL, Takes

FOLDER: Final = "MEMCON_ENDPOINTS"
"""Environment variable: the user's own folder of files."""
PROFILE: Final = "MEMCON_PROFILE"
"""Environment variable: one file of the user's own, over all others and over what was learned."""
GROUP: Final = "memcon.endpoints"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """What the files say of one model at one host, the later ones over the earlier."""

    profile: Profile
    conventions: Conventions
    takes: Takes
    template: Mapping[str, bool | int | float | str]
    """Variables of the chat template, of a model that memcon serves itself."""
    own: frozenset[str]
    """Fields of `takes` that the user's own profile gives."""
    files: tuple[Path, ...]
    """Those that match, in the order in which they are laid over one another."""


def endpoint_for(
    host: str,
    model: str,
    folder: str | Path | None = None,
    *,
    port: int | None = None,
    profile: str | Path | None = None,
    gguf: str = "",
) -> Endpoint:
    """Return how `model` at `host` is spoken to; `folder` holds the user's own files, `profile` is one over all.

    `gguf` is what the weights of a model that memcon serves itself say that they are.

    Raises:
        UsageError: a file is wrong, as are those of a package or of `folder`; names the file and the field.
    """
    matching = [file for file in _files(folder) if file.matches(host, model, port, gguf)]
    own = read_file(expanded(profile)) if profile else None
    if own and not own.matches(host, model, port, gguf):
        raise UsageError(f"profile {str(profile)!r} is for another endpoint or model than {model!r} at {host}")
    matching += [own] if own else []
    fields: dict[str, Any] = {"temperature": None, "seed": None}
    headers: dict[str, LimitHeaders] = {}
    takes = ALL
    template: dict[str, bool | int | float | str] = {}
    for file in matching:
        if file.profile:
            fields |= {"name": file.name, **file.profile}
        headers |= file.headers
        template |= file.template
        takes = takes.laid_under(file.takes)
    return Endpoint(
        profile=Profile(**fields),
        conventions=Conventions(
            quota=frozenset(_all(matching, "quota")),
            rate=frozenset(_all(matching, "rate")),
            filtered=frozenset(_all(matching, "filtered")),
            too_long=frozenset(_all(matching, "too_long")),
            too_long_words=tuple(dict.fromkeys(_all(matching, "too_long_words"))),
            requests=headers["requests"],
            tokens=headers["tokens"],
        ),
        takes=takes,
        template=template,
        own=frozenset(own.takes) if own else frozenset(),
        files=tuple(file.path for file in matching),
    )


def _all(files: Iterable[EndpointFile], name: str) -> Iterator[Any]:
    """Yield what the lists `name` of these files hold: codes of errors are added, and none is taken back."""
    for file in files:
        yield from file.errors.get(name, ())


def _files(folder: str | Path | None) -> tuple[EndpointFile, ...]:
    """Return all files, in the order in which they are laid over one another."""
    packages = _plugins.load_all(GROUP, {})
    others = [_read_all(_folder_of(module, name)) for name, module in packages.items()]
    own = _read_all(expanded(folder)) if folder else ()
    return (*_ours(), *(file for files in others for file in files), *own)


def _folder_of(module: Any, name: str) -> Path:  # noqa: ANN401  whatever a package gives
    """Return the folder of a package's module.

    Raises:
        UsageError: it is no module that lies in a folder.
    """
    file = getattr(module, "__file__", None)
    if not isinstance(file, str):
        raise UsageError(f"endpoint {name!r}: its entry point must name a module beside which the files lie")
    return Path(file).parent


@functools.cache
def _ours() -> tuple[EndpointFile, ...]:
    return _read_all(_data.find("models/endpoints"))


def _read_all(folder: Path) -> tuple[EndpointFile, ...]:
    """Return the files of a folder in their order.

    Raises:
        UsageError: there is no such folder, or one of its files is wrong.
    """
    if not folder.is_dir():
        raise UsageError(f"{FOLDER}: there is no folder {str(folder)!r}")
    return tuple(sorted(map(read_file, folder.glob("*.toml")), key=lambda file: (file.order, file.name)))
