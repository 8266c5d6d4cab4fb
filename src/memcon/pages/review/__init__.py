"""The page of a run with decisions: served on this machine alone, each decision on disk before it is acknowledged.

`session` holds the run and its decisions, `requests` what a page may ask, `application` answers over HTTP, `guard` lets
nobody else near, `server` holds the socket and its address; `cases` lays side by side what coders said, and
`adjudication` settles it. What decisions do to events is `memcon.events.amend`'s.
"""

from memcon.compare.evaluate.gold import as_gold, whole_line
from memcon.pages.review.adjudication import Adjudication, open_adjudication
from memcon.pages.review.server import ReviewAddress, serve
from memcon.pages.review.session import Session, open_session

__all__ = [
    "Adjudication",
    "ReviewAddress",
    "Session",
    "as_gold",
    "open_adjudication",
    "open_session",
    "serve",
    "whole_line",
]
