"""Which model is asked, where, and how: plain data that travels. Opens no connection and holds no key.

A `ModelSpec` is chosen from the command's options and the environment; how its endpoint is spoken to stands in files,
see `memcon.models.endpoints`.
The API key is never part of it: `api_key` reads it from the environment where the client is built.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, urlsplit

from memcon.errors import UsageError, may_be_keys
from memcon.models.catalogue import EMBEDDED, catalogue
from memcon.models.endpoints import FOLDER, PROFILE, endpoint_for
from memcon.models.environment import checked_length, expanded
from memcon.models.gguf import described_file
from memcon.models.profile import Conventions, Profile
from memcon.models.takes import ALL, Takes

EMBEDDED_MODEL: Final = catalogue()[EMBEDDED].weights.name.removesuffix(".gguf")
EMBEDDED_SHA256: Final = catalogue()[EMBEDDED].weights.sha256
OPENAI_URL: Final = "https://api.openai.com/v1"

MOST_URL: Final = 2_000
"""Characters of a base URL, at most."""
LONGEST_KEY: Final = 8_192
"""Characters of a key, at most: servers take header lines of 8 to 16 KiB, and tokens have some 2,000."""
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1", "0.0.0.0"})  # noqa: S104  compared with, never bound to


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSpec:
    """A model and where it is served; picklable, and free of secrets, so that it can be written into `run.json`."""

    model: str
    """The name sent in each request, and written into each mention."""
    base_url: str | None
    """Of an OpenAI-compatible endpoint, without a final slash; None for the embedded model, started when needed."""
    label: str
    """What stands for the endpoint in the ledger's keys: its host, or `sha256:…` of the embedded model's weights."""
    profile: Profile
    conventions: Conventions
    takes: Takes = ALL
    """How questions are put to it, as files say: what is learned of it lies in the ledger."""
    own: frozenset[str] = frozenset()
    """Fields of `takes` that the user's own profile gives, over what is learned."""
    others: tuple[str, ...] = ()
    """Base URLs of further endpoints of the same model, that share its work and are spoken to alike."""
    weights: str | None = None
    """Path of the user's own GGUF file for the embedded server; None for the built-in weights."""
    gguf: str = ""
    """Which model the user's own file says it is, on one line; see `memcon.models.gguf`."""
    template: str = "{}"
    """Variables of the chat template that the embedded server fills in, as a JSON object."""

    @property
    def host(self) -> str:
        """Return the endpoint's host for messages, or `embedded`."""
        return host_of(self.base_url) if self.base_url else EMBEDDED

    @property
    def calls(self) -> int:
        """Return how many calls may be in flight at once, at all endpoints together."""
        return self.profile.concurrency * (1 + len(self.others))

    def __str__(self) -> str:
        return f"{self.model} ({'embedded' if self.base_url is None else 'at ' + self.host})"


def choose_spec(
    model: str | None,
    base_url: str | None,
    env: Mapping[str, str],
    profile: str | Path | None = None,
    *,
    sends: bool = True,
) -> ModelSpec:
    """Choose the model from the options and the environment.

    An option wins over `MEMCON_MODEL` and `MEMCON_BASE_URL`, those over `OPENAI_BASE_URL`. With neither a model nor
    a URL, the embedded model is used, also when an API key lies in the environment: a key is no wish to pay.
    `embedded` or a path ending in `.gguf` as the model means the embedded server, whatever the environment says, and so
    does the name of a model of the catalogue where there is no URL.
    A model without a URL is one of OpenAI's, and needs a key where anything is sent. `MEMCON_ENDPOINT` renames the
    endpoint in the ledger's keys, for two servers on one host, or one model behind two hosts. `MEMCON_ENDPOINTS` names
    the user's own folder of files about endpoints; `profile`, or `MEMCON_PROFILE`, one file of them that holds for this
    model, over all others.

    Raises:
        UsageError: the settings contradict each other or lack a part; says which, and what to do.
    """
    env = {**env, PROFILE: str(profile)} if profile else env
    name = model or env.get("MEMCON_MODEL") or None
    url = base_url or env.get("MEMCON_BASE_URL") or env.get("OPENAI_BASE_URL") or None
    for told, value in (("the model", name), *((told, env.get(told)) for told in ("MEMCON_ENDPOINT", FOLDER, PROFILE))):
        if checked_length(told, value) and told not in {FOLDER, PROFILE} and not _is_unicode(value or ""):
            raise UsageError(f"{told} is {value!r}, and not UTF-8: name it in UTF-8")
    own_weights = name is not None and name.lower().endswith(".gguf")
    if name == EMBEDDED or own_weights:
        if base_url:
            raise UsageError(
                f"--base-url {base_url!r} and the embedded model {name!r} exclude each other: leave one out"
            )
        return embedded_spec(name if own_weights else None, env)
    if name is None and url is None:
        return embedded_spec(None, env)
    if name is None:
        where = "--base-url" if base_url else "MEMCON_BASE_URL" if env.get("MEMCON_BASE_URL") else "OPENAI_BASE_URL"
        raise UsageError(f"{where} is set but no model: name one with --model or MEMCON_MODEL ('embedded' for our own)")
    if url is None and (name == EMBEDDED_MODEL or name in catalogue()):
        return embedded_spec(None, env, EMBEDDED if name == EMBEDDED_MODEL else name)
    if url is None and sends and not _key_in(env):
        raise UsageError(
            f"model {name!r} has no endpoint: give --base-url, or OPENAI_API_KEY for api.openai.com,"
            " or --model embedded for the model that needs neither"
        )
    return _served(name, checked_url(url or OPENAI_URL), env)


def _served(name: str, url: str, env: Mapping[str, str]) -> ModelSpec:
    """Return the spec of a model that others serve."""
    host = host_of(url)
    endpoint = endpoint_for(host, name, env.get(FOLDER), port=port_of(url), profile=env.get(PROFILE))
    return ModelSpec(
        model=name, base_url=url, label=_label(env, host), profile=endpoint.profile, conventions=endpoint.conventions,
        takes=endpoint.takes, own=endpoint.own,
    )  # fmt: skip


def _label(env: Mapping[str, str], host: str) -> str:
    """Return what stands for the endpoint in the ledger's keys.

    Raises:
        UsageError: a folder does, which is meant for the other variable: all would be asked and paid for again.
    """
    label = env.get("MEMCON_ENDPOINT") or host
    if label != host and Path(label).is_dir():
        raise UsageError(
            f"MEMCON_ENDPOINT is {label!r}, a folder: a folder of files about endpoints goes into {FOLDER}"
        )
    return label


def embedded_spec(weights: str | None, env: Mapping[str, str], listed: str = EMBEDDED) -> ModelSpec:
    """Return the spec of a model that memcon serves: of the user's own `weights`, or one of the catalogue.

    With the user's own weights its label is set once they are hashed.
    """
    if weights:
        name, label, gguf = Path(weights).stem, "", described_file(expanded(weights))
    else:
        model = catalogue()[listed]
        name = EMBEDDED_MODEL if listed == EMBEDDED else listed
        label, gguf = f"sha256:{model.weights.sha256}", model.gguf
    endpoint = endpoint_for(EMBEDDED, name, env.get(FOLDER), profile=env.get(PROFILE), gguf=gguf)
    return ModelSpec(
        model=name,
        base_url=None,
        label=label,
        profile=endpoint.profile,
        conventions=endpoint.conventions,
        takes=endpoint.takes,
        own=endpoint.own,
        weights=weights,
        gguf=gguf,
        template=json.dumps(endpoint.template),
    )


def api_key(spec: ModelSpec, env: Mapping[str, str]) -> str | None:
    """Return the key for `spec`: `MEMCON_API_KEY`, else `OPENAI_API_KEY`; None for the embedded model or without one.

    Raises:
        UsageError: the key has characters that no HTTP header can carry, or too many; the message does not show it.
    """
    key = _key_in(env) if spec.base_url else None
    if key and not (key.isascii() and key.isprintable() and " " not in key):
        raise UsageError("the API key in the environment has spaces or characters that are not ASCII: set it anew")
    if key and len(key) > LONGEST_KEY * (1 + len(spec.others)):
        raise UsageError(
            f"the API key in the environment has {len(key):,} characters, more than servers take: set it anew"
        )
    return key


def api_keys(spec: ModelSpec, env: Mapping[str, str]) -> tuple[str | None, ...]:
    """Return the key for each endpoint of `spec`: of several, as many as stand in the variable, or one for all.

    Raises:
        UsageError: there are neither as many as endpoints nor one; or one cannot be: see `api_key`.
    """
    told, count = api_key(spec, env), 1 + len(spec.others)
    keys = told.split(",") if told and count > 1 else [told]
    if len(keys) not in {1, count} or (not all(keys) and len(keys) > 1):
        raise UsageError(
            f"{len(keys)} API keys in the environment for {count} endpoints: give one each, or one for all"
        )
    return tuple(keys * count if len(keys) == 1 else keys)


def _key_in(env: Mapping[str, str]) -> str | None:
    return (env.get("MEMCON_API_KEY") or env.get("OPENAI_API_KEY") or "").strip() or None


def checked_url(url: str) -> str:
    """Return `url` without its final slash.

    Raises:
        UsageError: it is no http or https URL that can be sent to, or carries credentials, a query or a fragment.
    """
    from httpx2 import URL, InvalidURL  # noqa: PLC0415  slow to import, and what is embedded needs none

    if not _is_unicode(url):
        raise UsageError("base URL: it is not UTF-8")
    if len(url) > MOST_URL or not url.strip().isprintable():
        raise UsageError("base URL: it is too long, or has characters that do not print")
    try:
        parts = urlsplit(url.strip())
        parts.port  # noqa: B018  raises for a port that is none
        URL(url.strip()).host.encode("idna")  # as the socket does
    except (ValueError, InvalidURL) as error:
        raise UsageError(f"base URL: {'it is none that can be sent to' if '@' in url else error}") from None
    if "api-version" in parse_qs(parts.query):
        raise UsageError(
            f"base URL of {parts.hostname!r}: Azure's v1 API takes no api-version: give --base-url"
            f" {parts.scheme}://{parts.netloc.rpartition('@')[2]}/openai/v1{_deployed(parts.path)}"
        )
    if any(may_be_keys(url.strip())):
        raise UsageError(
            f"base URL of {parts.hostname!r}: it may hold no name, password, query or fragment; a key goes into"
            " MEMCON_API_KEY"
        )
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise UsageError(f"base URL {url!r}: it must read http://host[:port]/path or https://…, mostly ending in /v1")
    return url.strip().rstrip("/")


def _deployed(path: str) -> str:
    """Return what is said of a deployment that an Azure address names."""
    found = re.search(r"/deployments/([^/]+)", path)
    return f" --model {found[1]}" if found else " and the name of the deployment as --model"


def port_of(url: str) -> int | None:
    """Return the port that `url` names; None where it names none."""
    return urlsplit(url).port


def _is_unicode(text: str) -> bool:
    """Whether UTF-8 can write it: what the system gives as bytes of no encoding cannot be."""
    return text == text.encode("utf-8", "replace").decode("utf-8")


def host_of(url: str) -> str:
    """Return the host of `url`, every loopback address as `localhost`: ports differ between runs, answers do not."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    return "localhost" if host in _LOOPBACK else host
