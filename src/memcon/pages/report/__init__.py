"""One page in which every fact of a run is one glance from its words; `memcon review` serves the same page.

`read_run` reads the folder of a run, `render` makes a page of it, `write_report` writes one or more. Knows nothing of
models, and changes nothing of what a run says.

What another face of memcon may build on
----------------------------------------
`render(run, scripts=…, styles=…, extra=…, served=True)` returns the page with more in it. `scripts` and `styles` are
sources that are set inline after the page's own, each allowed by its hash; `extra` is JSON that a script reads as
`memcon.extra.NAME`; `served=True` lets the page's scripts talk to the server that it came from (`connect-src 'self'`).
A script adds itself with `memcon.register({...})`; all that it may give and use is told in `page/registry.js`.
"""

from memcon.pages.report.page import render
from memcon.pages.report.source import ShownRun, read_run
from memcon.pages.report.write import write_report

__all__ = ["ShownRun", "read_run", "render", "write_report"]
