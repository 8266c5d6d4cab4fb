"""The page of a run with decisions: served on this machine alone, each decision on disk before it is acknowledged.

`session` holds the run and its decisions, `server` the doors of HTTP, `serve` the socket and its address, `gold` makes
events read by hand of reviewed ones. What decisions do to events is `memcon.events.amend`'s.
"""

from memcon.compare.evaluate.gold import as_gold
from memcon.pages.review.serve import Served, serve
from memcon.pages.review.session import Session, open_session

__all__ = ["Served", "Session", "as_gold", "open_session", "serve"]
