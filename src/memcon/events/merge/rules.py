"""When two nodes cannot be one event, and how much speaks for it. Every rule that merging follows stands here.

Points are added and compared with a bar of 40 for contacts and 50 for disputes. They are so set that two outlets that
tell of a contact of the same day and countries are taken for one (30 + 10), that a month needs people of one side too
(12 + 10 + 20), and that what has no date needs people of both sides and publication within a week. A dispute is one for
the same day, countries, act and direction (30 + 10 + 10 + 5); without a day it needs the same speaker, or to be a deed
that is rarely done twice. Within one article it is also one wherever it stands, whoever speaks for the side, where both
directions are told and no days are against it (`told_again`). What stays apart a reader can still join; what was joined
wrongly is hard to see.
"""

import datetime as dt
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from memcon.events.merge import acts
from memcon.events.merge.casts import Casting
from memcon.events.merge.nodes import CALL, DISPUTE, MEETING, PRESENT, VIRTUAL, VISIT, Node
from memcon.events.merge.roll import are_opposed, country_points
from memcon.events.merge.signs import are_strangers

BAR_CONTACT: Final = 40
BAR_DISPUTE: Final = 50
SAME_WORDS: Final = 30
"""Points for the same quote in two articles: one copied the other, or both an agency."""

NEVER: Final = -1000
_SPANS: Final = ((0, 30), (3, 25), (7, 20), (31, 12), (124, 7))
"""Days in the coarser of two dates less one, and the points that agreement within it gives."""
TOLD_DAYS: Final = 31
_CLOSE: Final = ((2, 10), (7, 7), (TOLD_DAYS, 3))
"""Days from the end of an event to the publication of a text that does not date it, and points."""
YEAR_SLIP_DAYS: Final = 14
"""How close two texts are published for a date that differs in the year alone to be taken for a slip."""


class Apart(NamedTuple):
    """Why two nodes are not one event."""

    rule: Literal["status", "kind", "days", "acts", "sides", "deeds", "points", "others"]
    """On what they differ; `points` where too little speaks for one event, `others` where a third is against it."""
    says: str


def compatible(left: Node, right: Node, casting: Casting) -> bool:
    """Say whether two nodes, or two clusters, can be one event at all."""
    return (
        left.status == right.status
        and kinds_agree(left, right)
        and _days_agree(left, right, casting)
        and (
            (left.article == right.article and told_again(left, right, casting))
            or (_acts_agree(left, right) and casting.relation(left.cast, right.cast).compatible)
        )
    )


def may_be_one(left: Node, right: Node, casting: Casting) -> bool:
    """Say whether nodes of two articles may be compatible, by what costs little: kinds, acts and traits of names."""
    return (
        kinds_agree(left, right)
        and _acts_agree(left, right)
        and not are_strangers(casting.glance(left.cast), casting.glance(right.cast))
    )


def told_again(left: Node, right: Node, casting: Casting) -> bool:
    """Say whether one article tells twice of what one side says, or does, against another: an act and its elaboration.

    The same sides act and are acted against, by acts of one family; several may speak for a side. Of the days it says
    nothing.
    """
    return (
        left is not right  # equal nodes of several articles are compared by one of them
        and left.article == right.article >= 0
        and bool(left.kinds & right.kinds & DISPUTE)
        and acts.one_family(left.acts, right.acts)
        and casting.same_direction(left.cast, right.cast)
    )


def _meant_again(left: Node, right: Node, casting: Casting) -> bool:
    """Say whether one article tells of a contact that did not take place, or not yet, as a journey and as a meeting.

    The sides are the same, and somebody of them is named both times.
    """
    kinds = left.kinds | right.kinds
    return (
        left is not right
        and left.article == right.article >= 0
        and left.status != "occurred"
        and kinds & (DISPUTE | CALL | VISIT) == VISIT
        and left.cast.core == right.cast.core
        and casting.relation(left.cast, right.cast).sides > 0
    )


def pair_points(left: Node, right: Node, casting: Casting, *, extra: int = 0, lenient: bool = False) -> int | None:
    """Return how much speaks for one event, or None where it cannot be, or where that is too little.

    `extra` are points that the texts give. `lenient` asks nothing of the days of publication, as within one article.
    """
    if not compatible(left, right, casting):
        return None
    return points_if_compatible(left, right, casting, extra=extra, lenient=lenient)


def points_if_compatible(
    left: Node, right: Node, casting: Casting, *, extra: int = 0, lenient: bool = False
) -> int | None:
    """Return what `pair_points` does of nodes that are known to be compatible."""
    found = _points(left, right, casting, extra=extra, lenient=lenient)
    return found if found >= bar(left) else None


def _points(left: Node, right: Node, casting: Casting, *, extra: int, lenient: bool) -> int:
    cast = casting.relation(left.cast, right.cast)
    found = _date_points(left, right, lenient=lenient) + cast.people + cast.countries + extra
    if left.place and right.place:
        found += _place_points(left, right)
    if left.kinds & DISPUTE:
        found += _act_points(left, right) + (5 if cast.direction else 0)
    elif (left.kinds | right.kinds) & (CALL | MEETING) == CALL | MEETING:
        found -= 5
    if left.article == right.article and (told_again(left, right, casting) or _meant_again(left, right, casting)):
        found = max(found, bar(left))
    return found


def apart(left: Node, right: Node, casting: Casting, *, extra: int = 0, lenient: bool = False) -> Apart | None:
    """Return what keeps two nodes from being one event, the first of the rules above; None where nothing does.

    Arguments as of `pair_points`.
    """
    if left.status != right.status:
        return Apart("status", f"{left.status} and {right.status}")
    if not kinds_agree(left, right):
        return Apart("kind", "a call, or a contact by video, and a meeting in person, or a contact and a dispute")
    if not _days_agree(left, right, casting):
        return Apart("days", f"{_told_days(left)} and {_told_days(right)}")
    if not told_again(left, right, casting):
        if not _acts_agree(left, right):
            return Apart("acts", f"{' '.join(sorted(left.acts))} and {' '.join(sorted(right.acts))}")
        if not casting.relation(left.cast, right.cast).compatible:
            return Apart("sides", "their people or states cannot be those of one event")
    found = _points(left, right, casting, extra=extra, lenient=lenient)
    return None if found >= bar(left) else Apart("points", f"{found} points of {bar(left)} speak for one event")


def _told_days(node: Node) -> str:
    if not node.lo:
        return f"undated, published {dt.date.fromordinal(node.published)}" if node.published else "undated"
    return " to ".join(dict.fromkeys(dt.date.fromordinal(day).isoformat() for day in (node.lo, node.hi)))


def reason(left: Node, right: Node, casting: Casting, shared: str = "") -> str:
    """Return in words why two nodes are one event: what their texts share, then days, people and countries."""
    return "; ".join(part for part in (shared, _date_words(left, right), casting.words(left.cast, right.cast)) if part)


def bar(node: Node) -> int:
    """Return the points that a pair of this kind needs."""
    return BAR_DISPUTE if node.kinds & DISPUTE else BAR_CONTACT


def kinds_agree(left: Node, right: Node) -> bool:
    """Say whether the kinds allow one event.

    A call and a meeting do where one of the two says video or virtual, and the meeting names no place and no journey.
    """
    both = left.kinds | right.kinds
    if both & DISPUTE:
        return left.kinds == right.kinds
    return both & (CALL | MEETING) != CALL | MEETING or both & (VIRTUAL | PRESENT) == VIRTUAL


def sides_agree(left: Node, right: Node) -> bool:
    """Say whether kinds, acts and countries allow that nodes of two articles are one, whatever days and people say."""
    return (
        kinds_agree(left, right)
        and acts.near(left.acts, right.acts)
        and country_points(left.cast, right.cast) is not None
        and not are_opposed(left.cast, right.cast)
    )


def _acts_agree(left: Node, right: Node) -> bool:
    if left.acts == right.acts:
        return True
    same_day = left.lo == left.hi == right.lo == right.hi != 0
    return acts.near(left.acts, right.acts) and (same_day or bool(left.acts & right.acts))


def _days_agree(left: Node, right: Node, casting: Casting) -> bool:
    if left.lo and right.lo:
        return (left.lo <= right.hi and right.lo <= left.hi) or year_slip(left, right, casting)
    dated, other = (left, right) if left.lo else (right, left)
    if not dated.lo or not other.published:
        return True
    if dated.status == "occurred":  # nobody reports what has yet to happen; a day for the time zones
        return other.published >= dated.lo - 1
    return dated.status != "planned" or other.published <= dated.hi + 1


def year_slip(left: Node, right: Node, casting: Casting) -> bool:
    """Say whether two days differ in the year alone, by the same people, told at the same time.

    The same people are those of two sides, or who speaks for a side in one dispute.
    """
    if left.lo != left.hi or right.lo != right.hi or not left.published or not right.published:
        return False
    if left.article == right.article >= 0 or _month_day(left.lo) != _month_day(right.lo):
        return False
    cast = casting.relation(left.cast, right.cast)
    enough = 1 if left.kinds & DISPUTE and left.acts == right.acts and cast.direction else 2
    return cast.sides >= enough and _apart(left, right) <= YEAR_SLIP_DAYS


@lru_cache(maxsize=4096)
def _month_day(ordinal: int) -> tuple[int, int]:
    date = dt.date.fromordinal(ordinal)
    return date.month, date.day


def _date_points(left: Node, right: Node, *, lenient: bool) -> int:
    if left.lo and right.lo:
        return _dated_points(left, right)
    if lenient:
        return 0
    if not left.published or not right.published:
        return NEVER
    if not left.lo and not right.lo:
        apart = _apart(left, right)
        return 5 if apart <= 2 else 2 if apart <= 7 else NEVER
    dated, other = (left, right) if left.lo else (right, left)
    after, before = other.published - dated.hi, dated.lo - other.last_published
    apart = after if dated.status == "occurred" else before if dated.status == "planned" else max(after, before)
    return next((points for days, points in _CLOSE if apart <= days), NEVER)


def _dated_points(left: Node, right: Node) -> int:
    if left.lo > right.hi or right.lo > left.hi:
        return 10  # a slip of the year
    length = max(left.hi - left.lo, right.hi - right.lo)
    if not length:
        return _SPANS[0][1]
    found = next((points for days, points in _SPANS if length <= days), 4)
    if left.lo == right.lo and left.hi == right.hi:
        found += 3
    if left.published and right.published and _apart(left, right) <= 2:
        found += 5
    return found


def _date_words(left: Node, right: Node) -> str:
    if left.lo and right.lo:
        if left.lo > right.hi or right.lo > left.hi:
            return "same day of another year"
        if left.lo == left.hi == right.lo == right.hi:
            return f"same day {dt.date.fromordinal(left.lo)}"
        return "same days" if (left.lo, left.hi) == (right.lo, right.hi) else "dates that fit"
    if left.lo or right.lo:
        return "one undated"
    return "both undated"


def _apart(left: Node, right: Node) -> int:
    """Return the days between the publications of two nodes, 0 where they overlap."""
    return max(0, max(left.published, right.published) - min(left.last_published, right.last_published))


def _act_points(left: Node, right: Node) -> int:
    """Return points for one act; more for one that is not done twice in the time to which both are known."""
    common = left.acts & right.acts
    if not common:
        return 5
    if not left.lo and not right.lo:
        return 10
    length = max(left.hi - left.lo, right.hi - right.lo)
    return 25 if length < min(acts.RARE.get(act, 0) for act in common) else 10


def _place_points(left: Node, right: Node) -> int:
    if left.place_country and right.place_country and left.place_country != right.place_country:
        return -15
    return 3 if left.place == right.place else 0
