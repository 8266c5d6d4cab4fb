"""Pages of news as sites build them, with what a reader should get of each: for tests of import, and its benchmark.

`made()` gives all of them. The words are ours, the markup follows what content management systems put out; nothing is
copied from a site. Each page is written before the reader that it measures is tuned on it.
"""

from helpers.pages.made import Made, made

__all__ = ["Made", "made"]
