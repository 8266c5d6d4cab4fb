"""Read the files of a language's folder and check them; an error names file and line. Each is read once."""

import functools
import re
import tomllib
from typing import Any, Final

from pydantic import BaseModel, ValidationError

from memcon import _data
from memcon.errors import DataError
from memcon.languages.lexicon import Script, fragment
from memcon.languages.shape import COLUMNS, FILES, Facts
from memcon.languages.shape.tables import fault

_ROOT: Final = "languages"


def facts(tag: str) -> Facts:
    """Return `language.toml` of a folder."""
    return _facts(tag)


@functools.cache
def _facts(tag: str) -> Facts:
    made = _read(tag, "language", Facts)
    if not isinstance(made, Facts):  # pragma: no cover - the shape was given
        raise TypeError(tag)
    return made


@functools.cache
def file_of(tag: str, name: str) -> BaseModel:
    """Return a file of a folder beside `language.toml`, empty where the folder has none."""
    return _read(tag, name, FILES[name])


@functools.cache
def words_of(tag: str, name: str) -> tuple[str, ...]:
    """Return the words of a class, as `telling.before_name`; empty where the folder has none. KeyError for no class."""
    file, *keys = name.split(".")
    if file == "dates":
        return _date_words(tag, *keys)
    value: Any = file_of(tag, file)
    for key in keys:
        field = key if key in type(value).model_fields else f"{key}_"
        if field not in type(value).model_fields:
            raise KeyError(name)
        value = getattr(value, field)
    return tuple(value)


def _date_words(tag: str, kind: str, value: str | None = None) -> tuple[str, ...]:
    """Return the words of the rows of dates.csv of a kind; *minggu* is a weekday as well as a week."""
    kinds = {kind, "minggu"} if kind == "weekday" else {kind}
    found = (cell for of, worth, cell in rows(tag, "dates") if of in kinds and value in {None, worth})
    return tuple(dict.fromkeys(word for cell in found for word in _data.words(cell)))


@functools.cache
def rows(tag: str, table: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a table of a folder; none where the folder has no such table. DataError for another header."""
    return tuple(cells for _, cells in _numbered(tag, table))


def _numbered(tag: str, table: str) -> list[tuple[int, tuple[str, ...]]]:
    """Return the rows of a table with their lines."""
    name = f"{_ROOT}/{tag}/{table}.csv"
    if not _data.find(name).is_file():
        return []
    lines = [
        (number, line)
        for number, line in enumerate(_data.text(name).splitlines(), 1)
        if line.strip() and not line.startswith("#")
    ]
    columns = COLUMNS[table]
    if not lines or tuple(lines[0][1].split(",")) != columns:
        raise DataError(f"{name}:{lines[0][0] if lines else 1}: the header must be {','.join(columns)}")
    made: list[tuple[int, tuple[str, ...]]] = []
    for number, line in lines[1:]:
        cells = tuple(line.split(",", len(columns) - 1))
        if len(cells) != len(columns):
            raise DataError(f"{name}:{number}: needs {len(columns)} columns: {','.join(columns)}")
        made.append((number, cells))
    return made


def check(tag: str, script: Script) -> None:
    """Compile every word of a folder by itself and look at every cell; DataError, with file and line, for a fault."""
    known = {
        "language.toml",
        "examples.tsv",
        *(f"{file}.toml" for file in FILES),
        *(f"{table}.csv" for table in COLUMNS),
    }
    for path in sorted(_data.find(f"{_ROOT}/{tag}").iterdir()):
        if path.suffix in {".toml", ".csv", ".tsv"} and path.name not in known:
            raise DataError(f"{_ROOT}/{tag}/{path.name}: nothing reads a file of this name: {', '.join(sorted(known))}")
    facts(tag)
    for file, shape in FILES.items():
        file_of(tag, file)
        for name, words in classes(shape, file):
            if words != "Words":
                continue
            for word in words_of(tag, name):
                try:
                    re.compile(fragment((word,), script))
                except re.error as error:
                    at = _line(f"{_ROOT}/{tag}/{file}.toml", (*name.split(".")[1:], word))
                    raise DataError(f"{at}: {word!r} is no pattern: {error}") from None
    titles = frozenset(kind for of in ("en", "shared") for kind, _ in rows(of, "titles"))
    for table in COLUMNS:
        for number, cells in _numbered(tag, table):
            if told := fault(table, cells, titles):
                raise DataError(f"{_ROOT}/{tag}/{table}.csv:{number}: {told}")


def classes(shape: type[BaseModel], prefix: str) -> list[tuple[str, str]]:
    """Return the names of the classes of a shape, in order, and of each whether it holds `Words` or `Phrases`."""
    made: list[tuple[str, str]] = []
    for name, field in shape.model_fields.items():
        path = f"{prefix}.{field.alias or name}"
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            made += classes(field.annotation, path)
        elif field.annotation == tuple[str, ...]:
            made.append((path, "Words" if field.metadata and field.metadata[-1] == "words" else "Phrases"))
    return made


def _read(tag: str, name: str, shape: type[BaseModel]) -> BaseModel:
    path = f"{_ROOT}/{tag}/{name}.toml"
    if not _data.find(path).is_file():
        return shape()
    try:
        return shape.model_validate(_data.toml(path))
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{path}: {error}") from None
    except ValidationError as error:
        first = error.errors()[0]
        keys = tuple(str(key) for key in first["loc"])
        unknown = first["type"] == "extra_forbidden"
        told = f"no such key: {keys[-1]!r}" if unknown else first["msg"].removeprefix("Value error, ")
        again = re.match(r"'(.+)' stands twice", told)
        at = _line(path, (*keys, again[1]) if again else keys, last=bool(again))
        raise DataError(f"{at}: {'.'.join(keys)}: {told}") from None


def _line(path: str, keys: tuple[str, ...], *, last: bool = False) -> str:
    """Return `path` with the number of the line on which the last of `keys` stands, below the others."""
    lines = _data.text(path).splitlines()
    at = 0
    for depth, key in enumerate(keys):
        table, word = re.escape(".".join(keys[: depth + 1])), re.escape(key)
        written = re.compile(rf"^\s*\[{table}\]|^\s*\"?{word}\"?\s*=|[\"']{word}[\"']")
        places = [number for number in range(at, len(lines)) if written.search(lines[number])]
        if places:
            at = places[-1] if last and depth == len(keys) - 1 else places[0]
    return f"{path}:{at + 1}"
