"""Compare two names as read: by family and given name, by one of them alone, or allowing for a slip of the pen.

Initials, short forms and middle names come and go; Arabic, Indonesian and some other people are known by their given
name; of a double surname either half may stand alone. It knows nothing of offices.
"""

import re
from functools import lru_cache
from typing import Final, Literal

from rapidfuzz.distance import OSA

from memcon.resolve.people import GIVEN_ALONE, KOREAN, Name
from memcon.resolve.people.hands import Hand, hand_of
from memcon.resolve.people.spelling import alike, is_slip, sound
from memcon.resolve.people.tables import is_common, is_eastern, is_one_given_name, korean_family

How = Literal["full", "part"]

# Where people have two family names, of which the first is the one in use.
_DOUBLE: Final = frozenset(
    {
        "ESP", "MEX", "ARG", "COL", "PER", "VEN", "CHL", "ECU", "GTM", "CUB", "BOL", "DOM", "HND", "PRY", "SLV", "NIC",
        "CRI", "PAN", "URY", "BRA", "PRT", "AGO", "MOZ", "PHL", "TLS",
    }
)  # fmt: skip
# Where the second name is the father's, so that it is never the name in use: Hafez was Bashar Hafez al-Assad's father.
_FATHERS: Final = GIVEN_ALONE | {"SYR", "LBN", "PSE", "TUN", "DZA", "MRT", "DJI", "IRN", "PAK", "TCD"}
# What is often left out before the name in use: Muhammad Jusuf Kalla.
_OFTEN_LEFT_OUT: Final = frozenset({"maria", "jose", "haji", "andi", "raden", "siti", "ahmad", "achmad", "ni"})
_KOREAN_SOUNDS: Final = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        ("ck", "k"), ("w(?=oo|u)", ""), ("ng", "q"), ("yeo", "yo"), ("eo", "o"), ("eu", "u"), ("oo", "u"),
        ("ee", "i"), ("ui", "i"), ("ou", "u"), ("sh", "s"), ("ch", "j"), ("k", "g"), ("t", "d"), ("p", "b"),
        ("o", "u"), (r"(.)\1", r"\1"),
    )
)  # fmt: skip


def match(left: Name, right: Name) -> How | None:
    """Compare two names that have words: `full` by family and given name, `part` by one alone, None when two people's.

    Symmetric. Both are read with the country of the one whose country is known.
    """
    if left.suffixes and right.suffixes and left.suffixes != right.suffixes:
        return None
    if left.words == right.words:
        return "full" if len(left.words) > 1 else "part"
    short, long = sorted((left, right), key=lambda name: (len(name.words), name.words))
    if "".join(left.words) == "".join(right.words) or _are_turned(left, right):
        return "full"
    return _match_east(short, long) if left.east or right.east else _match_west(short, long, hand_of(left, right))


def _are_turned(left: Name, right: Name) -> bool:
    """Tell whether both have the same words in another order; where the second is the father's they are two people."""
    if sorted(left.words) == sorted(right.words):
        return len(left.words) > 2 or left.country not in _FATHERS
    if len(left.words) != 2 or len(right.words) != 2 or left.east or right.east or left.country in _FATHERS:
        return False
    hand = hand_of(left, right)
    turned = all(alike(one, other, hand) for one, other in zip(left.words, reversed(right.words), strict=True))
    return turned and not all(map(is_common, left.words))


def misspelt(left: Name, right: Name) -> bool:
    """Tell whether two names may be one person's but for a slip in one word, when office and country are the same.

    In a short name of the east a changed letter makes another name; one left out, added or swapped may be a slip.
    """
    if left.east or right.east:
        (family, given), (other_family, other_given) = left.parts, right.parts
        if family == other_family:
            return is_slip(given, other_given) and len(given) != len(other_given)
        slip = OSA.distance(family, other_family) <= 1 + (family[0] == other_family[0])
        return slip and given == other_given and len(given) > 3
    if len(left.words) != len(right.words):
        short, long = sorted((left, right), key=lambda name: (len(name.words), name.words))
        pairs = [(short.words[-1], long.words[-1])]
        pairs += [(short.words[0], long.words[0])] if len(short.words) > 1 else []
    else:
        pairs = list(zip(left.words, right.words, strict=True))
    differing = [pair for pair in pairs if not _may_be(*pair, hand_of(left, right))]
    return len(differing) == 1 and is_slip(*differing[0])


def slipped(left: Name, right: Name) -> bool:
    """Tell whether two full names differ by letters swapped in a long family name that few bear, and by nothing else.

    In the east by a letter in a family name of three letters or more, before a given name of five or more.
    """
    if left.east and right.east:
        (family, given), (other, other_given) = left.parts, right.parts
        slip = family[:1] == other[:1] and min(len(family), len(other)) > 2 and OSA.distance(family, other) == 1
        return slip and given == other_given and len(given) > 4  # Wen Fenghe for Wei Fenghe
    if (
        left.east
        or right.east
        or len(left.words) != len(right.words)
        or len(left.words) < 2
        or left.shared
        or right.shared
    ):
        return False
    family, other = left.words[-1], right.words[-1]
    swapped = family != other and sorted(family) == sorted(other) and is_slip(family, other)
    return swapped and left.words[:-1] == right.words[:-1] and len(family) > 5


# --- family name first ---


def _match_east(short: Name, long: Name) -> How | None:
    if len(short.words) == 1:
        return "part" if _is_part_east(short.words[0], long) else None
    (family, given), (other_family, other_given) = short.parts, long.parts
    if "".join(short.words) == other_given:
        return "part"
    korean = long.country in KOREAN or long.country is None
    one_given = given == other_given or (korean and _korean(given) == _korean(other_given))
    if (
        len(short.words) == 2
        and short.words == long.words[:2]
        and (long.country == "KHM" or not is_eastern(short.words[0]))
    ):
        return "full"  # Joseph Wu, Joseph Wu Jaushieh; Sok Chenda, Sok Chenda Sophea
    if not long.words[0].isascii():
        whole = "".join(long.words)  # 岸田, 岸田文雄
        return "part" if len(whole) > 3 and whole.startswith("".join(short.words)) else None
    if family == other_family or (korean and korean_family(family) == korean_family(other_family)):
        # Vo Thuong, Vo Van Thuong; Joseph Wu, Jaushieh Joseph Wu
        loose = long.country == "VNM" or family == short.words[-1]
        within = loose and short.words[-1] == long.words[-1] and set(short.words) <= set(long.words)
        return "full" if one_given or within else None
    return None


def _is_part_east(word: str, long: Name) -> bool:
    family, given = long.parts
    if word == family or (long.country in KOREAN and korean_family(word) == korean_family(family)):
        return True
    if not word.isascii():
        return len(word) > 1 and "".join(long.words).startswith(word)  # 岸田, 岸田文雄
    return (word == given and len(word) > 3) or (long.country == "VNM" and word == long.words[-1])


@lru_cache(maxsize=16384)
def _korean(given: str) -> str:
    """Return what the romanisations of a Korean given name have in common: Seok-yeol, Suk Yeol; Jong Un, Jung-eun."""
    for pattern, to in _KOREAN_SOUNDS:
        given = pattern.sub(to, given)
    return given


# --- family name last ---


def _match_west(short: Name, long: Name, hand: Hand) -> How | None:
    if len(short.words) == 1:
        return "part" if _is_part(short.words[0], long, hand) else None
    joined = "".join(short.words[1:]), "".join(long.words[1:])  # Prayut Chan-o-cha, Prayuth Chan-ocha
    if _may_be(short.words[0], long.words[0], hand) and alike(*joined, hand):
        return "full"
    if (
        _is_run_together(short, long, hand)
        or _is_first_and_last(short, long, hand)
        or _is_prefix(short, long, hand)
        or _is_suffix(short, long, hand)
    ):
        return "full"
    return (
        "part"
        if _is_chain(short, long, hand) or _is_second_name(short, long, hand) or _is_joined(short, long, hand)
        else None
    )


def _is_run_together(short: Name, long: Name, hand: Hand) -> bool:
    """Two given names are written as one, the rest is the same: Mohammadreza Naghdi, Mohammad Reza Naqdi."""
    if len(long.words) != len(short.words) + 1 or len(long.words[1]) == 1:
        return False
    rest = zip(short.words[1:], long.words[2:], strict=True)
    return alike(short.words[0], "".join(long.words[:2]), hand) and all(alike(*pair, hand) for pair in rest)


def _is_part(word: str, long: Name, hand: Hand) -> bool:
    """Tell whether one word alone names a person: the family name, or a given name where that is enough."""
    found = long.words
    if len(word) == 1:
        return False
    if len(found) == 1:
        return _may_be(word, found[0], hand)  # Paus Fransiskus, Pope Francis
    if _is_one_word(word, found[-1], hand) or (len(found) > 2 and alike(word, "".join(found[-2:]), hand)):
        return True
    if sound(word) == sound(found[0]):
        return long.country in GIVEN_ALONE or not is_common(word)
    double = long.country is None or long.country in _DOUBLE
    return double and not is_common(word) and any(sound(word) == sound(other) for other in found[1:])


def _is_one_word(left: str, right: str, hand: Hand) -> bool:
    """Tell whether two family names that stand alone are one: nearer than `alike`, for want of a given name."""
    return alike(left, right, hand) and OSA.distance(sound(left), sound(right)) < 2


def _is_first_and_last(short: Name, long: Name, hand: Hand) -> bool:
    """Given and family name agree, and middle names do not differ."""
    if not (_is_one_family(short.words[-1], long.words[-1], hand) and _may_be(short.words[0], long.words[0], hand)):
        return False
    middle, longer = short.words[1:-1], long.words[1:-1]
    if long.country in _DOUBLE:
        return _is_within(middle, longer, hand)
    return all(_may_be(a, b, hand) for a, b in zip(middle, longer, strict=False))


def _is_one_family(left: str, right: str, hand: Hand) -> bool:
    """Tell whether last names agree; Najib Razak is Najib bin Abdul Razak."""
    if left.startswith("bin") != right.startswith("bin"):
        left, right = (word.removeprefix("bin").removeprefix("abdul") for word in (left, right))
    return alike(left, right, hand) or is_one_given_name(left, right)


def _is_prefix(short: Name, long: Name, hand: Hand) -> bool:
    """The first words agree, and the longer goes on: Prabowo Subianto Djojohadikusumo, Pedro Sanchez Perez-Castejon."""
    if any(len(word) == 1 for word in short.words[1:]):
        return False
    if long.country in _DOUBLE and _may_be(short.words[0], long.words[0], hand):
        return _is_within(short.words[1:], long.words[1:], hand)
    return _is_beginning(short, long, hand) and not is_common(short.words[-1])


def _is_beginning(short: Name, long: Name, hand: Hand) -> bool:
    """Tell whether all words agree with the first of the longer, the last without a doubt."""
    rest, last = long.words[: len(short.words) - 1], long.words[len(short.words) - 1]
    agree = all(_may_be(a, b, hand) for a, b in zip(short.words, rest, strict=False))
    return agree and len(short.words) < len(long.words) and sound(short.words[-1]) == sound(last)


def _is_suffix(short: Name, long: Name, hand: Hand) -> bool:
    """The last words agree, and the longer has a name more before them: Luiz Inacio Lula da Silva, M. Jusuf Kalla."""
    tail = long.words[-len(short.words) :]
    dropped = long.words[: -len(short.words)]
    if not dropped or not _may_be(short.words[0], tail[0], hand) or len(short.words[0]) == 1:
        return False
    middle = zip(short.words[1:-1], tail[1:-1], strict=True)
    if not all(alike(a, b, hand) for a, b in middle) or not _is_one_family(short.words[-1], tail[-1], hand):
        return False
    known = not is_common(short.words[0]) or long.country == "IDN"
    return known or all(len(word) == 1 or _is_left_out(word) for word in dropped)


def _is_chain(short: Name, long: Name, hand: Hand) -> bool:
    """Given name and father's name agree, and the longer goes on with the grandfather's: Abiy Ahmed Ali."""
    return long.country in GIVEN_ALONE and len(short.words[-1]) > 1 and _is_beginning(short, long, hand)


def _is_joined(short: Name, long: Name, hand: Hand) -> bool:
    """A family name of two words alone: Amir-Abdollahian is Hossein Amirabdollahian, Maduro Moros Nicolás Maduro."""
    if len(short.words) != 2:
        return False
    halves = (short.words[0], long.words[-1]), (long.words[0], short.words[-1])
    double = (
        len(long.words) == 2
        and long.country in _DOUBLE
        and any(alike(a, b, hand) and not is_common(a) for a, b in halves)
    )
    return double or alike("".join(short.words), long.words[-1], hand)


def _is_second_name(short: Name, long: Name, hand: Hand) -> bool:
    """The family name agrees, and the second given name is the first of the other."""
    given, known = short.words[0], long.words[1:-1]
    family = alike(short.words[-1], long.words[-1], hand)
    return (
        family
        and long.country not in _FATHERS | {None}
        and len(given) > 1
        and 1 <= len(known) <= 2
        and _may_be(given, known[0], hand)
    )


def _is_within(few: tuple[str, ...], many: tuple[str, ...], hand: Hand) -> bool:
    """Tell whether words stand among others in the same order."""
    rest = iter(many)
    return all(any(_may_be(word, other, hand) for other in rest) for word in few)


def _is_left_out(word: str) -> bool:
    return word in _OFTEN_LEFT_OUT or is_one_given_name(word, "muhammad")


def _may_be(left: str, right: str, hand: Hand) -> bool:
    """Tell whether two given names or initials may be one name."""
    if len(left) == 1 or len(right) == 1:
        return left[:1] == right[:1]
    return alike(left, right, hand) or is_one_given_name(left, right)
