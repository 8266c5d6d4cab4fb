"""Whether two names differ by a slip of the pen that makes no other name: asked only where all else agrees."""

from rapidfuzz.distance import OSA

from memcon.resolve.people import Name
from memcon.resolve.people.hands import hand_of
from memcon.resolve.people.likeness import may_be
from memcon.resolve.people.spelling import is_slip


def misspelt(left: Name, right: Name) -> bool:
    """Tell whether two names may be one person's but for a slip in one word, when office and country are the same.

    In a short name of the east a changed letter makes another name; one left out, added or swapped may be a slip.
    """
    if not left.words or not right.words:
        return False
    if left.east or right.east:
        (family, given), (other_family, other_given) = left.parts, right.parts
        if family == other_family:
            return is_slip(given, other_given) and len(given) != len(other_given) and left.country != "VNM"
        slip = OSA.distance(family, other_family, score_cutoff=2) <= 1 + (family[0] == other_family[0])
        return slip and given == other_given and len(given) > 3
    if len(left.words) != len(right.words):
        short, long = sorted((left, right), key=lambda name: (len(name.words), name.words))
        pairs = [(short.words[-1], long.words[-1])]
        pairs += [(short.words[0], long.words[0])] if len(short.words) > 1 else []
    else:
        pairs = list(zip(left.words, right.words, strict=True))
    differing = [pair for pair in pairs if not may_be(*pair, hand_of(left, right))]
    if left.script == right.script == "Arab" and differing == pairs[:1]:
        return False  # محمود is no محمد
    return len(differing) == 1 and is_slip(*differing[0])


def slipped(left: Name, right: Name) -> bool:
    """Tell whether two full names differ by letters swapped in a long family name that few bear, and by nothing else.

    In the east by a letter in a family name of three letters or more, before a given name of five or more.
    """
    if left.east and right.east:
        (family, given), (other, other_given) = left.parts, right.parts
        slip = (
            family[:1] == other[:1]
            and min(len(family), len(other)) > 2
            and OSA.distance(family, other, score_cutoff=1) == 1
        )
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
