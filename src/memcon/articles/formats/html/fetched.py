"""What is known of a page that somebody fetched: where, and when. That is no day of publication, but bounds it."""

import dataclasses
import datetime as dt
from typing import Final

from memcon.records import Article, Origin
from memcon.records.given import YEARS

SLACK: Final = dt.timedelta(days=1)
"""A page may be of the next day where it is published, east of Greenwich."""


def instant(told: str) -> dt.datetime | None:
    """Return the instant that an archive tells in ISO 8601, in UTC where it tells no zone; None for what is none."""
    try:
        found = dt.datetime.fromisoformat(told)
    except ValueError:
        return None
    return of_the_news(found)


def of_the_news(told: dt.datetime) -> dt.datetime | None:
    """Return an instant, in UTC where it tells no zone; None for one of a year in which nobody fetched a page."""
    if told.year not in YEARS:
        return None
    return told if told.tzinfo else told.replace(tzinfo=dt.UTC)


def held_to(article: Article, origin: Origin) -> Article:
    """Return the article with its origin; a day of publication after it was fetched is none."""
    fetched, day = origin.fetched, article.published
    if fetched and day and day > fetched.date() + SLACK:
        note = f"the page tells {day} as its day, after it was fetched"
        article = dataclasses.replace(article, published=None, published_basis=None, notes=(*article.notes, note))
    return dataclasses.replace(article, origin=origin)
