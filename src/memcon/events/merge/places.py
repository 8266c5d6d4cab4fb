"""Which places of several mentions are one: by GeoNames, by name, or as the capital of one state in two languages.

*Астане*, *Astana* and *阿斯塔纳* are one place, and so are *Lima* and *the centre of Lima*. It knows nothing of events.
"""

from collections.abc import Sequence
from functools import lru_cache

from memcon.events.merge.nodes import plain_words
from memcon.records import Mention
from memcon.resolve.countries import find_countries


def by_place(mentions: Sequence[Mention]) -> list[list[Mention]]:
    """Return the mentions that name a place, those of one place together, in their order."""
    found: list[list[Mention]] = []
    for mention in mentions:
        if mention.place is not None:
            group = next((group for group in found if _keys(group[0]) & _keys(mention)), None)
            if group is None:
                found.append([mention])
            else:
                group.append(mention)
    return found


def is_one(left: Mention, right: Mention) -> bool:
    """Tell whether two mentions that name a place name one, or one a part of the other; not in two states."""
    one, other = left.place, right.place
    if one is None or other is None or (one.country and other.country and one.country != other.country):
        return False
    mine, theirs = plain_words(one.name), plain_words(other.name)
    return f" {mine} " in f" {theirs} " or f" {theirs} " in f" {mine} " or not _keys(left).isdisjoint(_keys(right))


def _keys(mention: Mention) -> frozenset[str]:
    """Return what a place is known by; places that share one are one."""
    place = mention.place
    if place is None:
        return frozenset()
    keys = {plain_words(place.name), *_capital(place.name, mention.language)}
    return frozenset(keys | {f"geonames {place.geonames}"} if place.geonames else keys)


@lru_cache(maxsize=16384)
def _capital(name: str, language: str | None) -> frozenset[str]:
    """Return of which state a name is the capital; nothing for any other words."""
    spans = find_countries(name, language)
    whole = len(spans) == 1 and spans[0].kind == "capital" and name[spans[0].start : spans[0].end] == name.strip()
    return frozenset({f"capital {spans[0].code}"}) if whole else frozenset()
