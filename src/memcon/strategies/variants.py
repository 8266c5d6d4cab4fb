"""Read the channel of a call and the form of a meeting from the words of its quote, for models that are not asked.

The words are stems of the languages we know best; where none stands in the quote, the variant is `unspecified`.
"""

import re
from typing import Final

from memcon.records import Channel, Form


def _stems(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words.split('; '))})", re.IGNORECASE)


CHANNELS: Final[tuple[tuple[Channel, re.Pattern[str]], ...]] = (
    ("video", _stems("video; virtual; daring; online; zoom; teleconferen; telekonferensi; видео; онлайн")),
    ("phone", _stems(r"\w*telepon; telpon; teleponan; phone; telephone; hotline; телефон; созвон")),
)
FORMS: Final[tuple[tuple[Form, re.Pattern[str]], ...]] = (
    ("mediation", _stems("mediasi; memediasi; penengah; mediat; посреднич")),
    (
        "multilateral",
        _stems("KTT; konferensi; sidang; trilateral; multilateral; summit; conference; саммит; конференци"),
    ),
    ("third_country", _stems("di sela; sidelines; margins; на полях")),
    ("visit", _stems(r"\w*kunjung; lawatan; melawat; visit; визит; посетил")),
    ("talks", _stems(r"\w*bicara; \w*runding; dialog; talks; negotiat; discuss; переговор; бесед")),
)


def channel_of(quote: str) -> Channel:
    """Return the medium that a call's quote names."""
    return next((channel for channel, words in CHANNELS if words.search(quote)), "unspecified")


def form_of(quote: str) -> Form:
    """Return the form that a meeting's quote names, the more particular first."""
    return next((form for form, words in FORMS if words.search(quote)), "unspecified")
