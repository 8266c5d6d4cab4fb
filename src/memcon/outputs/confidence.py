"""The file of a fit of confidence, and what the report of a run that was made with one tells of it."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from memcon.errors import DataError, UsageError
from memcon.outputs import atomic
from memcon.records.calibration import ConfidenceFit
from memcon.records.jsonl import BadLine, parse_object

SETTING: Final = "confidence"
"""Under which the settings of `run.json` hold the fit, with the hash of its file."""
_FIT: Final[TypeAdapter[ConfidenceFit]] = TypeAdapter(ConfidenceFit)
_LARGEST: Final = 1_000_000
"""Bytes of such a file; memcon writes less than a thousand."""


def write_fit(path: Path, fit: ConfidenceFit) -> None:
    """Write a fit to a file, all or nothing. Raises DiskError where it cannot be."""
    atomic.write_json(path, _FIT.dump_python(fit, mode="json"))


def read_fit(path: Path) -> tuple[ConfidenceFit, dict[str, Any]]:
    """Return the fit of a file, and what `run.json` is to tell of it: all of it, and the SHA-256 of the file.

    Raises UsageError where there is no such file, DataError where it is none that `memcon calibrate` writes.
    """
    if not path.is_file():
        raise UsageError(f"{str(path)!r} is no file: `memcon calibrate OUT` writes one")
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST)
    except OSError as error:
        raise DataError(f"{str(path)!r} cannot be read: {(error.strerror or str(error)).lower()}") from error
    try:
        fit = _FIT.validate_python(parse_object(data))
    except BadLine as error:
        raise DataError(f"{str(path)!r}: {error}: `memcon calibrate` makes one") from None
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise DataError(f"{str(path)!r}: {where}: {first['msg'].lower()}: `memcon calibrate` makes one") from None
    return fit, {"sha256": hashlib.sha256(data).hexdigest(), **_FIT.dump_python(fit, mode="json")}


def fit_of(settings: Mapping[str, Any]) -> ConfidenceFit | None:
    """Return the fit that a run was made with, by its settings; None where it was made with none, or tells none."""
    told = settings.get(SETTING)
    if not isinstance(told, Mapping):
        return None
    try:
        return _FIT.validate_python({name: value for name, value in told.items() if name != "sha256"})
    except ValidationError:
        return None
