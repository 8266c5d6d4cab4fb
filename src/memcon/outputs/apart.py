"""Whether a file that is to be written is one of the articles of a run: by where it lies, or by what it holds."""

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from memcon.articles.formats.base import Fields
from memcon.articles.reread import files_of, reread
from memcon.articles.sources import find_sources
from memcon.errors import MemconError
from memcon.records import ArticleState
from memcon.records.article import sha256


def is_article(
    made: Path,
    states: Callable[[], Iterable[ArticleState]],
    run: Path,
    named: Sequence[str] = (),
    fields: Fields | None = None,
) -> bool:
    """Return whether `made`, which is there, is one of the files that the articles of the run in `run` were read from.

    It is where it is one of the inputs `named`, where a path that the run tells leads to it, from the current folder or
    from one above the run, and where it has the name of such a file and holds a text of the run: articles are moved,
    and a run does not tell from which folder it was made. Raises UsageError as `find_sources` of `named`.
    """
    inputs = [source.path for source in (find_sources(named) if named else ()) if source.path]
    read = files_of(states())
    name = made.name.casefold()
    alike = [path for path in read if os.path.basename(path).casefold() == name]  # noqa: PTH119  Path takes not all
    above = Path(os.path.realpath(run)).parents
    from_above = [os.path.join(folder, path) for path in alike for folder in above]  # noqa: PTH118
    places: list[str | Path] = [*inputs, *read, *from_above]
    return any(_is(place, made) for place in places) or (
        bool(alike) and made.is_file() and _holds(made, states(), fields)
    )


def _is(place: str | Path, made: Path) -> bool:
    return os.path.exists(place) and os.path.samefile(place, made)  # noqa: PTH110, PTH121  Path raises for some names


def _holds(made: Path, states: Iterable[ArticleState], fields: Fields | None) -> bool:
    """Return whether a text of the run is in the file, whatever its name and place there."""
    known = {state.article: state for state in states if state.sha256}
    hashes = {state.sha256 for state in known.values()}
    try:
        found = reread(known, [str(made)], text_only=True, fields=fields)
    except MemconError:
        return False  # no articles can be read from it
    return any(sha256(article.text) in hashes for article in found.values())
