"""Read, check and write one file about endpoints. Knows nothing of other files."""

import dataclasses
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from memcon import _data
from memcon._data import MOST_CALLS
from memcon.errors import UsageError
from memcon.models.patterns import checked, found
from memcon.models.profile import Conventions, LimitHeaders, Profile, Trust
from memcon.models.takes import ALL, Format, Takes, TokensField

ORDER: Final = 50
"""Of a file that tells none."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class EndpointFile:
    """One file: whom it is for, and what it says."""

    path: Path
    order: int
    host: str
    model: str
    profile: Mapping[str, Any]
    """Fields of a `Profile`; None takes one back."""
    errors: Mapping[str, Sequence[Any]]
    headers: Mapping[str, LimitHeaders]
    takes: Mapping[str, Any]
    """Fields of a `Takes`."""
    template: Mapping[str, bool | int | float | str]
    """Variables of the chat template, of a model that memcon serves itself."""
    gguf: str = ""
    port: int | None = None

    @property
    def name(self) -> str:
        """Return the file's name without its ending."""
        return self.path.stem

    def matches(self, host: str, model: str, port: int | None = None, gguf: str = "") -> bool:
        """Tell whether it is for `model` at `host`, behind `port`, whose weights say that they are `gguf`."""
        pairs = ((self.host, host), (self.model, model), (self.gguf, gguf))
        return self.port in {None, port} and all(found(pattern, value, any_case=True) for pattern, value in pairs)


def read_file(path: Path) -> EndpointFile:
    """Return what stands in `path`.

    Raises:
        UsageError: it cannot be read, is no TOML, or a field is unknown or wrong; says which.
    """
    where = f"endpoint file {str(path)!r}"
    try:
        content = _Content.model_validate(_data.given_toml(path))
    except OSError as error:
        raise UsageError(f"{where}: cannot be read: {(error.strerror or str(error)).lower()}") from None
    except ValidationError as error:
        raise UsageError(f"{where}: {'; '.join(map(_problem, error.errors(include_url=False)))}") from None
    except ValueError as error:  # of TOML or UTF-8
        raise UsageError(f"{where}: {error}") from None
    profile = content.profile.model_dump(exclude_unset=True, exclude={"omit"}) | dict.fromkeys(content.profile.omit)
    return EndpointFile(
        path=path,
        order=content.match.order,
        host=content.match.host,
        model=content.match.model,
        profile=profile,
        port=content.match.port,
        gguf=content.match.gguf,
        template=content.template,
        takes=content.takes.model_dump(exclude_unset=True),
        errors=content.errors.model_dump(exclude_unset=True),
        headers={
            name: LimitHeaders(**names.model_dump())
            for name, names in (("requests", content.headers.requests), ("tokens", content.headers.tokens))
            if names
        },
    )


def _problem(error: Any) -> str:  # noqa: ANN401  of pydantic
    field = ".".join(str(part) for part in error["loc"] if part not in {"int", "str"})
    return f"{field}: {error['msg'].removeprefix('Value error, ').lower()}, not {error['input']!r}"


def written(
    host: str,
    model: str,
    profile: Profile,
    conventions: Conventions,
    takes: Takes = ALL,
    template: Mapping[str, Any] | None = None,
) -> str:
    """Return the file that says all of this of `model` at `host`: `read_file` reads the same back."""
    fields = {name: value for name, value in dataclasses.asdict(profile).items() if name != "name"}
    omitted = [name for name, value in fields.items() if value is None]
    told = dataclasses.asdict(conventions)
    headers = {name: told.pop(name) for name in ("requests", "tokens")}
    tables = {
        "match": {"host": f"^{re.escape(host)}$", "model": f"^{re.escape(model)}$"},
        "profile": {name: value for name, value in fields.items() if value is not None}
        | ({"omit": omitted} if omitted else {}),
        **({"takes": takes.told()} if takes != ALL else {}),
        **({"template": template} if template else {}),
        "errors": {name: sorted(codes, key=str) for name, codes in told.items()},
        **{f"headers.{name}": names for name, names in headers.items()},
    }
    return "\n".join(line for name, table in tables.items() for line in _table(name, table))


def written_takes(host: str, model: str, takes: Takes) -> str:
    """Return the file that says of `model` at `host` what it takes, and nothing else."""
    match = {"host": f"^{re.escape(host)}$", "model": f"^{re.escape(model)}$"}
    return "\n".join((*_table("match", match), *_table("takes", takes.told())))


def _table(name: str, fields: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines of a table of TOML, whose numbers, lists and strings of one line are written as JSON's are."""
    yield f"[{name}]"
    yield from (f"{field} = {json.dumps(value)}" for field, value in fields.items())
    yield ""


# --- what may stand there ---


def _compiles(pattern: str) -> str:
    try:
        return checked(pattern)
    except ValueError as error:
        raise ValueError(f"no regular expression: {error}") from None


_Pattern = Annotated[str, AfterValidator(_compiles)]
_Code = Annotated[str, StringConstraints(min_length=1)] | Annotated[int, Field(ge=100, le=599)]
_Header = Annotated[str, StringConstraints(min_length=1, to_lower=True)]
_Count = Annotated[int, Field(ge=1)]
_Seconds = Annotated[float, Field(gt=0)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class _Match(_Table):
    order: int = ORDER
    host: _Pattern = ""
    model: _Pattern = ""
    gguf: _Pattern = ""
    port: Annotated[int, Field(ge=1, le=65535)] | None = None


class _ProfileTable(_Table):
    strategy: str = ""
    trust: Trust = "model"
    strict: bool = False
    logprobs: bool = False
    top_logprobs: Annotated[int, Field(ge=1, le=20)] = 1
    context_tokens: _Count = 1
    output_tokens: _Count = 1
    tokens_field: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    temperature: Annotated[float, Field(ge=0)] | None = None
    seed: int | None = None
    concurrency: Annotated[int, Field(ge=1, le=MOST_CALLS)] = 1
    deadline: _Seconds = 1
    attempts: _Count = 1
    patience: Annotated[float, Field(ge=0)] = 0
    omit: list[Literal["temperature", "seed"]] = []


class _Errors(_Table):
    quota: list[_Code] = []
    rate: list[_Code] = []
    filtered: list[_Code] = []
    too_long: list[_Code] = []
    too_long_words: list[_Pattern] = []


class _LimitTable(_Table):
    limit: _Header
    remaining: _Header
    reset: _Header


class _Headers(_Table):
    requests: _LimitTable | None = None
    tokens: _LimitTable | None = None


class _Takes(_Table):
    tokens_field: TokensField | None = None
    without: list[Annotated[str, StringConstraints(min_length=1)]] = []
    format: Format = "json_schema"
    strict: bool = True
    schema_without: list[Annotated[str, StringConstraints(min_length=1)]] = []
    system: bool = True
    most_output_tokens: _Count | None = None
    reasons: bool = False
    begun: bool = False


class _Content(_Table):
    match: _Match = _Match()
    profile: _ProfileTable = _ProfileTable()
    takes: _Takes = _Takes()
    template: dict[Annotated[str, StringConstraints(pattern=r"^[A-Za-z_]\w*$")], bool | int | float | str] = {}
    errors: _Errors = _Errors()
    headers: _Headers = _Headers()
