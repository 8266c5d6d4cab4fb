"""The order of the lines of `rejected.jsonl`, in which what reviewers rejected stands among what did not hold."""

from memcon.records import Rejected


def rejected_order(line: Rejected) -> tuple[str, str, str, str, str]:
    """Return the key by which lines of `rejected.jsonl` are sorted."""
    return line.article, line.kind or "", line.field, line.reason, line.text
