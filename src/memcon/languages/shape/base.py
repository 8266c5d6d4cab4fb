"""What the files of a folder have in common: tables whose keys are known, and lists in which a word stands once."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict


def _each_once(words: tuple[str, ...]) -> tuple[str, ...]:
    again = sorted({word for word in words if words.count(word) > 1}) if len(set(words)) < len(words) else []
    if again:
        raise ValueError(f"{again[0]!r} stands twice")
    if any(not word.strip() for word in words):
        raise ValueError("'' is no word")
    return words


Words = Annotated[tuple[str, ...], AfterValidator(_each_once), "words"]
"""Words in the syntax of `memcon.languages.lexicon`."""
Phrases = Annotated[tuple[str, ...], AfterValidator(_each_once)]
"""Words and phrases as they stand; letter case does not count."""


class Table(BaseModel):
    """A table of a file. A name that Python keeps for itself has a line below it behind it: `from_` is `from`."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        use_attribute_docstrings=True,
        alias_generator=lambda name: name.rstrip("_"),
    )
