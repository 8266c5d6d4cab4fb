"""Make gold of reviewed events: what `memcon evaluate` measures runs against."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from memcon.records import Event, Proof, variant_of

WHOLE: Final = "read_whole"
"""The key of the line that names the articles which were read whole."""


def whole_line(articles: Iterable[str]) -> str:
    """Return the JSON line that says which articles were read whole, those without events too: only they are measured.

    What nobody looked at in an article counts as wrong there, and what nobody looked for as missing nowhere.
    """
    return json.dumps({WHOLE: sorted(articles)}, ensure_ascii=False)


def as_gold(events: Iterable[Event]) -> Iterator[str]:
    """Yield one JSON line for each article of each event that a reviewer decided about, in the format of gold.

    An event of several articles is one line in each, and they share a `cluster`. Events nobody looked at are left out.
    """
    for event in events:
        if event.review is not None:
            articles = dict.fromkeys(proof.article for proof in event.mentions)
            for article in articles:
                proofs = [proof for proof in event.mentions if proof.article == article]
                yield json.dumps(_line(event, article, proofs, shared=len(articles) > 1), ensure_ascii=False)


def _line(event: Event, article: str, proofs: Iterable[Proof], *, shared: bool) -> dict[str, Any]:
    notes = [each.note for each in event.review.decisions if each.note] if event.review else []
    date = event.date
    return {
        "alt_kinds": [],
        "article": article,
        "cluster": event.id if shared else None,
        "countries": list(event.countries),
        "date": [date.start.isoformat(), date.end.isoformat()] if date else None,
        "date_null_ok": date is None,
        "date_precision": date.precision if date else None,
        "id": f"{event.id}@{article}" if shared else event.id,
        "kind": event.kind,
        "note": "; ".join(notes) or None,
        "participants": [{"country": one.country, "name": one.name} for one in event.participants],
        "place": event.place.country if event.place else None,
        "quotes": list(dict.fromkeys(quote.text for proof in proofs for quote in proof.quotes)),
        "required": True,
        "status": event.status,
        "variant": variant_of(event),
    }
