"""The doubts of mentions, held against what was refused, and against the rules that can have them."""

from collections.abc import Hashable, Iterator, Sequence
from typing import get_args

from memcon.evidence.doubts import REASONS, detail_of
from memcon.evidence.establish import ORDER, WITNESSES
from memcon.records import KINDS, Doubt, Kind, Mention, Rejected, Role, Status, family, run_files


def doubt_problems(mentions: Sequence[Mention], rejected: Sequence[Rejected]) -> Iterator[str]:
    """Check that each doubt is told among what was refused, too, and the other way round, and that its word holds."""
    told = {_refused(line) for line in rejected}
    doubts: set[Hashable] = set()
    for mention in mentions:
        for doubt in mention.doubts:
            if not _can_be(doubt, mention.kind):
                yield f"mention {mention.id!r}: its doubt of the {doubt.field} is none that a rule can have"
            detail = REASONS[doubt.holds], detail_of(doubt)
            key = (mention.article, doubt.field, doubt.said, doubt.rule, *detail)
            doubts.add(key)
            if key not in told:
                yield f"mention {mention.id!r}: its doubt of the {doubt.field} is not told in {run_files.REJECTED}"
            holds = doubt.said if doubt.holds == "model" else doubt.told
            if doubt.field != "role" and getattr(mention, doubt.field) != holds:
                yield f"mention {mention.id!r}: its {doubt.field} is not what holds by its doubt"
    for line in rejected:
        if line.reason in REASONS.values() and _refused(line) not in doubts:
            yield f"article {line.article!r}: a {line.field} was {line.reason}, and no mention of it has the doubt"


def _refused(line: Rejected) -> Hashable:
    return line.article, line.field, line.text, line.rule, line.reason, line.detail


def _can_be(doubt: Doubt, kind: Kind) -> bool:
    """Say whether a rule for events of this kind can have read `told` where the model said `said`."""
    (said, told), whose = (doubt.said, doubt.told), ("", "")
    values: Sequence[str] = KINDS[kind].variants if doubt.field == "variant" else get_args(Status)
    if doubt.field == "role":
        values, parts = get_args(Role), (said.rpartition(": "), told.rpartition(": "))
        whose, said, told = (parts[0][0], parts[1][0]), parts[0][2], parts[1][2]
    asked = (*(ORDER[trust][family(kind)] for trust in ORDER), WITNESSES[family(kind)])
    known = any(step.__name__ == doubt.rule for steps in asked for step in steps)
    return known and said != told and whose[0] == whose[1] and {said, told} <= {*values}
