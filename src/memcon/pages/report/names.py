"""English names of the codes that a run holds. Knows nothing of runs."""

from collections.abc import Iterable
from typing import Final

_OURS: Final = {"UNO": "United Nations", "EUU": "European Union", "NATO": "NATO", "ASEAN": "ASEAN", "XKX": "Kosovo"}
_SHORT: Final = {"HKG": "Hong Kong", "MAC": "Macao", "PSE": "Palestine"}  # CLDR has longer names than fit in a table


def country_names(codes: Iterable[str]) -> dict[str, str]:
    """Return the English name of each code, from CLDR, else ISO 3166; the code itself where neither knows it."""
    wanted = set(codes)
    if not wanted - _OURS.keys():
        return {code: _OURS[code] for code in sorted(wanted)}
    import pycountry  # noqa: PLC0415  0.04 s, for runs that hold countries
    from babel import Locale  # noqa: PLC0415

    territories = Locale.parse("en").territories
    names = {str(one.alpha_3): str(territories.get(one.alpha_2) or one.name) for one in pycountry.countries}
    names |= _OURS | _SHORT
    return {code: names.get(code, code) for code in sorted(wanted)}
