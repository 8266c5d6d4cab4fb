"""What the folders of languages hold: how many classes of words are filled, which are empty, how dates are read."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from memcon import _data
from memcon.languages import ROOT, Language, chain, facts_of, language, rows_of, words_of
from memcon.languages.load import classes
from memcon.languages.shape import COLUMNS, FILES

FILES_OF_WORDS: Final = ("words", "telling", "events", "page", "sentences", "quotes")
"""The files whose classes are counted."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a language's folder holds, with what it has of the language that it falls back to."""

    tag: str
    name: str
    script: str
    draft: bool
    reads: tuple[str, ...]
    """Other languages whose words count in its texts."""
    filled: dict[str, tuple[int, int]]
    """Of each file: classes that have a word, and all that there are."""
    silent: tuple[str, ...]
    """Classes without a word in any folder read: a rule that asks for one says nothing in this language."""
    rows: dict[str, int]
    """Rows of each table."""
    dates: Literal["running", "characters", "whole", "dateparser"]
    """How dates are read: found in running text by its own words or as numbers before characters, by its own words
    where they are known to be a date's, or by dateparser alone."""
    examples: int
    """Lines of examples.tsv."""


def coverage(tag: str) -> Coverage:
    """Return what the folder of a language holds. `tag` is one of `memcon.languages.tags()`."""
    lang = language(tag)
    own = chain(lang.tag)
    filled = {}
    for file in FILES_OF_WORDS:
        names = [name for name, _ in classes(FILES[file], file)]
        filled[file] = (sum(any(words_of(of, name) for of in own) for name in names), len(names))
    return Coverage(
        tag=lang.tag,
        name=lang.facts.name,
        script=lang.facts.script,
        draft=lang.facts.draft,
        reads=lang.reads[1:],
        filled=filled,
        silent=tuple(name for file in FILES_OF_WORDS for name, _ in classes(FILES[file], file) if not lang.knows(name)),
        rows={table: sum(len(rows_of(of, table)) for of in own) for table in COLUMNS},
        dates=_dates(lang),
        examples=sum(1 for _ in _examples(lang.tag)),
    )


def meaning(name: str) -> str:
    """Return what a class of words means, as `shape` says it; KeyError for none."""
    file, *keys = name.split(".")
    shape = FILES[file]
    told = ""
    for key in keys:
        field = shape.model_fields.get(key) or shape.model_fields[f"{key}_"]
        told = field.description or told
        if isinstance(field.annotation, type) and hasattr(field.annotation, "model_fields"):
            shape = field.annotation
            told = (shape.__doc__ or "").strip()
    return " ".join(told.split())


def _dates(lang: Language) -> Literal["running", "characters", "whole", "dateparser"]:
    if lang.numbered_dates:
        return "characters"
    grammars = [facts_of(of).dates.grammar for of in chain(lang.tag)]
    return next((grammar for grammar in grammars if grammar), "dateparser")


def _examples(tag: str) -> Iterator[str]:
    file = _data.find(f"{ROOT}/{tag}/examples.tsv")
    if file.is_file():
        yield from (line for line in file.read_text("utf-8").splitlines()[1:] if line and not line.startswith("#"))
