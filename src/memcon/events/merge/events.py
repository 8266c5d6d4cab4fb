"""Write clusters of mentions as events: fields, proofs, ids, order. Knows nothing of why they were taken for one."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, Final

from memcon.events.bounds import bounds_of
from memcon.events.codes import codes_of
from memcon.events.merge import choose
from memcon.events.merge.parties import Parties
from memcon.events.merge.people import participants
from memcon.records import KINDS, Event, EventDate, EventLink, Kind, Link, Mention, Merge, Proof, proof_of

LAST: Final = dt.date.max
"""Where an event stands that has no date."""


def event_order(event: Event) -> tuple[dt.date, dt.date, str, str]:
    """Return the key by which lines of events are sorted: date, kind, id, with the undated last."""
    date = event.date
    return (date.start if date else LAST, date.end if date else LAST, event.kind, event.id)


def label(kind: Kind, date: EventDate | None, countries: Sequence[str]) -> str:
    """Return the readable part of an id: kind, first day or month or year or `undated`, countries."""
    if date is None:
        when = "undated"
    elif date.precision == "month":
        when = f"{date.start:%Y-%m}"
    elif date.precision in ("year", "months"):
        when = f"{date.start:%Y}"
    else:
        when = str(date.start)
    return "-".join((kind, when, *countries))


def labelled(drafts: Sequence[tuple[str, str]]) -> list[str]:
    """Return one id for each draft of a label and a key: `-2`, `-3` where labels collide, in the order of the keys."""
    ids = [""] * len(drafts)
    taken: dict[str, int] = {}
    for at in sorted(range(len(drafts)), key=lambda at: (drafts[at], at)):
        name = drafts[at][0]
        taken[name] = taken.get(name, 0) + 1
        ids[at] = name if taken[name] == 1 else f"{name}-{taken[name]}"
    return ids


def merged_fields(mentions: Sequence[Mention], parties: Parties) -> dict[str, Any]:
    """Return what an event of these mentions says, all but its id, links and merges."""
    known = choose.best_first(mentions)
    chosen: dict[str, Any] = {}
    for name, rule in choose.CHOOSERS.items():
        chosen[name] = rule(known, chosen)
    people, conflicts = participants(known, chosen["countries"], parties)
    told = choose.told(known, chosen)
    conflicts = [*choose.conflicts(told), *conflicts]
    chosen["reported"] = choose.reported(known, told)
    kind, status, variant = chosen["kind"], chosen["status"], chosen.pop("variant")
    return {
        **chosen,
        **bounds_of(status, chosen["date"], chosen["reported"]),
        KINDS[kind].variant: variant,
        "participants": people,
        "codes": codes_of(kind, status, variant),
        "conflicts": tuple(conflicts),
        "mentions": _proofs(mentions),
    }


def _proofs(mentions: Iterable[Mention]) -> tuple[Proof, ...]:
    """Return what each mention contributes, by article and place in it."""
    ordered = sorted(mentions, key=lambda mention: (mention.article, mention.quotes[0].start, mention.id))
    return tuple(map(proof_of, ordered))


def event(said: dict[str, Any], name: str, links: Iterable[tuple[Link, str]], merges: Iterable[Merge]) -> Event:
    """Return the finished event."""
    tied = tuple(EventLink(type=link, event=other) for link, other in links)
    made: Event = KINDS[said["kind"]].shape(id=name, links=tied, merges=tuple(merges), **said)
    return made
