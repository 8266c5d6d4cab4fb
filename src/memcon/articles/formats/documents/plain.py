"""A document that is one article, whatever wrote it."""

from collections.abc import Sequence

from memcon.articles.formats.documents.lines import Line, Parts


def parts_of(lines: Sequence[Line], notes: tuple[str, ...] = ()) -> Parts:
    """Return a document as it stands. Its title is the first line with the style of a heading, among the first."""
    title = next((line.text for line in lines[:5] if line.heading and not line.aside), None)
    return Parts([(line, line.aside) for line in lines], title=title, notes=notes)
