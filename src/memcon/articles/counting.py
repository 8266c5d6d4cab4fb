"""Count the articles of files without reading them as such: a text file is one, of JSON lines each not blank is one."""

from collections.abc import Sequence

from memcon.articles.sources import find_sources, read_chunks


def count_articles(inputs: Sequence[str]) -> int:
    """Return about how many articles `inputs` hold; exactly, but for files whose content belies their name.

    Raises OSError, ValueError or UsageError for what cannot be read.
    """
    total = 0
    for source in find_sources(inputs):
        if source.path is None or not source.lines:
            total += 1
            continue
        blank = True  # since the last line feed
        with source.path.open("rb") as file:
            for chunk in read_chunks(file):
                head, *lines = chunk.split(b"\n")
                blank = blank and not head.strip()
                for line in lines:
                    total += not blank
                    blank = not line.strip()
        total += not blank
    return total
