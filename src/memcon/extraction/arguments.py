"""What callers of the library give, checked before anything is read, asked or paid: what is wrong is a UsageError.

An argument is checked by its name, which means the same in every public function. Messages tell of which type a wrong
one is and never what it holds, which may be a key.
"""

import errno
import functools
import inspect
import json
import operator
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final, ParamSpec, SupportsIndex, TypeVar

from memcon.articles.items import is_input
from memcon.errors import UsageError
from memcon.extraction.manifest import written
from memcon.extraction.ray import RayEngine
from memcon.models.limits import Limits
from memcon.outputs.folder import check_no_part
from memcon.outputs.run_report import RunReport

Given = ParamSpec("Given")
Back = TypeVar("Back")
_NONE_THERE: Final = {errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.EBADF}
"""What the system says of a path at which nothing is: whoever reads it says so better."""


def checked(function: Callable[Given, Back]) -> Callable[Given, Back]:
    """Have the arguments of a public function checked before it is called."""
    signature = inspect.signature(function)

    @functools.wraps(function)
    def called(*args: Given.args, **named: Given.kwargs) -> Back:
        bound = signature.bind(*args, **named)
        for name, value in bound.arguments.items():
            meant = _OTHERWISE.get((function.__name__, name), name)
            if meant in _ALIKE:
                bound.arguments[name] = value = _ALIKE[meant](value)  # noqa: PLW2901  some can be looked at once alone
            is_right, words = _SORTS[meant]
            if not is_right(value):
                raise UsageError(f"{name} must be {words}, and is {_sort(value)}")
            for path in _paths(name, value):
                _check_path(name, path)
        return function(*bound.args, **bound.kwargs)

    return called


def _listed(value: object) -> object:
    """Return several as a tuple, whatever holds them; else what was given. Of a dictionary its values would be lost."""
    if not isinstance(value, Iterable) or isinstance(value, str | bytes | bytearray | os.PathLike | Mapping):
        return value
    try:
        several = iter(value)
    except TypeError:  # as of an array without dimensions
        return value
    return tuple(several)


def _whole(value: object) -> object:
    """Return the whole number that is given in another type, as NumPy's or `1e6`; else what was given."""
    if isinstance(value, bool):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    try:
        return operator.index(value) if isinstance(value, SupportsIndex) else value
    except TypeError:  # as of an array of several
        return value


def _sort(value: object) -> str:
    wrong = {type(one).__name__ for one in value} if isinstance(value, list | tuple) else set()
    return f"of type {type(value).__name__!r}" + (f", of {', '.join(map(repr, sorted(wrong)))}" if wrong else "")


def _is_text(value: object) -> bool:
    return isinstance(value, str) and "\0" not in value


def _is_path(value: object) -> bool:
    return isinstance(value, str | os.PathLike) and isinstance(os.fspath(value), str)


def _are(is_one: Callable[[object], bool]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, Sequence) and not isinstance(value, str | bytes) and all(map(is_one, value))


def _or_none(is_right: Callable[[object], bool]) -> Callable[[object], bool]:
    return lambda value: value is None or is_right(value)


def _one_or_more(is_one: Callable[[object], bool]) -> Callable[[object], bool]:
    return lambda value: is_one(value) or _are(is_one)(value)


def _are_inputs(value: object) -> bool:
    """Say whether these are articles; of what is drawn one by one each is looked at when it comes."""
    if is_input(value):
        return True
    if isinstance(value, Sequence):
        return not isinstance(value, bytes | bytearray) and all(map(is_input, value))
    return isinstance(value, Iterable)


def _has_truth(value: object) -> bool:
    try:
        return bool(value) or True
    except Exception:  # noqa: BLE001  whatever a type of another library raises, as an array of several
        return False


def _is_engine(value: object) -> bool:
    if not isinstance(value, RayEngine):
        return False
    workers = value.workers
    return (value.address is None or _is_text(value.address)) and (
        workers is None or (isinstance(workers, int) and not isinstance(workers, bool) and workers > 0)
    )


def _is_written(value: object) -> bool:
    """Say whether `run.json` can hold these settings, and be read again."""
    if not isinstance(value, Mapping):
        return False
    try:
        json.loads(RunReport(settings={name: written(one) for name, one in value.items()}).dump())
    except (ValueError, TypeError, OverflowError, RecursionError):  # those of pydantic are ValueErrors
        return False
    return True


def _paths(name: str, value: object) -> list[Any]:
    """Return the paths that an argument holds."""
    if name not in _READ and name != "ledger":
        return []
    several: Any = [value] if _is_path(value) else value if isinstance(value, Sequence) else []
    return [one for one in several if _is_path(one)]


def _check_path(name: str, path: str | Path) -> None:
    """Raise UsageError for what can be no path, or lies where this user may not look."""
    shown = f"{name} {str(path)[:80]!r}"
    if name == "ledger" and "\0" not in str(path):
        check_no_part(Path(path))
        return
    try:
        os.stat(path)  # noqa: PTH116  Path passes over some of these
    except ValueError:
        raise UsageError(f"{shown} is no path: it holds a NUL") from None
    except OSError as error:
        inputs = name in {"articles", "inputs"}  # of these each is told by itself
        if error.errno == errno.ENAMETOOLONG or (error.errno not in _NONE_THERE and not inputs):
            raise UsageError(f"{shown} cannot be looked at: {(error.strerror or str(error)).lower()}") from None


_TEXT: Final = (_or_none(_is_text), "a string or None")
_PATH: Final = (_is_path, "a path")
_PATH_OR_NONE: Final = (_or_none(_is_path), "a path or None")
_PATHS: Final = (_are(_is_path), "several paths")
_TRUTH: Final = (_has_truth, "true or false")
_CALL: Final = (_or_none(callable), "a function or None")
_SORTS: Final[Mapping[str, tuple[Callable[[Any], bool], str]]] = {
    **dict.fromkeys(("model", "strategy", "language", "timezone", "shard"), _TEXT),
    **dict.fromkeys(("text_field", "id_field", "date_field", "title_field"), _TEXT),
    **dict.fromkeys(("profile", "prices", "retry_failed", "confidence"), _PATH_OR_NONE),
    **dict.fromkeys(("ledger", "path"), _PATH),
    **dict.fromkeys(("offline", "reparse", "batch", "copies_once", "partial"), _TRUTH),
    **dict.fromkeys(("on_progress", "notice", "tell", "watch"), _CALL),
    "article": (_is_text, "a string"),
    "articles": (_are_inputs, "a path, an article, or several"),
    "inputs": _PATHS,
    "folders": _PATHS,
    "where they lie": (_or_none(_are(_is_path)), "several paths or None"),
    "review": (_one_or_more(_is_path), "a path or several"),
    "base_url": (_or_none(_one_or_more(_is_text)), "a string, several, or None"),
    "select": (_are(_is_text), "several strings"),
    "published": (_or_none(lambda value: isinstance(value, date)), "a datetime.date or None"),
    "max_chars": (lambda value: isinstance(value, int) and not isinstance(value, bool), "a whole number"),
    "limits": (_or_none(lambda value: isinstance(value, Limits)), "a memcon.Limits or None"),
    "engine": (_or_none(_is_engine), "a memcon.RayEngine of an address and a number of workers, or None"),
    "settings": (_or_none(_is_written), "None or a dictionary, with strings as keys, that JSON can hold"),
}
"""What each argument must be: how that is told, and in which words."""
_OTHERWISE: Final = {("join", "articles"): "where they lie"}
"""Arguments that mean something else in one function."""
_ALIKE: Final[Mapping[str, Callable[[object], object]]] = {
    **dict.fromkeys(("folders", "where they lie", "review", "select", "base_url"), _listed),
    "max_chars": _whole,
}
"""Arguments that are taken in other types too, and how each is made what it must be."""
_READ: Final = frozenset({
    "path", "profile", "prices", "retry_failed", "confidence", "review", "folders", "articles", "inputs",
})  # fmt: skip
