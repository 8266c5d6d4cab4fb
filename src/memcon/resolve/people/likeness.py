"""Compare two names as read: by family and given name, or by one of them alone.

Initials, short forms and middle names come and go; Arabic, Indonesian and some other people are known by their given
name; of a double surname either half may stand alone. It knows nothing of offices.
"""

from typing import Final, Literal

from rapidfuzz.distance import OSA

from memcon.resolve.people import GIVEN_ALONE, Name
from memcon.resolve.people.chinese import CHINESE, same_syllables, says_its_own
from memcon.resolve.people.crossing import CROSSED, cross_match
from memcon.resolve.people.east import How, match_east, romanised
from memcon.resolve.people.hands import Hand, hand_of
from memcon.resolve.people.spelling import alike, sound
from memcon.resolve.people.tables import is_common, is_one_given_name, is_other_form

# Where people have two family names, of which the first is the one in use.
_DOUBLE: Final = frozenset(
    {
        "ESP", "MEX", "ARG", "COL", "PER", "VEN", "CHL", "ECU", "GTM", "CUB", "BOL", "DOM", "HND", "PRY", "SLV", "NIC",
        "CRI", "PAN", "URY", "BRA", "PRT", "AGO", "MOZ", "PHL", "TLS",
    }
)  # fmt: skip
# Where the second name is the father's, so that it is never the name in use: Hafez was Bashar Hafez al-Assad's father.
_FATHERS: Final = GIVEN_ALONE | {"SYR", "LBN", "PSE", "TUN", "DZA", "MRT", "DJI", "IRN", "PAK", "TCD"}
# Where the son's name before the father's is all that tells them apart: Qusay Saddam Hussein.
_SONS: Final = frozenset(
    {
        "SAU", "ARE", "QAT", "KWT", "BHR", "OMN", "JOR", "MAR", "YEM", "IRQ", "EGY", "SDN", "LBY", "SYR", "LBN", "PSE",
        "TUN", "DZA", "MRT",
    }
)  # fmt: skip
# What is often left out before the name in use: Muhammad Jusuf Kalla.
_OFTEN_LEFT_OUT: Final = frozenset({"maria", "jose", "haji", "andi", "raden", "siti", "ahmad", "achmad", "ni"})


def match(left: Name, right: Name) -> How | None:
    """Compare two names that have words: `full` by family and given name, `part` by one alone, None when two people's.

    Symmetric. Both are read with the country of the one whose country is known.
    """
    if _contradict(left, right):
        return None
    if left.words == right.words and left.script == right.script:
        return "full" if len(left.words) > 1 else "part"
    one_hand = left.script == right.script and left.language == right.language
    if not one_hand and (found := _across(left, right)) != "elsewhere":
        return found
    short, long = sorted((left, right), key=_by_length)
    if "".join(left.words) == "".join(right.words) or _are_turned(left, right):
        return "full"
    return match_east(short, long) if left.east or right.east else _match_west(short, long, hand_of(left, right))


def _contradict(left: Name, right: Name) -> bool:
    """Tell whether suffixes differ, or the accents of a word in a language that keeps words apart by them."""
    suffixes = left.suffixes and right.suffixes and left.suffixes != right.suffixes
    return bool(suffixes) or bool(left.marks and right.marks and _marks_differ(left, right))


def _by_length(name: Name) -> tuple[int, tuple[str, ...]]:
    return len(name.words), name.words


def _across(left: Name, right: Name) -> How | Literal["elsewhere"] | None:
    """Compare names of two scripts; `elsewhere` where both are read as Latin letters."""
    chinese = left.country in CHINESE and (left.script != right.script or says_its_own(left) != says_its_own(right))
    if chinese and (same := same_syllables(left, right)) is not None:
        return "full" if same else None
    if left.script == right.script:
        return "elsewhere"
    if {left.script, right.script} == {"Hang", "Latn"} and left.east | right.east:
        return match_east(*sorted(map(romanised, (left, right)), key=_by_length))
    if (left.script in CROSSED) != (right.script in CROSSED):
        return cross_match(left, right)
    return "elsewhere"


def _marks_differ(left: Name, right: Name) -> bool:
    """Tell whether a word that both have is marked otherwise, in a language where that makes another word of it."""
    mine, theirs = (set(zip(name.words, name.marks, strict=True)) for name in (left, right))
    both = set(left.words) & set(right.words)
    return any(
        {mark for w, mark in mine if w == word}.isdisjoint({mark for w, mark in theirs if w == word}) for word in both
    )


def _are_turned(left: Name, right: Name) -> bool:
    """Tell whether both have the same words in another order; where the second is the father's they are two people."""
    if len(left.words) != len(right.words):
        return False
    if sorted(left.words) == sorted(right.words):
        if len(left.words) > 2 and left.words[-1] == right.words[-1]:
            return False  # Halil İbrahim and İbrahim Halil are two people's given names
        return left.country not in _DOUBLE if len(left.words) > 2 else left.country not in _FATHERS
    if len(left.words) != 2 or left.east or right.east or left.country in _FATHERS:
        return False
    hand = hand_of(left, right)
    turned = all(alike(one, other, hand) for one, other in zip(left.words, reversed(right.words), strict=True))
    return turned and not all(map(is_common, left.words))


def _match_west(short: Name, long: Name, hand: Hand) -> How | None:
    if len(short.words) == 1:
        return "part" if _is_part(short.words[0], long, hand) else None
    joined = "".join(short.words[1:]), "".join(long.words[1:])  # Prayut Chan-o-cha, Prayuth Chan-ocha
    if may_be(short.words[0], long.words[0], hand) and alike(*joined, hand):
        return "full"
    if (
        _is_run_together(short, long, hand)
        or _is_without_first(short, long, hand)
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


def _is_without_first(short: Name, long: Name, hand: Hand) -> bool:
    """One of two given names that are written as one is left out: جواد ظریف, محمدجواد ظریف."""
    few, many = sorted((short.words[0], long.words[0]), key=len)
    one_length = len(short.words) == len(long.words) and many.endswith(few) and len(few) > 2
    rest = zip(short.words[1:], long.words[1:], strict=False)
    dropped = many.removesuffix(few)
    return one_length and is_one_given_name(dropped, "muhammad") and all(alike(*pair, hand) for pair in rest)


def _is_part(word: str, long: Name, hand: Hand) -> bool:
    """Tell whether one word alone names a person: the family name, or a given name where that is enough."""
    found = long.words
    if len(word) == 1:
        return False
    if len(found) == 1:
        return may_be(word, found[0], hand)  # Paus Fransiskus, Pope Francis
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
    if not (_is_one_family(short.words[-1], long.words[-1], hand) and may_be(short.words[0], long.words[0], hand)):
        return False
    middle, longer = short.words[1:-1], long.words[1:-1]
    if long.country in _DOUBLE:
        return _is_within(middle, longer, hand)
    return all(may_be(a, b, hand) for a, b in zip(middle, longer, strict=False))


def _is_one_family(left: str, right: str, hand: Hand) -> bool:
    """Tell whether last names agree; Najib Razak is Najib bin Abdul Razak."""
    if left.startswith("bin") != right.startswith("bin"):
        left, right = (word.removeprefix("bin").removeprefix("abdul") for word in (left, right))
    return alike(left, right, hand) or is_one_given_name(left, right)


def _is_prefix(short: Name, long: Name, hand: Hand) -> bool:
    """The first words agree, and the longer goes on: Prabowo Subianto Djojohadikusumo, Pedro Sanchez Perez-Castejon."""
    if any(len(word) == 1 for word in short.words[1:]):
        return False
    if long.country in _DOUBLE and may_be(short.words[0], long.words[0], hand):
        return _is_within(short.words[1:], long.words[1:], hand)
    return _is_beginning(short, long, hand) and not is_common(short.words[-1])


def _is_beginning(short: Name, long: Name, hand: Hand) -> bool:
    """Tell whether all words agree with the first of the longer, the last without a doubt."""
    rest, last = long.words[: len(short.words) - 1], long.words[len(short.words) - 1]
    agree = all(may_be(a, b, hand) for a, b in zip(short.words, rest, strict=False))
    return agree and len(short.words) < len(long.words) and sound(short.words[-1]) == sound(last)


def _is_suffix(short: Name, long: Name, hand: Hand) -> bool:
    """The last words agree, and the longer has a name more before them: Luiz Inacio Lula da Silva, M. Jusuf Kalla."""
    tail = long.words[-len(short.words) :]
    dropped = long.words[: -len(short.words)]
    if not dropped or not may_be(short.words[0], tail[0], hand) or len(short.words[0]) == 1:
        return False
    middle = zip(short.words[1:-1], tail[1:-1], strict=True)
    if not all(alike(a, b, hand) for a, b in middle) or not _is_one_family(short.words[-1], tail[-1], hand):
        return False
    known = (not is_common(short.words[0]) and long.country not in _SONS) or long.country == "IDN"
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
        and long.country not in _FATHERS | {None, "FRA"}
        and len(given) > 1
        and len(short.words) < len(long.words)
        and 1 <= len(known) <= 2
        and may_be(given, known[0], hand)
    )


def is_by_initials(name: Name) -> bool:
    """Tell whether a name may be another's by its initials alone, so that no word of theirs need be the same.

    Where people have two family names, P. Q. Rojas may be Pablo Quiroga.
    """
    least = 1 if name.country in _DOUBLE else len(name.words)
    return sum(len(word) == 1 for word in name.words) >= least


def _is_within(few: tuple[str, ...], many: tuple[str, ...], hand: Hand) -> bool:
    """Tell whether words stand among others in the same order."""
    rest = iter(many)
    return all(any(may_be(word, other, hand) for other in rest) for word in few)


def _is_left_out(word: str) -> bool:
    return word in _OFTEN_LEFT_OUT or is_one_given_name(word, "muhammad")


def may_be(left: str, right: str, hand: Hand) -> bool:
    """Tell whether two given names or initials may be one name; Anna and Anne are two women of one country."""
    if len(left) == 1 or len(right) == 1:
        return left[:1] == right[:1]
    if alike(left, right, hand):
        return True
    return is_one_given_name(left, right) and not (hand == "own" and is_other_form(left, right))
